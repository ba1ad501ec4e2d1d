/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The counters of IPv6, ICMPv6 and UDP over IPv6 of each network namespace: /proc/net/snmp6.
 * What snmp tells of IP, ICMP and UDP is IPv4 only; TCP is counted there for both.
 * Source: net/ipv6/proc.c, snmp6_seq_show().
 */
#ifndef PA_PLATFORM_LINUX_SNMP6_H
#define PA_PLATFORM_LINUX_SNMP6_H

struct pa_source;

extern const struct pa_source pa_source_snmp6;

#endif
