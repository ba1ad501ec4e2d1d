/* SPDX-License-Identifier: Apache-2.0 */
#include "unit.h"

#include <errno.h>

#include "base/units.h"

static void durations_in_every_unit(void **state)
{
	static const struct {
		const char *text;
		uint64_t want_ns;
	} cases[] = {
		{ "10", 10000000000U },
		{ "10s", 10000000000U },
		{ "500ms", 500000000U },
		{ "250us", 250000U },
		{ "7ns", 7U },
		{ "2m", 120000000000U },
		{ "2min", 120000000000U },
		{ "1h", 3600000000000U },
		{ "1d", 86400000000000U },
		{ "0", 0U },
	};
	uint64_t got_ns;

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		assert_int_equal(pa_units_parse_ns(cases[i].text, &got_ns), 0);
		assert_int_equal(got_ns, cases[i].want_ns);
	}
}

static void sizes_in_powers_of_1024(void **state)
{
	static const struct {
		const char *text;
		uint64_t want_bytes;
	} cases[] = {
		{ "64", 64U },	      { "64k", 65536U },     { "64K", 65536U },
		{ "64M", 67108864U }, { "2G", 2147483648U }, { "1T", 1099511627776U },
		{ "64kB", 65536U },   { "1MiB", 1048576U },  { "12B", 12U },
	};
	uint64_t got_bytes;

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		assert_int_equal(pa_units_parse_bytes(cases[i].text, &got_bytes), 0);
		assert_int_equal(got_bytes, cases[i].want_bytes);
	}
}

static void what_is_no_quantity_is_refused_untouched(void **state)
{
	static const char *const not [] = { "", "s", "-1", "1.5s", "1 s", " 1", "1ss", "1sB", "B" };
	uint64_t v = 3;

	(void)state;
	for (size_t i = 0; i < sizeof(not ) / sizeof(not [0]); i++) {
		assert_int_equal(pa_units_parse_ns(not [i], &v), -EINVAL);
		assert_int_equal(pa_units_parse_bytes(not [i], &v), -EINVAL);
	}
	assert_int_equal(v, 3);
}

static void what_does_not_fit_is_out_of_range(void **state)
{
	uint64_t v = 3;

	(void)state;
	assert_int_equal(pa_units_parse_ns("99999999999d", &v), -ERANGE);
	assert_int_equal(pa_units_parse_bytes("99999999999T", &v), -ERANGE);
	assert_int_equal(v, 3);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(durations_in_every_unit),
		cmocka_unit_test(sizes_in_powers_of_1024),
		cmocka_unit_test(what_is_no_quantity_is_refused_untouched),
		cmocka_unit_test(what_does_not_fit_is_out_of_range),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
