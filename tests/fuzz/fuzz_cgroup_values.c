/* SPDX-License-Identifier: Apache-2.0 */
#include "fuzz.h"

#include <assert.h>

#include "platform/linux/cgroup_tree.h"
#include "platform/linux/cgroup_values.h"
#include "platform/linux/keyed.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static pa_cgroup_parser *const parsers[] = {
		pa_cgroup1_cpu_stat,
		pa_cgroup1_cpu_quota,
		pa_cgroup1_cpu_period,
		pa_cgroup1_cpuacct_usage,
		pa_cgroup1_memory_usage,
		pa_cgroup1_memory_limit,
		pa_cgroup1_memory_failcnt,
		pa_cgroup1_memory_oom_control,
		pa_cgroup1_memory_stat,
		pa_cgroup1_memsw_limit,
		pa_cgroup1_io_bytes,
		pa_cgroup1_io_calls,
		pa_cgroup1_io_read_bytes_limit,
		pa_cgroup1_io_write_bytes_limit,
		pa_cgroup1_io_read_calls_limit,
		pa_cgroup1_io_write_calls_limit,
		pa_cgroup1_memory_peak,
		pa_cgroup1_memsw_usage,
		pa_cgroup1_memsw_failcnt,
		pa_cgroup1_hugetlb_2m_failcnt,
		pa_cgroup1_hugetlb_1g_failcnt,
		pa_cgroup2_memory_high,
		pa_cgroup2_memory_peak,
		pa_cgroup2_swap_events,
		pa_cgroup2_zswap_current,
		pa_cgroup2_cpuset_partition,
		pa_cgroup2_hugetlb_2m_events,
		pa_cgroup2_hugetlb_1g_events,
		pa_cgroup2_misc_max,
		pa_cgroup2_misc_current,
		pa_cgroup2_misc_events,
		pa_cgroup2_rdma_max,
		pa_cgroup2_rdma_current,
		pa_cgroup_hugetlb_2m_used,
		pa_cgroup_hugetlb_1g_used,
		pa_cgroup_hugetlb_2m_max,
		pa_cgroup_hugetlb_1g_max,
		pa_cgroup_cpuset_cpus,
		pa_cgroup_pids_peak,
		pa_cgroup2_cpu_stat,
		pa_cgroup2_cpu_max,
		pa_cgroup2_memory_current,
		pa_cgroup2_memory_max,
		pa_cgroup2_memory_events,
		pa_cgroup2_memory_stat,
		pa_cgroup2_swap_current,
		pa_cgroup2_swap_max,
		pa_cgroup2_io_stat,
		pa_cgroup2_io_max,
		pa_cgroup2_cpu_pressure,
		pa_cgroup2_memory_pressure,
		pa_cgroup2_io_pressure,
		pa_cgroup_pids_current,
		pa_cgroup_pids_max,
		pa_cgroup_pids_events,
	};
	struct pa_cgroup_values all = { 0 };
	uint64_t count;

	for (size_t i = 0; i < sizeof(parsers) / sizeof(parsers[0]); i++) {
		struct pa_cgroup_values one = { 0 };
		struct pa_keyed layout = { 0 };
		int error = parsers[i](&layout, (const char *)data, size, &one);

		assert(!error || !one.count);
		(void)parsers[i](&layout, (const char *)data, size, &all);
	}
	assert(all.count <= PA_CGROUP_VALUES_MAX);
	(void)pa_cgroup_tree_count_parse((const char *)data, size, "cpu", &count);
	return 0;
}
