/* SPDX-License-Identifier: Apache-2.0 */
#include "unit.h"

#include "model/latency.h"

/* A thousand times of 10 to 11 us, ten of 1 to 2 ms, the longest 1.5 ms. */
static struct pa_latency two_humps(void)
{
	struct pa_latency l = { .count = 1010, .sum_ns = 25000000, .max_ns = 1500000 };

	pa_latency_add(&l, 10000, 11000, 1000);
	pa_latency_add(&l, 500000, 600000, 0);
	pa_latency_add(&l, 1000000, 2000000, 10);
	return l;
}

static void a_range_without_times_is_left_out(void **state)
{
	struct pa_latency l = two_humps();

	(void)state;
	assert_int_equal(l.range_count, 2);
	assert_int_equal(l.ranges[1].from_ns, 1000000);
	pa_latency_done(&l);
	assert_null(l.ranges);
}

static void a_percentile_lies_in_the_range_that_holds_it(void **state)
{
	struct pa_latency l = two_humps();
	uint64_t p50 = pa_latency_percentile_ns(&l, 0.5), p99 = pa_latency_percentile_ns(&l, 0.999);

	(void)state;
	assert_true(p50 >= 10000 && p50 <= 11000);
	assert_true(p99 >= 1000000 && p99 <= 1500000);
	pa_latency_done(&l);
}

static void no_percentile_is_longer_than_the_longest_time(void **state)
{
	struct pa_latency l = two_humps();

	(void)state;
	assert_int_equal(pa_latency_percentile_ns(&l, 1), 1500000);
	pa_latency_done(&l);
}

static void without_times_every_percentile_is_zero(void **state)
{
	struct pa_latency l = { 0 };

	(void)state;
	assert_int_equal(pa_latency_percentile_ns(&l, 0.5), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_range_without_times_is_left_out),
		cmocka_unit_test(a_percentile_lies_in_the_range_that_holds_it),
		cmocka_unit_test(no_percentile_is_longer_than_the_longest_time),
		cmocka_unit_test(without_times_every_percentile_is_zero),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
