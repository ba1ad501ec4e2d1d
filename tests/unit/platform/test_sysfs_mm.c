/* SPDX-License-Identifier: Apache-2.0 */
/* What memory management tells of its parts in sysfs and debugfs. */
#include "help.h"

#include "base/buf.h"
#include "platform/linux/hugepages.h"
#include "platform/linux/ksm.h"
#include "platform/linux/source.h"
#include "platform/linux/swiotlb.h"
#include "platform/linux/sysctl_vm.h"
#include "platform/linux/transparent_hugepage.h"
#include "platform/linux/zswap.h"
#include "platform/platform.h"

/* File names and numbers as of a guest with Linux 6.18; two nodes are made up. */
static const struct reply replies[] = {
	{ .path = "clock", .text = "1 2 0\n" },
	{ .path = "sys/kernel/mm/ksm/run", .text = "1\n" },
	{ .path = "sys/kernel/mm/ksm/pages_sharing", .text = "900\n" },
	{ .path = "sys/kernel/mm/hugepages/hugepages-2048kB/nr_hugepages", .text = "8\n" },
	{ .path = "sys/kernel/mm/hugepages/hugepages-2048kB/free_hugepages", .text = "3\n" },
	{ .path = "sys/kernel/mm/hugepages/hugepages-2048kB/resv_hugepages", .text = "2\n" },
	{ .path = "sys/devices/system/node/node0/hugepages/hugepages-2048kB/nr_hugepages",
	  .text = "5\n" },
	{ .path = "sys/devices/system/node/node1/hugepages/hugepages-2048kB/nr_hugepages",
	  .text = "3\n" },
	{ .path = "sys/kernel/mm/transparent_hugepage/khugepaged/pages_collapsed", .text = "7\n" },
	{ .path = "sys/kernel/mm/transparent_hugepage/hugepages-64kB/stats/anon_fault_fallback",
	  .text = "11\n" },
	{ .path = "sys/kernel/mm/transparent_hugepage/enabled",
	  .text = "always [madvise] never\n" },
	{ .path = "sys/kernel/debug/swiotlb/io_tlb_nslabs", .text = "32768\n" },
	{ .path = "sys/kernel/debug/zswap/reject_alloc_fail", .error = -EACCES },
	{ .path = "proc/sys/vm/overcommit_memory", .text = "2\n" },
};

static int read_one(const struct pa_source *source, struct world *w)
{
	struct machine machine = { replies, sizeof(replies) / sizeof(replies[0]) };
	struct pa_root *root = machine_root(&machine, 1);
	uint64_t mono_ns, real_ns;
	struct pa_buf text;
	struct pa_linux sys = { .root = root,
				.names = w->names,
				.text = &text,
				.page_bytes = 4096,
				.passes = PA_PASS_RARE };
	uint8_t kind;
	void *self;
	int error;

	pa_buf_init(&text, 65536);
	assert_int_equal(pa_root_moment(root, &kind, &mono_ns, &real_ns), 0);
	self = source->open ? source->open(&sys) : NULL;
	error = source->read(self, &sys, &w->moment);
	if (self)
		source->close(self);
	pa_buf_done(&text);
	pa_root_free(root);
	return error;
}

static void files_of_one_number_are_read(void **state)
{
	struct world w;

	(void)state;
	world_init(&w);
	assert_int_equal(read_one(&pa_source_ksm, &w), 0);
	assert_int_equal(read_one(&pa_source_swiotlb, &w), 0);
	assert_int_equal(read_one(&pa_source_sysctl_vm, &w), 0);
	assert_int_equal(value_of(&w, PA_V_MEM_KSM_SHARING_PAGES, ""), 900);
	assert_int_equal(value_of(&w, PA_V_MEM_IOMMU_BOUNCE_SLOTS_COUNT, ""), 32768);
	assert_int_equal(value_of(&w, PA_V_MEM_COMMIT_MODE_STATE, ""), 2);
	assert_miss(&w, PA_V_MEM_KSM_VOLATILE_PAGES, PA_ABSENT);
	world_done(&w);
}

static void what_may_not_be_read_is_denied(void **state)
{
	struct world w;

	(void)state;
	world_init(&w);
	assert_int_not_equal(read_one(&pa_source_zswap, &w), 0);
	assert_miss(&w, PA_V_MEM_ZSWAP_REJECT_ALLOC_COUNT, PA_DENIED);
	world_done(&w);
}

static void pools_are_told_by_size_and_node(void **state)
{
	struct world w;

	(void)state;
	world_init(&w);
	assert_int_equal(read_one(&pa_source_hugepages, &w), 0);
	assert_int_equal(value_of(&w, PA_V_MEM_HUGETLB_POOL_FREE_COUNT, "2048kB"), 3);
	assert_int_equal(value_of(&w, PA_V_MEM_HUGETLB_POOL_TOTAL_COUNT, "node1/2048kB"), 3);
	world_done(&w);
}

static void huge_pages_are_told_by_size(void **state)
{
	struct world w;

	(void)state;
	world_init(&w);
	assert_int_equal(read_one(&pa_source_transparent_hugepage, &w), 0);
	assert_int_equal(value_of(&w, PA_V_MEM_THP_SIZE_FALLBACKS_COUNT, "64kB"), 11);
	assert_int_equal(value_of(&w, PA_V_MEM_THP_COLLAPSED_COUNT, ""), 7);
	world_done(&w);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(files_of_one_number_are_read),
		cmocka_unit_test(what_may_not_be_read_is_denied),
		cmocka_unit_test(pools_are_told_by_size_and_node),
		cmocka_unit_test(huge_pages_are_told_by_size),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
