/* SPDX-License-Identifier: Apache-2.0 */
#include "unit.h"

#include <string.h>

#include "base/names.h"

static void id_0_is_the_empty_name(void **state)
{
	struct pa_names *names = pa_names_new();

	(void)state;
	assert_int_equal(pa_names_id(names, "", 0), 0);
	assert_string_equal(pa_names_text(names, 0), "");
	assert_int_equal(pa_names_count(names), 1);
	names = pa_names_free(names);
	assert_null(names);
}

static void ids_are_dense_and_stable(void **state)
{
	struct pa_names *names = pa_names_new();

	(void)state;
	for (uint32_t i = 1; i <= 5000; i++)
		assert_int_equal(pa_names_idf(names, "name %u", i), i);
	for (uint32_t i = 1; i <= 5000; i++)
		assert_int_equal(pa_names_idf(names, "name %u", i), i);
	assert_int_equal(pa_names_count(names), 5001);
	assert_string_equal(pa_names_text(names, 4321), "name 4321");
	pa_names_free(names);
}

static void a_name_needs_no_nul_and_ends_at_one(void **state)
{
	struct pa_names *names = pa_names_new();
	uint32_t vda = pa_names_id(names, "vdaX", 3);

	(void)state;
	assert_string_equal(pa_names_text(names, vda), "vda");
	assert_int_equal(pa_names_id(names, "vda\0tail", 8), vda);
	assert_int_equal(pa_names_find(names, "vda", 3), vda);
	pa_names_free(names);
}

static void what_was_never_seen_is_not_found(void **state)
{
	struct pa_names *names = pa_names_new();

	(void)state;
	assert_true(pa_names_find(names, "vdb", 3) == UINT32_MAX);
	assert_int_equal(pa_names_count(names), 1);
	assert_string_equal(pa_names_text(names, 77), "");
	pa_names_free(names);
}

static void a_long_formatted_name_is_cut(void **state)
{
	struct pa_names *names = pa_names_new();
	uint32_t id = pa_names_idf(names, "%05000d", 0);

	(void)state;
	assert_int_equal(strlen(pa_names_text(names, id)), 4095);
	pa_names_free(names);
}

static void free_takes_null(void **state)
{
	(void)state;
	assert_null(pa_names_free(NULL));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(id_0_is_the_empty_name),
		cmocka_unit_test(ids_are_dense_and_stable),
		cmocka_unit_test(a_name_needs_no_nul_and_ends_at_one),
		cmocka_unit_test(what_was_never_seen_is_not_found),
		cmocka_unit_test(a_long_formatted_name_is_cut),
		cmocka_unit_test(free_takes_null),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
