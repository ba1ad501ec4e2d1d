/* SPDX-License-Identifier: Apache-2.0 */
/* Composite values of interrupts, cores and hardware, of synthetic machines. */
#include "unit.h"

#include <string.h>

#include "derived.h"

static void the_top_cpu_of_a_line_has_its_share(void **state)
{
	(void)state;
	scene_counter(&s, PA_V_IRQ_HARD_LINE_COUNT, "36:eth0", 400);
	scene_counter(&s, PA_V_IRQ_HARD_CPU_COUNT, "cpu0/36:eth0", 100);
	scene_counter(&s, PA_V_IRQ_HARD_CPU_COUNT, "cpu1/36:eth0", 300);
	scene_counter(&s, PA_V_IRQ_HARD_LINE_COUNT, "LOC", 200);
	scene_counter(&s, PA_V_IRQ_HARD_CPU_COUNT, "cpu0/LOC", 200);
	derive();
	fact_is(PA_V_IRQ_AFFINITY_TOP_RATIO, "36:eth0", 0.75);
	unknown(PA_V_IRQ_AFFINITY_TOP_RATIO, "LOC");
}

static void hardware_threads_share_a_core_when_both_must_run(void **state)
{
	(void)state;
	for (int cpu = 0; cpu < 4; cpu++) {
		static const char *const names[] = { "cpu0", "cpu1", "cpu2", "cpu3" };

		scene_gauge(&s, PA_V_CPU_SMT_CORE_STATE, names[cpu], cpu % 2);
		scene_gauge(&s, PA_V_CPU_SMT_SIBLINGS_COUNT, names[cpu], 2);
	}
	scene_cpu(&s, "cpu0", 0.9);
	scene_cpu(&s, "cpu2", 0.7);
	scene_cpu(&s, "cpu1", 0.2);
	scene_cpu(&s, "cpu3", 0.3);
	derive();
	fact_is(PA_V_CPU_SMT_BUSY_RATIO, "cpu0", 0.9);
	fact_is(PA_V_CPU_SMT_SHARED_RATIO, "cpu0", 0.6);
	fact_is(PA_V_CPU_SMT_SHARED_RATIO, "cpu1", 0);
	unknown(PA_V_CPU_SMT_BUSY_RATIO, "cpu2");
}

static void waiting_belongs_to_the_cpu_that_a_thread_ran_on_last(void **state)
{
	struct scene_task *t = scene_task(&s, 100, 100, "app", 0.5);

	(void)state;
	t->base.cpu = 1;
	t->per_s.run_delay_ns = 200000000;
	scene_cpu(&s, "cpu0", 0.1);
	scene_cpu(&s, "cpu1", 0.5);
	derive();
	fact_is(PA_V_CPU_EACH_DELAY_MS_PER_S, "cpu1", 200);
	fact_is(PA_V_CPU_EACH_DELAY_MS_PER_S, "cpu0", 0);
}

static void the_kernels_own_count_of_waiting_is_better(void **state)
{
	struct scene_task *t = scene_task(&s, 100, 100, "app", 0.5);

	(void)state;
	t->base.cpu = 1;
	t->per_s.run_delay_ns = 200000000;
	scene_counter(&s, PA_V_CPU_EACH_RUN_DELAY_NS, "cpu1", 3e8);
	derive();
	fact_is(PA_V_CPU_EACH_DELAY_MS_PER_S, "cpu1", 300);
}

static void kernel_threads_tell_of_work_put_off(void **state)
{
	struct scene_task *soft = scene_task(&s, 12, 12, "ksoftirqd/0", 0.4);
	struct scene_task *worker = scene_task(&s, 13, 13, "kworker/0:1", 0.2);

	(void)state;
	soft->base.kernel_thread = worker->base.kernel_thread = 1;
	worker->per_s.run_delay_ns = 50000000;
	derive();
	fact_is(PA_V_IRQ_SOFT_DEFERRED_RATIO, "", 0.4);
	fact_is(PA_V_WQ_KWORKER_BUSY_RATIO, "", 0.2);
	fact_is(PA_V_WQ_KWORKER_DELAY_MS_PER_S, "", 50);
	unknown(PA_V_RCU_GP_DELAY_MS_PER_S, "");
}

static void a_real_time_thread_is_measured_by_the_budget(void **state)
{
	struct scene_task *t = scene_task(&s, 100, 100, "rt", 0.5);

	(void)state;
	t->base.policy = 1;
	scene_gauge(&s, PA_V_RT_THROTTLE_PERIOD_US, "", 1000000);
	scene_gauge(&s, PA_V_RT_THROTTLE_RUNTIME_US, "", 500000);
	derive();
	fact_is(PA_V_RT_THROTTLE_BUDGET_RATIO, "", 1);
}

static void no_log_line_acquits_a_cpu_that_cannot_detect_split_locks(void **state)
{
	(void)state;
	scene_counter(&s, PA_V_CPU_SPLIT_TRAPS_LOGGED_COUNT, "", 0);
	scene_gauge(&s, PA_V_CPU_SPLIT_DETECTED_FLAG, "", 0);
	derive();
	unknown(PA_V_CPU_SPLIT_TRAPPED_COUNT, "");
}

static void a_clock_is_measured_by_what_the_hardware_can(void **state)
{
	(void)state;
	scene_gauge(&s, PA_V_CPU_FREQ_CURRENT_HZ, "policy0", 1.8e9);
	scene_gauge(&s, PA_V_CPU_FREQ_LIMIT_HZ, "policy0", 2.7e9);
	scene_gauge(&s, PA_V_CPU_FREQ_MAX_HZ, "policy0", 3.6e9);
	scene_counter(&s, PA_V_CPU_FREQ_APERF_COUNT, "cpu0", 3e9);
	scene_counter(&s, PA_V_CPU_FREQ_MPERF_COUNT, "cpu0", 2e9);
	derive();
	fact_is(PA_V_CPU_FREQ_MAX_RATIO, "policy0", 0.5);
	fact_is(PA_V_CPU_FREQ_WITHHELD_RATIO, "policy0", 0.25);
	fact_is(PA_V_CPU_FREQ_BASE_RATIO, "", 1.5);
}

static void a_zone_is_measured_by_its_lowest_trip(void **state)
{
	(void)state;
	scene_gauge(&s, PA_V_CPU_THERMAL_ZONE_CELSIUS, "z0", 76);
	scene_gauge(&s, PA_V_CPU_THERMAL_PASSIVE_CELSIUS, "z0", 95);
	scene_gauge(&s, PA_V_CPU_THERMAL_CRITICAL_CELSIUS, "z0", 105);
	scene_gauge(&s, PA_V_CPU_THERMAL_ZONE_CELSIUS, "z1", 50);
	scene_counter(&s, PA_V_CPU_THERMAL_CORE_THROTTLED_MS, "cpu0", 5);
	scene_counter(&s, PA_V_CPU_THERMAL_PACKAGE_THROTTLED_MS, "cpu0", 200);
	derive();
	fact_is(PA_V_CPU_THERMAL_TRIP_RATIO, "z0", 0.8);
	unknown(PA_V_CPU_THERMAL_TRIP_RATIO, "z1");
	fact_is(PA_V_CPU_THERMAL_THROTTLED_RATIO, "", 0.2);
}

static void idle_states_are_the_mean_of_their_cpus(void **state)
{
	(void)state;
	scene_counter(&s, PA_V_CPU_IDLE_TIME_US, "cpu0/C6", 800000);
	scene_counter(&s, PA_V_CPU_IDLE_TIME_US, "cpu1/C6", 400000);
	scene_counter(&s, PA_V_CPU_IDLE_ENTRIES_COUNT, "cpu0/C6", 100);
	scene_counter(&s, PA_V_CPU_IDLE_ABOVE_COUNT, "cpu0/C6", 10);
	scene_counter(&s, PA_V_CPU_IDLE_BELOW_COUNT, "cpu0/C6", 5);
	derive();
	fact_is(PA_V_CPU_IDLE_STATE_RATIO, "C6", 0.6);
	fact_is(PA_V_CPU_IDLE_WRONG_RATIO, "", 0.15);
}

static void bandwidth_and_links(void **state)
{
	(void)state;
	scene_counter(&s, PA_V_MEM_BW_READ_BYTES, "uncore_imc_0@0", 2e9);
	scene_counter(&s, PA_V_MEM_BW_READ_BYTES, "uncore_imc_1@0", 1e9);
	scene_counter(&s, PA_V_MEM_BW_WRITE_BYTES, "uncore_imc_0@0", 1e9);
	scene_counter(&s, PA_V_IC_SOCKET_FLITS_COUNT, "uncore_upi_0@0", 9e6);
	scene_gauge(&s, PA_V_PCIE_LINK_CAPACITY_BYTES_PER_S, "0000:3b:00.0", 4e9);
	scene_gauge(&s, PA_V_PCIE_LINK_POSSIBLE_BYTES_PER_S, "0000:3b:00.0", 16e9);
	scene_counter(&s, PA_V_PWR_RAPL_ENERGY_JOULES, "package-0", 100);
	scene_gauge(&s, PA_V_PWR_RAPL_LIMIT_WATTS, "package-0", 125);
	derive();
	fact_is(PA_V_MEM_BW_BYTES_PER_S, "", 4e9);
	fact_is(PA_V_IC_SOCKET_SENT_BYTES_PER_S, "", 64e6);
	fact_is(PA_V_PCIE_LINK_WITHHELD_RATIO, "0000:3b:00.0", 0.75);
	fact_is(PA_V_PWR_RAPL_POWER_WATTS, "package-0", 100);
	fact_is(PA_V_PWR_RAPL_LIMIT_RATIO, "package-0", 0.8);
	unknown(PA_V_MEM_ECC_CORRECTED_PER_S, "");
}

static void engines_are_the_sum_of_their_clients(void **state)
{
	(void)state;
	scene_counter(&s, PA_V_GPU_DRM_ENGINE_NS, "0000:03:00.0/gfx/812/7", 3e8);
	scene_counter(&s, PA_V_GPU_DRM_ENGINE_NS, "0000:03:00.0/gfx/900/8", 2e8);
	scene_gauge(&s, PA_V_GPU_NV_BUSY_PERCENT, "gpu0", 50);
	scene_gauge(&s, PA_V_GPU_NV_MEMORY_USED_BYTES, "gpu0", 3e9);
	scene_gauge(&s, PA_V_GPU_NV_MEMORY_TOTAL_BYTES, "gpu0", 4e9);
	derive();
	fact_is(PA_V_GPU_DRM_ENGINE_RATIO, "0000:03:00.0/gfx", 0.5);
	fact_is(PA_V_GPU_NV_BUSY_RATIO, "gpu0", 0.5);
	fact_is(PA_V_GPU_NV_MEMORY_RATIO, "gpu0", 0.75);
	unknown(PA_V_GPU_NV_MEMORY_FULL_IN_S, "gpu0"); /* it does not grow */
}

static void the_larger_of_log_and_counters_is_told_of_stalls(void **state)
{
	(void)state;
	scene_counter(&s, PA_V_HOST_LOCKUP_RCU_STALLS_COUNT, "", 0.2);
	scene_counter(&s, PA_V_HOST_LOCKUP_LOGGED_COUNT, "", 0.1);
	derive();
	fact_is(PA_V_HOST_LOCKUP_STALLS_COUNT, "", 2);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(the_top_cpu_of_a_line_has_its_share),
		TEST(hardware_threads_share_a_core_when_both_must_run),
		TEST(waiting_belongs_to_the_cpu_that_a_thread_ran_on_last),
		TEST(the_kernels_own_count_of_waiting_is_better),
		TEST(kernel_threads_tell_of_work_put_off),
		TEST(a_real_time_thread_is_measured_by_the_budget),
		TEST(no_log_line_acquits_a_cpu_that_cannot_detect_split_locks),
		TEST(a_clock_is_measured_by_what_the_hardware_can),
		TEST(a_zone_is_measured_by_its_lowest_trip),
		TEST(idle_states_are_the_mean_of_their_cpus),
		TEST(bandwidth_and_links),
		TEST(engines_are_the_sum_of_their_clients),
		TEST(the_larger_of_log_and_counters_is_told_of_stalls),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
