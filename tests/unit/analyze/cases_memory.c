/* SPDX-License-Identifier: Apache-2.0 */
#include "cases_memory.h"

#include "scene.h"

#define HASH "3f2a1b9c0d1e2f3a4b5c6d7e8f90a1b2c3d4e5f60718293a4b5c6d7e8f90a1b2"

static const char scope[] = "cg2:/system.slice/docker-" HASH ".scope";

/* A member of a group of version 2. */
static struct scene_task *member(struct scene *s, const char *comm, const char *group,
				 double running)
{
	struct scene_task *t = scene_task(s, 100, 100, comm, running);

	t->base.has |= PA_TASK_CGROUPS;
	t->base.cgroup_v2 = scene_name(s, group);
	return t;
}

void case_cg_cpuset_small(struct scene *s)
{
	struct scene_task *t = member(s, "encoder", scope, 0.9);

	t->per_s.run_delay_ns = 900000000;
	scene_cpus(s, 0.25, 0.01);
	scene_cpu(s, "cpu0", 0.01);
	scene_cpu(s, "cpu1", 1);
	scene_cpu(s, "cpu2", 0.01);
	scene_cpu(s, "cpu3", 0.01);
	scene_gauge(s, PA_V_CG_CPUSET_ALLOWED_COUNT, scope, 1);
	scene_gauge(s, PA_V_CG_CPUSET_MASK_STATE, scope, 2);
}

void trap_full_cpuset(struct scene *s)
{
	case_cg_cpuset_small(s);
	s->tasks[1].per_s.run_delay_ns = 20000000;
}

void case_cg_hugetlb_limit(struct scene *s)
{
	scene_gauge(s, PA_V_CG_HUGETLB_USED_2M_BYTES, scope, 8 << 20);
	scene_gauge(s, PA_V_CG_HUGETLB_LIMIT_2M_BYTES, scope, 8 << 20);
	scene_counter(s, PA_V_CG_HUGETLB_REFUSED_2M_COUNT, scope, 3);
}

void case_cg_mem_high(struct scene *s)
{
	(void)member(s, "indexer", scope, 0.1);
	scene_gauge(s, PA_V_CG_MEM_USAGE_BYTES, scope, 101 << 20);
	scene_gauge(s, PA_V_CG_MEM_HIGH_BYTES, scope, 100 << 20);
	scene_counter(s, PA_V_CG_MEM_HIGH_HITS_COUNT, scope, 200);
	scene_counter(s, PA_V_CG_MEM_PRESSURE_SOME_US, scope, 600000);
}

void case_cg_swap_limit(struct scene *s)
{
	(void)member(s, "cache", scope, 0.1);
	scene_gauge(s, PA_V_CG_MEM_USAGE_BYTES, scope, 100 << 20);
	scene_gauge(s, PA_V_CG_MEM_LIMIT_BYTES, scope, 100 << 20);
	scene_counter(s, PA_V_CG_MEM_PRESSURE_SOME_US, scope, 400000);
	scene_gauge(s, PA_V_CG_SWAP_USED_BYTES, scope, 16 << 20);
	scene_gauge(s, PA_V_CG_SWAP_LIMIT_BYTES, scope, 16 << 20);
	scene_counter(s, PA_V_CG_SWAP_LIMIT_HITS_COUNT, scope, 50);
}

void case_mem_balloon(struct scene *s)
{
	struct scene_task *t = scene_task(s, 100, 100, "database", 0.2);

	t->per_s.major_faults = 1000;
	scene_gauge(s, PA_V_MEM_CAP_AVAILABLE_KIB, "", 100000);
	scene_counter(s, PA_V_MEM_BALLOON_INFLATE_PAGES, "", 20000);
	scene_counter(s, PA_V_MEM_SWAP_IN_PAGES, "", 4000);
	scene_counter(s, PA_V_PSI_ALL_MEMORY_SOME_US, "", 500000);
}

void trap_quiet_balloon(struct scene *s)
{
	scene_counter(s, PA_V_MEM_BALLOON_INFLATE_PAGES, "", 20000);
	scene_gauge(s, PA_V_MEM_BALLOON_PAGES_COUNT, "", 500000);
}

static void commit(struct scene *s, double mode)
{
	scene_gauge(s, PA_V_MEM_COMMIT_MODE_STATE, "", mode);
	scene_gauge(s, PA_V_MEM_COMMIT_COMMITTED_KIB, "", 4 << 20);
	scene_gauge(s, PA_V_MEM_COMMIT_LIMIT_KIB, "", 4 << 20);
}

void case_mem_commit_exhausted(struct scene *s)
{
	commit(s, 2);
	scene_counter(s, PA_V_MEM_COMMIT_REFUSED_COUNT, "", 2);
}

void trap_lenient_commit(struct scene *s)
{
	commit(s, 0);
	scene_counter(s, PA_V_MEM_COMMIT_REFUSED_COUNT, "", 2);
}

void case_mem_fragmented(struct scene *s)
{
	scene_counter(s, PA_V_MEM_FRAG_COMPACT_STALLS_COUNT, "", 400);
	scene_counter(s, PA_V_MEM_FRAG_COMPACT_FAILS_COUNT, "", 390);
	scene_gauge(s, PA_V_MEM_FRAG_FREE_PAGES, "node0/Normal", 400000);
	scene_gauge(s, PA_V_MEM_FRAG_FREE_LARGE_PAGES, "node0/Normal", 1024);
	scene_counter(s, PA_V_PSI_ALL_MEMORY_SOME_US, "", 300000);
}

void trap_compaction_that_succeeds(struct scene *s)
{
	case_mem_fragmented(s);
	scene_counter(s, PA_V_MEM_FRAG_COMPACT_FAILS_COUNT, "", 1);
	scene_counter(s, PA_V_PSI_ALL_MEMORY_SOME_US, "", 30000);
}

void trap_full_huge_pages(struct scene *s)
{
	scene_gauge(s, PA_V_MEM_HUGETLB_TOTAL_COUNT, "", 1000);
	scene_gauge(s, PA_V_MEM_HUGETLB_FREE_COUNT, "", 10);
	scene_gauge(s, PA_V_MEM_HUGETLB_RESERVED_COUNT, "", 10);
	scene_counter(s, PA_V_MEM_HUGETLB_ALLOC_FAILS_COUNT, "", 0);
}

void case_mem_hugetlb_exhausted(struct scene *s)
{
	trap_full_huge_pages(s);
	scene_counter(s, PA_V_MEM_HUGETLB_ALLOC_FAILS_COUNT, "", 4);
}

void case_mem_maps_limit(struct scene *s)
{
	(void)scene_task(s, 100, 100, "search", 0.1);
	scene_gauge(s, PA_V_MEM_VMALLOC_MAPS_COUNT, "100:100:0", 65500);
	scene_gauge(s, PA_V_MEM_VMALLOC_MAPS_LIMIT_COUNT, "", 65530);
}

void case_mem_swap_errors(struct scene *s)
{
	scene_gauge(s, PA_V_MEM_SWAP_DEVICE_USED_KIB, "/dev/vdc", 900000);
	scene_counter(s, PA_V_MEM_SWAP_READ_ERRORS_COUNT, "", 0.3);
}

static void zone(struct scene *s, double free_pages)
{
	scene_gauge(s, PA_V_MEM_ZONE_MANAGED_PAGES, "node0/Normal", 2000000);
	scene_gauge(s, PA_V_MEM_ZONE_MIN_PAGES, "node0/Normal", 10000);
	scene_gauge(s, PA_V_MEM_ZONE_LOW_PAGES, "node0/Normal", 12500);
	scene_gauge(s, PA_V_MEM_ZONE_FREE_PAGES, "node0/Normal", free_pages);
	/* A small one is nearly always short. */
	scene_gauge(s, PA_V_MEM_ZONE_MANAGED_PAGES, "node0/DMA", 3840);
	scene_gauge(s, PA_V_MEM_ZONE_MIN_PAGES, "node0/DMA", 57);
	scene_gauge(s, PA_V_MEM_ZONE_FREE_PAGES, "node0/DMA", 10);
}

void case_mem_zone_min(struct scene *s)
{
	struct scene_task *t = scene_task(s, 100, 100, "receiver", 0.2);

	t->per_s.major_faults = 10;
	zone(s, 8000);
	scene_counter(s, PA_V_MEM_RECLAIM_STALLS_COUNT, "", 500);
	scene_counter(s, PA_V_PSI_ALL_MEMORY_SOME_US, "", 200000);
}

void trap_kswapd_keeps_up(struct scene *s)
{
	zone(s, 13000);
	scene_counter(s, PA_V_MEM_RECLAIM_STALLS_COUNT, "", 2);
	scene_counter(s, PA_V_MEM_RECLAIM_SCAN_KSWAPD_PAGES, "", 90000);
	scene_counter(s, PA_V_MEM_RECLAIM_STEAL_KSWAPD_PAGES, "", 80000);
	scene_counter(s, PA_V_PSI_ALL_MEMORY_SOME_US, "", 20000);
}

void case_numa_node_full(struct scene *s)
{
	scene_gauge(s, PA_V_NUMA_NODE_TOTAL_KIB, "node1", 4 << 20);
	scene_gauge(s, PA_V_NUMA_NODE_FREE_KIB, "node1", 10000);
	scene_counter(s, PA_V_NUMA_NODE_FOREIGN_PAGES, "node1", 40000);
}

void trap_busy_on_another_device(struct scene *s)
{
	struct scene_task *t = member(s, "backup", scope, 0.05);

	scene_waits(s, t, 'D', "io_schedule", 1, 0.9);
	t->per_s.write_bytes = 300 << 20;
	scene_counter(s, PA_V_CG_IO_READ_BYTES, scope, 0);
	scene_counter(s, PA_V_CG_IO_WRITE_BYTES, scope, 300 << 20);
	scene_counter(s, PA_V_CG_IO_LIMITED_WRITE_BYTES, scope, 1000);
	scene_gauge(s, PA_V_CG_IO_LIMIT_WRITE_BYTES_PER_S, scope, 1 << 20);
	scene_disk(s, "nvme0n1", 2400, 0.2, 0.4, 131072);
}
