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
	ns->has_established = values.found & 1U << ESTABLISHED;
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
