/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Limits of the network that are settings: ip_local_port_range and tcp_max_tw_buckets of each
 * namespace, tcp_mem and udp_mem of the machine. Slow pass.
 */
#ifndef PA_PLATFORM_LINUX_SYSCTL_NET_H
#define PA_PLATFORM_LINUX_SYSCTL_NET_H

#include <stddef.h>
#include <stdint.h>

struct pa_source;

extern const struct pa_source pa_source_sysctl_net;

/*
 * The at-th number (from 0) of a sysctl that holds several.
 * Returns 0 or -EBADMSG (out untouched).
 */
int pa_sysctl_net_parse(const char *text, size_t text_bytes, unsigned int at, uint64_t *out);

#endif
