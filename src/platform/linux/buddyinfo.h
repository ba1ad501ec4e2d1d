/* SPDX-License-Identifier: Apache-2.0 */
/*
 * /proc/buddyinfo: free memory by the size of its blocks. Plenty of free memory in small
 * blocks only is fragmentation: huge pages and large kernel buffers then fail or wait.
 */
#ifndef PA_PLATFORM_LINUX_BUDDYINFO_H
#define PA_PLATFORM_LINUX_BUDDYINFO_H

#include <stddef.h>
#include <stdint.h>

struct pa_moment;
struct pa_names;
struct pa_source;

extern const struct pa_source pa_source_buddyinfo;

enum { PA_BUDDYINFO_ORDERS_MAX = 20 };

/*
 * Parse text_bytes bytes: "Node 0, zone Normal N0 N1 …", Ni free blocks of 2^i pages. Appends
 * for each zone ("node0/Normal") its free pages and those of them in blocks of huge_order and
 * above, and for each order ("order9") how many blocks all zones have together.
 * Returns 0, or -EBADMSG with nothing appended when no zone is there.
 * Source: mm/vmstat.c, frag_show_print().
 */
int pa_buddyinfo_parse(const char *text, size_t text_bytes, uint32_t huge_order,
		       struct pa_names *names, struct pa_moment *moment);

#endif
