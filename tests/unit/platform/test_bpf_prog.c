/* SPDX-License-Identifier: Apache-2.0 */
#include "source_help.h"

#include "platform/linux/bpf_prog.h"

/* Synthetic: two programs and a line that is none. */
#define PROGRAMS "3 120 5000 10 0\nx\n7 80 1000 2 4\n"

static const struct reply timed[] = {
	{ .path = "proc/sys/kernel/bpf_stats_enabled", .text = "1\n" },
	{ .path = "src/bpf/programs", .text = PROGRAMS "more\n" },
};
static const struct reply untimed[] = {
	{ .path = "proc/sys/kernel/bpf_stats_enabled", .text = "0\n" },
	{ .path = "src/bpf/programs", .text = PROGRAMS },
};
static const struct reply refused[] = {
	{ .path = "src/bpf/programs", .error = -EPERM },
};

static void programs_are_added_up(void **state)
{
	struct scene s;

	(void)state;
	scene_begin(&s, &pa_source_bpf_prog, timed, 2);
	assert_int_equal(scene_read(&s), 0);
	assert_int_equal(value_of(&s.world, PA_V_BPF_PROG_PROGRAMS_COUNT, ""), 2);
	assert_int_equal(value_of(&s.world, PA_V_BPF_PROG_JITED_BYTES, ""), 200);
	assert_int_equal(value_of(&s.world, PA_V_BPF_PROG_RUN_NS, ""), 6000);
	assert_int_equal(value_of(&s.world, PA_V_BPF_PROG_MISSES_COUNT, ""), 4);
	assert_int_equal(value_of(&s.world, PA_V_BPF_PROG_UNASKED_FLAG, ""), 1);
	scene_end(&s);
}

static void run_times_that_are_not_kept_are_unknown(void **state)
{
	struct scene s;

	(void)state;
	scene_begin(&s, &pa_source_bpf_prog, untimed, 2);
	assert_int_equal(scene_read(&s), 0);
	assert_miss(&s.world, PA_V_BPF_PROG_RUN_NS, PA_ABSENT);
	assert_int_equal(value_of(&s.world, PA_V_BPF_PROG_UNASKED_FLAG, ""), 0);
	scene_end(&s);
}

static void without_the_right_all_is_denied(void **state)
{
	struct scene s;

	(void)state;
	scene_begin(&s, &pa_source_bpf_prog, refused, 1);
	assert_int_equal(scene_read(&s), -EPERM);
	assert_miss(&s.world, PA_V_BPF_PROG_JITED_BYTES, PA_DENIED);
	scene_end(&s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(programs_are_added_up),
		cmocka_unit_test(run_times_that_are_not_kept_are_unknown),
		cmocka_unit_test(without_the_right_all_is_denied),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
