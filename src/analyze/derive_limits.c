/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What is used of the limits of tasks, users and the kernel's own services, as shares.
 */
#include "analyze/derive.h"
#include "catalog/constants.h"
#include "catalog/values.h"

/* Put metric of this instance: the gauge used over the gauge limit, which is the instance's or,
 * with one for all, the machine's. Returns the share, a negative number when it is not known. */
static double share(struct pa_case *c, uint16_t metric, uint32_t instance, uint16_t used,
		    uint16_t limit)
{
	double value, most;

	if (!pa_window_last(c->window, used, instance, &value) ||
	    (!pa_window_last(c->window, limit, instance, &most) &&
	     !pa_window_last(c->window, limit, 0, &most)) ||
	    most <= 0)
		return -1;
	pa_facts_put(&c->facts, metric, instance, value / most);
	return value / most;
}

/* A value of users, processes or kinds, and its limit. */
struct row {
	uint16_t metric, used, limit;
	bool machine; /* the largest share is put for the machine too */
};

static const struct row rows[] = {
	{ PA_V_FD_EPOLL_USED_RATIO, PA_V_FD_EPOLL_WATCHES_COUNT, PA_V_FD_EPOLL_LIMIT_COUNT, false },
	{ PA_V_FD_INOTIFY_USED_RATIO, PA_V_FD_INOTIFY_WATCHES_COUNT, PA_V_FD_INOTIFY_LIMIT_COUNT,
	  true },
	{ PA_V_FD_INOTIFY_INSTANCES_RATIO, PA_V_FD_INOTIFY_INSTANCES_COUNT,
	  PA_V_FD_INOTIFY_INSTANCE_LIMIT_COUNT, false },
	{ PA_V_FD_INOTIFY_HOLDER_RATIO, PA_V_FD_INOTIFY_HOLDER_COUNT, PA_V_FD_INOTIFY_LIMIT_COUNT,
	  false },
	{ PA_V_FD_FANOTIFY_USED_RATIO, PA_V_FD_FANOTIFY_MARKS_COUNT, PA_V_FD_FANOTIFY_LIMIT_COUNT,
	  false },
	{ PA_V_AIO_NATIVE_USED_RATIO, PA_V_AIO_NATIVE_USED_COUNT, PA_V_AIO_NATIVE_LIMIT_COUNT,
	  false },
	{ PA_V_AIO_URING_SUBMIT_RATIO, PA_V_AIO_URING_SUBMITTED_COUNT,
	  PA_V_AIO_URING_SUBMIT_LIMIT_COUNT, false },
	{ PA_V_AIO_URING_COMPLETE_RATIO, PA_V_AIO_URING_COMPLETED_COUNT,
	  PA_V_AIO_URING_COMPLETE_LIMIT_COUNT, false },
	{ PA_V_IPC_SYSV_FULLEST_QUEUE_RATIO, PA_V_IPC_SYSV_FULLEST_QUEUE_BYTES,
	  PA_V_IPC_SYSV_QUEUE_LIMIT_BYTES, false },
	{ PA_V_IPC_MQUEUE_USED_RATIO, PA_V_IPC_MQUEUE_QUEUES_COUNT, PA_V_IPC_MQUEUE_LIMIT_COUNT,
	  false },
	{ PA_V_SIG_QUEUE_USED_RATIO, PA_V_SIG_QUEUE_PENDING_COUNT, PA_V_SIG_QUEUE_LIMIT_COUNT,
	  false },
	{ PA_V_RLIMIT_ANY_THREAD_RATIO, PA_V_RLIMIT_ANY_THREADS_COUNT,
	  PA_V_RLIMIT_ANY_THREAD_LIMIT_COUNT, false },
	{ PA_V_RLIMIT_ANY_LOCKED_RATIO, PA_V_RLIMIT_ANY_LOCKED_BYTES,
	  PA_V_RLIMIT_ANY_LOCKED_LIMIT_BYTES, false },
	{ PA_V_RLIMIT_ANY_ADDRESS_RATIO, PA_V_RLIMIT_ANY_ADDRESS_BYTES,
	  PA_V_RLIMIT_ANY_ADDRESS_LIMIT_BYTES, false },
	{ PA_V_RLIMIT_ANY_DATA_RATIO, PA_V_RLIMIT_ANY_DATA_BYTES, PA_V_RLIMIT_ANY_DATA_LIMIT_BYTES,
	  false },
	{ PA_V_RLIMIT_ANY_STACK_RATIO, PA_V_RLIMIT_ANY_STACK_BYTES,
	  PA_V_RLIMIT_ANY_STACK_LIMIT_BYTES, false },
	{ PA_V_NS_USER_USED_RATIO, PA_V_NS_USER_SPACES_COUNT, PA_V_NS_USER_LIMIT_COUNT, false },
	{ PA_V_CLOCK_SYNC_CORRECTION_RATIO, PA_V_CLOCK_SYNC_FREQUENCY_NS_PER_S,
	  PA_V_CLOCK_SYNC_FREQUENCY_LIMIT_NS_PER_S, false },
	{ PA_V_BPF_PROG_JIT_RATIO, PA_V_BPF_PROG_JITED_BYTES, PA_V_BPF_PROG_JIT_LIMIT_BYTES,
	  false },
	{ PA_V_TRACE_RING_USED_RATIO, PA_V_TRACE_RING_USED_BYTES, PA_V_TRACE_RING_SIZE_BYTES,
	  false },
	{ PA_V_AUDIT_Q_USED_RATIO, PA_V_AUDIT_Q_BACKLOG_COUNT, PA_V_AUDIT_Q_LIMIT_COUNT, false },
};

static bool is_rlimit(uint16_t metric)
{
	return metric == PA_V_RLIMIT_ANY_THREAD_RATIO || metric == PA_V_RLIMIT_ANY_LOCKED_RATIO ||
	       metric == PA_V_RLIMIT_ANY_ADDRESS_RATIO || metric == PA_V_RLIMIT_ANY_DATA_RATIO ||
	       metric == PA_V_RLIMIT_ANY_STACK_RATIO;
}

static void put_larger(struct pa_case *c, uint16_t metric, uint32_t instance, double value)
{
	double before;

	if (!pa_facts_exact(&c->facts, metric, instance, &before) || value > before)
		pa_facts_put(&c->facts, metric, instance, value);
}

static void one_row(struct pa_case *c, const struct row *row)
{
	for (uint32_t i = 0; i < c->window->series_count; i++) {
		const struct pa_series *series = &c->window->series[i];
		double used;

		if (series->metric != row->used || !series->count)
			continue;
		used = share(c, row->metric, series->instance, row->used, row->limit);
		if (used < 0)
			continue;
		if (row->machine)
			put_larger(c, row->metric, 0, used);
		if (is_rlimit(row->metric))
			put_larger(c, PA_V_RLIMIT_ANY_USED_RATIO, series->instance, used);
	}
}

static void keys_of(struct pa_case *c, uint32_t instance)
{
	double used, limit;

	(void)share(c, PA_V_KEY_RING_USED_RATIO, instance, PA_V_KEY_RING_KEYS_COUNT,
		    PA_V_KEY_RING_KEY_LIMIT_COUNT);
	if (pa_window_last(c->window, PA_V_KEY_RING_USED_BYTES, instance, &used) &&
	    pa_window_last(c->window, PA_V_KEY_RING_LIMIT_BYTES, instance, &limit) && limit > 0)
		put_larger(c, PA_V_KEY_RING_USED_RATIO, instance, used / limit);
}

static void system_v(struct pa_case *c)
{
	static const uint16_t pairs[][2] = {
		{ PA_V_IPC_SYSV_SEGMENTS_COUNT, PA_V_IPC_SYSV_SEGMENT_LIMIT_COUNT },
		{ PA_V_IPC_SYSV_SETS_COUNT, PA_V_IPC_SYSV_SET_LIMIT_COUNT },
		{ PA_V_IPC_SYSV_SEMAPHORES_COUNT, PA_V_IPC_SYSV_SEMAPHORE_LIMIT_COUNT },
		{ PA_V_IPC_SYSV_QUEUES_COUNT, PA_V_IPC_SYSV_QUEUE_LIMIT_COUNT },
	};
	double used, limit;

	for (size_t i = 0; i < sizeof(pairs) / sizeof(pairs[0]); i++)
		if (pa_window_last(c->window, pairs[i][0], 0, &used) &&
		    pa_window_last(c->window, pairs[i][1], 0, &limit) && limit > 0)
			put_larger(c, PA_V_IPC_SYSV_USED_RATIO, 0, used / limit);
	if (pa_window_last(c->window, PA_V_IPC_SYSV_SHARED_BYTES, 0, &used) &&
	    pa_window_last(c->window, PA_V_IPC_SYSV_SHARED_LIMIT_PAGES, 0, &limit) && limit > 0)
		put_larger(c, PA_V_IPC_SYSV_USED_RATIO, 0, used / c->machine->page_bytes / limit);
}

static void pipes_of(struct pa_case *c, uint32_t instance)
{
	double pipes, limit;

	if (pa_window_last(c->window, PA_V_FD_PIPE_PIPES_COUNT, instance, &pipes) &&
	    pa_window_last(c->window, PA_V_FD_PIPE_SOFT_LIMIT_PAGES, 0, &limit) && limit > 0)
		pa_facts_put(&c->facts, PA_V_FD_PIPE_USED_RATIO, instance,
			     pipes * pa_k_pipe_pages / limit);
}

/* Events of hardware that share counters. */
static void counters(struct pa_case *c)
{
	double enabled, running;

	if (!pa_window_delta(c->window, PA_V_PERF_PMU_ENABLED_NS, 0, &enabled) ||
	    !pa_window_delta(c->window, PA_V_PERF_PMU_RUNNING_NS, 0, &running) || enabled <= 0)
		return;
	pa_facts_put(&c->facts, PA_V_PERF_PMU_RUNNING_RATIO, 0, running / enabled);
	pa_facts_put(&c->facts, PA_V_PERF_PMU_SHARED_RATIO, 0,
		     running < enabled ? 1 - running / enabled : 0);
}

/* Calls that were refused, of the seconds in which they were counted. */
static void failures(struct pa_case *c)
{
	static const uint16_t pairs[][2] = {
		{ PA_V_TASK_PID_FAILED_PER_S, PA_V_TASK_PID_FAILED_CALLS_COUNT },
		{ PA_V_FD_INOTIFY_FAILED_PER_S, PA_V_FD_INOTIFY_FAILED_CALLS_COUNT },
		{ PA_V_AIO_NATIVE_FAILED_PER_S, PA_V_AIO_NATIVE_FAILED_CALLS_COUNT },
		{ PA_V_IPC_SYSV_FAILED_PER_S, PA_V_IPC_SYSV_FAILED_CALLS_COUNT },
		{ PA_V_KEY_RING_FAILED_PER_S, PA_V_KEY_RING_FAILED_CALLS_COUNT },
		{ PA_V_SIG_QUEUE_OVERFLOWS_PER_S, PA_V_SIG_QUEUE_OVERFLOWS_COUNT },
		{ PA_V_RLIMIT_ANY_FAILED_MAPS_PER_S, PA_V_MEM_COMMIT_FAILED_CALLS_COUNT },
	};
	double mean;

	for (size_t i = 0; i < sizeof(pairs) / sizeof(pairs[0]); i++)
		(void)pa_derive_rate(c, pairs[i][0], pairs[i][1], 0, 1); /* when it is known */
	if (pa_window_mean(c->window, PA_V_IPC_MQUEUE_SENDERS_COUNT, 0, &mean))
		pa_facts_put(&c->facts, PA_V_IPC_MQUEUE_BLOCKED_COUNT, 0, mean);
}

static void clock_state(struct pa_case *c)
{
	double value;

	if (pa_window_mean(c->window, PA_V_CLOCK_SYNC_UNSYNCHRONIZED_FLAG, 0, &value))
		pa_facts_put(&c->facts, PA_V_CLOCK_SYNC_ADRIFT_FLAG, 0, value >= 1);
	if (pa_window_last(c->window, PA_V_CLOCK_SYNC_MAX_ERROR_US, 0, &value))
		pa_facts_put(&c->facts, PA_V_CLOCK_SYNC_MAX_ERROR_S, 0, value / 1e6);
}

void pa_derive_limits(struct pa_case *c)
{
	clock_state(c);
	failures(c);
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		one_row(c, &rows[i]);
	pa_derive_each(c, PA_V_KEY_RING_KEYS_COUNT, keys_of);
	pa_derive_each(c, PA_V_FD_PIPE_PIPES_COUNT, pipes_of);
	system_v(c);
	counters(c);
	pa_derive_rate(c, PA_V_BPF_PROG_CPU_RATIO, PA_V_BPF_PROG_RUN_NS, 0, 1e-9);
	pa_derive_rate(c, PA_V_AUDIT_Q_WAITED_PER_S, PA_V_AUDIT_Q_WAITED_TICKS, 0, 1);
	pa_derive_rate(c, PA_V_AUDIT_Q_LOST_PER_S, PA_V_AUDIT_Q_LOST_COUNT, 0, 1);
}
