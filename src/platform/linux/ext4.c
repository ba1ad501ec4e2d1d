/* SPDX-License-Identifier: Apache-2.0 */
#include "platform/linux/ext4.h"

#include <stdio.h>
#include <string.h>

#include "base/names.h"
#include "catalog/values.h"
#include "model/moment.h"
#include "platform/linux/file_rows.h"
#include "platform/linux/kept.h"
#include "platform/linux/source.h"
#include "platform/platform.h"

/* Source: Documentation/ABI/testing/sysfs-fs-ext4; fs/ext4/sysfs.c. */
static const struct pa_file_row rows[] = {
	{ .file = "errors_count", .metric = PA_V_FS_EXT4_ERRORS_COUNT },
	{ .file = "session_write_kbytes", .metric = PA_V_FS_EXT4_WRITTEN_KIB },
	{ .file = "delayed_allocation_blocks", .metric = PA_V_FS_EXT4_DELAYED_COUNT },
};

/* The folder "features" has no such file and fails here like a device that just went. */
static bool put_device(struct pa_kept *kept, struct pa_linux *sys, const char *device,
		       struct pa_moment *moment)
{
	char folder[320];

	(void)kept; /* its listing is, its files are read too seldom */
	if ((size_t)snprintf(folder, sizeof(folder), "sys/fs/ext4/%s", device) >= sizeof(folder))
		return false;
	return pa_file_rows_read(sys, folder, rows, sizeof(rows) / sizeof(rows[0]),
				 pa_names_id(sys->names, device, strlen(device)), moment);
}

static int read_source(void *self, struct pa_linux *sys, struct pa_moment *moment)
{
	return pa_kept_read_source(self, sys, "sys/fs/ext4", pa_source_ext4.name, put_device,
				   moment);
}

const struct pa_source pa_source_ext4 = {
	.name = "ext4",
	.pass = PA_PASS_SLOW,
	.open = pa_kept_open_source,
	.read = read_source,
	.close = pa_kept_close_source,
};
