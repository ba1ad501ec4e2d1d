/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Limits of the network that are settings: ip_local_port_range and tcp_max_tw_buckets of each
 * network namespace, tcp_mem and udp_mem of the machine. Slow pass.
 */
#ifndef PA_PLATFORM_LINUX_SYSCTL_NET_H
#define PA_PLATFORM_LINUX_SYSCTL_NET_H

struct pa_source;

extern const struct pa_source pa_source_sysctl_net;

#endif
