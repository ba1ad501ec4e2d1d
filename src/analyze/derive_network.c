/* SPDX-License-Identifier: Apache-2.0 */
#include "analyze/netns.h"
#include "analyze/derive.h"
#include "base/names.h"
#include "catalog/values.h"

static double rate_or_0(const struct pa_case *c, uint16_t metric, uint32_t instance)
{
	double per_s = 0;

	(void)pa_window_rate(c->window, metric, instance, &per_s);
	return per_s;
}

static void interface(struct pa_case *c, uint32_t i)
{
	struct pa_facts *f = &c->facts;
	double rx, tx, speed, packets_rx, packets_tx, packets, bytes;

	if (!pa_window_rate(c->window, PA_V_NET_IF_RX_BYTES, i, &rx) ||
	    !pa_window_rate(c->window, PA_V_NET_IF_TX_BYTES, i, &tx))
		return;
	pa_facts_put(f, PA_V_NET_IF_RX_BYTES_PER_S, i, rx);
	pa_facts_put(f, PA_V_NET_IF_TX_BYTES_PER_S, i, tx);
	if (pa_window_last(c->window, PA_V_NET_IF_SPEED_BYTES_PER_S, i, &speed) && speed > 0)
		pa_facts_put(f, PA_V_NET_IF_BUSY_RATIO, i, (rx > tx ? rx : tx) / speed);
	pa_facts_put(f, PA_V_NET_IF_DROPS_PER_S, i,
		     rate_or_0(c, PA_V_NET_IF_RX_DROPS_COUNT, i) +
			     rate_or_0(c, PA_V_NET_IF_RX_FIFO_COUNT, i) +
			     rate_or_0(c, PA_V_NET_IF_TX_DROPS_COUNT, i));
	pa_facts_put(f, PA_V_NET_IF_ERRORS_PER_S, i,
		     rate_or_0(c, PA_V_NET_IF_RX_ERRORS_COUNT, i) +
			     rate_or_0(c, PA_V_NET_IF_RX_FRAME_COUNT, i) +
			     rate_or_0(c, PA_V_NET_IF_TX_ERRORS_COUNT, i) +
			     rate_or_0(c, PA_V_NET_IF_TX_CARRIER_COUNT, i));
	/* On the loopback a packet is sent and received: the busier direction counts it once. */
	packets_rx = rate_or_0(c, PA_V_NET_IF_RX_PACKETS_COUNT, i);
	packets_tx = rate_or_0(c, PA_V_NET_IF_TX_PACKETS_COUNT, i);
	packets = packets_rx > packets_tx ? packets_rx : packets_tx;
	bytes = packets_rx > packets_tx ? rx : tx;
	pa_facts_put(f, PA_V_NET_IFPPS_PACKETS_PER_S, i, packets);
	if (packets > 0)
		pa_facts_put(f, PA_V_NET_IFPPS_PACKET_BYTES, i, bytes / packets);
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

static void udp(struct pa_case *c, uint32_t ns)
{
	double lost, got;

	if (!pa_window_rate(c->window, PA_V_NET_UDP_RCVBUF_ERRORS_COUNT, ns, &lost) ||
	    !pa_window_rate(c->window, PA_V_NET_UDP_RECEIVED_COUNT, ns, &got))
		return;
	pa_facts_put(&c->facts, PA_V_NET_UDP_RCVBUF_ERRORS_PER_S, ns, lost);
	pa_facts_put(&c->facts, PA_V_NET_UDP_LOSS_RATIO, ns,
		     lost + got > 0 ? lost / (lost + got) : 0);
}

static void conntrack(struct pa_case *c, uint32_t ns)
{
	double used, limit;

	pa_derive_rate(c, PA_V_NET_CONNTRACK_DROPS_PER_S, PA_V_NET_CONNTRACK_DROPS_COUNT, ns, 1);
	if (pa_window_mean(c->window, PA_V_NET_CONNTRACK_ENTRIES_COUNT, ns, &used) &&
	    pa_window_last(c->window, PA_V_NET_CONNTRACK_LIMIT_COUNT, ns, &limit) && limit > 0)
		pa_facts_put(&c->facts, PA_V_NET_CONNTRACK_USED_RATIO, ns, used / limit);
}

static void qdisc(struct pa_case *c, uint32_t i)
{
	struct pa_facts *f = &c->facts;
	double bytes, backlog, rate, sending = 0;

	if (!pa_window_rate(c->window, PA_V_NET_QDISC_SENT_BYTES, i, &bytes))
		return;
	pa_facts_put(f, PA_V_NET_QDISC_BYTES_PER_S, i, bytes);
	pa_derive_rate(c, PA_V_NET_QDISC_OVERLIMITS_PER_S, PA_V_NET_QDISC_OVERLIMITS_COUNT, i, 1);
	pa_derive_rate(c, PA_V_NET_QDISC_DROPS_PER_S, PA_V_NET_QDISC_DROPS_COUNT, i, 1);
	if (pa_window_last(c->window, PA_V_NET_QDISC_RATE_BYTES_PER_S, i, &rate) && rate > 0)
		pa_facts_put(f, PA_V_NET_QDISC_RATE_RATIO, i, bytes / rate);
	if (!pa_window_mean(c->window, PA_V_NET_QDISC_BACKLOG_BYTES, i, &backlog))
		return;
	pa_facts_put(f, PA_V_NET_QDISC_BACKLOG_MEAN_BYTES, i, backlog);
	for (uint32_t p = 0; p < c->procs.count; p++)
		if (pa_netns_same(c->names, c->procs.procs[p].netns, i))
			sending += c->procs.procs[p].waiting[PA_WAIT_SEND];
	if (sending > 0)
		pa_facts_put(f, PA_V_NET_QDISC_LOST_MS_PER_S, i, sending * 1000);
	else if (bytes > 0)
		pa_facts_put(f, PA_V_NET_QDISC_LOST_MS_PER_S, i, backlog / bytes * 1000);
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

	pa_derive_each(c, PA_V_NET_IF_RX_BYTES, interface);
	pa_derive_each(c, PA_V_NET_TCP_RETX_SEGMENTS_OUT_COUNT, tcp);
	pa_derive_each(c, PA_V_NET_UDP_RECEIVED_COUNT, udp);
	pa_derive_each(c, PA_V_NET_CONNTRACK_ENTRIES_COUNT, conntrack);
	pa_derive_each(c, PA_V_NET_QDISC_SENT_BYTES, qdisc);
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
