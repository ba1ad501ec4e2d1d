/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Netlink sockets of each network namespace: by NETLINK_SOCK_DIAG when netlink_diag is there
 * already, else by the text of /proc/net/netlink, which does not tell how much one may hold.
 * Sockets of the kernel itself have no buffer of their own and are left out; what a dump that
 * is under way queued does not count, as it waits for its reader by design.
 * Recorded as "src/netlink_diag/NAME".
 */
#ifndef PA_PLATFORM_LINUX_NETLINK_DIAG_H
#define PA_PLATFORM_LINUX_NETLINK_DIAG_H

#include <stddef.h>

#include "platform/linux/sock_sums.h"

struct pa_source;

extern const struct pa_source pa_source_netlink_diag;

/*
 * Sum up the answer to a dump of all protocols (NDIAG_SHOW_MEMINFO, NDIAG_SHOW_FLAGS).
 * bytes: size_bytes bytes of whole netlink messages at a multiple of 4.
 * Returns 0; 1 when the kernel had more than fitted; -EBADMSG when bytes are left that are no
 * message. Source: net/netlink/diag.c, sk_diag_fill().
 */
int pa_netlink_diag_parse(const char *bytes, size_t size_bytes, struct pa_sock_sums *out);

/*
 * The same from the text of /proc/net/netlink; limits stay unknown.
 * text: text_bytes bytes, need not end in NUL. Returns 0, or -EBADMSG without its heading.
 * Source: net/netlink/af_netlink.c, netlink_native_seq_show().
 */
int pa_netlink_text_parse(const char *text, size_t text_bytes, struct pa_sock_sums *out);

#endif
