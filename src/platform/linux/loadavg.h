/* SPDX-License-Identifier: Apache-2.0 */
/*
 * /proc/loadavg: only the number of threads. The averages themselves are never an input:
 * they count tasks that wait for anything.
 */
#ifndef PA_PLATFORM_LINUX_LOADAVG_H
#define PA_PLATFORM_LINUX_LOADAVG_H

#include <stddef.h>
#include <stdint.h>

struct pa_moment;
struct pa_source;

extern const struct pa_source pa_source_loadavg;

/*
 * Parse text_bytes bytes ("0.00 0.01 0.05 2/345 678") and append the 345.
 * Returns 0, or -EBADMSG with nothing appended.
 * Source: fs/proc/loadavg.c, loadavg_proc_show().
 */
int pa_loadavg_parse(const char *text, size_t text_bytes, struct pa_moment *moment);

#endif
