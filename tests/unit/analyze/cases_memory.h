/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Synthetic machines for the hypotheses on memory and on limits of cgroups: cases in which one
 * is the verdict, traps that look like it and are healthy. Rows of the tables in test_cases.c.
 */
#ifndef PA_TESTS_ANALYZE_CASES_MEMORY_H
#define PA_TESTS_ANALYZE_CASES_MEMORY_H

struct scene;

void case_cg_cpuset_small(struct scene *s);
void case_cg_hugetlb_limit(struct scene *s);
void case_cg_mem_high(struct scene *s);
void case_cg_swap_limit(struct scene *s);
void case_mem_balloon(struct scene *s);
void case_mem_commit_exhausted(struct scene *s);
void case_mem_fragmented(struct scene *s);
void case_mem_hugetlb_exhausted(struct scene *s);
void case_mem_maps_limit(struct scene *s);
void case_mem_swap_errors(struct scene *s);
void case_mem_zone_min(struct scene *s);
void case_numa_node_full(struct scene *s);

void trap_full_huge_pages(struct scene *s);
void trap_quiet_balloon(struct scene *s);
void trap_compaction_that_succeeds(struct scene *s);
void trap_kswapd_keeps_up(struct scene *s);
void trap_full_cpuset(struct scene *s);
void trap_lenient_commit(struct scene *s);
void trap_busy_on_another_device(struct scene *s);

#endif
