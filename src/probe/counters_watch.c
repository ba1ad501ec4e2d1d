/* SPDX-License-Identifier: Apache-2.0 */
#include <errno.h>
#include <linux/perf_event.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/alloc.h"
#include "base/scan.h"
#include "model/moment.h"
#include "platform/root.h"
#include "probe/counters.h"
#include "probe/counters_internal.h"

/* ---- which threads */

enum { THREADS_MAX = PA_COUNTERS_WATCH_MAX };

struct thread {
	int32_t pid, tid;
};

struct threads {
	struct thread item[THREADS_MAX];
	uint32_t count, max;
	int32_t pid; /* whose are listed now */
	uint32_t left;
};

static void each_thread(void *arg, const char *name)
{
	struct pa_word word = { .at = name, .bytes = 0 };
	struct threads *list = arg;
	uint64_t tid;

	while (name[word.bytes])
		word.bytes++;
	if (!list->left || list->count == list->max || !pa_word_u64(word, &tid) || tid > INT32_MAX)
		return;
	list->item[list->count++] = (struct thread){ .pid = list->pid, .tid = (int32_t)tid };
	list->left--;
}

/* Threads of each process in the kernel's order, which is by number; max in all. */
static void list_threads(struct pa_root *root, const int32_t *pids, size_t pid_count, uint32_t max,
			 struct threads *list)
{
	uint32_t share = pid_count && pid_count < max ? max / (uint32_t)pid_count : 1;

	*list = (struct threads){ .max = max };
	for (size_t i = 0; i < pid_count; i++) {
		char path[32];

		list->pid = pids[i];
		list->left = share;
		(void)snprintf(path, sizeof(path), "proc/%d/task", pids[i]);
		(void)pa_root_list(root, path, each_thread, list); /* it may have ended */
	}
}

/* ---- hardware counters and locks */

static void open_watched(struct pa_counters *c, struct pa_counter_set *set, int *first_error)
{
	for (int event = 0; event < PA_COUNTER_COUNT; event++) {
		int error;

		if (!pa_counter_rows[event].watched)
			continue;
		error = pa_counters_open_event(c, set, (enum pa_counter_event)event);
		if (error && error != -ESRCH)
			c->watch_error[event] = -error;
		if (error && !*first_error)
			*first_error = error;
	}
}

static bool any_open(const struct pa_counter_set *set)
{
	for (int g = 0; g < PA_COUNTER_GROUP_COUNT; g++)
		if (set->group[g].count)
			return true;
	return false;
}

int pa_counters_watch(struct pa_counters *c, const int32_t *pids, size_t pid_count)
{
	int first_error = 0, open = 0;
	struct threads list;

	pa_counter_sets_free(&c->watched, &c->watched_count);
	pa_counter_sums_done(&c->watched_sums);
	for (int event = 0; event < PA_COUNTER_COUNT; event++)
		c->watch_error[event] = 0;
	if (pa_root_is_replay(c->root))
		return 0;
	list_threads(c->root, pids, pid_count, PA_COUNTERS_WATCH_MAX, &list);
	c->watched = pa_alloc_array(list.count, sizeof(*c->watched));
	c->watched_count = list.count;
	for (uint32_t i = 0; i < list.count; i++) {
		struct pa_counter_set *set = &c->watched[i];

		set->cpu = -1;
		set->pid = list.item[i].pid;
		set->tid = list.item[i].tid;
		open_watched(c, set, &first_error);
		open += any_open(set);
	}
	return open ? open : first_error;
}

static int ask_watched(void *arg, struct pa_buf *out)
{
	const struct pa_counters *c = arg;

	pa_counters_tell(c->watched, c->watched_count, c->watch_error, UINT32_MAX, out);
	return 0;
}

/* The record of pid among those appended from first on; made when there is none. */
static struct pa_task *task_of(struct pa_moment *moment, uint32_t first, int32_t pid)
{
	struct pa_task *t;

	for (uint32_t i = first; i < moment->task_count; i++)
		if (moment->tasks[i].pid == pid)
			return &moment->tasks[i];
	t = pa_moment_task(moment);
	t->pid = t->tid = pid;
	return t;
}

static void add_to_task(struct pa_task *t, enum pa_counter_event event, uint64_t count)
{
	switch (event) {
	case PA_COUNTER_CYCLES:
		t->cycles += count;
		break;
	case PA_COUNTER_INSTRUCTIONS:
		t->instructions += count;
		if (t->cycles) /* they lead the group */
			t->has |= PA_TASK_COUNTERS;
		break;
	case PA_COUNTER_CACHE_REFERENCES:
		t->cache_references += count;
		break;
	case PA_COUNTER_CACHE_MISSES:
		t->cache_misses += count;
		if (t->cache_references)
			t->has |= PA_TASK_CACHE;
		break;
	case PA_COUNTER_LOCK_RWSEM:
		t->rwsem_contended += count;
		break;
	case PA_COUNTER_MUTEX:
		t->mutex_contended += count;
		t->has |= PA_TASK_LOCKS;
		break;
	default:
		break;
	}
}

void pa_counters_read_watched(struct pa_counters *c, struct pa_moment *moment)
{
	uint32_t first = moment->task_count;
	struct pa_counter_line line;
	struct pa_scan scan;

	if (pa_root_ask(c->root, "src/perf/watched", ask_watched, c, &c->text))
		return;
	pa_scan_init(&scan, c->text.bytes, c->text.used_bytes);
	while (pa_counter_next(&scan, &line)) {
		const struct pa_counter_sum *sum;

		if (line.owner != PA_COUNTER_OF_THREAD)
			continue;
		sum = pa_counters_add(c, &line);
		if (!sum->running_ns && sum->enabled_ns)
			continue; /* there was no free counter */
		add_to_task(task_of(moment, first, line.pid), line.event,
			    pa_counters_whole(sum->total));
	}
}

/* ---- system calls that fail */

static const struct {
	int error;
	const char *filter;
} errno_rows[] = {
	{ ENOSPC, "ret == -28" }, { EMFILE, "ret == -24" }, { ENFILE, "ret == -23" },
	{ EAGAIN, "ret == -11" }, { ENOMEM, "ret == -12" }, { EADDRNOTAVAIL, "ret == -99" },
	{ EIO, "ret == -5" },
};

enum { ERRNO_ROWS = sizeof(errno_rows) / sizeof(errno_rows[0]) };

static int open_errnos(struct pa_errno_set *set, int32_t tid, uint64_t id)
{
	for (int i = 0; i < ERRNO_ROWS; i++) {
		struct pa_perf_event what = { .type = PERF_TYPE_TRACEPOINT,
					      .config = id,
					      .filter = errno_rows[i].filter,
					      .pid = tid,
					      .cpu = -1 };
		int error = pa_perf_group_add(&set->group, &what, (uint8_t)i);

		if (error)
			return error;
	}
	return 0;
}

int pa_counters_errnos(struct pa_counters *c, const int32_t *pids, size_t pid_count)
{
	int error, first_error = 0, open = 0;
	struct threads list;
	uint64_t id = 0;

	pa_errno_sets_free(&c->errnos, &c->errno_count);
	if (pa_root_is_replay(c->root) || !pid_count)
		return 0;
	error = pa_tracefs_id(&c->tracefs, "raw_syscalls/sys_exit", &id);
	if (error)
		return error;
	list_threads(c->root, pids, pid_count, PA_COUNTERS_ERRNO_MAX, &list);
	c->errnos = pa_alloc_array(list.count, sizeof(*c->errnos));
	c->errno_count = list.count;
	for (uint32_t i = 0; i < list.count; i++) {
		c->errnos[i].pid = list.item[i].pid;
		error = open_errnos(&c->errnos[i], list.item[i].tid, id);
		if (error && !first_error)
			first_error = error;
		open += c->errnos[i].group.count > 0;
	}
	return open ? open : first_error;
}

/* Add the counts of one thread, and note which errors are counted at all. */
static void add_errnos(const struct pa_errno_set *set, uint64_t count[ERRNO_ROWS],
		       bool counted[ERRNO_ROWS])
{
	uint64_t values[PA_PERF_GROUP_MAX], enabled_ns, running_ns;

	if (pa_perf_group_read(&set->group, values, &enabled_ns, &running_ns))
		return;
	for (uint32_t i = 0; i < set->group.count; i++) {
		count[set->group.event[i]] += values[i];
		counted[set->group.event[i]] = true;
	}
}

/* The threads of a process stand together. */
static int ask_errnos(void *arg, struct pa_buf *out)
{
	const struct pa_counters *c = arg;

	for (uint32_t i = 0; i < c->errno_count;) {
		uint64_t count[ERRNO_ROWS] = { 0 };
		bool counted[ERRNO_ROWS] = { false };
		int32_t pid = c->errnos[i].pid;

		for (; i < c->errno_count && c->errnos[i].pid == pid; i++)
			add_errnos(&c->errnos[i], count, counted);
		/* Counted and none: that acquits, so it is told too. */
		for (int k = 0; k < ERRNO_ROWS; k++)
			if (counted[k])
				pa_buf_printf(out, "%d %d %llu\n", pid, errno_rows[k].error,
					      (unsigned long long)count[k]);
	}
	return 0;
}

void pa_counters_read_errnos(struct pa_counters *c, struct pa_moment *moment)
{
	struct pa_errno_count got;
	struct pa_scan scan;

	if (pa_root_ask(c->root, "src/perf/errnos", ask_errnos, c, &c->text))
		return;
	pa_scan_init(&scan, c->text.bytes, c->text.used_bytes);
	while (pa_counter_next_errno(&scan, &got))
		*pa_moment_errno(moment) = got;
}
