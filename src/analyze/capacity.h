/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a block device can do, learned from what it did: the kernel has no number for it. A device
 * (or the contract of a cloud volume) is at its limit when it gives no more requests or bytes
 * although more are asked at a time, so that only their latency rises: the knee. Nothing is
 * claimed when the window shows no knee, which on a device with room to spare is always.
 */
#ifndef PA_ANALYZE_CAPACITY_H
#define PA_ANALYZE_CAPACITY_H

#include <stdbool.h>
#include <stdint.h>

#include "base/map.h"

struct pa_moment;

enum { PA_DISK_TICKS = 64, PA_DISK_TRACKS = 64 };

/* One device between two ticks. */
struct pa_disk_tick {
	float requests_per_s;
	float bytes_per_s;
	float await_ms;	   /* mean time of a request; 0 without one */
	float queue_count; /* mean number in flight */
	float read_ratio;  /* part of the requests that were reads */
	float requests;	   /* completed in the tick */
};

/* What is learned; limits are 0 where none was seen. */
struct pa_capacity {
	double iops_per_s;
	double bytes_per_s;
	double base_ms;		 /* the least mean latency of a tick */
	double await_ms;	 /* mean latency at the limit */
	double confidence_ratio; /* 0 to 1 */
};

/*
 * Learn from count ticks (any order, at most PA_DISK_TICKS count). All of these must be seen:
 * at least three ticks within a tenth of the most, and one below three quarters of it; a mean
 * latency three times that of the lower ticks, with at least four requests in flight; requests of
 * like size (within a half) and a like share of reads (within 0.3), as otherwise latency rises
 * for reasons of its own. The confidence grows with the ticks at the limit (full from six on),
 * their evenness and the rise of the latency (full from six times on).
 * Returns true and *out when a limit was seen; *out is untouched otherwise.
 */
bool pa_capacity_learn(const struct pa_disk_tick *ticks, uint32_t count, struct pa_capacity *out);

/*
 * Time of a request beyond the least: mean latency of the ticks, weighted by their requests,
 * less the least mean latency of one of them. Ticks with fewer than five requests tell nothing.
 * False when fewer than three do.
 */
bool pa_capacity_excess(const struct pa_disk_tick *ticks, uint32_t count, double *excess_ms);

/* The newest ticks of each device of a window. All zero is an empty one. */
struct pa_disk_track {
	uint32_t device; /* name id */
	uint32_t count;	 /* of ticks, at most PA_DISK_TICKS; the newest stands at next - 1 */
	uint32_t next;
	uint64_t at_ns;
	uint64_t last[7]; /* counters of diskstats at at_ns */
	struct pa_disk_tick tick[PA_DISK_TICKS];
};

struct pa_disk_tracks {
	struct pa_disk_track *track[PA_DISK_TRACKS]; /* owned */
	uint32_t count;
	struct pa_map at; /* device -> track */
};

void pa_disk_tracks_init(struct pa_disk_tracks *tracks);
void pa_disk_tracks_done(struct pa_disk_tracks *tracks);

/* Take in the disk counters of a moment; a counter that went back begins a device anew. Of more
 * than PA_DISK_TRACKS devices the first are kept. */
void pa_disk_tracks_add(struct pa_disk_tracks *tracks, const struct pa_moment *moment);

/* NULL when the device was not seen. */
const struct pa_disk_track *pa_disk_tracks_find(const struct pa_disk_tracks *tracks,
						uint32_t device);

#endif
