/* SPDX-License-Identifier: Apache-2.0 */
#include "fuzz.h"

#include <assert.h>

#include "base/buf.h"
#include "config/entries.h"
#include "user/declare.h"

/* A file of settings and what users declare in it; what was declared is understood again. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct pa_config config, again;
	struct pa_user user;
	struct pa_buf text;

	pa_config_init(&config);
	pa_config_init(&again);
	pa_buf_init(&text, PA_CONFIG_MAX_BYTES * 4);
	if (!pa_config_parse(&config, "f", (const char *)data, size, NULL) &&
	    !pa_user_declare(&config, &user, NULL)) {
		pa_user_declared(&config, &text);
		if (text.used_bytes && text.used_bytes <= PA_CONFIG_MAX_BYTES) {
			size_t resources = user.resource_count;

			assert(!pa_config_parse(&again, "f", text.bytes, text.used_bytes, NULL));
			assert(!pa_user_declare(&again, &user, NULL));
			assert(user.resource_count == resources);
		}
	}
	pa_buf_done(&text);
	pa_config_done(&again);
	pa_config_done(&config);
	return 0;
}
