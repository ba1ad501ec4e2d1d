/* SPDX-License-Identifier: Apache-2.0 */
#include "fuzz.h"

#include <assert.h>
#include <string.h>

#include "platform/root.h"
#include "snapshot/layout_internal.h"
#include "snapshot/snapshot.h"
#include "snapshot/snapshot_internal.h"

static void nothing(void *arg, const char *name)
{
	(void)arg;
	assert(*name);
}

/* The first byte chooses which list the rest is: t1/errors or t1/same. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const char text[] = "x";
	struct pa_snapshot *snapshot = pa_snapshot_new(1 << 24);
	struct pa_layout_reader reader;
	struct pa_replay replay;

	if (!size)
		return pa_snapshot_close(snapshot) != NULL;
	pa_layout_reader_init(&reader, snapshot);
	(void)pa_layout_reader_file(&reader, "t0/proc/stat", text, 1, NULL);
	(void)pa_layout_reader_file(&reader, "t0/proc/4/fd%=", text, 1, NULL);
	(void)pa_layout_reader_file(&reader, "t0/proc/4/fd/a%20b", text, 1, NULL);
	(void)pa_layout_reader_file(&reader, data[0] & 1 ? "t1/same" : "t1/errors",
				    (const char *)data + 1, size - 1, NULL);
	if (!pa_layout_reader_end(&reader, NULL)) {
		replay = pa_snapshot_replay(snapshot);
		for (uint32_t m = 0; m < replay.moment_count; m++)
			(void)replay.list(replay.self, m, "proc", nothing, NULL);
	}
	pa_layout_reader_done(&reader);
	pa_snapshot_close(snapshot);
	return 0;
}
