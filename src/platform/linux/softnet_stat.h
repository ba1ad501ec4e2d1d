/* SPDX-License-Identifier: Apache-2.0 */
/*
 * /proc/net/softnet_stat: what the receive soft interrupt of each CPU did.
 */
#ifndef PA_PLATFORM_LINUX_SOFTNET_STAT_H
#define PA_PLATFORM_LINUX_SOFTNET_STAT_H

#include <stddef.h>
#include <stdint.h>

#include "platform/linux/cpu_names.h"

struct pa_moment;
struct pa_names;
struct pa_source;

extern const struct pa_source pa_source_softnet_stat;

/* All zero is a new one. */
struct pa_softnet_stat {
	struct pa_cpu_names cpus;
};

/*
 * Parse text_bytes bytes: one line of hexadecimal columns for each online CPU; column 13 is
 * its number, in kernels that have no such column the line's. Instances "cpuN"; 32-bit
 * counters that wrap. A column that no line has is an ABSENT miss.
 * Returns 0, or -EBADMSG with nothing appended when no line has three columns.
 * Source: net/core/net-procfs.c, softnet_seq_show().
 */
int pa_softnet_stat_parse(struct pa_softnet_stat *self, const char *text, size_t text_bytes,
			  struct pa_names *names, struct pa_moment *moment);

void pa_softnet_stat_done(struct pa_softnet_stat *self);

#endif
