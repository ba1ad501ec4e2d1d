/* SPDX-License-Identifier: Apache-2.0 */
/*
 * /proc/vmstat: what memory management did since boot.
 */
#ifndef PA_PLATFORM_LINUX_VMSTAT_H
#define PA_PLATFORM_LINUX_VMSTAT_H

#include <stddef.h>
#include <stdint.h>

struct pa_keyed;
struct pa_moment;
struct pa_source;

extern const struct pa_source pa_source_vmstat;

/*
 * Parse text_bytes bytes of /proc/vmstat and append its values, instance 0. A missing line
 * is an ABSENT miss. layout is kept from one parse to the next (see keyed.h).
 * Returns 0, or -EBADMSG with nothing appended when no line is known.
 * Units: as the values' names end; pgpgin and pgpgout are KiB. stalls_count is the sum of
 * allocstall_* over the zones; before 5.9 "workingset_refault" counts file pages only.
 * Source: mm/vmstat.c, vmstat_text[] and vmstat_start().
 */
int pa_vmstat_parse(struct pa_keyed *layout, const char *text, size_t text_bytes,
		    struct pa_moment *moment);

#endif
