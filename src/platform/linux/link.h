/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The interfaces of each network namespace by RTM_GETLINK: which are of a driver, what their
 * receive rings lost, which are ports of a bond or team, of one adapter, and which run XDP.
 * Instances: "eth0"; a port of a bond "bond0/eth0"; an adapter is its PCI slot "0000:3b:00"
 * or the device's name "virtio0"; each behind "netns:NAME/" outside the first namespace.
 * Recorded as "src/link/NAME".
 */
#ifndef PA_PLATFORM_LINUX_LINK_H
#define PA_PLATFORM_LINUX_LINK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct pa_linux;
struct pa_names;
struct pa_netns;
struct pa_source;

extern const struct pa_source pa_source_link;

enum { PA_LINK_NAME_BYTES = 16, PA_LINK_PARENT_BYTES = 64 };

/* Texts are NUL-terminated and empty when not told. */
struct pa_link {
	uint32_t index;
	uint32_t master_index; /* 0: it is no port of another */
	char name[PA_LINK_NAME_BYTES];
	char kind[PA_LINK_NAME_BYTES];	    /* "veth"; a driver's own interface has none */
	char port_kind[PA_LINK_NAME_BYTES]; /* of what it is a port: "bond" */
	char qdisc[PA_LINK_NAME_BYTES];
	char parent[PA_LINK_PARENT_BYTES]; /* "0000:3b:00.0" (5.14) */
	char parent_bus[PA_LINK_NAME_BYTES];
	bool is_loopback;
	bool is_up;	   /* by IFF_LOWER_UP: it has a link */
	bool has_xdp;	   /* a program is attached */
	bool has_downs;	   /* down_count was told (4.16) */
	bool has_failures; /* the next was told: a port of a bond */
	bool has_stats;	   /* the counters below were told */
	uint32_t down_count, failures_count;
	uint64_t rx_bytes, tx_bytes, rx_errors_count, tx_errors_count;
	uint64_t rx_drops_count, tx_drops_count;
	uint64_t length_errors_count, over_count, fifo_count, missed_count, unwanted_count;
};

/* Is it the interface of a driver rather than one the kernel made up? */
bool pa_link_is_card(const struct pa_link *link);

/*
 * Parse the answer to RTM_GETLINK; each() is called for every interface that has a name.
 * bytes: size_bytes bytes of whole netlink messages at a multiple of 4.
 * Returns 0, or -EBADMSG when bytes are left that are no message.
 * Source: net/core/rtnetlink.c, rtnl_fill_ifinfo(); drivers/net/bonding/bond_netlink.c,
 * bond_fill_slave_info(); include/uapi/linux/if_link.h, struct rtnl_link_stats64.
 */
int pa_link_parse(const char *bytes, size_t size_bytes,
		  void (*each)(void *arg, const struct pa_link *link), void *arg);

/*
 * The name id of the adapter of a device, as in the first namespace: the last component of its
 * path (path_bytes bytes), functions of a PCI card together: "…/0000:3b:00.1" is "0000:3b:00".
 */
uint32_t pa_link_adapter(struct pa_names *names, const char *path, size_t path_bytes);

/*
 * Ask for the interfaces of a namespace, and keep them as ns->links. each may be NULL.
 * Returns 0 or a negative errno; ns->links is then empty.
 */
int pa_link_list(const struct pa_linux *sys, struct pa_netns *ns,
		 void (*each)(void *arg, const struct pa_link *link), void *arg);

#endif
