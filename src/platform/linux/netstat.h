/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The extended TCP counters of /proc/net/netstat of each network namespace. Instance: the
 * namespace. Source: net/ipv4/proc.c, netstat_seq_show().
 */
#ifndef PA_PLATFORM_LINUX_NETSTAT_H
#define PA_PLATFORM_LINUX_NETSTAT_H

struct pa_column;
struct pa_source;

extern const struct pa_source pa_source_netstat;

/* The columns that are taken; the last has no name. */
const struct pa_column *pa_netstat_columns(void);

#endif
