/* SPDX-License-Identifier: Apache-2.0 */
#include "unit.h"

#include <stdbool.h>

#include "observe/schedule.h"

#define S 1000000000ULL

static struct pa_schedule ten_seconds(bool looks)
{
	struct pa_schedule s;

	pa_schedule_init(&s, 100 * S, 10 * S, S, looks);
	return s;
}

static uint64_t due(const struct pa_schedule *s)
{
	uint64_t at;

	(void)pa_schedule_next(s, &at);
	return at;
}

static void ticks_are_due_one_after_the_other(void **state)
{
	struct pa_schedule s = ten_seconds(false);
	uint64_t at;

	(void)state;
	for (uint64_t i = 1; i <= 10; i++) {
		assert_false(pa_schedule_next(&s, &at));
		assert_int_equal(at, (100 + i) * S);
		assert_int_equal(pa_schedule_ticked(&s, at + 1000), i == 10);
	}
	assert_int_equal(s.missed, 0);
}

static void looks_begin_in_the_last_third(void **state)
{
	struct pa_schedule s = ten_seconds(true);
	uint64_t at;

	(void)state;
	for (int i = 1; i <= 6; i++)
		(void)pa_schedule_ticked(&s, (100 + (uint64_t)i) * S);
	assert_true(pa_schedule_next(&s, &at));
	assert_int_equal(at / (S / 1000), 106666);
}

static void a_cheap_look_comes_again_after_50_ms(void **state)
{
	struct pa_schedule s = ten_seconds(true);

	(void)state;
	pa_schedule_looked(&s, 107 * S, 1000);
	assert_int_equal(s.next_look_ns, 107 * S + S / 20);
}

static void a_dear_look_waits_a_hundred_times_its_cost(void **state)
{
	struct pa_schedule s = ten_seconds(true);

	(void)state;
	pa_schedule_looked(&s, 107 * S, S / 100);
	assert_int_equal(s.next_look_ns, 108 * S);
}

static void a_tick_that_comes_late_loses_those_between(void **state)
{
	struct pa_schedule s = ten_seconds(false);

	(void)state;
	assert_false(pa_schedule_ticked(&s, 104 * S + S / 2));
	assert_int_equal(s.missed, 3);
	assert_int_equal(due(&s), 105 * S);
}

static void a_clock_that_jumps_past_the_end_loses_all_the_rest(void **state)
{
	struct pa_schedule s = ten_seconds(false);

	(void)state;
	assert_false(pa_schedule_ticked(&s, 101 * S));
	assert_true(pa_schedule_ticked(&s, 5000 * S));
	assert_int_equal(s.missed, 7);
}

static void the_end_is_a_tick_even_between_two(void **state)
{
	struct pa_schedule s;

	(void)state;
	pa_schedule_init(&s, 0, 5 * S / 2, S, false);
	assert_false(pa_schedule_ticked(&s, S));
	assert_false(pa_schedule_ticked(&s, 2 * S));
	assert_int_equal(due(&s), 5 * S / 2);
	assert_true(pa_schedule_ticked(&s, 5 * S / 2));
	assert_int_equal(s.missed, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(ticks_are_due_one_after_the_other),
		cmocka_unit_test(looks_begin_in_the_last_third),
		cmocka_unit_test(a_cheap_look_comes_again_after_50_ms),
		cmocka_unit_test(a_dear_look_waits_a_hundred_times_its_cost),
		cmocka_unit_test(a_tick_that_comes_late_loses_those_between),
		cmocka_unit_test(a_clock_that_jumps_past_the_end_loses_all_the_rest),
		cmocka_unit_test(the_end_is_a_tick_even_between_two),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
