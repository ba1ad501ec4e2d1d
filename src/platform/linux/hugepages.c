/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Cost, measured on a guest with 2 CPUs: 150 us for two sizes and one node.
 */
#include "platform/linux/hugepages.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "base/names.h"
#include "catalog/values.h"
#include "platform/linux/folder.h"
#include "platform/linux/numbers.h"
#include "platform/linux/source.h"
#include "platform/linux/sysfs_node.h"
#include "platform/platform.h"

#define COUNT(rows) (sizeof(rows) / sizeof((rows)[0]))

static const struct pa_number_file pool_rows[] = {
	{ "nr_hugepages", PA_V_MEM_HUGETLB_POOL_TOTAL_COUNT },
	{ "free_hugepages", PA_V_MEM_HUGETLB_POOL_FREE_COUNT },
	{ "resv_hugepages", PA_V_MEM_HUGETLB_POOL_RESERVED_COUNT },
	{ "surplus_hugepages", PA_V_MEM_HUGETLB_POOL_SURPLUS_COUNT },
	{ "nr_overcommit_hugepages", PA_V_MEM_HUGETLB_POOL_OVERCOMMIT_COUNT },
};

static const struct pa_number_file node_pool_rows[] = {
	{ "nr_hugepages", PA_V_MEM_HUGETLB_POOL_TOTAL_COUNT },
	{ "free_hugepages", PA_V_MEM_HUGETLB_POOL_FREE_COUNT },
};

/* The pools of one folder: "hugepages-2048kB" is instance "2048kB", of a node "node0/2048kB". */
static bool put_pools(struct pa_linux *sys, const char *folder, const char *node,
		      const struct pa_number_file *rows, size_t count, struct pa_moment *moment)
{
	static const char start[] = "hugepages-";
	struct pa_folder sizes = { 0 };
	char path[256];
	bool any = false;

	(void)pa_folder_list(&sizes, sys->root, folder);
	for (uint32_t i = 0; i < sizes.count; i++) {
		const char *name = sizes.name[i];
		int bytes = snprintf(path, sizeof(path), "%s/%s", folder, name);

		if (strncmp(name, start, sizeof(start) - 1) != 0 || bytes < 0 ||
		    (size_t)bytes >= sizeof(path))
			continue;
		any = pa_numbers_folder(sys, path, rows, count,
					pa_names_idf(sys->names, "%s%s%s", node, *node ? "/" : "",
						     name + sizeof(start) - 1),
					moment) ||
		      any;
	}
	pa_folder_done(&sizes);
	return any;
}

static int read_hugepages(void *self, struct pa_linux *sys, struct pa_moment *moment)
{
	static const char nodes_path[] = "sys/devices/system/node";
	struct pa_folder nodes = { 0 };

	(void)self;
	if (!put_pools(sys, "sys/kernel/mm/hugepages", "", pool_rows, COUNT(pool_rows), moment))
		return pa_source_fail(moment, pa_source_hugepages.name, -ENOENT);
	(void)pa_folder_list(&nodes, sys->root, nodes_path);
	for (uint32_t i = 0; nodes.count > 1 && i < nodes.count; i++) {
		char path[128];
		int bytes = snprintf(path, sizeof(path), "%s/%s/hugepages", nodes_path,
				     nodes.name[i]);

		if (pa_sysfs_node_is(nodes.name[i]) && bytes > 0 && (size_t)bytes < sizeof(path))
			(void)put_pools(sys, path, nodes.name[i], node_pool_rows,
					COUNT(node_pool_rows), moment);
	}
	pa_folder_done(&nodes);
	return 0;
}

const struct pa_source pa_source_hugepages = {
	.name = "hugepages",
	.pass = PA_PASS_RARE,
	.read = read_hugepages,
};
