/* SPDX-License-Identifier: Apache-2.0 */
/*
 * IPv6 routes of each network namespace: /proc/net/rt6_stats, one line of hexadecimal numbers.
 */
#ifndef PA_PLATFORM_LINUX_RT6_STATS_H
#define PA_PLATFORM_LINUX_RT6_STATS_H

#include <stddef.h>
#include <stdint.h>

struct pa_source;

extern const struct pa_source pa_source_rt6_stats;

struct pa_rt6_stats {
	uint64_t nodes_count, routes_count; /* of the tree */
	uint64_t allocated_count;	    /* since boot */
	uint64_t entries_count;		    /* in the tree */
	uint64_t exceptions_count;	    /* routes to single hosts: path MTU, redirects */
	uint64_t memory_count;		    /* route entries in memory, what max_size limits */
};

/*
 * Parse the text. text: text_bytes bytes, need not end in NUL.
 * Returns 0, or -EBADMSG (out untouched) when it holds fewer than six numbers.
 * Source: net/ipv6/route.c, rt6_stats_seq_show().
 */
int pa_rt6_stats_parse(const char *text, size_t text_bytes, struct pa_rt6_stats *out);

#endif
