/* SPDX-License-Identifier: Apache-2.0 */
#include "analyze/since.h"

#include <stddef.h>

#include "catalog/values.h"

/* The counter that a measured value is made of. Those that always grow are not here. */
struct origin {
	uint16_t measure, counter;
};

static const struct origin origins[] = {
	{ PA_V_CG_CPU_THROTTLED_RATIO, PA_V_CG_CPU_THROTTLED_COUNT },
	{ PA_V_CG_PIDS_REFUSED_PER_S, PA_V_CG_PIDS_REFUSED_COUNT },
	{ PA_V_FS_JBD2_REQUESTED_PER_S, PA_V_FS_JBD2_REQUESTED_COUNT },
	{ PA_V_BLK_DEV_ERRORS_PER_S, PA_V_BLK_DEV_REQUEST_ERRORS_COUNT },
	{ PA_V_BLK_DEV_QUEUE_COUNT, PA_V_BLK_DEV_WEIGHTED_MS },
	{ PA_V_BLK_DEV_SERVICE_MS, PA_V_BLK_DEV_BUSY_MS },
	{ PA_V_MEM_CAP_OOM_KILLS_PER_S, PA_V_MEM_CAP_OOM_KILLS_COUNT },
	{ PA_V_MEM_SWAP_IN_PER_S, PA_V_MEM_SWAP_IN_PAGES },
	{ PA_V_MEM_THRASH_REFAULT_FILE_PER_S, PA_V_MEM_THRASH_REFAULT_FILE_PAGES },
	{ PA_V_CG_MEM_REFAULTS_PER_S, PA_V_CG_MEM_REFAULT_FILE_PAGES },
	{ PA_V_NET_CONNTRACK_DROPS_PER_S, PA_V_NET_CONNTRACK_DROPS_COUNT },
	{ PA_V_NET_QDISC_OVERLIMITS_PER_S, PA_V_NET_QDISC_OVERLIMITS_COUNT },
	{ PA_V_NET_SOFTNET_DROPPED_PER_S, PA_V_NET_SOFTNET_DROPPED_COUNT },
	{ PA_V_NET_TCP_LISTEN_OVERFLOWS_PER_S, PA_V_NET_TCP_LISTEN_OVERFLOWS_COUNT },
	{ PA_V_NET_TCP_MEM_PRUNES_PER_S, PA_V_NET_TCP_MEM_PRUNES_COUNT },
	{ PA_V_NET_TCP_RETX_RETRANSMIT_RATIO, PA_V_NET_TCP_RETX_RETRANSMITS_COUNT },
	{ PA_V_NET_UDP_RCVBUF_ERRORS_PER_S, PA_V_NET_UDP_RCVBUF_ERRORS_COUNT },
};

uint64_t pa_since(const struct pa_case *c, uint16_t measure, uint32_t instance)
{
	const struct pa_window *w = c->window;

	for (size_t i = 0; i < sizeof(origins) / sizeof(origins[0]); i++) {
		const struct pa_series *s;

		if (origins[i].measure != measure)
			continue;
		s = pa_window_find(w, origins[i].counter, instance);
		if (!s || !s->quiet_until_ns || s->rise_ns < w->first_mono_ns)
			return 0;
		return w->first_real_ns + (s->rise_ns - w->first_mono_ns);
	}
	return 0;
}
