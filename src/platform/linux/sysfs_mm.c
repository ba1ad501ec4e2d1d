/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Cost, measured on a guest with 2 CPUs: ksm 8 us, swiotlb and zswap without debugfs 1 us,
 * hugepages of two sizes and one node 150 us, transparent_hugepage of nine sizes 300 us.
 */
#include "platform/linux/sysfs_mm.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "base/names.h"
#include "catalog/values.h"
#include "model/moment.h"
#include "platform/linux/folder.h"
#include "platform/linux/numbers.h"
#include "platform/linux/source.h"
#include "platform/linux/sysfs_node.h"
#include "platform/platform.h"

#define COUNT(rows) (sizeof(rows) / sizeof((rows)[0]))

/* ---- files of one number each */

#define NUMBERS(source_name, rows, passes)                                                         \
	static void *open_##source_name(struct pa_linux *sys)                                      \
	{                                                                                          \
		(void)sys;                                                                         \
		return pa_numbers_new(rows, COUNT(rows));                                          \
	}                                                                                          \
	static int read_##source_name(void *self, struct pa_linux *sys, struct pa_moment *moment)  \
	{                                                                                          \
		return pa_numbers_read(self, sys, moment);                                         \
	}                                                                                          \
	const struct pa_source pa_source_##source_name = {                                         \
		.name = #source_name,                                                              \
		.pass = (passes),                                                                  \
		.open = open_##source_name,                                                        \
		.read = read_##source_name,                                                        \
		.close = pa_numbers_close,                                                         \
	}

static const struct pa_number_row ksm_rows[] = {
	{ "sys/kernel/mm/ksm/run", PA_V_MEM_KSM_RUN_STATE, 0 },
	{ "sys/kernel/mm/ksm/pages_shared", PA_V_MEM_KSM_SHARED_PAGES, 0 },
	{ "sys/kernel/mm/ksm/pages_sharing", PA_V_MEM_KSM_SHARING_PAGES, 0 },
	{ "sys/kernel/mm/ksm/pages_unshared", PA_V_MEM_KSM_UNSHARED_PAGES, 0 },
	{ "sys/kernel/mm/ksm/pages_volatile", PA_V_MEM_KSM_VOLATILE_PAGES, 0 },
	{ "sys/kernel/mm/ksm/full_scans", PA_V_MEM_KSM_FULL_SCANS_COUNT, 0 },
};
NUMBERS(ksm, ksm_rows, PA_PASS_SLOW);

static const struct pa_number_row swiotlb_rows[] = {
	{ "sys/kernel/debug/swiotlb/io_tlb_nslabs", PA_V_MEM_IOMMU_BOUNCE_SLOTS_COUNT, 0 },
	{ "sys/kernel/debug/swiotlb/io_tlb_used", PA_V_MEM_IOMMU_BOUNCE_USED_COUNT, 0 },
};
NUMBERS(swiotlb, swiotlb_rows, PA_PASS_SLOW);

static const struct pa_number_row zswap_rows[] = {
	{ "sys/kernel/debug/zswap/pool_limit_hit", PA_V_MEM_ZSWAP_LIMIT_HITS_COUNT, 0 },
	{ "sys/kernel/debug/zswap/reject_alloc_fail", PA_V_MEM_ZSWAP_REJECT_ALLOC_COUNT, 0 },
	{ "sys/kernel/debug/zswap/reject_reclaim_fail", PA_V_MEM_ZSWAP_REJECT_RECLAIM_COUNT, 0 },
	{ "sys/kernel/debug/zswap/reject_compress_poor", PA_V_MEM_ZSWAP_REJECT_POOR_COUNT, 0 },
};
NUMBERS(zswap, zswap_rows, PA_PASS_SLOW);

static const struct pa_number_row sysctl_vm_rows[] = {
	{ "proc/sys/vm/overcommit_memory", PA_V_MEM_COMMIT_MODE_STATE, 0 },
	{ "proc/sys/vm/max_map_count", PA_V_MEM_VMALLOC_MAPS_LIMIT_COUNT, 0 },
};
NUMBERS(sysctl_vm, sysctl_vm_rows, PA_PASS_RARE);

/* ---- folders of such files */

struct file_row {
	const char *file;
	uint16_t metric;
};

/* Read the files of one folder for instance; false when it has none of them. */
static bool put_files(struct pa_linux *sys, const char *folder, const struct file_row *rows,
		      size_t count, uint32_t instance, struct pa_moment *moment)
{
	bool any = false;

	for (size_t i = 0; i < count; i++) {
		uint64_t value;

		if (pa_numbers_path(sys, 0, &value, "%s/%s", folder, rows[i].file))
			continue;
		pa_moment_put(moment, rows[i].metric, instance, value);
		any = true;
	}
	return any;
}

static const struct file_row pool_rows[] = {
	{ "nr_hugepages", PA_V_MEM_HUGETLB_POOL_TOTAL_COUNT },
	{ "free_hugepages", PA_V_MEM_HUGETLB_POOL_FREE_COUNT },
	{ "resv_hugepages", PA_V_MEM_HUGETLB_POOL_RESERVED_COUNT },
	{ "surplus_hugepages", PA_V_MEM_HUGETLB_POOL_SURPLUS_COUNT },
	{ "nr_overcommit_hugepages", PA_V_MEM_HUGETLB_POOL_OVERCOMMIT_COUNT },
};

static const struct file_row node_pool_rows[] = {
	{ "nr_hugepages", PA_V_MEM_HUGETLB_POOL_TOTAL_COUNT },
	{ "free_hugepages", PA_V_MEM_HUGETLB_POOL_FREE_COUNT },
};

/* The pools of one folder: "hugepages-2048kB" is instance "2048kB", of a node "node0/2048kB". */
static bool put_pools(struct pa_linux *sys, const char *folder, const char *node,
		      const struct file_row *rows, size_t count, struct pa_moment *moment)
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
		any = put_files(sys, path, rows, count,
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

static const struct file_row khugepaged_rows[] = {
	{ "pages_collapsed", PA_V_MEM_THP_COLLAPSED_COUNT },
	{ "full_scans", PA_V_MEM_THP_FULL_SCANS_COUNT },
};

static const struct file_row size_rows[] = {
	{ "anon_fault_alloc", PA_V_MEM_THP_SIZE_ALLOCS_COUNT },
	{ "anon_fault_fallback", PA_V_MEM_THP_SIZE_FALLBACKS_COUNT },
	{ "nr_anon", PA_V_MEM_THP_SIZE_ANON_COUNT },
	{ "split", PA_V_MEM_THP_SIZE_SPLITS_COUNT },
};

static int read_thp(void *self, struct pa_linux *sys, struct pa_moment *moment)
{
	static const char root[] = "sys/kernel/mm/transparent_hugepage", start[] = "hugepages-";
	struct pa_folder sizes = { 0 };
	bool any = put_files(sys, "sys/kernel/mm/transparent_hugepage/khugepaged", khugepaged_rows,
			     COUNT(khugepaged_rows), 0, moment);

	(void)self;
	(void)pa_folder_list(&sizes, sys->root, root);
	for (uint32_t i = 0; i < sizes.count; i++) {
		char path[256];
		int bytes = snprintf(path, sizeof(path), "%s/%s/stats", root, sizes.name[i]);

		if (strncmp(sizes.name[i], start, sizeof(start) - 1) != 0 || bytes < 0 ||
		    (size_t)bytes >= sizeof(path))
			continue;
		any = put_files(sys, path, size_rows, COUNT(size_rows),
				pa_names_idf(sys->names, "%s", sizes.name[i] + sizeof(start) - 1),
				moment) ||
		      any;
	}
	pa_folder_done(&sizes);
	return any ? 0 : pa_source_fail(moment, pa_source_transparent_hugepage.name, -ENOENT);
}

const struct pa_source pa_source_transparent_hugepage = {
	.name = "transparent_hugepage",
	.pass = PA_PASS_RARE,
	.read = read_thp,
};
