/* SPDX-License-Identifier: Apache-2.0 */
/* Sources that are files, read from synthetic machines: RDMA, transmit queues, IPv6, routes. */
#include "help.h"

#include "base/buf.h"
#include "platform/linux/kept.h"
#include "platform/linux/rt6_stats.h"
#include "platform/linux/rt_cache.h"
#include "platform/linux/netns.h"
#include "platform/linux/snmp6.h"
#include "platform/linux/source.h"
#include "platform/linux/sysfs_infiniband.h"
#include "platform/linux/sysfs_queues.h"
#include "platform/linux/tls_stat.h"
#include "platform/linux/xfrm_stat.h"
#include "platform/platform.h"

/* Read one source of a machine once, as in a slow and rare pass, behind the namespaces. */
static void read_once(const struct pa_source *source, struct machine *machine, bool with_card,
		      struct world *world, int error)
{
	struct pa_buf text;
	struct pa_linux sys = { .passes = PA_PASS_SYSTEM | PA_PASS_SLOW | PA_PASS_RARE,
				.text = &text,
				.names = world->names,
				.root = machine_root(machine, 1) };
	void *netns = pa_source_netns.open(&sys), *self;
	struct pa_netns *first;

	pa_buf_init(&text, 65536);
	assert_int_equal(pa_source_netns.read(netns, &sys, &world->moment), 0);
	first = pa_netns_at(sys.netns, 0);
	if (with_card)
		pa_netns_netif(&sys, first, &first->links, 0, "eth0", 4)->is_card = true;
	self = source->open ? source->open(&sys) : NULL;
	assert_int_equal(source->read(self, &sys, &world->moment), error);
	if (source->close)
		source->close(self);
	pa_source_netns.close(netns);
	pa_root_free(sys.root);
	pa_buf_done(&text);
}

#define NETNS                                                                                      \
	{                                                                                          \
		"src/netns/list", "self 4026531840\n", 0, 0                                        \
	}

static void infiniband_counts_words_of_four_bytes(void **state)
{
	static const struct reply replies[] = {
		NETNS,
		{ "sys/class/infiniband/mlx5_0/ports/1/rate", "100 Gb/sec (4X EDR)\n", 0, 0 },
		{ "sys/class/infiniband/mlx5_0/ports/1/counters/port_xmit_data", "1000\n", 0, 0 },
		{ "sys/class/infiniband/mlx5_0/ports/1/counters/port_rcv_data", "9\n", 0, 0 },
		{ "sys/class/infiniband/mlx5_0/ports/1/counters/link_downed", "2\n", 0, 0 },
		{ "sys/class/infiniband/mlx5_0/ports/1/hw_counters/out_of_buffer", "5\n", 0, 0 },
	};
	struct machine machine = { replies, sizeof(replies) / sizeof(replies[0]) };
	struct world world;

	(void)state;
	world_init(&world);
	read_once(&pa_source_sysfs_infiniband, &machine, false, &world, 0);
	assert_int_equal(value_of(&world, PA_V_NET_RDMA_TX_BYTES, "mlx5_0/1"), 4000);
	assert_int_equal(value_of(&world, PA_V_NET_RDMA_RATE_BYTES_PER_S, "mlx5_0/1"),
			 UINT64_C(12500000000));
	assert_int_equal(value_of(&world, PA_V_NET_RDMA_OUT_OF_BUFFER_COUNT, "mlx5_0/1"), 5);
	assert_null(sample_of(&world, PA_V_NET_RDMA_WAITS_COUNT, "mlx5_0/1"));
	world_done(&world);
}

static void infiniband_is_absent_without_a_device(void **state)
{
	static const struct reply replies[] = { NETNS };
	struct machine machine = { replies, 1 };
	struct world world;

	(void)state;
	world_init(&world);
	read_once(&pa_source_sysfs_infiniband, &machine, false, &world, -ENOENT);
	assert_miss(&world, PA_V_NET_RDMA_RX_BYTES, PA_ABSENT);
	world_done(&world);
}

static void infiniband_rate_may_have_a_fraction(void **state)
{
	uint64_t out = 1;

	(void)state;
	assert_int_equal(pa_infiniband_rate("2.5 Gb/sec (1X SDR)\n", 20, &out), 0);
	assert_int_equal(out, 312500000);
	assert_int_equal(pa_infiniband_rate("10 Mb/sec", 9, &out), -EBADMSG);
	assert_int_equal(pa_infiniband_rate("0 Gb/sec", 8, &out), -EBADMSG);
	assert_int_equal(pa_infiniband_rate("2.", 2, &out), -EBADMSG);
	assert_int_equal(out, 312500000);
}

#define TX "sys/class/net/eth0/queues/tx-"

static void queues_tell_limits_where_the_driver_uses_them(void **state)
{
	static const struct reply replies[] = {
		NETNS,
		{ TX "0/byte_queue_limits/limit", "3000\n", 0, 0 },
		{ TX "0/byte_queue_limits/inflight", "1500\n", 0, 0 },
		{ TX "0/byte_queue_limits/stall_cnt", "2\n", 0, 0 },
		{ TX "0/tx_timeout", "1\n", 0, 0 },
		{ TX "1/byte_queue_limits/limit", "0\n", 0, 0 },
		{ TX "1/byte_queue_limits/inflight", "0\n", 0, 0 },
	};
	struct machine machine = { replies, sizeof(replies) / sizeof(replies[0]) };
	struct world world;

	(void)state;
	world_init(&world);
	read_once(&pa_source_sysfs_queues, &machine, true, &world, 0);
	assert_int_equal(value_of(&world, PA_V_NET_TXQ_INFLIGHT_BYTES, "eth0/tx-0"), 1500);
	assert_int_equal(value_of(&world, PA_V_NET_TXQ_STALLS_COUNT, "eth0/tx-0"), 2);
	assert_int_equal(value_of(&world, PA_V_NET_TXQ_TIMEOUTS_COUNT, "eth0/tx-0"), 1);
	assert_null(sample_of(&world, PA_V_NET_TXQ_LIMIT_BYTES, "eth0/tx-1"));
	world_done(&world);
}

static void snmp6_tells_ipv6_and_misses_what_is_not_there(void **state)
{
	static const struct reply replies[] = {
		NETNS,
		{ "src/netns/self/net/snmp6",
		  "Ip6InReceives                   \t8\nIp6InNoRoutes\t3\n"
		  "Udp6RcvbufErrors                \t5\nIcmp6OutType143\t4\n",
		  0, 0 },
	};
	struct machine machine = { replies, 2 };
	struct world world;

	(void)state;
	world_init(&world);
	read_once(&pa_source_snmp6, &machine, false, &world, 0);
	assert_int_equal(value_of(&world, PA_V_NET_IP6_RECEIVED_COUNT, ""), 8);
	assert_int_equal(value_of(&world, PA_V_NET_UDP_RCVBUF_ERRORS6_COUNT, ""), 5);
	assert_miss(&world, PA_V_NET_ICMP_HOST_LIMITED6_COUNT, PA_ABSENT);
	world_done(&world);
}

static void xfrm_stat_and_tls_stat_are_summed(void **state)
{
	static const struct reply replies[] = {
		NETNS,
		{ "src/netns/self/net/xfrm_stat",
		  "XfrmInError             \t1\nXfrmInNoStates          \t2\n"
		  "XfrmOutStateExpired     \t4\n",
		  0, 0 },
		{ "src/netns/self/net/tls_stat",
		  "TlsCurrTxSw\t3\nTlsCurrRxSw\t2\nTlsTxSw\t90\nTlsDecryptError\t1\n", 0, 0 },
	};
	struct machine machine = { replies, 3 };
	struct world world;

	(void)state;
	world_init(&world);
	read_once(&pa_source_xfrm_stat, &machine, false, &world, 0);
	assert_int_equal(value_of(&world, PA_V_NET_XFRM_IN_ERRORS_COUNT, ""), 3);
	assert_int_equal(value_of(&world, PA_V_NET_XFRM_OUT_ERRORS_COUNT, ""), 4);
	world_done(&world);
	world_init(&world);
	read_once(&pa_source_tls_stat, &machine, false, &world, 0);
	assert_int_equal(value_of(&world, PA_V_NET_XFRM_TLS_SESSIONS_COUNT, ""), 5);
	assert_miss(&world, PA_V_NET_XFRM_TLS_RETRIES_COUNT, PA_ABSENT);
	world_done(&world);
}

static void routes_are_read_in_hexadecimal(void **state)
{
	static const struct reply replies[] = {
		NETNS,
		{ "src/netns/self/net/rt6_stats", "0009 0006 000a 0007 0002 001f 0000\n", 0, 0 },
		{ "src/netns/self/net/stat/rt_cache",
		  "entries  in_hit   in_slow_tot in_no_route in_martian_src\n"
		  "00000005 00000000 0000000a    00000001    00000002\n"
		  "00000005 00000000 00000006    00000000    00000000\n",
		  0, 0 },
	};
	struct machine machine = { replies, 3 };
	struct pa_rt6_stats stats = { .entries_count = 9 };
	struct world world;

	(void)state;
	world_init(&world);
	read_once(&pa_source_rt6_stats, &machine, false, &world, 0);
	assert_int_equal(value_of(&world, PA_V_NET_ROUTE_ENTRIES6_COUNT, ""), 31);
	assert_int_equal(value_of(&world, PA_V_NET_ROUTE_EXCEPTIONS6_COUNT, ""), 2);
	read_once(&pa_source_rt_cache, &machine, false, &world, 0);
	assert_int_equal(value_of(&world, PA_V_NET_ROUTE_ENTRIES_COUNT, ""), 5);
	assert_int_equal(value_of(&world, PA_V_NET_ROUTE_IN_LOOKUPS_COUNT, ""), 16);
	assert_int_equal(value_of(&world, PA_V_NET_ROUTE_IN_MARTIAN_SOURCE_COUNT, ""), 2);
	world_done(&world);
	assert_int_equal(pa_rt6_stats_parse("1 2 3 4 5", 9, &stats), -EBADMSG);
	assert_int_equal(stats.entries_count, 9);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(infiniband_counts_words_of_four_bytes),
		cmocka_unit_test(infiniband_is_absent_without_a_device),
		cmocka_unit_test(infiniband_rate_may_have_a_fraction),
		cmocka_unit_test(queues_tell_limits_where_the_driver_uses_them),
		cmocka_unit_test(snmp6_tells_ipv6_and_misses_what_is_not_there),
		cmocka_unit_test(xfrm_stat_and_tls_stat_are_summed),
		cmocka_unit_test(routes_are_read_in_hexadecimal),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
