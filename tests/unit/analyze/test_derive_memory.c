/* SPDX-License-Identifier: Apache-2.0 */
/* Values of memory, nodes and limits of cgroups on synthetic machines whose truth is known. */
#include "unit.h"

#include "derived.h"

static void zone(const char *name, double managed, double min, double low, double left)
{
	scene_gauge(&s, PA_V_MEM_ZONE_MANAGED_PAGES, name, managed);
	scene_gauge(&s, PA_V_MEM_ZONE_MIN_PAGES, name, min);
	scene_gauge(&s, PA_V_MEM_ZONE_LOW_PAGES, name, low);
	scene_gauge(&s, PA_V_MEM_ZONE_FREE_PAGES, name, left);
}

static void the_shortest_zone_of_a_useful_size_counts(void **state)
{
	(void)state;
	zone("node0/DMA", 3840, 57, 71, 1);
	zone("node0/Normal", 1000000, 10000, 12500, 20000);
	zone("node1/Normal", 1000000, 10000, 12500, 10000);
	derive();
	fact_is(PA_V_MEM_ZONE_LOW_MIN_RATIO, "", 1);
	fact_is(PA_V_MEM_ZONE_SHORT_RATIO, "node1/Normal", 0.2);
	fact_is(PA_V_MEM_ZONE_SHORT_RATIO, "node0/Normal", 0);
	fact_is(PA_V_MEM_ZONE_USED_RATIO, "node0/Normal", 0.98);
}

static void fragmentation_is_the_part_in_small_blocks(void **state)
{
	(void)state;
	scene_gauge(&s, PA_V_MEM_FRAG_FREE_PAGES, "node0/DMA32", 1000);
	scene_gauge(&s, PA_V_MEM_FRAG_FREE_LARGE_PAGES, "node0/DMA32", 1000);
	scene_gauge(&s, PA_V_MEM_FRAG_FREE_PAGES, "node0/Normal", 3000);
	scene_gauge(&s, PA_V_MEM_FRAG_FREE_LARGE_PAGES, "node0/Normal", 0);
	derive();
	fact_is(PA_V_MEM_FRAG_UNUSABLE_RATIO, "node0/Normal", 1);
	fact_is(PA_V_MEM_FRAG_UNUSABLE_RATIO, "", 0.75);
}

static void reclaim_without_scanning_has_no_efficiency(void **state)
{
	(void)state;
	scene_counter(&s, PA_V_MEM_RECLAIM_SCAN_KSWAPD_PAGES, "", 0);
	scene_counter(&s, PA_V_MEM_RECLAIM_STEAL_KSWAPD_PAGES, "", 0);
	derive();
	fact_is(PA_V_MEM_RECLAIM_VAIN_PER_S, "", 0);
	unknown(PA_V_MEM_RECLAIM_EFFICIENCY_RATIO, "");
}

static void pages_scanned_in_vain_are_errors(void **state)
{
	(void)state;
	scene_counter(&s, PA_V_MEM_RECLAIM_SCAN_KSWAPD_PAGES, "", 900);
	scene_counter(&s, PA_V_MEM_RECLAIM_SCAN_DIRECT_PAGES, "", 100);
	scene_counter(&s, PA_V_MEM_RECLAIM_STEAL_KSWAPD_PAGES, "", 200);
	scene_counter(&s, PA_V_MEM_RECLAIM_STEAL_DIRECT_PAGES, "", 50);
	derive();
	fact_is(PA_V_MEM_RECLAIM_VAIN_PER_S, "", 750);
	fact_is(PA_V_MEM_RECLAIM_EFFICIENCY_RATIO, "", 0.25);
}

static void dirty_pages_have_a_time_until_written(void **state)
{
	(void)state;
	scene_gauge(&s, PA_V_MEM_DIRTY_DIRTY_KIB, "", 30000);
	scene_gauge(&s, PA_V_MEM_DIRTY_WRITEBACK_KIB, "", 10000);
	scene_counter(&s, PA_V_MEM_DIRTY_WRITTEN_PAGES, "", 1000);
	derive();
	fact_is(PA_V_MEM_DIRTY_WRITTEN_BYTES_PER_S, "", 4096000);
	fact_is(PA_V_MEM_DIRTY_DONE_IN_S, "", 10);
}

static void promised_huge_pages_are_used(void **state)
{
	(void)state;
	scene_gauge(&s, PA_V_MEM_HUGETLB_TOTAL_COUNT, "", 100);
	scene_gauge(&s, PA_V_MEM_HUGETLB_FREE_COUNT, "", 40);
	scene_gauge(&s, PA_V_MEM_HUGETLB_RESERVED_COUNT, "", 30);
	derive();
	fact_is(PA_V_MEM_HUGETLB_USED_RATIO, "", 0.9);
}

static void without_huge_pages_there_is_no_share_of_them(void **state)
{
	(void)state;
	scene_gauge(&s, PA_V_MEM_HUGETLB_TOTAL_COUNT, "", 0);
	scene_gauge(&s, PA_V_MEM_HUGETLB_FREE_COUNT, "", 0);
	derive();
	unknown(PA_V_MEM_HUGETLB_USED_RATIO, "");
}

static void only_nodes_of_a_slower_tier_are_slow(void **state)
{
	(void)state;
	for (int i = 0; i < 2; i++) {
		const char *node = i ? "node1" : "node0";

		scene_gauge(&s, PA_V_NUMA_NODE_TOTAL_KIB, node, 1000);
		scene_gauge(&s, PA_V_NUMA_NODE_FREE_KIB, node, 400);
		scene_gauge(&s, PA_V_NUMA_TIER_RANK_COUNT, node, i ? 22 : 4);
	}
	derive();
	fact_is(PA_V_NUMA_TIER_SLOW_USED_RATIO, "node1", 0.6);
	unknown(PA_V_NUMA_TIER_SLOW_USED_RATIO, "node0");
}

static void delays_of_tasks_are_known_while_they_are_accounted(void **state)
{
	struct scene_task *t = scene_task(&s, 100, 100, "x", 0.1);

	(void)state;
	s.machine.task_delayacct = 1;
	t->base.has |= PA_TASK_DELAYS;
	t->per_s.reclaim_delay_ns = 30000000;
	t->per_s.compact_delay_ns = 5000000;
	derive();
	fact_is(PA_V_MEM_RECLAIM_DELAY_MS_PER_S, "", 30);
	fact_is(PA_V_MEM_FRAG_LOST_MS_PER_S, "", 5);
	fact_is(PA_V_MEM_THRASH_DELAY_MS_PER_S, "", 0);
}

static void delays_that_are_not_accounted_are_unknown(void **state)
{
	(void)state;
	scene_task(&s, 100, 100, "x", 0.1)->base.has |= PA_TASK_DELAYS;
	derive();
	unknown(PA_V_MEM_RECLAIM_DELAY_MS_PER_S, "");
}

static void a_cpuset_is_as_busy_as_its_cpus(void **state)
{
	(void)state;
	scene_cpu(&s, "cpu0", 0.2);
	scene_cpu(&s, "cpu1", 1);
	scene_cpu(&s, "cpu2", 0.5);
	scene_gauge(&s, PA_V_CG_CPUSET_ALLOWED_COUNT, "cg2:/a", 2);
	scene_gauge(&s, PA_V_CG_CPUSET_MASK_STATE, "cg2:/a", 6);
	derive();
	fact_is(PA_V_CG_CPUSET_BUSY_RATIO, "cg2:/a", 0.75);
	fact_is(PA_V_CG_CPUSET_ALLOWED_RATIO, "cg2:/a", 0.5);
	unknown(PA_V_CG_CPUSET_LOST_MS_PER_S, "cg2:/a"); /* nobody in it was seen */
}

static void a_cpu_that_was_not_seen_leaves_the_set_unknown(void **state)
{
	(void)state;
	scene_gauge(&s, PA_V_CG_CPUSET_ALLOWED_COUNT, "cg2:/a", 1);
	scene_gauge(&s, PA_V_CG_CPUSET_MASK_STATE, "cg2:/a", 0);
	scene_gauge(&s, PA_V_CG_CPUSET_MASK_STATE, "cg2:/a;64", 1);
	derive();
	unknown(PA_V_CG_CPUSET_BUSY_RATIO, "cg2:/a");
}

static void the_swap_limit_of_version_1_is_of_memory_and_swap(void **state)
{
	(void)state;
	scene_gauge(&s, PA_V_CG_SWAP_LIMIT_BYTES, "cg1:memory:/a", 1000);
	scene_gauge(&s, PA_V_CG_SWAP_USED_BYTES, "cg1:memory:/a", 990);
	scene_gauge(&s, PA_V_CG_SWAP_LIMIT_BYTES, "cg1:memory:/b", 1000);
	scene_gauge(&s, PA_V_CG_SWAP_BOTH_BYTES, "cg1:memory:/b", 600);
	scene_gauge(&s, PA_V_CG_SWAP_LIMIT_BYTES, "cg2:/c", 1000);
	scene_gauge(&s, PA_V_CG_SWAP_USED_BYTES, "cg2:/c", 300);
	derive();
	unknown(PA_V_CG_SWAP_USED_RATIO, "cg1:memory:/a");
	fact_is(PA_V_CG_SWAP_USED_RATIO, "cg1:memory:/b", 0.6);
	fact_is(PA_V_CG_SWAP_USED_RATIO, "cg2:/c", 0.3);
}

static void the_fullest_of_scarce_things_counts(void **state)
{
	(void)state;
	scene_gauge(&s, PA_V_CG_HUGETLB_USED_2M_BYTES, "cg2:/a", 10);
	scene_gauge(&s, PA_V_CG_HUGETLB_LIMIT_2M_BYTES, "cg2:/a", 100);
	scene_gauge(&s, PA_V_CG_HUGETLB_MISC_USED_COUNT, "cg2:/a", 8);
	scene_gauge(&s, PA_V_CG_HUGETLB_MISC_LIMIT_COUNT, "cg2:/a", 10);
	derive();
	fact_is(PA_V_CG_HUGETLB_USED_RATIO, "cg2:/a", 0.8);
}

static void commit_is_a_limit_in_strict_mode_only(void **state)
{
	(void)state;
	scene_gauge(&s, PA_V_MEM_COMMIT_MODE_STATE, "", 1);
	scene_counter(&s, PA_V_MEM_COMMIT_COMMITTED_KIB, "", 1000);
	scene_gauge(&s, PA_V_MEM_COMMIT_LIMIT_KIB, "", 1e9);
	derive();
	fact_is(PA_V_MEM_COMMIT_STRICT_FLAG, "", 0);
	unknown(PA_V_MEM_COMMIT_FULL_IN_S, "");
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
	const struct CMUnitTest tests[] = {
		TEST(the_shortest_zone_of_a_useful_size_counts),
		TEST(fragmentation_is_the_part_in_small_blocks),
		TEST(reclaim_without_scanning_has_no_efficiency),
		TEST(pages_scanned_in_vain_are_errors),
		TEST(dirty_pages_have_a_time_until_written),
		TEST(promised_huge_pages_are_used),
		TEST(without_huge_pages_there_is_no_share_of_them),
		TEST(only_nodes_of_a_slower_tier_are_slow),
		TEST(delays_of_tasks_are_known_while_they_are_accounted),
		TEST(delays_that_are_not_accounted_are_unknown),
		TEST(a_cpuset_is_as_busy_as_its_cpus),
		TEST(a_cpu_that_was_not_seen_leaves_the_set_unknown),
		TEST(the_swap_limit_of_version_1_is_of_memory_and_swap),
		TEST(the_fullest_of_scarce_things_counts),
		TEST(commit_is_a_limit_in_strict_mode_only),
	};
#undef TEST
	return cmocka_run_group_tests(tests, NULL, NULL);
}
