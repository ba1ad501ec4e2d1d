/* SPDX-License-Identifier: Apache-2.0 */
#include "unit.h"

#include <math.h>

#include "analyze/forecast.h"
#include "scene.h"

/* Any computed value of the machine that a scene without disks does not fill. */
enum { RESULT = PA_V_BLK_DEV_AWAIT_MS, LEVEL = PA_V_FD_SYS_USED_COUNT };

enum direction { FULL, DONE };

/*
 * A level of 1000 that moves by per_s for the ten seconds of a scene: what is forecast for it
 * at the end, -1 when nothing is.
 */
static double forecast(enum direction direction, double per_s, double limit)
{
	double out = -1;
	struct pa_case c;
	struct scene s;
	bool put;

	scene_init(&s);
	scene_counter(&s, LEVEL, "", per_s)->value = 1000;
	pa_case_init(&c, scene_window(&s));
	put = direction == FULL ? pa_forecast_full_in(&c, RESULT, 0, LEVEL, limit)
				: pa_forecast_done_in(&c, RESULT, 0, LEVEL);
	assert_int_equal(put, pa_facts_exact(&c.facts, RESULT, 0, &out));
	pa_case_done(&c);
	scene_done(&s);
	return out;
}

static void a_level_that_grows_is_full_when_the_line_meets_the_limit(void **state)
{
	(void)state;
	assert_true(fabs(forecast(FULL, 10, 2000) - 90) < 0.01); /* at 1100 now */
}

static void a_level_over_its_limit_has_no_time_left(void **state)
{
	(void)state;
	assert_true(fabs(forecast(FULL, 10, 500)) < 0.01);
}

static void a_level_that_stands_or_shrinks_is_never_forecast_to_be_full(void **state)
{
	(void)state;
	assert_true(forecast(FULL, 0, 2000) < 0);
	assert_true(forecast(FULL, -5, 2000) < 0);
}

static void without_a_limit_nothing_is_forecast(void **state)
{
	(void)state;
	assert_true(forecast(FULL, 10, 0) < 0);
	assert_true(forecast(FULL, 10, INFINITY) < 0);
	assert_true(forecast(FULL, 10, NAN) < 0);
}

static void work_that_shrinks_is_done_when_the_line_meets_zero(void **state)
{
	(void)state;
	assert_true(fabs(forecast(DONE, -50, 0) - 10) < 0.01); /* at 500 now */
}

static void work_that_stands_or_grows_is_never_forecast_to_be_done(void **state)
{
	(void)state;
	assert_true(forecast(DONE, 0, 0) < 0);
	assert_true(forecast(DONE, 5, 0) < 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_level_that_grows_is_full_when_the_line_meets_the_limit),
		cmocka_unit_test(a_level_over_its_limit_has_no_time_left),
		cmocka_unit_test(a_level_that_stands_or_shrinks_is_never_forecast_to_be_full),
		cmocka_unit_test(without_a_limit_nothing_is_forecast),
		cmocka_unit_test(work_that_shrinks_is_done_when_the_line_meets_zero),
		cmocka_unit_test(work_that_stands_or_grows_is_never_forecast_to_be_done),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
