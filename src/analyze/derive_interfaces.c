/* SPDX-License-Identifier: Apache-2.0 */
/* Interfaces, their queues and disciplines, bonds, adapters, and what a cloud allows them. */
#include <string.h>

#include "analyze/derive.h"
#include "analyze/netns.h"
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

/* A class with a rate of its own: as the discipline above, for itself. */
static void class(struct pa_case *c, uint32_t i)
{
	struct pa_facts *f = &c->facts;
	double bytes, backlog, rate;

	if (!pa_window_rate(c->window, PA_V_NET_QDISC_CLASS_BYTES, i, &bytes))
		return;
	pa_facts_put(f, PA_V_NET_QDISC_CLASS_BYTES_PER_S, i, bytes);
	if (pa_window_last(c->window, PA_V_NET_QDISC_CLASS_RATE_BYTES_PER_S, i, &rate) && rate > 0)
		pa_facts_put(f, PA_V_NET_QDISC_CLASS_RATE_RATIO, i, bytes / rate);
	if (!pa_window_mean(c->window, PA_V_NET_QDISC_CLASS_BACKLOG_BYTES, i, &backlog))
		return;
	pa_facts_put(f, PA_V_NET_QDISC_CLASS_BACKLOG_MEAN_BYTES, i, backlog);
	if (bytes > 0)
		pa_facts_put(f, PA_V_NET_QDISC_CLASS_LOST_MS_PER_S, i, backlog / bytes * 1000);
}

/* The card's transmit queue; what it holds is a look, not a mean. */
static void transmit_queue(struct pa_case *c, uint32_t i)
{
	double inflight, limit;

	if (pa_window_mean(c->window, PA_V_NET_TXQ_INFLIGHT_BYTES, i, &inflight) &&
	    pa_window_mean(c->window, PA_V_NET_TXQ_LIMIT_BYTES, i, &limit) && limit > 0)
		pa_facts_put(&c->facts, PA_V_NET_TXQ_USED_RATIO, i, inflight / limit);
}

static void timeouts(struct pa_case *c, uint32_t i)
{
	pa_derive_rate(c, PA_V_NET_TXQ_TIMEOUTS_PER_S, PA_V_NET_TXQ_TIMEOUTS_COUNT, i, 1);
}

static void card(struct pa_case *c, uint32_t i)
{
	double missed = rate_or_0(c, PA_V_NET_RXRING_MISSED_COUNT, i) +
			rate_or_0(c, PA_V_NET_RXRING_FIFO_COUNT, i) +
			rate_or_0(c, PA_V_NET_RXRING_OVER_COUNT, i);
	double packets;

	pa_facts_put(&c->facts, PA_V_NET_RXRING_MISSED_PER_S, i, missed);
	if (pa_window_rate(c->window, PA_V_NET_IF_RX_PACKETS_COUNT, i, &packets) &&
	    packets + missed > 0)
		pa_facts_put(&c->facts, PA_V_NET_RXRING_MISSED_RATIO, i,
			     missed / (packets + missed));
}

static void link_speed(struct pa_case *c, uint32_t i)
{
	double fastest, speed;

	if (pa_window_last(c->window, PA_V_NET_LINK_MAX_BYTES_PER_S, i, &fastest) && fastest > 0 &&
	    pa_window_last(c->window, PA_V_NET_IF_SPEED_BYTES_PER_S, i, &speed) && speed > 0)
		pa_facts_put(&c->facts, PA_V_NET_LINK_SPEED_RATIO, i, speed / fastest);
}

static void adapter(struct pa_case *c, uint32_t i)
{
	double rx, tx, bus;

	if (!pa_window_rate(c->window, PA_V_NET_CTRL_RX_BYTES, i, &rx) ||
	    !pa_window_rate(c->window, PA_V_NET_CTRL_TX_BYTES, i, &tx))
		return;
	pa_facts_put(&c->facts, PA_V_NET_CTRL_BYTES_PER_S, i, rx > tx ? rx : tx);
	if (pa_window_last(c->window, PA_V_NET_CTRL_BUS_BYTES_PER_S, i, &bus) && bus > 0)
		pa_facts_put(&c->facts, PA_V_NET_CTRL_BUSY_RATIO, i, (rx > tx ? rx : tx) / bus);
}

/* Is port "BOND/NAME" a port of this bond? */
static bool is_port_of(const char *port, const char *bond)
{
	size_t bytes = strlen(bond);

	return !strncmp(port, bond, bytes) && port[bytes] == '/' && !strchr(port + bytes + 1, '/');
}

/* The busiest port over the mean of those that are up. */
static void skew(struct pa_case *c, uint32_t bond, double up)
{
	const struct pa_window *w = c->window;
	double most = 0, total = 0, one;

	for (uint32_t s = 0; s < w->series_count; s++) {
		if (w->series[s].metric != PA_V_NET_BOND_PORT_BYTES ||
		    !is_port_of(pa_names_text(c->names, w->series[s].instance),
				pa_names_text(c->names, bond)) ||
		    !pa_window_rate(w, PA_V_NET_BOND_PORT_BYTES, w->series[s].instance, &one))
			continue;
		total += one;
		most = one > most ? one : most;
	}
	if (total > 0 && up > 0)
		pa_facts_put(&c->facts, PA_V_NET_BOND_SKEW_RATIO, bond, most / (total / up));
}

static void bond(struct pa_case *c, uint32_t i)
{
	double ports, up;

	if (!pa_window_last(c->window, PA_V_NET_BOND_PORTS_COUNT, i, &ports) || ports <= 0 ||
	    !pa_window_last(c->window, PA_V_NET_BOND_PORTS_UP_COUNT, i, &up))
		return;
	pa_facts_put(&c->facts, PA_V_NET_BOND_UP_RATIO, i, up / ports);
	skew(c, i, up);
}

/* What the instance may do is known only by its being refused. */
static void allowance(struct pa_case *c, uint32_t i)
{
	double rx, tx;

	pa_facts_put(&c->facts, PA_V_CLOUD_NET_EXCEEDED_PER_S, i,
		     rate_or_0(c, PA_V_CLOUD_NET_IN_EXCEEDED_COUNT, i) +
			     rate_or_0(c, PA_V_CLOUD_NET_OUT_EXCEEDED_COUNT, i) +
			     rate_or_0(c, PA_V_CLOUD_NET_PACKETS_EXCEEDED_COUNT, i) +
			     rate_or_0(c, PA_V_CLOUD_NET_TRACKING_EXCEEDED_COUNT, i) +
			     rate_or_0(c, PA_V_CLOUD_NET_LOCAL_EXCEEDED_COUNT, i));
	if (pa_window_rate(c->window, PA_V_NET_IF_RX_BYTES, i, &rx) &&
	    pa_window_rate(c->window, PA_V_NET_IF_TX_BYTES, i, &tx))
		pa_facts_put(&c->facts, PA_V_CLOUD_NET_BYTES_PER_S, i, rx + tx);
}

static void rdma(struct pa_case *c, uint32_t i)
{
	double rx, tx, most;

	if (pa_window_rate(c->window, PA_V_NET_RDMA_RX_BYTES, i, &rx) &&
	    pa_window_rate(c->window, PA_V_NET_RDMA_TX_BYTES, i, &tx) &&
	    pa_window_last(c->window, PA_V_NET_RDMA_RATE_BYTES_PER_S, i, &most) && most > 0)
		pa_facts_put(&c->facts, PA_V_NET_RDMA_BUSY_RATIO, i, (rx > tx ? rx : tx) / most);
}

void pa_derive_interfaces(struct pa_case *c)
{
	pa_derive_each(c, PA_V_NET_IF_RX_BYTES, interface);
	pa_derive_each(c, PA_V_NET_QDISC_SENT_BYTES, qdisc);
	pa_derive_each(c, PA_V_NET_QDISC_CLASS_BYTES, class);
	pa_derive_each(c, PA_V_NET_TXQ_LIMIT_BYTES, transmit_queue);
	pa_derive_each(c, PA_V_NET_TXQ_TIMEOUTS_COUNT, timeouts);
	pa_derive_each(c, PA_V_NET_RXRING_MISSED_COUNT, card);
	pa_derive_each(c, PA_V_NET_LINK_MAX_BYTES_PER_S, link_speed);
	pa_derive_each(c, PA_V_NET_CTRL_RX_BYTES, adapter);
	pa_derive_each(c, PA_V_NET_BOND_PORTS_COUNT, bond);
	pa_derive_each(c, PA_V_CLOUD_NET_IN_EXCEEDED_COUNT, allowance);
	pa_derive_each(c, PA_V_NET_RDMA_RX_BYTES, rdma);
}
