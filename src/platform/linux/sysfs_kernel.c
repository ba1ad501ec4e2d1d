/* SPDX-License-Identifier: Apache-2.0 */
#include "platform/linux/sysfs_kernel.h"

#include "catalog/values.h"
#include "platform/linux/numbers.h"
#include "platform/linux/source.h"
#include "platform/platform.h"

static const struct pa_number_row rows[] = {
	{ "sys/kernel/softlockup_count", PA_V_HOST_LOCKUP_SOFTLOCKUPS_COUNT, 0 },
	{ "sys/kernel/hardlockup_count", PA_V_HOST_LOCKUP_HARDLOCKUPS_COUNT, 0 },
	{ "sys/kernel/rcu_stall_count", PA_V_HOST_LOCKUP_RCU_STALLS_COUNT, 0 },
	{ "sys/kernel/rcu_stall_count", PA_V_RCU_GP_STALLS_COUNT, 0 },
	{ "sys/kernel/warn_count", PA_V_HOST_LOCKUP_WARNINGS_COUNT, 0 },
	{ "sys/kernel/oops_count", PA_V_HOST_LOCKUP_OOPSES_COUNT, 0 },
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

const struct pa_source pa_source_sysfs_kernel = {
	.name = "sysfs_kernel",
	.pass = PA_PASS_SLOW,
	.open = open_source,
	.read = read_source,
	.close = pa_numbers_close,
};
