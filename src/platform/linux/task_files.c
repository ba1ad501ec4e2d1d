/* SPDX-License-Identifier: Apache-2.0 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "base/alloc.h"
#include "base/buf.h"
#include "base/names.h"
#include "model/moment.h"
#include "platform/linux/task.h"
#include "platform/linux/task_parse.h"
#include "platform/root.h"

enum { PATH_BYTES = 64, INODES_MAX = 4096 };

struct fd_name {
	int32_t pid, fd;
};

/* The size of the file behind a descriptor, 0 when it is not a regular file. A file server is
 * not asked: what the kernel has cached must do, as a dead server would hold us up. */
static int ask_size(void *arg, struct pa_buf *out)
{
	const struct fd_name *name = arg;
	char path[PATH_BYTES];
	struct statx stx;

	(void)snprintf(path, sizeof(path), "/proc/%d/fd/%d", name->pid, name->fd);
	if (statx(AT_FDCWD, path, AT_STATX_DONT_SYNC, STATX_TYPE | STATX_SIZE, &stx))
		return -errno;
	pa_buf_printf(out, "%llu\n",
		      S_ISREG(stx.stx_mode) ? (unsigned long long)stx.stx_size : 0ULL);
	return 0;
}

static uint64_t size_of(struct pa_linux *sys, int32_t pid, int32_t fd)
{
	struct fd_name name = { .pid = pid, .fd = fd };
	char path[PATH_BYTES];
	struct pa_scan scan;
	uint64_t size_bytes = 0;

	(void)snprintf(path, sizeof(path), "proc/%d/fd-size/%d", pid, fd);
	if (pa_root_ask(sys->root, path, ask_size, &name, sys->text))
		return 0;
	pa_scan_init(&scan, sys->text->bytes, sys->text->used_bytes);
	(void)pa_scan_u64(&scan, &size_bytes); /* stays 0 */
	return size_bytes;
}

static int read_link(struct pa_linux *sys, int32_t pid, int32_t fd)
{
	char path[PATH_BYTES];

	(void)snprintf(path, sizeof(path), "proc/%d/fd/%d", pid, fd);
	return pa_root_link(sys->root, path, sys->text);
}

static void read_fd(struct pa_linux *sys, int32_t pid, int32_t fd, struct pa_moment *moment)
{
	struct pa_open_file file = { .pid = pid, .fd = (uint32_t)fd };
	char path[PATH_BYTES];

	if (read_link(sys, pid, fd) || !sys->text->used_bytes)
		return; /* closed meanwhile */
	file.path = pa_names_id(sys->names, sys->text->bytes, sys->text->used_bytes);
	if (sys->text->bytes[0] == '/')
		file.size_bytes = size_of(sys, pid, fd);
	(void)snprintf(path, sizeof(path), "proc/%d/fdinfo/%d", pid, fd);
	if (!pa_root_read_path(sys->root, path, sys->text))
		(void)pa_task_parse_fdinfo(sys->text->bytes, sys->text->used_bytes, &file.position,
					   &file.flags); /* stay 0 */
	*pa_moment_file(moment) = file;
}

void pa_task_files(struct pa_linux *sys, const int32_t *pids, size_t pid_count,
		   struct pa_moment *moment)
{
	for (size_t i = 0; i < pid_count; i++) {
		PA_CLEANUP(pa_freep) int32_t *fds = NULL;
		char path[PATH_BYTES];
		int64_t count;

		(void)snprintf(path, sizeof(path), "proc/%d/fd", pids[i]);
		count = pa_task_list_numbers(sys->root, path, &fds);
		for (int64_t k = 0; k < count && k < PA_TASK_FILES_MAX; k++)
			read_fd(sys, pids[i], fds[k], moment);
	}
}

/* ---- who holds a socket */

struct search {
	struct pa_linux *sys;
	struct pa_moment *moment;
	const uint64_t *inodes;
	bool *found; /* inode_count of them */
	size_t inode_count;
	size_t missing;
};

static bool parse_socket(const struct pa_buf *text, uint64_t *inode)
{
	struct pa_scan scan;

	pa_scan_init(&scan, text->bytes, text->used_bytes);
	return pa_scan_text(&scan, "socket:[") && pa_scan_u64(&scan, inode);
}

/* Is the descriptor whose link is in sys->text one of those looked for? */
static void match(struct search *s, int32_t pid, int32_t fd)
{
	uint64_t inode;

	if (!s->sys->text->used_bytes || !parse_socket(s->sys->text, &inode))
		return;
	for (size_t i = 0; i < s->inode_count; i++) {
		struct pa_open_file *file;

		if (s->found[i] || s->inodes[i] != inode)
			continue;
		s->found[i] = true;
		s->missing--;
		file = pa_moment_file(s->moment);
		file->pid = pid;
		file->fd = (uint32_t)fd;
		file->path = pa_names_id(s->sys->names, s->sys->text->bytes,
					 s->sys->text->used_bytes);
		return;
	}
}

/* Kernel threads have no descriptors, so their folder is empty. */
static void search_process(struct search *s, int32_t pid)
{
	PA_CLEANUP(pa_freep) int32_t *fds = NULL;
	char path[PATH_BYTES];
	int64_t count;

	(void)snprintf(path, sizeof(path), "proc/%d/fd", pid);
	count = pa_task_list_numbers(s->sys->root, path, &fds);
	for (int64_t i = 0; i < count && s->missing; i++)
		if (!read_link(s->sys, pid, fds[i]))
			match(s, pid, fds[i]);
}

void pa_task_socket_owners(struct pa_linux *sys, const uint64_t *inodes, size_t inode_count,
			   struct pa_moment *moment)
{
	PA_CLEANUP(pa_freep) int32_t *pids = NULL;
	PA_CLEANUP(pa_freep) bool *found = NULL;
	struct search s = { .sys = sys, .moment = moment, .inodes = inodes };
	int64_t count;

	s.inode_count = s.missing = inode_count < INODES_MAX ? inode_count : INODES_MAX;
	s.found = found = pa_alloc_array(s.inode_count, sizeof(*found));
	count = s.missing ? pa_task_list_numbers(sys->root, "proc", &pids) : 0;
	for (int64_t i = 0; i < count && s.missing; i++)
		search_process(&s, pids[i]);
}
