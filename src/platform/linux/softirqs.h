/* SPDX-License-Identifier: Apache-2.0 */
/*
 * /proc/softirqs: soft interrupts by vector and CPU.
 */
#ifndef PA_PLATFORM_LINUX_SOFTIRQS_H
#define PA_PLATFORM_LINUX_SOFTIRQS_H

#include <stddef.h>
#include <stdint.h>

#include "platform/linux/cell_names.h"
#include "platform/linux/cpu_names.h"
#include "platform/linux/line_names.h"

struct pa_moment;
struct pa_names;
struct pa_source;

extern const struct pa_source pa_source_softirqs;

/* All zero is a new one. */
struct pa_softirqs {
	struct pa_cpu_names cpus;
	struct pa_cell_names cells;
	struct pa_line_names vectors;
};

/*
 * Parse text_bytes bytes: the sum over CPUs of each vector (instance "NET_RX"), and NET_RX of
 * each CPU (instance "cpuN"), and each vector on each CPU where it ever ran (instance
 * "cpuN/NET_RX"), as far as there is room for names (cell_names.h). Counts since boot; a CPU's own
 * counter has 32 bits and wraps, so may the sum. Columns are possible CPUs in order. Returns 0, or
 * -EBADMSG with nothing appended when no vector is there. Source: fs/proc/softirqs.c,
 * show_softirqs().
 */
int pa_softirqs_parse(struct pa_softirqs *self, const char *text, size_t text_bytes,
		      struct pa_names *names, struct pa_moment *moment);

void pa_softirqs_done(struct pa_softirqs *self);

#endif
