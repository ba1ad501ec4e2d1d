/* SPDX-License-Identifier: Apache-2.0 */
#include "unit.h"

#include <errno.h>
#include <string.h>

#include "user/openmetrics.h"

/* Synthetic, by the text format of Prometheus and OpenMetrics 1.0. */
static const char page[] =
	"# HELP http_requests_total The total number of HTTP requests.\n"
	"# TYPE http_requests_total counter\n"
	"http_requests_total{method=\"post\",code=\"200\"} 1027 1395066363000\n"
	"http_requests_total{method=\"post\",code=\"400\"}    3 1395066363000\n"
	"http_requests_total{ method = \"get\" , code=\"200\", } 5 # {trace_id=\"x\"} 0.67\n"
	"http_requests_total_created 1\n"
	"msdos_file{path=\"C:\\\\DIR\\\\FILE.TXT\",error=\"Cannot find \\\"it\\\"\"} 1.4e9\n"
	"metric_without_labels 12.47\r\n"
	"depth 7\n"
	"weird{problem=\"division by zero\"} +Inf -3982045\n"
	"weird{problem=\"none\"} 2\n"
	"unset NaN\n"
	"broken{a=\"b\" 3\n"
	"empty{a=\"b\"}\n"
	"glued 3x\n"
	"# EOF\n";

static int sum(const char *selector, double *out)
{
	return pa_openmetrics_sum(page, sizeof(page) - 1, selector, out);
}

static void series_that_fit_are_added_up(void **state)
{
	static const struct {
		const char *selector;
		double value;
	} cases[] = {
		{ "http_requests_total", 1035 },
		{ "http_requests_total{code=\"200\"}", 1032 },
		{ "http_requests_total{code=\"200\",method=\"get\"}", 5 },
		{ "http_requests_total{ }", 1035 },
		{ "metric_without_labels", 12.47 },
		{ "depth", 7 },
		{ "weird{problem=\"none\"}", 2 },
		{ "msdos_file{error=\"Cannot find \\\"it\\\"\"}", 1.4e9 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		double value = 0;

		assert_int_equal(sum(cases[i].selector, &value), 0);
		assert_near(value, cases[i].value, 1e-9);
	}
}

static void what_cannot_be_told_is_an_error(void **state)
{
	static const struct {
		const char *selector;
		int error;
	} cases[] = {
		{ "http_requests", -ENOENT },
		{ "depth{a=\"b\"}", -ENOENT },
		{ "http_requests_total{code=\"404\"}", -ENOENT },
		{ "unset", -ENODATA },
		{ "weird", -ENODATA },
		{ "broken", -EBADMSG },
		{ "empty", -EBADMSG },
		{ "glued", -EBADMSG },
		{ "", -EINVAL },
		{ "1st", -EINVAL },
		{ "depth{", -EINVAL },
		{ "depth{a}", -EINVAL },
		{ "depth{a=\"b}", -EINVAL },
		{ "depth{a=\"b\"} 3", -EINVAL },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		double value = 42;

		assert_int_equal(sum(cases[i].selector, &value), cases[i].error);
		assert_near(value, 42, 0);
	}
}

static void a_page_that_is_cut_gives_what_it_has(void **state)
{
	double value;

	(void)state;
	for (size_t n = 0; n < sizeof(page); n++) {
		int code = pa_openmetrics_sum(page, n, "depth", &value);

		assert_true(code == 0 || code == -ENOENT || code == -EBADMSG);
	}
}

static void more_labels_than_anybody_has_are_refused(void **state)
{
	char line[1024] = "m{";
	size_t at = 2;
	double value;

	(void)state;
	for (int i = 0; i < 40; i++) {
		memcpy(line + at, "a=\"b\",", 6);
		at += 6;
	}
	memcpy(line + at, "} 1\n", 5);
	assert_int_equal(pa_openmetrics_sum(line, strlen(line), "m", &value), -EBADMSG);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(series_that_fit_are_added_up),
		cmocka_unit_test(what_cannot_be_told_is_an_error),
		cmocka_unit_test(a_page_that_is_cut_gives_what_it_has),
		cmocka_unit_test(more_labels_than_anybody_has_are_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
