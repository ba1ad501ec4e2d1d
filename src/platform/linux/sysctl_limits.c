/* SPDX-License-Identifier: Apache-2.0 */
#include "platform/linux/sysctl_limits.h"

#include "catalog/values.h"
#include "platform/linux/numbers.h"
#include "platform/platform.h"

/* Source: fs/notify/inotify/inotify_user.c, fs/notify/fanotify/fanotify_user.c (5.13),
 * fs/eventpoll.c, fs/pipe.c, ipc/mq_sysctl.c, net/core/sysctl_net_core.c,
 * kernel/events/core.c. */
static const struct pa_number_row rows[] = {
	{ "proc/sys/fs/epoll/max_user_watches", PA_V_FD_EPOLL_LIMIT_COUNT, 0 },
	{ "proc/sys/fs/inotify/max_user_watches", PA_V_FD_INOTIFY_LIMIT_COUNT, 0 },
	{ "proc/sys/fs/inotify/max_user_instances", PA_V_FD_INOTIFY_INSTANCE_LIMIT_COUNT, 0 },
	{ "proc/sys/fs/inotify/max_queued_events", PA_V_FD_INOTIFY_QUEUE_LIMIT_COUNT, 0 },
	{ "proc/sys/fs/fanotify/max_user_marks", PA_V_FD_FANOTIFY_LIMIT_COUNT, 0 },
	{ "proc/sys/fs/pipe-user-pages-soft", PA_V_FD_PIPE_SOFT_LIMIT_PAGES, 0 },
	{ "proc/sys/fs/mqueue/queues_max", PA_V_IPC_MQUEUE_LIMIT_COUNT, 0 },
	{ "proc/sys/net/core/bpf_jit_limit", PA_V_BPF_PROG_JIT_LIMIT_BYTES, 0 },
	{ "proc/sys/kernel/perf_event_max_sample_rate", PA_V_PERF_PMU_SAMPLE_RATE_HZ, 0 },
	{ "proc/sys/kernel/perf_event_mlock_kb", PA_V_PERF_PMU_LOCKED_LIMIT_KIB, 0 },
};

static void *open_source(struct pa_linux *sys)
{
	(void)sys;
	return pa_numbers_new(rows, sizeof(rows) / sizeof(rows[0]));
}

static int read_source(void *self, struct pa_linux *sys, struct pa_moment *moment)
{
	return pa_numbers_read(self, sys, moment);
}

const struct pa_source pa_source_sysctl_limits = {
	.name = "sysctl_limits",
	.pass = PA_PASS_RARE,
	.open = open_source,
	.read = read_source,
	.close = pa_numbers_close,
};
