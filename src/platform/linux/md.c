/* SPDX-License-Identifier: Apache-2.0 */
#include "platform/linux/md.h"

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
#include "platform/linux/sysfs_block.h"
#include "platform/platform.h"
#include "platform/root.h"

enum { ARRAYS_MAX = 128, MEMBERS_MAX = 256 };

static const struct pa_file_row rows[] = {
	{ .file = "raid_disks", .metric = PA_V_BLK_MD_DISKS_COUNT },
	{ .file = "degraded", .metric = PA_V_BLK_MD_DEGRADED_COUNT },
	{ .file = "mismatch_cnt", .metric = PA_V_BLK_MD_MISMATCH_SECTORS },
	{ .file = "stripe_cache_active", .metric = PA_V_BLK_MD_STRIPES_COUNT },
	{ .file = "stripe_cache_size", .metric = PA_V_BLK_MD_STRIPES_LIMIT_COUNT },
	{ .file = "sync_action",
	  .word = "recover",
	  .metric = PA_V_BLK_MD_REBUILDING_FLAG,
	  .kind = PA_FILE_IS },
	{ .file = "sync_action",
	  .word = "idle",
	  .metric = PA_V_BLK_MD_SYNCING_FLAG,
	  .kind = PA_FILE_IS_NOT },
};

static void put_progress(struct pa_linux *sys, const char *folder, uint32_t id,
			 struct pa_moment *moment)
{
	uint64_t done, total;
	char path[320];

	(void)snprintf(path, sizeof(path), "%s/sync_completed", folder);
	if (pa_root_read_path(sys->root, path, sys->text) ||
	    pa_file_rows_number(sys->text->bytes, sys->text->used_bytes, NULL, 0, &done) ||
	    pa_file_rows_number(sys->text->bytes, sys->text->used_bytes, NULL, 1, &total) ||
	    done > total)
		return; /* "none" or "delayed" */
	pa_moment_put(moment, PA_V_BLK_MD_SYNC_DONE_SECTORS, id, done);
	pa_moment_put(moment, PA_V_BLK_MD_SYNC_TOTAL_SECTORS, id, total);
	pa_moment_put(moment, PA_V_BLK_MD_SYNC_LEFT_SECTORS, id, total - done);
}

/* The members stand as "dev-sda1" beside the files of the array. */
static void put_members(struct pa_linux *sys, const char *folder, uint32_t id,
			struct pa_moment *moment)
{
	const char *array = pa_names_text(sys->names, id);
	struct pa_folder entries = { 0 };
	uint32_t members = 0;
	uint64_t errors, sum = 0;
	char path[448];

	(void)pa_folder_list(&entries, sys->root, folder); /* then it is empty */
	for (uint32_t i = 0; i < entries.count && members < MEMBERS_MAX; i++) {
		const char *name = entries.name[i];

		if (strncmp(name, "dev-", 4) != 0)
			continue;
		(void)snprintf(path, sizeof(path), "%s/%.64s", folder, name);
		if (pa_file_rows_one(sys, path, "errors", &errors))
			continue;
		members++;
		sum += errors;
		pa_moment_put(moment, PA_V_BLK_MD_MEMBER_OF_FLAG,
			      pa_names_idf(sys->names, "%s/%s", array, name + 4), 1);
	}
	pa_folder_done(&entries);
	if (members)
		pa_moment_put(moment, PA_V_BLK_MD_MEMBER_ERRORS_COUNT, id, sum);
}

static int look(struct pa_linux *sys, struct pa_moment *moment)
{
	struct pa_folder devices = { 0 };
	uint32_t put = 0, arrays = 0;
	char folder[256];

	(void)pa_folder_list(&devices, sys->root, "sys/block"); /* then it is empty */
	for (uint32_t i = 0; i < devices.count && arrays < ARRAYS_MAX; i++) {
		const char *name = devices.name[i];
		uint32_t id, values;

		if (strncmp(name, "md", 2) != 0 ||
		    (size_t)snprintf(folder, sizeof(folder), "sys/block/%s/md", name) >=
			    sizeof(folder))
			continue;
		id = pa_sysfs_block_name(sys, name);
		values = pa_file_rows_read(sys, folder, rows, sizeof(rows) / sizeof(rows[0]), id,
					   moment);
		if (!values)
			continue;
		put += values;
		arrays++;
		put_progress(sys, folder, id, moment);
		put_members(sys, folder, id, moment);
	}
	pa_folder_done(&devices);
	return put ? 0 : pa_source_fail(moment, pa_source_md.name, -ENOENT);
}

static int read_source(void *self, struct pa_linux *sys, struct pa_moment *moment)
{
	return pa_source_read_seldom(self, sys, moment, look);
}

const struct pa_source pa_source_md = {
	.name = "md",
	.pass = PA_PASS_SLOW,
	.open = pa_source_open_seldom,
	.read = read_source,
	.close = pa_source_close_seldom,
};
