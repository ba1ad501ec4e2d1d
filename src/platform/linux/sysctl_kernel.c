/* SPDX-License-Identifier: Apache-2.0 */
#include "platform/linux/sysctl_kernel.h"

#include "catalog/values.h"
#include "platform/linux/numbers.h"
#include "platform/linux/source.h"
#include "platform/platform.h"

static const struct pa_number_row rows[] = {
	{ "proc/sys/kernel/pid_max", PA_V_TASK_PID_PID_LIMIT_COUNT, 0 },
	{ "proc/sys/kernel/threads-max", PA_V_TASK_PID_THREAD_LIMIT_COUNT, 0 },
	{ "proc/sys/kernel/tainted", PA_V_HOST_TAINT_TAINTED_FLAG, 0 },
	{ "proc/sys/kernel/hung_task_detect_count", PA_V_HOST_LOCKUP_HUNG_TASKS_COUNT, 0 },
	{ "proc/sys/kernel/hung_task_detect_count", PA_V_CPU_RUNQ_HUNG_TASKS_COUNT, 0 },
	{ "proc/sys/kernel/sched_rt_period_us", PA_V_RT_THROTTLE_PERIOD_US, 0 },
	{ "proc/sys/kernel/sched_rt_runtime_us", PA_V_RT_THROTTLE_RUNTIME_US, 0 },
	{ "proc/sys/kernel/random/entropy_avail", PA_V_RND_ENTROPY_AVAILABLE_COUNT, 0 },
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

const struct pa_source pa_source_sysctl_kernel = {
	.name = "sysctl_kernel",
	.pass = PA_PASS_SLOW,
	.open = open_source,
	.read = read_source,
	.close = pa_numbers_close,
};
