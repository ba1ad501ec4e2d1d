/* SPDX-License-Identifier: Apache-2.0 */
#include "platform/linux/xfrm_stat.h"

#include <stdlib.h>

#include "catalog/values.h"
#include "platform/linux/netns_keyed.h"
#include "platform/linux/source.h"
#include "platform/platform.h"

static const struct pa_keyed_row rows[] = {
	{ "XfrmInError", PA_V_NET_XFRM_IN_ERRORS_COUNT },
	{ "XfrmInBufferError", PA_V_NET_XFRM_IN_ERRORS_COUNT },
	{ "XfrmInHdrError", PA_V_NET_XFRM_IN_ERRORS_COUNT },
	{ "XfrmInNoStates", PA_V_NET_XFRM_IN_ERRORS_COUNT },
	{ "XfrmInStateProtoError", PA_V_NET_XFRM_IN_ERRORS_COUNT },
	{ "XfrmInStateModeError", PA_V_NET_XFRM_IN_ERRORS_COUNT },
	{ "XfrmInStateSeqError", PA_V_NET_XFRM_IN_ERRORS_COUNT },
	{ "XfrmInStateExpired", PA_V_NET_XFRM_IN_ERRORS_COUNT },
	{ "XfrmInStateMismatch", PA_V_NET_XFRM_IN_ERRORS_COUNT },
	{ "XfrmInStateInvalid", PA_V_NET_XFRM_IN_ERRORS_COUNT },
	{ "XfrmInTmplMismatch", PA_V_NET_XFRM_IN_ERRORS_COUNT },
	{ "XfrmInNoPols", PA_V_NET_XFRM_IN_ERRORS_COUNT },
	{ "XfrmInPolBlock", PA_V_NET_XFRM_IN_ERRORS_COUNT },
	{ "XfrmInPolError", PA_V_NET_XFRM_IN_ERRORS_COUNT },
	{ "XfrmFwdHdrError", PA_V_NET_XFRM_IN_ERRORS_COUNT },
	{ "XfrmAcquireError", PA_V_NET_XFRM_IN_ERRORS_COUNT },
	{ "XfrmInStateDirError", PA_V_NET_XFRM_IN_ERRORS_COUNT },
	{ "XfrmInIptfsError", PA_V_NET_XFRM_IN_ERRORS_COUNT },
	{ "XfrmOutError", PA_V_NET_XFRM_OUT_ERRORS_COUNT },
	{ "XfrmOutBundleGenError", PA_V_NET_XFRM_OUT_ERRORS_COUNT },
	{ "XfrmOutBundleCheckError", PA_V_NET_XFRM_OUT_ERRORS_COUNT },
	{ "XfrmOutNoStates", PA_V_NET_XFRM_OUT_ERRORS_COUNT },
	{ "XfrmOutStateProtoError", PA_V_NET_XFRM_OUT_ERRORS_COUNT },
	{ "XfrmOutStateModeError", PA_V_NET_XFRM_OUT_ERRORS_COUNT },
	{ "XfrmOutStateSeqError", PA_V_NET_XFRM_OUT_ERRORS_COUNT },
	{ "XfrmOutStateExpired", PA_V_NET_XFRM_OUT_ERRORS_COUNT },
	{ "XfrmOutPolBlock", PA_V_NET_XFRM_OUT_ERRORS_COUNT },
	{ "XfrmOutPolDead", PA_V_NET_XFRM_OUT_ERRORS_COUNT },
	{ "XfrmOutPolError", PA_V_NET_XFRM_OUT_ERRORS_COUNT },
	{ "XfrmOutStateInvalid", PA_V_NET_XFRM_OUT_ERRORS_COUNT },
	{ "XfrmOutStateDirError", PA_V_NET_XFRM_OUT_ERRORS_COUNT },
	{ "XfrmOutNoQueueSpace", PA_V_NET_XFRM_OUT_ERRORS_COUNT },
};

static const struct pa_keyed_table table = { rows, sizeof(rows) / sizeof(rows[0]) };

static void *open_source(struct pa_linux *sys)
{
	(void)sys; /* nothing of it is needed */
	return pa_netns_keyed_new(pa_source_xfrm_stat.name, PA_NETNS_XFRM_STAT, &table);
}

static int read_source(void *self, struct pa_linux *sys, struct pa_moment *moment)
{
	return pa_netns_keyed_read(self, sys, moment);
}

const struct pa_source pa_source_xfrm_stat = {
	.name = "xfrm_stat",
	.pass = PA_PASS_SLOW,
	.open = open_source,
	.read = read_source,
	.close = free,
};
