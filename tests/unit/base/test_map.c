/* SPDX-License-Identifier: Apache-2.0 */
#include "unit.h"

#include <stdbool.h>

#include "base/map.h"

static void an_empty_map_has_no_key(void **state)
{
	struct pa_map map;
	uint32_t v = 7;

	(void)state;
	pa_map_init(&map);
	assert_false(pa_map_get(&map, 0, &v));
	assert_int_equal(v, 7);
	pa_map_done(&map);
}

static void many_keys_are_found_again(void **state)
{
	struct pa_map map;
	uint32_t v = 0;

	(void)state;
	pa_map_init(&map);
	for (uint32_t i = 0; i < 10000; i++)
		pa_map_put(&map, (uint64_t)i << 32, i);
	assert_int_equal(map.count, 10000);
	for (uint32_t i = 0; i < 10000; i++) {
		assert_true(pa_map_get(&map, (uint64_t)i << 32, &v));
		assert_int_equal(v, i);
	}
	assert_false(pa_map_get(&map, 1, &v));
	pa_map_done(&map);
}

static void a_second_put_replaces(void **state)
{
	struct pa_map map;
	uint32_t v = 0;

	(void)state;
	pa_map_init(&map);
	pa_map_put(&map, 0, 1);
	pa_map_put(&map, 0, UINT32_MAX - 1);
	assert_int_equal(map.count, 1);
	assert_true(pa_map_get(&map, 0, &v));
	assert_true(v == UINT32_MAX - 1);
	pa_map_done(&map);
}

static void an_added_key_keeps_its_first_value(void **state)
{
	struct pa_map map;
	uint32_t v = 0;

	(void)state;
	pa_map_init(&map);
	assert_true(pa_map_add(&map, 9, 1));
	assert_false(pa_map_add(&map, 9, 2));
	assert_int_equal(map.count, 1);
	assert_true(pa_map_get(&map, 9, &v));
	assert_int_equal(v, 1);
	pa_map_done(&map);
}

static void a_cleared_map_is_empty_and_usable(void **state)
{
	struct pa_map map;
	uint32_t v = 0;

	(void)state;
	pa_map_init(&map);
	pa_map_clear(&map);
	pa_map_put(&map, 3, 4);
	pa_map_clear(&map);
	assert_false(pa_map_get(&map, 3, &v));
	pa_map_put(&map, 3, 5);
	assert_true(pa_map_get(&map, 3, &v));
	assert_int_equal(v, 5);
	pa_map_done(&map);
}

static void keys_of_two_numbers_depend_on_their_order(void **state)
{
	(void)state;
	assert_true(pa_map_key(1, 2) != pa_map_key(2, 1));
	assert_true(pa_map_key(0, 0) != pa_map_key(0, 1));
	assert_true(pa_map_key(0, 0) != pa_map_key(1, 0));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_empty_map_has_no_key),
		cmocka_unit_test(many_keys_are_found_again),
		cmocka_unit_test(a_second_put_replaces),
		cmocka_unit_test(an_added_key_keeps_its_first_value),
		cmocka_unit_test(a_cleared_map_is_empty_and_usable),
		cmocka_unit_test(keys_of_two_numbers_depend_on_their_order),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
