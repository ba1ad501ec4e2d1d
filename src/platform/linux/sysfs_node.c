/* SPDX-License-Identifier: Apache-2.0 */
#include "platform/linux/sysfs_node.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/buf.h"
#include "base/names.h"
#include "base/scan.h"
#include "catalog/values.h"
#include "model/moment.h"
#include "platform/linux/folder.h"
#include "platform/linux/keyed.h"
#include "platform/linux/kept.h"
#include "platform/linux/source.h"
#include "platform/platform.h"
#include "platform/root.h"

enum { PATH_BYTES = 128 };

static const struct pa_keyed_row meminfo_rows[] = {
	{ "MemTotal", PA_V_NUMA_NODE_TOTAL_KIB },
	{ "MemFree", PA_V_NUMA_NODE_FREE_KIB },
	{ "AnonPages", PA_V_NUMA_NODE_ANON_KIB },
	{ "FilePages", PA_V_NUMA_NODE_FILE_KIB },
	{ "Slab", PA_V_NUMA_NODE_SLAB_KIB },
	{ "HugePages_Total", PA_V_MEM_HUGETLB_NODE_TOTAL_COUNT },
	{ "HugePages_Free", PA_V_MEM_HUGETLB_NODE_FREE_COUNT },
};

enum { MEMINFO_ROWS = sizeof(meminfo_rows) / sizeof(meminfo_rows[0]) };

static const struct pa_keyed_row numastat_rows[] = {
	{ "numa_hit", PA_V_NUMA_NODE_HIT_PAGES },
	{ "numa_miss", PA_V_NUMA_NODE_MISS_PAGES },
	{ "numa_foreign", PA_V_NUMA_NODE_FOREIGN_PAGES },
	{ "other_node", PA_V_NUMA_NODE_OTHER_PAGES },
};

static const struct pa_keyed_table numastat_table = {
	numastat_rows, sizeof(numastat_rows) / sizeof(numastat_rows[0])
};

bool pa_sysfs_node_is(const char *name)
{
	struct pa_word number = { .at = name, .bytes = strlen(name) };
	uint64_t node;

	if (!pa_word_starts(number, "node"))
		return false;
	number = (struct pa_word){ .at = name + 4, .bytes = number.bytes - 4 };
	return pa_word_u64(number, &node);
}

uint32_t pa_sysfs_node_meminfo(const char *text, size_t text_bytes, uint32_t instance,
			       struct pa_moment *moment)
{
	struct pa_scan scan, line;
	uint64_t node, value;
	uint32_t known = 0;

	pa_scan_init(&scan, text, text_bytes);
	while (pa_scan_line(&scan, &line)) {
		struct pa_word key;

		if (!pa_scan_text(&line, "Node") || !pa_scan_u64(&line, &node) ||
		    !pa_scan_word(&line, &key) || key.at[key.bytes - 1] != ':' ||
		    !pa_scan_u64(&line, &value))
			continue;
		key.bytes--;
		for (size_t i = 0; i < MEMINFO_ROWS; i++) {
			if (!pa_word_is(key, meminfo_rows[i].key))
				continue;
			pa_moment_put(moment, meminfo_rows[i].metric, instance, value);
			known++;
			break;
		}
	}
	return known;
}

static bool put_node(struct pa_kept *kept, struct pa_linux *sys, const char *node,
		     struct pa_moment *moment)
{
	struct pa_keyed_values values;
	struct pa_keyed fresh = { 0 };
	char path[PATH_BYTES];
	uint32_t instance;
	int bytes = snprintf(path, sizeof(path), "sys/devices/system/node/%s/meminfo", node);

	if (!pa_sysfs_node_is(node) || bytes < 0 || (size_t)bytes >= sizeof(path) ||
	    pa_kept_read(kept, sys->root, path, sys->text))
		return false;
	instance = pa_names_id(sys->names, node, strlen(node));
	if (!pa_sysfs_node_meminfo(sys->text->bytes, sys->text->used_bytes, instance, moment))
		return false;
	(void)snprintf(path, sizeof(path), "sys/devices/system/node/%s/numastat", node);
	if (!pa_kept_read(kept, sys->root, path, sys->text) &&
	    pa_keyed_scan(&fresh, &numastat_table, sys->text->bytes, sys->text->used_bytes,
			  &values))
		pa_keyed_put(&numastat_table, &values, instance, 0, moment);
	return true;
}

static int read_nodes(void *self, struct pa_linux *sys, struct pa_moment *moment)
{
	return pa_kept_read_source(self, sys, "sys/devices/system/node", pa_source_sysfs_node.name,
				   put_node, moment);
}

const struct pa_source pa_source_sysfs_node = {
	.name = "sysfs_node",
	.pass = PA_PASS_SLOW,
	.open = pa_kept_open_source,
	.read = read_nodes,
	.close = pa_kept_close_source,
};

/* ---- tiers */

uint32_t pa_sysfs_node_tier(const char *text, size_t text_bytes, uint64_t tier,
			    struct pa_names *names, struct pa_moment *moment)
{
	struct pa_scan scan;
	uint64_t from, to;
	uint32_t told = 0;

	pa_scan_init(&scan, text, text_bytes);
	while (pa_scan_u64(&scan, &from)) {
		to = from;
		if (pa_scan_text(&scan, "-") && !pa_scan_u64(&scan, &to))
			break;
		for (; from <= to && from < PA_SYSFS_NODES_MAX; from++, told++)
			pa_moment_put(moment, PA_V_NUMA_TIER_RANK_COUNT,
				      pa_names_idf(names, "node%u", (unsigned int)from), tier);
		if (!pa_scan_text(&scan, ","))
			break;
	}
	return told;
}

static int read_tiers(void *self, struct pa_linux *sys, struct pa_moment *moment)
{
	struct pa_folder folder = { 0 };
	int error = pa_folder_list(&folder, sys->root, "sys/devices/virtual/memory_tiering");
	uint32_t told = 0;

	(void)self;
	for (uint32_t i = 0; i < folder.count; i++) {
		static const char start[] = "memory_tier";
		const char *name = folder.name[i];
		char path[PATH_BYTES];
		int bytes = snprintf(path, sizeof(path),
				     "sys/devices/virtual/memory_tiering/%s/nodelist", name);

		if (strncmp(name, start, sizeof(start) - 1) != 0 || bytes < 0 ||
		    (size_t)bytes >= sizeof(path) || pa_root_read_path(sys->root, path, sys->text))
			continue;
		told += pa_sysfs_node_tier(sys->text->bytes, sys->text->used_bytes,
					   strtoull(name + sizeof(start) - 1, NULL, 10), sys->names,
					   moment);
	}
	pa_folder_done(&folder);
	return told ? 0
		    : pa_source_fail(moment, pa_source_memory_tiering.name,
				     error ? error : -ENOENT);
}

const struct pa_source pa_source_memory_tiering = {
	.name = "memory_tiering",
	.pass = PA_PASS_RARE,
	.read = read_tiers,
};
