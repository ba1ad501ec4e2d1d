/* SPDX-License-Identifier: Apache-2.0 */
#include "platform/linux/topology.h"

#include <string.h>

#include "base/names.h"
#include "catalog/values.h"
#include "model/moment.h"
#include "platform/linux/attributes.h"
#include "platform/linux/cpu_list.h"
#include "platform/linux/source.h"
#include "platform/platform.h"

enum { CPUS_MAX = 64, LIST_MAX_BYTES = 256 };

static bool put_cpu(struct pa_linux *sys, const char *path, const char *cpu,
		    struct pa_moment *moment)
{
	struct pa_cpu_list siblings;
	char list[LIST_MAX_BYTES];
	uint32_t instance;

	if (!pa_attribute_text(sys, path, "topology/thread_siblings_list", list, sizeof(list)) ||
	    pa_cpu_list_parse(list, strlen(list), &siblings) || !siblings.count)
		return false;
	instance = pa_names_id(sys->names, cpu, strlen(cpu));
	pa_moment_put(moment, PA_V_CPU_SMT_SIBLINGS_COUNT, instance, siblings.count);
	pa_moment_put(moment, PA_V_CPU_SMT_CORE_STATE, instance, siblings.first);
	return true;
}

static int read_source(void *self, struct pa_linux *sys, struct pa_moment *moment)
{
	(void)self;
	return pa_attributes_each(sys, "sys/devices/system/cpu", "cpu", CPUS_MAX,
				  pa_source_topology.name, put_cpu, moment);
}

const struct pa_source pa_source_topology = {
	.name = "topology",
	.pass = PA_PASS_RARE,
	.read = read_source,
};
