/* SPDX-License-Identifier: Apache-2.0 */
#include <errno.h>
#include <linux/if_link.h>
#include <linux/netlink.h>
#include <linux/rtnetlink.h>
#include <net/if.h>
#include <string.h>

#include "platform/linux/link.h"
#include "platform/linux/nl.h"

enum { LOWER_UP = 1 << 16 }; /* IFF_LOWER_UP, which net/if.h lacks */

static void copy_name(char *out, size_t out_bytes, const struct pa_nl_attr *attr)
{
	(void)pa_nl_attr_get(attr, out, out_bytes);
	out[out_bytes - 1] = '\0';
}

/* By our header's layout, which the kernel only ever appends to; what an older one lacks is 0. */
static void take_stats(const struct pa_nl_attr *attr, struct pa_link *out)
{
	const size_t least = offsetof(struct rtnl_link_stats64, tx_compressed) + sizeof(__u64);
	struct rtnl_link_stats64 stats;

	if (pa_nl_attr_get(attr, &stats, sizeof(stats)) < least)
		return;
	out->has_stats = true;
	out->rx_bytes = stats.rx_bytes;
	out->tx_bytes = stats.tx_bytes;
	out->rx_errors_count = stats.rx_errors;
	out->tx_errors_count = stats.tx_errors;
	out->rx_drops_count = stats.rx_dropped;
	out->tx_drops_count = stats.tx_dropped;
	out->length_errors_count = stats.rx_length_errors;
	out->over_count = stats.rx_over_errors;
	out->fifo_count = stats.rx_fifo_errors;
	out->missed_count = stats.rx_missed_errors;
	out->unwanted_count = stats.rx_nohandler;
}

static void take_port(const struct pa_nl_attr *data, struct pa_link *out)
{
	struct pa_nl_walk walk;
	struct pa_nl_attr attr;

	if (strcmp(out->port_kind, "bond") != 0)
		return;
	pa_nl_attrs_in(data, &walk);
	while (pa_nl_attr_next(&walk, &attr))
		if (attr.type == IFLA_BOND_SLAVE_LINK_FAILURE_COUNT)
			out->has_failures = pa_nl_attr_u32(&attr, &out->failures_count);
}

static void take_info(const struct pa_nl_attr *info, struct pa_link *out)
{
	struct pa_nl_attr attr, data = { 0 };
	struct pa_nl_walk walk;

	pa_nl_attrs_in(info, &walk);
	while (pa_nl_attr_next(&walk, &attr)) {
		if (attr.type == IFLA_INFO_KIND)
			copy_name(out->kind, sizeof(out->kind), &attr);
		else if (attr.type == IFLA_INFO_SLAVE_KIND)
			copy_name(out->port_kind, sizeof(out->port_kind), &attr);
		else if (attr.type == IFLA_INFO_SLAVE_DATA)
			data = attr;
	}
	if (data.at)
		take_port(&data, out);
}

static void take_xdp(const struct pa_nl_attr *xdp, struct pa_link *out)
{
	struct pa_nl_walk walk;
	struct pa_nl_attr attr;

	pa_nl_attrs_in(xdp, &walk);
	while (pa_nl_attr_next(&walk, &attr))
		if (attr.type == IFLA_XDP_ATTACHED && attr.bytes)
			out->has_xdp = *attr.at != XDP_ATTACHED_NONE;
}

static void take_attr(const struct pa_nl_attr *attr, struct pa_link *out)
{
	switch (attr->type) {
	case IFLA_IFNAME:
		copy_name(out->name, sizeof(out->name), attr);
		break;
	case IFLA_QDISC:
		copy_name(out->qdisc, sizeof(out->qdisc), attr);
		break;
	case IFLA_MASTER:
		(void)pa_nl_attr_u32(attr, &out->master_index);
		break;
	case IFLA_LINKINFO:
		take_info(attr, out);
		break;
	case IFLA_STATS64:
		take_stats(attr, out);
		break;
	case IFLA_XDP:
		take_xdp(attr, out);
		break;
	case IFLA_CARRIER_DOWN_COUNT:
		out->has_downs = pa_nl_attr_u32(attr, &out->down_count);
		break;
	case IFLA_PARENT_DEV_NAME:
		copy_name(out->parent, sizeof(out->parent), attr);
		break;
	case IFLA_PARENT_DEV_BUS_NAME:
		copy_name(out->parent_bus, sizeof(out->parent_bus), attr);
		break;
	default:
		break;
	}
}

bool pa_link_is_card(const struct pa_link *link)
{
	return !link->kind[0] && !link->is_loopback;
}

int pa_link_parse(const char *bytes, size_t size_bytes,
		  void (*each)(void *arg, const struct pa_link *link), void *arg)
{
	struct pa_nl_walk walk, attrs;
	struct ifinfomsg head;
	struct pa_nl_attr attr;
	struct pa_link link;
	struct pa_nl_msg msg;

	pa_nl_walk_init(&walk, bytes, size_bytes);
	while (pa_nl_msg_next(&walk, &msg)) {
		if (msg.type != RTM_NEWLINK || !pa_nl_attrs_of(&msg, sizeof(head), &attrs))
			continue;
		memcpy(&head, msg.body, sizeof(head));
		link = (struct pa_link){
			.index = (uint32_t)head.ifi_index,
			.is_loopback = head.ifi_flags & IFF_LOOPBACK,
			.is_up = head.ifi_flags & LOWER_UP,
		};
		while (pa_nl_attr_next(&attrs, &attr))
			take_attr(&attr, &link);
		if (link.name[0] && !strchr(link.name, '/'))
			each(arg, &link);
	}
	return walk.at == walk.end ? 0 : -EBADMSG;
}
