/* SPDX-License-Identifier: Apache-2.0 */
#include "help.h"

#include "platform/linux/proc_stat.h"

/* Linux 6.18, two CPUs. */
static const char real[] = "cpu  1788 3 1006 257076 819 5 32 2 7 1\n"
			   "cpu0 504 1 397 129420 22 0 16 0 0 0\n"
			   "cpu1 1283 2 609 127655 797 0 15 2 0 0\n"
			   "intr 155306 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 1 1 10 260 47 41730\n"
			   "ctxt 286177\n"
			   "btime 1795171320\n"
			   "processes 7139\n"
			   "procs_running 4\n"
			   "procs_blocked 0\n"
			   "softirq 123678 0 18064 4 666 41730 0 2 40460 0 22752\n";

struct fixture {
	struct world world;
	struct pa_proc_stat stat;
};

static int parse(struct fixture *f, const char *text, size_t bytes)
{
	return pa_proc_stat_parse(&f->stat, text, bytes, f->world.names, &f->world.moment);
}

static int setup(void **state)
{
	static struct fixture fixture;

	fixture = (struct fixture){ 0 };
	world_init(&fixture.world);
	*state = &fixture;
	return 0;
}

static int teardown(void **state)
{
	struct fixture *f = *state;

	pa_proc_stat_done(&f->stat);
	world_done(&f->world);
	return 0;
}

static void reads_a_real_text(void **state)
{
	struct fixture *f = *state;

	assert_int_equal(parse(f, real, strlen(real)), 0);
	assert_int_equal(f->stat.cpu_count, 2);
	assert_int_equal(value_of(&f->world, PA_V_CPU_ALL_IDLE_TICKS, ""), 257076);
	assert_int_equal(value_of(&f->world, PA_V_CPU_EACH_SYSTEM_TICKS, "cpu1"), 609);
	assert_int_equal(value_of(&f->world, PA_V_TASK_CTXSW_SWITCHES_COUNT, ""), 286177);
	assert_int_equal(value_of(&f->world, PA_V_IRQ_HARD_INTERRUPTS_COUNT, ""), 155306);
	assert_int_equal(value_of(&f->world, PA_V_CPU_ALL_RUNNING_COUNT, ""), 4);
	assert_int_equal(f->world.moment.sample_count, 9 + 2 * 10 + 6);
}

static void nice_is_part_of_user_and_guest_nice_of_guest(void **state)
{
	struct fixture *f = *state;

	assert_int_equal(parse(f, real, strlen(real)), 0);
	assert_int_equal(value_of(&f->world, PA_V_CPU_ALL_USER_TICKS, ""), 1788 + 3);
	assert_int_equal(value_of(&f->world, PA_V_CPU_ALL_GUEST_TICKS, ""), 7 + 1);
	assert_int_equal(value_of(&f->world, PA_V_CPU_EACH_USER_TICKS, "cpu0"), 504 + 1);
}

static void missing_columns_and_lines_are_absent_once(void **state)
{
	static const char old[] = "cpu  10 20 30 40\ncpu0 10 20 30 40\nctxt 5\n";
	struct fixture *f = *state;

	assert_int_equal(parse(f, old, strlen(old)), 0);
	assert_int_equal(value_of(&f->world, PA_V_CPU_ALL_IDLE_TICKS, ""), 40);
	assert_miss(&f->world, PA_V_CPU_STEAL_STEAL_TICKS, PA_ABSENT);
	assert_miss(&f->world, PA_V_TASK_SHORT_FORKS_COUNT, PA_ABSENT);
	assert_null(sample_of(&f->world, PA_V_CPU_EACH_STEAL_TICKS, "cpu0"));
}

static void hostile_texts_put_nothing(void **state)
{
	static const char nul[] = "\0\0\0cpu 1 2 3";
	struct fixture *f = *state;

	assert_int_equal(parse(f, "", 0), -EBADMSG);
	assert_int_equal(parse(f, "\n", 1), -EBADMSG);
	assert_int_equal(parse(f, "cpufreq 1\n", 10), -EBADMSG);
	assert_int_equal(parse(f, nul, sizeof(nul)), -EBADMSG);
	assert_int_equal(f->world.moment.sample_count, 0);
}

static void numbers_beyond_64_bits_end_a_line(void **state)
{
	static const char huge[] = "cpu  1 2 99999999999999999999999 4\ncpu99999999999999999999 1\n"
				   "cpu8192 1 2 3 4\nctxt 99999999999999999999\n";
	struct fixture *f = *state;

	assert_int_equal(parse(f, huge, strlen(huge)), 0);
	assert_int_equal(value_of(&f->world, PA_V_CPU_ALL_USER_TICKS, ""), 3);
	assert_miss(&f->world, PA_V_CPU_ALL_SYSTEM_TICKS, PA_ABSENT);
	assert_miss(&f->world, PA_V_TASK_CTXSW_SWITCHES_COUNT, PA_ABSENT);
	assert_int_equal(f->stat.cpu_count, 0);
}

static void any_cut_is_survived(void **state)
{
	struct fixture *f = *state;

	for (size_t bytes = 0; bytes < strlen(real); bytes++) {
		pa_moment_clear(&f->world.moment);
		(void)parse(f, real, bytes); /* any answer but a crash */
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(reads_a_real_text, setup, teardown),
		cmocka_unit_test_setup_teardown(nice_is_part_of_user_and_guest_nice_of_guest, setup,
						teardown),
		cmocka_unit_test_setup_teardown(missing_columns_and_lines_are_absent_once, setup,
						teardown),
		cmocka_unit_test_setup_teardown(hostile_texts_put_nothing, setup, teardown),
		cmocka_unit_test_setup_teardown(numbers_beyond_64_bits_end_a_line, setup, teardown),
		cmocka_unit_test_setup_teardown(any_cut_is_survived, setup, teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
