/* SPDX-License-Identifier: Apache-2.0 */
#include "analyze/capacity.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "catalog/constants.h"
#include "catalog/values.h"
#include "model/moment.h"

/* The counters of a device that a tick is made of. */
enum { READS, WRITES, READ_SECTORS, WRITE_SECTORS, READ_MS, WRITE_MS, WEIGHTED_MS, COUNTERS };

static const uint16_t metrics[COUNTERS] = {
	[READS] = PA_V_BLK_DEV_READS_COUNT,	    [WRITES] = PA_V_BLK_DEV_WRITES_COUNT,
	[READ_SECTORS] = PA_V_BLK_DEV_READ_SECTORS, [WRITE_SECTORS] = PA_V_BLK_DEV_WRITE_SECTORS,
	[READ_MS] = PA_V_BLK_DEV_READ_MS,	    [WRITE_MS] = PA_V_BLK_DEV_WRITE_MS,
	[WEIGHTED_MS] = PA_V_BLK_DEV_WEIGHTED_MS,
};

/* Means of a set of ticks. */
struct level {
	uint32_t count;
	double rate, low, high; /* of the measure */
	double await_ms, queue, request_bytes, read_ratio;
};

static double measure_of(const struct pa_disk_tick *tick, bool bytes)
{
	return (double)(bytes ? tick->bytes_per_s : tick->requests_per_s);
}

/* The ticks whose measure is in from … to. */
static struct level level_of(const struct pa_disk_tick *ticks, uint32_t count, bool bytes,
			     double from, double to)
{
	struct level level = { .count = 0 };

	for (uint32_t i = 0; i < count; i++) {
		const struct pa_disk_tick *tick = &ticks[i];
		double rate = measure_of(tick, bytes);

		if (tick->requests < (float)pa_k_capacity_tick_requests || rate < from || rate > to)
			continue;
		level.low = level.count && level.low < rate ? level.low : rate;
		level.high = level.high > rate ? level.high : rate;
		level.count++;
		level.rate += rate;
		level.await_ms += (double)tick->await_ms;
		level.queue += (double)tick->queue_count;
		level.request_bytes += (double)tick->bytes_per_s / (double)tick->requests_per_s;
		level.read_ratio += (double)tick->read_ratio;
	}
	if (level.count) {
		level.rate /= level.count;
		level.await_ms /= level.count;
		level.queue /= level.count;
		level.request_bytes /= level.count;
		level.read_ratio /= level.count;
	}
	return level;
}

static bool is_alike(const struct level *a, const struct level *b)
{
	double reads = a->read_ratio - b->read_ratio;

	return a->request_bytes < b->request_bytes * pa_k_capacity_size_ratio &&
	       b->request_bytes < a->request_bytes * pa_k_capacity_size_ratio &&
	       reads < pa_k_capacity_mix_ratio && -reads < pa_k_capacity_mix_ratio;
}

/* The limit in one measure with its confidence; false when no knee was seen. */
static bool learn(const struct pa_disk_tick *ticks, uint32_t count, bool bytes, double *limit,
		  double *await_ms, double *confidence)
{
	struct level top, below;
	double most = 0, ticks_share, even_share, rise_share;

	for (uint32_t i = 0; i < count; i++)
		if (ticks[i].requests >= (float)pa_k_capacity_tick_requests &&
		    measure_of(&ticks[i], bytes) > most)
			most = measure_of(&ticks[i], bytes);
	top = level_of(ticks, count, bytes, most * pa_k_capacity_flat_ratio, most);
	below = level_of(ticks, count, bytes, 0, most * pa_k_capacity_below_ratio);
	if (top.count < pa_k_capacity_ticks_count || !below.count || below.await_ms <= 0 ||
	    top.queue < pa_k_capacity_queue_count ||
	    top.await_ms < below.await_ms * pa_k_capacity_rise_ratio || !is_alike(&top, &below))
		return false;
	ticks_share = top.count / (2 * pa_k_capacity_ticks_count);
	even_share = 1 - (top.high - top.low) / top.high;
	rise_share = top.await_ms / below.await_ms / (2 * pa_k_capacity_rise_ratio);
	*confidence = (ticks_share < 1 ? ticks_share : 1) * even_share *
		      (rise_share < 1 ? rise_share : 1);
	*limit = top.rate;
	*await_ms = top.await_ms;
	return true;
}

static bool least_await(const struct pa_disk_tick *ticks, uint32_t count, double *least_ms)
{
	bool any = false;

	for (uint32_t i = 0; i < count; i++) {
		double await_ms = (double)ticks[i].await_ms;

		if (ticks[i].requests < (float)pa_k_capacity_tick_requests ||
		    (any && await_ms >= *least_ms))
			continue;
		*least_ms = await_ms;
		any = true;
	}
	return any;
}

bool pa_capacity_learn(const struct pa_disk_tick *ticks, uint32_t count, struct pa_capacity *out)
{
	struct pa_capacity c = { .iops_per_s = 0 };
	double confidence = 0, bytes_confidence = 0;
	bool iops = learn(ticks, count, false, &c.iops_per_s, &c.await_ms, &confidence);
	bool bytes = learn(ticks, count, true, &c.bytes_per_s, &c.await_ms, &bytes_confidence);

	if ((!iops && !bytes) || !least_await(ticks, count, &c.base_ms))
		return false;
	c.confidence_ratio = confidence > bytes_confidence ? confidence : bytes_confidence;
	*out = c;
	return true;
}

bool pa_capacity_excess(const struct pa_disk_tick *ticks, uint32_t count, double *excess_ms)
{
	double least_ms = 0, sum_ms = 0, requests = 0;
	uint32_t told = 0;

	if (!least_await(ticks, count, &least_ms))
		return false;
	for (uint32_t i = 0; i < count; i++) {
		if (ticks[i].requests < (float)pa_k_capacity_tick_requests)
			continue;
		told++;
		sum_ms += (double)ticks[i].await_ms * (double)ticks[i].requests;
		requests += (double)ticks[i].requests;
	}
	if (told < pa_k_capacity_ticks_count)
		return false;
	*excess_ms = sum_ms / requests - least_ms;
	return true;
}

void pa_disk_tracks_init(struct pa_disk_tracks *tracks)
{
	tracks->count = 0;
	pa_map_init(&tracks->at);
}

void pa_disk_tracks_done(struct pa_disk_tracks *tracks)
{
	for (uint32_t i = 0; i < tracks->count; i++)
		free(tracks->track[i]);
	pa_map_done(&tracks->at);
	tracks->count = 0;
}

static struct pa_disk_track *track_of(struct pa_disk_tracks *tracks, uint32_t device)
{
	struct pa_disk_track *track;
	uint32_t at;

	if (pa_map_get(&tracks->at, device, &at))
		return tracks->track[at];
	if (tracks->count == PA_DISK_TRACKS)
		return NULL;
	track = pa_alloc(sizeof(*track));
	track->device = device;
	tracks->track[tracks->count] = track;
	pa_map_put(&tracks->at, device, tracks->count++);
	return track;
}

/* The tick between the last counters and these. */
static void add_tick(struct pa_disk_track *track, const uint64_t now[COUNTERS], uint64_t at_ns)
{
	struct pa_disk_tick *tick = &track->tick[track->next];
	double d[COUNTERS], seconds = (double)(at_ns - track->at_ns) / 1e9, requests;

	for (int i = 0; i < COUNTERS; i++) {
		if (now[i] < track->last[i])
			return;
		d[i] = (double)(now[i] - track->last[i]);
	}
	requests = d[READS] + d[WRITES];
	*tick = (struct pa_disk_tick){
		.requests = (float)requests,
		.requests_per_s = (float)(requests / seconds),
		.bytes_per_s = (float)((d[READ_SECTORS] + d[WRITE_SECTORS]) * 512 / seconds),
		.queue_count = (float)(d[WEIGHTED_MS] / 1000 / seconds),
	};
	if (requests > 0) {
		tick->await_ms = (float)((d[READ_MS] + d[WRITE_MS]) / requests);
		tick->read_ratio = (float)(d[READS] / requests);
	}
	track->next = (track->next + 1) % PA_DISK_TICKS;
	track->count += track->count < PA_DISK_TICKS;
}

static void take_device(struct pa_disk_tracks *tracks, uint32_t device,
			const uint64_t now[COUNTERS], uint64_t at_ns)
{
	struct pa_disk_track *track = track_of(tracks, device);

	if (!track)
		return;
	if (track->at_ns && at_ns > track->at_ns)
		add_tick(track, now, at_ns);
	track->at_ns = at_ns;
	memcpy(track->last, now, sizeof(track->last));
}

void pa_disk_tracks_add(struct pa_disk_tracks *tracks, const struct pa_moment *moment)
{
	uint16_t first = metrics[0], last = metrics[0];
	uint64_t now[COUNTERS] = { 0 };
	uint32_t seen = 0, device = 0;

	for (uint32_t at = 1; at < COUNTERS; at++) {
		first = metrics[at] < first ? metrics[at] : first;
		last = metrics[at] > last ? metrics[at] : last;
	}
	/* The counters of one device stand together. */
	for (uint32_t i = 0; i < moment->sample_count; i++) {
		const struct pa_sample *sample = &moment->samples[i];

		if (sample->metric < first || sample->metric > last)
			continue;
		if (sample->instance != device)
			seen = 0;
		device = sample->instance;
		for (uint32_t at = 0; at < COUNTERS; at++) {
			if (sample->metric != metrics[at] || sample->state != PA_OK)
				continue;
			now[at] = sample->value;
			seen |= 1U << at;
		}
		if (seen != (1U << COUNTERS) - 1)
			continue;
		take_device(tracks, sample->instance, now, moment->mono_ns);
		seen = 0;
	}
}

const struct pa_disk_track *pa_disk_tracks_find(const struct pa_disk_tracks *tracks,
						uint32_t device)
{
	uint32_t at;

	return pa_map_get(&tracks->at, device, &at) ? tracks->track[at] : NULL;
}
