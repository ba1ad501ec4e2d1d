/* SPDX-License-Identifier: Apache-2.0 */
#include "platform/linux/task_wait.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/buf.h"
#include "base/map.h"
#include "catalog/values.h"
#include "model/moment.h"
#include "platform/linux/task_parse.h"
#include "platform/platform.h"
#include "platform/root.h"

enum { PATH_BYTES = 64 };

/* Kernel functions by prefix, as suffixes vary. A mutex shows its caller, which for rtnl_mutex
 * is rtnl_lock() or, as that ends in a jump, the caller's caller. */
struct channel {
	const char *prefix;
	uint16_t metric;
	bool needs_call;
};

static const struct channel channels[] = {
	{ "futex_", PA_V_LOCK_FUTEX_QUEUED_COUNT, true },
	{ "__futex_", PA_V_LOCK_FUTEX_QUEUED_COUNT, true },
	{ "do_futex", PA_V_LOCK_FUTEX_QUEUED_COUNT, true },
	{ "rt_mutex_", PA_V_LOCK_FUTEX_QUEUED_COUNT, true },
	{ "wq_sleep", PA_V_IPC_MQUEUE_SENDERS_COUNT, true },
	{ "pipe_write", PA_V_FD_PIPE_WRITERS_COUNT, false },
	{ "anon_pipe_write", PA_V_FD_PIPE_WRITERS_COUNT, false },
	{ "rtnl_", PA_V_LOCK_RTNL_WAITING_COUNT, false },
	{ "rtnetlink_rcv_msg", PA_V_LOCK_RTNL_WAITING_COUNT, false },
	{ "dev_ioctl", PA_V_LOCK_RTNL_WAITING_COUNT, false },
	{ "devinet_ioctl", PA_V_LOCK_RTNL_WAITING_COUNT, false },
	{ "read_events", PA_V_AIO_NATIVE_WAITING_COUNT, false },
	{ "fanotify_get_response", PA_V_FD_FANOTIFY_WAITING_COUNT, false },
	{ "fanotify_handle_event", PA_V_FD_FANOTIFY_WAITING_COUNT, false },
	{ "do_msgsnd", PA_V_IPC_SYSV_SENDERS_COUNT, false },
	{ "wait_for_random_bytes", PA_V_RND_ENTROPY_WAITING_COUNT, false },
	{ "console_lock", PA_V_TTY_CONSOLE_WAITING_COUNT, false },
	{ "down_console_sem", PA_V_TTY_CONSOLE_WAITING_COUNT, false },
	{ "__down_console_sem", PA_V_TTY_CONSOLE_WAITING_COUNT, false },
};

enum { CHANNELS = sizeof(channels) / sizeof(channels[0]) };

uint16_t pa_task_wait_of(const char *channel, size_t channel_bytes, bool *needs_call)
{
	for (size_t i = 0; i < CHANNELS; i++) {
		size_t bytes = strlen(channels[i].prefix);

		if (channel_bytes < bytes || memcmp(channel, channels[i].prefix, bytes) != 0)
			continue;
		*needs_call = channels[i].needs_call;
		return channels[i].metric;
	}
	return PA_V_NONE;
}

bool pa_task_wait_confirmed(uint16_t metric, const struct pa_task *task)
{
	enum { SEND_X86_64 = 242, SEND_ARM64 = 182, FUTEX_X86_64 = 202, FUTEX_ARM64 = 98 };
	enum { WAIT = 0, LOCK_PI = 6, LOCK_PI2 = 13, COMMAND = 127, CONTENDED = 2 };
	uint64_t op = task->syscall_args[1] & COMMAND;
	uint64_t value = task->syscall_args[2] & UINT32_MAX;

	if (metric == PA_V_IPC_MQUEUE_SENDERS_COUNT)
		return task->syscall == SEND_X86_64 || task->syscall == SEND_ARM64;
	if (task->syscall != FUTEX_X86_64 && task->syscall != FUTEX_ARM64)
		return false;
	if (op == LOCK_PI || op == LOCK_PI2)
		return true;
	return op == WAIT && (value == CONTENDED || value >> 31 == 1);
}

/* What a look found, good for as long as the thread does not run: it still waits there. */
struct found {
	uint64_t start_ticks, run_ns;
	uint16_t metric; /* PA_V_NONE: nothing that is counted */
	bool hidden;
};

struct state {
	uint32_t next; /* where the next pass goes on */
	/* Of the last pass, and of this one while it lasts. */
	struct found *found, *now;
	uint32_t found_room, now_count, now_room;
	struct pa_map by_id, now_by_id;
};

/* Counts by row of channels; rows of one metric are added up. */
struct census {
	struct pa_linux *sys;
	struct state *state;
	uint32_t looked, left_out; /* threads asked about now, and not asked about */
	uint32_t seen;		   /* of which it is known where they wait */
	uint32_t hidden;	   /* of these: we may not know */
	uint64_t count[PA_V_COUNT];
};

static int read_of(struct pa_linux *sys, const struct pa_task *t, const char *name)
{
	char path[PATH_BYTES];

	(void)snprintf(path, sizeof(path), "proc/%d/task/%d/%s", t->pid, t->tid, name);
	return pa_root_read_path(sys->root, path, sys->text);
}

/* Ask the kernel. False when the thread has ended. */
static bool ask(struct census *c, const struct pa_task *t, struct found *out)
{
	const struct pa_buf *text = c->sys->text;
	struct pa_task call = { 0 };
	bool needs_call = false, in_no_function;

	c->looked++;
	if (read_of(c->sys, t, "wchan"))
		return false;
	in_no_function = text->used_bytes && text->bytes[0] == '0';
	out->metric = pa_task_wait_of(text->bytes, text->used_bytes, &needs_call);
	/* wchan says 0 too where the kernel found no name; the call's own file says why. */
	out->hidden = in_no_function &&
		      pa_state_of_errno(read_of(c->sys, t, "syscall")) == PA_DENIED;
	if (needs_call && (read_of(c->sys, t, "syscall") ||
			   pa_task_parse_syscall(text->bytes, text->used_bytes, &call) ||
			   !pa_task_wait_confirmed(out->metric, &call)))
		out->metric = PA_V_NONE;
	return true;
}

static uint64_t key_of(const struct pa_task *t)
{
	return pa_map_key((uint32_t)t->pid, (uint32_t)t->tid);
}

/* What the last pass found, when the thread did not run since. */
static const struct found *known(const struct state *s, const struct pa_task *t)
{
	const struct found *f;
	uint32_t at;

	if (!(t->has & PA_TASK_RUN) || !pa_map_get(&s->by_id, key_of(t), &at))
		return NULL;
	f = &s->found[at];
	return f->run_ns == t->run_ns && f->start_ticks == t->start_ticks ? f : NULL;
}

static void keep(struct state *s, const struct pa_task *t, const struct found *f)
{
	if (s->now_count == s->now_room) {
		s->now_room = s->now_room ? s->now_room * 2 : 64;
		s->now = pa_grow_array(s->now, s->now_room, sizeof(*s->now));
	}
	pa_map_put(&s->now_by_id, key_of(t), s->now_count);
	s->now[s->now_count++] = *f;
}

static void take(struct census *c, const struct pa_task *t, const struct found *f)
{
	c->seen++;
	c->hidden += f->hidden;
	if (f->metric != PA_V_NONE)
		c->count[f->metric]++;
	keep(c->state, t, f);
}

/* This pass becomes the last one. */
static void turn_over(struct state *s)
{
	struct found *found = s->found;
	uint32_t room = s->found_room;
	struct pa_map by_id = s->by_id;

	s->found = s->now;
	s->found_room = s->now_room;
	s->by_id = s->now_by_id;
	s->now = found;
	s->now_room = room;
	s->now_count = 0;
	s->now_by_id = by_id;
	pa_map_clear(&s->now_by_id);
}

static bool sleeps(const struct pa_task *t)
{
	return (t->has & PA_TASK_STAT) && !t->kernel_thread && (t->state == 'S' || t->state == 'D');
}

/* From where the last pass ended, around; at most PA_TASK_WAIT_MAX are asked about. */
static void take_census(struct census *c, const struct pa_moment *moment)
{
	struct state *s = c->state;
	uint32_t begin = s->next < moment->task_count ? s->next : 0;

	for (uint32_t i = 0; i < moment->task_count; i++) {
		const struct pa_task *t = &moment->tasks[(begin + i) % moment->task_count];
		const struct found *before;
		struct found f = { .start_ticks = t->start_ticks, .run_ns = t->run_ns };

		if (!sleeps(t))
			continue;
		before = known(s, t);
		if (before)
			take(c, t, before);
		else if (c->looked < PA_TASK_WAIT_MAX) {
			if (ask(c, t, &f))
				take(c, t, &f);
		} else if (!c->left_out++) {
			s->next = (begin + i) % moment->task_count;
		}
	}
	turn_over(s);
}

/* Without the right to trace a thread the kernel says 0 (fs/proc/base.c, proc_pid_wchan()). */
static void put(const struct census *c, struct pa_moment *moment)
{
	bool denied = c->hidden > c->seen / 2;

	for (size_t i = 0; i < CHANNELS; i++) {
		uint16_t metric = channels[i].metric;

		if (i && channels[i - 1].metric == metric)
			continue;
		if (denied && !c->count[metric])
			pa_moment_miss(moment, metric, 0, PA_DENIED);
		else
			pa_moment_put(moment, metric, 0, c->count[metric]);
	}
	pa_moment_put(moment, PA_V_TASK_BLOCKED_UNLOOKED_COUNT, 0, c->left_out);
}

static int read_source(void *self, struct pa_linux *sys, struct pa_moment *moment)
{
	PA_CLEANUP(pa_freep) struct census *c = NULL;

	if (!(sys->passes & PA_PASS_SLOW) || !moment->has_tasks)
		return 0;
	c = pa_alloc(sizeof(*c));
	c->sys = sys;
	c->state = self;
	take_census(c, moment);
	put(c, moment);
	return 0;
}

static void *open_source(struct pa_linux *sys)
{
	struct state *s = pa_alloc(sizeof(*s));

	(void)sys;
	pa_map_init(&s->by_id);
	pa_map_init(&s->now_by_id);
	return s;
}

static void close_source(void *self)
{
	struct state *s = self;

	free(s->found);
	free(s->now);
	pa_map_done(&s->by_id);
	pa_map_done(&s->now_by_id);
	free(s);
}

const struct pa_source pa_source_task_wait = {
	.name = "task_wait",
	.pass = PA_PASS_TASKS,
	.open = open_source,
	.read = read_source,
	.close = close_source,
};
