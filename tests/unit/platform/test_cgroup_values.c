/* SPDX-License-Identifier: Apache-2.0 */
#include "help.h"

#include "platform/linux/cgroup_values.h"
#include "platform/linux/keyed.h"

static int parse(pa_cgroup_parser *parser, const char *text, struct pa_cgroup_values *values)
{
	return parser(NULL, text, strlen(text), values);
}

static bool has(const struct pa_cgroup_values *values, uint16_t metric)
{
	for (uint32_t i = 0; i < values->count; i++)
		if (values->metric[i] == metric)
			return true;
	return false;
}

static uint64_t get(const struct pa_cgroup_values *values, uint16_t metric)
{
	for (uint32_t i = 0; i < values->count; i++)
		if (values->metric[i] == metric)
			return values->value[i];
	fail_msg("no such value");
	return 0;
}

static void throttled_time_of_v1_is_told_in_microseconds(void **state)
{
	struct pa_cgroup_values v = { 0 };

	(void)state;
	assert_int_equal(parse(pa_cgroup1_cpu_stat,
			       "nr_periods 98\nnr_throttled 97\nthrottled_time 7730115000\n"
			       "nr_bursts 0\nburst_time 0\n",
			       &v),
			 0);
	assert_int_equal(get(&v, PA_V_CG_CPU_THROTTLED_US), 7730115);
	assert_int_equal(get(&v, PA_V_CG_CPU_PERIODS_COUNT), 98);
	assert_int_equal(parse(pa_cgroup1_cpuacct_usage, "158566104123\n", &v), 0);
	assert_int_equal(get(&v, PA_V_CG_CPU_USAGE_US), 158566104);
}

static void no_quota_tells_neither_quota_nor_period(void **state)
{
	struct pa_cgroup_values v = { 0 };

	(void)state;
	assert_int_equal(parse(pa_cgroup1_cpu_quota, "-1\n", &v), 0);
	assert_int_equal(parse(pa_cgroup1_cpu_period, "100000\n", &v), 0);
	assert_int_equal(parse(pa_cgroup2_cpu_max, "max 100000\n", &v), 0);
	assert_int_equal(v.count, 0);
	assert_int_equal(parse(pa_cgroup1_cpu_quota, "20000\n", &v), 0);
	assert_int_equal(parse(pa_cgroup1_cpu_period, "100000\n", &v), 0);
	assert_int_equal(get(&v, PA_V_CG_CPU_QUOTA_US), 20000);
	assert_int_equal(get(&v, PA_V_CG_CPU_PERIOD_US), 100000);
}

static void the_kernels_largest_limit_is_none(void **state)
{
	struct pa_cgroup_values v = { 0 };

	(void)state;
	assert_int_equal(parse(pa_cgroup1_memory_limit, "9223372036854771712\n", &v), 0);
	assert_int_equal(parse(pa_cgroup2_memory_max, "max\n", &v), 0);
	assert_int_equal(parse(pa_cgroup_pids_max, "max\n", &v), 0);
	assert_int_equal(v.count, 0);
	assert_int_equal(parse(pa_cgroup1_memory_limit, "104857600\n", &v), 0);
	assert_int_equal(get(&v, PA_V_CG_MEM_LIMIT_BYTES), 104857600);
}

static void memory_stat_of_v1_tells_the_whole_subtree(void **state)
{
	struct pa_cgroup_values v = { 0 };
	struct pa_keyed layout = { 0 };
	static const char text[] = "cache 9273344\nrss 10997760\nworkingset_refault_file 330\n"
				   "total_cache 243970048\ntotal_rss 20267008\n"
				   "total_workingset_refault_anon 0\n"
				   "total_workingset_refault_file 307567\ntotal_swap 4096\n"
				   "total_pgmajfault 1845\n";

	(void)state;
	assert_int_equal(pa_cgroup1_memory_stat(&layout, text, strlen(text), &v), 0);
	assert_int_equal(get(&v, PA_V_CG_MEM_FILE_BYTES), 243970048);
	assert_int_equal(get(&v, PA_V_CG_MEM_ANON_BYTES), 20267008);
	assert_int_equal(get(&v, PA_V_CG_MEM_REFAULT_FILE_PAGES), 307567);
	assert_int_equal(get(&v, PA_V_CG_MEM_MAJOR_FAULTS_COUNT), 1845);
	assert_int_equal(get(&v, PA_V_CG_SWAP_USED_BYTES), 4096);
}

static void memory_of_v2_is_read(void **state)
{
	struct pa_cgroup_values v = { 0 };

	(void)state;
	assert_int_equal(parse(pa_cgroup2_memory_events,
			       "low 0\nhigh 3\nmax 17\noom 2\noom_kill 1\noom_group_kill 0\n", &v),
			 0);
	assert_int_equal(parse(pa_cgroup2_memory_stat,
			       "anon 8192\nfile 4096\nworkingset_refault_anon 5\n"
			       "workingset_refault_file 7\npgscan 11\npgmajfault 13\n",
			       &v),
			 0);
	assert_int_equal(get(&v, PA_V_CG_MEM_HIGH_HITS_COUNT), 3);
	assert_int_equal(get(&v, PA_V_CG_MEM_LIMIT_HITS_COUNT), 17);
	assert_int_equal(get(&v, PA_V_CG_MEM_OOM_KILLS_COUNT), 1);
	assert_int_equal(get(&v, PA_V_CG_MEM_SCAN_PAGES), 11);
	assert_int_equal(get(&v, PA_V_CG_MEM_FILE_BYTES), 4096);
}

static void io_of_all_devices_is_summed(void **state)
{
	struct pa_cgroup_values v = { 0 }, w = { 0 };

	(void)state;
	assert_int_equal(parse(pa_cgroup1_io_bytes,
			       "254:0 Read 4096\n254:0 Write 100\n254:0 Sync 1\n254:0 Total 4196\n"
			       "7:0 Read 4\n7:0 Write 0\nTotal 4200\n",
			       &v),
			 0);
	assert_int_equal(get(&v, PA_V_CG_IO_READ_BYTES), 4100);
	assert_int_equal(get(&v, PA_V_CG_IO_WRITE_BYTES), 100);
	assert_int_equal(parse(pa_cgroup2_io_stat,
			       "254:0 rbytes=10 wbytes=20 rios=3 wios=4 dbytes=0 dios=0\n"
			       "7:0 rbytes=1 wbytes=2 rios=1 wios=1 dbytes=0 dios=0\n",
			       &w),
			 0);
	assert_int_equal(get(&w, PA_V_CG_IO_READ_BYTES), 11);
	assert_int_equal(get(&w, PA_V_CG_IO_WRITE_CALLS_COUNT), 5);
}

static void the_lowest_io_limit_counts(void **state)
{
	struct pa_cgroup_values v = { 0 }, w = { 0 };

	(void)state;
	assert_int_equal(parse(pa_cgroup1_io_read_bytes_limit, "", &v), 0);
	assert_int_equal(v.count, 0);
	assert_int_equal(parse(pa_cgroup1_io_read_bytes_limit, "254:0 1048576\n7:0 2048\n", &v), 0);
	assert_int_equal(parse(pa_cgroup1_io_write_bytes_limit, "254:0 4096\n", &v), 0);
	assert_int_equal(get(&v, PA_V_CG_IO_LIMIT_READ_BYTES_PER_S), 2048);
	assert_int_equal(get(&v, PA_V_CG_IO_LIMIT_WRITE_BYTES_PER_S), 4096);
	assert_int_equal(v.device_count, 2);
	assert_int_equal(
		parse(pa_cgroup2_io_max, "254:0 rbps=max wbps=4096 riops=120 wiops=max\n", &w), 0);
	assert_int_equal(get(&w, PA_V_CG_IO_LIMIT_WRITE_BYTES_PER_S), 4096);
	assert_int_equal(get(&w, PA_V_CG_IO_LIMIT_READ_CALLS_PER_S), 120);
	assert_false(has(&w, PA_V_CG_IO_LIMIT_READ_BYTES_PER_S));
}

static void only_limited_devices_count_against_a_limit(void **state)
{
	struct pa_cgroup_values v = { 0 }, w = { 0 };

	(void)state;
	assert_int_equal(
		parse(pa_cgroup2_io_max, "7:0 rbps=1000 wbps=max riops=max wiops=max\n", &v), 0);
	assert_int_equal(parse(pa_cgroup2_io_stat,
			       "254:0 rbytes=10 wbytes=20 rios=3 wios=4 dbytes=0 dios=0\n"
			       "7:0 rbytes=1 wbytes=2 rios=1 wios=1 dbytes=0 dios=0 cost.wait=9\n",
			       &v),
			 0);
	assert_int_equal(get(&v, PA_V_CG_IO_READ_BYTES), 11);
	assert_int_equal(get(&v, PA_V_CG_IO_LIMITED_READ_BYTES), 1);
	assert_int_equal(get(&v, PA_V_CG_IO_COST_WAIT_US), 9);
	assert_int_equal(parse(pa_cgroup1_io_write_bytes_limit, "254:0 4096\n", &w), 0);
	assert_int_equal(parse(pa_cgroup1_io_bytes,
			       "254:0 Read 4096\n254:0 Write 100\n7:0 Write 5\nTotal 4201\n", &w),
			 0);
	assert_int_equal(get(&w, PA_V_CG_IO_LIMITED_WRITE_BYTES), 100);
}

static void cpus_are_told_as_bits(void **state)
{
	struct pa_cgroup_values v = { 0 }, w = { 0 };

	(void)state;
	assert_int_equal(parse(pa_cgroup_cpuset_cpus, "0-1,3,64-65\n", &v), 0);
	assert_int_equal(get(&v, PA_V_CG_CPUSET_ALLOWED_COUNT), 5);
	assert_int_equal(v.count, 3);
	assert_int_equal(v.value[1], 0xb);
	assert_int_equal(v.value[2], 3);
	assert_int_equal(parse(pa_cgroup_cpuset_cpus, "\n", &w), 0);
	assert_int_equal(w.count, 0);
	assert_int_equal(parse(pa_cgroup_cpuset_cpus, "0-60000\n", &w), 0);
	assert_int_equal(w.count, 1); /* too many for bits */
}

static void an_invalid_partition_is_an_error(void **state)
{
	struct pa_cgroup_values v = { 0 }, w = { 0 };

	(void)state;
	assert_int_equal(parse(pa_cgroup2_cpuset_partition, "root\n", &v), 0);
	assert_int_equal(get(&v, PA_V_CG_CPUSET_INVALID_FLAG), 0);
	assert_int_equal(parse(pa_cgroup2_cpuset_partition,
			       "isolated invalid (Cpu list in cpuset.cpus not exclusive)\n", &w),
			 0);
	assert_int_equal(get(&w, PA_V_CG_CPUSET_INVALID_FLAG), 1);
}

static void scarce_units_without_a_limit_are_not_compared(void **state)
{
	struct pa_cgroup_values v = { 0 };

	(void)state;
	assert_int_equal(parse(pa_cgroup2_rdma_max, "mlx4_0 hca_handle=2 hca_object=max\n", &v), 0);
	assert_int_equal(v.count, 0);
	assert_int_equal(parse(pa_cgroup2_rdma_max, "mlx4_0 hca_handle=2 hca_object=2000\n", &v),
			 0);
	assert_int_equal(get(&v, PA_V_CG_HUGETLB_RDMA_LIMIT_COUNT), 2002);
	assert_int_equal(parse(pa_cgroup2_misc_current, "sev 3\nsev_es 4\n", &v), 0);
	assert_int_equal(get(&v, PA_V_CG_HUGETLB_MISC_USED_COUNT), 7);
	assert_int_equal(parse(pa_cgroup2_hugetlb_2m_events, "max 6\n", &v), 0);
	assert_int_equal(get(&v, PA_V_CG_HUGETLB_REFUSED_2M_COUNT), 6);
}

static void swap_of_a_group_has_events(void **state)
{
	struct pa_cgroup_values v = { 0 };

	(void)state;
	assert_int_equal(parse(pa_cgroup2_swap_events, "high 1\nmax 2\nfail 3\n", &v), 0);
	assert_int_equal(get(&v, PA_V_CG_SWAP_LIMIT_HITS_COUNT), 2);
	assert_int_equal(get(&v, PA_V_CG_SWAP_FAILS_COUNT), 3);
}

static void pressure_of_a_group_is_read(void **state)
{
	struct pa_cgroup_values v = { 0 };
	static const char text[] = "some avg10=0.00 avg60=0.00 avg300=0.00 total=12\n"
				   "full avg10=0.00 avg60=0.00 avg300=0.00 total=7\n";

	(void)state;
	assert_int_equal(parse(pa_cgroup2_io_pressure, text, &v), 0);
	assert_int_equal(parse(pa_cgroup2_cpu_pressure, text, &v), 0);
	assert_int_equal(get(&v, PA_V_CG_IO_PRESSURE_FULL_US), 7);
	assert_int_equal(get(&v, PA_V_CG_CPU_PRESSURE_SOME_US), 12);
	assert_int_equal(v.count, 3);
}

static void unreadable_texts_add_nothing(void **state)
{
	static pa_cgroup_parser *const strict[] = {
		pa_cgroup1_cpu_stat,	   pa_cgroup1_cpu_quota,
		pa_cgroup1_cpuacct_usage,  pa_cgroup1_memory_usage,
		pa_cgroup1_memory_failcnt, pa_cgroup1_memory_stat,
		pa_cgroup1_memory_limit,   pa_cgroup1_memory_oom_control,
		pa_cgroup1_io_bytes,	   pa_cgroup2_cpu_stat,
		pa_cgroup2_cpu_max,	   pa_cgroup2_memory_events,
		pa_cgroup2_memory_stat,	   pa_cgroup2_io_pressure,
		pa_cgroup_pids_current,	   pa_cgroup_pids_max,
		pa_cgroup_pids_events,
	};
	struct pa_cgroup_values v = { 0 };

	(void)state;
	for (size_t i = 0; i < sizeof(strict) / sizeof(strict[0]); i++)
		assert_int_equal(parse(strict[i], "", &v), -EBADMSG);
	assert_int_equal(parse(pa_cgroup_pids_current, "99999999999999999999999\n", &v), -EBADMSG);
	assert_int_equal(parse(pa_cgroup2_cpu_max, "20000", &v), -EBADMSG);
	assert_int_equal(v.count, 0);
	assert_false(has(&v, PA_V_CG_PIDS_USED_COUNT));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(throttled_time_of_v1_is_told_in_microseconds),
		cmocka_unit_test(no_quota_tells_neither_quota_nor_period),
		cmocka_unit_test(the_kernels_largest_limit_is_none),
		cmocka_unit_test(memory_stat_of_v1_tells_the_whole_subtree),
		cmocka_unit_test(memory_of_v2_is_read),
		cmocka_unit_test(io_of_all_devices_is_summed),
		cmocka_unit_test(the_lowest_io_limit_counts),
		cmocka_unit_test(only_limited_devices_count_against_a_limit),
		cmocka_unit_test(cpus_are_told_as_bits),
		cmocka_unit_test(an_invalid_partition_is_an_error),
		cmocka_unit_test(scarce_units_without_a_limit_are_not_compared),
		cmocka_unit_test(swap_of_a_group_has_events),
		cmocka_unit_test(pressure_of_a_group_is_read),
		cmocka_unit_test(unreadable_texts_add_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
