/* SPDX-License-Identifier: Apache-2.0 */
#include "platform/linux/meminfo.h"

#include <errno.h>
#include <stdlib.h>

#include "base/alloc.h"
#include "base/buf.h"
#include "catalog/values.h"
#include "platform/linux/keyed.h"
#include "platform/linux/source.h"
#include "platform/platform.h"
#include "platform/root.h"

static const struct pa_keyed_row rows[] = {
	{ "MemTotal", PA_V_MEM_CAP_TOTAL_KIB },
	{ "MemFree", PA_V_MEM_CAP_FREE_KIB },
	{ "MemAvailable", PA_V_MEM_CAP_AVAILABLE_KIB },
	{ "AnonPages", PA_V_MEM_CAP_ANON_KIB },
	{ "Shmem", PA_V_MEM_CAP_SHMEM_KIB },
	{ "Cached", PA_V_FS_PAGECACHE_CACHED_KIB },
	{ "Buffers", PA_V_FS_PAGECACHE_BUFFERS_KIB },
	{ "SwapTotal", PA_V_MEM_SWAP_TOTAL_KIB },
	{ "SwapFree", PA_V_MEM_SWAP_FREE_KIB },
	{ "Dirty", PA_V_MEM_DIRTY_DIRTY_KIB },
	{ "Writeback", PA_V_MEM_DIRTY_WRITEBACK_KIB },
	{ "Slab", PA_V_MEM_SLAB_SLAB_KIB },
	{ "SUnreclaim", PA_V_MEM_SLAB_UNRECLAIMABLE_KIB },
	{ "Committed_AS", PA_V_MEM_COMMIT_COMMITTED_KIB },
	{ "CommitLimit", PA_V_MEM_COMMIT_LIMIT_KIB },
	{ "HugePages_Total", PA_V_MEM_HUGETLB_TOTAL_COUNT },
	{ "HugePages_Free", PA_V_MEM_HUGETLB_FREE_COUNT },
	{ "HugePages_Rsvd", PA_V_MEM_HUGETLB_RESERVED_COUNT },
	{ "AnonHugePages", PA_V_MEM_THP_ANON_KIB },
	{ "Mlocked", PA_V_MEM_MLOCK_LOCKED_KIB },
	{ "Percpu", PA_V_MEM_PERCPU_USED_KIB },
	{ "VmallocUsed", PA_V_MEM_VMALLOC_USED_KIB },
	{ "HardwareCorrupted", PA_V_MEM_ECC_CORRUPTED_KIB },
	{ "Active", PA_V_MEM_CAP_ACTIVE_KIB },
	{ "Inactive", PA_V_MEM_CAP_INACTIVE_KIB },
	{ "Active(anon)", PA_V_MEM_CAP_ACTIVE_ANON_KIB },
	{ "Inactive(anon)", PA_V_MEM_CAP_INACTIVE_ANON_KIB },
	{ "Active(file)", PA_V_MEM_CAP_ACTIVE_FILE_KIB },
	{ "Inactive(file)", PA_V_MEM_CAP_INACTIVE_FILE_KIB },
	{ "Mapped", PA_V_MEM_CAP_MAPPED_KIB },
	{ "KernelStack", PA_V_MEM_CAP_KERNEL_STACK_KIB },
	{ "PageTables", PA_V_MEM_CAP_PAGE_TABLES_KIB },
	{ "SwapCached", PA_V_MEM_SWAP_CACHED_KIB },
	{ "Zswap", PA_V_MEM_ZSWAP_POOL_KIB },
	{ "Zswapped", PA_V_MEM_ZSWAP_STORED_KIB },
	{ "KReclaimable", PA_V_MEM_SLAB_KERNEL_RECLAIMABLE_KIB },
	{ "SReclaimable", PA_V_MEM_SLAB_RECLAIMABLE_KIB },
	{ "Unevictable", PA_V_MEM_MLOCK_UNEVICTABLE_KIB },
	{ "WritebackTmp", PA_V_FS_FUSE_WRITEBACK_TMP_KIB },
	{ "ShmemHugePages", PA_V_MEM_THP_SHMEM_KIB },
	{ "ShmemPmdMapped", PA_V_MEM_THP_SHMEM_MAPPED_KIB },
	{ "FileHugePages", PA_V_MEM_THP_FILE_KIB },
	{ "FilePmdMapped", PA_V_MEM_THP_FILE_MAPPED_KIB },
	{ "CmaTotal", PA_V_MEM_FRAG_CMA_TOTAL_KIB },
	{ "CmaFree", PA_V_MEM_FRAG_CMA_FREE_KIB },
	{ "HugePages_Surp", PA_V_MEM_HUGETLB_SURPLUS_COUNT },
	{ "Hugepagesize", PA_V_MEM_HUGETLB_PAGE_KIB },
	{ "Hugetlb", PA_V_MEM_HUGETLB_ALL_KIB },
	{ "SecPageTables", PA_V_KVM_MMU_TABLES_KIB },
	{ "DirectMap4k", PA_V_CPU_TLB_DIRECT_MAP_4K_KIB },
	{ "DirectMap2M", PA_V_CPU_TLB_DIRECT_MAP_2M_KIB },
	{ "DirectMap1G", PA_V_CPU_TLB_DIRECT_MAP_1G_KIB },
};

static const struct pa_keyed_table table = { rows, sizeof(rows) / sizeof(rows[0]) };

_Static_assert(sizeof(rows) / sizeof(rows[0]) <= PA_KEYED_MAX, "they must fit");

int pa_meminfo_parse(struct pa_keyed *layout, const char *text, size_t text_bytes,
		     struct pa_moment *moment)
{
	struct pa_keyed_values values;

	if (!pa_keyed_scan(layout, &table, text, text_bytes, &values))
		return -EBADMSG;
	pa_keyed_put(&table, &values, 0, PA_KEYED_MISSING, moment);
	return 0;
}

struct reader {
	struct pa_keyed layout;
	struct pa_file file;
};

static void *open_source(struct pa_linux *sys)
{
	struct reader *reader = pa_alloc(sizeof(*reader));

	(void)sys;
	reader->file = (struct pa_file)PA_FILE_ENDS("proc/meminfo", PA_FILE_ONE_RECORD);
	return reader;
}

static int read_source(void *self, struct pa_linux *sys, struct pa_moment *moment)
{
	struct reader *reader = self;
	int error = pa_root_read(sys->root, &reader->file, sys->text);

	if (!error)
		error = pa_meminfo_parse(&reader->layout, sys->text->bytes, sys->text->used_bytes,
					 moment);
	return error ? pa_source_fail(moment, pa_source_meminfo.name, error) : 0;
}

static void close_source(void *self)
{
	struct reader *reader = self;

	pa_root_close(&reader->file);
	free(reader);
}

const struct pa_source pa_source_meminfo = {
	.name = "meminfo",
	.pass = PA_PASS_SYSTEM,
	.open = open_source,
	.read = read_source,
	.close = close_source,
};
