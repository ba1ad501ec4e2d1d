/* SPDX-License-Identifier: Apache-2.0 */
#include "analyze/flows.h"

#include <stdbool.h>
#include <stdlib.h>

#include "base/alloc.h"

void pa_flows_init(struct pa_flows *flows)
{
	*flows = (struct pa_flows){ 0 };
	pa_map_init(&flows->at);
}

void pa_flows_done(struct pa_flows *flows)
{
	free(flows->flow);
	pa_map_done(&flows->at);
	*flows = (struct pa_flows){ 0 };
}

static bool same(const struct pa_sock *a, const struct pa_sock *b)
{
	return a->netns == b->netns && a->local == b->local && a->peer == b->peer &&
	       a->local_port == b->local_port && a->peer_port == b->peer_port &&
	       a->inode == b->inode;
}

/* Both ends in 64 bits; what collides is told apart by same(), and the later one is left out. */
static uint64_t key_of(const struct pa_sock *s)
{
	const uint64_t prime = UINT64_C(0x9e3779b97f4a7c15);
	uint64_t key = s->netns;

	key = (key ^ s->local) * prime;
	key = (key ^ s->peer) * prime;
	key = (key ^ ((uint64_t)s->local_port << 16 | s->peer_port)) * prime;
	return (key ^ s->inode) * prime;
}

static bool ran_backwards(const struct pa_sock *before, const struct pa_sock *now)
{
	return now->busy_us < before->busy_us || now->bytes_acked < before->bytes_acked ||
	       now->rwnd_limited_us < before->rwnd_limited_us ||
	       now->sndbuf_limited_us < before->sndbuf_limited_us;
}

static void begin(struct pa_flow *flow, const struct pa_sock *sock, uint64_t now_ns)
{
	*flow = (struct pa_flow){
		.first = *sock, .last = *sock, .first_ns = now_ns, .last_ns = now_ns
	};
}

void pa_flows_add(struct pa_flows *flows, const struct pa_sock *sock, uint64_t now_ns)
{
	uint64_t key = key_of(sock);
	struct pa_flow *flow;
	uint32_t at;

	if (sock->kind != PA_SOCK_TCP || !(sock->has & PA_SOCK_HAS_TCP_INFO))
		return;
	if (!pa_map_get(&flows->at, key, &at)) {
		if (flows->count == PA_FLOWS_MAX)
			return;
		if (flows->count == flows->room) {
			flows->room = flows->room ? flows->room * 2 : 64;
			flows->flow = pa_grow_array(flows->flow, flows->room, sizeof(*flow));
		}
		pa_map_put(&flows->at, key, flows->count);
		begin(&flows->flow[flows->count++], sock, now_ns);
		return;
	}
	flow = &flows->flow[at];
	if (!same(&flow->last, sock))
		return;
	if (ran_backwards(&flow->last, sock)) {
		begin(flow, sock, now_ns);
		return;
	}
	flow->last = *sock;
	flow->last_ns = now_ns;
}
