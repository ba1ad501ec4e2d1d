/* SPDX-License-Identifier: Apache-2.0 */
#include "platform/linux/fuse.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/names.h"
#include "catalog/values.h"
#include "model/moment.h"
#include "platform/linux/file_rows.h"
#include "platform/linux/folder.h"
#include "platform/linux/mountinfo.h"
#include "platform/linux/source.h"
#include "platform/platform.h"

enum { CONNECTIONS_MAX = 256 };

#define FOLDER "sys/fs/fuse/connections"

static const struct pa_file_row rows[] = {
	{ .file = "waiting", .metric = PA_V_FS_FUSE_WAITING_COUNT },
	{ .file = "max_background", .metric = PA_V_FS_FUSE_BACKGROUND_LIMIT_COUNT },
	{ .file = "congestion_threshold", .metric = PA_V_FS_FUSE_CONGESTION_COUNT },
};

/* A connection is named after the minor number of the file system's st_dev. */
static uint32_t instance_of(struct pa_linux *sys, const char *name)
{
	size_t count;
	const struct pa_mountinfo_row *mounts = pa_mountinfo_rows(sys->mountinfo, &count);
	char *end;
	unsigned long minor = strtoul(name, &end, 10);

	for (size_t i = 0; i < count && !*end; i++)
		if (!mounts[i].major && mounts[i].minor == minor &&
		    !strncmp(mounts[i].type, "fuse", 4))
			return pa_names_id(sys->names, mounts[i].point, strlen(mounts[i].point));
	return pa_names_idf(sys->names, "fuse:%.20s", name);
}

static int look(struct pa_linux *sys, struct pa_moment *moment)
{
	struct pa_folder connections = { 0 };
	int error = pa_folder_list(&connections, sys->root, FOLDER);
	uint32_t put = 0;
	char folder[128];

	for (uint32_t i = 0; i < connections.count && i < CONNECTIONS_MAX; i++) {
		(void)snprintf(folder, sizeof(folder), FOLDER "/%.64s", connections.name[i]);
		put += pa_file_rows_read(sys, folder, rows, sizeof(rows) / sizeof(rows[0]),
					 instance_of(sys, connections.name[i]), moment);
	}
	pa_folder_done(&connections);
	if (put)
		return 0;
	return pa_source_fail(moment, pa_source_fuse.name, error ? error : -ENOENT);
}

static int read_source(void *self, struct pa_linux *sys, struct pa_moment *moment)
{
	return pa_source_read_seldom(self, sys, moment, look);
}

const struct pa_source pa_source_fuse = {
	.name = "fuse",
	.pass = PA_PASS_SLOW,
	.open = pa_source_open_seldom,
	.read = read_source,
	.close = pa_source_close_seldom,
};
