/* SPDX-License-Identifier: Apache-2.0 */
#include "analyze/facts.h"

#include <math.h>
#include <stdlib.h>

#include "base/alloc.h"

void pa_facts_init(struct pa_facts *facts)
{
	*facts = (struct pa_facts){ 0 };
	pa_map_init(&facts->at);
}

void pa_facts_done(struct pa_facts *facts)
{
	free(facts->facts);
	pa_map_done(&facts->at);
	*facts = (struct pa_facts){ 0 };
}

void pa_facts_put(struct pa_facts *facts, uint16_t metric, uint32_t instance, double value)
{
	uint64_t key = pa_map_key(instance, metric);
	uint32_t at;

	if (!isfinite(value))
		return;
	if (pa_map_get(&facts->at, key, &at)) {
		facts->facts[at].value = value;
		return;
	}
	if (facts->count == facts->room) {
		facts->room = facts->room ? facts->room * 2 : 256;
		facts->facts = pa_grow_array(facts->facts, facts->room, sizeof(*facts->facts));
	}
	facts->facts[facts->count] =
		(struct pa_fact){ .value = value, .instance = instance, .metric = metric };
	pa_map_put(&facts->at, key, facts->count++);
}

bool pa_facts_exact(const struct pa_facts *facts, uint16_t metric, uint32_t instance, double *value)
{
	uint32_t at;

	if (!pa_map_get(&facts->at, pa_map_key(instance, metric), &at))
		return false;
	*value = facts->facts[at].value;
	return true;
}

bool pa_facts_get(const struct pa_facts *facts, uint16_t metric, uint32_t instance, double *value)
{
	return pa_facts_exact(facts, metric, instance, value) ||
	       pa_facts_exact(facts, metric, 0, value);
}
