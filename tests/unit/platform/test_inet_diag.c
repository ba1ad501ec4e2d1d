/* SPDX-License-Identifier: Apache-2.0 */
#include "load.h"

#include <errno.h>
#include <linux/netlink.h>
#include <string.h>
#include <sys/socket.h>

#include "platform/linux/inet_diag.h"

enum { ESTABLISHED = 1, SYN_SENT = 2, LISTEN = 10, SEEN_MAX = 16 };

struct seen {
	int count;
	struct pa_diag_sock sock[SEEN_MAX];
};

static void see(void *arg, const struct pa_diag_sock *sock)
{
	struct seen *seen = arg;

	assert_true(seen->count < SEEN_MAX);
	seen->sock[seen->count++] = *sock;
}

static void parse(const char *name, bool is_udp, struct seen *seen)
{
	size_t bytes;
	char *reply = load(name, &bytes);

	assert_int_equal(pa_inet_diag_parse(reply, bytes, is_udp, see, seen), 0);
	free(reply);
}

static void inet_diag_shows_a_full_accept_queue(void **state)
{
	struct seen seen = { 0 };
	const struct pa_diag_sock *listener = NULL;

	(void)state;
	parse("inet_diag_listener_full.bin", false, &seen);
	assert_int_equal(seen.count, 3);
	for (int i = 0; i < seen.count; i++)
		if (seen.sock[i].state == LISTEN)
			listener = &seen.sock[i];
	assert_non_null(listener);
	assert_int_equal(listener->local_port, 8080);
	assert_int_equal(listener->receive_queue, 2);
	assert_int_equal(listener->send_queue, 1);
	assert_true(listener->has_drops);
	assert_int_equal(listener->drops_count, 1);
}

static void inet_diag_shows_what_a_connection_sent(void **state)
{
	const uint8_t local[4] = { 10, 98, 0, 1 }, peer[4] = { 10, 98, 0, 2 };
	struct seen seen = { 0 };
	int established_count = 0, connecting_count = 0;

	(void)state;
	parse("inet_diag_clients.bin", false, &seen);
	assert_int_equal(seen.count, 3);
	for (int i = 0; i < seen.count; i++) {
		const struct pa_diag_sock *sock = &seen.sock[i];

		connecting_count += sock->state == SYN_SENT;
		if (sock->state != ESTABLISHED)
			continue;
		established_count++;
		assert_int_equal(sock->family, AF_INET);
		assert_memory_equal(sock->local, local, 4);
		assert_memory_equal(sock->peer, peer, 4);
		assert_true(sock->has_info);
		assert_int_equal(sock->bytes_sent, 1000);
		assert_int_equal(sock->peer_port, 8080);
	}
	assert_int_equal(established_count, 2);
	assert_int_equal(connecting_count, 1);
}

static void inet_diag_shows_datagrams_dropped_by_a_socket(void **state)
{
	struct seen seen = { 0 };
	uint32_t drops_count = 0;

	(void)state;
	parse("inet_diag_udp_drops.bin", true, &seen);
	for (int i = 0; i < seen.count; i++)
		if (seen.sock[i].local_port == 5353)
			drops_count = seen.sock[i].drops_count;
	assert_int_equal(drops_count, 17);
}

static void inet_diag_takes_no_part_of_a_message(void **state)
{
	struct seen seen = { 0 };
	size_t bytes;
	char *reply = load("inet_diag_clients.bin", &bytes);

	(void)state;
	for (size_t cut = 1; cut < 400; cut++) {
		seen.count = 0;
		assert_int_equal(pa_inet_diag_parse(reply, bytes - cut, false, see, &seen),
				 -EBADMSG);
		assert_int_equal(seen.count, 2);
	}
	free(reply);
}

static void inet_diag_says_that_the_kernel_had_more(void **state)
{
	const struct nlmsghdr more = { .nlmsg_len = sizeof(more), .nlmsg_type = NLMSG_OVERRUN };
	struct seen seen = { 0 };

	(void)state;
	assert_int_equal(pa_inet_diag_parse((const char *)&more, sizeof(more), false, see, &seen),
			 1);
	assert_int_equal(seen.count, 0);
}

static void inet_text_agrees_with_netlink(void **state)
{
	const uint8_t local[4] = { 10, 98, 0, 2 };
	struct seen seen = { 0 };
	size_t bytes;
	char *text = load("net_tcp", &bytes);

	(void)state;
	assert_int_equal(pa_inet_text_parse(text, bytes, false, see, &seen), 0);
	assert_int_equal(seen.count, 3);
	assert_int_equal(seen.sock[0].state, LISTEN);
	assert_memory_equal(seen.sock[0].local, local, 4);
	assert_int_equal(seen.sock[0].local_port, 8080);
	assert_int_equal(seen.sock[0].receive_queue, 2);
	assert_int_equal(seen.sock[0].send_queue, UINT32_MAX);
	assert_int_equal(seen.sock[1].receive_queue, 1000);
	assert_false(seen.sock[1].has_info);
	free(text);
}

static void inet_text_has_the_drops_of_udp(void **state)
{
	struct seen seen = { 0 };
	uint32_t drops_count = 0;
	size_t bytes;
	char *text = load("net_udp", &bytes);

	(void)state;
	assert_int_equal(pa_inet_text_parse(text, bytes, true, see, &seen), 0);
	for (int i = 0; i < seen.count; i++)
		if (seen.sock[i].local_port == 5353)
			drops_count = seen.sock[i].drops_count;
	assert_int_equal(drops_count, 17);
	free(text);
}

static void inet_text_reads_ipv6(void **state)
{
	const uint8_t local[16] = { [15] = 1 };
	struct seen seen = { 0 };
	size_t bytes;
	char *text = load("net_udp6", &bytes);

	(void)state;
	assert_int_equal(pa_inet_text_parse(text, bytes, true, see, &seen), 0);
	assert_int_equal(seen.count, 1);
	assert_int_equal(seen.sock[0].family, AF_INET6);
	assert_memory_equal(seen.sock[0].local, local, 16);
	assert_int_equal(seen.sock[0].local_port, 5354);
	free(text);
}

static void inet_text_skips_lines_that_are_none(void **state)
{
	static const char text[] = "  sl  local_address\n   0: 0200620A:1F90 0000\n"
				   "   1: 0200620A:1F90 00000000:0000 0A 0:\n   2: 02 03 04\nx\n";
	struct seen seen = { 0 };

	(void)state;
	assert_int_equal(pa_inet_text_parse(text, strlen(text), false, see, &seen), 0);
	assert_int_equal(seen.count, 0);
	assert_int_equal(pa_inet_text_parse("", 0, false, see, &seen), -EBADMSG);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(inet_diag_shows_a_full_accept_queue),
		cmocka_unit_test(inet_diag_shows_what_a_connection_sent),
		cmocka_unit_test(inet_diag_shows_datagrams_dropped_by_a_socket),
		cmocka_unit_test(inet_diag_takes_no_part_of_a_message),
		cmocka_unit_test(inet_diag_says_that_the_kernel_had_more),
		cmocka_unit_test(inet_text_agrees_with_netlink),
		cmocka_unit_test(inet_text_has_the_drops_of_udp),
		cmocka_unit_test(inet_text_reads_ipv6),
		cmocka_unit_test(inet_text_skips_lines_that_are_none),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
