/* SPDX-License-Identifier: Apache-2.0 */
#include "unit.h"

#include "base/buf.h"
#include "model/latency.h"
#include "render/latency.h"

enum { PAGE_BYTES = 1 << 16 };

static void assert_shows(const struct pa_latency *latency,
			 void (*put)(const struct pa_latency *latency, struct pa_buf *out),
			 const char *text)
{
	struct pa_buf out;

	pa_buf_init(&out, PAGE_BYTES);
	put(latency, &out);
	assert_string_equal(out.bytes, text);
	pa_buf_done(&out);
}

static void text_of_50_columns(const struct pa_latency *latency, struct pa_buf *out)
{
	pa_latency_text(latency, 50, out);
}

static void ranges_of_one_power_of_two_are_one_line(void **state)
{
	struct pa_latency l = { .count = 31, .sum_ns = 320000, .max_ns = 40000, .lost_count = 2 };

	(void)state;
	pa_latency_add(&l, 8192, 9216, 10);
	pa_latency_add(&l, 9216, 10240, 20);
	pa_latency_add(&l, 32768, 36864, 1);
	assert_shows(
		&l, text_of_50_columns,
		" 8.19 us - 16.4 us           30 ################\n"
		" 16.4 us - 32.8 us            0 \n"
		" 32.8 us - 65.5 us            1 #\n"
		"31 times, mean 10.3 us, p50 9.50 us, p90 10.1 us, p99 35.6 us, p99.9 36.7 us, "
		"longest 40.0 us\n"
		"2 times were lost: the kernel had no memory for them\n");
	pa_latency_done(&l);
}

static void no_times_are_said_to_be_none(void **state)
{
	struct pa_latency l = { 0 };

	(void)state;
	assert_shows(&l, text_of_50_columns, "no times were taken\n");
	assert_shows(&l, pa_latency_json,
		     "{\"count\":0,\"sum_ns\":0,\"max_ns\":null,\"lost_count\":0,\"p50_ns\":null,"
		     "\"p90_ns\":null,\"p99_ns\":null,\"ranges\":[]}");
}

static void json_has_every_range(void **state)
{
	struct pa_latency l = { .count = 2, .sum_ns = 5, .max_ns = 4 };

	(void)state;
	pa_latency_add(&l, 1, 2, 1);
	pa_latency_add(&l, 4, 5, 1);
	assert_shows(
		&l, pa_latency_json,
		"{\"count\":2,\"sum_ns\":5,\"max_ns\":4,\"lost_count\":0,\"p50_ns\":2,\"p90_ns\":4,"
		"\"p99_ns\":4,\"ranges\":[[1,2,1],[4,5,1]]}");
	pa_latency_done(&l);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(ranges_of_one_power_of_two_are_one_line),
		cmocka_unit_test(no_times_are_said_to_be_none),
		cmocka_unit_test(json_has_every_range),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
