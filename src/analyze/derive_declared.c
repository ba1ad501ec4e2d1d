/* SPDX-License-Identifier: Apache-2.0 */
/* Use of capacities that users declared. */
#include "analyze/derive.h"
#include "analyze/netns.h"
#include "base/names.h"
#include "catalog/values.h"

/* Raise *ratio to value / limit; both must be known, and a limit of 0 is none. */
static bool raise_to(const struct pa_case *c, uint16_t limit, uint32_t instance, double value,
		     double *ratio)
{
	double most;

	if (!pa_window_last(c->window, limit, instance, &most) || most <= 0)
		return false;
	if (value / most > *ratio)
		*ratio = value / most;
	return true;
}

static void disk(struct pa_case *c, uint32_t device)
{
	double iops, reads, writes, ratio = 0;
	bool any;

	if (!pa_facts_exact(&c->facts, PA_V_BLK_DEV_IOPS_PER_S, device, &iops) ||
	    !pa_facts_exact(&c->facts, PA_V_BLK_DEV_READ_BYTES_PER_S, device, &reads) ||
	    !pa_facts_exact(&c->facts, PA_V_BLK_DEV_WRITE_BYTES_PER_S, device, &writes))
		return;
	any = raise_to(c, PA_V_BLK_CAPACITY_DECLARED_IOPS_PER_S, device, iops, &ratio);
	any |= raise_to(c, PA_V_BLK_CAPACITY_DECLARED_BYTES_PER_S, device, reads + writes, &ratio);
	if (!any)
		return;
	pa_facts_put(&c->facts, PA_V_BLK_CAPACITY_DECLARED_USED_RATIO, device, ratio);
	pa_facts_put(&c->facts, PA_V_CLOUD_DISK_DECLARED_USED_RATIO, device, ratio);
}

/* What does not get through: dropped before it was sent, or sent again. Segments are counted for
 * the namespace as a whole. */
static void losses(struct pa_case *c, uint32_t interface)
{
	size_t bytes;
	const char *name = pa_netns_of(pa_names_text(c->names, interface), &bytes);
	uint32_t ns = bytes ? pa_names_idf(c->names, "netns:%.*s", (int)bytes, name) : 0;
	double dropped, again;
	bool has_dropped, has_again;

	has_dropped = pa_facts_exact(&c->facts, PA_V_NET_QDISC_DROPS_PER_S, interface, &dropped);
	has_again = pa_facts_exact(&c->facts, PA_V_NET_TCP_RETX_RETRANSMITS_PER_S, ns, &again);
	if (has_dropped || has_again)
		pa_facts_put(&c->facts, PA_V_CLOUD_NET_DECLARED_LOSSES_PER_S, interface,
			     (has_dropped ? dropped : 0) + (has_again ? again : 0));
}

static void interface(struct pa_case *c, uint32_t i)
{
	double rx, tx, packets, ratio = 0;
	bool any = false;

	if (pa_facts_exact(&c->facts, PA_V_NET_IFPPS_PACKETS_PER_S, i, &packets) &&
	    raise_to(c, PA_V_NET_IFPPS_DECLARED_PACKETS_PER_S, i, packets, &ratio)) {
		pa_facts_put(&c->facts, PA_V_NET_IFPPS_DECLARED_USED_RATIO, i, ratio);
		any = true;
	}
	if (pa_facts_exact(&c->facts, PA_V_NET_IF_RX_BYTES_PER_S, i, &rx) &&
	    pa_facts_exact(&c->facts, PA_V_NET_IF_TX_BYTES_PER_S, i, &tx))
		any |= raise_to(c, PA_V_CLOUD_NET_DECLARED_BYTES_PER_S, i, rx > tx ? rx : tx,
				&ratio);
	if (!any)
		return;
	pa_facts_put(&c->facts, PA_V_CLOUD_NET_DECLARED_USED_RATIO, i, ratio);
	losses(c, i);
}

void pa_derive_declared(struct pa_case *c)
{
	pa_derive_each(c, PA_V_BLK_DEV_READS_COUNT, disk);
	pa_derive_each(c, PA_V_NET_IF_RX_BYTES, interface);
}
