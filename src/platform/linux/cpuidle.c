/* SPDX-License-Identifier: Apache-2.0 */
#include "platform/linux/cpuidle.h"

#include <stdio.h>

#include "base/names.h"
#include "catalog/values.h"
#include "platform/linux/attributes.h"
#include "platform/linux/source.h"
#include "platform/platform.h"

enum { CPUS_MAX = 64, NAME_MAX_BYTES = 64 };

static const struct pa_attribute rows[] = {
	{ .file = "time", .metric = PA_V_CPU_IDLE_TIME_US },
	{ .file = "usage", .metric = PA_V_CPU_IDLE_ENTRIES_COUNT },
	{ .file = "above", .metric = PA_V_CPU_IDLE_ABOVE_COUNT },
	{ .file = "below", .metric = PA_V_CPU_IDLE_BELOW_COUNT },
	{ .file = "rejected", .metric = PA_V_CPU_IDLE_REJECTED_COUNT },
};

static bool put_cpu(struct pa_linux *sys, const char *path, const char *cpu,
		    struct pa_moment *moment)
{
	char folder[PA_ATTRIBUTE_PATH_BYTES], state[PA_ATTRIBUTE_PATH_BYTES + 256];
	char name[NAME_MAX_BYTES];
	struct pa_folder states = { 0 };
	bool any = false;

	if (snprintf(folder, sizeof(folder), "%s/cpuidle", path) >= (int)sizeof(folder))
		return false;
	(void)pa_folder_list(&states, sys->root, folder); /* without one it stays empty */
	for (uint32_t i = 0; i < states.count; i++) {
		uint32_t instance;

		(void)snprintf(state, sizeof(state), "%s/%s", folder, states.name[i]);
		if (!pa_attribute_text(sys, state, "name", name, sizeof(name)))
			continue;
		instance = pa_names_idf(sys->names, "%s/%s", cpu, name);
		any = pa_attributes_put(sys, state, rows, sizeof(rows) / sizeof(rows[0]), instance,
					moment) ||
		      any;
	}
	pa_folder_done(&states);
	return any;
}

static int read_source(void *self, struct pa_linux *sys, struct pa_moment *moment)
{
	(void)self;
	return pa_attributes_each(sys, "sys/devices/system/cpu", "cpu", CPUS_MAX,
				  pa_source_cpuidle.name, put_cpu, moment);
}

const struct pa_source pa_source_cpuidle = {
	.name = "cpuidle",
	.pass = PA_PASS_RARE,
	.read = read_source,
};
