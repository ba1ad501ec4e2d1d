/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Cost, measured on a 2-CPU guest at one pass a second: reading /proc/self/mountinfo of 20 mounts
 * 60 us (so mountinfo.c asks whether it changed), statvfs of a local file system 5 us.
 */
#include "platform/linux/mounts.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/statvfs.h>

#include "base/alloc.h"
#include "base/buf.h"
#include "base/map.h"
#include "base/names.h"
#include "base/scan.h"
#include "catalog/values.h"
#include "model/moment.h"
#include "platform/linux/ask_thread.h"
#include "platform/linux/mountinfo.h"
#include "platform/linux/source.h"
#include "platform/platform.h"
#include "platform/root.h"

/* What is told at most; machines with thousands of mounts have thousands of containers. */
enum { MOUNTS_MAX = 512 };

bool pa_mounts_is_pseudo(const char *type)
{
	static const char *const pseudo[] = {
		"autofs",    "binfmt_misc", "bpf",	"cgroup",     "cgroup2",    "configfs",
		"debugfs",   "devpts",	    "devtmpfs", "efivarfs",   "fuse.lxcfs", "fusectl",
		"hugetlbfs", "mqueue",	    "nsfs",	"overlay",    "proc",	    "pstore",
		"ramfs",     "resctrl",	    "rootfs",	"rpc_pipefs", "securityfs", "selinuxfs",
		"smackfs",   "sysfs",	    "tracefs",
	};

	for (size_t i = 0; i < sizeof(pseudo) / sizeof(pseudo[0]); i++)
		if (!strcmp(type, pseudo[i]))
			return true;
	return false;
}

bool pa_mounts_is_served(const char *type)
{
	static const char *const served[] = {
		"9p",	     "afs",    "ceph",	"cifs", "fuse",	 "fuseblk",  "gfs2",
		"glusterfs", "lustre", "ocfs2", "smb3", "smbfs", "virtiofs",
	};

	if (!strncmp(type, "nfs", 3) || !strncmp(type, "fuse.", 5))
		return true;
	for (size_t i = 0; i < sizeof(served) / sizeof(served[0]); i++)
		if (!strcmp(type, served[i]))
			return true;
	return false;
}

int pa_mounts_statvfs_parse(const char *text, size_t text_bytes, struct pa_statvfs *out)
{
	uint64_t number[8];
	struct pa_scan scan;

	pa_scan_init(&scan, text, text_bytes);
	for (size_t i = 0; i < 8; i++)
		if (!pa_scan_u64(&scan, &number[i]))
			return -EBADMSG;
	for (size_t i = 1; i < 4; i++)
		if (number[0] && number[i] > UINT64_MAX / number[0])
			return -EBADMSG;
	*out = (struct pa_statvfs){
		.block_bytes = number[0],
		.blocks = number[1],
		.free_blocks = number[2],
		.available_blocks = number[3],
		.inodes = number[4],
		.free_inodes = number[5],
		.available_inodes = number[6],
		.flags = number[7],
	};
	return 0;
}

/* The last component before end, which is moved in front of it. */
static struct pa_word last_component(const char *from, const char **end)
{
	const char *at = *end;
	struct pa_word word;

	while (at > from && at[-1] != '/')
		at--;
	word = (struct pa_word){ at, (size_t)(*end - at) };
	*end = at > from ? at - 1 : from;
	return word;
}

/* "vda1" of "vda"; "nvme0n1p1" of "nvme0n1": after a digit the number is set off by a p. */
static bool is_partition_of(struct pa_word part, struct pa_word disk)
{
	const char *at = part.at + disk.bytes, *end = part.at + part.bytes;

	if (!disk.bytes || part.bytes <= disk.bytes || memcmp(part.at, disk.at, disk.bytes) != 0)
		return false;
	if (disk.at[disk.bytes - 1] >= '0' && disk.at[disk.bytes - 1] <= '9' && *at++ != 'p')
		return false;
	if (at == end)
		return false;
	while (at < end && *at >= '0' && *at <= '9')
		at++;
	return at == end;
}

size_t pa_mounts_device(const char *link, size_t link_bytes, const char **out_at)
{
	const char *end = link + link_bytes;
	struct pa_word device, parent;

	device = last_component(link, &end);
	parent = last_component(link, &end);
	if (is_partition_of(device, parent))
		device = parent;
	if (!device.bytes || pa_word_is(device, "..") || pa_word_is(device, "."))
		return 0;
	*out_at = device.at;
	return device.bytes;
}

/* In a container the root is an overlay: the only name its space has. */
static bool is_told(const struct pa_mountinfo_row *row)
{
	return !pa_mounts_is_pseudo(row->type) ||
	       (!strcmp(row->type, "overlay") && !strcmp(row->point, "/"));
}

/* Mark the rows on whose mount point something else was mounted later: nobody sees them. */
static uint8_t *find_hidden(const struct pa_mountinfo_row *rows, size_t row_count)
{
	uint8_t *hidden = pa_alloc(row_count);
	struct pa_names *points = pa_names_new();

	for (size_t i = row_count; i-- > 0;) {
		uint32_t known = pa_names_count(points);

		hidden[i] = pa_names_id(points, rows[i].point, strlen(rows[i].point)) < known;
	}
	pa_names_free(points);
	return hidden;
}

size_t pa_mounts_choose(const struct pa_mountinfo_row *rows, size_t row_count, uint32_t *out)
{
	uint8_t *hidden = find_hidden(rows, row_count);
	struct pa_map by_device;
	size_t count = 0;
	uint32_t place;

	pa_map_init(&by_device);
	for (size_t i = 0; i < row_count; i++) {
		uint64_t key = pa_map_key(rows[i].major, rows[i].minor);

		if (hidden[i] || !is_told(&rows[i]))
			continue;
		if (!pa_map_get(&by_device, key, &place)) {
			pa_map_put(&by_device, key, (uint32_t)count);
			out[count++] = (uint32_t)i;
		} else if (strlen(rows[i].point) < strlen(rows[out[place]].point)) {
			out[place] = (uint32_t)i;
		}
	}
	pa_map_done(&by_device);
	free(hidden);
	return count;
}

struct mount {
	uint32_t major, minor;
	uint32_t point, device, type; /* name ids */
	bool read_only, served;
	bool tight;  /* less than a tenth is left: worth asking in every pass */
	char *path;  /* "src/statvfs/MAJ:MIN": mount points would be files and folders at once */
	char *where; /* the mount point */
};

struct reader {
	struct mount *mounts;
	size_t count, unread_count;
	uint32_t generation;	       /* of the mountinfo they were made from */
	struct pa_ask_thread *waiting; /* threads that have not answered yet */
};

static void forget(struct reader *reader)
{
	for (size_t i = 0; i < reader->count; i++) {
		free(reader->mounts[i].path);
		free(reader->mounts[i].where);
	}
	free(reader->mounts);
	reader->mounts = NULL;
	reader->count = 0;
}

/* The name id of the whole device behind a link of sysfs, 0 when there is none. */
static uint32_t device_of_link(struct pa_linux *sys, const char *path)
{
	const char *at;
	size_t bytes;

	if (pa_root_link(sys->root, path, sys->text))
		return 0;
	bytes = pa_mounts_device(sys->text->bytes, sys->text->used_bytes, &at);
	return bytes ? pa_names_id(sys->names, at, bytes) : 0;
}

/* By st_dev; btrfs and its kind have made-up ones, there the source names a device. */
static uint32_t device_of(struct pa_linux *sys, const struct pa_mountinfo_row *row)
{
	const char *base = strrchr(row->source, '/');
	char path[320];
	uint32_t id = 0;

	if (row->major) {
		(void)snprintf(path, sizeof(path), "sys/dev/block/%u:%u", row->major, row->minor);
		id = device_of_link(sys, path);
	}
	if (id || strncmp(row->source, "/dev/", 5) != 0 || !base[1] || strlen(base) > 255)
		return id;
	(void)snprintf(path, sizeof(path), "sys/class/block/%s", base + 1);
	id = device_of_link(sys, path);
	return id ? id : pa_names_id(sys->names, base + 1, strlen(base + 1));
}

static struct mount make_mount(struct pa_linux *sys, const struct pa_mountinfo_row *row)
{
	char path[64];

	(void)snprintf(path, sizeof(path), "src/statvfs/%u:%u", row->major, row->minor); /* fits */
	return (struct mount){
		.major = row->major,
		.minor = row->minor,
		.point = pa_names_id(sys->names, row->point, strlen(row->point)),
		.device = device_of(sys, row),
		.type = pa_names_id(sys->names, row->type, strlen(row->type)),
		.read_only = row->read_only,
		.served = pa_mounts_is_served(row->type),
		.path = pa_strdup(path),
		.where = pa_strdup(row->point),
	};
}

static void rebuild(struct reader *reader, struct pa_linux *sys)
{
	size_t row_count, count;
	const struct pa_mountinfo_row *rows = pa_mountinfo_rows(sys->mountinfo, &row_count);
	uint32_t *chosen = pa_alloc_array(row_count, sizeof(*chosen));

	forget(reader);
	count = pa_mounts_choose(rows, row_count, chosen);
	reader->unread_count = count > MOUNTS_MAX ? count - MOUNTS_MAX : 0;
	count -= reader->unread_count;
	reader->mounts = pa_alloc_array(count, sizeof(*reader->mounts));
	for (size_t i = 0; i < count; i++)
		reader->mounts[reader->count++] = make_mount(sys, &rows[chosen[i]]);
	free(chosen);
}

int pa_mounts_ask_statvfs(const char *point, void *reply, size_t reply_bytes)
{
	struct statvfs answer;

	if (reply_bytes != sizeof(answer))
		return -EINVAL;
	if (statvfs(point, &answer))
		return -errno;
	memcpy(reply, &answer, sizeof(answer));
	return 0;
}

struct question {
	struct reader *reader;
	const struct mount *mount;
};

static int ask(void *arg, struct pa_buf *out)
{
	const struct question *question = arg;
	const struct mount *mount = question->mount;
	struct statvfs reply;
	int error;

	if (mount->served)
		error = pa_ask_thread(&question->reader->waiting, mount->where,
				      pa_mounts_ask_statvfs, PA_MOUNTS_DEADLINE_MS, &reply,
				      sizeof(reply));
	else
		error = statvfs(mount->where, &reply) ? -errno : 0;
	if (error)
		return error;
	pa_buf_printf(out, "%llu %llu %llu %llu %llu %llu %llu %llu\n",
		      (unsigned long long)reply.f_frsize, (unsigned long long)reply.f_blocks,
		      (unsigned long long)reply.f_bfree, (unsigned long long)reply.f_bavail,
		      (unsigned long long)reply.f_files, (unsigned long long)reply.f_ffree,
		      (unsigned long long)reply.f_favail, (unsigned long long)reply.f_flag);
	return 0;
}

static void miss_space(const struct mount *mount, int error, struct pa_moment *moment)
{
	static const uint16_t metrics[] = {
		PA_V_FS_SPACE_TOTAL_BYTES, PA_V_FS_SPACE_FREE_BYTES, PA_V_FS_SPACE_AVAILABLE_BYTES,
		PA_V_FS_INODE_TOTAL_COUNT, PA_V_FS_INODE_FREE_COUNT,
	};

	for (size_t i = 0; i < sizeof(metrics) / sizeof(metrics[0]); i++)
		pa_moment_miss(moment, metrics[i], mount->point, pa_state_of_errno(error));
}

/* A file system without blocks or without inodes (btrfs has no fixed number) has no such value. */
static void put_space(const struct mount *mount, const struct pa_statvfs *fs,
		      struct pa_moment *moment)
{
	if (fs->blocks) {
		pa_moment_put(moment, PA_V_FS_SPACE_TOTAL_BYTES, mount->point,
			      fs->blocks * fs->block_bytes);
		pa_moment_put(moment, PA_V_FS_SPACE_FREE_BYTES, mount->point,
			      fs->free_blocks * fs->block_bytes);
		pa_moment_put(moment, PA_V_FS_SPACE_AVAILABLE_BYTES, mount->point,
			      fs->available_blocks * fs->block_bytes);
	}
	if (fs->inodes) {
		pa_moment_put(moment, PA_V_FS_INODE_TOTAL_COUNT, mount->point, fs->inodes);
		pa_moment_put(moment, PA_V_FS_INODE_FREE_COUNT, mount->point, fs->free_inodes);
	}
}

static bool is_tight(const struct pa_statvfs *fs)
{
	return (fs->blocks && fs->available_blocks < fs->blocks / 10) ||
	       (fs->inodes && fs->free_inodes < fs->inodes / 10);
}

/* File systems fill slowly and statvfs walks a path: every second pass, but for slow ones and
 * where space is tight. A server is asked in slow passes only. */
static bool is_due(const struct mount *mount, const struct pa_linux *sys)
{
	if (mount->read_only)
		return false;
	if (sys->passes & PA_PASS_SLOW)
		return true;
	return !mount->served && (mount->tight || sys->tick % 2 == 0);
}

static void read_mount(struct reader *reader, struct mount *mount, struct pa_linux *sys,
		       struct pa_moment *moment)
{
	struct question question = { reader, mount };
	struct pa_statvfs fs;
	int error;

	if (!is_due(mount, sys))
		return;
	error = pa_root_ask(sys->root, mount->path, ask, &question, sys->text);
	if (!error)
		error = pa_mounts_statvfs_parse(sys->text->bytes, sys->text->used_bytes, &fs);
	if (error) {
		miss_space(mount, error, moment);
		return;
	}
	mount->tight = is_tight(&fs);
	put_space(mount, &fs, moment);
}

static int read_source(void *self, struct pa_linux *sys, struct pa_moment *moment)
{
	struct reader *reader = self;
	int error = pa_mountinfo_refresh(sys);

	if (error)
		return pa_source_fail(moment, pa_source_mounts.name, error);
	if (reader->generation != pa_mountinfo_generation(sys->mountinfo))
		rebuild(reader, sys);
	reader->generation = pa_mountinfo_generation(sys->mountinfo);
	pa_moment_put(moment, PA_V_FS_SPACE_UNREAD_COUNT, 0, reader->unread_count);
	for (size_t i = 0; i < reader->count; i++) {
		struct mount *mount = &reader->mounts[i];
		struct pa_mount *out = pa_moment_mount(moment);

		out->point = mount->point;
		out->device = mount->device;
		out->type = mount->type;
		out->read_only = mount->read_only;
		read_mount(reader, mount, sys, moment);
	}
	return 0;
}

static void *open_source(struct pa_linux *sys)
{
	(void)sys;
	return pa_alloc(sizeof(struct reader));
}

static void close_source(void *self)
{
	struct reader *reader = self;

	forget(reader);
	pa_ask_thread_abandon(&reader->waiting);
	free(reader);
}

const struct pa_source pa_source_mounts = {
	.name = "mounts",
	.pass = PA_PASS_SYSTEM,
	.open = open_source,
	.read = read_source,
	.close = close_source,
};
