/* SPDX-License-Identifier: Apache-2.0 */
#include "platform/linux/cpu_names.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/names.h"

static void grow(struct pa_cpu_names *cpus, uint32_t count)
{
	cpus->id = pa_grow_array(cpus->id, count, sizeof(*cpus->id));
	memset(cpus->id + cpus->count, 0, (count - cpus->count) * sizeof(*cpus->id));
	cpus->count = count;
}

uint32_t pa_cpu_names_id(struct pa_cpu_names *cpus, struct pa_names *names, uint64_t cpu)
{
	if (cpu >= PA_CPU_NAMES_MAX)
		return 0;
	if (cpu >= cpus->count)
		grow(cpus, (uint32_t)cpu + 1);
	if (!cpus->id[cpu])
		cpus->id[cpu] = pa_names_idf(names, "cpu%u", (unsigned int)cpu);
	return cpus->id[cpu];
}

void pa_cpu_names_done(struct pa_cpu_names *cpus)
{
	free(cpus->id);
	*cpus = (struct pa_cpu_names){ 0 };
}
