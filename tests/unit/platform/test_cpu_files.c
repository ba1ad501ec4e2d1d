/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Tables about CPUs outside sysfs. timer_list and cpuinfo are pieces of a 6.18 guest, VECTOR of
 * a machine with 8 CPUs, schedstat is synthetic after sched-stats.rst.
 */
#include "one_source.h"

#include "platform/linux/cpuinfo.h"
#include "platform/linux/irq_domains.h"
#include "platform/linux/proc_irq.h"
#include "platform/linux/schedstat.h"
#include "platform/linux/timer_list.h"

static struct world world;

static int setup(void **state)
{
	(void)state;
	world_init(&world);
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	world_done(&world);
	return 0;
}

static int schedstat(const char *text)
{
	struct pa_schedstat parse = { 0 };
	int error = pa_schedstat_parse(&parse, text, strlen(text), world.names, &world.moment);

	pa_schedstat_done(&parse);
	return error;
}

static void schedstat_sums_failed_balances_of_all_idle_types(void **state)
{
	(void)state;
	assert_int_equal(
		schedstat("version 15\ntimestamp 4295\n"
			  "cpu0 0 0 10 5 7 6 1000 250 12\n"
			  "domain0 00000003 1 2 30 4 5 6 7 8 1 2 4 4 5 6 7 8 1 2 300 4 5 6 7 "
			  "8 1 2 3 4 5 6 7 8 9 10 11 12\n"),
		0);
	assert_int_equal(value_of(&world, PA_V_CPU_EACH_RUN_DELAY_NS, "cpu0"), 250);
	assert_int_equal(value_of(&world, PA_V_CPU_EACH_TIMESLICES_COUNT, "cpu0"), 12);
	assert_int_equal(value_of(&world, PA_V_CPU_IMBALANCE_FAILED_COUNT, ""), 334);
}

static void schedstat_of_version_17_has_a_name_and_wider_rows(void **state)
{
	(void)state;
	assert_int_equal(schedstat("version 17\ntimestamp 1\ncpu0 0 0 1 1 1 1 10 20 3\n"
				   "domain0 MC 3 1 2 5 4 4 4 4 5 6 7 8 1 2 6 4 4 4 4 5 6 7 8 "
				   "1 2 7 4 4 4 4 5 6 7 8 1 2 3 4 5 6 7 8 9 10 11 12\n"),
			 0);
	assert_int_equal(value_of(&world, PA_V_CPU_IMBALANCE_FAILED_COUNT, ""), 18);
}

static void schedstat_of_unknown_shape_is_not_guessed(void **state)
{
	(void)state;
	assert_int_equal(schedstat("version 99\ncpu0 1 2 3 4 5 6 7 8 9\n"), -EBADMSG);
	assert_int_equal(schedstat(""), -EBADMSG);
	assert_int_equal(world.moment.sample_count, 0);
	assert_int_equal(schedstat("version 15\ncpu0 1 2\ndomain0 3 1 2 3\n"), 0);
	assert_miss(&world, PA_V_CPU_IMBALANCE_FAILED_COUNT, PA_BROKEN);
}

static void timer_list_tells_what_interrupts_had_to_do(void **state)
{
	static const char text[] = "Timer List Version: v0.10\nHRTIMER_MAX_CLOCK_BASES: 8\n"
				   "now at 1388877480281 nsecs\n\ncpu: 1\n clock 0:\n"
				   "  .base:       000000008d1a03ad\nactive timers:\n"
				   "  .expires_next   : 1812048000000 nsecs\n"
				   "  .hres_active    : 1\n  .nr_events      : 142715\n"
				   "  .nr_retries     : 31\n  .nr_hangs       : 0\n"
				   "  .max_hang_time  : 0\n  .nohz           : 1\n";

	(void)state;
	assert_int_equal(pa_timer_list_parse(text, sizeof(text) - 1, world.names, &world.moment),
			 0);
	assert_int_equal(value_of(&world, PA_V_TIMER_LAT_HRTIMER_INTERRUPTS_COUNT, "cpu1"), 142715);
	assert_int_equal(value_of(&world, PA_V_TIMER_LAT_RETRIES_COUNT, "cpu1"), 31);
	assert_int_equal(value_of(&world, PA_V_TIMER_LAT_HANGS_COUNT, "cpu1"), 0);
	assert_int_equal(pa_timer_list_parse("cpu: 0\n", 7, world.names, &world.moment), -EBADMSG);
}

static void vectors_in_use_and_left_are_of_all_cpus(void **state)
{
	static const char text[] = "name:   VECTOR\n size:   0\n mapped: 41\n flags:  0x00000003\n"
				   "Online bitmaps:        8\nGlobal available:   1580\n"
				   "Global reserved:      13\nTotal allocated:      28\n"
				   "System: 38: 0-19,32,50,128,236,240-242,244,246-255\n";

	(void)state;
	assert_int_equal(pa_irq_domains_parse(text, sizeof(text) - 1, &world.moment), 0);
	assert_int_equal(value_of(&world, PA_V_IRQ_VECTORS_ALLOCATED_COUNT, ""), 28);
	assert_int_equal(value_of(&world, PA_V_IRQ_VECTORS_AVAILABLE_COUNT, ""), 1580);
	assert_int_equal(value_of(&world, PA_V_IRQ_VECTORS_RESERVED_COUNT, ""), 13);
	assert_int_equal(pa_irq_domains_parse("name: x\n", 8, &world.moment), -EBADMSG);
}

static void cpuinfo_tells_clocks_and_the_hypervisor(void **state)
{
	static const char text[] =
		"processor\t: 0\nvendor_id\t: AuthenticAMD\ncpu MHz\t\t: 2445.430\n"
		"flags\t\t: fpu vme hypervisor lahf_lm\n\nprocessor\t: 1\ncpu MHz\t\t: 800.000\n"
		"flags\t\t: fpu vme\n";

	(void)state;
	assert_int_equal(pa_cpuinfo_parse(text, sizeof(text) - 1, world.names, &world.moment), 0);
	assert_int_equal(value_of(&world, PA_V_CPU_FREQ_TOLD_HZ, "cpu0"), 2445430000);
	assert_int_equal(value_of(&world, PA_V_CPU_FREQ_TOLD_HZ, "cpu1"), 800000000);
	assert_int_equal(value_of(&world, PA_V_CPU_STEAL_GUEST_FLAG, ""), 1);
	assert_int_equal(value_of(&world, PA_V_CPU_SPLIT_DETECTED_FLAG, ""), 0);
}

static void cpuinfo_of_another_architecture_tells_no_clock(void **state)
{
	static const char text[] = "processor\t: 0\nBogoMIPS\t: 50.00\nFeatures\t: fp asimd\n";

	(void)state;
	assert_int_equal(pa_cpuinfo_parse(text, sizeof(text) - 1, world.names, &world.moment), 0);
	assert_miss(&world, PA_V_CPU_FREQ_TOLD_HZ, PA_ABSENT);
	assert_miss(&world, PA_V_CPU_STEAL_GUEST_FLAG, PA_ABSENT);
	assert_int_equal(pa_cpuinfo_parse("x\n", 2, world.names, &world.moment), -EBADMSG);
}

static void a_line_that_one_cpu_alone_may_take_is_bound(void **state)
{
	static const struct reply replies[] = {
		{ .path = "clock", .text = "1 2 0\n" },
		{ .path = "proc/irq/36/smp_affinity_list", .text = "0-1\n" },
		{ .path = "proc/irq/37/smp_affinity_list", .text = "1\n" },
		{ .path = "proc/irq/default_smp_affinity", .text = "3\n" },
		{ .path = "proc/irq/36/effective_affinity_list", .text = "1\n" },
		{ .path = "proc/irq/37/effective_affinity_list", .text = "1\n" },
	};
	struct one_source one;

	(void)state;
	ONE_SOURCE(&one, &pa_source_proc_irq, replies);
	assert_int_equal(one_source_read(&one), 0);
	assert_int_equal(value_of(&one.world, PA_V_IRQ_AFFINITY_ALLOWED_COUNT, "36"), 2);
	assert_int_equal(value_of(&one.world, PA_V_IRQ_AFFINITY_BOUND_COUNT, ""), 1);
	assert_int_equal(value_of(&one.world, PA_V_IRQ_VECTORS_TAKEN_COUNT, "cpu1"), 2);
	assert_null(sample_of(&one.world, PA_V_IRQ_VECTORS_TAKEN_COUNT, "cpu0"));
	one_source_done(&one);
}

static void tables_are_not_asked_for_on_huge_machines(void **state)
{
	static const struct reply replies[] = {
		{ .path = "clock", .text = "1 2 0\n" },
		{ .path = "proc/timer_list", .text = "cpu: 0\n  .nr_events      : 1\n" },
	};
	struct one_source one;

	(void)state;
	ONE_SOURCE(&one, &pa_source_timer_list, replies);
	one.sys.cpu_count = PA_TIMER_LIST_CPUS_MAX + 1;
	assert_int_equal(one_source_read(&one), -EOPNOTSUPP);
	assert_miss(&one.world, PA_V_TIMER_LAT_HANGS_COUNT, PA_ABSENT);
	one_source_done(&one);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(schedstat_sums_failed_balances_of_all_idle_types),
		TEST(schedstat_of_version_17_has_a_name_and_wider_rows),
		TEST(schedstat_of_unknown_shape_is_not_guessed),
		TEST(timer_list_tells_what_interrupts_had_to_do),
		TEST(vectors_in_use_and_left_are_of_all_cpus),
		TEST(cpuinfo_tells_clocks_and_the_hypervisor),
		TEST(cpuinfo_of_another_architecture_tells_no_clock),
		TEST(a_line_that_one_cpu_alone_may_take_is_bound),
		TEST(tables_are_not_asked_for_on_huge_machines),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
