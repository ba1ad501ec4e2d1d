/* SPDX-License-Identifier: Apache-2.0 */
#include "fuzz.h"

#include "base/buf.h"
#include "snapshot/redact_internal.h"

/* The first byte is the kind of content, the rest the content, byte for byte its own copy, so
 * that reading past its end is seen. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const char *bytes = (const char *)data + 1;
	struct pa_redact redact;
	struct pa_buf out;

	if (size < 2)
		return 0;
	pa_redact_init(&redact);
	pa_redact_learn_host(&redact, "web-7.corp.test", 15);
	pa_redact_learn_homes(&redact, bytes, size - 1);
	pa_redact_learn_place(&redact, bytes, size - 1);
	pa_redact_learn_place(&redact, "/data", 5);
	pa_buf_init(&out, 1 << 20);
	(void)pa_redact_content(&redact, data[0] % (PA_REDACT_TASKSTATS + 1), bytes, size - 1,
				&out); /* any answer but a crash is right */
	pa_redact_text(&redact, bytes, size - 1, data[0] & 7, &out);
	pa_buf_done(&out);
	pa_redact_done(&redact);
	return 0;
}
