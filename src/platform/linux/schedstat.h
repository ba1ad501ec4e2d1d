/* SPDX-License-Identifier: Apache-2.0 */
/*
 * /proc/schedstat (CONFIG_SCHEDSTATS): how long tasks stood in the run queue of each CPU, and
 * how often balancing between CPUs failed.
 */
#ifndef PA_PLATFORM_LINUX_SCHEDSTAT_H
#define PA_PLATFORM_LINUX_SCHEDSTAT_H

#include <stddef.h>
#include <stdint.h>

#include "platform/linux/cpu_names.h"

struct pa_moment;
struct pa_names;
struct pa_source;

extern const struct pa_source pa_source_schedstat;

/* All zero is a new one. */
struct pa_schedstat {
	struct pa_cpu_names cpus;
};

/*
 * Parse text_bytes bytes of version 15, 16 or 17. For each "cpuN" its run_delay (ns) and
 * timeslices become values of instance "cpuN"; the lb_failed columns of all domains make one sum
 * (32-bit counters in the kernel), a miss when a domain's line has an unknown length.
 * Returns 0, or -EBADMSG with nothing appended when the version line is missing or unknown.
 * Source: kernel/sched/stats.c, show_schedstat(); Documentation/scheduler/sched-stats.rst.
 */
int pa_schedstat_parse(struct pa_schedstat *self, const char *text, size_t text_bytes,
		       struct pa_names *names, struct pa_moment *moment);

void pa_schedstat_done(struct pa_schedstat *self);

#endif
