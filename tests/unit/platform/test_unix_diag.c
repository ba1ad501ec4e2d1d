/* SPDX-License-Identifier: Apache-2.0 */
/* Queues of sockets that are neither TCP nor UDP: Unix, netlink, packet. */
#include "load.h"

#include <errno.h>
#include <string.h>

#include "platform/linux/netlink_diag.h"
#include "platform/linux/packet_diag.h"
#include "platform/linux/unix_diag.h"

/* Two listeners on 6.18: backlog 1 with two that wait, backlog 128 with none. */
static void unix_diag_finds_the_full_listener(void **state)
{
	struct pa_unix_listeners out;
	size_t bytes;
	char *reply = load("unix_diag.bin", &bytes);

	(void)state;
	assert_int_equal(pa_unix_diag_parse(reply, bytes, &out), 0);
	assert_true(out.count >= 2);
	assert_int_equal(out.full_count, 1);
	assert_int_equal(out.fullest_count, 2);
	assert_int_equal(out.fullest_limit_count, 1);
	assert_int_equal(pa_unix_diag_parse(reply, bytes - 1, &out), -EBADMSG);
	assert_int_equal(pa_unix_diag_parse("", 0, &out), 0);
	assert_int_equal(out.count, 0);
	free(reply);
}

static void netlink_diag_leaves_the_kernel_and_running_dumps_out(void **state)
{
	struct pa_sock_sums out;
	size_t bytes;
	char *reply = load("netlink_diag.bin", &bytes);

	(void)state;
	assert_int_equal(pa_netlink_diag_parse(reply, bytes, &out), 0);
	assert_true(out.count > 0 && out.count < bytes / 60);
	assert_true(out.fullest_limit_bytes > 0);
	assert_int_equal(out.queued_bytes, 0); /* the dump itself was the only one with any */
	assert_int_equal(out.full_count, 0);
	free(reply);
}

static void netlink_text_tells_queues_and_drops(void **state)
{
	static const char text[] = "sk               Eth Pid        Groups   Rmem     Wmem     "
				   "Dump  Locks    Drops    "
				   "Inode\n"
				   "000000004572368a 0   0          00000000 0        0        0   "
				   "  2        9        4\n"
				   "0000000011111111 0   812        00000001 2304     0        0   "
				   "  2        7        "
				   "1430\n"
				   "0000000011111111 15  813        00000001 1280\n";
	struct pa_sock_sums out = { .count = 9 };

	(void)state;
	assert_int_equal(pa_netlink_text_parse(text, strlen(text), &out), 0);
	assert_int_equal(out.count, 1);
	assert_int_equal(out.queued_bytes, 2304);
	assert_int_equal(out.drops_count, 7);
	assert_int_equal(out.fullest_limit_bytes, 0);
	out.count = 9;
	assert_int_equal(pa_netlink_text_parse("", 0, &out), -EBADMSG);
	assert_int_equal(out.count, 9);
}

/* A socket with the smallest buffer there is, on a loopback with traffic. */
static void packet_diag_tells_the_full_socket_and_its_drops(void **state)
{
	struct pa_packet_sums out;
	size_t bytes;
	char *reply = load("packet_diag.bin", &bytes);

	(void)state;
	assert_int_equal(pa_packet_diag_parse(reply, bytes, &out), 0);
	assert_int_equal(out.sockets.count, 1);
	assert_true(out.has_drops && out.sockets.drops_count > 0);
	assert_true(out.sockets.fullest_bytes > 0 && out.sockets.fullest_limit_bytes > 0);
	assert_int_equal(out.ring_count, 0);
	free(reply);
}

static void packet_text_knows_no_drops(void **state)
{
	static const char text[] =
		"sk               RefCnt Type Proto  Iface R Rmem   User   Inode\n"
		"00000000a1b2c3d4 3      3    0003   2     1 4096   0      20123\n"
		"00000000a1b2c3d4 3      3\n";
	struct pa_packet_sums out = { .has_drops = true };

	(void)state;
	assert_int_equal(pa_packet_text_parse(text, strlen(text), &out), 0);
	assert_int_equal(out.sockets.count, 1);
	assert_int_equal(out.sockets.queued_bytes, 4096);
	assert_false(out.has_drops);
	assert_int_equal(pa_packet_text_parse("x\n", 2, &out), -EBADMSG);
}

static void sums_find_the_fullest_by_share(void **state)
{
	const struct pa_sk_meminfo large = { .receive_bytes = 5000, .receive_limit_bytes = 100000 };
	const struct pa_sk_meminfo small = { .receive_bytes = 900, .receive_limit_bytes = 1000 };
	const struct pa_sk_meminfo full = { .receive_bytes = 2000, .receive_limit_bytes = 2000 };
	struct pa_sock_sums sums = { 0 };

	(void)state;
	pa_sock_sums_add(&sums, &small);
	pa_sock_sums_add(&sums, &large);
	assert_int_equal(sums.fullest_limit_bytes, 1000);
	assert_int_equal(sums.full_count, 0);
	pa_sock_sums_add(&sums, &full);
	assert_int_equal(sums.fullest_limit_bytes, 2000);
	assert_int_equal(sums.full_count, 1);
	assert_int_equal(sums.queued_bytes, 7900);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(unix_diag_finds_the_full_listener),
		cmocka_unit_test(netlink_diag_leaves_the_kernel_and_running_dumps_out),
		cmocka_unit_test(netlink_text_tells_queues_and_drops),
		cmocka_unit_test(packet_diag_tells_the_full_socket_and_its_drops),
		cmocka_unit_test(packet_text_knows_no_drops),
		cmocka_unit_test(sums_find_the_fullest_by_share),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
