/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Packet sockets (captures, DHCP clients, LLDP) of each network namespace: by
 * NETLINK_SOCK_DIAG when packet_diag is there already, else by the text of /proc/net/packet,
 * which tells neither limits nor drops. What a socket with a ring (PACKET_RX_RING) holds and
 * drops only its own process can ask for. Recorded as "src/packet_diag/NAME".
 */
#ifndef PA_PLATFORM_LINUX_PACKET_DIAG_H
#define PA_PLATFORM_LINUX_PACKET_DIAG_H

#include <stddef.h>

#include "platform/linux/sock_sums.h"

struct pa_source;

extern const struct pa_source pa_source_packet_diag;

struct pa_packet_sums {
	struct pa_sock_sums sockets;
	uint64_t ring_count; /* of these, with a ring */
	bool has_drops;
};

/*
 * Sum up the answer to a dump (PACKET_SHOW_MEMINFO, PACKET_SHOW_RING_CFG).
 * bytes: size_bytes bytes of whole netlink messages at a multiple of 4.
 * Returns 0; 1 when the kernel had more than fitted; -EBADMSG when bytes are left that are no
 * message. Source: net/packet/diag.c, sk_diag_fill().
 */
int pa_packet_diag_parse(const char *bytes, size_t size_bytes, struct pa_packet_sums *out);

/*
 * The same from the text of /proc/net/packet; limits, drops and rings stay unknown.
 * text: text_bytes bytes, need not end in NUL. Returns 0, or -EBADMSG without its heading.
 * Source: net/packet/af_packet.c, packet_seq_show().
 */
int pa_packet_text_parse(const char *text, size_t text_bytes, struct pa_packet_sums *out);

#endif
