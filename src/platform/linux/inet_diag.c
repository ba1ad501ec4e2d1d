/* SPDX-License-Identifier: Apache-2.0 */
#include "platform/linux/inet_diag.h"

#include <arpa/inet.h>
#include <errno.h>
#include <linux/inet_diag.h>
#include <linux/netlink.h>
#include <linux/sock_diag.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include "base/alloc.h"
#include "base/buf.h"
#include "base/map.h"
#include "base/names.h"
#include "catalog/values.h"
#include "model/moment.h"
#include "platform/linux/netns.h"
#include "platform/linux/source.h"
#include "platform/platform.h"

enum {
	REPLY_MAX_BYTES = 8 << 20, /* about 80,000 connections in TIME-WAIT */
	REPLY_KEPT_BYTES = 256 << 10,
	FEW_CONNECTIONS = 1024, /* asked outside slow passes up to here: about 1 µs each */
	SOCKET_TICKS = 2,	/* nothing is asked in the ticks between */
	CONNECTION_TICKS = 4,
	FEW_UDP = 256,
	LATELY_MS = 10000,     /* about a window: who sent in it is told */
	KEPT = 256,	       /* sockets of a kind in a namespace that go into the moment */
	KEPT_SILENT_UDP = 64,  /* above this, UDP sockets with nothing to tell are left out */
	ADDRESSES_MAX = 32768, /* names made for addresses; later ones stay unnamed */
	ALL_STATES = 0xfff,
};

/* The sockets of one kind that matter most. */
struct best {
	struct pa_diag_sock sock[KEPT];
	uint64_t score[KEPT];
	uint32_t count, lowest; /* lowest: of the scores, once there are KEPT */
	uint64_t seen;
};

struct state {
	struct pa_buf reply;
	struct pa_map address; /* IPv4 address: name id */
	uint32_t address_count;

	/* of the namespace that is being read */
	struct best listeners, connections, udp;
	uint64_t listeners_count, queue_full_count, used_ports_count;
	struct pa_sock_sums buffers; /* of all but listeners */
	bool limits_known;	     /* every listener told how many may wait */
	bool complete;		     /* nothing was cut */
	uint16_t port_first, port_last;
	uint8_t port_used[(UINT16_MAX + 1) / 8];
};

static void find_lowest(struct best *best)
{
	best->lowest = 0;
	for (uint32_t i = 1; i < best->count; i++)
		if (best->score[i] < best->score[best->lowest])
			best->lowest = i;
}

static void consider(struct best *best, const struct pa_diag_sock *sock, uint64_t score)
{
	uint32_t at = best->count;

	best->seen++;
	if (best->count == KEPT) {
		if (score <= best->score[best->lowest])
			return;
		at = best->lowest;
	} else {
		best->count++;
	}
	best->sock[at] = *sock;
	best->score[at] = score;
	if (best->count == KEPT)
		find_lowest(best);
}

static void use_port(struct state *state, uint16_t port)
{
	uint8_t bit = (uint8_t)(1U << port % 8);

	if (port < state->port_first || port > state->port_last || state->port_used[port / 8] & bit)
		return;
	state->port_used[port / 8] |= bit;
	state->used_ports_count++;
}

static void take_listener(struct state *state, const struct pa_diag_sock *sock)
{
	state->listeners_count++;
	if (sock->send_queue == UINT32_MAX)
		state->limits_known = false;
	else if (sock->receive_queue > sock->send_queue) /* as sk_acceptq_is_full() has it */
		state->queue_full_count++;
	consider(&state->listeners, sock, sock->receive_queue);
}

/* The rate of a flow that sends now weighs as bytes queued. */
static uint64_t delivering(const struct pa_diag_sock *sock)
{
	return sock->has_info && sock->idle_ms < LATELY_MS ? sock->delivery_bytes_per_s : 0;
}

static void take_sock(void *arg, const struct pa_diag_sock *sock)
{
	const uint64_t retransmit_bytes = 1024; /* what one weighs against queued bytes */
	uint64_t queued = (uint64_t)sock->receive_queue + sock->send_queue;
	struct state *state = arg;

	if (sock->has_memory && sock->state != TCP_LISTEN)
		pa_sock_sums_add(&state->buffers, &sock->memory);
	if (sock->is_udp) {
		consider(&state->udp, sock, queued + sock->drops_count);
	} else if (sock->state == TCP_LISTEN) {
		take_listener(state, sock);
	} else {
		use_port(state, sock->local_port);
		if (sock->state != TCP_TIME_WAIT)
			consider(&state->connections, sock,
				 queued + retransmit_bytes * sock->retransmits_count +
					 delivering(sock));
	}
}

/* The name id of an address; 0 when too many different ones were seen. IPv4 addresses are
 * looked up by number: making the text costs more than all the rest. */
static uint32_t name_of(struct state *state, struct pa_names *names, uint8_t family,
			const uint8_t address[16])
{
	char text[INET6_ADDRSTRLEN];
	uint32_t number, id;

	memcpy(&number, address, sizeof(number));
	if (family == AF_INET && pa_map_get(&state->address, number, &id))
		return id;
	if (!inet_ntop(family, address, text, sizeof(text)))
		return 0;
	id = pa_names_find(names, text, strlen(text));
	if (id == UINT32_MAX) {
		if (state->address_count >= ADDRESSES_MAX)
			return 0;
		state->address_count++;
		id = pa_names_id(names, text, strlen(text));
	}
	if (family == AF_INET)
		pa_map_put(&state->address, number, id);
	return id;
}

static void put_info(struct pa_sock *out, const struct pa_diag_sock *in)
{
	out->has |= PA_SOCK_HAS_TCP_INFO;
	out->retransmits = in->retransmits_count;
	out->segments_out = in->segments_out_count;
	out->bytes_sent = in->bytes_sent;
	out->bytes_received = in->bytes_received;
	out->bytes_acked = in->bytes_acked;
	out->bytes_resent = in->bytes_resent;
	out->busy_us = in->busy_us;
	out->rwnd_limited_us = in->rwnd_limited_us;
	out->sndbuf_limited_us = in->sndbuf_limited_us;
	out->rtt_us = in->rtt_us;
	/* ~0 until there was a first measurement */
	out->min_rtt_us = in->min_rtt_us == UINT32_MAX ? 0 : in->min_rtt_us;
	out->delivery_bytes_per_s = in->delivery_bytes_per_s;
	out->pacing_bytes_per_s = in->pacing_bytes_per_s == UINT64_MAX ? 0 : in->pacing_bytes_per_s;
}

static void put_sock(struct state *state, const struct pa_linux *sys, const struct pa_netns *ns,
		     const struct pa_diag_sock *in, struct pa_moment *moment)
{
	struct pa_sock *out = pa_moment_sock(moment);

	out->inode = in->inode;
	out->netns = ns->id;
	out->kind = in->is_udp		      ? PA_SOCK_UDP
		    : in->state == TCP_LISTEN ? PA_SOCK_TCP_LISTEN
					      : PA_SOCK_TCP;
	out->tcp_state = in->state;
	out->family = in->family;
	out->local_port = in->local_port;
	out->peer_port = in->peer_port;
	out->local = name_of(state, sys->names, in->family, in->local);
	out->peer = name_of(state, sys->names, in->family, in->peer);
	out->uid = in->uid;
	out->receive_queue = in->receive_queue;
	out->send_queue = in->send_queue;
	if (in->has_drops) {
		out->has |= PA_SOCK_HAS_DROPS;
		out->drops = in->drops_count;
	}
	if (in->has_info)
		put_info(out, in);
}

/* Above silent_max sockets seen, those with nothing to tell are left out. */
static void put_best(struct state *state, const struct pa_linux *sys, const struct pa_netns *ns,
		     const struct best *best, uint32_t silent_max, struct pa_moment *moment)
{
	for (uint32_t i = 0; i < best->count; i++)
		if (best->score[i] || best->seen <= silent_max)
			put_sock(state, sys, ns, &best->sock[i], moment);
}

/* One protocol of one family in one namespace. */
struct question {
	const char *what; /* the end of its path */
	uint8_t family, protocol;
	enum pa_netns_file text; /* where it is told as text */
};

static const struct question tcp4 = { "tcp4", AF_INET, IPPROTO_TCP, PA_NETNS_TCP };
static const struct question tcp6 = { "tcp6", AF_INET6, IPPROTO_TCP, PA_NETNS_TCP6 };
static const struct question udp4 = { "udp4", AF_INET, IPPROTO_UDP, PA_NETNS_UDP };
static const struct question udp6 = { "udp6", AF_INET6, IPPROTO_UDP, PA_NETNS_UDP6 };

static int ask_text(struct state *state, struct pa_linux *sys, const struct pa_netns *ns,
		    const struct question *question)
{
	int error = pa_netns_read(sys, ns, question->text, &state->reply);

	return error ? error
		     : pa_inet_text_parse(state->reply.bytes, state->reply.used_bytes,
					  question->protocol == IPPROTO_UDP, take_sock, state);
}

static int ask(struct state *state, struct pa_linux *sys, const struct pa_netns *ns,
	       const struct question *question, uint32_t states)
{
	struct {
		struct nlmsghdr head;
		struct inet_diag_req_v2 diag;
	} request = {
		.head = { .nlmsg_len = sizeof(request),
			  .nlmsg_type = SOCK_DIAG_BY_FAMILY,
			  .nlmsg_flags = NLM_F_REQUEST | NLM_F_DUMP },
		.diag = { .sdiag_family = question->family,
			  .sdiag_protocol = question->protocol,
			  .idiag_ext = 1 << (INET_DIAG_INFO - 1) | 1 << (INET_DIAG_SKMEMINFO - 1),
			  .idiag_states = states },
	};
	bool is_udp = question->protocol == IPPROTO_UDP;
	bool ready = is_udp ? ns->udp_diag_ready : ns->tcp_diag_ready;
	int error = pa_netns_dump(sys, ns, PA_NETNS_DIAG, "inet_diag", question->what,
				  ready ? &request : NULL, &state->reply);

	if (error) {
		/* The answer of the text tells best why neither can be read. */
		error = ask_text(state, sys, ns, question);
	} else if (state->reply.used_bytes) {
		error = pa_inet_diag_parse(state->reply.bytes, state->reply.used_bytes, is_udp,
					   take_sock, state);
	}
	if (error)
		state->complete = false;
	if (state->reply.capacity_bytes > REPLY_KEPT_BYTES)
		pa_buf_done(&state->reply);
	return error < 0 ? error : 0;
}

static void begin(struct state *state, const struct pa_netns *ns)
{
	state->listeners.count = state->connections.count = state->udp.count = 0;
	state->listeners.seen = state->connections.seen = state->udp.seen = 0;
	state->listeners_count = state->queue_full_count = state->used_ports_count = 0;
	state->buffers = (struct pa_sock_sums){ 0 };
	state->limits_known = true;
	state->complete = true;
	state->port_first = ns->port_first;
	state->port_last = ns->port_last;
}

/* Which TCP states are worth asking for now: without connections the kernel would walk its
 * table of them for nothing. */
static uint32_t tcp_states(const struct pa_linux *sys, const struct pa_netns *ns,
			   uint64_t sockets_count, uint64_t listeners_count)
{
	if (ns->has_sockets && ns->has_listeners && sockets_count <= listeners_count &&
	    !ns->tcp_time_wait_count)
		return 1U << TCP_LISTEN;
	if (sys->passes & PA_PASS_SLOW)
		return ALL_STATES;
	if (sys->tick % CONNECTION_TICKS == 0 && ns->has_established && ns->established_count &&
	    ns->established_count <= FEW_CONNECTIONS)
		return ALL_STATES & ~(1U << TCP_TIME_WAIT);
	return 1U << TCP_LISTEN;
}

static void put_counts(const struct state *state, const struct pa_linux *sys,
		       const struct pa_netns *ns, struct pa_moment *moment)
{
	pa_moment_put(moment, PA_V_NET_TCP_LISTEN_LISTENERS_COUNT, ns->id, state->listeners_count);
	if (state->limits_known)
		pa_moment_put(moment, PA_V_NET_TCP_LISTEN_QUEUE_FULL_COUNT, ns->id,
			      state->queue_full_count);
	else
		pa_moment_miss(moment, PA_V_NET_TCP_LISTEN_QUEUE_FULL_COUNT, ns->id, PA_ABSENT);
	if (sys->passes & PA_PASS_SLOW && state->complete && state->port_last)
		pa_moment_put(moment, PA_V_NET_PORTS_USED_COUNT, ns->id, state->used_ports_count);
}

/* Are there such sockets? Only a slow pass asks for those in TIME-WAIT, which are counted apart. */
static bool worth(const struct pa_linux *sys, const struct pa_netns *ns, uint64_t sockets_count)
{
	return !ns->has_sockets || sockets_count ||
	       (sys->passes & PA_PASS_SLOW && ns->tcp_time_wait_count);
}

static int ask_tcp6(struct state *state, struct pa_linux *sys, const struct pa_netns *ns)
{
	uint32_t states = tcp_states(sys, ns, ns->tcp6_sockets_count, ns->tcp6_listeners_count);
	int error = ask(state, sys, ns, &tcp6, states);

	/* Without IPv6 the question fails, and there is nothing to miss. */
	if (error && ns->has_sockets && !ns->tcp6_sockets_count)
		state->complete = true;
	return error;
}

static int ask_tcp(struct state *state, struct pa_linux *sys, struct pa_netns *ns)
{
	uint32_t states = tcp_states(sys, ns, ns->tcp4_sockets_count, ns->tcp4_listeners_count);
	uint64_t tcp4_listeners_count;
	int error = 0;

	if (worth(sys, ns, ns->tcp4_sockets_count))
		error = ask(state, sys, ns, &tcp4, states);
	if (error)
		return error;
	tcp4_listeners_count = state->listeners_count;
	if (worth(sys, ns, ns->tcp6_sockets_count))
		error = ask_tcp6(state, sys, ns);
	ns->has_listeners = !error && state->complete;
	ns->tcp4_listeners_count = tcp4_listeners_count;
	ns->tcp6_listeners_count = state->listeners_count - tcp4_listeners_count;
	return 0;
}

/* A failure is none of the source: datagrams that are lost are counted by snmp in any case. */
static void ask_udp(struct state *state, struct pa_linux *sys, const struct pa_netns *ns)
{
	bool few = ns->udp4_sockets_count + ns->udp6_sockets_count <= FEW_UDP;

	if (ns->has_sockets && !few && !(sys->passes & PA_PASS_SLOW))
		return;
	if (!ns->has_sockets || ns->udp4_sockets_count)
		(void)ask(state, sys, ns, &udp4, ALL_STATES);
	if (!ns->has_sockets || ns->udp6_sockets_count)
		(void)ask(state, sys, ns, &udp6, ALL_STATES);
}

/* No socket at all has no full one: the fullest is then told as 0 of 0. */
static void put_buffers(const struct pa_sock_sums *sums, uint32_t id, struct pa_moment *moment)
{
	pa_moment_put(moment, PA_V_NET_SOCKBUF_FULLEST_BYTES, id, sums->fullest_bytes);
	pa_moment_put(moment, PA_V_NET_SOCKBUF_FULLEST_LIMIT_BYTES, id, sums->fullest_limit_bytes);
	pa_moment_put(moment, PA_V_NET_SOCKBUF_FULL_COUNT, id, sums->full_count);
	pa_moment_put(moment, PA_V_NET_SOCKBUF_DROPS_COUNT, id, sums->drops_count);
	pa_moment_put(moment, PA_V_NET_SOCKBUF_RECEIVE_BYTES, id, sums->queued_bytes);
	pa_moment_put(moment, PA_V_NET_SOCKBUF_SEND_BYTES, id, sums->send_bytes);
}

static int read_one(void *self, struct pa_linux *sys, struct pa_netns *ns, struct pa_moment *moment)
{
	struct state *state = self;
	int error;

	begin(state, ns);
	if (sys->passes & PA_PASS_SLOW)
		memset(state->port_used, 0, sizeof(state->port_used));
	error = ask_tcp(state, sys, ns);
	if (error)
		return error;
	put_counts(state, sys, ns, moment);
	ask_udp(state, sys, ns);
	if (sys->passes & PA_PASS_SLOW && state->complete)
		put_buffers(&state->buffers, ns->id, moment);
	put_best(state, sys, ns, &state->listeners, KEPT, moment);
	put_best(state, sys, ns, &state->connections, KEPT, moment);
	put_best(state, sys, ns, &state->udp, KEPT_SILENT_UDP, moment);
	return 0;
}

static int read_inet_diag(void *self, struct pa_linux *sys, struct pa_moment *moment)
{
	if (sys->tick % SOCKET_TICKS && !(sys->passes & PA_PASS_SLOW))
		return 0;
	return pa_netns_each(sys, moment, "inet_diag", read_one, self);
}

static void *open_inet_diag(struct pa_linux *sys)
{
	struct state *state = pa_alloc(sizeof(*state));

	(void)sys; /* nothing of it is needed */
	pa_buf_init(&state->reply, REPLY_MAX_BYTES);
	pa_map_init(&state->address);
	return state;
}

static void close_inet_diag(void *self)
{
	struct state *state = self;

	pa_buf_done(&state->reply);
	pa_map_done(&state->address);
	free(state);
}

const struct pa_source pa_source_inet_diag = {
	.name = "inet_diag",
	.pass = PA_PASS_SYSTEM,
	.open = open_inet_diag,
	.read = read_inet_diag,
	.close = close_inet_diag,
};
