/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One socket as sock_diag (or /proc/net) told it at one moment: only those that can matter to
 * a verdict (listeners, sockets with queued bytes or losses), not every idle connection.
 */
#ifndef PA_MODEL_SOCK_H
#define PA_MODEL_SOCK_H

#include <stdint.h>

enum pa_sock_kind { PA_SOCK_TCP, PA_SOCK_TCP_LISTEN, PA_SOCK_UDP };

enum pa_sock_has {
	PA_SOCK_HAS_TCP_INFO = 1 << 0, /* retransmits … rtt_us */
	PA_SOCK_HAS_DROPS = 1 << 1,    /* drops */
};

struct pa_sock {
	uint64_t inode; /* as in /proc/PID/fd; 0 when no process holds it */
	uint32_t netns; /* name id, 0 is the first */
	uint8_t kind;	/* enum pa_sock_kind */
	uint8_t tcp_state;
	uint8_t family; /* AF_INET or AF_INET6 */
	uint8_t has;	/* enum pa_sock_has */
	uint16_t local_port, peer_port;
	uint32_t local, peer; /* name ids of the addresses as text */
	uint32_t uid;
	uint32_t receive_queue; /* listener: connections waiting for accept; else bytes */
	uint32_t send_queue;	/* listener: longest that queue may be; else bytes */
	uint64_t drops;		/* datagrams or segments this socket refused, since it began */
	uint32_t retransmits;	/* segments sent again, since it began */
	uint64_t segments_out;
	uint64_t bytes_sent, bytes_received, bytes_acked, bytes_resent;
	uint64_t busy_us, rwnd_limited_us, sndbuf_limited_us; /* tcp_info chrono */
	uint32_t rtt_us, min_rtt_us;
	uint64_t delivery_bytes_per_s, pacing_bytes_per_s;
};

#endif
