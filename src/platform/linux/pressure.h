/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Pressure stall information of the machine, /proc/pressure; cgroups have the same files.
 */
#ifndef PA_PLATFORM_LINUX_PRESSURE_H
#define PA_PLATFORM_LINUX_PRESSURE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct pa_source;

extern const struct pa_source pa_source_pressure;

/* One file: stall time in microseconds since boot (or since the group began). */
struct pa_pressure {
	uint64_t some_us, full_us;
	bool has_some, has_full; /* irq has no "some"; old kernels no "full" for cpu */
};

/*
 * Parse text_bytes bytes, which need not end in NUL. out is untouched on failure.
 * Returns 0, or -EBADMSG when neither line has a total.
 * Source: kernel/sched/psi.c, psi_show().
 */
int pa_pressure_parse(const char *text, size_t text_bytes, struct pa_pressure *out);

#endif
