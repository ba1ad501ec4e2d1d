/* SPDX-License-Identifier: Apache-2.0 */
#include "platform/linux/snmp6.h"

#include <stdlib.h>

#include "catalog/values.h"
#include "platform/linux/netns_keyed.h"
#include "platform/linux/source.h"
#include "platform/platform.h"

static const struct pa_keyed_row rows[] = {
	{ "Ip6InReceives", PA_V_NET_IP6_RECEIVED_COUNT },
	{ "Ip6InHdrErrors", PA_V_NET_IP6_HEADER_ERRORS_COUNT },
	{ "Ip6InTooBigErrors", PA_V_NET_IP6_TOO_BIG_COUNT },
	{ "Ip6InNoRoutes", PA_V_NET_IP6_IN_NO_ROUTES_COUNT },
	{ "Ip6InAddrErrors", PA_V_NET_IP6_ADDRESS_ERRORS_COUNT },
	{ "Ip6InDiscards", PA_V_NET_IP6_IN_DISCARDS_COUNT },
	{ "Ip6InDelivers", PA_V_NET_IP6_DELIVERED_COUNT },
	{ "Ip6OutForwDatagrams", PA_V_NET_IP6_FORWARDED_COUNT },
	{ "Ip6OutRequests", PA_V_NET_IP6_SENT_COUNT },
	{ "Ip6OutDiscards", PA_V_NET_IP6_OUT_DISCARDS_COUNT },
	{ "Ip6OutNoRoutes", PA_V_NET_IP6_NO_ROUTES_COUNT },
	{ "Ip6ReasmTimeout", PA_V_NET_IP6_REASSEMBLY_TIMEOUTS_COUNT },
	{ "Ip6ReasmFails", PA_V_NET_IP6_REASSEMBLY_FAILS_COUNT },
	{ "Ip6InOctets", PA_V_NET_IP6_IN_BYTES },
	{ "Ip6OutOctets", PA_V_NET_IP6_OUT_BYTES },
	{ "Ip6InNoECTPkts", PA_V_NET_IP6_ECN_NONE_COUNT },
	{ "Ip6InECT1Pkts", PA_V_NET_IP6_ECN_1_COUNT },
	{ "Ip6InECT0Pkts", PA_V_NET_IP6_ECN_0_COUNT },
	{ "Ip6InCEPkts", PA_V_NET_IP6_ECN_MARKED_COUNT },
	{ "Icmp6InMsgs", PA_V_NET_ICMP_RECEIVED6_COUNT },
	{ "Icmp6InErrors", PA_V_NET_ICMP_ERRORS6_COUNT },
	{ "Icmp6OutMsgs", PA_V_NET_ICMP_SENT6_COUNT },
	{ "Icmp6OutRateLimitHost", PA_V_NET_ICMP_HOST_LIMITED6_COUNT },
	{ "Udp6InDatagrams", PA_V_NET_UDP_RECEIVED6_COUNT },
	{ "Udp6NoPorts", PA_V_NET_UDP_NO_PORTS6_COUNT },
	{ "Udp6InErrors", PA_V_NET_UDP_IN_ERRORS6_COUNT },
	{ "Udp6OutDatagrams", PA_V_NET_UDP_SENT6_COUNT },
	{ "Udp6RcvbufErrors", PA_V_NET_UDP_RCVBUF_ERRORS6_COUNT },
	{ "Udp6SndbufErrors", PA_V_NET_UDP_SNDBUF_ERRORS6_COUNT },
	{ "Udp6MemErrors", PA_V_NET_UDP_MEM_ERRORS6_COUNT },
};

static const struct pa_keyed_table table = { rows, sizeof(rows) / sizeof(rows[0]) };

static void *open_source(struct pa_linux *sys)
{
	(void)sys; /* nothing of it is needed */
	return pa_netns_keyed_new(pa_source_snmp6.name, PA_NETNS_SNMP6, &table);
}

static int read_source(void *self, struct pa_linux *sys, struct pa_moment *moment)
{
	return pa_netns_keyed_read(self, sys, moment);
}

const struct pa_source pa_source_snmp6 = {
	.name = "snmp6",
	.pass = PA_PASS_SLOW,
	.open = open_source,
	.read = read_source,
	.close = free,
};
