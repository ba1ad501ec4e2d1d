/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Failed system calls as they are told and recorded.
 */
#include "../platform/help.h"

#include "base/scan.h"
#include "probe/failed_calls.h"

static void lines_are_counts_or_errors_of_known_values(void **state)
{
	static const char text[] =
		"fs.space.failed_calls_count 12\nnonsense\nblk.dev.busy_ms 3\n"
		"error fd.proc.failed_calls_count 0\n"
		"error fd.proc.failed_calls_count 99999\n"
		"error fd.proc.failed_calls_count 13\nfd.sys.failed_calls_count\n";
	struct pa_failed_calls_line line;
	struct pa_scan scan;

	(void)state;
	pa_scan_init(&scan, text, sizeof(text) - 1);
	assert_true(pa_failed_calls_next(&scan, &line));
	assert_int_equal(line.metric, PA_V_FS_SPACE_FAILED_CALLS_COUNT);
	assert_int_equal(line.count, 12);
	assert_int_equal(line.error, 0);
	assert_true(pa_failed_calls_next(&scan, &line));
	assert_int_equal(line.metric, PA_V_FD_PROC_FAILED_CALLS_COUNT);
	assert_int_equal(line.error, 13);
	assert_false(pa_failed_calls_next(&scan, &line));
}

/* Read a recording of one moment that holds this reply; none when text is NULL. */
static void read_reply(struct world *world, const char *text)
{
	const struct reply replies[] = {
		{ .path = "clock", .text = "1000 2000 0\n" },
		{ .path = "src/perf/failed_calls", .text = text },
	};
	struct machine machine = { .replies = replies, .count = text ? 2 : 1 };
	struct pa_root *root = machine_root(&machine, 1);
	struct pa_failed_calls *calls = pa_failed_calls_open(root);
	struct pa_moment *m = &world->moment;

	world_init(world);
	assert_int_equal(pa_root_moment(root, &m->kind, &m->mono_ns, &m->real_ns), 0);
	pa_failed_calls_read(calls, m);
	assert_null(pa_failed_calls_close(calls));
	pa_root_free(root);
}

static void none_that_failed_is_a_zero_that_was_counted(void **state)
{
	struct world world;

	(void)state;
	read_reply(&world, "fs.space.failed_calls_count 0\nerror key.ring.failed_calls_count 13\n");
	assert_int_equal(value_of(&world, PA_V_FS_SPACE_FAILED_CALLS_COUNT, ""), 0);
	assert_miss(&world, PA_V_KEY_RING_FAILED_CALLS_COUNT, PA_DENIED);
	assert_null(sample_of(&world, PA_V_FD_SYS_FAILED_CALLS_COUNT, ""));
	world_done(&world);
}

static void a_recording_without_them_misses_each_once(void **state)
{
	struct world world;

	(void)state;
	read_reply(&world, NULL);
	assert_miss(&world, PA_V_FS_SPACE_FAILED_CALLS_COUNT, PA_ABSENT);
	assert_miss(&world, PA_V_IPC_SYSV_FAILED_CALLS_COUNT, PA_ABSENT);
	world_done(&world);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(lines_are_counts_or_errors_of_known_values),
		cmocka_unit_test(none_that_failed_is_a_zero_that_was_counted),
		cmocka_unit_test(a_recording_without_them_misses_each_once),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
