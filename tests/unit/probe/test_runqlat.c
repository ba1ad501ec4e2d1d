/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The slots of the histogram that the program and we share.
 */
#include "unit.h"

#include "bpf/histogram.h"

static void a_time_lies_between_the_ends_of_its_slot(void **state)
{
	(void)state;
	for (uint64_t ns = 1; ns < UINT64_C(1) << 37; ns = ns * 9 / 8 + 1) {
		uint32_t slot = pa_histogram_slot(ns);

		assert_true(slot < PA_HISTOGRAM_SLOTS);
		assert_true(pa_histogram_from_ns(slot) <= ns);
		assert_true(ns < pa_histogram_from_ns(slot + 1));
	}
}

static void a_slot_is_never_wider_than_an_eighth_of_its_times(void **state)
{
	(void)state;
	for (uint32_t slot = PA_HISTOGRAM_PARTS; slot < PA_HISTOGRAM_SLOTS; slot++) {
		uint64_t from = pa_histogram_from_ns(slot), to = pa_histogram_from_ns(slot + 1);

		assert_true(to > from);
		assert_true((to - from) * PA_HISTOGRAM_PARTS <= from);
	}
}

static void the_longest_times_share_the_last_slot(void **state)
{
	(void)state;
	assert_int_equal(pa_histogram_slot(UINT64_MAX), PA_HISTOGRAM_SLOTS - 1);
	assert_int_equal(pa_histogram_slot(UINT64_C(1) << 38), PA_HISTOGRAM_SLOTS - 1);
	assert_int_equal(pa_histogram_slot(0), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_time_lies_between_the_ends_of_its_slot),
		cmocka_unit_test(a_slot_is_never_wider_than_an_eighth_of_its_times),
		cmocka_unit_test(the_longest_times_share_the_last_slot),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
