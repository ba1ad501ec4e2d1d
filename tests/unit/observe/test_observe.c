/* SPDX-License-Identifier: Apache-2.0 */
/* The observation on a recording in memory: moments, their kinds and the cost come from it. */
#include "unit.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "base/err.h"
#include "model/advice.h"
#include "observe/observe.h"
#include "platform/root.h"
#include "render/advice.h"
#include "snapshot/snapshot.h"

static struct pa_snapshot_writer *writer;
static struct pa_advice *advice;
static struct pa_err err;

static int setup(void **state)
{
	(void)state;
	writer = pa_snapshot_create(NULL, 0, NULL);
	advice = NULL;
	err = (struct pa_err){ 0 };
	return writer ? 0 : -1;
}

static int teardown(void **state)
{
	(void)state;
	writer = pa_snapshot_abandon(writer);
	advice = pa_advice_free(advice);
	return 0;
}

static void put(uint32_t moment, const char *path, const char *text)
{
	struct pa_tape tape = pa_snapshot_tape(writer);

	tape.put(tape.self, moment, path, 0, text, strlen(text));
}

/* A moment of this kind, ticks of a machine of one CPU at 100 Hz that runs all the time. */
static void moment(uint32_t number, uint64_t mono_s, char kind)
{
	char text[160];

	(void)snprintf(text, sizeof(text), "%llu %llu %c\n",
		       (unsigned long long)mono_s * 1000000000U,
		       (unsigned long long)(1700000000U + mono_s) * 1000000000U, kind);
	put(number, "clock", text);
	(void)snprintf(text, sizeof(text), "cpu %llu 0 0 500 0 0 0 0 0 0\nbtime 1700000000\n",
		       (unsigned long long)mono_s * 100);
	put(number, "proc/stat", text);
}

static void machine(void)
{
	put(0, "src/uname", "release 6.1.0\nmachine x86_64\n");
	put(0, "src/sysconf", "hz 100\npage_bytes 4096\n");
	put(0, "sys/devices/system/cpu/online", "0\n");
	put(0, "src/self/pid", "4242\n");
}

static void observe(void)
{
	const struct pa_observe_settings settings = { .drill = 1 };
	struct pa_replay replay = pa_snapshot_replay(pa_snapshot_content(writer));
	struct pa_root *root = pa_root_replay(&replay);

	advice = pa_advice_free(advice);
	advice = pa_observe(root, &settings, &err);
	root = pa_root_free(root);
}

static void four_moments(void)
{
	moment(0, 100, '0');
	machine();
	moment(1, 101, '2');
	moment(2, 102, '1');
	moment(3, 104, '0');
}

static void window_and_ticks_come_from_the_recording(void **state)
{
	(void)state;
	four_moments();
	observe();
	assert_non_null(advice);
	assert_int_equal(advice->start_ns, 1700000100000000000U);
	assert_int_equal(advice->end_ns, 1700000104000000000U);
	/* Three ticks, the light one among them; a close look is none. */
	assert_int_equal(advice->tick_ns, 2000000000U);
}

static void the_machine_is_the_recorded_one(void **state)
{
	(void)state;
	four_moments();
	observe();
	assert_non_null(advice);
	assert_string_equal(advice->machine.architecture, "x86_64");
}

static void cost_and_missed_ticks_are_the_recorded_ones(void **state)
{
	(void)state;
	four_moments();
	put(3, "src/self/cost", "30000000 7\n");
	observe();
	assert_near(advice->cost.cpu_s, 0.03, 1e-9);
	assert_int_equal(advice->missed_ticks, 7);
}

static void a_cost_that_is_not_recorded_is_unknown(void **state)
{
	(void)state;
	four_moments();
	observe();
	assert_true(isnan(advice->cost.cpu_s));
	assert_int_equal(advice->cost.rss_bytes, 0);
}

static void one_moment_is_inconclusive(void **state)
{
	(void)state;
	moment(0, 100, '0');
	machine();
	observe();
	assert_non_null(advice);
	assert_int_equal(advice->verdict.state, PA_VERDICT_INCONCLUSIVE);
	assert_int_equal(advice->tick_ns, 0);
}

static void a_moment_without_a_clock_is_an_error(void **state)
{
	(void)state;
	moment(0, 100, '0');
	machine();
	put(1, "proc/stat", "cpu 1\n");
	observe();
	assert_null(advice);
	assert_int_equal(err.code, -EBADMSG);
	assert_non_null(strstr(err.text, "clock"));
}

static void a_recording_of_nothing_is_an_error(void **state)
{
	(void)state;
	observe();
	assert_null(advice);
	assert_int_equal(err.code, -ENODATA);
}

static void a_replay_gives_the_same_bytes_twice(void **state)
{
	struct pa_buf first, second;

	(void)state;
	pa_buf_init(&first, 1 << 20);
	pa_buf_init(&second, 1 << 20);
	four_moments();
	observe();
	pa_advice_json(advice, PA_ADVICE_EXPLAIN, &first);
	observe();
	pa_advice_json(advice, PA_ADVICE_EXPLAIN, &second);
	assert_string_equal(first.bytes, second.bytes);
	pa_buf_done(&first);
	pa_buf_done(&second);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
	const struct CMUnitTest tests[] = {
		TEST(window_and_ticks_come_from_the_recording),
		TEST(the_machine_is_the_recorded_one),
		TEST(cost_and_missed_ticks_are_the_recorded_ones),
		TEST(a_cost_that_is_not_recorded_is_unknown),
		TEST(one_moment_is_inconclusive),
		TEST(a_moment_without_a_clock_is_an_error),
		TEST(a_recording_of_nothing_is_an_error),
		TEST(a_replay_gives_the_same_bytes_twice),
	};
#undef TEST
	return cmocka_run_group_tests(tests, NULL, NULL);
}
