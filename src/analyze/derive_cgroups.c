/* SPDX-License-Identifier: Apache-2.0 */
#include "analyze/derive.h"
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

static void memory_group(struct pa_case *c, uint32_t instance)
{
	struct pa_facts *f = &c->facts;
	double limit, usage, file = 0, anon = 0, pressure;
	bool has_file, has_anon;

	pa_derive_rate(c, PA_V_CG_MEM_LIMIT_HITS_PER_S, PA_V_CG_MEM_LIMIT_HITS_COUNT, instance, 1);
	pa_derive_rate(c, PA_V_CG_MEM_OOM_KILLS_PER_S, PA_V_CG_MEM_OOM_KILLS_COUNT, instance, 1);
	has_file = pa_window_rate(c->window, PA_V_CG_MEM_REFAULT_FILE_PAGES, instance, &file);
	has_anon = pa_window_rate(c->window, PA_V_CG_MEM_REFAULT_ANON_PAGES, instance, &anon);
	if (has_file)
		pa_facts_put(f, PA_V_CG_MEM_REFAULT_FILE_PER_S, instance, file);
	if (!pa_window_last(c->window, PA_V_CG_MEM_LIMIT_BYTES, instance, &limit) || limit <= 0)
		return;
	/* Only a group with a limit can be held by it: refaults of others are the machine's. */
	if (has_file || has_anon)
		pa_facts_put(f, PA_V_CG_MEM_REFAULTS_PER_S, instance, file + anon);
	if (pa_window_mean(c->window, PA_V_CG_MEM_USAGE_BYTES, instance, &usage))
		pa_facts_put(f, PA_V_CG_MEM_USED_RATIO, instance, usage / limit);
	if (pa_window_rate(c->window, PA_V_CG_MEM_PRESSURE_SOME_US, instance, &pressure))
		pa_facts_put(f, PA_V_CG_MEM_LOST_MS_PER_S, instance, pressure / 1000);
	else
		pa_facts_put(f, PA_V_CG_MEM_LOST_MS_PER_S, instance,
			     members_blocked(c, instance) * 1000);
}

static void io_group(struct pa_case *c, uint32_t instance)
{
	double read, write, limit, calls_r = 0, calls_w = 0, share = -1;

	pa_derive_rate(c, PA_V_CG_IO_PRESSURE_RATIO, PA_V_CG_IO_PRESSURE_SOME_US, instance, 1e-6);
	if (!pa_window_rate(c->window, PA_V_CG_IO_READ_BYTES, instance, &read) ||
	    !pa_window_rate(c->window, PA_V_CG_IO_WRITE_BYTES, instance, &write))
		return;
	pa_facts_put(&c->facts, PA_V_CG_IO_BYTES_PER_S, instance, read + write);
	(void)pa_window_rate(c->window, PA_V_CG_IO_READ_CALLS_COUNT, instance, &calls_r);
	(void)pa_window_rate(c->window, PA_V_CG_IO_WRITE_CALLS_COUNT, instance, &calls_w);
	pa_facts_put(&c->facts, PA_V_CG_IO_CALLS_PER_S, instance, calls_r + calls_w);
	if (pa_window_last(c->window, PA_V_CG_IO_LIMIT_BYTES_PER_S, instance, &limit) && limit > 0)
		share = (read > write ? read : write) / limit;
	if (pa_window_last(c->window, PA_V_CG_IO_LIMIT_CALLS_PER_S, instance, &limit) &&
	    limit > 0) {
		double calls = (calls_r > calls_w ? calls_r : calls_w) / limit;

		share = calls > share ? calls : share;
	}
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
}

void pa_derive_cgroups(struct pa_case *c)
{
	pa_derive_each(c, PA_V_CG_CPU_QUOTA_US, cpu_group);
	pa_derive_each(c, PA_V_CG_MEM_USAGE_BYTES, memory_group);
	pa_derive_each(c, PA_V_CG_IO_READ_BYTES, io_group);
	pa_derive_each(c, PA_V_CG_PIDS_USED_COUNT, pids_group);
}
