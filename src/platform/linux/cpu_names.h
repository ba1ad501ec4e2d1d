/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The name ids of "cpu0", "cpu1" … so that no tick formats a name twice. Embedded in the
 * state of each source that has a value for every CPU.
 */
#ifndef PA_PLATFORM_LINUX_CPU_NAMES_H
#define PA_PLATFORM_LINUX_CPU_NAMES_H

#include <stdint.h>

struct pa_names;

/* The largest NR_CPUS that Kconfig allows is 8192 (arch/x86/Kconfig). */
enum { PA_CPU_NAMES_MAX = 8192 };

/* All zero is an empty one. Belongs to one pa_names for its whole life. */
struct pa_cpu_names {
	uint32_t *id; /* by CPU number, 0 is not asked yet */
	uint32_t count;
};

/* The id of "cpuN"; 0 when cpu is not below PA_CPU_NAMES_MAX: skip what has it. */
uint32_t pa_cpu_names_id(struct pa_cpu_names *cpus, struct pa_names *names, uint64_t cpu);

void pa_cpu_names_done(struct pa_cpu_names *cpus);

#endif
