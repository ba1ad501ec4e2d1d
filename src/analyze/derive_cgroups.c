/* SPDX-License-Identifier: Apache-2.0 */
#include "analyze/derive.h"

#include <stdio.h>
#include <string.h>

#include "analyze/forecast.h"
#include "base/names.h"
#include "catalog/values.h"

static double members_delay_ms_per_s(const struct pa_case *c, uint32_t instance)
{
	double sum = 0;

	for (uint32_t i = 0; i < c->procs.count; i++)
		if (pa_procs_in_group(c->names, &c->procs.procs[i], instance))
			sum += c->procs.procs[i].run_delay_ms_per_s;
	return sum;
}

/* Mean number of member threads that waited for the disk or for memory. */
static double members_blocked(const struct pa_case *c, uint32_t instance)
{
	double sum = 0;

	for (uint32_t i = 0; i < c->procs.count; i++) {
		const struct pa_proc *p = &c->procs.procs[i];

		if (pa_procs_in_group(c->names, p, instance))
			sum += p->waiting[PA_WAIT_DISK] + p->waiting[PA_WAIT_BLOCK] +
			       p->waiting[PA_WAIT_MEMORY] + p->waiting[PA_WAIT_FSYNC];
	}
	return sum;
}

static void cpu_group(struct pa_case *c, uint32_t instance)
{
	double quota, period, periods, throttled, us = 0, used, lost;

	pa_derive_rate(c, PA_V_CG_CPU_PRESSURE_RATIO, PA_V_CG_CPU_PRESSURE_SOME_US, instance, 1e-6);
	if (!pa_window_last(c->window, PA_V_CG_CPU_QUOTA_US, instance, &quota) ||
	    !pa_window_last(c->window, PA_V_CG_CPU_PERIOD_US, instance, &period) || period <= 0)
		return;
	pa_facts_put(&c->facts, PA_V_CG_CPU_ALLOWED_RATIO, instance, quota / period);
	if (pa_window_rate(c->window, PA_V_CG_CPU_USAGE_US, instance, &used) && quota > 0)
		pa_facts_put(&c->facts, PA_V_CG_CPU_USED_RATIO, instance,
			     used / 1e6 / (quota / period));
	if (!pa_window_delta(c->window, PA_V_CG_CPU_PERIODS_COUNT, instance, &periods) ||
	    !pa_window_delta(c->window, PA_V_CG_CPU_THROTTLED_COUNT, instance, &throttled))
		return;
	/* A group that never wanted to run was never throttled. */
	pa_facts_put(&c->facts, PA_V_CG_CPU_THROTTLED_RATIO, instance,
		     periods > 0 ? throttled / periods : 0);
	if (pa_window_rate(c->window, PA_V_CG_CPU_THROTTLED_US, instance, &us))
		pa_facts_put(&c->facts, PA_V_CG_CPU_THROTTLED_MS_PER_S, instance, us / 1000);
	/* Nobody's waiting was seen: a CPU that stood still kept at least one thread waiting. */
	lost = members_delay_ms_per_s(c, instance);
	pa_facts_put(&c->facts, PA_V_CG_CPU_LOST_MS_PER_S, instance, lost > 0 ? lost : us / 1000);
}

/* By its own pressure, else by its threads that were seen waiting for what was evicted. */
static void memory_lost(struct pa_case *c, uint32_t instance)
{
	double pressure;

	if (pa_window_rate(c->window, PA_V_CG_MEM_PRESSURE_SOME_US, instance, &pressure))
		pa_facts_put(&c->facts, PA_V_CG_MEM_LOST_MS_PER_S, instance, pressure / 1000);
	else
		pa_facts_put(&c->facts, PA_V_CG_MEM_LOST_MS_PER_S, instance,
			     members_blocked(c, instance) * 1000);
}

/* memory.high is no end: above it the group is slowed down and made to give memory back.
 * Returns whether it is set. */
static bool memory_high(struct pa_case *c, uint32_t instance)
{
	double high, usage;

	pa_derive_rate(c, PA_V_CG_MEM_HIGH_HITS_PER_S, PA_V_CG_MEM_HIGH_HITS_COUNT, instance, 1);
	if (!pa_window_last(c->window, PA_V_CG_MEM_HIGH_BYTES, instance, &high) || high <= 0)
		return false;
	if (pa_window_mean(c->window, PA_V_CG_MEM_USAGE_BYTES, instance, &usage))
		pa_facts_put(&c->facts, PA_V_CG_MEM_HIGH_RATIO, instance, usage / high);
	return true;
}

/*
 * The rate of a counter of memory.stat. What came in one step only may be older than the window:
 * the kernel adds up what its CPUs counted now and then, and on idle CPUs late
 * (mm/memcontrol.c, flush_memcg_stats_dwork()). One step of two is then no rate at all.
 */
static bool steady_rate(const struct pa_case *c, uint16_t counter, uint32_t instance, double *per_s)
{
	const struct pa_series *s = pa_window_find(c->window, counter, instance);

	if (!pa_window_rate(c->window, counter, instance, per_s))
		return false;
	if (s->rises == 1)
		*per_s = 0;
	return s->rises != 1 || s->count > 2;
}

static void memory_group(struct pa_case *c, uint32_t instance)
{
	struct pa_facts *f = &c->facts;
	double limit, usage, file = 0, anon = 0;
	bool has_file, has_anon, has_limit;

	pa_derive_rate(c, PA_V_CG_MEM_LIMIT_HITS_PER_S, PA_V_CG_MEM_LIMIT_HITS_COUNT, instance, 1);
	pa_derive_rate(c, PA_V_CG_MEM_OOM_KILLS_PER_S, PA_V_CG_MEM_OOM_KILLS_COUNT, instance, 1);
	has_file = steady_rate(c, PA_V_CG_MEM_REFAULT_FILE_PAGES, instance, &file);
	has_anon = steady_rate(c, PA_V_CG_MEM_REFAULT_ANON_PAGES, instance, &anon);
	if (has_file)
		pa_facts_put(f, PA_V_CG_MEM_REFAULT_FILE_PER_S, instance, file);
	pa_derive_rate(c, PA_V_CG_MEM_PRESSURE_RATIO, PA_V_CG_MEM_PRESSURE_SOME_US, instance, 1e-6);
	has_limit = pa_window_last(c->window, PA_V_CG_MEM_LIMIT_BYTES, instance, &limit) &&
		    limit > 0;
	if (memory_high(c, instance) || has_limit)
		memory_lost(c, instance);
	if (!has_limit)
		return;
	pa_forecast_full_in(c, PA_V_CG_MEM_FULL_IN_S, instance, PA_V_CG_MEM_USAGE_BYTES, limit);
	/* Only a group with a limit can be held by it: refaults of others are the machine's. */
	if (has_file || has_anon)
		pa_facts_put(f, PA_V_CG_MEM_REFAULTS_PER_S, instance, file + anon);
	if (pa_window_mean(c->window, PA_V_CG_MEM_USAGE_BYTES, instance, &usage))
		pa_facts_put(f, PA_V_CG_MEM_USED_RATIO, instance, usage / limit);
}

/* Of the devices with a limit: what went to them over the limit, reads and writes apart, as the
 * kernel holds them back apart. Several limited devices are taken for the strictest of them. */
static const struct {
	uint16_t used, limit;
} io_limits[] = {
	{ PA_V_CG_IO_LIMITED_READ_BYTES, PA_V_CG_IO_LIMIT_READ_BYTES_PER_S },
	{ PA_V_CG_IO_LIMITED_WRITE_BYTES, PA_V_CG_IO_LIMIT_WRITE_BYTES_PER_S },
	{ PA_V_CG_IO_LIMITED_READ_CALLS_COUNT, PA_V_CG_IO_LIMIT_READ_CALLS_PER_S },
	{ PA_V_CG_IO_LIMITED_WRITE_CALLS_COUNT, PA_V_CG_IO_LIMIT_WRITE_CALLS_PER_S },
};

static double io_limit_share(const struct pa_case *c, uint32_t instance)
{
	double share = -1, used, limit;

	for (size_t i = 0; i < sizeof(io_limits) / sizeof(io_limits[0]); i++)
		if (pa_window_last(c->window, io_limits[i].limit, instance, &limit) && limit > 0 &&
		    pa_window_rate(c->window, io_limits[i].used, instance, &used) &&
		    used / limit > share)
			share = used / limit;
	return share;
}

static void io_group(struct pa_case *c, uint32_t instance)
{
	double read, write, calls_r = 0, calls_w = 0, share;

	pa_derive_rate(c, PA_V_CG_IO_PRESSURE_RATIO, PA_V_CG_IO_PRESSURE_SOME_US, instance, 1e-6);
	pa_derive_rate(c, PA_V_CG_IO_COST_WAIT_MS_PER_S, PA_V_CG_IO_COST_WAIT_US, instance, 1e-3);
	if (!pa_window_rate(c->window, PA_V_CG_IO_READ_BYTES, instance, &read) ||
	    !pa_window_rate(c->window, PA_V_CG_IO_WRITE_BYTES, instance, &write))
		return;
	pa_facts_put(&c->facts, PA_V_CG_IO_BYTES_PER_S, instance, read + write);
	(void)pa_window_rate(c->window, PA_V_CG_IO_READ_CALLS_COUNT, instance, &calls_r);
	(void)pa_window_rate(c->window, PA_V_CG_IO_WRITE_CALLS_COUNT, instance, &calls_w);
	pa_facts_put(&c->facts, PA_V_CG_IO_CALLS_PER_S, instance, calls_r + calls_w);
	share = io_limit_share(c, instance);
	if (share < 0)
		return;
	pa_facts_put(&c->facts, PA_V_CG_IO_LIMIT_RATIO, instance, share);
	pa_facts_put(&c->facts, PA_V_CG_IO_LOST_MS_PER_S, instance,
		     members_blocked(c, instance) * 1000);
}

static void pids_group(struct pa_case *c, uint32_t instance)
{
	double used, limit;

	pa_derive_rate(c, PA_V_CG_PIDS_REFUSED_PER_S, PA_V_CG_PIDS_REFUSED_COUNT, instance, 1);
	if (pa_window_last(c->window, PA_V_CG_PIDS_USED_COUNT, instance, &used) &&
	    pa_window_last(c->window, PA_V_CG_PIDS_LIMIT_COUNT, instance, &limit) && limit > 0)
		pa_facts_put(&c->facts, PA_V_CG_PIDS_USED_RATIO, instance, used / limit);
	if (pa_window_last(c->window, PA_V_CG_PIDS_LIMIT_COUNT, instance, &limit))
		pa_forecast_full_in(c, PA_V_CG_PIDS_FULL_IN_S, instance, PA_V_CG_PIDS_USED_COUNT,
				    limit);
}

/* ---- swap */

static void swap_group(struct pa_case *c, uint32_t instance)
{
	double limit, used;

	pa_derive_rate(c, PA_V_CG_SWAP_LIMIT_HITS_PER_S, PA_V_CG_SWAP_LIMIT_HITS_COUNT, instance,
		       1);
	pa_derive_rate(c, PA_V_CG_SWAP_FAILS_PER_S, PA_V_CG_SWAP_FAILS_COUNT, instance, 1);
	if (!pa_window_last(c->window, PA_V_CG_SWAP_LIMIT_BYTES, instance, &limit) || limit <= 0)
		return;
	/* The limit of version 1 is of memory and swap together. */
	if (pa_window_last(c->window, PA_V_CG_SWAP_BOTH_BYTES, instance, &used) ||
	    (!strncmp(pa_names_text(c->names, instance), "cg2:", 4) &&
	     pa_window_last(c->window, PA_V_CG_SWAP_USED_BYTES, instance, &used)))
		pa_facts_put(&c->facts, PA_V_CG_SWAP_USED_RATIO, instance, used / limit);
}

/* ---- cpuset */

/* The mean busy part of the CPUs in the masks of a group; false when one is not known. */
static bool busy_of_masks(const struct pa_case *c, uint32_t instance, double *out)
{
	const char *text = pa_names_text(c->names, instance);
	uint32_t id = instance, cpus = 0;
	double sum = 0;

	for (uint32_t base = 0; id != UINT32_MAX; base += 64) {
		const struct pa_series *s = pa_window_find(c->window, PA_V_CG_CPUSET_MASK_STATE,
							   id);
		char next[512];
		int bytes;

		if (!s || !s->count)
			break;
		for (uint32_t bit = 0; bit < 64; bit++) {
			char cpu[16];
			double busy;

			if (!(s->last >> bit & 1))
				continue;
			bytes = snprintf(cpu, sizeof(cpu), "cpu%u", base + bit);
			id = pa_names_find(c->names, cpu, (size_t)bytes);
			if (id == UINT32_MAX ||
			    !pa_facts_exact(&c->facts, PA_V_CPU_EACH_BUSY_RATIO, id, &busy))
				return false;
			sum += busy;
			cpus++;
		}
		bytes = snprintf(next, sizeof(next), "%s;%u", text, base + 64);
		id = bytes > 0 && (size_t)bytes < sizeof(next)
			     ? pa_names_find(c->names, next, (size_t)bytes)
			     : UINT32_MAX;
	}
	if (!cpus)
		return false;
	*out = sum / cpus;
	return true;
}

/* A process tells its groups of some hierarchies only, the cpuset's of version 1 not among them;
 * but who makes groups gives them the same path in all. False when nobody has this path. */
static bool members_delay_of_path(const struct pa_case *c, uint32_t instance, double *out)
{
	const char *path = strchr(pa_names_text(c->names, instance), '/');
	bool any = false;
	double sum = 0;

	if (!path || !path[1])
		return false;
	for (uint32_t i = 0; i < c->procs.count; i++) {
		if (!pa_procs_in_path(c->names, &c->procs.procs[i], path))
			continue;
		sum += c->procs.procs[i].run_delay_ms_per_s;
		any = true;
	}
	if (any)
		*out = sum;
	return any;
}

static void cpuset_group(struct pa_case *c, uint32_t instance)
{
	double allowed, busy, lost, online = c->machine->cpu_count;

	if (!pa_window_last(c->window, PA_V_CG_CPUSET_ALLOWED_COUNT, instance, &allowed))
		return;
	if (busy_of_masks(c, instance, &busy))
		pa_facts_put(&c->facts, PA_V_CG_CPUSET_BUSY_RATIO, instance, busy);
	if (online < 1 || allowed < 1)
		return;
	pa_facts_put(&c->facts, PA_V_CG_CPUSET_ALLOWED_RATIO, instance, allowed / online);
	if (allowed < online && members_delay_of_path(c, instance, &lost))
		pa_facts_put(&c->facts, PA_V_CG_CPUSET_LOST_MS_PER_S, instance, lost);
}

/* ---- huge pages, misc and rdma; the number of groups */

static const struct {
	uint16_t used, limit, refused;
} scarce[] = {
	{ PA_V_CG_HUGETLB_USED_2M_BYTES, PA_V_CG_HUGETLB_LIMIT_2M_BYTES,
	  PA_V_CG_HUGETLB_REFUSED_2M_COUNT },
	{ PA_V_CG_HUGETLB_USED_1G_BYTES, PA_V_CG_HUGETLB_LIMIT_1G_BYTES,
	  PA_V_CG_HUGETLB_REFUSED_1G_COUNT },
	{ PA_V_CG_HUGETLB_MISC_USED_COUNT, PA_V_CG_HUGETLB_MISC_LIMIT_COUNT,
	  PA_V_CG_HUGETLB_MISC_REFUSED_COUNT },
	{ PA_V_CG_HUGETLB_RDMA_USED_COUNT, PA_V_CG_HUGETLB_RDMA_LIMIT_COUNT, PA_V_NONE },
};

static void scarce_group(struct pa_case *c, uint32_t instance)
{
	double used, limit, share, fullest = -1, refused = 0, one;
	bool any = false;

	for (size_t i = 0; i < sizeof(scarce) / sizeof(scarce[0]); i++) {
		if (scarce[i].refused != PA_V_NONE &&
		    pa_window_rate(c->window, scarce[i].refused, instance, &one)) {
			refused += one;
			any = true;
		}
		if (!pa_window_last(c->window, scarce[i].used, instance, &used) ||
		    !pa_window_last(c->window, scarce[i].limit, instance, &limit) || limit <= 0)
			continue;
		share = used / limit;
		fullest = share > fullest ? share : fullest;
	}
	if (fullest >= 0)
		pa_facts_put(&c->facts, PA_V_CG_HUGETLB_USED_RATIO, instance, fullest);
	if (any)
		pa_facts_put(&c->facts, PA_V_CG_HUGETLB_REFUSED_PER_S, instance, refused);
}

static void group_counts(struct pa_case *c, uint32_t instance)
{
	double count, limit;

	if (pa_window_last(c->window, PA_V_CG_COUNT_DESCENDANTS_COUNT, instance, &count) &&
	    pa_window_last(c->window, PA_V_CG_COUNT_DESCENDANTS_LIMIT_COUNT, instance, &limit) &&
	    limit > 0)
		pa_facts_put(&c->facts, PA_V_CG_COUNT_USED_RATIO, instance, count / limit);
}

void pa_derive_cgroups(struct pa_case *c)
{
	pa_derive_each(c, PA_V_CG_CPU_QUOTA_US, cpu_group);
	pa_derive_each(c, PA_V_CG_MEM_USAGE_BYTES, memory_group);
	pa_derive_each(c, PA_V_CG_IO_READ_BYTES, io_group);
	pa_derive_each(c, PA_V_CG_PIDS_USED_COUNT, pids_group);
	pa_derive_each(c, PA_V_CG_SWAP_LIMIT_BYTES, swap_group);
	pa_derive_each(c, PA_V_CG_CPUSET_ALLOWED_COUNT, cpuset_group);
	for (size_t i = 0; i < sizeof(scarce) / sizeof(scarce[0]); i++)
		pa_derive_each(c, scarce[i].used, scarce_group);
	pa_derive_each(c, PA_V_CG_COUNT_DESCENDANTS_COUNT, group_counts);
}
