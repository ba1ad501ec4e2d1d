/* SPDX-License-Identifier: Apache-2.0 */
#include "platform/linux/zfs.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "base/names.h"
#include "catalog/values.h"
#include "model/moment.h"
#include "platform/linux/file_rows.h"
#include "platform/linux/folder.h"
#include "platform/linux/source.h"
#include "platform/platform.h"
#include "platform/root.h"

enum { ENTRIES_MAX = 256 };

#define FOLDER "proc/spl/kstat/zfs"
#define KSTAT(name, what, value)                                                                   \
	{                                                                                          \
		.file = (name), .word = (what), .metric = (value), .column = 1                     \
	}

static const struct pa_file_row rows[] = {
	KSTAT("arcstats", "size", PA_V_FS_ZFS_ARC_BYTES),
	KSTAT("arcstats", "c_max", PA_V_FS_ZFS_ARC_LIMIT_BYTES),
	KSTAT("arcstats", "c", PA_V_FS_ZFS_ARC_TARGET_BYTES),
	KSTAT("arcstats", "hits", PA_V_FS_ZFS_HITS_COUNT),
	KSTAT("arcstats", "misses", PA_V_FS_ZFS_MISSES_COUNT),
	KSTAT("arcstats", "memory_throttle_count", PA_V_FS_ZFS_THROTTLES_COUNT),
	KSTAT("dmu_tx", "dmu_tx_delay", PA_V_FS_ZFS_DELAYS_COUNT),
	KSTAT("dmu_tx", "dmu_tx_dirty_over_max", PA_V_FS_ZFS_DIRTY_WAITS_COUNT),
};

/* A folder with a state is a pool. */
static void put_pools(struct pa_linux *sys, struct pa_moment *moment)
{
	struct pa_folder entries = { 0 };
	char path[320];

	(void)pa_folder_list(&entries, sys->root, FOLDER); /* then it is empty */
	for (uint32_t i = 0; i < entries.count && i < ENTRIES_MAX; i++) {
		const char *name = entries.name[i];

		(void)snprintf(path, sizeof(path), FOLDER "/%.255s/state", name);
		if (pa_root_read_path(sys->root, path, sys->text))
			continue;
		pa_moment_put(moment, PA_V_FS_ZFS_FAULTED_FLAG,
			      pa_names_id(sys->names, name, strlen(name)),
			      !pa_file_rows_is(sys->text->bytes, sys->text->used_bytes, "ONLINE"));
	}
	pa_folder_done(&entries);
}

static int look(struct pa_linux *sys, struct pa_moment *moment)
{
	if (!pa_file_rows_read(sys, FOLDER, rows, sizeof(rows) / sizeof(rows[0]), 0, moment))
		return pa_source_fail(moment, pa_source_zfs.name, -ENOENT);
	put_pools(sys, moment);
	return 0;
}

static int read_source(void *self, struct pa_linux *sys, struct pa_moment *moment)
{
	return pa_source_read_seldom(self, sys, moment, look);
}

const struct pa_source pa_source_zfs = {
	.name = "zfs",
	.pass = PA_PASS_SLOW,
	.open = pa_source_open_seldom,
	.read = read_source,
	.close = pa_source_close_seldom,
};
