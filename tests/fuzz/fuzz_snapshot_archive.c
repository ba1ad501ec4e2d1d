/* SPDX-License-Identifier: Apache-2.0 */
#include "fuzz.h"

#include <assert.h>

#include "base/err.h"
#include "snapshot/snapshot.h"

/* An archive of anything; what opens can be redacted. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct pa_err err = { 0 };
	struct pa_snapshot *snapshot = pa_snapshot_open_memory(data, size, &err);

	assert(snapshot || err.text[0]);
	if (snapshot)
		(void)pa_snapshot_redact(snapshot, NULL); /* any answer but a crash is right */
	pa_snapshot_close(snapshot);
	return 0;
}
