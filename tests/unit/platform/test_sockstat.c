/* SPDX-License-Identifier: Apache-2.0 */
#include "unit.h"

#include <errno.h>
#include <string.h>

#include "platform/linux/sockstat.h"

static void sockstat_takes_counts_and_memory(void **state)
{
	static const char text[] = "sockets: used 16\nTCP: inuse 1 orphan 2 tw 3 alloc 7 mem 187\n"
				   "UDP: inuse 4 mem 5\nUDPLITE: inuse 9\n";
	struct pa_sockstat out;

	(void)state;
	assert_int_equal(pa_sockstat_parse(text, strlen(text), &out), 0);
	assert_true(out.has_tcp && out.has_udp);
	assert_int_equal(out.tcp_orphan_count, 2);
	assert_int_equal(out.tcp_time_wait_count, 3);
	assert_int_equal(out.tcp_memory_pages, 187);
	assert_int_equal(out.udp_in_use_count, 4);
	assert_int_equal(out.udp_memory_pages, 5);
}

static void sockstat_does_not_guess_a_line_that_is_cut(void **state)
{
	static const char text[] = "TCP: inuse 1 orphan 2 tw\nUDP: inuse 4 mem 5\n";
	struct pa_sockstat out = { .tcp_memory_pages = 9 };

	(void)state;
	assert_int_equal(pa_sockstat_parse(text, strlen(text), &out), 0);
	assert_false(out.has_tcp);
	assert_true(out.has_udp);
	out.tcp_memory_pages = 9;
	assert_int_equal(pa_sockstat_parse(text, 10, &out), -EBADMSG);
	assert_int_equal(out.tcp_memory_pages, 9);
}

static void sockstat6_counts_tcp_and_udp(void **state)
{
	static const char text[] = "TCP6: inuse 3\nUDP6: inuse 2\nFRAG6: inuse 1 memory 2304\n";
	struct pa_sockstat6 out = { 0 };

	(void)state;
	assert_int_equal(pa_sockstat6_parse(text, strlen(text), &out), 0);
	assert_int_equal(out.tcp_count, 3);
	assert_int_equal(out.udp_count, 2);
	assert_true(out.has_fragments);
	assert_int_equal(out.fragment_queues_count, 1);
	assert_int_equal(out.fragment_memory_bytes, 2304);
	assert_int_equal(pa_sockstat6_parse("RAW6: inuse 1", 13, &out), -EBADMSG);
}

static void sockstat_tells_the_memory_of_fragments(void **state)
{
	static const char text[] = "UDP: inuse 4 mem 5\nFRAG: inuse 3 memory 6912\n";
	struct pa_sockstat out = { 0 };

	(void)state;
	assert_int_equal(pa_sockstat_parse(text, strlen(text), &out), 0);
	assert_true(out.has_fragments);
	assert_int_equal(out.fragment_memory_bytes, 6912);
	/* the line without its second number, as before 2.6 or when cut */
	assert_int_equal(pa_sockstat_parse(text, strlen(text) - 8, &out), 0);
	assert_false(out.has_fragments);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(sockstat_takes_counts_and_memory),
		cmocka_unit_test(sockstat_does_not_guess_a_line_that_is_cut),
		cmocka_unit_test(sockstat6_counts_tcp_and_udp),
		cmocka_unit_test(sockstat_tells_the_memory_of_fragments),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
