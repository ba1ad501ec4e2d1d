/* SPDX-License-Identifier: Apache-2.0 */
#include "fuzz.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "model/moment.h"
#include "user/fetch.h"
#include "user/openmetrics.h"
#include "user/text.h"

/* The first line says what is looked for in the rest: a key, a pattern, a metric. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const char *text = (const char *)data;
	size_t bytes = 0;
	struct pa_moment moment;
	double value;
	char *where;

	while (bytes < size && text[bytes] != '\n')
		bytes++;
	where = pa_strndup(size ? text : "", bytes);
	if (bytes < size)
		bytes++;
	text = size ? text + bytes : "";
	pa_moment_init(&moment);
	(void)pa_user_text_figure(text, size - bytes, where, &value);
	(void)pa_user_text_figure(text, size - bytes, "", &value);
	(void)pa_openmetrics_sum(text, size - bytes, where, &value);
	pa_user_reply_parse(text, size - bytes, 0, &moment);
	pa_moment_done(&moment);
	free(where);
	return 0;
}
