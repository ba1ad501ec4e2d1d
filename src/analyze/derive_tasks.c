/* SPDX-License-Identifier: Apache-2.0 */
#include "analyze/derive.h"
#include "catalog/constants.h"
#include "catalog/values.h"

static double run_us_of(const struct pa_proc *p)
{
	return p->cpu_ratio * 1e6 / p->voluntary_per_s;
}

/* A process whose threads mostly hand over. Wide bounds: the rule's own thresholds judge. */
static bool hands_over(const struct pa_proc *p)
{
	return p->voluntary_per_s > pa_k_handover_per_s && run_us_of(p) < pa_k_handover_us &&
	       p->hot_track != UINT32_MAX;
}

/* The CPU time of all that hand over on the CPU that this one last ran on. */
static double partners_cpu_ratio(const struct pa_case *c, const struct pa_proc *p)
{
	int32_t cpu = c->window->tracks[p->hot_track].last.cpu;
	double sum = 0;

	for (uint32_t i = 0; i < c->procs.count; i++) {
		const struct pa_proc *q = &c->procs.procs[i];

		if (hands_over(q) && c->window->tracks[q->hot_track].last.cpu == cpu)
			sum += q->cpu_ratio;
	}
	return sum;
}

static void switching(struct pa_case *c)
{
	const struct pa_proc *most = NULL;

	for (uint32_t i = 0; i < c->procs.count; i++) {
		const struct pa_proc *p = &c->procs.procs[i];

		if (hands_over(p) && (!most || p->voluntary_per_s > most->voluntary_per_s))
			most = p;
	}
	if (!most)
		return;
	pa_facts_put(&c->facts, PA_V_TASK_CTXSW_RUN_US, most->instance, run_us_of(most));
	pa_facts_put(&c->facts, PA_V_TASK_CTXSW_VOLUNTARY_PER_S, most->instance,
		     most->voluntary_per_s);
	pa_facts_put(&c->facts, PA_V_TASK_CTXSW_CPU_RATIO, most->instance,
		     partners_cpu_ratio(c, most));
	pa_facts_put(&c->facts, PA_V_TASK_CTXSW_IO_PER_SWITCH_RATIO, most->instance,
		     (most->read_bytes_per_s + most->write_bytes_per_s) / 4096 /
			     most->voluntary_per_s);
}

/* CPU time that no thread alive at the end accounts for. */
static void unexplained(struct pa_case *c)
{
	double busy, known = 0;

	if (!pa_facts_get(&c->facts, PA_V_CPU_ALL_BUSY_RATIO, 0, &busy) || !c->procs.count)
		return;
	for (uint32_t i = 0; i < c->procs.count; i++)
		known += c->procs.procs[i].cpu_ratio;
	busy = busy * c->machine->cpu_count - known;
	pa_facts_put(&c->facts, PA_V_TASK_SHORT_UNEXPLAINED_RATIO, 0, busy > 0 ? busy : 0);
}

static void short_lived(struct pa_case *c)
{
	const struct pa_proc *most = NULL;
	double forks;

	pa_derive_rate(c, PA_V_TASK_SHORT_FORKS_PER_S, PA_V_TASK_SHORT_FORKS_COUNT, 0, 1);
	if (pa_derive_rate_sum(c, PA_V_TASK_SHORT_EXECS_COUNT, &forks))
		pa_facts_put(&c->facts, PA_V_TASK_SHORT_EXECS_PER_S, 0, forks);
	unexplained(c);
	for (uint32_t i = 0; i < c->procs.count; i++) {
		const struct pa_proc *p = &c->procs.procs[i];

		if (p->children_cpu_ratio > 0 &&
		    (!most || p->children_cpu_ratio > most->children_cpu_ratio))
			most = p;
	}
	if (!most || !pa_facts_get(&c->facts, PA_V_TASK_SHORT_FORKS_PER_S, 0, &forks) || forks <= 0)
		return;
	pa_facts_put(&c->facts, PA_V_TASK_SHORT_CHILDREN_CPU_RATIO, most->instance,
		     most->children_cpu_ratio);
	pa_facts_put(&c->facts, PA_V_TASK_SHORT_SYSTEM_COST_RATIO, most->instance,
		     most->children_cpu_ratio + most->cpu_ratio);
	pa_facts_put(&c->facts, PA_V_TASK_SHORT_CHILD_CPU_MS, most->instance,
		     most->children_cpu_ratio * 1000 / forks);
}

static void limits(struct pa_case *c)
{
	double used, limit, other;

	if (pa_window_last(c->window, PA_V_FD_SYS_USED_COUNT, 0, &used) &&
	    pa_window_last(c->window, PA_V_FD_SYS_LIMIT_COUNT, 0, &limit) && limit > 0)
		pa_facts_put(&c->facts, PA_V_FD_SYS_USED_RATIO, 0, used / limit);
	if (!pa_window_last(c->window, PA_V_TASK_PID_THREADS_COUNT, 0, &used) ||
	    !pa_window_last(c->window, PA_V_TASK_PID_PID_LIMIT_COUNT, 0, &limit))
		return;
	if (pa_window_last(c->window, PA_V_TASK_PID_THREAD_LIMIT_COUNT, 0, &other) && other < limit)
		limit = other;
	if (limit > 0)
		pa_facts_put(&c->facts, PA_V_TASK_PID_USED_RATIO, 0, used / limit);
}

void pa_derive_tasks(struct pa_case *c)
{
	pa_derive_rate(c, PA_V_TASK_CTXSW_SWITCHES_PER_S, PA_V_TASK_CTXSW_SWITCHES_COUNT, 0, 1);
	pa_facts_put(&c->facts, PA_V_TASK_DELAY_THREADS_COUNT, 0, c->window->track_count);
	switching(c);
	short_lived(c);
	limits(c);
}
