/* SPDX-License-Identifier: Apache-2.0 */
#include "platform/linux/sysfs_queue.h"

#include "catalog/values.h"
#include "platform/linux/folder.h"
#include "platform/linux/settings.h"
#include "platform/linux/source.h"
#include "platform/linux/sysfs_block.h"
#include "platform/platform.h"

static const char folder_path[] = "sys/block";

static const struct pa_setting_row rows[] = {
	{ .path = "queue/scheduler", .metric = PA_V_BLK_SCHED_SCHEDULER_STATE },
	{ .path = "queue/nomerges", .metric = PA_V_BLK_MERGE_OFF_COUNT },
	{ .path = "queue/add_random", .metric = PA_V_BLK_DEV_ADD_RANDOM_FLAG },
};

static int read_source(void *self, struct pa_linux *sys, struct pa_moment *moment)
{
	struct pa_folder folder = { 0 };
	int error = pa_folder_list(&folder, sys->root, folder_path);
	uint32_t count = 0;

	(void)self; /* there is none */
	for (uint32_t i = 0; i < folder.count; i++)
		count += pa_settings_read_below(rows, sizeof(rows) / sizeof(rows[0]), sys,
						folder_path, folder.name[i],
						pa_sysfs_block_name(sys, folder.name[i]), moment);
	pa_folder_done(&folder);
	if (!count)
		pa_source_miss(moment, pa_source_sysfs_queue.name,
			       error ? pa_state_of_errno(error) : PA_ABSENT);
	return error;
}

const struct pa_source pa_source_sysfs_queue = {
	.name = "sysfs_queue",
	.pass = PA_PASS_RARE,
	.read = read_source,
};
