/* SPDX-License-Identifier: Apache-2.0 */
#include "fuzz.h"

#include <assert.h>
#include <string.h>

#include "base/buf.h"
#include "snapshot/meta_internal.h"

/* What parses is printed to what parses to the same. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct pa_meta meta = { 0 }, again = { 0 };
	struct pa_buf text;

	pa_buf_init(&text, 8 << 20);
	if (!pa_meta_parse(&meta, (const char *)data, size, NULL) && meta.count) {
		int error;

		pa_meta_print(&meta, &text);
		error = pa_meta_parse(&again, text.bytes, text.used_bytes, NULL);
		assert(text.used_bytes > PA_META_MAX_BYTES || !error);
		assert(error || again.count == meta.count);
		for (uint32_t i = 0; !error && i < meta.count; i++) {
			const char *value = pa_meta_get(&again, meta.entries[i].key);

			assert(value && !strcmp(value, meta.entries[i].text));
		}
	}
	pa_buf_done(&text);
	pa_meta_done(&meta);
	pa_meta_done(&again);
	return 0;
}
