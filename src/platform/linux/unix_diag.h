/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Listening Unix sockets of each network namespace, by NETLINK_SOCK_DIAG, when unix_diag is
 * there already: connections that wait against the most that may. Names are not asked.
 * Recorded as "src/unix_diag/NAME".
 */
#ifndef PA_PLATFORM_LINUX_UNIX_DIAG_H
#define PA_PLATFORM_LINUX_UNIX_DIAG_H

#include <stddef.h>
#include <stdint.h>

struct pa_source;

extern const struct pa_source pa_source_unix_diag;

struct pa_unix_listeners {
	uint64_t count;
	uint64_t full_count;	/* whose queue takes no more */
	uint64_t fullest_count; /* waiting at the fullest one, by share of its limit */
	uint64_t fullest_limit_count;
};

/*
 * Sum up the answer to a dump of listening sockets (UDIAG_SHOW_RQLEN).
 * bytes: size_bytes bytes of whole netlink messages at a multiple of 4.
 * Returns 0; 1 when the kernel had more than fitted; -EBADMSG when bytes are left that are no
 * message. out is written in any case, as far as it came.
 * Source: net/unix/diag.c, sk_diag_show_rqlen(); net/unix/af_unix.c, unix_recvq_full().
 */
int pa_unix_diag_parse(const char *bytes, size_t size_bytes, struct pa_unix_listeners *out);

#endif
