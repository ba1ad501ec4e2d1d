/* SPDX-License-Identifier: Apache-2.0 */
/* What reading costs, as text and as JSON. */
#include "unit.h"

#include <errno.h>
#include <math.h>
#include <string.h>

#include "base/buf.h"
#include "model/cost.h"
#include "render/cost.h"

static struct pa_cost_row rows[] = {
	{ .name = "task",
	  .pass = PA_COST_TASKS,
	  .every_ticks = 1,
	  .readings = 20,
	  .min_us = 700,
	  .mid_us = 800,
	  .most_us = 950,
	  .us_per_s = 825,
	  .calls = 300,
	  .values = 100 },
	{ .name = "perf",
	  .pass = PA_COST_TICK,
	  .every_ticks = 2,
	  .readings = 20,
	  .min_us = 4.5,
	  .mid_us = 5,
	  .most_us = 5,
	  .us_per_s = 2.5,
	  .calls = NAN,
	  .values = 0,
	  .error = -EACCES },
};
static struct pa_cost_way ways[] = {
	{ .id = "memory.kept",
	  .asks = "memory",
	  .text = "a file",
	  .why = "it is cheap",
	  .in_use = 1,
	  .min_us = 1,
	  .mid_us = 2,
	  .calls = 2,
	  .bytes = 1000 },
	{ .id = "memory.other",
	  .asks = "memory",
	  .text = "another file",
	  .why = "",
	  .error = -ENOENT,
	  .min_us = NAN,
	  .mid_us = NAN,
	  .calls = NAN,
	  .bytes = NAN },
};
static const struct pa_cost_report report = {
	.rows = rows,
	.row_count = 2,
	.ways = ways,
	.way_count = 2,
	.times = 20,
	.threads = 120,
	.us_per_s = 802.5,
};

static void text_is_two_tables(void **state)
{
	static const char wanted[] =
		"CPU time of a reading in microseconds, median and least of 20, one after the\n"
		"other: caches are warmer than between ticks. Most is the median in slow or rare\n"
		"passes, in which some read more. Calls are system calls, a question to netlink\n"
		"or the like as one.\n"
		"\n"
		"source                read                us   least    most   calls  values "
		"us/value    us/s\n"
		"task                  each tick        800.0   700.0   950.0     300     100     "
		"8.00   825.0\n"
		"perf                  each 2 ticks       5.0     4.5     5.0       -       0      "
		"  -     2.5  failed\n"
		"\n"
		"These sources take 802 us of CPU time a second at one tick a second, 0.08 % of\n"
		"one CPU, with 120 threads on the machine.\n"
		"\n"
		"Ways to the same number; * is in use.\n"
		"                                                              us   least   calls  "
		" bytes\n"
		"memory\n"
		"  * a file                                                   2.0     1.0       2  "
		"  1000\n"
		"      it is cheap\n"
		"    another file                                        not here: No such file or "
		"directory\n";
	struct pa_buf out;

	(void)state;
	pa_buf_init(&out, 65536);
	pa_cost_text(&report, 80, &out);
	assert_string_equal(out.bytes, wanted);
	pa_buf_done(&out);
}

static void unknown_is_null_in_json(void **state)
{
	struct pa_buf out;

	(void)state;
	pa_buf_init(&out, 65536);
	pa_cost_json(&report, &out);
	assert_non_null(strstr(out.bytes, "{\"schema\":\"perfadvisor.cost/1\","));
	assert_non_null(strstr(out.bytes,
			       "{\"name\":\"task\",\"pass\":\"tasks\",\"every_ticks\":1,"
			       "\"readings\":20,\"cpu_us_median\":800,\"cpu_us_min\":700,"
			       "\"cpu_us_most\":950,"
			       "\"calls\":300,\"values\":100,\"us_per_value\":8,"
			       "\"us_per_s\":825,\"error\":null}"));
	assert_non_null(strstr(out.bytes, "\"calls\":null,\"values\":0,\"us_per_value\":null"));
	assert_non_null(strstr(out.bytes, "\"in_use\":true,\"why\":\"it is cheap\""));
	pa_buf_done(&out);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(text_is_two_tables),
		cmocka_unit_test(unknown_is_null_in_json),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
