/* SPDX-License-Identifier: Apache-2.0 */
#include "platform/linux/cpufreq_policy.h"

#include <string.h>

#include "base/names.h"
#include "catalog/values.h"
#include "platform/linux/folder.h"
#include "platform/linux/settings.h"
#include "platform/linux/source.h"
#include "platform/platform.h"

enum { HZ_OF_KHZ = 1000 };

static const char folder_path[] = "sys/devices/system/cpu/cpufreq";

static const struct pa_setting_row rows[] = {
	{ .path = "scaling_governor", .metric = PA_V_CPU_FREQ_GOVERNOR_STATE },
	{ .path = "scaling_driver", .metric = PA_V_CPU_FREQ_DRIVER_STATE },
	{ .path = "energy_performance_preference", .metric = PA_V_CPU_FREQ_PREFERENCE_STATE },
	{ .path = "scaling_max_freq", .metric = PA_V_CPU_FREQ_CEILING_HZ, .scale = HZ_OF_KHZ },
	{ .path = "cpuinfo_max_freq", .metric = PA_V_CPU_FREQ_HARDWARE_HZ, .scale = HZ_OF_KHZ },
};

static int read_source(void *self, struct pa_linux *sys, struct pa_moment *moment)
{
	struct pa_folder folder = { 0 };
	int error = pa_folder_list(&folder, sys->root, folder_path);
	uint32_t count = 0;

	(void)self; /* there is none */
	for (uint32_t i = 0; i < folder.count; i++) {
		const char *name = folder.name[i];

		if (strncmp(name, "policy", 6) != 0)
			continue;
		count += pa_settings_read_below(
			rows, sizeof(rows) / sizeof(rows[0]), sys, folder_path, name,
			pa_names_id(sys->names, name, strlen(name)), moment);
	}
	pa_folder_done(&folder);
	if (!count)
		pa_source_miss(moment, pa_source_cpufreq_policy.name,
			       error ? pa_state_of_errno(error) : PA_ABSENT);
	return error;
}

const struct pa_source pa_source_cpufreq_policy = {
	.name = "cpufreq_policy",
	.pass = PA_PASS_RARE,
	.read = read_source,
};
