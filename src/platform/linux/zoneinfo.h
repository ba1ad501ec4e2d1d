/* SPDX-License-Identifier: Apache-2.0 */
/*
 * /proc/zoneinfo: the free memory of each zone of each node and its watermarks. Below low the
 * kernel reclaims in the background, below min whoever allocates reclaims himself.
 */
#ifndef PA_PLATFORM_LINUX_ZONEINFO_H
#define PA_PLATFORM_LINUX_ZONEINFO_H

#include <stddef.h>

struct pa_moment;
struct pa_names;
struct pa_source;

extern const struct pa_source pa_source_zoneinfo;

/*
 * Parse text_bytes bytes and append the values of each zone that manages memory; instance is
 * "node0/Normal". A line that a zone lacks is left out.
 * Returns 0, or -EBADMSG with nothing appended when there is no such zone.
 * Source: mm/vmstat.c, zoneinfo_show_print(). All numbers are pages.
 */
int pa_zoneinfo_parse(const char *text, size_t text_bytes, struct pa_names *names,
		      struct pa_moment *moment);

#endif
