/* SPDX-License-Identifier: Apache-2.0 */
#include "platform/linux/netdev.h"

#include <errno.h>
#include <linux/netlink.h>
#include <string.h>

#include "base/buf.h"
#include "catalog/values.h"
#include "model/moment.h"
#include "platform/linux/genl.h"
#include "platform/linux/netns.h"
#include "platform/linux/nl.h"
#include "platform/linux/source.h"
#include "platform/platform.h"

enum { REPLY_MAX_BYTES = 1 << 20 };

/* Numbers of the family, which is younger than the headers we build with: see
 * include/uapi/linux/netdev.h. */
enum {
	CMD_PAGE_POOL_GET = 5,
	CMD_PAGE_POOL_STATS_GET = 9,
	CMD_QSTATS_GET = 12,

	PAGE_POOL_INFLIGHT = 4,
	PAGE_POOL_INFLIGHT_MEM = 5,

	PAGE_POOL_STATS_ALLOC_SLOW = 9,
	PAGE_POOL_STATS_ALLOC_SLOW_HIGH_ORDER = 10,
	PAGE_POOL_STATS_ALLOC_EMPTY = 11,

	QSTATS_IFINDEX = 1,
	QSTATS_RX_ALLOC_FAIL = 12,
	QSTATS_RX_HW_DROPS = 13,
	QSTATS_RX_HW_DROP_OVERRUNS = 14,
	QSTATS_TX_HW_DROPS = 24,
	QSTATS_TX_STOP = 33,
};

/* Numbers come as 4 or 8 bytes, whichever they need ("uint" of the family's description). */
static bool take_uint(const struct pa_nl_attr *attr, uint64_t *sum)
{
	uint64_t wide;
	uint32_t narrow;

	if (pa_nl_attr_u64(attr, &wide)) {
		*sum += wide;
		return true;
	}
	if (!pa_nl_attr_u32(attr, &narrow))
		return false;
	*sum += narrow;
	return true;
}

static bool take_queues(const struct pa_nl_msg *msg, struct pa_netdev_queues *out)
{
	struct pa_nl_walk walk;
	struct pa_nl_attr attr;
	uint8_t command;

	*out = (struct pa_netdev_queues){ 0 };
	if (msg->type < NLMSG_MIN_TYPE || !pa_genl_attrs(msg, &command, &walk) ||
	    command != CMD_QSTATS_GET)
		return false;
	while (pa_nl_attr_next(&walk, &attr)) {
		if (attr.type == QSTATS_IFINDEX)
			(void)pa_nl_attr_u32(&attr, &out->ifindex);
		else if (attr.type == QSTATS_RX_ALLOC_FAIL)
			out->has_alloc_fails = take_uint(&attr, &out->alloc_fails_count);
		else if (attr.type == QSTATS_RX_HW_DROPS || attr.type == QSTATS_TX_HW_DROPS)
			out->has_drops |= take_uint(&attr, &out->drops_count);
		else if (attr.type == QSTATS_RX_HW_DROP_OVERRUNS)
			out->has_overruns = take_uint(&attr, &out->overruns_count);
		else if (attr.type == QSTATS_TX_STOP)
			out->has_stops = take_uint(&attr, &out->stops_count);
	}
	return out->ifindex != 0;
}

int pa_netdev_queues_parse(const char *bytes, size_t size_bytes,
			   void (*each)(void *arg, const struct pa_netdev_queues *queues),
			   void *arg)
{
	struct pa_netdev_queues queues;
	struct pa_nl_walk walk;
	struct pa_nl_msg msg;

	pa_nl_walk_init(&walk, bytes, size_bytes);
	while (pa_nl_msg_next(&walk, &msg))
		if (take_queues(&msg, &queues))
			each(arg, &queues);
	return walk.at == walk.end ? 0 : -EBADMSG;
}

static void take_pool(const struct pa_nl_msg *msg, struct pa_page_pools *out)
{
	struct pa_nl_walk walk;
	struct pa_nl_attr attr;
	uint8_t command;

	if (msg->type < NLMSG_MIN_TYPE || !pa_genl_attrs(msg, &command, &walk))
		return;
	out->count += command == CMD_PAGE_POOL_GET;
	while (pa_nl_attr_next(&walk, &attr)) {
		if (command == CMD_PAGE_POOL_GET && attr.type == PAGE_POOL_INFLIGHT)
			(void)take_uint(&attr, &out->inflight_pages);
		else if (command == CMD_PAGE_POOL_GET && attr.type == PAGE_POOL_INFLIGHT_MEM)
			(void)take_uint(&attr, &out->inflight_bytes);
		else if (command == CMD_PAGE_POOL_STATS_GET &&
			 (attr.type == PAGE_POOL_STATS_ALLOC_SLOW ||
			  attr.type == PAGE_POOL_STATS_ALLOC_SLOW_HIGH_ORDER))
			(void)take_uint(&attr, &out->slow_count);
		else if (command == CMD_PAGE_POOL_STATS_GET &&
			 attr.type == PAGE_POOL_STATS_ALLOC_EMPTY)
			(void)take_uint(&attr, &out->empty_count);
	}
}

int pa_page_pools_parse(const char *bytes, size_t size_bytes, struct pa_page_pools *out)
{
	struct pa_nl_walk walk;
	struct pa_nl_msg msg;

	pa_nl_walk_init(&walk, bytes, size_bytes);
	while (pa_nl_msg_next(&walk, &msg))
		take_pool(&msg, out);
	return walk.at == walk.end ? 0 : -EBADMSG;
}

struct put {
	const struct pa_netns *ns;
	struct pa_moment *moment;
	bool has_alloc_fails;
	uint64_t alloc_fails_count;
};

static void put_queues(void *arg, const struct pa_netdev_queues *queues)
{
	struct put *put = arg;
	uint32_t id = 0;

	for (uint32_t i = 0; i < put->ns->links.count; i++)
		if (put->ns->links.at[i].index == queues->ifindex)
			id = put->ns->links.at[i].instance;
	if (!id)
		return;
	put->has_alloc_fails |= queues->has_alloc_fails;
	put->alloc_fails_count += queues->alloc_fails_count;
	if (queues->has_alloc_fails)
		pa_moment_put(put->moment, PA_V_NET_RXRING_ALLOC_FAILS_COUNT, id,
			      queues->alloc_fails_count);
	if (queues->has_drops)
		pa_moment_put(put->moment, PA_V_NET_IFPPS_HARDWARE_DROPS_COUNT, id,
			      queues->drops_count);
	if (queues->has_overruns)
		pa_moment_put(put->moment, PA_V_NET_RXRING_OVERRUNS_COUNT, id,
			      queues->overruns_count);
	if (queues->has_stops)
		pa_moment_put(put->moment, PA_V_NET_TXQ_STOPS_COUNT, id, queues->stops_count);
}

static int read_queues(struct pa_linux *sys, struct pa_moment *moment)
{
	struct put put = { .ns = pa_netns_at(sys->netns, 0), .moment = moment };
	int error = pa_genl_dump(sys, "netdev", CMD_QSTATS_GET, NULL, 0, "netdev/qstats",
				 sys->text);

	if (!error)
		error = pa_netdev_queues_parse(sys->text->bytes, sys->text->used_bytes, put_queues,
					       &put);
	if (put.has_alloc_fails)
		pa_moment_put(moment, PA_V_NET_PAGEPOOL_ALLOC_FAILS_COUNT, 0,
			      put.alloc_fails_count);
	return error;
}

/* Old kernels know one of the two and not the other. */
static int read_source(void *self, struct pa_linux *sys, struct pa_moment *moment)
{
	struct pa_page_pools pools = { 0 };
	int queues_error, error;

	(void)self; /* there is none */
	if (!pa_netns_count(sys->netns))
		return pa_source_fail(moment, "netdev", -ENOENT);
	queues_error = read_queues(sys, moment);
	error = pa_genl_dump(sys, "netdev", CMD_PAGE_POOL_GET, NULL, 0, "netdev/pools", sys->text);
	if (!error)
		error = pa_page_pools_parse(sys->text->bytes, sys->text->used_bytes, &pools);
	if (!error) {
		pa_moment_put(moment, PA_V_NET_PAGEPOOL_POOLS_COUNT, 0, pools.count);
		pa_moment_put(moment, PA_V_NET_PAGEPOOL_INFLIGHT_PAGES, 0, pools.inflight_pages);
		pa_moment_put(moment, PA_V_NET_PAGEPOOL_INFLIGHT_BYTES, 0, pools.inflight_bytes);
	}
	return error && queues_error ? pa_source_fail(moment, "netdev", error) : 0;
}

static int read_stats(void *self, struct pa_linux *sys, struct pa_moment *moment)
{
	struct pa_page_pools pools = { 0 };
	int error = pa_genl_dump(sys, "netdev", CMD_PAGE_POOL_STATS_GET, NULL, 0,
				 "netdev/pool_stats", sys->text);

	(void)self; /* there is none */
	if (!error)
		error = pa_page_pools_parse(sys->text->bytes, sys->text->used_bytes, &pools);
	if (error)
		return pa_source_fail(moment, "page_pool_stats", error);
	pa_moment_put(moment, PA_V_NET_PAGEPOOL_SLOW_COUNT, 0, pools.slow_count);
	pa_moment_put(moment, PA_V_NET_PAGEPOOL_EMPTY_COUNT, 0, pools.empty_count);
	return 0;
}

const struct pa_source pa_source_netdev = {
	.name = "netdev",
	.pass = PA_PASS_RARE,
	.read = read_source,
};

const struct pa_source pa_source_page_pool_stats = {
	.name = "page_pool_stats",
	.pass = PA_PASS_RARE,
	.read = read_stats,
};
