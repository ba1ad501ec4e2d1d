/* SPDX-License-Identifier: Apache-2.0 */
#include "platform/linux/ksm.h"

#include "catalog/values.h"
#include "platform/linux/numbers.h"
#include "platform/linux/source.h"
#include "platform/platform.h"

static const struct pa_number_row rows[] = {
	{ "sys/kernel/mm/ksm/run", PA_V_MEM_KSM_RUN_STATE, 0 },
	{ "sys/kernel/mm/ksm/pages_shared", PA_V_MEM_KSM_SHARED_PAGES, 0 },
	{ "sys/kernel/mm/ksm/pages_sharing", PA_V_MEM_KSM_SHARING_PAGES, 0 },
	{ "sys/kernel/mm/ksm/pages_unshared", PA_V_MEM_KSM_UNSHARED_PAGES, 0 },
	{ "sys/kernel/mm/ksm/pages_volatile", PA_V_MEM_KSM_VOLATILE_PAGES, 0 },
	{ "sys/kernel/mm/ksm/full_scans", PA_V_MEM_KSM_FULL_SCANS_COUNT, 0 },
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

const struct pa_source pa_source_ksm = {
	.name = "ksm",
	.pass = PA_PASS_SLOW,
	.open = open_source,
	.read = read_source,
	.close = pa_numbers_close,
};
