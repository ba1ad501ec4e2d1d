/* SPDX-License-Identifier: Apache-2.0 */
#include "platform/linux/xfs.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/buf.h"
#include "base/map.h"
#include "base/names.h"
#include "catalog/values.h"
#include "model/moment.h"
#include "platform/linux/file_rows.h"
#include "platform/linux/folder.h"
#include "platform/linux/mountinfo.h"
#include "platform/linux/source.h"
#include "platform/linux/sysfs_block.h"
#include "platform/platform.h"
#include "platform/root.h"

enum { FILE_SYSTEMS_MAX = 64, LOG_BLOCK_BYTES = 512 };

#define FOLDER "sys/fs/xfs"
#define STAT(key, at, value)                                                                       \
	{                                                                                          \
		.file = "stats/stats", .word = (key), .metric = (value), .column = (at)            \
	}

static const struct pa_file_row rows[] = {
	STAT("log", 0, PA_V_FS_XFS_LOG_WRITES_COUNT),
	STAT("log", 2, PA_V_FS_XFS_LOG_STALLS_COUNT),
	STAT("log", 4, PA_V_FS_XFS_LOG_FORCE_SLEEPS_COUNT),
	STAT("push_ail", 1, PA_V_FS_XFS_LOG_SLEEPS_COUNT),
	STAT("xpc", 1, PA_V_FS_XFS_WRITTEN_BYTES),
	STAT("xpc", 2, PA_V_FS_XFS_READ_BYTES),
};

/* What XFS_IOC_FSGEOMETRY_V1 fills: the oldest form, which every kernel still answers. */
struct geometry {
	uint32_t block_bytes, rt_extent_blocks, ag_blocks, ag_count, log_blocks, sector_bytes;
	uint32_t inode_bytes, inodes_most;
	uint64_t data_blocks, rt_blocks, rt_extents, log_start;
	unsigned char uuid[16];
	uint32_t stripe_unit, stripe_width;
	int32_t version;
	uint32_t flags, log_sector_bytes, rt_sector_bytes, directory_bytes;
};

#define GET_GEOMETRY _IOR('X', 100, struct geometry)

int pa_xfs_log_used(const struct pa_xfs_lsn *tail, const struct pa_xfs_lsn *head,
		    uint64_t log_bytes, uint64_t *out)
{
	uint64_t log_blocks = log_bytes / LOG_BLOCK_BYTES;

	if (head->block > UINT32_MAX || tail->block > UINT32_MAX || head->cycle > UINT32_MAX)
		return -EBADMSG;
	if (head->cycle == tail->cycle && head->block >= tail->block) {
		*out = (head->block - tail->block) * LOG_BLOCK_BYTES;
		return 0;
	}
	if (head->cycle != tail->cycle + 1 || head->block > tail->block || tail->block > log_blocks)
		return -EBADMSG;
	*out = (log_blocks - tail->block + head->block) * LOG_BLOCK_BYTES;
	return 0;
}

/* arg is the mount point. */
static int ask_geometry(void *arg, struct pa_buf *out)
{
	struct geometry geometry;
	int fd = open(arg, O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NONBLOCK);
	int error;

	if (fd < 0)
		return -errno;
	error = ioctl(fd, GET_GEOMETRY, &geometry) ? -errno : 0;
	(void)close(fd);
	if (!error)
		pa_buf_printf(out, "log_bytes %llu\n",
			      (unsigned long long)geometry.log_blocks * geometry.block_bytes);
	return error;
}

/* A mount point of the file system on this device ("dm-0" may be mounted as /dev/mapper/x, so
 * by the number that sysfs gives it); NULL when it is mounted where we cannot see it. */
static const char *point_of(struct pa_linux *sys, const char *device)
{
	uint64_t major, minor;
	char path[320];
	size_t count;
	const struct pa_mountinfo_row *mounts = pa_mountinfo_rows(sys->mountinfo, &count);

	(void)snprintf(path, sizeof(path), "sys/class/block/%.64s/dev", device);
	if (pa_root_read_path(sys->root, path, sys->text) ||
	    pa_file_rows_number(sys->text->bytes, sys->text->used_bytes, NULL, 0, &major) ||
	    pa_file_rows_number(sys->text->bytes, sys->text->used_bytes, NULL, 1, &minor))
		return NULL;
	for (size_t i = 0; i < count; i++)
		if (mounts[i].major == major && mounts[i].minor == minor &&
		    !strcmp(mounts[i].type, "xfs"))
			return mounts[i].point;
	return NULL;
}

/* The size of its log in KiB, 0 when it is not known. Asked in rare passes: it never changes. */
static uint64_t log_bytes_of(struct pa_map *logs, struct pa_linux *sys, const char *device,
			     uint32_t id)
{
	const char *point;
	char path[128];
	uint64_t bytes;
	uint32_t kib = 0;

	if (!(sys->passes & PA_PASS_RARE) && pa_map_get(logs, id, &kib))
		return (uint64_t)kib << 10;
	point = point_of(sys, device);
	(void)snprintf(path, sizeof(path), "src/xfs/%.64s", device);
	if (point &&
	    !pa_root_ask(sys->root, path, ask_geometry, (char *)(uintptr_t)point, sys->text) &&
	    !pa_file_rows_number(sys->text->bytes, sys->text->used_bytes, "log_bytes", 0, &bytes) &&
	    bytes >> 10 <= UINT32_MAX)
		kib = (uint32_t)(bytes >> 10);
	pa_map_put(logs, id, kib);
	return (uint64_t)kib << 10;
}

static bool read_lsn(struct pa_linux *sys, const char *folder, const char *file,
		     struct pa_xfs_lsn *out)
{
	char path[320];

	(void)snprintf(path, sizeof(path), "%s/log/%s", folder, file);
	return !pa_root_read_path(sys->root, path, sys->text) &&
	       !pa_file_rows_number(sys->text->bytes, sys->text->used_bytes, NULL, 0,
				    &out->cycle) &&
	       !pa_file_rows_number(sys->text->bytes, sys->text->used_bytes, NULL, 1, &out->block);
}

static void put_log(struct pa_map *logs, struct pa_linux *sys, const char *folder,
		    const char *device, uint32_t id, struct pa_moment *moment)
{
	uint64_t log_bytes = log_bytes_of(logs, sys, device, id), used;
	struct pa_xfs_lsn tail, head;

	if (log_bytes)
		pa_moment_put(moment, PA_V_FS_XFS_LOG_BYTES, id, log_bytes);
	/* The tail first: it moves on meanwhile, and must not pass the head. */
	if (read_lsn(sys, folder, "log_tail_lsn", &tail) &&
	    read_lsn(sys, folder, "log_head_lsn", &head) &&
	    !pa_xfs_log_used(&tail, &head, log_bytes, &used))
		pa_moment_put(moment, PA_V_FS_XFS_LOG_USED_BYTES, id, used);
}

struct state {
	struct pa_map logs; /* sizes by device, see log_bytes_of() */
	bool absent;	    /* looked for in rare passes only */
};

static int read_source(void *self, struct pa_linux *sys, struct pa_moment *moment)
{
	struct state *state = self;
	struct pa_folder file_systems = { 0 };
	char folder[256];
	uint32_t put = 0;

	if (state->absent && !(sys->passes & PA_PASS_RARE))
		return -ENOENT;
	(void)pa_folder_list(&file_systems, sys->root, FOLDER); /* then it is empty */
	for (uint32_t i = 0; i < file_systems.count && i < FILE_SYSTEMS_MAX; i++) {
		const char *device = file_systems.name[i];
		uint32_t id, values;

		if (!strcmp(device, "stats")) /* of all together */
			continue;
		(void)snprintf(folder, sizeof(folder), FOLDER "/%.64s", device);
		id = pa_sysfs_block_name(sys, device);
		values = pa_file_rows_read(sys, folder, rows, sizeof(rows) / sizeof(rows[0]), id,
					   moment);
		if (values)
			put_log(&state->logs, sys, folder, device, id, moment);
		put += values;
	}
	pa_folder_done(&file_systems);
	state->absent = !put;
	return put ? 0 : pa_source_fail(moment, pa_source_xfs.name, -ENOENT);
}

static void *open_source(struct pa_linux *sys)
{
	struct state *state = pa_alloc(sizeof(*state));

	(void)sys;
	pa_map_init(&state->logs);
	return state;
}

static void close_source(void *self)
{
	struct state *state = self;

	pa_map_done(&state->logs);
	free(state);
}

const struct pa_source pa_source_xfs = {
	.name = "xfs",
	.pass = PA_PASS_SLOW,
	.open = open_source,
	.read = read_source,
	.close = close_source,
};
