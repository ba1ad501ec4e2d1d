/* SPDX-License-Identifier: Apache-2.0 */
#include "platform/linux/ethtool.h"

#include <errno.h>
#include <linux/ethtool.h>
#include <linux/sockios.h>
#include <net/if.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>

#include "base/alloc.h"
#include "base/buf.h"
#include "catalog/values.h"
#include "model/moment.h"
#include "platform/linux/netns.h"
#include "platform/linux/source.h"
#include "platform/platform.h"

enum {
	STATS_MAX = 8192,
	STATS_SPARE = 1024, /* queues may be added between two calls, and the kernel writes all */
	MODE_WORDS_MAX = 8,
	BYTES_PER_S_OF_MBIT = 125000,
};

static const uint16_t metric[PA_ETHTOOL_KIND_COUNT] = {
	[PA_ETHTOOL_QUEUE_DROPS] = PA_V_NET_IFPPS_QUEUE_DROPS_COUNT,
	[PA_ETHTOOL_ALLOC_FAILS] = PA_V_NET_RXRING_DRIVER_ALLOC_FAILS_COUNT,
	[PA_ETHTOOL_ERRORS] = PA_V_NET_IFPPS_DRIVER_ERRORS_COUNT,
	[PA_ETHTOOL_PAUSES] = PA_V_NET_LINK_DRIVER_PAUSES_COUNT,
	[PA_ETHTOOL_SYMBOL_ERRORS] = PA_V_NET_LINK_SYMBOL_ERRORS_COUNT,
	[PA_ETHTOOL_XDP_PACKETS] = PA_V_NET_XDP_DRIVER_PACKETS_COUNT,
	[PA_ETHTOOL_IN_EXCEEDED] = PA_V_CLOUD_NET_IN_EXCEEDED_COUNT,
	[PA_ETHTOOL_OUT_EXCEEDED] = PA_V_CLOUD_NET_OUT_EXCEEDED_COUNT,
	[PA_ETHTOOL_PACKETS_EXCEEDED] = PA_V_CLOUD_NET_PACKETS_EXCEEDED_COUNT,
	[PA_ETHTOOL_TRACKING_EXCEEDED] = PA_V_CLOUD_NET_TRACKING_EXCEEDED_COUNT,
	[PA_ETHTOOL_LOCAL_EXCEEDED] = PA_V_CLOUD_NET_LOCAL_EXCEEDED_COUNT,
	[PA_ETHTOOL_TRACKING_AVAILABLE] = PA_V_CLOUD_NET_TRACKING_AVAILABLE_COUNT,
};

/* ---- asking */

static int ask_one(int fd, const char *name, void *command)
{
	struct ifreq request = { .ifr_data = command };

	memcpy(request.ifr_name, name, strnlen(name, sizeof(request.ifr_name) - 1));
	return ioctl(fd, SIOCETHTOOL, &request) < 0 ? -errno : 0;
}

/* The kernel first tells how many words its masks have, as a negative number. */
static void ask_link(int fd, const char *name, struct pa_buf *out)
{
	union {
		struct ethtool_link_settings head;
		uint32_t room[sizeof(struct ethtool_link_settings) / 4 + 3 * MODE_WORDS_MAX];
	} link = { .room = { 0 } };

	link.head.cmd = ETHTOOL_GLINKSETTINGS;
	if (ask_one(fd, name, &link) || link.head.link_mode_masks_nwords >= 0 ||
	    link.head.link_mode_masks_nwords < -MODE_WORDS_MAX)
		return;
	link.head.cmd = ETHTOOL_GLINKSETTINGS;
	link.head.link_mode_masks_nwords = (int8_t)-link.head.link_mode_masks_nwords;
	if (ask_one(fd, name, &link) || link.head.link_mode_masks_nwords <= 0 ||
	    link.head.link_mode_masks_nwords > MODE_WORDS_MAX)
		return;
	pa_buf_printf(out, "link %u %u", link.head.speed, link.head.duplex);
	for (int8_t i = 0; i < link.head.link_mode_masks_nwords; i++)
		pa_buf_printf(out, " %x",
			      link.head.link_mode_masks[i]); /* the first mask: supported */
	pa_buf_putc(out, '\n');
}

static void ask_ring(int fd, const char *name, struct pa_buf *out)
{
	struct ethtool_ringparam ring = { .cmd = ETHTOOL_GRINGPARAM };

	if (!ask_one(fd, name, &ring))
		pa_buf_printf(out, "ring %u %u %u %u\n", ring.rx_pending, ring.rx_max_pending,
			      ring.tx_pending, ring.tx_max_pending);
}

static void write_stats(const struct ethtool_gstrings *strings, const struct ethtool_stats *stats,
			struct pa_buf *out)
{
	for (uint32_t i = 0; i < strings->len && i < stats->n_stats; i++) {
		const char *name = (const char *)strings->data + (size_t)i * ETH_GSTRING_LEN;
		size_t bytes = strnlen(name, ETH_GSTRING_LEN);

		/* What no row of ours wants is not worth its bytes in a recording. */
		if (pa_ethtool_kind_of(name, bytes) == PA_ETHTOOL_KIND_COUNT ||
		    memchr(name, '\n', bytes))
			continue;
		pa_buf_printf(out, "stat %llu %.*s\n", (unsigned long long)stats->data[i],
			      (int)bytes, name);
	}
}

static void ask_stats(int fd, const char *name, uint32_t count, struct pa_buf *out)
{
	struct ethtool_gstrings *strings;
	struct ethtool_stats *stats;

	if (!count || count > STATS_MAX)
		return;
	strings = pa_alloc(sizeof(*strings) + (size_t)(count + STATS_SPARE) * ETH_GSTRING_LEN);
	stats = pa_alloc(sizeof(*stats) + (size_t)(count + STATS_SPARE) * sizeof(uint64_t));
	*strings = (struct ethtool_gstrings){ .cmd = ETHTOOL_GSTRINGS,
					      .string_set = ETH_SS_STATS,
					      .len = count };
	*stats = (struct ethtool_stats){ .cmd = ETHTOOL_GSTATS, .n_stats = count };
	if (!ask_one(fd, name, strings) && !ask_one(fd, name, stats) &&
	    strings->len <= count + STATS_SPARE)
		write_stats(strings, stats, out);
	free(strings);
	free(stats);
}

static int ask(void *arg, int fd, struct pa_buf *out)
{
	struct ethtool_drvinfo info = { .cmd = ETHTOOL_GDRVINFO };
	const char *name = arg;
	int error = ask_one(fd, name, &info);

	if (error)
		return error;
	pa_buf_printf(out, "driver %.*s\n", (int)strnlen(info.driver, sizeof(info.driver)),
		      info.driver);
	ask_link(fd, name, out);
	ask_ring(fd, name, out);
	ask_stats(fd, name, info.n_stats, out);
	return 0;
}

/* ---- telling */

static void put(const struct pa_ethtool *in, uint32_t id, struct pa_moment *moment)
{
	bool is_virtio = !strcmp(in->driver, "virtio_net");

	for (int k = 0; k < PA_ETHTOOL_KIND_COUNT; k++)
		if (in->has[k] && metric[k])
			pa_moment_put(moment, metric[k], id, in->sum[k]);
	if (is_virtio && in->has[PA_ETHTOOL_KICKS])
		pa_moment_put(moment, PA_V_NET_VSOCK_KICKS_COUNT, id, in->sum[PA_ETHTOOL_KICKS]);
	if (is_virtio && in->has[PA_ETHTOOL_TIMEOUTS])
		pa_moment_put(moment, PA_V_NET_VSOCK_TIMEOUTS_COUNT, id,
			      in->sum[PA_ETHTOOL_TIMEOUTS]);
	if (in->max_speed_mbit)
		pa_moment_put(moment, PA_V_NET_LINK_MAX_BYTES_PER_S, id,
			      in->max_speed_mbit * BYTES_PER_S_OF_MBIT);
	if (in->has_duplex)
		pa_moment_put(moment, PA_V_NET_LINK_FULL_DUPLEX_FLAG, id, in->full_duplex);
	if (in->has_ring && in->ring_rx_count) {
		pa_moment_put(moment, PA_V_NET_RXRING_SIZE_COUNT, id, in->ring_rx_count);
		pa_moment_put(moment, PA_V_NET_RXRING_SIZE_MAX_COUNT, id, in->ring_rx_max_count);
	}
}

static int read_card(struct pa_linux *sys, const struct pa_netns *ns, const struct pa_netif *netif,
		     struct pa_moment *moment)
{
	struct pa_ethtool found;
	char name[sizeof(netif->name)];
	int error;

	memcpy(name, netif->name, sizeof(name));
	error = pa_netns_ask(sys, ns, PA_NETNS_ROUTE, "ethtool", name, ask, name, sys->text);
	if (!error)
		error = pa_ethtool_parse(sys->text->bytes, sys->text->used_bytes, &found);
	if (!error)
		put(&found, netif->instance, moment);
	return error;
}

static int read_one(void *self, struct pa_linux *sys, struct pa_netns *ns, struct pa_moment *moment)
{
	int error = -ENOENT;

	(void)self; /* there is none */
	for (uint32_t i = 0; i < ns->links.count; i++) {
		if (!ns->links.at[i].is_card)
			continue;
		if (!read_card(sys, ns, &ns->links.at[i], moment))
			error = 0;
	}
	return error;
}

static int read_source(void *self, struct pa_linux *sys, struct pa_moment *moment)
{
	return pa_netns_each(sys, moment, "ethtool", read_one, self);
}

const struct pa_source pa_source_ethtool = {
	.name = "ethtool",
	.pass = PA_PASS_RARE,
	.read = read_source,
};
