/* SPDX-License-Identifier: Apache-2.0 */
#include "platform/linux/netstat.h"

#include <stdlib.h>

#include "base/alloc.h"
#include "base/buf.h"
#include "catalog/values.h"
#include "model/moment.h"
#include "platform/linux/columns.h"
#include "platform/linux/netns.h"
#include "platform/linux/source.h"
#include "platform/platform.h"

static const struct pa_column wanted[] = {
	{ "TcpExt:", "ListenOverflows", PA_V_NET_TCP_LISTEN_OVERFLOWS_COUNT },
	{ "TcpExt:", "ListenDrops", PA_V_NET_TCP_LISTEN_DROPS_COUNT },
	{ "TcpExt:", "TCPReqQFullDrop", PA_V_NET_TCP_CONN_SYN_QUEUE_DROPS_COUNT },
	{ "TcpExt:", "SyncookiesSent", PA_V_NET_TCP_CONN_SYN_COOKIES_COUNT },
	{ "TcpExt:", "TCPSynRetrans", PA_V_NET_TCP_CONN_SYN_RETRANSMITS_COUNT },
	{ "TcpExt:", "TCPTimeouts", PA_V_NET_TCP_RETX_TIMEOUTS_COUNT },
	{ "TcpExt:", "TCPLostRetransmit", PA_V_NET_TCP_RETX_LOST_RETRANSMITS_COUNT },
	{ "TcpExt:", "TCPFastRetrans", PA_V_NET_TCP_RETX_FAST_COUNT },
	{ "TcpExt:", "TCPRetransFail", PA_V_NET_TCP_RETX_FAILED_COUNT },
	{ "TcpExt:", "TCPRcvQDrop", PA_V_NET_TCP_RETX_RECEIVE_QUEUE_DROPS_COUNT },
	{ "TcpExt:", "TCPBacklogDrop", PA_V_NET_TCP_MEM_BACKLOG_DROPS_COUNT },
	{ "TcpExt:", "TCPMemoryPressures", PA_V_NET_TCP_MEM_PRESSURES_COUNT },
	{ "TcpExt:", "PruneCalled", PA_V_NET_TCP_MEM_PRUNES_COUNT },
	{ "TcpExt:", "TCPRcvCollapsed", PA_V_NET_TCP_MEM_COLLAPSED_COUNT },
	{ "TcpExt:", "TCPOFODrop", PA_V_NET_TCP_MEM_OUT_OF_ORDER_DROPS_COUNT },
	{ "TcpExt:", "TCPAbortOnMemory", PA_V_NET_TCP_MEM_ABORTS_COUNT },
	{ "TcpExt:", "TCPTimeWaitOverflow", PA_V_NET_TCP_TW_OVERFLOWS_COUNT },
	{ "TcpExt:", "TCPToZeroWindowAdv", PA_V_NET_TCP_LIMIT_ZERO_WINDOW_COUNT },
	{ "TcpExt:", "TCPAbortOnTimeout", PA_V_NET_TCP_CONN_TIMEOUT_ABORTS_COUNT },
	{ .name = NULL },
};

_Static_assert(sizeof(wanted) / sizeof(wanted[0]) <= PA_COLUMNS_MAX + 1, "they must fit");

const struct pa_column *pa_netstat_columns(void)
{
	return wanted;
}

static void *open_netstat(struct pa_linux *sys)
{
	struct pa_columns *columns = pa_alloc(sizeof(*columns));

	(void)sys; /* nothing of it is needed */
	pa_columns_init(columns, pa_netstat_columns());
	return columns;
}

static int read_one(void *self, struct pa_linux *sys, struct pa_netns *ns, struct pa_moment *moment)
{
	struct pa_columns *columns = self;
	struct pa_columns_values values;
	int error = pa_netns_read(sys, ns, PA_NETNS_NETSTAT, sys->text);

	if (!error)
		error = pa_columns_parse_pairs(columns, sys->text->bytes, sys->text->used_bytes,
					       &values);
	if (error)
		return error;
	pa_columns_put(columns, &values, moment, ns->id);
	return 0;
}

static int read_netstat(void *self, struct pa_linux *sys, struct pa_moment *moment)
{
	return pa_netns_each(sys, moment, "netstat", read_one, self);
}

static void close_netstat(void *self)
{
	pa_columns_done(self);
	free(self);
}

const struct pa_source pa_source_netstat = {
	.name = "netstat",
	.pass = PA_PASS_SYSTEM,
	.open = open_netstat,
	.read = read_netstat,
	.close = close_netstat,
};
