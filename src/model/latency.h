/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A distribution of times: how many there were in each of many narrow ranges, with their exact
 * count, sum and maximum. Plain data: the kernel's histograms become this, pictures and
 * percentiles are made of it. Embedded by its owner: pa_latency_done() frees the ranges.
 */
#ifndef PA_MODEL_LATENCY_H
#define PA_MODEL_LATENCY_H

#include <stddef.h>
#include <stdint.h>

/* Times of at least from_ns and less than to_ns. */
struct pa_latency_range {
	uint64_t from_ns, to_ns;
	uint64_t count; /* greater than 0 */
};

/* Invariant: ranges do not overlap and rise; their counts add up to count. */
struct pa_latency {
	uint64_t count, sum_ns, max_ns;
	uint64_t lost_count; /* times that could not be taken: not in the ranges */
	struct pa_latency_range *ranges;
	size_t range_count, range_room;
};

/* Append a range that lies above all others; one without times is left out. */
void pa_latency_add(struct pa_latency *latency, uint64_t from_ns, uint64_t to_ns, uint64_t count);

void pa_latency_done(struct pa_latency *latency);

/*
 * The time that this part of all times (0..1) does not exceed, between the ends of its range,
 * and never more than the maximum. 0 when there are no times.
 */
uint64_t pa_latency_percentile_ns(const struct pa_latency *latency, double part);

#endif
