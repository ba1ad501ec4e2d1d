/* SPDX-License-Identifier: Apache-2.0 */
#include "cases_tasks.h"

#include "scene.h"

#define WORKER "100:100:4000" /* as worker() makes it */

static struct scene_task *worker(struct scene *s)
{
	return scene_task(s, 100, 100, "worker", 0.05);
}

static void used(struct scene *s, uint16_t metric, double value, uint16_t limit, double most,
		 const char *instance)
{
	scene_gauge(s, metric, instance, value);
	scene_gauge(s, limit, instance, most);
}

void case_rlimit_threads(struct scene *s)
{
	(void)worker(s);
	used(s, PA_V_RLIMIT_ANY_THREADS_COUNT, 4096, PA_V_RLIMIT_ANY_THREAD_LIMIT_COUNT, 4096,
	     WORKER);
	scene_counter(s, PA_V_TASK_PID_FAILED_CALLS_COUNT, "", 12);
}

void case_rlimit_addresses(struct scene *s)
{
	(void)worker(s);
	used(s, PA_V_RLIMIT_ANY_ADDRESS_BYTES, 1060e6, PA_V_RLIMIT_ANY_ADDRESS_LIMIT_BYTES, 1073e6,
	     WORKER);
	scene_counter(s, PA_V_MEM_COMMIT_FAILED_CALLS_COUNT, "", 3);
}

void case_signals_lost(struct scene *s)
{
	(void)worker(s);
	used(s, PA_V_SIG_QUEUE_PENDING_COUNT, 7000, PA_V_SIG_QUEUE_LIMIT_COUNT, 7000, WORKER);
	scene_counter(s, PA_V_SIG_QUEUE_OVERFLOWS_COUNT, "", 40);
}

void case_inotify_full(struct scene *s)
{
	(void)worker(s);
	scene_gauge(s, PA_V_FD_INOTIFY_WATCHES_COUNT, "uid:1000", 8192);
	scene_gauge(s, PA_V_FD_INOTIFY_HOLDER_COUNT, WORKER, 8000);
	scene_gauge(s, PA_V_FD_INOTIFY_LIMIT_COUNT, "", 8192);
}

void case_inotify_exhausted(struct scene *s)
{
	case_inotify_full(s);
	scene_counter(s, PA_V_FD_INOTIFY_FAILED_CALLS_COUNT, "", 5);
}

void case_aio_contexts_exhausted(struct scene *s)
{
	used(s, PA_V_AIO_NATIVE_USED_COUNT, 65400, PA_V_AIO_NATIVE_LIMIT_COUNT, 65536, "");
	scene_counter(s, PA_V_AIO_NATIVE_FAILED_CALLS_COUNT, "", 2);
}

void case_sysv_exhausted(struct scene *s)
{
	used(s, PA_V_IPC_SYSV_SETS_COUNT, 128, PA_V_IPC_SYSV_SET_LIMIT_COUNT, 128, "");
	scene_counter(s, PA_V_IPC_SYSV_FAILED_CALLS_COUNT, "", 2);
}

void case_key_quota(struct scene *s)
{
	used(s, PA_V_KEY_RING_KEYS_COUNT, 150, PA_V_KEY_RING_KEY_LIMIT_COUNT, 200, "uid:1000");
	used(s, PA_V_KEY_RING_USED_BYTES, 19990, PA_V_KEY_RING_LIMIT_BYTES, 20000, "uid:1000");
	scene_counter(s, PA_V_KEY_RING_FAILED_CALLS_COUNT, "", 2);
}

void case_mqueue_full(struct scene *s)
{
	scene_gauge(s, PA_V_IPC_MQUEUE_SENDERS_COUNT, "", 3);
}

void case_zombies(struct scene *s)
{
	(void)worker(s);
	scene_gauge(s, PA_V_TASK_PID_PID_LIMIT_COUNT, "", 200);
	for (int32_t pid = 200; pid < 222; pid++) {
		struct scene_task *t = scene_task(s, pid, pid, "child", 0);

		t->base.state = 'Z';
		t->base.ppid = 100;
		t->base.thread_count = 1;
	}
}

void case_clock_unsynchronized(struct scene *s)
{
	scene_gauge(s, PA_V_CLOCK_SYNC_UNSYNCHRONIZED_FLAG, "", 1);
	scene_gauge(s, PA_V_CLOCK_SYNC_MAX_ERROR_US, "", 16000000);
}

void case_audit_backlog(struct scene *s)
{
	scene_counter(s, PA_V_AUDIT_Q_WAITED_TICKS, "", 180);
	used(s, PA_V_AUDIT_Q_BACKLOG_COUNT, 8191, PA_V_AUDIT_Q_LIMIT_COUNT, 8192, "");
}

void case_audit_lost(struct scene *s)
{
	scene_counter(s, PA_V_AUDIT_Q_LOST_COUNT, "", 30);
}

/* A limit that is used to the full does what it is for, as long as nobody wants more. */
void trap_full_limits_that_refuse_nobody(struct scene *s)
{
	case_rlimit_threads(s);
	case_aio_contexts_exhausted(s);
	case_sysv_exhausted(s);
	case_key_quota(s);
	case_signals_lost(s);
	scene_counter(s, PA_V_TASK_PID_FAILED_CALLS_COUNT, "", 0);
	scene_counter(s, PA_V_AIO_NATIVE_FAILED_CALLS_COUNT, "", 0);
	scene_counter(s, PA_V_IPC_SYSV_FAILED_CALLS_COUNT, "", 0);
	scene_counter(s, PA_V_KEY_RING_FAILED_CALLS_COUNT, "", 0);
	scene_counter(s, PA_V_SIG_QUEUE_OVERFLOWS_COUNT, "", 0);
}

/* The user's limit is full too, but it is the group's that refuses. */
void trap_forks_that_a_group_refuses(struct scene *s)
{
	case_rlimit_threads(s);
	scene_counter(s, PA_V_CG_PIDS_REFUSED_COUNT, "cg1:pids:/tenant-blue", 0.15);
}

/* A program that tries a size and takes a smaller one. */
void trap_calls_that_fail_far_from_a_limit(struct scene *s)
{
	(void)worker(s);
	used(s, PA_V_RLIMIT_ANY_ADDRESS_BYTES, 400e6, PA_V_RLIMIT_ANY_ADDRESS_LIMIT_BYTES, 1073e6,
	     WORKER);
	used(s, PA_V_RLIMIT_ANY_THREADS_COUNT, 100, PA_V_RLIMIT_ANY_THREAD_LIMIT_COUNT, 4096,
	     WORKER);
	scene_counter(s, PA_V_MEM_COMMIT_FAILED_CALLS_COUNT, "", 300);
	scene_counter(s, PA_V_TASK_PID_FAILED_CALLS_COUNT, "", 30);
}

/* Instances that children inherited: the sum is above what the kernel allows. */
void trap_watches_counted_twice(struct scene *s)
{
	case_inotify_exhausted(s);
	scene_gauge(s, PA_V_FD_INOTIFY_WATCHES_COUNT, "uid:1000", 16000);
}

/* The retired row: a constant 256 of 256 since 5.18, small numbers before. */
void trap_low_entropy(struct scene *s)
{
	scene_gauge(s, PA_V_RND_ENTROPY_AVAILABLE_COUNT, "", 1);
	scene_counter(s, PA_V_RND_ENTROPY_UNREADY_COUNT, "", 0);
}
