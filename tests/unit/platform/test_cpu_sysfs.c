/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What sysfs tells of CPUs. The idle states are those of a KVM guest with the haltpoll driver
 * (6.18); the rest is synthetic, after the kernel's documentation.
 */
#include "one_source.h"

#include "platform/linux/cpufreq.h"
#include "platform/linux/cpuidle.h"
#include "platform/linux/thermal.h"
#include "platform/linux/thermal_throttle.h"
#include "platform/linux/topology.h"

#define CPU "sys/devices/system/cpu/"

static const struct reply clock_only[] = { { .path = "clock", .text = "1 2 0\n" } };

static void without_the_hardware_values_are_absent(void **state)
{
	static const struct {
		const struct pa_source *source;
		uint16_t metric;
	} sources[] = {
		{ &pa_source_cpuidle, PA_V_CPU_IDLE_TIME_US },
		{ &pa_source_cpufreq, PA_V_CPU_FREQ_CURRENT_HZ },
		{ &pa_source_thermal, PA_V_CPU_THERMAL_ZONE_CELSIUS },
		{ &pa_source_thermal_throttle, PA_V_CPU_THERMAL_CORE_THROTTLED_MS },
		{ &pa_source_topology, PA_V_CPU_SMT_SIBLINGS_COUNT },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(sources) / sizeof(sources[0]); i++) {
		struct one_source one;

		ONE_SOURCE(&one, sources[i].source, clock_only);
		assert_int_equal(one_source_read(&one), -ENOENT);
		assert_miss(&one.world, sources[i].metric, PA_ABSENT);
		one_source_done(&one);
	}
}

static void an_idle_state_is_named_with_its_cpu(void **state)
{
	static const struct reply replies[] = {
		{ .path = "clock", .text = "1 2 0\n" },
		{ .path = CPU "cpu0/cpuidle/state0/name", .text = "POLL\n" },
		{ .path = CPU "cpu0/cpuidle/state0/time", .text = "12\n" },
		{ .path = CPU "cpu0/cpuidle/state0/usage", .text = "3\n" },
		{ .path = CPU "cpu0/cpuidle/state1/name", .text = "haltpoll idle\n" },
		{ .path = CPU "cpu0/cpuidle/state1/time", .text = "1060396836\n" },
		{ .path = CPU "cpu0/cpuidle/state1/usage", .text = "103418\n" },
		{ .path = CPU "cpu0/cpuidle/state1/above", .text = "1\n" },
		{ .path = CPU "cpu0/cpuidle/state1/below", .text = "0\n" },
		{ .path = CPU "cpu0/cpuidle/state1/rejected", .text = "0\n" },
		{ .path = CPU "cpuidle/current_driver", .text = "haltpoll\n" },
	};
	struct one_source one;

	(void)state;
	ONE_SOURCE(&one, &pa_source_cpuidle, replies);
	assert_int_equal(one_source_read(&one), 0);
	assert_int_equal(value_of(&one.world, PA_V_CPU_IDLE_TIME_US, "cpu0/haltpoll idle"),
			 1060396836);
	assert_int_equal(value_of(&one.world, PA_V_CPU_IDLE_ABOVE_COUNT, "cpu0/haltpoll idle"), 1);
	assert_int_equal(value_of(&one.world, PA_V_CPU_IDLE_ENTRIES_COUNT, "cpu0/POLL"), 3);
	assert_null(sample_of(&one.world, PA_V_CPU_IDLE_ABOVE_COUNT, "cpu0/POLL"));
	one_source_done(&one);
}

static void clocks_are_in_hz_and_governors_are_counted(void **state)
{
	static const struct reply replies[] = {
		{ .path = "clock", .text = "1 2 0\n" },
		{ .path = CPU "cpufreq/policy0/scaling_cur_freq", .text = "1200000\n" },
		{ .path = CPU "cpufreq/policy0/scaling_max_freq", .text = "2000000\n" },
		{ .path = CPU "cpufreq/policy0/cpuinfo_max_freq", .text = "3600000\n" },
		{ .path = CPU "cpufreq/policy0/scaling_governor", .text = "powersave\n" },
		{ .path = CPU "cpufreq/policy1/scaling_cur_freq", .text = "<unsupported>\n" },
		{ .path = CPU "cpufreq/policy1/scaling_governor", .text = "powersave\n" },
		{ .path = CPU "cpufreq/boost", .text = "1\n" },
	};
	struct one_source one;

	(void)state;
	ONE_SOURCE(&one, &pa_source_cpufreq, replies);
	assert_int_equal(one_source_read(&one), 0);
	assert_int_equal(value_of(&one.world, PA_V_CPU_FREQ_CURRENT_HZ, "policy0"), 1200000000);
	assert_int_equal(value_of(&one.world, PA_V_CPU_FREQ_MAX_HZ, "policy0"), 3600000000);
	assert_int_equal(value_of(&one.world, PA_V_CPU_FREQ_GOVERNOR_COUNT, "powersave"), 2);
	assert_null(sample_of(&one.world, PA_V_CPU_FREQ_CURRENT_HZ, "policy1"));
	one.sys.passes = PA_PASS_SYSTEM | PA_PASS_SLOW;
	assert_int_equal(one_source_read(&one), 0);
	assert_int_equal(one.world.moment.sample_count, 1); /* the clock alone */
	one_source_done(&one);
}

static void a_zone_has_the_lowest_trip_of_each_kind(void **state)
{
	static const struct reply replies[] = {
		{ .path = "clock", .text = "1 2 0\n" },
		{ .path = "sys/class/thermal/thermal_zone0/type", .text = "x86_pkg_temp\n" },
		{ .path = "sys/class/thermal/thermal_zone0/temp", .text = "61000\n" },
		{ .path = "sys/class/thermal/thermal_zone0/trip_point_0_type",
		  .text = "passive\n" },
		{ .path = "sys/class/thermal/thermal_zone0/trip_point_0_temp", .text = "95000\n" },
		{ .path = "sys/class/thermal/thermal_zone0/trip_point_1_type",
		  .text = "critical\n" },
		{ .path = "sys/class/thermal/thermal_zone0/trip_point_1_temp", .text = "105000\n" },
		{ .path = "sys/class/thermal/thermal_zone0/trip_point_2_type", .text = "hot\n" },
		{ .path = "sys/class/thermal/thermal_zone0/trip_point_2_temp", .text = "100000\n" },
		{ .path = "sys/class/thermal/thermal_zone0/trip_point_3_type",
		  .text = "passive\n" },
		{ .path = "sys/class/thermal/thermal_zone0/trip_point_3_temp", .text = "0\n" },
		{ .path = "sys/class/thermal/thermal_zone1/type", .text = "cold\n" },
		{ .path = "sys/class/thermal/thermal_zone1/temp", .text = "-5000\n" },
		{ .path = "sys/class/thermal/cooling_device0/type", .text = "Processor\n" },
		{ .path = "sys/class/thermal/cooling_device0/cur_state", .text = "3\n" },
		{ .path = "sys/class/thermal/cooling_device0/max_state", .text = "10\n" },
	};
	static const char zone[] = "thermal_zone0:x86_pkg_temp";
	struct one_source one;

	(void)state;
	ONE_SOURCE(&one, &pa_source_thermal, replies);
	assert_int_equal(one_source_read(&one), 0);
	assert_int_equal(value_of(&one.world, PA_V_CPU_THERMAL_ZONE_CELSIUS, zone), 61);
	assert_int_equal(value_of(&one.world, PA_V_CPU_THERMAL_PASSIVE_CELSIUS, zone), 95);
	assert_int_equal(value_of(&one.world, PA_V_CPU_THERMAL_CRITICAL_CELSIUS, zone), 100);
	assert_int_equal(
		value_of(&one.world, PA_V_CPU_THERMAL_COOLING_STATE, "cooling_device0:Processor"),
		3);
	assert_null(sample_of(&one.world, PA_V_CPU_THERMAL_ZONE_CELSIUS, "thermal_zone1:cold"));
	one_source_done(&one);
}

static void throttling_is_told_of_each_cpu(void **state)
{
	static const struct reply replies[] = {
		{ .path = "clock", .text = "1 2 0\n" },
		{ .path = CPU "cpu1/thermal_throttle/core_throttle_count", .text = "7\n" },
		{ .path = CPU "cpu1/thermal_throttle/core_throttle_total_time_ms", .text = "42\n" },
	};
	struct one_source one;

	(void)state;
	ONE_SOURCE(&one, &pa_source_thermal_throttle, replies);
	assert_int_equal(one_source_read(&one), 0);
	assert_int_equal(value_of(&one.world, PA_V_CPU_THERMAL_CORE_THROTTLES_COUNT, "cpu1"), 7);
	assert_int_equal(value_of(&one.world, PA_V_CPU_THERMAL_CORE_THROTTLED_MS, "cpu1"), 42);
	one_source_done(&one);
}

static void hardware_threads_share_the_number_of_their_core(void **state)
{
	static const struct reply replies[] = {
		{ .path = "clock", .text = "1 2 0\n" },
		{ .path = CPU "cpu0/topology/thread_siblings_list", .text = "0,4\n" },
		{ .path = CPU "cpu4/topology/thread_siblings_list", .text = "0,4\n" },
		{ .path = CPU "cpu5/topology/thread_siblings_list", .text = "x\n" },
	};
	struct one_source one;

	(void)state;
	ONE_SOURCE(&one, &pa_source_topology, replies);
	assert_int_equal(one_source_read(&one), 0);
	assert_int_equal(value_of(&one.world, PA_V_CPU_SMT_SIBLINGS_COUNT, "cpu4"), 2);
	assert_int_equal(value_of(&one.world, PA_V_CPU_SMT_CORE_STATE, "cpu4"), 0);
	assert_null(sample_of(&one.world, PA_V_CPU_SMT_CORE_STATE, "cpu5"));
	one_source_done(&one);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(without_the_hardware_values_are_absent),
		cmocka_unit_test(an_idle_state_is_named_with_its_cpu),
		cmocka_unit_test(clocks_are_in_hz_and_governors_are_counted),
		cmocka_unit_test(a_zone_has_the_lowest_trip_of_each_kind),
		cmocka_unit_test(throttling_is_told_of_each_cpu),
		cmocka_unit_test(hardware_threads_share_the_number_of_their_core),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
