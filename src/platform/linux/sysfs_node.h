/* SPDX-License-Identifier: Apache-2.0 */
/*
 * /sys/devices/system/node: memory of each NUMA node, and who got it; which tier of memory a
 * node belongs to (/sys/devices/virtual/memory_tiering).
 */
#ifndef PA_PLATFORM_LINUX_SYSFS_NODE_H
#define PA_PLATFORM_LINUX_SYSFS_NODE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct pa_moment;
struct pa_names;
struct pa_source;

/* Values of "nodeN": meminfo and numastat. */
extern const struct pa_source pa_source_sysfs_node;

/* Values of "nodeN": the number of its tier, larger is slower. */
extern const struct pa_source pa_source_memory_tiering;

/* A directory entry that is a node: "node12". */
bool pa_sysfs_node_is(const char *name);

/*
 * Parse text_bytes bytes of nodeN/meminfo ("Node 0 MemTotal:  1024 kB") and append its values
 * for instance. Returns how many lines were known.
 * Source: drivers/base/node.c, node_read_meminfo().
 */
uint32_t pa_sysfs_node_meminfo(const char *text, size_t text_bytes, uint32_t instance,
			       struct pa_moment *moment);

/*
 * Parse text_bytes bytes of memory_tierN/nodelist ("0-1,4") and append N for each node.
 * Returns how many nodes it named; at most PA_SYSFS_NODES_MAX are told.
 * Source: mm/memory-tiers.c, nodelist_show().
 */
enum { PA_SYSFS_NODES_MAX = 1024 };
uint32_t pa_sysfs_node_tier(const char *text, size_t text_bytes, uint64_t tier,
			    struct pa_names *names, struct pa_moment *moment);

#endif
