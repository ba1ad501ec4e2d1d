/* SPDX-License-Identifier: Apache-2.0 */
/*
 * /proc/meminfo: how memory is used now.
 */
#ifndef PA_PLATFORM_LINUX_MEMINFO_H
#define PA_PLATFORM_LINUX_MEMINFO_H

#include <stddef.h>
#include <stdint.h>

struct pa_keyed;
struct pa_moment;
struct pa_source;

extern const struct pa_source pa_source_meminfo;

/*
 * Parse text_bytes bytes of /proc/meminfo and append its values, instance 0. A missing line
 * is an ABSENT miss. layout is kept from one parse to the next (see keyed.h).
 * Returns 0, or -EBADMSG with nothing appended when no line is known.
 * Units: as the values' names end, which are the kernel's (its "kB" is KiB).
 * Source: fs/proc/meminfo.c, meminfo_proc_show().
 */
int pa_meminfo_parse(struct pa_keyed *layout, const char *text, size_t text_bytes,
		     struct pa_moment *moment);

#endif
