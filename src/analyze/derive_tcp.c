/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Who limits the TCP connections: of the time in which a flow had data under way or to send,
 * the kernel keeps apart how long the receiver's window and how long the send buffer held it
 * back; the rest is the network's (congestion window, pacing). The time in which it had none
 * is the application's. Source: net/ipv4/tcp_output.c, tcp_chrono_start(); RFC 4898 has the
 * same thought.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "analyze/derive.h"
#include "analyze/netns.h"
#include "base/alloc.h"
#include "base/names.h"
#include "catalog/values.h"

enum { GROUPS_MAX = 256, GROUPS_TOLD = 16 };

/* Flows summed up over a namespace, a peer or a port. */
struct group {
	uint32_t instance;
	double seconds; /* of the flows that sent any */
	double busy_s, receiver_s, send_buffer_s;
	double acked_bytes_per_s, sent_bytes, resent_bytes;
	double busiest_ratio, rtt_ms; /* of the busiest flow */
};

struct groups {
	struct group group[GROUPS_MAX];
	uint32_t count;
};

static struct group *group_of(struct groups *groups, uint32_t instance)
{
	for (uint32_t i = 0; i < groups->count; i++)
		if (groups->group[i].instance == instance)
			return &groups->group[i];
	if (groups->count == GROUPS_MAX)
		return NULL;
	groups->group[groups->count] = (struct group){ .instance = instance };
	return &groups->group[groups->count++];
}

static double grown(uint64_t before, uint64_t now)
{
	return now > before ? (double)(now - before) : 0;
}

static void add(struct group *group, const struct pa_flow *flow)
{
	const double us = 1e-6;
	double seconds = (double)(flow->last_ns - flow->first_ns) * 1e-9;
	double busy_s = grown(flow->first.busy_us, flow->last.busy_us) * us;

	if (!group || busy_s <= 0)
		return;
	if (busy_s > seconds) /* the two clocks are read at different moments */
		busy_s = seconds;
	group->seconds += seconds;
	group->busy_s += busy_s;
	group->receiver_s += grown(flow->first.rwnd_limited_us, flow->last.rwnd_limited_us) * us;
	group->send_buffer_s += grown(flow->first.sndbuf_limited_us, flow->last.sndbuf_limited_us) *
				us;
	group->acked_bytes_per_s += grown(flow->first.bytes_acked, flow->last.bytes_acked) /
				    seconds;
	group->sent_bytes += grown(flow->first.bytes_sent, flow->last.bytes_sent);
	group->resent_bytes += grown(flow->first.bytes_resent, flow->last.bytes_resent);
	if (busy_s / seconds > group->busiest_ratio) {
		group->busiest_ratio = busy_s / seconds;
		group->rtt_ms = flow->last.rtt_us / 1000.0;
	}
}

static double share(double part, double whole)
{
	return part < whole ? part / whole : 1;
}

/* What is left of the busy time. */
static double network_share(const struct group *g)
{
	double rest = g->busy_s - g->receiver_s - g->send_buffer_s;

	return rest > 0 ? rest / g->busy_s : 0;
}

static void put_netns(struct pa_case *c, const struct group *g, double window_s)
{
	struct pa_facts *f = &c->facts;
	uint32_t i = g->instance;

	pa_facts_put(f, PA_V_NET_TCP_LIMIT_BUSY_COUNT, i, g->busy_s / window_s);
	pa_facts_put(f, PA_V_NET_TCP_LIMIT_BYTES_PER_S, i, g->acked_bytes_per_s);
	pa_facts_put(f, PA_V_NET_TCP_LIMIT_RESENT_BYTES_PER_S, i, g->resent_bytes / window_s);
	if (g->busy_s <= 0)
		return;
	pa_facts_put(f, PA_V_NET_TCP_LIMIT_APPLICATION_RATIO, i, 1 - g->busy_s / g->seconds);
	pa_facts_put(f, PA_V_NET_TCP_LIMIT_RECEIVER_RATIO, i, share(g->receiver_s, g->busy_s));
	pa_facts_put(f, PA_V_NET_TCP_LIMIT_SEND_BUFFER_RATIO, i,
		     share(g->send_buffer_s, g->busy_s));
	pa_facts_put(f, PA_V_NET_TCP_LIMIT_NETWORK_RATIO, i, network_share(g));
	if (g->sent_bytes > 0)
		pa_facts_put(f, PA_V_NET_TCP_LIMIT_LOSS_RATIO, i,
			     share(g->resent_bytes, g->sent_bytes));
}

static void put_peer(struct pa_case *c, const struct group *g)
{
	struct pa_facts *f = &c->facts;
	uint32_t i = g->instance;

	pa_facts_put(f, PA_V_NET_TCP_LIMIT_PEER_BUSY_RATIO, i, g->busiest_ratio);
	pa_facts_put(f, PA_V_NET_TCP_LIMIT_PEER_BYTES_PER_S, i, g->acked_bytes_per_s);
	pa_facts_put(f, PA_V_NET_TCP_LIMIT_PEER_RECEIVER_RATIO, i, share(g->receiver_s, g->busy_s));
	pa_facts_put(f, PA_V_NET_TCP_LIMIT_PEER_SEND_BUFFER_RATIO, i,
		     share(g->send_buffer_s, g->busy_s));
	pa_facts_put(f, PA_V_NET_TCP_LIMIT_PEER_NETWORK_RATIO, i, network_share(g));
	pa_facts_put(f, PA_V_NET_TCP_LIMIT_PEER_RTT_MS, i, g->rtt_ms);
	if (g->sent_bytes > 0)
		pa_facts_put(f, PA_V_NET_TCP_LIMIT_PEER_LOSS_RATIO, i,
			     share(g->resent_bytes, g->sent_bytes));
}

static void put_port(struct pa_case *c, const struct group *g)
{
	struct pa_facts *f = &c->facts;
	uint32_t i = g->instance;

	pa_facts_put(f, PA_V_NET_TCP_LIMIT_PORT_BYTES_PER_S, i, g->acked_bytes_per_s);
	pa_facts_put(f, PA_V_NET_TCP_LIMIT_PORT_RECEIVER_RATIO, i, share(g->receiver_s, g->busy_s));
	pa_facts_put(f, PA_V_NET_TCP_LIMIT_PORT_SEND_BUFFER_RATIO, i,
		     share(g->send_buffer_s, g->busy_s));
	pa_facts_put(f, PA_V_NET_TCP_LIMIT_PORT_NETWORK_RATIO, i, network_share(g));
}

/* "10.0.0.2" in the first namespace, "netns:NAME/10.0.0.2" in another. */
static uint32_t instance_in(struct pa_case *c, uint32_t ns, const char *what)
{
	return ns ? pa_names_idf(c->names, "%s/%s", pa_names_text(c->names, ns), what)
		  : pa_names_id(c->names, what, strlen(what));
}

static bool listens(const struct pa_window *w, const struct pa_sock *sock)
{
	for (uint32_t i = 0; i < w->sock_last_count; i++)
		if (w->socks_last[i].kind == PA_SOCK_TCP_LISTEN &&
		    w->socks_last[i].netns == sock->netns &&
		    w->socks_last[i].local_port == sock->local_port)
			return true;
	return false;
}

static int by_busy(const void *a, const void *b)
{
	const struct group *x = a, *y = b;

	if (x->busy_s != y->busy_s)
		return x->busy_s < y->busy_s ? 1 : -1;
	return (x->instance > y->instance) - (x->instance < y->instance);
}

static void put_best(struct pa_case *c, struct groups *groups,
		     void (*put)(struct pa_case *c, const struct group *g))
{
	qsort(groups->group, groups->count, sizeof(groups->group[0]), by_busy);
	for (uint32_t i = 0; i < groups->count && i < GROUPS_TOLD; i++)
		if (groups->group[i].busy_s > 0)
			put(c, &groups->group[i]);
}

static void add_flow(struct pa_case *c, const struct pa_flow *flow, struct groups *netns,
		     struct groups *peers, struct groups *ports)
{
	uint32_t ns = pa_netns_instance(c->names, flow->last.netns);
	const char *peer = pa_names_text(c->names, flow->last.peer);
	char port[sizeof("port 65535")];

	if (flow->last_ns <= flow->first_ns)
		return;
	add(group_of(netns, ns), flow);
	if (peer[0])
		add(group_of(peers, instance_in(c, ns, peer)), flow);
	if (!listens(c->window, &flow->last))
		return;
	(void)snprintf(port, sizeof(port), "port %u", flow->last.local_port);
	add(group_of(ports, instance_in(c, ns, port)), flow);
}

void pa_derive_tcp(struct pa_case *c)
{
	const struct pa_window *w = c->window;
	const struct pa_flows *flows = &w->flows;
	struct groups *all = pa_alloc_array(3, sizeof(*all));

	/* Where sockets could be asked, none busy is known to be none. */
	for (uint32_t i = 0; i < w->series_count; i++)
		if (w->series[i].metric == PA_V_NET_TCP_LISTEN_LISTENERS_COUNT &&
		    w->series[i].state == PA_OK)
			(void)group_of(&all[0], w->series[i].instance);
	for (uint32_t i = 0; i < flows->count; i++)
		add_flow(c, &flows->flow[i], &all[0], &all[1], &all[2]);
	for (uint32_t i = 0; c->window_s > 0 && i < all[0].count; i++)
		put_netns(c, &all[0].group[i], c->window_s);
	put_best(c, &all[1], put_peer);
	put_best(c, &all[2], put_port);
	free(all);
}
