/* SPDX-License-Identifier: Apache-2.0 */
#include "platform/linux/sysfs_tuning.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "catalog/values.h"
#include "model/moment.h"
#include "platform/linux/cpu_list.h"
#include "platform/linux/folder.h"
#include "platform/linux/settings.h"
#include "platform/linux/source.h"
#include "platform/platform.h"
#include "platform/root.h"

static const struct pa_setting_row rows[] = {
	{ .path = "sys/kernel/mm/transparent_hugepage/enabled",
	  .metric = PA_V_MEM_THP_ENABLED_STATE },
	{ .path = "sys/kernel/mm/transparent_hugepage/defrag",
	  .metric = PA_V_MEM_THP_DEFRAG_STATE },
	{ .path = "sys/devices/system/clocksource/clocksource0/current_clocksource",
	  .metric = PA_V_CLOCK_SYNC_SOURCE_STATE },
	{ .path = "sys/devices/system/cpu/smt/control", .metric = PA_V_CPU_SMT_CONTROL_STATE },
	{ .path = "sys/devices/system/cpu/intel_pstate/no_turbo",
	  .metric = PA_V_CPU_FREQ_NO_TURBO_FLAG },
	{ .path = "sys/devices/system/cpu/cpufreq/boost", .metric = PA_V_CPU_FREQ_BOOST_FLAG },
	{ .path = "sys/kernel/tracing/current_tracer", .metric = PA_V_TRACE_RING_TRACER_STATE },
};

bool pa_sysfs_tuning_is_mitigated(const char *text, size_t text_bytes)
{
	static const char word[] = "Mitigation";

	return text_bytes >= sizeof(word) - 1 && !memcmp(text, word, sizeof(word) - 1);
}

/* How many flaws of its CPUs this kernel works around. */
static void read_mitigations(struct pa_linux *sys, struct pa_moment *moment)
{
	static const char path[] = "sys/devices/system/cpu/vulnerabilities";
	struct pa_folder folder = { 0 };
	uint64_t count = 0;
	int error = pa_folder_list(&folder, sys->root, path);

	for (uint32_t i = 0; i < folder.count; i++) {
		char file[512];
		int failed;

		if ((size_t)snprintf(file, sizeof(file), "%s/%s", path, folder.name[i]) >=
		    sizeof(file))
			continue;
		failed = pa_root_read_path(sys->root, file, sys->text);
		if (!failed && !sys->text->used_bytes)
			failed = -EBADMSG;
		error = error ? error : failed; /* fewer would be told than there are */
		if (failed)
			continue;
		count += pa_sysfs_tuning_is_mitigated(sys->text->bytes, sys->text->used_bytes);
	}
	pa_folder_done(&folder);
	if (error)
		pa_moment_miss(moment, PA_V_CPU_ALL_MITIGATIONS_COUNT, 0, pa_state_of_errno(error));
	else
		pa_moment_put(moment, PA_V_CPU_ALL_MITIGATIONS_COUNT, 0, count);
}

/* CPUs that isolcpus= took out of load balancing: an empty list when there are none. */
static void read_isolated(struct pa_linux *sys, struct pa_moment *moment)
{
	struct pa_cpu_list list;
	int error = pa_root_read_path(sys->root, "sys/devices/system/cpu/isolated", sys->text);

	if (!error)
		error = pa_cpu_list_parse(sys->text->bytes, sys->text->used_bytes, &list);
	if (error)
		pa_moment_miss(moment, PA_V_CPU_EACH_ISOLATED_COUNT, 0, pa_state_of_errno(error));
	else
		pa_moment_put(moment, PA_V_CPU_EACH_ISOLATED_COUNT, 0, list.count);
}

static int read_source(void *self, struct pa_linux *sys, struct pa_moment *moment)
{
	int error = pa_settings_read(rows, sizeof(rows) / sizeof(rows[0]), sys, moment);

	(void)self; /* there is none */
	read_mitigations(sys, moment);
	read_isolated(sys, moment);
	return error;
}

const struct pa_source pa_source_sysfs_tuning = {
	.name = "sysfs_tuning",
	.pass = PA_PASS_RARE,
	.read = read_source,
};
