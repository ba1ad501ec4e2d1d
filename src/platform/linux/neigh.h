/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The neighbour tables, one of IPv4 and one of IPv6 for all network namespaces:
 * /proc/net/stat/arp_cache and ndisc_cache of the first, and gc_thresh3, the most entries each
 * may have. Instance 0.
 */
#ifndef PA_PLATFORM_LINUX_NEIGH_H
#define PA_PLATFORM_LINUX_NEIGH_H

struct pa_column;
struct pa_source;

extern const struct pa_source pa_source_neigh, pa_source_neigh6;

/* The columns that are taken; the last has no name, the first is repeated by each CPU. */
const struct pa_column *pa_neigh_columns(void);

#endif
