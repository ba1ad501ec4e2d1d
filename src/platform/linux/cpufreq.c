/* SPDX-License-Identifier: Apache-2.0 */
#include "platform/linux/cpufreq.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/names.h"
#include "catalog/values.h"
#include "model/moment.h"
#include "platform/linux/attributes.h"
#include "platform/linux/source.h"
#include "platform/platform.h"

enum { POLICIES_MAX = 64, GOVERNORS_MAX = 8, NAME_MAX_BYTES = 32, HZ_OF_KHZ = 1000 };

/* The files are in kHz. bios_limit is there with acpi-cpufreq only. */
static const struct pa_attribute rows[] = {
	{ .file = "scaling_cur_freq", .metric = PA_V_CPU_FREQ_CURRENT_HZ, .times = HZ_OF_KHZ },
	{ .file = "scaling_max_freq", .metric = PA_V_CPU_FREQ_LIMIT_HZ, .times = HZ_OF_KHZ },
	{ .file = "scaling_min_freq", .metric = PA_V_CPU_FREQ_FLOOR_HZ, .times = HZ_OF_KHZ },
	{ .file = "cpuinfo_max_freq", .metric = PA_V_CPU_FREQ_MAX_HZ, .times = HZ_OF_KHZ },
	{ .file = "bios_limit", .metric = PA_V_CPU_FREQ_FIRMWARE_LIMIT_HZ, .times = HZ_OF_KHZ },
};

/* Whether the last rare pass found any: without one, others spare the listing. */
struct reader {
	bool found;
};

struct governors {
	uint32_t name[GOVERNORS_MAX], policies[GOVERNORS_MAX];
	uint32_t count;
};

static void count_governor(struct governors *governors, uint32_t name)
{
	uint32_t i = 0;

	while (i < governors->count && governors->name[i] != name)
		i++;
	if (i == GOVERNORS_MAX)
		return;
	if (i == governors->count)
		governors->name[governors->count++] = name;
	governors->policies[i]++;
}

static int read_source(void *self, struct pa_linux *sys, struct pa_moment *moment)
{
	static const char folder[] = "sys/devices/system/cpu/cpufreq";
	/* All of it rarely, the clock itself with every slow pass. */
	bool rare = sys->passes & PA_PASS_RARE;
	struct governors governors = { 0 };
	struct pa_folder policies = { 0 };
	struct reader *reader = self;
	uint32_t told = 0;
	int error;

	if (!rare && !reader->found)
		return 0;
	error = pa_folder_list(&policies, sys->root, folder);
	for (uint32_t i = 0; i < policies.count && told < POLICIES_MAX; i++) {
		const char *policy = policies.name[i];
		char path[PA_ATTRIBUTE_PATH_BYTES], governor[NAME_MAX_BYTES];

		if (strncmp(policy, "policy", 6) != 0 ||
		    snprintf(path, sizeof(path), "%s/%s", folder, policy) >= (int)sizeof(path))
			continue;
		told += pa_attributes_put(
				sys, path, rows, rare ? sizeof(rows) / sizeof(rows[0]) : 1,
				pa_names_id(sys->names, policy, strlen(policy)), moment) > 0;
		if (rare &&
		    pa_attribute_text(sys, path, "scaling_governor", governor, sizeof(governor)))
			count_governor(&governors,
				       pa_names_id(sys->names, governor, strlen(governor)));
	}
	for (uint32_t i = 0; i < governors.count; i++)
		pa_moment_put(moment, PA_V_CPU_FREQ_GOVERNOR_COUNT, governors.name[i],
			      governors.policies[i]);
	reader->found = told > 0;
	if (!told)
		pa_source_miss(moment, pa_source_cpufreq.name,
			       error ? pa_state_of_errno(error) : PA_ABSENT);
	pa_folder_done(&policies);
	return error;
}

static void *open_source(struct pa_linux *sys)
{
	(void)sys;
	return pa_alloc(sizeof(struct reader));
}

const struct pa_source pa_source_cpufreq = {
	.name = "cpufreq",
	.pass = PA_PASS_SLOW,
	.open = open_source,
	.read = read_source,
	.close = free,
};
