/* SPDX-License-Identifier: Apache-2.0 */
#include "platform/linux/thermal_throttle.h"

#include <string.h>

#include "base/names.h"
#include "catalog/values.h"
#include "platform/linux/attributes.h"
#include "platform/linux/source.h"
#include "platform/platform.h"

enum { CPUS_MAX = 64 };

static const struct pa_attribute rows[] = {
	{ .file = "thermal_throttle/core_throttle_count",
	  .metric = PA_V_CPU_THERMAL_CORE_THROTTLES_COUNT },
	{ .file = "thermal_throttle/package_throttle_count",
	  .metric = PA_V_CPU_THERMAL_PACKAGE_THROTTLES_COUNT },
	{ .file = "thermal_throttle/core_throttle_total_time_ms",
	  .metric = PA_V_CPU_THERMAL_CORE_THROTTLED_MS },
	{ .file = "thermal_throttle/package_throttle_total_time_ms",
	  .metric = PA_V_CPU_THERMAL_PACKAGE_THROTTLED_MS },
};

static bool put_cpu(struct pa_linux *sys, const char *path, const char *cpu,
		    struct pa_moment *moment)
{
	return pa_attributes_put(sys, path, rows, sizeof(rows) / sizeof(rows[0]),
				 pa_names_id(sys->names, cpu, strlen(cpu)), moment) > 0;
}

static int read_source(void *self, struct pa_linux *sys, struct pa_moment *moment)
{
	(void)self;
	return pa_attributes_each(sys, "sys/devices/system/cpu", "cpu", CPUS_MAX,
				  pa_source_thermal_throttle.name, put_cpu, moment);
}

const struct pa_source pa_source_thermal_throttle = {
	.name = "thermal_throttle",
	.pass = PA_PASS_RARE,
	.read = read_source,
};
