/* SPDX-License-Identifier: Apache-2.0 */
#include "platform/linux/snmp.h"

#include <stdlib.h>

#include "base/alloc.h"
#include "base/buf.h"
#include "catalog/values.h"
#include "model/moment.h"
#include "platform/linux/columns.h"
#include "platform/linux/netns.h"
#include "platform/linux/source.h"
#include "platform/platform.h"

enum { ESTABLISHED = 0 }; /* its row in the table below */

static const struct pa_column wanted[] = {
	[ESTABLISHED] = { "Tcp:", "CurrEstab", PA_V_NET_TCP_CONN_ESTABLISHED_COUNT },
	{ "Tcp:", "ActiveOpens", PA_V_NET_TCP_CONN_ACTIVE_OPENS_COUNT },
	{ "Tcp:", "PassiveOpens", PA_V_NET_TCP_CONN_PASSIVE_OPENS_COUNT },
	{ "Tcp:", "AttemptFails", PA_V_NET_TCP_CONN_ATTEMPT_FAILS_COUNT },
	{ "Tcp:", "EstabResets", PA_V_NET_TCP_CONN_RESETS_COUNT },
	{ "Tcp:", "InSegs", PA_V_NET_TCP_RETX_SEGMENTS_IN_COUNT },
	{ "Tcp:", "OutSegs", PA_V_NET_TCP_RETX_SEGMENTS_OUT_COUNT },
	{ "Tcp:", "RetransSegs", PA_V_NET_TCP_RETX_RETRANSMITS_COUNT },
	{ "Tcp:", "InErrs", PA_V_NET_TCP_RETX_IN_ERRORS_COUNT },
	{ "Ip:", "InReceives", PA_V_NET_IP_RECEIVED_COUNT },
	{ "Ip:", "OutRequests", PA_V_NET_IP_SENT_COUNT },
	{ "Ip:", "InDiscards", PA_V_NET_IP_IN_DISCARDS_COUNT },
	{ "Ip:", "OutDiscards", PA_V_NET_IP_OUT_DISCARDS_COUNT },
	{ "Ip:", "InHdrErrors", PA_V_NET_IP_HEADER_ERRORS_COUNT },
	{ "Ip:", "OutNoRoutes", PA_V_NET_IP_NO_ROUTES_COUNT },
	{ "Icmp:", "InMsgs", PA_V_NET_ICMP_RECEIVED_COUNT },
	{ "Icmp:", "InErrors", PA_V_NET_ICMP_ERRORS_COUNT },
	{ "Udp:", "InDatagrams", PA_V_NET_UDP_RECEIVED_COUNT },
	{ "Udp:", "OutDatagrams", PA_V_NET_UDP_SENT_COUNT },
	{ "Udp:", "NoPorts", PA_V_NET_UDP_NO_PORTS_COUNT },
	{ "Udp:", "InErrors", PA_V_NET_UDP_IN_ERRORS_COUNT },
	{ "Udp:", "RcvbufErrors", PA_V_NET_UDP_RCVBUF_ERRORS_COUNT },
	{ "Udp:", "SndbufErrors", PA_V_NET_UDP_SNDBUF_ERRORS_COUNT },
	{ "Udp:", "MemErrors", PA_V_NET_UDP_MEM_ERRORS_COUNT },
	{ "Ip:", "InAddrErrors", PA_V_NET_IP_ADDRESS_ERRORS_COUNT },
	{ "Ip:", "ForwDatagrams", PA_V_NET_IP_FORWARDED_COUNT },
	{ "Ip:", "InUnknownProtos", PA_V_NET_IP_UNKNOWN_PROTOCOLS_COUNT },
	{ "Ip:", "InDelivers", PA_V_NET_IP_DELIVERED_COUNT },
	{ "Ip:", "OutTransmits", PA_V_NET_IP_TRANSMITTED_COUNT },
	{ "Ip:", "ReasmTimeout", PA_V_NET_IP_REASSEMBLY_TIMEOUTS_COUNT },
	{ "Ip:", "ReasmReqds", PA_V_NET_IP_REASSEMBLY_FRAGMENTS_COUNT },
	{ "Ip:", "ReasmOKs", PA_V_NET_IP_REASSEMBLED_COUNT },
	{ "Ip:", "ReasmFails", PA_V_NET_IP_REASSEMBLY_FAILS_COUNT },
	{ "Ip:", "FragOKs", PA_V_NET_IP_FRAGMENTED_COUNT },
	{ "Ip:", "FragFails", PA_V_NET_IP_FRAGMENT_FAILS_COUNT },
	{ "Ip:", "FragCreates", PA_V_NET_IP_FRAGMENTS_COUNT },
	{ "Icmp:", "OutMsgs", PA_V_NET_ICMP_SENT_COUNT },
	{ "Icmp:", "OutErrors", PA_V_NET_ICMP_OUT_ERRORS_COUNT },
	{ "Icmp:", "OutRateLimitGlobal", PA_V_NET_ICMP_LIMITED_COUNT },
	{ "Icmp:", "OutRateLimitHost", PA_V_NET_ICMP_HOST_LIMITED_COUNT },
	{ "Icmp:", "InCsumErrors", PA_V_NET_ICMP_CHECKSUM_ERRORS_COUNT },
	{ "Icmp:", "InDestUnreachs", PA_V_NET_ICMP_IN_UNREACHABLE_COUNT },
	{ "Icmp:", "InTimeExcds", PA_V_NET_ICMP_IN_TIME_EXCEEDED_COUNT },
	{ "Icmp:", "InRedirects", PA_V_NET_ICMP_IN_REDIRECTS_COUNT },
	{ "Icmp:", "InEchos", PA_V_NET_ICMP_IN_ECHO_COUNT },
	{ "Icmp:", "InEchoReps", PA_V_NET_ICMP_IN_ECHO_REPLIES_COUNT },
	{ "Icmp:", "OutDestUnreachs", PA_V_NET_ICMP_OUT_UNREACHABLE_COUNT },
	{ "Icmp:", "OutTimeExcds", PA_V_NET_ICMP_OUT_TIME_EXCEEDED_COUNT },
	{ "Icmp:", "OutRedirects", PA_V_NET_ICMP_OUT_REDIRECTS_COUNT },
	{ "Icmp:", "OutEchos", PA_V_NET_ICMP_OUT_ECHO_COUNT },
	{ "Icmp:", "OutEchoReps", PA_V_NET_ICMP_OUT_ECHO_REPLIES_COUNT },
	{ "Tcp:", "OutRsts", PA_V_NET_TCP_CONN_RESETS_SENT_COUNT },
	{ "Tcp:", "InCsumErrors", PA_V_NET_TCP_RETX_CHECKSUM_ERRORS_COUNT },
	{ "Udp:", "InCsumErrors", PA_V_NET_UDP_CHECKSUM_ERRORS_COUNT },
	{ "Udp:", "IgnoredMulti", PA_V_NET_UDP_IGNORED_MULTICAST_COUNT },
	{ "UdpLite:", "InDatagrams", PA_V_NET_UDP_LITE_RECEIVED_COUNT },
	{ "UdpLite:", "OutDatagrams", PA_V_NET_UDP_LITE_SENT_COUNT },
	{ "UdpLite:", "InErrors", PA_V_NET_UDP_LITE_IN_ERRORS_COUNT },
	{ .name = NULL },
};

_Static_assert(sizeof(wanted) / sizeof(wanted[0]) <= PA_COLUMNS_MAX + 1, "they must fit");

const struct pa_column *pa_snmp_columns(void)
{
	return wanted;
}

static void *open_snmp(struct pa_linux *sys)
{
	struct pa_columns *columns = pa_alloc(sizeof(*columns));

	(void)sys; /* nothing of it is needed */
	pa_columns_init(columns, pa_snmp_columns());
	return columns;
}

static int read_one(void *self, struct pa_linux *sys, struct pa_netns *ns, struct pa_moment *moment)
{
	struct pa_columns *columns = self;
	struct pa_columns_values values;
	int error = pa_netns_read(sys, ns, PA_NETNS_SNMP, sys->text);

	if (!error)
		error = pa_columns_parse_pairs(columns, sys->text->bytes, sys->text->used_bytes,
					       &values);
	if (error)
		return error;
	ns->has_established = values.has[ESTABLISHED];
	ns->established_count = values.value[ESTABLISHED];
	pa_columns_put(columns, &values, moment, ns->id);
	return 0;
}

static int read_snmp(void *self, struct pa_linux *sys, struct pa_moment *moment)
{
	return pa_netns_each(sys, moment, "snmp", read_one, self);
}

static void close_snmp(void *self)
{
	pa_columns_done(self);
	free(self);
}

const struct pa_source pa_source_snmp = {
	.name = "snmp",
	.pass = PA_PASS_SYSTEM,
	.open = open_snmp,
	.read = read_snmp,
	.close = close_snmp,
};
