/* SPDX-License-Identifier: Apache-2.0 */
#include "platform/linux/task_fds.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/buf.h"
#include "base/map.h"
#include "base/names.h"
#include "base/scan.h"
#include "catalog/values.h"
#include "model/moment.h"
#include "platform/linux/numbers.h"
#include "platform/linux/task_fdinfo.h"
#include "platform/platform.h"
#include "platform/root.h"

enum {
	PATH_BYTES = 64,
	TRUSTED_PASSES = 4,
	LISTING_LINKS = 4, /* listing a folder costs as much as reading so many links */
	READ_BYTES = 16 << 10,
	INFO_MAX_BYTES = 64 << 20,
	WARNS_BEFORE = 6 << 16 | 13 << 8,
};

/* What the descriptors of one process hold, as last seen. */
struct holder {
	uint64_t start_ticks;
	uint32_t uid;
	uint32_t pass;	     /* the last one in which the process was there */
	uint32_t walked;     /* the pass in which it was walked, 0 never */
	uint32_t fd_count;   /* now, UINT32_MAX where it is not known */
	uint32_t walked_fds; /* fd_count at the walk */
	uint32_t rest;	     /* passes until it may be walked again: its fdinfo was long */
	bool cut;	     /* has more descriptors than are looked at */
	int error;	     /* of the walk; 0 or a negative errno */
	uint64_t epoll, inotify, inotify_instances, fanotify, queued_bytes;
	uint32_t urings;
	struct pa_uring fullest_sq, fullest_cq;
	uint64_t *pipes; /* inodes */
	uint32_t pipe_count, pipe_room;
	int32_t pid;
};

struct state {
	struct pa_linux *sys;
	struct holder **holders;
	uint32_t count, room;
	struct pa_map by_pid;
	uint32_t pass;
	bool info_warns; /* reading an inotify's fdinfo could stop the machine, see below */
};

/* ---- the table of processes */

static struct holder *free_holder(struct holder *h)
{
	free(h->pipes);
	free(h);
	return NULL;
}

static void forget_found(struct holder *h)
{
	h->epoll = h->inotify = h->inotify_instances = h->fanotify = h->queued_bytes = 0;
	h->urings = 0;
	h->fullest_sq = h->fullest_cq = (struct pa_uring){ 0 };
	h->pipe_count = 0;
	h->cut = false;
}

static struct holder *holder_of(struct state *s, const struct pa_task *t)
{
	struct holder *h;
	uint32_t at;

	if (pa_map_get(&s->by_pid, (uint32_t)t->pid, &at)) {
		h = s->holders[at];
		if (h->start_ticks == t->start_ticks)
			return h;
		forget_found(h); /* the number was given to a new process */
		h->walked = h->rest = 0;
	} else {
		if (s->count == s->room) {
			s->room = s->room ? s->room * 2 : 128;
			s->holders = pa_grow_array(s->holders, s->room, sizeof(struct holder *));
		}
		h = pa_alloc(sizeof(*h));
		h->pid = t->pid;
		pa_map_put(&s->by_pid, (uint32_t)t->pid, s->count);
		s->holders[s->count++] = h;
	}
	h->start_ticks = t->start_ticks;
	return h;
}

/* Forget the processes that this pass did not see. */
static void sweep(struct state *s)
{
	uint32_t kept = 0;

	pa_map_clear(&s->by_pid);
	for (uint32_t i = 0; i < s->count; i++) {
		struct holder *h = s->holders[i];

		if (h->pass != s->pass) {
			(void)free_holder(h);
			continue;
		}
		pa_map_put(&s->by_pid, (uint32_t)h->pid, kept);
		s->holders[kept++] = h;
	}
	s->count = kept;
}

/* ---- what one process is asked, and how it is told */

static const char *const kind_names[] = {
	[PA_FD_PIPE] = "pipe",	       [PA_FD_EPOLL] = "epoll", [PA_FD_INOTIFY] = "inotify",
	[PA_FD_FANOTIFY] = "fanotify", [PA_FD_URING] = "uring",
};

struct question {
	int32_t pid;
	bool no_inotify; /* do not read what inotify tells */
};

/* The bytes that wait in an inotify queue, by a second descriptor for it that is closed at once
 * (Linux 5.6, CAP_SYS_PTRACE). FIONREAD takes nothing out. Source: fs/notify/inotify. */
static int queued_bytes(int32_t pid, int fd)
{
	PA_CLEANUP(pa_fd_closep) int process = (int)syscall(SYS_pidfd_open, pid, 0);
	PA_CLEANUP(pa_fd_closep) int copy = -1;
	int bytes;

	if (process < 0)
		return -errno;
	copy = (int)syscall(SYS_pidfd_getfd, process, fd, 0);
	if (copy < 0)
		return -errno;
	return ioctl(copy, FIONREAD, &bytes) ? -errno : bytes;
}

static int read_info(int dir, int fd, struct pa_buf *text)
{
	PA_CLEANUP(pa_fd_closep) int info = -1;
	char path[PATH_BYTES];
	ssize_t n;

	(void)snprintf(path, sizeof(path), "../fdinfo/%d", fd);
	info = openat(dir, path, O_RDONLY | O_CLOEXEC);
	if (info < 0)
		return -errno;
	while (!pa_buf_reserve(text, READ_BYTES)) {
		n = read(info, text->bytes + text->used_bytes, READ_BYTES);
		if (n <= 0)
			return n < 0 ? -errno : 0;
		text->used_bytes += (size_t)n;
	}
	return -E2BIG;
}

static void tell_ring(const struct pa_buf *text, struct pa_buf *out)
{
	struct pa_uring ring;

	pa_buf_puts(out, kind_names[PA_FD_URING]);
	if (!pa_uring_parse(text->bytes, text->used_bytes, &ring))
		pa_buf_printf(out, " %u %u %u %u", ring.sq_entries, ring.sq_pending,
			      ring.cq_entries, ring.cq_pending);
	pa_buf_putc(out, '\n');
}

/* A line for a descriptor that holds something; nothing when it was closed meanwhile. */
static void tell_info(const struct question *q, int dir, int fd, enum pa_fd_kind kind,
		      struct pa_buf *out)
{
	struct pa_buf text;
	int queued;

	if (kind == PA_FD_INOTIFY && q->no_inotify) {
		pa_buf_puts(out, "inotify\n");
		return;
	}
	pa_buf_init(&text, INFO_MAX_BYTES);
	if (!read_info(dir, fd, &text) && kind == PA_FD_URING) {
		tell_ring(&text, out);
	} else if (kind != PA_FD_URING && text.used_bytes) {
		queued = kind == PA_FD_INOTIFY ? queued_bytes(q->pid, fd) : -1;
		pa_buf_printf(
			out, "%s %llu %llu", kind_names[kind],
			(unsigned long long)pa_fdinfo_watches(kind, text.bytes, text.used_bytes),
			(unsigned long long)text.used_bytes);
		if (queued >= 0)
			pa_buf_printf(out, " %d", queued);
		pa_buf_putc(out, '\n');
	}
	pa_buf_done(&text);
}

static int fd_of(const char *name)
{
	struct pa_scan scan;
	uint64_t fd = 0;

	pa_scan_init(&scan, name, strlen(name));
	return pa_scan_u64(&scan, &fd) && fd <= INT_MAX ? (int)fd : -1;
}

static void tell_fd(const struct question *q, int dir, const char *name, struct pa_buf *out)
{
	char link[PATH_BYTES];
	ssize_t n = readlinkat(dir, name, link, sizeof(link));
	enum pa_fd_kind kind;
	uint64_t inode;

	if (n <= 0)
		return;
	kind = pa_fd_kind_of(link, (size_t)n, &inode);
	if (kind == PA_FD_PIPE)
		pa_buf_printf(out, "pipe %llu\n", (unsigned long long)inode);
	else if (kind != PA_FD_OTHER)
		tell_info(q, dir, fd_of(name), kind, out);
}

/* Relative to the folder: a path from /proc for each descriptor costs four times as much. */
static int ask_held(void *arg, struct pa_buf *out)
{
	const struct question *q = arg;
	const struct dirent *entry;
	char path[PATH_BYTES];
	uint32_t count = 0;
	DIR *dir;

	(void)snprintf(path, sizeof(path), "/proc/%d/fd", q->pid);
	dir = opendir(path);
	if (!dir)
		return -errno;
	while ((entry = readdir(dir)) && count <= PA_TASK_FDS_PROCESS_MAX) {
		if (entry->d_name[0] == '.')
			continue;
		if (count++ < PA_TASK_FDS_PROCESS_MAX)
			tell_fd(q, dirfd(dir), entry->d_name, out);
	}
	(void)closedir(dir); /* opened for reading */
	if (count > PA_TASK_FDS_PROCESS_MAX) {
		pa_buf_puts(out, "cut\n");
		count = PA_TASK_FDS_PROCESS_MAX;
	}
	pa_buf_printf(out, "links %u\n", count);
	return 0;
}

/* ---- what it told */

static void take_uring(struct holder *h, const struct pa_uring *ring)
{
	const struct pa_uring *sq = &h->fullest_sq, *cq = &h->fullest_cq;

	if ((uint64_t)ring->sq_pending * sq->sq_entries >=
	    (uint64_t)sq->sq_pending * ring->sq_entries)
		h->fullest_sq = *ring;
	if ((uint64_t)ring->cq_pending * cq->cq_entries >=
	    (uint64_t)cq->cq_pending * ring->cq_entries)
		h->fullest_cq = *ring;
}

static void take_pipe(struct holder *h, uint64_t inode)
{
	if (h->pipe_count == h->pipe_room) {
		h->pipe_room = h->pipe_room ? h->pipe_room * 2 : 4;
		h->pipes = pa_grow_array(h->pipes, h->pipe_room, sizeof(*h->pipes));
	}
	h->pipes[h->pipe_count++] = inode;
}

/* number: the count numbers behind the name of the kind, the rest 0. */
static void take_line(struct holder *h, enum pa_fd_kind kind, const uint64_t number[4], int count)
{
	const struct pa_uring ring = { .sq_entries = (uint32_t)number[0],
				       .sq_pending = (uint32_t)number[1],
				       .cq_entries = (uint32_t)number[2],
				       .cq_pending = (uint32_t)number[3] };

	switch (kind) {
	case PA_FD_PIPE:
		if (count)
			take_pipe(h, number[0]);
		return;
	case PA_FD_URING:
		h->urings++;
		if (count == 4)
			take_uring(h, &ring);
		return;
	case PA_FD_EPOLL:
		h->epoll += number[0];
		break;
	case PA_FD_FANOTIFY:
		h->fanotify += number[0];
		break;
	case PA_FD_INOTIFY:
		h->inotify_instances++;
		h->inotify += number[0];
		if (count > 2 && number[2] > h->queued_bytes)
			h->queued_bytes = number[2];
		break;
	case PA_FD_OTHER:
		return;
	}
	h->rest += (uint32_t)(number[1] / PA_TASK_FDS_INFO_MAX_BYTES);
}

static enum pa_fd_kind kind_of_name(struct pa_word word)
{
	for (int i = PA_FD_PIPE; i <= PA_FD_URING; i++)
		if (pa_word_is(word, kind_names[i]))
			return (enum pa_fd_kind)i;
	return PA_FD_OTHER;
}

/* Returns the links that were read. */
static uint32_t take_reply(struct holder *h, const struct pa_buf *text)
{
	struct pa_scan scan, line;
	uint64_t links = 0;

	pa_scan_init(&scan, text->bytes, text->used_bytes);
	while (pa_scan_line(&scan, &line)) {
		uint64_t number[4] = { 0 };
		struct pa_word word;
		int count = 0;

		if (!pa_scan_word(&line, &word))
			continue;
		while (count < 4 && pa_scan_u64(&line, &number[count]))
			count++;
		if (pa_word_is(word, "cut"))
			h->cut = true;
		else if (pa_word_is(word, "links"))
			links = number[0];
		else
			take_line(h, kind_of_name(word), number, count);
	}
	return links < PA_TASK_FDS_PROCESS_MAX ? (uint32_t)links : PA_TASK_FDS_PROCESS_MAX;
}

/* ---- the walk */

/* Returns how many links it cost. */
static uint32_t walk(struct state *s, struct holder *h)
{
	struct question q = { .pid = h->pid, .no_inotify = s->info_warns };
	char path[PATH_BYTES];

	(void)snprintf(path, sizeof(path), "proc/%d/held", h->pid);
	h->walked = s->pass;
	h->walked_fds = h->fd_count;
	forget_found(h);
	h->error = pa_root_ask(s->sys->root, path, ask_held, &q, s->sys->text);
	if (h->error)
		return LISTING_LINKS; /* it has ended, or is not ours to see */
	if (!s->sys->text->used_bytes)
		h->error = -EBADMSG;
	return LISTING_LINKS + take_reply(h, s->sys->text);
}

/* One that held nothing, and has as many descriptors as then, is trusted for a while. */
static bool is_due(const struct state *s, const struct holder *h)
{
	bool holds = h->epoll || h->inotify_instances || h->fanotify || h->urings;

	return !h->walked || holds || h->fd_count == UINT32_MAX || h->fd_count != h->walked_fds ||
	       s->pass - h->walked >= TRUSTED_PASSES;
}

static int longest_ago(const void *a, const void *b)
{
	const struct holder *x = *(struct holder *const *)a, *y = *(struct holder *const *)b;

	if (x->walked != y->walked)
		return x->walked < y->walked ? -1 : 1;
	return x->pid < y->pid ? -1 : x->pid > y->pid;
}

static void walk_some(struct state *s)
{
	PA_CLEANUP(pa_freep) struct holder **order = NULL;
	uint32_t links = 0;

	if (!s->count)
		return;
	order = pa_alloc_array(s->count, sizeof(struct holder *));
	for (uint32_t i = 0; i < s->count; i++)
		order[i] = s->holders[i];
	qsort(order, s->count, sizeof(struct holder *), longest_ago);
	for (uint32_t i = 0; i < s->count && links < PA_TASK_FDS_LINKS_MAX; i++) {
		if (order[i]->rest)
			order[i]->rest--;
		else if (is_due(s, order[i]))
			links += walk(s, order[i]);
	}
}

/* ---- what is told */

/* Sums of one user. */
struct user {
	uint32_t uid;
	uint64_t epoll, inotify, inotify_instances, fanotify, pipes;
};

struct sums {
	struct user *users;
	uint32_t count, room;
	enum pa_state state; /* of a sum that is zero: OK where most processes could be seen */
	struct pa_map by_uid, by_pipe;
};

static struct user *user_of(struct sums *sums, uint32_t uid)
{
	uint32_t at;

	if (pa_map_get(&sums->by_uid, uid, &at))
		return &sums->users[at];
	if (sums->count == sums->room) {
		sums->room = sums->room ? sums->room * 2 : 16;
		sums->users = pa_grow_array(sums->users, sums->room, sizeof(*sums->users));
	}
	pa_map_put(&sums->by_uid, uid, sums->count);
	sums->users[sums->count] = (struct user){ .uid = uid };
	return &sums->users[sums->count++];
}

static void add(struct sums *sums, const struct holder *h)
{
	struct user *user = user_of(sums, h->uid);
	uint32_t seen;

	user->epoll += h->epoll;
	user->inotify += h->inotify;
	user->inotify_instances += h->inotify_instances;
	user->fanotify += h->fanotify;
	for (uint32_t i = 0; i < h->pipe_count; i++) {
		if (pa_map_get(&sums->by_pipe, h->pipes[i], &seen))
			continue; /* the other end, or inherited */
		pa_map_put(&sums->by_pipe, h->pipes[i], 1);
		user->pipes++;
	}
}

/* Nobody may look into others' processes: then finding none says nothing. One that denies itself
 * to root too is no loss. */
static enum pa_state seen_state(const struct state *s)
{
	uint32_t seen = 0, failed = 0;
	int error = -ENOENT;

	for (uint32_t i = 0; i < s->count; i++) {
		const struct holder *h = s->holders[i];

		seen += h->walked && !h->error;
		failed += h->walked && h->error;
		if (h->walked && h->error)
			error = h->error;
	}
	return seen && seen >= failed ? PA_OK : pa_state_of_errno(error);
}

static void put_seen(struct pa_moment *moment, uint16_t metric, uint32_t instance, uint64_t value,
		     enum pa_state state)
{
	if (value || state == PA_OK)
		pa_moment_put(moment, metric, instance, value);
	else
		pa_moment_miss(moment, metric, instance, state);
}

/* The user with the most; of none the machine, with 0. */
static void put_most(struct pa_linux *sys, const struct sums *sums, size_t offset, uint16_t metric,
		     struct pa_moment *moment)
{
	uint64_t most = 0;
	uint32_t instance = 0, uid = 0;

	for (uint32_t i = 0; i < sums->count; i++) {
		const uint64_t *value = (const uint64_t *)((const char *)&sums->users[i] + offset);

		if (*value <= most)
			continue;
		most = *value;
		uid = sums->users[i].uid;
	}
	if (most)
		instance = pa_names_idf(sys->names, "uid:%u", uid);
	put_seen(moment, metric, instance, most, sums->state);
}

static void put_users(struct state *s, struct pa_moment *moment)
{
	struct sums sums = { .state = seen_state(s) };

	pa_map_init(&sums.by_uid);
	pa_map_init(&sums.by_pipe);
	for (uint32_t i = 0; i < s->count; i++)
		add(&sums, s->holders[i]);
	put_most(s->sys, &sums, offsetof(struct user, epoll), PA_V_FD_EPOLL_WATCHES_COUNT, moment);
	if (s->info_warns)
		pa_moment_miss(moment, PA_V_FD_INOTIFY_WATCHES_COUNT, 0, PA_ABSENT);
	else
		put_most(s->sys, &sums, offsetof(struct user, inotify),
			 PA_V_FD_INOTIFY_WATCHES_COUNT, moment);
	put_most(s->sys, &sums, offsetof(struct user, inotify_instances),
		 PA_V_FD_INOTIFY_INSTANCES_COUNT, moment);
	put_most(s->sys, &sums, offsetof(struct user, fanotify), PA_V_FD_FANOTIFY_MARKS_COUNT,
		 moment);
	put_most(s->sys, &sums, offsetof(struct user, pipes), PA_V_FD_PIPE_PIPES_COUNT, moment);
	free(sums.users);
	pa_map_done(&sums.by_uid);
	pa_map_done(&sums.by_pipe);
}

static uint32_t instance_of(struct state *s, const struct holder *h)
{
	return pa_names_idf(s->sys->names, "%d:%d:%llu", h->pid, h->pid,
			    (unsigned long long)h->start_ticks);
}

/* The process that holds most inotify watches, and the fullest rings. */
static void put_leaders(struct state *s, struct pa_moment *moment)
{
	const struct holder *watcher = NULL;
	uint64_t queued = 0;
	uint32_t urings = 0;
	struct holder rings = { 0 };

	for (uint32_t i = 0; i < s->count; i++) {
		const struct holder *h = s->holders[i];

		if (h->inotify && (!watcher || h->inotify > watcher->inotify))
			watcher = h;
		queued = h->queued_bytes > queued ? h->queued_bytes : queued;
		urings += h->urings;
		if (h->fullest_sq.sq_entries)
			take_uring(&rings, &h->fullest_sq);
		if (h->fullest_cq.cq_entries)
			take_uring(&rings, &h->fullest_cq);
	}
	if (watcher)
		pa_moment_put(moment, PA_V_FD_INOTIFY_HOLDER_COUNT, instance_of(s, watcher),
			      watcher->inotify);
	put_seen(moment, PA_V_FD_INOTIFY_QUEUED_BYTES, 0, queued, seen_state(s));
	put_seen(moment, PA_V_AIO_URING_RINGS_COUNT, 0, urings, seen_state(s));
	if (!rings.fullest_sq.sq_entries)
		return;
	pa_moment_put(moment, PA_V_AIO_URING_SUBMITTED_COUNT, 0, rings.fullest_sq.sq_pending);
	pa_moment_put(moment, PA_V_AIO_URING_SUBMIT_LIMIT_COUNT, 0, rings.fullest_sq.sq_entries);
	pa_moment_put(moment, PA_V_AIO_URING_COMPLETED_COUNT, 0, rings.fullest_cq.cq_pending);
	pa_moment_put(moment, PA_V_AIO_URING_COMPLETE_LIMIT_COUNT, 0, rings.fullest_cq.cq_entries);
}

static void put_left_out(const struct state *s, struct pa_moment *moment)
{
	uint32_t left_out = 0;

	for (uint32_t i = 0; i < s->count; i++)
		left_out += !s->holders[i]->walked || s->holders[i]->cut;
	pa_moment_put(moment, PA_V_FD_PROC_UNLOOKED_COUNT, 0, left_out);
}

/* ---- the source */

/*
 * Before 6.13 the kernel warns in its log when it cannot encode the handle of a watched inode
 * (overlayfs may refuse), which ends the machine where kernel.panic_on_warn is set.
 */
static bool info_warns(struct pa_linux *sys)
{
	uint64_t on;

	if (sys->kernel_version >= WARNS_BEFORE)
		return false;
	return pa_root_read_path(sys->root, "proc/sys/kernel/panic_on_warn", sys->text) ||
	       pa_numbers_column(sys->text->bytes, sys->text->used_bytes, 0, &on) || on;
}

static int read_source(void *self, struct pa_linux *sys, struct pa_moment *moment)
{
	struct state *s = self;

	if (!(sys->passes & PA_PASS_RARE) || !moment->has_tasks)
		return 0;
	s->sys = sys;
	s->pass++;
	s->info_warns = info_warns(sys);
	for (uint32_t i = 0; i < moment->task_count; i++) {
		const struct pa_task *t = &moment->tasks[i];
		struct holder *h;

		if (t->pid != t->tid || t->kernel_thread || t->state == 'Z')
			continue;
		h = holder_of(s, t);
		h->pass = s->pass;
		h->fd_count = t->has & PA_TASK_FDS ? t->fd_count : UINT32_MAX;
		h->uid = t->has & PA_TASK_USER ? t->uid : h->uid;
	}
	sweep(s);
	walk_some(s);
	put_users(s, moment);
	put_leaders(s, moment);
	put_left_out(s, moment);
	return 0;
}

static void *open_source(struct pa_linux *sys)
{
	struct state *s = pa_alloc(sizeof(*s));

	(void)sys;
	pa_map_init(&s->by_pid);
	return s;
}

static void close_source(void *self)
{
	struct state *s = self;

	for (uint32_t i = 0; i < s->count; i++)
		(void)free_holder(s->holders[i]);
	free(s->holders);
	pa_map_done(&s->by_pid);
	free(s);
}

const struct pa_source pa_source_task_fds = {
	.name = "task_fds",
	.pass = PA_PASS_TASKS,
	.open = open_source,
	.read = read_source,
	.close = close_source,
};
