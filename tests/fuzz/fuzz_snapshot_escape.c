/* SPDX-License-Identifier: Apache-2.0 */
#include "fuzz.h"

#include <assert.h>
#include <string.h>

#include "base/alloc.h"
#include "base/buf.h"
#include "snapshot/escape_internal.h"
#include "snapshot/snapshot.h"

/* Any spelling is read without harm, and any path is spelled so that it comes back. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	PA_CLEANUP(pa_freep) char *path = pa_strndup((const char *)data, size);
	struct pa_buf name, back;

	pa_buf_init(&name, PA_ESCAPE_MAX_BYTES);
	pa_buf_init(&back, PA_ESCAPE_MAX_BYTES);
	(void)pa_escape_read(&back, (const char *)data, size); /* any answer but a crash is right */
	pa_buf_clear(&back);
	if (strlen(path) == size && size && size <= PA_SNAPSHOT_PATH_MAX_BYTES) {
		pa_escape_put(&name, path, size & 1 ? PA_ESCAPE_BESIDE_FOLDER : 0);
		assert(!name.overflow);
		assert(!pa_escape_read(&back, name.bytes, name.used_bytes));
		assert(back.used_bytes == size && !memcmp(back.bytes, data, size));
	}
	pa_buf_done(&name);
	pa_buf_done(&back);
	return 0;
}
