/* SPDX-License-Identifier: Apache-2.0 */
/* The ways of catalog/alternatives: each is written, and each can be gone or says why not. */
#include "help.h"

#include "base/buf.h"
#include "catalog/alternatives.h"
#include "platform/ways.h"

static void every_way_of_the_catalog_is_written(void **state)
{
	(void)state;
	for (size_t i = 0; i < pa_way_count; i++)
		if (!pa_way_is_known(pa_ways[i].id))
			fail_msg("nobody goes %s", pa_ways[i].id);
	assert_false(pa_way_is_known("memory.guess"));
}

static void a_way_is_measured_here_or_says_why_not(void **state)
{
	struct pa_root *root = pa_root_live();

	(void)state;
	for (size_t i = 0; i < pa_way_count; i++) {
		struct pa_way_cost cost = { 0 };
		int error = pa_way_measure(root, pa_ways[i].id, 3, &cost);

		assert_true(error <= 0 && error != -EINVAL);
		if (error)
			continue;
		assert_int_equal(cost.readings, 3);
		assert_true(cost.min_ns && cost.min_ns <= cost.mid_ns);
	}
	pa_root_free(root);
}

static void a_replay_and_an_odd_number_are_refused(void **state)
{
	struct machine machine = { NULL, 0 };
	struct pa_root *replay = machine_root(&machine, 1), *live = pa_root_live();
	struct pa_way_cost cost;

	(void)state;
	assert_int_equal(pa_way_measure(replay, "memory.meminfo", 3, &cost), -EINVAL);
	assert_int_equal(pa_way_measure(live, "memory.meminfo", 0, &cost), -EINVAL);
	assert_int_equal(pa_way_measure(live, "memory.meminfo", 1001, &cost), -EINVAL);
	assert_int_equal(pa_way_measure(live, "memory.guess", 3, &cost), -EINVAL);
	pa_root_free(replay);
	pa_root_free(live);
}

static void system_calls_are_counted(void **state)
{
	struct pa_root *root = pa_root_live();
	struct pa_root_calls calls;
	struct pa_buf text;

	(void)state;
	pa_buf_init(&text, 65536);
	assert_int_equal(pa_root_read_path(root, "proc/self/stat", &text), 0);
	assert_true(pa_root_read_path(root, "proc/no/such", &text) < 0);
	calls = pa_root_calls(root);
	assert_int_equal(calls.opens, 2);
	assert_int_equal(calls.reads, 2); /* the text, and the end of it */
	assert_int_equal(calls.closes, 1);
	assert_int_equal(calls.asks + calls.lists + calls.links, 0);
	pa_buf_done(&text);
	pa_root_free(root);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_way_of_the_catalog_is_written),
		cmocka_unit_test(a_way_is_measured_here_or_says_why_not),
		cmocka_unit_test(a_replay_and_an_odd_number_are_refused),
		cmocka_unit_test(system_calls_are_counted),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
