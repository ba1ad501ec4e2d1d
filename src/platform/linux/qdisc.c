/* SPDX-License-Identifier: Apache-2.0 */
#include "platform/linux/qdisc.h"

#include <errno.h>
#include <linux/gen_stats.h>
#include <linux/netlink.h>
#include <linux/pkt_sched.h>
#include <linux/rtnetlink.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include "base/alloc.h"
#include "base/buf.h"
#include "base/map.h"
#include "base/names.h"
#include "catalog/values.h"
#include "model/moment.h"
#include "platform/linux/link.h"
#include "platform/linux/netns.h"
#include "platform/linux/nl.h"
#include "platform/linux/source.h"
#include "platform/platform.h"

enum { REPLY_MAX_BYTES = 4 << 20 };

static void copy_name(char *out, size_t out_bytes, const struct pa_nl_attr *attr)
{
	(void)pa_nl_attr_get(attr, out, out_bytes);
	out[out_bytes - 1] = '\0';
}

static void take_stats(const struct pa_nl_attr *stats, struct pa_qdisc *out)
{
	struct gnet_stats_queue queue;
	struct pa_nl_walk walk;
	struct pa_nl_attr attr;
	bool has_basic = false, has_queue = false;
	uint32_t packets_count;

	pa_nl_attrs_in(stats, &walk);
	while (pa_nl_attr_next(&walk, &attr)) {
		if (attr.type == TCA_STATS_BASIC && attr.bytes >= 12) {
			has_basic = pa_nl_attr_u64(&attr, &out->sent_bytes);
			memcpy(&packets_count, attr.at + 8, sizeof(packets_count));
			if (!out->packets_count) /* unless the 64-bit one came first */
				out->packets_count = packets_count;
		} else if (attr.type == TCA_STATS_QUEUE) {
			has_queue = pa_nl_attr_get(&attr, &queue, sizeof(queue)) == sizeof(queue);
			out->backlog_packets_count = queue.qlen;
			out->backlog_bytes = queue.backlog;
			out->drops_count = queue.drops;
			out->requeues_count = queue.requeues;
			out->overlimits_count = queue.overlimits;
		} else if (attr.type == TCA_STATS_PKT64) {
			(void)pa_nl_attr_u64(&attr, &out->packets_count); /* optional */
		}
	}
	out->has_stats = has_basic && has_queue;
}

static void take_tbf(const struct pa_nl_attr *options, struct pa_qdisc *out)
{
	struct tc_tbf_qopt tbf;
	struct pa_nl_walk walk;
	struct pa_nl_attr attr;
	bool has_rate64 = false;

	pa_nl_attrs_in(options, &walk);
	while (pa_nl_attr_next(&walk, &attr)) {
		if (attr.type == TCA_TBF_RATE64) {
			has_rate64 = pa_nl_attr_u64(&attr, &out->rate_bytes_per_s);
			out->has_rate = out->has_rate || has_rate64;
		} else if (attr.type == TCA_TBF_PARMS && !has_rate64 &&
			   pa_nl_attr_get(&attr, &tbf, sizeof(tbf)) == sizeof(tbf)) {
			out->rate_bytes_per_s = tbf.rate.rate;
			out->has_rate = true;
		}
	}
}

/* False when the message is no root qdisc or does not name its kind. */
static bool parse_one(const struct pa_nl_msg *msg, struct pa_qdisc *out)
{
	struct pa_nl_attr attr, options = { 0 };
	struct pa_nl_walk walk;
	struct tcmsg head;

	if (msg->type != RTM_NEWQDISC || !pa_nl_attrs_of(msg, sizeof(head), &walk))
		return false;
	memcpy(&head, msg->body, sizeof(head));
	if (head.tcm_parent != TC_H_ROOT)
		return false;
	*out = (struct pa_qdisc){ .ifindex = (uint32_t)head.tcm_ifindex };
	while (pa_nl_attr_next(&walk, &attr)) {
		if (attr.type == TCA_KIND)
			copy_name(out->kind, sizeof(out->kind), &attr);
		else if (attr.type == TCA_STATS2)
			take_stats(&attr, out);
		else if (attr.type == TCA_OPTIONS)
			options = attr;
	}
	if (!strcmp(out->kind, "tbf") && options.at)
		take_tbf(&options, out);
	return out->kind[0] && !strchr(out->kind, '/');
}

int pa_qdisc_parse(const char *bytes, size_t size_bytes,
		   void (*each)(void *arg, const struct pa_qdisc *qdisc), void *arg)
{
	struct pa_qdisc qdisc;
	struct pa_nl_walk walk;
	struct pa_nl_msg msg;

	pa_nl_walk_init(&walk, bytes, size_bytes);
	while (pa_nl_msg_next(&walk, &msg))
		if (parse_one(&msg, &qdisc))
			each(arg, &qdisc);
	return walk.at == walk.end ? 0 : -EBADMSG;
}

struct state {
	struct pa_buf reply;
	struct pa_map instance; /* of link name id and kind name id: kept, as making it is dear */
};

struct read {
	struct state *state;
	struct pa_linux *sys;
	struct pa_netns *ns;
	struct pa_moment *moment;
	bool unknown_link; /* met an interface that is not in ns->links */
};

static const struct pa_netif *link_of(const struct pa_netns *ns, uint32_t ifindex)
{
	for (uint32_t i = 0; i < ns->links.count; i++)
		if (ns->links.at[i].index == ifindex)
			return &ns->links.at[i];
	return NULL;
}

static uint32_t instance_of(struct read *read, const struct pa_netif *link, const char *kind)
{
	struct pa_names *names = read->sys->names;
	uint32_t kind_id = pa_names_id(names, kind, strlen(kind));
	uint64_t key = pa_map_key(link->instance, kind_id);
	uint32_t instance;

	if (!pa_map_get(&read->state->instance, key, &instance)) {
		instance = pa_names_idf(names, "%s/%s", pa_names_text(names, link->instance), kind);
		pa_map_put(&read->state->instance, key, instance);
	}
	return instance;
}

static void check_link(void *arg, const struct pa_qdisc *qdisc)
{
	struct read *read = arg;

	if (!link_of(read->ns, qdisc->ifindex))
		read->unknown_link = true;
}

static void put_one(void *arg, const struct pa_qdisc *qdisc)
{
	struct read *read = arg;
	const struct pa_netif *link = link_of(read->ns, qdisc->ifindex);
	struct pa_moment *moment = read->moment;
	uint32_t instance;

	if (!link || !qdisc->has_stats ||
	    (!strcmp(qdisc->kind, "noqueue") && !qdisc->sent_bytes && !qdisc->drops_count))
		return;
	instance = instance_of(read, link, qdisc->kind);
	pa_moment_put(moment, PA_V_NET_QDISC_SENT_BYTES, instance, qdisc->sent_bytes);
	pa_moment_put(moment, PA_V_NET_QDISC_PACKETS_COUNT, instance, qdisc->packets_count);
	pa_moment_put(moment, PA_V_NET_QDISC_DROPS_COUNT, instance, qdisc->drops_count);
	pa_moment_put(moment, PA_V_NET_QDISC_OVERLIMITS_COUNT, instance, qdisc->overlimits_count);
	pa_moment_put(moment, PA_V_NET_QDISC_REQUEUES_COUNT, instance, qdisc->requeues_count);
	pa_moment_put(moment, PA_V_NET_QDISC_BACKLOG_BYTES, instance, qdisc->backlog_bytes);
	pa_moment_put(moment, PA_V_NET_QDISC_BACKLOG_PACKETS_COUNT, instance,
		      qdisc->backlog_packets_count);
	if (qdisc->has_rate)
		pa_moment_put(moment, PA_V_NET_QDISC_RATE_BYTES_PER_S, instance,
			      qdisc->rate_bytes_per_s);
}

static int read_one(void *self, struct pa_linux *sys, struct pa_netns *ns, struct pa_moment *moment)
{
	struct {
		struct nlmsghdr head;
		struct tcmsg info;
	} request = {
		.head = { .nlmsg_len = sizeof(request),
			  .nlmsg_type = RTM_GETQDISC,
			  .nlmsg_flags = NLM_F_REQUEST | NLM_F_DUMP },
		.info = { .tcm_family = AF_UNSPEC },
	};
	struct state *state = self;
	struct read read = { .state = state, .sys = sys, .ns = ns, .moment = moment };
	struct pa_buf *reply = &state->reply;
	int error = pa_netns_dump(sys, ns, PA_NETNS_ROUTE, "qdisc", NULL, &request, reply);

	if (error || !reply->used_bytes)
		return error;
	(void)pa_qdisc_parse(reply->bytes, reply->used_bytes, check_link, &read); /* below */
	if (read.unknown_link)
		(void)pa_link_list(sys, ns, NULL, NULL); /* what stays unknown is left out */
	return pa_qdisc_parse(reply->bytes, reply->used_bytes, put_one, &read);
}

static int read_qdisc(void *self, struct pa_linux *sys, struct pa_moment *moment)
{
	return pa_netns_each(sys, moment, "qdisc", read_one, self);
}

static void *open_qdisc(struct pa_linux *sys)
{
	struct state *state = pa_alloc(sizeof(*state));

	(void)sys; /* nothing of it is needed */
	pa_buf_init(&state->reply, REPLY_MAX_BYTES);
	pa_map_init(&state->instance);
	return state;
}

static void close_qdisc(void *self)
{
	struct state *state = self;

	pa_buf_done(&state->reply);
	pa_map_done(&state->instance);
	free(state);
}

const struct pa_source pa_source_qdisc = {
	.name = "qdisc",
	.pass = PA_PASS_SYSTEM,
	.open = open_qdisc,
	.read = read_qdisc,
	.close = close_qdisc,
};
