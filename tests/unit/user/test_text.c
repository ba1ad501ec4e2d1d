/* SPDX-License-Identifier: Apache-2.0 */
#include "unit.h"

#include <errno.h>
#include <string.h>

#include "user/text.h"

static void the_figure_is_found(void **state)
{
	static const struct {
		const char *text, *where;
		double value;
	} cases[] = {
		{ "12\n", "", 12 },
		{ "depth is  -1.5e2 now", "", -150 },
		{ "v2 3\r\n", "", 3 },
		{ "a 1\nqueued 812\n", "queued", 812 },
		{ "queued: 7 of 9", "queued", 7 },
		{ "queued_max 9\nqueued=7\n", "queued", 7 },
		{ "{\n  \"queued\": 41,\n", "queued", 41 },
		{ "  .5 jobs", "", 0.5 },
		{ "3 waiting: 17 jobs, 2 done", "waiting: # jobs", 17 },
		{ "waiting:\t  17   jobs", "waiting: # jobs", 17 },
		{ "12 jobs", "# jobs", 12 },
		{ "load 5%, 80% full", "#% full", 80 },
		{ "waiting: x jobs\nwaiting: 4 jobs", "waiting: # jobs", 4 },
		{ "depth 4", "depth #", 4 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		double value = 0;

		assert_int_equal(pa_user_text_figure(cases[i].text, strlen(cases[i].text),
						     cases[i].where, &value),
				 0);
		assert_near(value, cases[i].value, 1e-9);
	}
}

static void what_is_not_there_is_told(void **state)
{
	static const struct {
		const char *text, *where;
		int error;
	} cases[] = {
		{ "", "", -ENOENT },
		{ "none yet", "", -ENOENT },
		{ "v2 3x", "", -ENOENT },
		{ "queued_max 9", "queued", -ENOENT },
		{ "queued many", "queued", -EBADMSG },
		{ "queued", "queued", -EBADMSG },
		{ "waiting: 17 tasks", "waiting: # jobs", -ENOENT },
		{ "waiting:\n17 jobs", "waiting: # jobs", -ENOENT },
		{ "1e999", "", -ENOENT },
		{ "NaN", "", -ENOENT },
		{ "112 job", "# jobs", -ENOENT },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		double value = 42;

		assert_int_equal(pa_user_text_figure(cases[i].text, strlen(cases[i].text),
						     cases[i].where, &value),
				 cases[i].error);
		assert_near(value, 42, 0); /* untouched */
	}
}

static void the_text_need_not_end_in_nul(void **state)
{
	static const char text[] = { 'a', ' ', '1', '2', '3' };
	double value;

	(void)state;
	assert_int_equal(pa_user_text_figure(text, 4, "a", &value), 0);
	assert_near(value, 12, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_figure_is_found),
		cmocka_unit_test(what_is_not_there_is_told),
		cmocka_unit_test(the_text_need_not_end_in_nul),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
