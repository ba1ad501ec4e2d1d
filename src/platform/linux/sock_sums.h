/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the receive buffers of a family of sockets hold and refused, summed up, from sk_meminfo
 * of a sock_diag answer or from the text of /proc/net.
 */
#ifndef PA_PLATFORM_LINUX_SOCK_SUMS_H
#define PA_PLATFORM_LINUX_SOCK_SUMS_H

#include <stdbool.h>
#include <stdint.h>

struct pa_nl_attr;

/* The numbers of struct sk_meminfo that are wanted. Source: net/core/sock.c, sk_get_meminfo(). */
struct pa_sk_meminfo {
	uint32_t receive_bytes, receive_limit_bytes; /* SK_MEMINFO_RMEM_ALLOC, RCVBUF */
	uint32_t send_bytes, send_limit_bytes;	     /* SK_MEMINFO_WMEM_QUEUED, SNDBUF */
	uint32_t drops_count;
};

/* False when the attribute is shorter than nine numbers; out is then untouched. */
bool pa_sk_meminfo_get(const struct pa_nl_attr *attr, struct pa_sk_meminfo *out);

/* All zero is none. */
struct pa_sock_sums {
	uint64_t count;
	uint64_t queued_bytes, send_bytes;
	uint64_t drops_count;
	uint64_t full_count; /* whose buffer holds as much as it may */
	/* The fullest by share of its limit; limit 0: none told its limit. */
	uint64_t fullest_bytes, fullest_limit_bytes;
};

void pa_sock_sums_add(struct pa_sock_sums *sums, const struct pa_sk_meminfo *sock);

#endif
