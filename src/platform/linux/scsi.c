/* SPDX-License-Identifier: Apache-2.0 */
#include "platform/linux/scsi.h"

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

enum { DEVICES_MAX = 1024 };

static const struct pa_file_row device_rows[] = {
	{ .file = "iorequest_cnt", .metric = PA_V_BLK_SCSI_REQUESTS_COUNT },
	{ .file = "iodone_cnt", .metric = PA_V_BLK_SCSI_DONE_COUNT },
	{ .file = "ioerr_cnt", .metric = PA_V_BLK_SCSI_ERRORS_COUNT },
	{ .file = "iotmo_cnt", .metric = PA_V_BLK_SCSI_TIMEOUTS_COUNT },
	{ .file = "device_busy", .metric = PA_V_BLK_SCSI_BUSY_COUNT },
	{ .file = "queue_depth", .metric = PA_V_BLK_SCSI_DEPTH_COUNT },
	{ .file = "device_blocked",
	  .word = "0",
	  .metric = PA_V_BLK_SCSI_BLOCKED_FLAG,
	  .kind = PA_FILE_IS_NOT },
};

static const struct pa_file_row host_rows[] = {
	{ .file = "host_busy", .metric = PA_V_BLK_SCSI_HOST_BUSY_COUNT },
	{ .file = "can_queue", .metric = PA_V_BLK_SCSI_HOST_LIMIT_COUNT },
};

/* Created, quiesced and blocked devices come back by themselves; an offline one does not. */
static void put_state(struct pa_linux *sys, const char *folder, uint32_t id,
		      struct pa_moment *moment)
{
	static const char *const offline[] = { "offline", "transport-offline" };
	char path[320];
	bool is = false;

	(void)snprintf(path, sizeof(path), "%s/state", folder);
	if (pa_root_read_path(sys->root, path, sys->text))
		return;
	for (size_t i = 0; i < sizeof(offline) / sizeof(offline[0]); i++)
		is = is || pa_file_rows_is(sys->text->bytes, sys->text->used_bytes, offline[i]);
	pa_moment_put(moment, PA_V_BLK_SCSI_OFFLINE_FLAG, id, is);
}

static uint32_t put_devices(struct pa_linux *sys, struct pa_moment *moment)
{
	struct pa_folder devices = { 0 };
	char folder[256];
	uint32_t put = 0;

	(void)pa_folder_list(&devices, sys->root, "sys/block"); /* then it is empty */
	for (uint32_t i = 0; i < devices.count && i < DEVICES_MAX; i++) {
		const char *name = devices.name[i];
		uint32_t id, values;

		if ((strncmp(name, "sd", 2) != 0 && strncmp(name, "sr", 2) != 0) ||
		    (size_t)snprintf(folder, sizeof(folder), "sys/block/%s/device", name) >=
			    sizeof(folder))
			continue;
		id = pa_sysfs_block_name(sys, name);
		values = pa_file_rows_read(sys, folder, device_rows,
					   sizeof(device_rows) / sizeof(device_rows[0]), id,
					   moment);
		if (values)
			put_state(sys, folder, id, moment);
		put += values;
	}
	pa_folder_done(&devices);
	return put;
}

static int read_source(void *self, struct pa_linux *sys, struct pa_moment *moment)
{
	uint32_t put = put_devices(sys, moment);
	struct pa_folder hosts = { 0 };
	char folder[256];

	(void)self;
	(void)pa_folder_list(&hosts, sys->root, "sys/class/scsi_host"); /* then it is empty */
	for (uint32_t i = 0; i < hosts.count && i < DEVICES_MAX; i++) {
		const char *name = hosts.name[i];

		if ((size_t)snprintf(folder, sizeof(folder), "sys/class/scsi_host/%s", name) <
		    sizeof(folder))
			put += pa_file_rows_read(
				sys, folder, host_rows, sizeof(host_rows) / sizeof(host_rows[0]),
				pa_names_id(sys->names, name, strlen(name)), moment);
	}
	pa_folder_done(&hosts);
	return put ? 0 : pa_source_fail(moment, pa_source_scsi.name, -ENOENT);
}

const struct pa_source pa_source_scsi = {
	.name = "scsi",
	.pass = PA_PASS_RARE,
	.read = read_source,
};
