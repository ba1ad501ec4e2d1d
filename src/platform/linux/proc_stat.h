/* SPDX-License-Identifier: Apache-2.0 */
/*
 * /proc/stat: time of each CPU and of all together, interrupts, context switches, forks.
 */
#ifndef PA_PLATFORM_LINUX_PROC_STAT_H
#define PA_PLATFORM_LINUX_PROC_STAT_H

#include <stddef.h>
#include <stdint.h>

#include "platform/linux/cpu_names.h"

struct pa_moment;
struct pa_names;
struct pa_source;

extern const struct pa_source pa_source_proc_stat;

/* The instances "cpuN", kept from one parse to the next. All zero is a new one. */
struct pa_proc_stat {
	struct pa_cpu_names cpus;
	uint32_t cpu_count; /* "cpuN" lines seen by the last parse */
};

/*
 * Parse the text of /proc/stat and append its values to moment.
 * text: text_bytes bytes, need not end in NUL; only read.
 * Values: *_ticks in USER_HZ since boot, per CPU with instance "cpuN"; *_count counters and
 * gauges of the machine (instance 0). user_ticks is the kernel's user + nice, guest_ticks its
 * guest + guest_nice. A line or column that is missing gives one ABSENT miss for each value it
 * alone holds; columns missing of a single CPU are left out.
 * Returns 0, or -EBADMSG with nothing appended when there is no "cpu" line.
 * Source: fs/proc/stat.c, show_stat().
 */
int pa_proc_stat_parse(struct pa_proc_stat *self, const char *text, size_t text_bytes,
		       struct pa_names *names, struct pa_moment *moment);

void pa_proc_stat_done(struct pa_proc_stat *self);

#endif
