/* SPDX-License-Identifier: Apache-2.0 */
#include "analyze/derive.h"
#include "analyze/forecast.h"
#include "analyze/netns.h"
#include "base/names.h"
#include "catalog/values.h"

/* Two gauges as a share; not put when the second is not known or 0. */
static void ratio(struct pa_case *c, uint16_t metric, uint16_t used, uint16_t limit, uint32_t ns)
{
	double value, most;

	if (pa_window_mean(c->window, used, ns, &value) &&
	    pa_window_last(c->window, limit, ns, &most) && most > 0)
		pa_facts_put(&c->facts, metric, ns, value / most);
}

static void full_in(struct pa_case *c, uint16_t metric, uint16_t used, uint16_t limit, uint32_t ns)
{
	double most;

	if (pa_window_last(c->window, limit, ns, &most))
		(void)pa_forecast_full_in(c, metric, ns, used, most);
}

static void tcp(struct pa_case *c, uint32_t ns)
{
	double out, again, used, limit;

	pa_derive_rate(c, PA_V_NET_TCP_RETX_TIMEOUTS_PER_S, PA_V_NET_TCP_RETX_TIMEOUTS_COUNT, ns,
		       1);
	pa_derive_rate(c, PA_V_NET_TCP_LISTEN_OVERFLOWS_PER_S, PA_V_NET_TCP_LISTEN_OVERFLOWS_COUNT,
		       ns, 1);
	pa_derive_rate(c, PA_V_NET_TCP_CONN_SYN_DROPS_PER_S,
		       PA_V_NET_TCP_CONN_SYN_QUEUE_DROPS_COUNT, ns, 1);
	pa_derive_rate(c, PA_V_NET_TCP_MEM_PRUNES_PER_S, PA_V_NET_TCP_MEM_PRUNES_COUNT, ns, 1);
	if (pa_window_mean(c->window, PA_V_NET_TCP_MEM_USED_PAGES, ns, &used) &&
	    pa_window_last(c->window, PA_V_NET_TCP_MEM_LIMIT_PAGES, 0, &limit) && limit > 0)
		pa_facts_put(&c->facts, PA_V_NET_TCP_MEM_USED_RATIO, ns, used / limit);
	full_in(c, PA_V_NET_TCP_MEM_FULL_IN_S, PA_V_NET_TCP_MEM_USED_PAGES,
		PA_V_NET_TCP_MEM_LIMIT_PAGES, ns);
	full_in(c, PA_V_NET_PORTS_FULL_IN_S, PA_V_NET_PORTS_USED_COUNT, PA_V_NET_PORTS_RANGE_COUNT,
		ns);
	ratio(c, PA_V_NET_TCP_TW_USED_RATIO, PA_V_NET_TCP_TW_WAITING_COUNT,
	      PA_V_NET_TCP_TW_LIMIT_COUNT, ns);
	if (pa_window_last(c->window, PA_V_NET_PORTS_USED_COUNT, ns, &used) &&
	    pa_window_last(c->window, PA_V_NET_PORTS_RANGE_COUNT, ns, &limit) && limit > 0)
		pa_facts_put(&c->facts, PA_V_NET_PORTS_USED_RATIO, ns, used / limit);
	if (!pa_window_rate(c->window, PA_V_NET_TCP_RETX_RETRANSMITS_COUNT, ns, &again))
		return;
	pa_facts_put(&c->facts, PA_V_NET_TCP_RETX_RETRANSMITS_PER_S, ns, again);
	if (pa_window_rate(c->window, PA_V_NET_TCP_RETX_SEGMENTS_OUT_COUNT, ns, &out))
		pa_facts_put(&c->facts, PA_V_NET_TCP_RETX_RETRANSMIT_RATIO, ns,
			     out > 0 ? again / out : 0);
}

/* IPv6 is counted apart; where there is none, nothing of it is missing. */
static void udp(struct pa_case *c, uint32_t ns)
{
	double lost, got, lost6 = 0, got6 = 0;

	if (!pa_window_rate(c->window, PA_V_NET_UDP_RCVBUF_ERRORS_COUNT, ns, &lost) ||
	    !pa_window_rate(c->window, PA_V_NET_UDP_RECEIVED_COUNT, ns, &got))
		return;
	(void)pa_window_rate(c->window, PA_V_NET_UDP_RCVBUF_ERRORS6_COUNT, ns, &lost6);
	(void)pa_window_rate(c->window, PA_V_NET_UDP_RECEIVED6_COUNT, ns, &got6);
	lost += lost6;
	got += got6;
	pa_facts_put(&c->facts, PA_V_NET_UDP_RCVBUF_ERRORS_PER_S, ns, lost);
	pa_facts_put(&c->facts, PA_V_NET_UDP_LOSS_RATIO, ns,
		     lost + got > 0 ? lost / (lost + got) : 0);
}

/* Fragments that wait: beyond the limit the kernel throws new ones away. */
static void fragments(struct pa_case *c, uint32_t ns)
{
	ratio(c, PA_V_NET_IP_FRAGMENT_RATIO, PA_V_NET_IP_FRAGMENT_MEMORY_BYTES,
	      PA_V_NET_IP_FRAGMENT_LIMIT_BYTES, ns);
	ratio(c, PA_V_NET_IP6_FRAGMENT_RATIO, PA_V_NET_IP6_FRAGMENT_MEMORY_BYTES,
	      PA_V_NET_IP6_FRAGMENT_LIMIT_BYTES, ns);
	pa_derive_rate(c, PA_V_NET_IP_REASSEMBLY_FAILS_PER_S, PA_V_NET_IP_REASSEMBLY_FAILS_COUNT,
		       ns, 1);
	pa_derive_rate(c, PA_V_NET_IP6_REASSEMBLY_FAILS_PER_S, PA_V_NET_IP6_REASSEMBLY_FAILS_COUNT,
		       ns, 1);
}

static double growth(const struct pa_case *c, const uint16_t *metrics, size_t count, uint32_t ns)
{
	double sum = 0, one;

	for (size_t i = 0; i < count; i++)
		if (pa_window_delta(c->window, metrics[i], ns, &one))
			sum += one;
	return sum;
}

/*
 * Segments in what reaches the IP layer: it counts a merged packet once as received, and each
 * of its segments by the bits for congestion in its head.
 * Source: net/ipv4/ip_input.c, ip_rcv_core().
 */
static void batches(struct pa_case *c, uint32_t ns)
{
	static const uint16_t segments[] = {
		PA_V_NET_IP_ECN_NONE_COUNT,  PA_V_NET_IP_ECN_0_COUNT,
		PA_V_NET_IP_ECN_1_COUNT,     PA_V_NET_IP_ECN_MARKED_COUNT,
		PA_V_NET_IP6_ECN_NONE_COUNT, PA_V_NET_IP6_ECN_0_COUNT,
		PA_V_NET_IP6_ECN_1_COUNT,    PA_V_NET_IP6_ECN_MARKED_COUNT,
	};
	double packets, packets6 = 0, all;

	if (!pa_window_delta(c->window, PA_V_NET_IP_RECEIVED_COUNT, ns, &packets) ||
	    !pa_window_find(c->window, PA_V_NET_IP_ECN_NONE_COUNT, ns) || c->window_s <= 0)
		return;
	(void)pa_window_delta(c->window, PA_V_NET_IP6_RECEIVED_COUNT, ns, &packets6);
	all = growth(c, segments, sizeof(segments) / sizeof(segments[0]), ns);
	pa_facts_put(&c->facts, PA_V_NET_GRO_SEGMENTS_PER_S, ns, all / c->window_s);
	if (packets + packets6 > 0)
		pa_facts_put(&c->facts, PA_V_NET_GRO_BATCH_RATIO, ns, all / (packets + packets6));
}

static void routes(struct pa_case *c, uint32_t ns)
{
	ratio(c, PA_V_NET_ROUTE_USED6_RATIO, PA_V_NET_ROUTE_ENTRIES6_COUNT,
	      PA_V_NET_ROUTE_LIMIT6_COUNT, ns);
}

static void neighbours(struct pa_case *c)
{
	ratio(c, PA_V_NET_NEIGH_USED_RATIO, PA_V_NET_NEIGH_ENTRIES_COUNT,
	      PA_V_NET_NEIGH_LIMIT_COUNT, 0);
	ratio(c, PA_V_NET_NEIGH_USED6_RATIO, PA_V_NET_NEIGH_ENTRIES6_COUNT,
	      PA_V_NET_NEIGH_LIMIT6_COUNT, 0);
	full_in(c, PA_V_NET_NEIGH_FULL_IN_S, PA_V_NET_NEIGH_ENTRIES_COUNT,
		PA_V_NET_NEIGH_LIMIT_COUNT, 0);
	pa_derive_rate(c, PA_V_NET_NEIGH_TABLE_FULL_PER_S, PA_V_NET_NEIGH_TABLE_FULL_COUNT, 0, 1);
	pa_derive_rate(c, PA_V_NET_NEIGH_TABLE_FULL6_PER_S, PA_V_NET_NEIGH_TABLE_FULL6_COUNT, 0, 1);
}

/* The queues of sockets that are neither TCP nor UDP, and of those that are. */
static void sockets(struct pa_case *c, uint32_t ns)
{
	ratio(c, PA_V_NET_UNIX_FILL_RATIO, PA_V_NET_UNIX_FULLEST_COUNT,
	      PA_V_NET_UNIX_FULLEST_LIMIT_COUNT, ns);
	ratio(c, PA_V_NET_NETLINK_FILL_RATIO, PA_V_NET_NETLINK_FULLEST_BYTES,
	      PA_V_NET_NETLINK_FULLEST_LIMIT_BYTES, ns);
	ratio(c, PA_V_NET_PACKET_FILL_RATIO, PA_V_NET_PACKET_FULLEST_BYTES,
	      PA_V_NET_PACKET_FULLEST_LIMIT_BYTES, ns);
	ratio(c, PA_V_NET_SOCKBUF_FILL_RATIO, PA_V_NET_SOCKBUF_FULLEST_BYTES,
	      PA_V_NET_SOCKBUF_FULLEST_LIMIT_BYTES, ns);
	pa_derive_rate(c, PA_V_NET_NETLINK_DROPS_PER_S, PA_V_NET_NETLINK_DROPS_COUNT, ns, 1);
	pa_derive_rate(c, PA_V_NET_PACKET_DROPS_PER_S, PA_V_NET_PACKET_DROPS_COUNT, ns, 1);
}

static void conntrack(struct pa_case *c, uint32_t ns)
{
	double used, limit;

	pa_derive_rate(c, PA_V_NET_CONNTRACK_DROPS_PER_S, PA_V_NET_CONNTRACK_DROPS_COUNT, ns, 1);
	if (pa_window_mean(c->window, PA_V_NET_CONNTRACK_ENTRIES_COUNT, ns, &used) &&
	    pa_window_last(c->window, PA_V_NET_CONNTRACK_LIMIT_COUNT, ns, &limit) && limit > 0)
		pa_facts_put(&c->facts, PA_V_NET_CONNTRACK_USED_RATIO, ns, used / limit);
	full_in(c, PA_V_NET_CONNTRACK_FULL_IN_S, PA_V_NET_CONNTRACK_ENTRIES_COUNT,
		PA_V_NET_CONNTRACK_LIMIT_COUNT, ns);
}

/* The fullest accept queue of each namespace. */
static void listeners(struct pa_case *c)
{
	for (uint32_t i = 0; i < c->window->sock_last_count; i++) {
		const struct pa_sock *s = &c->window->socks_last[i];
		uint32_t ns = pa_netns_instance(c->names, s->netns);
		double fill, before = 0;

		if (s->kind != PA_SOCK_TCP_LISTEN || !s->send_queue)
			continue;
		fill = (double)s->receive_queue / s->send_queue;
		(void)pa_facts_exact(&c->facts, PA_V_NET_TCP_LISTEN_FILL_RATIO, ns, &before);
		pa_facts_put(&c->facts, PA_V_NET_TCP_LISTEN_FILL_RATIO, ns,
			     fill > before ? fill : before);
	}
}

void pa_derive_network(struct pa_case *c)
{
	double per_s, hot = 0, soft = 0;

	pa_derive_each(c, PA_V_NET_TCP_RETX_SEGMENTS_OUT_COUNT, tcp);
	pa_derive_each(c, PA_V_NET_UDP_RECEIVED_COUNT, udp);
	pa_derive_each(c, PA_V_NET_CONNTRACK_ENTRIES_COUNT, conntrack);
	pa_derive_each(c, PA_V_NET_IP_RECEIVED_COUNT, fragments);
	pa_derive_each(c, PA_V_NET_IP_RECEIVED_COUNT, batches);
	pa_derive_each(c, PA_V_NET_ROUTE_ENTRIES6_COUNT, routes);
	pa_derive_each(c, PA_V_NET_IP_RECEIVED_COUNT, sockets);
	neighbours(c);
	listeners(c);
	if (pa_derive_rate_sum(c, PA_V_NET_SOFTNET_DROPPED_COUNT, &per_s))
		pa_facts_put(&c->facts, PA_V_NET_SOFTNET_DROPPED_PER_S, 0, per_s);
	if (pa_derive_rate_sum(c, PA_V_NET_SOFTNET_SQUEEZED_COUNT, &per_s))
		pa_facts_put(&c->facts, PA_V_NET_SOFTNET_SQUEEZED_PER_S, 0, per_s);
	if (pa_derive_rate_sum(c, PA_V_NET_DROP_PACKETS_COUNT, &per_s))
		pa_facts_put(&c->facts, PA_V_NET_DROP_DROPS_PER_S, 0, per_s);
	(void)pa_facts_get(&c->facts, PA_V_IRQ_SOFT_TIME_RATIO, 0, &soft);
	if (pa_facts_get(&c->facts, PA_V_CPU_IMBALANCE_THREAD_RATIO, 0, &hot)) {
		soft *= c->machine->cpu_count;
		pa_facts_put(&c->facts, PA_V_NET_IFPPS_CPU_RATIO, 0, soft > hot ? soft : hot);
	}
}
