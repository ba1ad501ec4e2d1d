/* SPDX-License-Identifier: Apache-2.0 */
#include "platform/linux/tls_stat.h"

#include <stdlib.h>

#include "catalog/values.h"
#include "platform/linux/netns_keyed.h"
#include "platform/linux/source.h"
#include "platform/platform.h"

static const struct pa_keyed_row rows[] = {
	{ "TlsCurrTxSw", PA_V_NET_XFRM_TLS_SESSIONS_COUNT },
	{ "TlsCurrRxSw", PA_V_NET_XFRM_TLS_SESSIONS_COUNT },
	{ "TlsCurrTxDevice", PA_V_NET_XFRM_TLS_SESSIONS_COUNT },
	{ "TlsCurrRxDevice", PA_V_NET_XFRM_TLS_SESSIONS_COUNT },
	{ "TlsDecryptError", PA_V_NET_XFRM_TLS_DECRYPT_ERRORS_COUNT },
	{ "TlsDecryptRetry", PA_V_NET_XFRM_TLS_RETRIES_COUNT },
};

static const struct pa_keyed_table table = { rows, sizeof(rows) / sizeof(rows[0]) };

static void *open_source(struct pa_linux *sys)
{
	(void)sys; /* nothing of it is needed */
	return pa_netns_keyed_new(pa_source_tls_stat.name, PA_NETNS_TLS_STAT, &table);
}

static int read_source(void *self, struct pa_linux *sys, struct pa_moment *moment)
{
	return pa_netns_keyed_read(self, sys, moment);
}

const struct pa_source pa_source_tls_stat = {
	.name = "tls_stat",
	.pass = PA_PASS_SLOW,
	.open = open_source,
	.read = read_source,
	.close = free,
};
