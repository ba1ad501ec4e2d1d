/* SPDX-License-Identifier: Apache-2.0 */
#include "platform/linux/sysctl_vm.h"

#include "catalog/values.h"
#include "platform/linux/numbers.h"
#include "platform/linux/source.h"
#include "platform/platform.h"

static const struct pa_number_row rows[] = {
	{ "proc/sys/vm/overcommit_memory", PA_V_MEM_COMMIT_MODE_STATE, 0 },
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

const struct pa_source pa_source_sysctl_vm = {
	.name = "sysctl_vm",
	.pass = PA_PASS_RARE,
	.open = open_source,
	.read = read_source,
	.close = pa_numbers_close,
};
