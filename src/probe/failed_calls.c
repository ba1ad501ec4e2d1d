/* SPDX-License-Identifier: Apache-2.0 */
#include "probe/failed_calls.h"

#include <errno.h>
#include <linux/perf_event.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/buf.h"
#include "base/scan.h"
#include "catalog/values.h"
#include "model/moment.h"
#include "platform/root.h"
#include "probe/perf_group.h"
#include "probe/tracefs.h"

/* Filters compare with the numbers of include/uapi/asm-generic/errno*.h. */
struct call {
	uint16_t metric; /* neighbours of one metric are added */
	const char *name, *filter;
};

static const struct call calls_counted[] = {
	{ PA_V_FS_SPACE_FAILED_CALLS_COUNT, "write", "ret == -28" },
	{ PA_V_FS_SPACE_FAILED_CALLS_COUNT, "pwrite64", "ret == -28" },
	{ PA_V_FS_SPACE_FAILED_CALLS_COUNT, "fallocate", "ret == -28" },
	{ PA_V_FS_INODE_FAILED_CALLS_COUNT, "openat", "ret == -28" },
	{ PA_V_FS_QUOTA_FAILED_CALLS_COUNT, "write", "ret == -122" },
	{ PA_V_FS_QUOTA_FAILED_CALLS_COUNT, "openat", "ret == -122" },
	{ PA_V_FS_LOCK_FAILED_CALLS_COUNT, "fcntl", "ret == -35" },
	{ PA_V_FD_SYS_FAILED_CALLS_COUNT, "openat", "ret == -23" },
	{ PA_V_FD_SYS_FAILED_CALLS_COUNT, "socket", "ret == -23" },
	{ PA_V_FD_PROC_FAILED_CALLS_COUNT, "openat", "ret == -24" },
	{ PA_V_FD_PROC_FAILED_CALLS_COUNT, "socket", "ret == -24" },
	{ PA_V_FD_PROC_FAILED_CALLS_COUNT, "accept4", "ret == -24" },
	{ PA_V_FD_PIPE_FAILED_CALLS_COUNT, "fcntl", "ret == -1" },
	{ PA_V_FD_EPOLL_FAILED_CALLS_COUNT, "epoll_ctl", "ret == -28" },
	{ PA_V_FD_INOTIFY_FAILED_CALLS_COUNT, "inotify_add_watch", "ret == -28" },
	{ PA_V_NET_PORTS_FAILED_CALLS_COUNT, "connect", "ret == -99" },
	{ PA_V_NET_UNIX_FAILED_CALLS_COUNT, "connect", "ret == -11" },
	{ PA_V_TASK_PID_FAILED_CALLS_COUNT, "clone", "ret == -11" },
	{ PA_V_TASK_PID_FAILED_CALLS_COUNT, "clone3", "ret == -11" },
	{ PA_V_TASK_PID_FAILED_CALLS_COUNT, "vfork", "ret == -11" },
	{ PA_V_TASK_SHORT_FAILED_CALLS_COUNT, "execve", "ret < 0" },
	{ PA_V_MEM_COMMIT_FAILED_CALLS_COUNT, "mmap", "ret == -12" },
	{ PA_V_MEM_VMALLOC_FAILED_CALLS_COUNT, "mprotect", "ret == -12" },
	{ PA_V_MEM_VMALLOC_FAILED_CALLS_COUNT, "munmap", "ret == -12" },
	{ PA_V_MEM_MLOCK_FAILED_CALLS_COUNT, "mlock", "ret == -12 || ret == -1" },
	{ PA_V_CG_COUNT_FAILED_CALLS_COUNT, "mkdir", "ret == -11" },
	{ PA_V_LOCK_FUTEX_FAILED_CALLS_COUNT, "futex", "ret == -35" },
	{ PA_V_LOCK_FUTEX_TIMEOUTS_COUNT, "futex", "ret == -110" },
	{ PA_V_NS_USER_FAILED_CALLS_COUNT, "unshare", "ret == -28" },
	{ PA_V_RT_THROTTLE_FAILED_CALLS_COUNT, "sched_setattr", "ret == -16" },
	{ PA_V_AIO_NATIVE_FAILED_CALLS_COUNT, "io_setup", "ret == -11" },
	{ PA_V_IPC_SYSV_FAILED_CALLS_COUNT, "shmget", "ret == -28" },
	{ PA_V_IPC_SYSV_FAILED_CALLS_COUNT, "semget", "ret == -28" },
	{ PA_V_IPC_SYSV_FAILED_CALLS_COUNT, "msgget", "ret == -28" },
	{ PA_V_IPC_MQUEUE_FAILED_CALLS_COUNT, "mq_open", "ret == -28 || ret == -24" },
	{ PA_V_KEY_RING_FAILED_CALLS_COUNT, "add_key", "ret == -122" },
	{ PA_V_SIG_QUEUE_FAILED_CALLS_COUNT, "timer_create", "ret == -11" },
};

enum {
	CALLS = sizeof(calls_counted) / sizeof(calls_counted[0]),
	GROUPS = (CALLS + PA_PERF_GROUP_MAX - 1) / PA_PERF_GROUP_MAX,
	TEXT_MAX_BYTES = 1 << 16,
	NAME_BYTES = 64,
	ERRNO_MAX = 4095,
	CLOSER_STACK_BYTES = 64 << 10,
};

/* The events of one CPU. */
struct cpu_calls {
	struct pa_perf_group group[GROUPS];
};

/* What outlives the counting: a thread closes it. */
struct opened {
	struct cpu_calls *cpus;
	uint32_t cpu_count;
};

struct pa_failed_calls {
	struct pa_root *root;
	struct pa_buf text;
	struct opened *opened; /* live only */
	int error[CALLS];      /* positive errno of each call */
};

/* ---- opening */

static int open_on(struct cpu_calls *cpu, int32_t at, size_t call, uint64_t id)
{
	struct pa_perf_event what = { .type = PERF_TYPE_TRACEPOINT,
				      .config = id,
				      .filter = calls_counted[call].filter,
				      .pid = -1,
				      .cpu = at };

	return pa_perf_group_add(&cpu->group[call / PA_PERF_GROUP_MAX], &what, (uint8_t)call);
}

/* One call on every CPU that is on; 0 or the negative errno of the first that failed. */
static int open_call(struct opened *opened, size_t call, uint64_t id)
{
	int first_error = -ENODEV;
	bool any = false;

	for (uint32_t i = 0; i < opened->cpu_count; i++) {
		int error = open_on(&opened->cpus[i], (int32_t)i, call, id);

		if (error && error != -ENODEV)
			return error;
		any |= !error;
	}
	return any ? 0 : first_error;
}

static void open_all(struct pa_failed_calls *calls)
{
	long count = sysconf(_SC_NPROCESSORS_CONF);
	struct pa_tracefs tracefs;
	struct rlimit limit = { 0 };

	calls->opened = pa_alloc(sizeof(*calls->opened));
	calls->opened->cpu_count = count > 0 ? (uint32_t)count : 1;
	calls->opened->cpus = pa_alloc_array(calls->opened->cpu_count, sizeof(struct cpu_calls));
	(void)getrlimit(RLIMIT_NOFILE, &limit); /* or nothing may be opened */
	pa_tracefs_init(&tracefs);
	for (size_t i = 0; i < CALLS; i++) {
		char name[NAME_BYTES];
		struct pa_buf path;
		uint64_t id;
		int error = -EPERM;

		pa_buf_init(&path, sizeof(name));
		pa_buf_printf(&path, "syscalls/sys_exit_%s", calls_counted[i].name);
		/* A quarter of our descriptors: the counters have half of them. */
		if ((i + 1) * calls->opened->cpu_count <= limit.rlim_cur / 4)
			error = pa_tracefs_id(&tracefs, path.bytes, &id);
		if (!error)
			error = open_call(calls->opened, i, id);
		calls->error[i] = -error;
		pa_buf_done(&path);
	}
	pa_tracefs_done(&tracefs);
}

struct pa_failed_calls *pa_failed_calls_open(struct pa_root *root)
{
	struct pa_failed_calls *calls = pa_alloc(sizeof(*calls));

	calls->root = root;
	pa_buf_init(&calls->text, TEXT_MAX_BYTES);
	if (!pa_root_is_replay(root))
		open_all(calls);
	return calls;
}

/* ---- closing */

static void *close_all(void *arg)
{
	struct opened *opened = arg;

	for (uint32_t i = 0; i < opened->cpu_count; i++)
		for (size_t g = 0; g < GROUPS; g++)
			pa_perf_group_done(&opened->cpus[i].group[g]);
	free(opened->cpus);
	free(opened);
	return NULL;
}

/* In a thread that no signal of the process is handled in; here when none can be started. */
static void close_aside(struct opened *opened)
{
	pthread_attr_t attributes;
	sigset_t all, before;
	pthread_t id;
	int error;

	(void)sigfillset(&all);
	(void)pthread_attr_init(&attributes);
	(void)pthread_attr_setdetachstate(&attributes, PTHREAD_CREATE_DETACHED);
	(void)pthread_attr_setstacksize(&attributes, CLOSER_STACK_BYTES);
	(void)pthread_sigmask(SIG_SETMASK, &all, &before);
	error = pthread_create(&id, &attributes, close_all, opened);
	(void)pthread_sigmask(SIG_SETMASK, &before, NULL);
	(void)pthread_attr_destroy(&attributes);
	if (error)
		(void)close_all(opened);
}

struct pa_failed_calls *pa_failed_calls_close(struct pa_failed_calls *calls)
{
	if (!calls)
		return NULL;
	if (calls->opened)
		close_aside(calls->opened);
	pa_buf_done(&calls->text);
	free(calls);
	return NULL;
}

/* ---- telling */

static void add_group(const struct pa_perf_group *group, uint64_t count[CALLS])
{
	uint64_t values[PA_PERF_GROUP_MAX], enabled_ns, running_ns;

	if (pa_perf_group_read(group, values, &enabled_ns, &running_ns))
		return;
	for (uint32_t i = 0; i < group->count; i++)
		count[group->event[i]] += values[i];
}

static int ask(void *arg, struct pa_buf *out)
{
	const struct pa_failed_calls *calls = arg;
	uint64_t count[CALLS] = { 0 };

	for (uint32_t i = 0; i < calls->opened->cpu_count; i++)
		for (size_t g = 0; g < GROUPS; g++)
			add_group(&calls->opened->cpus[i].group[g], count);
	for (size_t i = 0; i < CALLS;) {
		const char *id = pa_values[calls_counted[i].metric].id;
		uint16_t metric = calls_counted[i].metric;
		int error = calls->error[i];
		uint64_t sum = 0;
		bool any = false;

		/* A call that this architecture does not have (vfork) is none that fails. */
		for (; i < CALLS && calls_counted[i].metric == metric; i++) {
			any |= !calls->error[i];
			sum += count[i];
		}
		if (any)
			pa_buf_printf(out, "%s %llu\n", id, (unsigned long long)sum);
		else
			pa_buf_printf(out, "error %s %d\n", id, error);
	}
	return 0;
}

/* ---- reading */

/* The value of this name among those that are counted here; PA_V_NONE when it is none. */
static uint16_t metric_of(struct pa_word name)
{
	for (size_t i = 0; i < CALLS; i++)
		if (pa_word_is(name, pa_values[calls_counted[i].metric].id))
			return calls_counted[i].metric;
	return PA_V_NONE;
}

static bool parse_line(struct pa_scan *line, struct pa_failed_calls_line *out)
{
	struct pa_failed_calls_line got = { 0 };
	struct pa_word name;
	uint64_t number;
	bool is_error;

	if (!pa_scan_word(line, &name))
		return false;
	is_error = pa_word_is(name, "error");
	if ((is_error && !pa_scan_word(line, &name)) || !pa_scan_u64(line, &number))
		return false;
	got.metric = metric_of(name);
	if (!got.metric || (is_error && (!number || number > ERRNO_MAX)))
		return false;
	if (is_error)
		got.error = (int32_t)number;
	else
		got.count = number;
	*out = got;
	return true;
}

bool pa_failed_calls_next(struct pa_scan *text, struct pa_failed_calls_line *out)
{
	struct pa_scan line;

	while (pa_scan_line(text, &line))
		if (parse_line(&line, out))
			return true;
	return false;
}

static void miss_all(struct pa_moment *moment, int error)
{
	for (size_t i = 0; i < CALLS; i++)
		if (!i || calls_counted[i].metric != calls_counted[i - 1].metric)
			pa_moment_miss(moment, calls_counted[i].metric, 0,
				       pa_state_of_errno(error));
}

void pa_failed_calls_read(struct pa_failed_calls *calls, struct pa_moment *moment)
{
	int error = pa_root_ask(calls->root, "src/perf/failed_calls", ask, calls, &calls->text);
	struct pa_failed_calls_line line;
	struct pa_scan scan;

	if (error) {
		miss_all(moment, error);
		return;
	}
	pa_scan_init(&scan, calls->text.bytes, calls->text.used_bytes);
	while (pa_failed_calls_next(&scan, &line)) {
		if (line.error)
			pa_moment_miss(moment, line.metric, 0, pa_state_of_errno(line.error));
		else
			pa_moment_put(moment, line.metric, 0, line.count);
	}
}
