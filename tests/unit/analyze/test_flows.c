/* SPDX-License-Identifier: Apache-2.0 */
/* TCP connections over a window, and who limits them. */
#include "unit.h"

#include "analyze/derive.h"
#include "analyze/flows.h"
#include "scene.h"

static struct pa_sock flow(uint32_t peer, uint64_t busy_us)
{
	return (struct pa_sock){ .kind = PA_SOCK_TCP,
				 .has = PA_SOCK_HAS_TCP_INFO,
				 .peer = peer,
				 .local_port = 40000,
				 .peer_port = 80,
				 .busy_us = busy_us };
}

static void flows_keep_the_first_and_the_last_look(void **state)
{
	struct pa_sock a = flow(1, 100), b = flow(2, 5), later = flow(1, 900);
	struct pa_flows flows;

	(void)state;
	pa_flows_init(&flows);
	pa_flows_add(&flows, &a, 1000);
	pa_flows_add(&flows, &b, 1000);
	pa_flows_add(&flows, &later, 3000);
	assert_int_equal(flows.count, 2);
	assert_int_equal(flows.flow[0].first.busy_us, 100);
	assert_int_equal(flows.flow[0].last.busy_us, 900);
	assert_int_equal(flows.flow[0].last_ns, 3000);
	assert_int_equal(flows.flow[1].last_ns, flows.flow[1].first_ns);
	pa_flows_done(&flows);
}

static void flows_begin_anew_when_counters_run_backwards(void **state)
{
	struct pa_sock a = flow(1, 100), other = flow(1, 7);
	struct pa_flows flows;

	(void)state;
	pa_flows_init(&flows);
	pa_flows_add(&flows, &a, 1000);
	pa_flows_add(&flows, &other, 2000);
	assert_int_equal(flows.count, 1);
	assert_int_equal(flows.flow[0].first.busy_us, 7);
	assert_int_equal(flows.flow[0].first_ns, 2000);
	pa_flows_done(&flows);
}

static void flows_take_only_connections_with_tcp_info(void **state)
{
	struct pa_sock bare = flow(1, 1), udp = flow(1, 1);
	struct pa_flows flows;

	(void)state;
	bare.has = 0;
	udp.kind = PA_SOCK_UDP;
	pa_flows_init(&flows);
	pa_flows_add(&flows, &bare, 1);
	pa_flows_add(&flows, &udp, 1);
	assert_int_equal(flows.count, 0);
	pa_flows_done(&flows);
}

static void flows_are_bounded(void **state)
{
	struct pa_flows flows;

	(void)state;
	pa_flows_init(&flows);
	for (uint32_t i = 0; i < PA_FLOWS_MAX + 100; i++) {
		struct pa_sock s = flow(i + 1, 1);

		pa_flows_add(&flows, &s, 1);
	}
	assert_int_equal(flows.count, PA_FLOWS_MAX);
	pa_flows_done(&flows);
}

/* Half of ten seconds busy: 2 s the receiver's window, 1 s the send buffer, 2 s the network. */
static void limits_are_shares_of_the_busy_time(void **state)
{
	struct scene s;
	struct pa_sock *sock;
	struct pa_case c;
	double v;

	(void)state;
	scene_init(&s);
	sock = scene_sock(&s, PA_SOCK_TCP);
	s.socks_before[0].has = sock->has = PA_SOCK_HAS_TCP_INFO;
	sock->busy_us = 5000000;
	sock->rwnd_limited_us = 2000000;
	sock->sndbuf_limited_us = 1000000;
	sock->bytes_sent = 1000;
	sock->bytes_resent = 100;
	sock->bytes_acked = 5000;
	pa_case_init(&c, scene_window(&s));
	assert_true(pa_facts_exact(&c.facts, PA_V_NET_TCP_LIMIT_RECEIVER_RATIO, 0, &v));
	assert_true(v > 0.399 && v < 0.401);
	assert_true(pa_facts_exact(&c.facts, PA_V_NET_TCP_LIMIT_SEND_BUFFER_RATIO, 0, &v));
	assert_true(v > 0.199 && v < 0.201);
	assert_true(pa_facts_exact(&c.facts, PA_V_NET_TCP_LIMIT_NETWORK_RATIO, 0, &v));
	assert_true(v > 0.399 && v < 0.401);
	assert_true(pa_facts_exact(&c.facts, PA_V_NET_TCP_LIMIT_APPLICATION_RATIO, 0, &v));
	assert_true(v > 0.499 && v < 0.501);
	assert_true(pa_facts_exact(&c.facts, PA_V_NET_TCP_LIMIT_LOSS_RATIO, 0, &v));
	assert_true(v > 0.099 && v < 0.101);
	assert_true(pa_facts_exact(&c.facts, PA_V_NET_TCP_LIMIT_PEER_BYTES_PER_S,
				   scene_name(&s, "10.0.0.2"), &v));
	assert_true(v > 499 && v < 501);
	pa_case_done(&c);
	scene_done(&s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(flows_keep_the_first_and_the_last_look),
		cmocka_unit_test(flows_begin_anew_when_counters_run_backwards),
		cmocka_unit_test(flows_take_only_connections_with_tcp_info),
		cmocka_unit_test(flows_are_bounded),
		cmocka_unit_test(limits_are_shares_of_the_busy_time),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
