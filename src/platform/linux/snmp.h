/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The protocol counters of /proc/net/snmp of each network namespace. Instance: the namespace.
 * Source: net/ipv4/proc.c, snmp_seq_show().
 */
#ifndef PA_PLATFORM_LINUX_SNMP_H
#define PA_PLATFORM_LINUX_SNMP_H

struct pa_column;
struct pa_source;

extern const struct pa_source pa_source_snmp;

/* The columns that are taken; the last has no name. */
const struct pa_column *pa_snmp_columns(void);

#endif
