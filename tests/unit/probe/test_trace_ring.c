/* SPDX-License-Identifier: Apache-2.0 */
#include "unit.h"

#include <errno.h>

#include "probe/trace_ring.h"

/* Two CPUs; the first as on a 6.18 guest on which nothing is traced, the second synthetic. */
static const char text[] = "7 (expanded: 1408)\n"
			   "entries: 0\noverrun: 0\ncommit overrun: 0\nbytes: 0\n"
			   "oldest event ts:     0.000000\nnow ts:  2065.944279\n"
			   "dropped events: 0\nread events: 0\n"
			   "1408\n"
			   "entries: 300\noverrun: 20\ncommit overrun: 1\nbytes: 14000\n"
			   "oldest event ts:  2000.000001\nnow ts:  2065.944279\n"
			   "dropped events: 4\nread events: 7\n";

static void rings_are_added_up(void **state)
{
	struct pa_trace_ring_sums got;

	(void)state;
	assert_int_equal(pa_trace_rings_parse(text, sizeof(text) - 1, &got), 0);
	assert_int_equal(got.size_bytes, 1415 * 1024);
	assert_int_equal(got.entries, 300);
	assert_int_equal(got.bytes, 14000);
	assert_int_equal(got.overruns, 20);
	assert_int_equal(got.commit_overruns, 1);
	assert_int_equal(got.dropped, 4);
}

static void a_text_without_rings_is_refused(void **state)
{
	struct pa_trace_ring_sums got = { .entries = 9 };

	(void)state;
	assert_int_equal(pa_trace_rings_parse("", 0, &got), -EBADMSG);
	assert_int_equal(pa_trace_rings_parse("1408\nX\n", 7, &got), -EBADMSG);
	assert_int_equal(got.entries, 9);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(rings_are_added_up),
		cmocka_unit_test(a_text_without_rings_is_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
