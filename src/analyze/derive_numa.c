/* SPDX-License-Identifier: Apache-2.0 */
#include "analyze/derive.h"
#include "catalog/values.h"

static void locality(struct pa_case *c)
{
	double hit, miss, faults, local, fails;

	if (pa_window_delta(c->window, PA_V_NUMA_LOCAL_HIT_PAGES, 0, &hit) &&
	    pa_window_delta(c->window, PA_V_NUMA_LOCAL_MISS_PAGES, 0, &miss) && hit + miss > 0)
		pa_facts_put(&c->facts, PA_V_NUMA_LOCAL_HIT_RATIO, 0, hit / (hit + miss));
	pa_derive_rate(c, PA_V_NUMA_LOCAL_MISS_PER_S, PA_V_NUMA_LOCAL_MISS_PAGES, 0, 1);
	if (pa_window_delta(c->window, PA_V_NUMA_LOCAL_HINT_FAULTS_COUNT, 0, &faults) &&
	    pa_window_delta(c->window, PA_V_NUMA_LOCAL_HINT_FAULTS_LOCAL_COUNT, 0, &local) &&
	    faults > 0 && local <= faults)
		pa_facts_put(&c->facts, PA_V_NUMA_LOCAL_REMOTE_HINTS_RATIO, 0, 1 - local / faults);
	pa_derive_rate(c, PA_V_NUMA_LOCAL_MIGRATED_PER_S, PA_V_NUMA_LOCAL_MIGRATED_PAGES, 0, 1);
	if (!pa_window_rate(c->window, PA_V_MEM_FRAG_MIGRATE_FAILED_PAGES, 0, &fails))
		return;
	pa_facts_put(&c->facts, PA_V_NUMA_LOCAL_MIGRATE_FAILS_PER_S, 0, fails);
	pa_facts_put(&c->facts, PA_V_NUMA_TIER_MIGRATE_FAILS_PER_S, 0, fails);
}

static void node(struct pa_case *c, uint32_t instance)
{
	double total, left;

	if (pa_window_last(c->window, PA_V_NUMA_NODE_TOTAL_KIB, instance, &total) && total > 0 &&
	    pa_window_last(c->window, PA_V_NUMA_NODE_FREE_KIB, instance, &left))
		pa_facts_put(&c->facts, PA_V_NUMA_NODE_USED_RATIO, instance, 1 - left / total);
	pa_derive_rate(c, PA_V_NUMA_NODE_FOREIGN_PER_S, PA_V_NUMA_NODE_FOREIGN_PAGES, instance, 1);
}

/* A node is slow when another node's tier has a lower number. */
static void slow_nodes(struct pa_case *c)
{
	uint64_t fastest = UINT64_MAX;

	for (uint32_t i = 0; i < c->window->series_count; i++) {
		const struct pa_series *s = &c->window->series[i];

		if (s->metric == PA_V_NUMA_TIER_RANK_COUNT && s->count && s->last < fastest)
			fastest = s->last;
	}
	for (uint32_t i = 0; i < c->window->series_count; i++) {
		const struct pa_series *s = &c->window->series[i];
		double used;

		if (s->metric == PA_V_NUMA_TIER_RANK_COUNT && s->count && s->last > fastest &&
		    pa_facts_exact(&c->facts, PA_V_NUMA_NODE_USED_RATIO, s->instance, &used))
			pa_facts_put(&c->facts, PA_V_NUMA_TIER_SLOW_USED_RATIO, s->instance, used);
	}
}

static void tiers(struct pa_case *c)
{
	double kswapd = 0, direct = 0, candidates, promoted;
	bool any = pa_window_rate(c->window, PA_V_NUMA_TIER_DEMOTE_KSWAPD_PAGES, 0, &kswapd);

	any = pa_window_rate(c->window, PA_V_NUMA_TIER_DEMOTE_DIRECT_PAGES, 0, &direct) || any;
	if (any)
		pa_facts_put(&c->facts, PA_V_NUMA_TIER_DEMOTED_PER_S, 0, kswapd + direct);
	if (pa_window_rate(c->window, PA_V_NUMA_TIER_CANDIDATE_PAGES, 0, &candidates) &&
	    pa_window_rate(c->window, PA_V_NUMA_TIER_PROMOTED_PAGES, 0, &promoted))
		pa_facts_put(&c->facts, PA_V_NUMA_TIER_UNPROMOTED_PER_S, 0,
			     candidates > promoted ? candidates - promoted : 0);
}

void pa_derive_numa(struct pa_case *c)
{
	locality(c);
	pa_derive_each(c, PA_V_NUMA_NODE_TOTAL_KIB, node);
	slow_nodes(c);
	tiers(c);
}
