/* SPDX-License-Identifier: Apache-2.0 */
#include "platform/linux/qdisc_class.h"

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
#include "platform/linux/netns.h"
#include "platform/linux/nl.h"
#include "platform/linux/source.h"
#include "platform/platform.h"

enum { REPLY_MAX_BYTES = 1 << 20 };

static void take_stats(const struct pa_nl_attr *stats, struct pa_qdisc_class *out)
{
	struct gnet_stats_queue queue;
	struct pa_nl_walk walk;
	struct pa_nl_attr attr;
	bool has_basic = false, has_queue = false;

	pa_nl_attrs_in(stats, &walk);
	while (pa_nl_attr_next(&walk, &attr)) {
		if (attr.type == TCA_STATS_BASIC) {
			has_basic = pa_nl_attr_u64(&attr, &out->sent_bytes);
		} else if (attr.type == TCA_STATS_QUEUE) {
			has_queue = pa_nl_attr_get(&attr, &queue, sizeof(queue)) == sizeof(queue);
			out->backlog_bytes = queue.backlog;
			out->drops_count = queue.drops;
			out->overlimits_count = queue.overlimits;
		}
	}
	out->has_stats = has_basic && has_queue;
}

/* A class may borrow from its parent up to ceil; in rates beyond 32 bits the number is apart. */
static void take_htb(const struct pa_nl_attr *options, struct pa_qdisc_class *out)
{
	struct tc_htb_opt htb;
	struct pa_nl_walk walk;
	struct pa_nl_attr attr;
	bool has_ceil64 = false;

	pa_nl_attrs_in(options, &walk);
	while (pa_nl_attr_next(&walk, &attr)) {
		if (attr.type == TCA_HTB_CEIL64) {
			has_ceil64 = pa_nl_attr_u64(&attr, &out->rate_bytes_per_s);
			out->has_rate = out->has_rate || has_ceil64;
		} else if (attr.type == TCA_HTB_PARMS && !has_ceil64 &&
			   pa_nl_attr_get(&attr, &htb, sizeof(htb)) == sizeof(htb)) {
			out->rate_bytes_per_s = htb.ceil.rate;
			out->has_rate = true;
		}
	}
}

static bool parse_one(const struct pa_nl_msg *msg, struct pa_qdisc_class *out)
{
	struct pa_nl_attr attr, options = { 0 };
	struct pa_nl_walk walk;
	struct tcmsg head;
	char kind[16] = "";

	if (msg->type != RTM_NEWTCLASS || !pa_nl_attrs_of(msg, sizeof(head), &walk))
		return false;
	memcpy(&head, msg->body, sizeof(head));
	*out = (struct pa_qdisc_class){ .handle = head.tcm_handle };
	while (pa_nl_attr_next(&walk, &attr)) {
		if (attr.type == TCA_KIND)
			(void)pa_nl_attr_get(&attr, kind, sizeof(kind) - 1);
		else if (attr.type == TCA_STATS2)
			take_stats(&attr, out);
		else if (attr.type == TCA_OPTIONS)
			options = attr;
	}
	if (!strcmp(kind, "htb") && options.at)
		take_htb(&options, out);
	out->has_overlimits = out->has_rate;
	return out->has_stats;
}

int pa_qdisc_class_parse(const char *bytes, size_t size_bytes,
			 void (*each)(void *arg, const struct pa_qdisc_class *class), void *arg)
{
	struct pa_qdisc_class class;
	struct pa_nl_walk walk;
	struct pa_nl_msg msg;

	pa_nl_walk_init(&walk, bytes, size_bytes);
	while (pa_nl_msg_next(&walk, &msg))
		if (parse_one(&msg, &class))
			each(arg, &class);
	return walk.at == walk.end ? 0 : -EBADMSG;
}

struct state {
	struct pa_buf reply;
	struct pa_map instance; /* of link name id and handle: kept, as making it is dear */
};

struct read {
	struct state *state;
	struct pa_linux *sys;
	const struct pa_netif *netif;
	struct pa_moment *moment;
	uint32_t count;
};

static uint32_t instance_of(const struct read *read, uint32_t handle)
{
	uint64_t key = pa_map_key(read->netif->instance, handle);
	uint32_t instance;

	if (!pa_map_get(&read->state->instance, key, &instance)) {
		instance = pa_names_idf(read->sys->names, "%s/%x:%x",
					pa_names_text(read->sys->names, read->netif->instance),
					handle >> 16, handle & 0xffff);
		pa_map_put(&read->state->instance, key, instance);
	}
	return instance;
}

static void put_one(void *arg, const struct pa_qdisc_class *class)
{
	struct read *read = arg;
	struct pa_moment *moment = read->moment;
	uint32_t instance;

	if (read->count++ >= PA_QDISC_CLASSES_MAX)
		return;
	instance = instance_of(read, class->handle);
	pa_moment_put(moment, PA_V_NET_QDISC_CLASS_BYTES, instance, class->sent_bytes);
	pa_moment_put(moment, PA_V_NET_QDISC_CLASS_BACKLOG_BYTES, instance, class->backlog_bytes);
	pa_moment_put(moment, PA_V_NET_QDISC_CLASS_DROPS_COUNT, instance, class->drops_count);
	if (class->has_overlimits)
		pa_moment_put(moment, PA_V_NET_QDISC_CLASS_OVERLIMITS_COUNT, instance,
			      class->overlimits_count);
	if (class->has_rate)
		pa_moment_put(moment, PA_V_NET_QDISC_CLASS_RATE_BYTES_PER_S, instance,
			      class->rate_bytes_per_s);
}

static bool has_classes(const struct pa_netif *netif)
{
	static const char *const kinds[] = { "htb", "hfsc", "drr", "qfq", "ets" };

	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++)
		if (!strcmp(netif->qdisc, kinds[i]))
			return true;
	return false;
}

static int read_link(struct read *read, const struct pa_netns *ns)
{
	struct {
		struct nlmsghdr head;
		struct tcmsg info;
	} request = {
		.head = { .nlmsg_len = sizeof(request),
			  .nlmsg_type = RTM_GETTCLASS,
			  .nlmsg_flags = NLM_F_REQUEST | NLM_F_DUMP },
		.info = { .tcm_family = AF_UNSPEC, .tcm_ifindex = (int)read->netif->index },
	};
	struct pa_buf *reply = &read->state->reply;
	int error = pa_netns_dump(read->sys, ns, PA_NETNS_ROUTE, "qdisc_class", read->netif->name,
				  &request, reply);

	if (!error && reply->used_bytes)
		error = pa_qdisc_class_parse(reply->bytes, reply->used_bytes, put_one, read);
	return error;
}

static int read_one(void *self, struct pa_linux *sys, struct pa_netns *ns, struct pa_moment *moment)
{
	struct read read = { .state = self, .sys = sys, .moment = moment };
	int error = 0;

	for (uint32_t i = 0; i < ns->links.count; i++) {
		if (!has_classes(&ns->links.at[i]))
			continue;
		read.netif = &ns->links.at[i];
		read.count = 0;
		error = read_link(&read, ns);
	}
	return error;
}

static int read_source(void *self, struct pa_linux *sys, struct pa_moment *moment)
{
	return pa_netns_each(sys, moment, "qdisc_class", read_one, self);
}

static void *open_source(struct pa_linux *sys)
{
	struct state *state = pa_alloc(sizeof(*state));

	(void)sys; /* nothing of it is needed */
	pa_buf_init(&state->reply, REPLY_MAX_BYTES);
	pa_map_init(&state->instance);
	return state;
}

static void close_source(void *self)
{
	struct state *state = self;

	pa_buf_done(&state->reply);
	pa_map_done(&state->instance);
	free(state);
}

const struct pa_source pa_source_qdisc_class = {
	.name = "qdisc_class",
	.pass = PA_PASS_SLOW,
	.open = open_source,
	.read = read_source,
	.close = close_source,
};
