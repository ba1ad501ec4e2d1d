/* SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>
#include <stdlib.h>

#include "base/alloc.h"
#include "base/buf.h"
#include "base/names.h"
#include "model/moment.h"
#include "platform/linux/task.h"
#include "platform/linux/task_parse.h"
#include "platform/root.h"

enum { PATH_BYTES = 64 };

/* The content of /proc/PID/task/TID/NAME in sys->text. */
static int read_of(struct pa_linux *sys, const struct pa_task *t, const char *name)
{
	char path[PATH_BYTES];

	(void)snprintf(path, sizeof(path), "proc/%d/task/%d/%s", t->pid, t->tid, name);
	return pa_root_read_path(sys->root, path, sys->text);
}

static void look_at_wait(struct pa_linux *sys, struct pa_task *t)
{
	const struct pa_buf *text = sys->text;

	/* Without the right to trace it both groups stay unset. */
	if (!read_of(sys, t, "wchan"))
		(void)pa_task_parse_wchan(text->bytes, text->used_bytes, sys->names, t);
	if (!read_of(sys, t, "syscall"))
		(void)pa_task_parse_syscall(text->bytes, text->used_bytes, t);
}

/* False when the thread is gone. */
static bool look_at_thread(struct pa_linux *sys, struct pa_task *t)
{
	const struct pa_buf *text = sys->text;
	struct pa_word comm;

	if (read_of(sys, t, "stat") || pa_task_parse_stat(text->bytes, text->used_bytes, t, &comm))
		return false;
	t->comm = pa_names_id(sys->names, comm.at, comm.bytes);
	if (!read_of(sys, t, "schedstat"))
		(void)pa_task_parse_schedstat(text->bytes, text->used_bytes, t, NULL);
	if (t->state == 'R') {
		t->syscall = PA_TASK_SYSCALL_RUNNING;
		t->has |= PA_TASK_SYSCALL;
	} else {
		look_at_wait(sys, t);
	}
	return true;
}

/* Looks at no more than *room threads and lowers it by those. */
static void look_at_process(struct pa_linux *sys, int32_t pid, uint32_t *room,
			    struct pa_moment *moment)
{
	PA_CLEANUP(pa_freep) int32_t *tids = NULL;
	char path[PATH_BYTES];
	int64_t count;

	(void)snprintf(path, sizeof(path), "proc/%d/task", pid);
	count = pa_task_list_numbers(sys->root, path, &tids);
	for (int64_t i = 0; i < count && *room; i++) {
		struct pa_task t = { .pid = pid, .tid = tids[i] };

		if (!look_at_thread(sys, &t))
			continue;
		*pa_moment_task(moment) = t;
		--*room;
	}
}

void pa_task_look(struct pa_linux *sys, const int32_t *pids, size_t pid_count,
		  struct pa_moment *moment)
{
	uint32_t room = PA_TASK_LOOK_MAX;

	for (size_t i = 0; i < pid_count && room; i++)
		look_at_process(sys, pids[i], &room, moment);
}
