/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The interfaces of each network namespace: /proc/net/dev. Instance: "eth0" in the first
 * namespace, "netns:NAME/eth0" in another. An interface through which nothing ever went is
 * left out, lo is not.
 */
#ifndef PA_PLATFORM_LINUX_NET_DEV_H
#define PA_PLATFORM_LINUX_NET_DEV_H

#include <stddef.h>
#include <stdint.h>

struct pa_source;

/* The columns of the file, in its order. */
enum pa_net_dev_column {
	PA_NET_DEV_RX_BYTES,
	PA_NET_DEV_RX_PACKETS,
	PA_NET_DEV_RX_ERRORS,
	PA_NET_DEV_RX_DROPS,
	PA_NET_DEV_RX_FIFO,
	PA_NET_DEV_RX_FRAME,
	PA_NET_DEV_RX_COMPRESSED,
	PA_NET_DEV_RX_MULTICAST,
	PA_NET_DEV_TX_BYTES,
	PA_NET_DEV_TX_PACKETS,
	PA_NET_DEV_TX_ERRORS,
	PA_NET_DEV_TX_DROPS,
	PA_NET_DEV_TX_FIFO,
	PA_NET_DEV_TX_COLLISIONS,
	PA_NET_DEV_TX_CARRIER,
	PA_NET_DEV_TX_COMPRESSED,
	PA_NET_DEV_COLUMNS
};

/* A line of it. name is borrowed and does not end in NUL. */
struct pa_net_dev {
	const char *name;
	size_t name_bytes;
	uint64_t value[PA_NET_DEV_COLUMNS];
};

extern const struct pa_source pa_source_net_dev;

/*
 * Parse the text of one /proc/net/dev; each() is called for every interface.
 * text: text_bytes bytes, need not end in NUL. A line that is cut short is skipped.
 * Returns 0, or -EBADMSG when no line names an interface.
 * Source: net/core/net-procfs.c, dev_seq_printf_stats().
 */
int pa_net_dev_parse(const char *text, size_t text_bytes,
		     void (*each)(void *arg, const struct pa_net_dev *dev), void *arg);

#endif
