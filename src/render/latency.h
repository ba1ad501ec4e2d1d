/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A distribution of times as bytes: a histogram for the terminal, and JSON.
 */
#ifndef PA_RENDER_LATENCY_H
#define PA_RENDER_LATENCY_H

struct pa_buf;
struct pa_latency;

/*
 * A line for each power of two between the shortest and the longest time, with its count and a
 * bar; below them count, mean, percentiles and maximum, and what was lost. columns: width of the
 * terminal, 40 or more. Ends with a newline.
 */
void pa_latency_text(const struct pa_latency *latency, unsigned columns, struct pa_buf *out);

/*
 * {"count":…,"sum_ns":…,"max_ns":…,"lost_count":…,"p50_ns":…,"p90_ns":…,"p99_ns":…,
 * "ranges":[[FROM_NS,TO_NS,COUNT],…]}; times are null where there are none.
 */
void pa_latency_json(const struct pa_latency *latency, struct pa_buf *out);

#endif
