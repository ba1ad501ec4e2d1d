/* SPDX-License-Identifier: Apache-2.0 */
/*
 * TCP and UDP sockets of each network namespace, by NETLINK_SOCK_DIAG; where that is refused
 * or would start a kernel module, by the text of /proc/net/tcp and its kin.
 *
 * Listeners and UDP sockets are asked at each 2nd tick, the latter while there are few; connections
 * at each 4th tick while there are few, as the kernel walks a table sized by the machine's
 * memory (170 µs on a guest with 24 GiB); all of them in slow passes. Where sockstat counts none
 * but the listeners that were found last, only those are asked. Of what was asked the 256
 * sockets that matter most are kept, by queued bytes, retransmits and, of connections that sent
 * of late, the rate at which they deliver (listeners: by queued connections; UDP also by
 * drops). Receive and send buffers are summed up in slow passes, where every socket is asked.
 */
#ifndef PA_PLATFORM_LINUX_INET_DIAG_H
#define PA_PLATFORM_LINUX_INET_DIAG_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "platform/linux/sock_sums.h"

struct pa_source;

extern const struct pa_source pa_source_inet_diag;

/* A socket as the kernel told it. Addresses are in network byte order, of 4 or 16 bytes. */
struct pa_diag_sock {
	bool is_udp;
	uint8_t family; /* AF_INET or AF_INET6 */
	uint8_t state;	/* TCP_ESTABLISHED (1) … TCP_LISTEN (10) */
	uint16_t local_port, peer_port;
	uint8_t local[16], peer[16];
	uint32_t receive_queue, send_queue; /* bytes; listener: waiting and most that may wait */
	uint32_t uid;
	uint64_t inode;
	bool has_drops, has_info;
	uint32_t drops_count;
	bool has_memory; /* sk_meminfo was told */
	struct pa_sk_meminfo memory;
	/* tcp_info, when has_info */
	uint32_t retransmits_count, segments_out_count, rtt_us, min_rtt_us;
	uint32_t idle_ms; /* since it last sent data */
	uint64_t bytes_sent, bytes_received, bytes_acked, bytes_resent;
	uint64_t busy_us, rwnd_limited_us, sndbuf_limited_us;
	uint64_t delivery_bytes_per_s, pacing_bytes_per_s;
};

/*
 * Parse the answer to a sock_diag dump; each() is called for every socket of AF_INET and
 * AF_INET6. tcp_info is read as far as the kernel wrote it: one that ends before
 * sndbuf_limited_us (4.9) is taken as none, bytes_sent (4.19) is 0 where it is missing.
 * bytes: size_bytes bytes of whole netlink messages at a multiple of 4; is_udp is copied.
 * Returns 0; 1 when the kernel had more than fitted; -EBADMSG when bytes are left that are no
 * message. Source: net/ipv4/inet_diag.c, inet_sk_diag_fill(); net/ipv4/tcp.c, tcp_get_info().
 */
int pa_inet_diag_parse(const char *bytes, size_t size_bytes, bool is_udp,
		       void (*each)(void *arg, const struct pa_diag_sock *sock), void *arg);

/*
 * The same from the text of /proc/net/tcp, tcp6, udp or udp6. Has neither tcp_info nor, for
 * TCP, drops. A listener's limit is unknown to that text: send_queue is UINT32_MAX.
 * text: text_bytes bytes, need not end in NUL. Returns 0, or -EBADMSG without a heading.
 * Source: net/ipv4/tcp_ipv4.c, tcp4_seq_show(); net/ipv4/udp.c, udp4_format_sock();
 * net/ipv6/tcp_ipv6.c, get_tcp6_sock().
 */
int pa_inet_text_parse(const char *text, size_t text_bytes, bool is_udp,
		       void (*each)(void *arg, const struct pa_diag_sock *sock), void *arg);

#endif
