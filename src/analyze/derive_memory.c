/* SPDX-License-Identifier: Apache-2.0 */
#include "analyze/derive.h"

#include <stddef.h>
#include <string.h>

#include "analyze/forecast.h"
#include "catalog/constants.h"
#include "catalog/values.h"

/* Put part over whole, both as last seen; nothing when the whole is 0 or unknown. */
static void last_ratio(struct pa_case *c, uint16_t metric, uint16_t part, uint16_t whole,
		       uint32_t instance)
{
	double a, b;

	if (pa_window_last(c->window, part, instance, &a) &&
	    pa_window_last(c->window, whole, instance, &b) && b > 0)
		pa_facts_put(&c->facts, metric, instance, a / b);
}

/* The same for what is left of a whole. */
static void last_used_ratio(struct pa_case *c, uint16_t metric, uint16_t left, uint16_t whole,
			    uint32_t instance)
{
	double a, b;

	if (pa_window_last(c->window, left, instance, &a) &&
	    pa_window_last(c->window, whole, instance, &b) && b > 0)
		pa_facts_put(&c->facts, metric, instance, 1 - a / b);
}

/* The sum of the rates of some counters of the machine; those unknown are left out. */
static bool rate_of_all(struct pa_case *c, uint16_t metric, const uint16_t *counters, size_t count)
{
	double sum = 0, one;
	bool any = false;

	for (size_t i = 0; i < count; i++) {
		if (!pa_window_rate(c->window, counters[i], 0, &one))
			continue;
		sum += one;
		any = true;
	}
	if (any)
		pa_facts_put(&c->facts, metric, 0, sum);
	return any;
}

#define RATE_OF_ALL(c, metric, ...)                                                                \
	rate_of_all((c), (metric), (const uint16_t[]){ __VA_ARGS__ },                              \
		    sizeof((const uint16_t[]){ __VA_ARGS__ }) / sizeof(uint16_t))

static void capacity(struct pa_case *c)
{
	last_ratio(c, PA_V_MEM_CAP_AVAILABLE_RATIO, PA_V_MEM_CAP_AVAILABLE_KIB,
		   PA_V_MEM_CAP_TOTAL_KIB, 0);
	last_used_ratio(c, PA_V_MEM_CAP_USED_RATIO, PA_V_MEM_CAP_AVAILABLE_KIB,
			PA_V_MEM_CAP_TOTAL_KIB, 0);
	pa_derive_rate(c, PA_V_MEM_CAP_PRESSURE_FULL_RATIO, PA_V_PSI_ALL_MEMORY_FULL_US, 0, 1e-6);
	pa_derive_rate(c, PA_V_MEM_CAP_OOM_KILLS_PER_S, PA_V_MEM_CAP_OOM_KILLS_COUNT, 0, 1);
	pa_derive_rate(c, PA_V_MEM_CAP_ALLOC_FAILURES_PER_S, PA_V_MEM_CAP_ALLOC_FAILURES_COUNT, 0,
		       1);
}

static void swap(struct pa_case *c)
{
	last_used_ratio(c, PA_V_MEM_SWAP_USED_RATIO, PA_V_MEM_SWAP_FREE_KIB,
			PA_V_MEM_SWAP_TOTAL_KIB, 0);
	pa_derive_rate(c, PA_V_MEM_SWAP_IN_PER_S, PA_V_MEM_SWAP_IN_PAGES, 0, 1);
	pa_derive_rate(c, PA_V_MEM_SWAP_OUT_PER_S, PA_V_MEM_SWAP_OUT_PAGES, 0, 1);
	RATE_OF_ALL(c, PA_V_MEM_SWAP_IO_ERRORS_PER_S, PA_V_MEM_SWAP_READ_ERRORS_COUNT,
		    PA_V_MEM_SWAP_WRITE_ERRORS_COUNT);
	/* What is free shrinks as it fills. */
	pa_forecast_done_in(c, PA_V_MEM_SWAP_FULL_IN_S, 0, PA_V_MEM_SWAP_FREE_KIB);
}

static void swap_area(struct pa_case *c, uint32_t instance)
{
	last_ratio(c, PA_V_MEM_SWAP_DEVICE_RATIO, PA_V_MEM_SWAP_DEVICE_USED_KIB,
		   PA_V_MEM_SWAP_DEVICE_SIZE_KIB, instance);
	pa_forecast_done_in(c, PA_V_MEM_SWAP_DONE_IN_S, instance, PA_V_MEM_SWAP_DEVICE_USED_KIB);
}

static void zram(struct pa_case *c, uint32_t instance)
{
	last_ratio(c, PA_V_MEM_ZSWAP_USED_RATIO, PA_V_MEM_ZSWAP_ZRAM_USED_BYTES,
		   PA_V_MEM_ZSWAP_ZRAM_LIMIT_BYTES, instance);
	last_ratio(c, PA_V_MEM_ZSWAP_COMPRESSION_RATIO, PA_V_MEM_ZSWAP_ZRAM_STORED_BYTES,
		   PA_V_MEM_ZSWAP_ZRAM_COMPRESSED_BYTES, instance);
}

static void zone(struct pa_case *c, uint32_t instance)
{
	double managed, free_pages, low, min, least;

	last_used_ratio(c, PA_V_MEM_ZONE_USED_RATIO, PA_V_MEM_ZONE_FREE_PAGES,
			PA_V_MEM_ZONE_MANAGED_PAGES, instance);
	if (!pa_window_mean(c->window, PA_V_MEM_ZONE_FREE_PAGES, instance, &free_pages) ||
	    !pa_window_last(c->window, PA_V_MEM_ZONE_MANAGED_PAGES, instance, &managed))
		return;
	if (pa_window_last(c->window, PA_V_MEM_ZONE_LOW_PAGES, instance, &low) && low > 0)
		pa_facts_put(&c->facts, PA_V_MEM_ZONE_SHORT_RATIO, instance,
			     free_pages < low ? 1 - free_pages / low : 0);
	if (!pa_window_last(c->window, PA_V_MEM_ZONE_MIN_PAGES, instance, &min) || min <= 0)
		return;
	pa_facts_put(&c->facts, PA_V_MEM_ZONE_FREE_OVER_MIN_RATIO, instance, free_pages / min);
	/* A zone of some megabytes that only old devices need tells nothing of the machine. */
	if (managed * c->machine->page_bytes < pa_k_zone_bytes)
		return;
	if (!pa_facts_get(&c->facts, PA_V_MEM_ZONE_LOW_MIN_RATIO, 0, &least) ||
	    free_pages / min < least)
		pa_facts_put(&c->facts, PA_V_MEM_ZONE_LOW_MIN_RATIO, 0, free_pages / min);
}

static void reclaim(struct pa_case *c)
{
	double scan, steal;

	pa_derive_rate(c, PA_V_MEM_RECLAIM_DIRECT_PER_S, PA_V_MEM_RECLAIM_SCAN_DIRECT_PAGES, 0, 1);
	pa_derive_rate(c, PA_V_MEM_RECLAIM_STALLS_PER_S, PA_V_MEM_RECLAIM_STALLS_COUNT, 0, 1);
	if (!RATE_OF_ALL(c, PA_V_MEM_RECLAIM_STEAL_PER_S, PA_V_MEM_RECLAIM_STEAL_KSWAPD_PAGES,
			 PA_V_MEM_RECLAIM_STEAL_DIRECT_PAGES) ||
	    !RATE_OF_ALL(c, PA_V_MEM_RECLAIM_VAIN_PER_S, PA_V_MEM_RECLAIM_SCAN_KSWAPD_PAGES,
			 PA_V_MEM_RECLAIM_SCAN_DIRECT_PAGES))
		return;
	(void)pa_facts_get(&c->facts, PA_V_MEM_RECLAIM_STEAL_PER_S, 0, &steal);
	(void)pa_facts_get(&c->facts, PA_V_MEM_RECLAIM_VAIN_PER_S, 0, &scan);
	pa_facts_put(&c->facts, PA_V_MEM_RECLAIM_VAIN_PER_S, 0, scan > steal ? scan - steal : 0);
	if (scan > 0)
		pa_facts_put(&c->facts, PA_V_MEM_RECLAIM_EFFICIENCY_RATIO, 0, steal / scan);
}

static void thrash(struct pa_case *c)
{
	struct pa_facts *f = &c->facts;
	double some, anon = 0, file = 0;
	bool has_anon, has_file;

	pa_derive_rate(c, PA_V_MEM_THRASH_MAJOR_FAULTS_PER_S, PA_V_MEM_THRASH_MAJOR_FAULTS_COUNT, 0,
		       1);
	has_anon = pa_window_rate(c->window, PA_V_MEM_THRASH_REFAULT_ANON_PAGES, 0, &anon);
	has_file = pa_window_rate(c->window, PA_V_MEM_THRASH_REFAULT_FILE_PAGES, 0, &file);
	if (has_anon)
		pa_facts_put(f, PA_V_MEM_THRASH_REFAULT_ANON_PER_S, 0, anon);
	if (has_file)
		pa_facts_put(f, PA_V_MEM_THRASH_REFAULT_FILE_PER_S, 0, file);
	if (has_anon || has_file)
		pa_facts_put(f, PA_V_MEM_THRASH_REFAULTS_PER_S, 0, anon + file);
	/* One currency: the time in which somebody waited for memory. PSI counts each moment
	 * once however many wait, so this is the least it can be. */
	if (pa_window_rate(c->window, PA_V_PSI_ALL_MEMORY_SOME_US, 0, &some)) {
		pa_facts_put(f, PA_V_MEM_CAP_PRESSURE_SOME_RATIO, 0, some / 1e6);
		pa_facts_put(f, PA_V_MEM_RECLAIM_LOST_MS_PER_S, 0, some / 1000);
	}
}

static void slab(struct pa_case *c)
{
	last_ratio(c, PA_V_MEM_SLAB_ACTIVE_RATIO, PA_V_MEM_SLAB_CACHE_USED_BYTES,
		   PA_V_MEM_SLAB_CACHE_BYTES, 0);
	pa_derive_rate(c, PA_V_MEM_SLAB_SCANNED_PER_S, PA_V_MEM_SLAB_SCANNED_COUNT, 0, 1);
}

/* A gauge may shrink, so its growth is from its ends and not from its rises. */
static void slab_cache(struct pa_case *c, uint32_t instance)
{
	const struct pa_series *s = pa_window_find(c->window, PA_V_MEM_SLAB_CACHE_BYTES, instance);

	if (s->count > 1 && s->last_ns > s->first_ns)
		pa_facts_put(&c->facts, PA_V_MEM_SLAB_GROWTH_BYTES_PER_S, instance,
			     ((double)s->last - (double)s->first) /
				     ((double)(s->last_ns - s->first_ns) / 1e9));
}

/* The part of free memory of all zones that no huge page can be made of, as it was last; the
 * kernel's own unusable index of one zone (mm/vmstat.c, unusable_free_index()). */
static void fragmentation(struct pa_case *c)
{
	double free_pages = 0, large = 0;

	for (uint32_t i = 0; i < c->window->series_count; i++) {
		const struct pa_series *s = &c->window->series[i], *l;

		if (s->metric != PA_V_MEM_FRAG_FREE_PAGES || !s->count)
			continue;
		l = pa_window_find(c->window, PA_V_MEM_FRAG_FREE_LARGE_PAGES, s->instance);
		if (!l || !l->count)
			continue;
		free_pages += (double)s->last;
		large += (double)l->last;
		if (s->last)
			pa_facts_put(&c->facts, PA_V_MEM_FRAG_UNUSABLE_RATIO, s->instance,
				     1 - (double)l->last / (double)s->last);
	}
	if (free_pages > 0)
		pa_facts_put(&c->facts, PA_V_MEM_FRAG_UNUSABLE_RATIO, 0, 1 - large / free_pages);
	pa_derive_rate(c, PA_V_MEM_FRAG_COMPACT_STALLS_PER_S, PA_V_MEM_FRAG_COMPACT_STALLS_COUNT, 0,
		       1);
	pa_derive_rate(c, PA_V_MEM_FRAG_COMPACT_FAILS_PER_S, PA_V_MEM_FRAG_COMPACT_FAILS_COUNT, 0,
		       1);
}

/* Where taskstats keeps delays they are of every thread, and exact. */
static const struct {
	uint16_t metric;
	size_t at; /* of the counter in struct pa_task, ns */
} delays[] = {
	{ PA_V_MEM_RECLAIM_DELAY_MS_PER_S, offsetof(struct pa_task, reclaim_delay_ns) },
	{ PA_V_MEM_SWAP_DELAY_MS_PER_S, offsetof(struct pa_task, swapin_delay_ns) },
	{ PA_V_MEM_THRASH_DELAY_MS_PER_S, offsetof(struct pa_task, thrashing_delay_ns) },
	{ PA_V_MEM_FRAG_LOST_MS_PER_S, offsetof(struct pa_task, compact_delay_ns) },
};

static uint64_t delay_of(const struct pa_task *task, size_t at)
{
	uint64_t ns;

	memcpy(&ns, (const char *)task + at, sizeof(ns));
	return ns;
}

static void task_delays(struct pa_case *c)
{
	double s = pa_window_task_s(c->window);

	for (size_t k = 0;
	     c->machine->task_delayacct && s > 0 && k < sizeof(delays) / sizeof(delays[0]); k++) {
		double sum_ns = 0;
		bool any = false;

		for (uint32_t i = 0; i < c->window->track_count; i++) {
			const struct pa_track *track = &c->window->tracks[i];
			uint64_t first = delay_of(&track->first, delays[k].at);
			uint64_t last = delay_of(&track->last, delays[k].at);

			if (!(track->last.has & PA_TASK_DELAYS) ||
			    track->last.pid == c->machine->self_pid)
				continue;
			any = true;
			sum_ns += last > first ? (double)(last - first) : 0;
		}
		if (any)
			pa_facts_put(&c->facts, delays[k].metric, 0, sum_ns / 1e6 / s);
	}
}

static void huge_pages(struct pa_case *c)
{
	double total, left, reserved = 0;

	last_ratio(c, PA_V_MEM_THP_ANON_RATIO, PA_V_MEM_THP_ANON_KIB, PA_V_MEM_CAP_ANON_KIB, 0);
	pa_derive_rate(c, PA_V_MEM_THP_FALLBACKS_PER_S, PA_V_MEM_THP_FALLBACKS_COUNT, 0, 1);
	pa_derive_rate(c, PA_V_MEM_HUGETLB_ALLOC_FAILS_PER_S, PA_V_MEM_HUGETLB_ALLOC_FAILS_COUNT, 0,
		       1);
	if (!pa_window_last(c->window, PA_V_MEM_HUGETLB_TOTAL_COUNT, 0, &total) || total <= 0 ||
	    !pa_window_last(c->window, PA_V_MEM_HUGETLB_FREE_COUNT, 0, &left))
		return;
	/* A promised page is as good as used for everybody else. */
	(void)pa_window_last(c->window, PA_V_MEM_HUGETLB_RESERVED_COUNT, 0, &reserved);
	left = left > reserved ? left - reserved : 0;
	pa_facts_put(&c->facts, PA_V_MEM_HUGETLB_USED_RATIO, 0, 1 - left / total);
}

static void commit(struct pa_case *c)
{
	double mode, limit;

	last_ratio(c, PA_V_MEM_COMMIT_USED_RATIO, PA_V_MEM_COMMIT_COMMITTED_KIB,
		   PA_V_MEM_COMMIT_LIMIT_KIB, 0);
	pa_derive_rate(c, PA_V_MEM_COMMIT_REFUSED_PER_S, PA_V_MEM_COMMIT_REFUSED_COUNT, 0, 1);
	if (!pa_window_last(c->window, PA_V_MEM_COMMIT_MODE_STATE, 0, &mode))
		return;
	pa_facts_put(&c->facts, PA_V_MEM_COMMIT_STRICT_FLAG, 0, mode > 1.5 && mode < 2.5);
	if (mode > 1.5 && mode < 2.5 &&
	    pa_window_last(c->window, PA_V_MEM_COMMIT_LIMIT_KIB, 0, &limit))
		pa_forecast_full_in(c, PA_V_MEM_COMMIT_FULL_IN_S, 0, PA_V_MEM_COMMIT_COMMITTED_KIB,
				    limit);
}

static void dirty(struct pa_case *c)
{
	double kib, pages, writeback = 0, written;

	pa_derive_rate(c, PA_V_MEM_DIRTY_THROTTLED_PER_S, PA_V_MEM_DIRTY_THROTTLED_WRITTEN_PAGES, 0,
		       1);
	if (pa_derive_rate(c, PA_V_MEM_DIRTY_WRITTEN_BYTES_PER_S, PA_V_MEM_DIRTY_WRITTEN_PAGES, 0,
			   c->machine->page_bytes))
		(void)pa_facts_get(&c->facts, PA_V_MEM_DIRTY_WRITTEN_BYTES_PER_S, 0, &written);
	else
		written = 0;
	if (pa_window_last(c->window, PA_V_MEM_DIRTY_DIRTY_KIB, 0, &kib) && written > 0) {
		(void)pa_window_last(c->window, PA_V_MEM_DIRTY_WRITEBACK_KIB, 0, &writeback);
		pa_facts_put(&c->facts, PA_V_MEM_DIRTY_DONE_IN_S, 0,
			     (kib + writeback) * 1024 / written);
	}
	if (pa_window_mean(c->window, PA_V_MEM_DIRTY_DIRTY_KIB, 0, &kib) &&
	    pa_window_last(c->window, PA_V_MEM_DIRTY_THRESHOLD_PAGES, 0, &pages) && pages > 0)
		pa_facts_put(&c->facts, PA_V_MEM_DIRTY_DIRTY_RATIO, 0,
			     kib * 1024 / (pages * c->machine->page_bytes));
}

static void maps(struct pa_case *c, uint32_t instance)
{
	double count, limit;

	if (instance && pa_window_last(c->window, PA_V_MEM_VMALLOC_MAPS_COUNT, instance, &count) &&
	    pa_window_last(c->window, PA_V_MEM_VMALLOC_MAPS_LIMIT_COUNT, 0, &limit) && limit > 0)
		pa_facts_put(&c->facts, PA_V_MEM_VMALLOC_MAPS_RATIO, instance, count / limit);
}

static void locked(struct pa_case *c, uint32_t instance)
{
	double kib, bytes;

	if (pa_window_last(c->window, PA_V_MEM_MLOCK_PROCESS_KIB, instance, &kib) &&
	    pa_window_last(c->window, PA_V_MEM_MLOCK_PROCESS_LIMIT_BYTES, instance, &bytes) &&
	    bytes > 0)
		pa_facts_put(&c->facts, PA_V_MEM_MLOCK_USED_RATIO, instance, kib * 1024 / bytes);
}

static void guest(struct pa_case *c)
{
	double pages, total, slots, used;

	pa_derive_rate(c, PA_V_MEM_BALLOON_INFLATE_PER_S, PA_V_MEM_BALLOON_INFLATE_PAGES, 0, 1);
	if (pa_window_last(c->window, PA_V_MEM_BALLOON_PAGES_COUNT, 0, &pages) &&
	    pa_window_last(c->window, PA_V_MEM_CAP_TOTAL_KIB, 0, &total) && total > 0) {
		double given = pages * c->machine->page_bytes;

		pa_facts_put(&c->facts, PA_V_MEM_BALLOON_GIVEN_RATIO, 0,
			     given / (given + total * 1024));
	}
	pa_derive_rate(c, PA_V_MEM_KSM_COPIES_PER_S, PA_V_MEM_KSM_COW_COPIES_COUNT, 0, 1);
	if (pa_window_mean(c->window, PA_V_MEM_IOMMU_BOUNCE_USED_COUNT, 0, &used) &&
	    pa_window_last(c->window, PA_V_MEM_IOMMU_BOUNCE_SLOTS_COUNT, 0, &slots) && slots > 0)
		pa_facts_put(&c->facts, PA_V_MEM_IOMMU_BOUNCE_RATIO, 0, used / slots);
}

void pa_derive_memory(struct pa_case *c)
{
	capacity(c);
	swap(c);
	pa_derive_each(c, PA_V_MEM_SWAP_DEVICE_USED_KIB, swap_area);
	pa_derive_each(c, PA_V_MEM_ZSWAP_ZRAM_USED_BYTES, zram);
	pa_derive_each(c, PA_V_MEM_ZONE_MANAGED_PAGES, zone);
	reclaim(c);
	thrash(c);
	task_delays(c);
	slab(c);
	pa_derive_each(c, PA_V_MEM_SLAB_CACHE_BYTES, slab_cache);
	fragmentation(c);
	huge_pages(c);
	commit(c);
	dirty(c);
	pa_derive_each(c, PA_V_MEM_VMALLOC_MAPS_COUNT, maps);
	pa_derive_each(c, PA_V_MEM_MLOCK_PROCESS_KIB, locked);
	guest(c);
	pa_derive_numa(c);
}
