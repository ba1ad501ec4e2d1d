/* SPDX-License-Identifier: Apache-2.0 */
#include "platform/linux/debugfs_block.h"

#include <errno.h>
#include <stdio.h>

#include "base/buf.h"
#include "catalog/values.h"
#include "model/moment.h"
#include "platform/linux/file_rows.h"
#include "platform/linux/folder.h"
#include "platform/linux/source.h"
#include "platform/linux/sysfs_block.h"
#include "platform/platform.h"
#include "platform/root.h"

enum { DEVICES_MAX = 64, CLASSES = 3 };

#define FOLDER "sys/kernel/debug/block"

/* 0 and the sum of the classes, or a negative errno. */
static int read_sum(struct pa_linux *sys, const char *device, const char *file, uint64_t *out)
{
	uint64_t one, sum = 0;
	char path[128];
	int error;

	(void)snprintf(path, sizeof(path), FOLDER "/%.64s/sched/%s", device, file);
	error = pa_root_read_path(sys->root, path, sys->text);
	for (uint32_t i = 0; i < CLASSES && !error; i++) {
		error = pa_file_rows_number(sys->text->bytes, sys->text->used_bytes, NULL, i, &one);
		sum += error ? 0 : one;
	}
	if (!error)
		*out = sum;
	return error;
}

static int look(struct pa_linux *sys, struct pa_moment *moment)
{
	struct pa_folder devices = { 0 };
	int error = pa_folder_list(&devices, sys->root, FOLDER);
	uint64_t queued, owned;
	bool any = false;

	for (uint32_t i = 0; i < devices.count && i < DEVICES_MAX; i++) {
		uint32_t id;

		/* The driver's first: what moves on meanwhile is then not counted as waiting. */
		if (read_sum(sys, devices.name[i], "owned_by_driver", &owned) ||
		    read_sum(sys, devices.name[i], "queued", &queued))
			continue;
		id = pa_sysfs_block_name(sys, devices.name[i]);
		pa_moment_put(moment, PA_V_BLK_SCHED_OWNED_COUNT, id, owned);
		pa_moment_put(moment, PA_V_BLK_SCHED_QUEUED_COUNT, id, queued);
		any = true;
	}
	pa_folder_done(&devices);
	if (any)
		return 0;
	return pa_source_fail(moment, pa_source_debugfs_block.name, error ? error : -ENOENT);
}

static int read_source(void *self, struct pa_linux *sys, struct pa_moment *moment)
{
	return pa_source_read_seldom(self, sys, moment, look);
}

const struct pa_source pa_source_debugfs_block = {
	.name = "debugfs_block",
	.pass = PA_PASS_SLOW,
	.open = pa_source_open_seldom,
	.read = read_source,
	.close = pa_source_close_seldom,
};
