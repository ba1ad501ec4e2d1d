/* SPDX-License-Identifier: Apache-2.0 */
#include "platform/linux/task_ns.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/buf.h"
#include "base/map.h"
#include "base/names.h"
#include "base/scan.h"
#include "catalog/values.h"
#include "model/moment.h"
#include "platform/linux/numbers.h"
#include "platform/platform.h"
#include "platform/root.h"

enum { PATH_BYTES = 64 };

/* Names in /proc/PID/ns, of the limits, and of the instances. time: 5.6. */
static const char *const kinds[] = { "cgroup", "ipc", "mnt", "net", "pid", "time", "user", "uts" };

enum { KINDS = sizeof(kinds) / sizeof(kinds[0]) };

struct inventory {
	struct pa_linux *sys;
	struct pa_map seen[KINDS]; /* inodes */
	uint32_t looked, left_out;
};

/* "net:[4026531840]": the number, 0 when it is no such text. */
static uint64_t inode_of(const char *link, size_t link_bytes)
{
	const char *open = memchr(link, '[', link_bytes);
	struct pa_scan scan;
	uint64_t inode = 0;

	if (!open)
		return 0;
	pa_scan_init(&scan, open + 1, link_bytes - (size_t)(open + 1 - link));
	return pa_scan_u64(&scan, &inode) ? inode : 0;
}

/* Relative to the folder: a path from /proc for each costs four times as much. */
static int ask_spaces(void *arg, struct pa_buf *out)
{
	const int32_t *pid = arg;
	PA_CLEANUP(pa_fd_closep) int dir = -1;
	char path[PATH_BYTES], link[PATH_BYTES];
	ssize_t n;

	(void)snprintf(path, sizeof(path), "/proc/%d/ns", *pid);
	dir = open(path, O_PATH | O_DIRECTORY | O_CLOEXEC);
	if (dir < 0)
		return -errno;
	for (int i = 0; i < KINDS; i++) {
		n = readlinkat(dir, kinds[i], link, sizeof(link));
		if (n < 0 && errno != ENOENT)
			return -errno;
		pa_buf_printf(out, "%llu ",
			      (unsigned long long)inode_of(link, n > 0 ? (size_t)n : 0));
	}
	return 0;
}

static void look_at(struct inventory *inv, int32_t pid)
{
	char path[PATH_BYTES];
	struct pa_scan scan;
	uint64_t inode;

	inv->looked++;
	(void)snprintf(path, sizeof(path), "proc/%d/namespaces", pid);
	if (pa_root_ask(inv->sys->root, path, ask_spaces, &pid, inv->sys->text))
		return; /* it has ended, or is not ours to see */
	pa_scan_init(&scan, inv->sys->text->bytes, inv->sys->text->used_bytes);
	for (int i = 0; i < KINDS && pa_scan_u64(&scan, &inode); i++)
		if (inode)
			pa_map_put(&inv->seen[i], inode, 1);
}

static void put(const struct inventory *inv, struct pa_moment *moment)
{
	for (int i = 0; i < KINDS; i++) {
		uint32_t instance = pa_names_idf(inv->sys->names, "%s", kinds[i]);
		char path[PATH_BYTES];
		uint64_t limit;

		if (!inv->seen[i].count)
			continue; /* a kind that this kernel does not have */
		pa_moment_put(moment, PA_V_NS_USER_SPACES_COUNT, instance, inv->seen[i].count);
		(void)snprintf(path, sizeof(path), "proc/sys/user/max_%s_namespaces", kinds[i]);
		if (!pa_root_read_path(inv->sys->root, path, inv->sys->text) &&
		    !pa_numbers_column(inv->sys->text->bytes, inv->sys->text->used_bytes, 0,
				       &limit))
			pa_moment_put(moment, PA_V_NS_USER_LIMIT_COUNT, instance, limit);
	}
	pa_moment_put(moment, PA_V_NS_USER_UNLOOKED_COUNT, 0, inv->left_out);
}

static int read_source(void *self, struct pa_linux *sys, struct pa_moment *moment)
{
	struct inventory inv = { .sys = sys };

	(void)self;
	if (!(sys->passes & PA_PASS_RARE) || !moment->has_tasks)
		return 0;
	for (int i = 0; i < KINDS; i++)
		pa_map_init(&inv.seen[i]);
	for (uint32_t i = 0; i < moment->task_count; i++) {
		const struct pa_task *t = &moment->tasks[i];

		if (t->pid != t->tid || t->kernel_thread)
			continue;
		if (inv.looked < PA_TASK_NS_MAX)
			look_at(&inv, t->pid);
		else
			inv.left_out++;
	}
	put(&inv, moment);
	for (int i = 0; i < KINDS; i++)
		pa_map_done(&inv.seen[i]);
	return 0;
}

const struct pa_source pa_source_task_ns = {
	.name = "task_ns",
	.pass = PA_PASS_TASKS,
	.read = read_source,
};
