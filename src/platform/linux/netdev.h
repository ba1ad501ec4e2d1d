/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What drivers tell alike through the generic netlink family "netdev" (our network namespace):
 * counters of their queues, summed by card (6.10), and page pools (6.8; their counters need
 * CONFIG_PAGE_POOL_STATS). Recorded as "src/netdev/qstats", ".../pools" and ".../pool_stats".
 */
#ifndef PA_PLATFORM_LINUX_NETDEV_H
#define PA_PLATFORM_LINUX_NETDEV_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct pa_source;

extern const struct pa_source pa_source_netdev, pa_source_page_pool_stats;

/* One card. A counter that its driver does not keep is not told. */
struct pa_netdev_queues {
	uint32_t ifindex;
	bool has_alloc_fails, has_drops, has_overruns, has_stops;
	uint64_t alloc_fails_count; /* receive buffers that could not be had */
	uint64_t drops_count;	    /* by the card, both directions */
	uint64_t overruns_count;    /* of these, for want of receive buffers */
	uint64_t stops_count;	    /* transmit queues stopped as the card was full */
};

/*
 * Parse the answer to NETDEV_CMD_QSTATS_GET without a scope: one message for each card.
 * bytes: size_bytes bytes of whole netlink messages at a multiple of 4.
 * Returns 0, or -EBADMSG when bytes are left that are no message.
 * Source: Documentation/netlink/specs/netdev.yaml; net/core/netdev-genl.c.
 */
int pa_netdev_queues_parse(const char *bytes, size_t size_bytes,
			   void (*each)(void *arg, const struct pa_netdev_queues *queues),
			   void *arg);

/* All page pools of the namespace. */
struct pa_page_pools {
	uint64_t count, inflight_pages, inflight_bytes;
	uint64_t slow_count, empty_count; /* of the counters */
};

/*
 * Sum up the answer to NETDEV_CMD_PAGE_POOL_GET or NETDEV_CMD_PAGE_POOL_STATS_GET into out,
 * which keeps what the other one told. Returns as above. Source: net/core/page_pool_user.c.
 */
int pa_page_pools_parse(const char *bytes, size_t size_bytes, struct pa_page_pools *out);

#endif
