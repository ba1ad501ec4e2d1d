/* SPDX-License-Identifier: Apache-2.0 */
/*
 * /proc/sys/net/ipv4 of the first network namespace: limits of TCP, UDP and of local ports.
 */
#ifndef PA_PLATFORM_LINUX_SYSCTL_NET_H
#define PA_PLATFORM_LINUX_SYSCTL_NET_H

#include <stddef.h>
#include <stdint.h>

struct pa_source;

extern const struct pa_source pa_source_sysctl_net;

/*
 * How many ports the text of ip_local_port_range ("32768\t60999") holds.
 * Returns 0 and *out_count, or -EBADMSG.
 * Source: net/ipv4/sysctl_net_ipv4.c, ipv4_local_port_range().
 */
int pa_sysctl_net_ports_parse(const char *text, size_t text_bytes, uint64_t *out_count);

#endif
