/* SPDX-License-Identifier: Apache-2.0 */
#include "model/latency.h"

#include <stdlib.h>

#include "base/alloc.h"

void pa_latency_add(struct pa_latency *latency, uint64_t from_ns, uint64_t to_ns, uint64_t count)
{
	if (!count)
		return;
	if (latency->range_count == latency->range_room) {
		latency->range_room = latency->range_room ? latency->range_room * 2 : 32;
		latency->ranges = pa_grow_array(latency->ranges, latency->range_room,
						sizeof(*latency->ranges));
	}
	latency->ranges[latency->range_count++] =
		(struct pa_latency_range){ .from_ns = from_ns, .to_ns = to_ns, .count = count };
}

void pa_latency_done(struct pa_latency *latency)
{
	free(latency->ranges);
	*latency = (struct pa_latency){ 0 };
}

uint64_t pa_latency_percentile_ns(const struct pa_latency *latency, double part)
{
	double wanted = part * (double)latency->count, below = 0;

	for (size_t i = 0; i < latency->range_count; i++) {
		const struct pa_latency_range *r = &latency->ranges[i];
		double inside = (wanted - below) / (double)r->count;
		uint64_t ns;

		below += (double)r->count;
		if (below < wanted)
			continue;
		ns = r->from_ns +
		     (uint64_t)((inside > 0 ? inside : 0) * (double)(r->to_ns - r->from_ns));
		return ns < latency->max_ns ? ns : latency->max_ns;
	}
	return latency->max_ns;
}
