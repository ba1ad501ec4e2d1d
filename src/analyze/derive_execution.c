/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What runs between the threads and beside them: interrupts and where they go, hardware threads
 * of one core, the kernel's own threads.
 */
#include <stdio.h>
#include <string.h>

#include "analyze/derive.h"
#include "base/names.h"
#include "catalog/values.h"

static bool starts(const char *text, const char *with)
{
	return !strncmp(text, with, strlen(with));
}

/* ---- interrupts */

/* "cpu3/36:eth0": the share of the CPU that took most of the line. */
static void one_cell(struct pa_case *c, uint32_t cell)
{
	const char *slash = strchr(pa_names_text(c->names, cell), '/');
	double rate, total, top = 0;
	uint32_t line;

	if (!slash || slash[1] < '0' || slash[1] > '9') /* timers and the like go to each CPU */
		return;
	line = pa_names_find(c->names, slash + 1, strlen(slash + 1));
	if (line == UINT32_MAX ||
	    !pa_window_rate(c->window, PA_V_IRQ_HARD_CPU_COUNT, cell, &rate) ||
	    !pa_window_rate(c->window, PA_V_IRQ_HARD_LINE_COUNT, line, &total) || total <= 0)
		return;
	(void)pa_facts_exact(&c->facts, PA_V_IRQ_AFFINITY_TOP_RATIO, line, &top);
	rate = rate < total ? rate / total : 1;
	if (rate > top)
		pa_facts_put(&c->facts, PA_V_IRQ_AFFINITY_TOP_RATIO, line, rate);
}

/* Share of its time that a CPU spent in interrupts, hard and soft. */
static bool interrupt_share(const struct pa_case *c, uint32_t cpu, double *share)
{
	static const uint16_t all[] = { PA_V_CPU_EACH_IRQ_TICKS,  PA_V_CPU_EACH_SOFTIRQ_TICKS,
					PA_V_CPU_EACH_USER_TICKS, PA_V_CPU_EACH_SYSTEM_TICKS,
					PA_V_CPU_EACH_IDLE_TICKS, PA_V_CPU_EACH_IOWAIT_TICKS,
					PA_V_CPU_EACH_STEAL_TICKS };
	double rate, total = 0, mine = 0;

	for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++) {
		if (!pa_window_rate(c->window, all[i], cpu, &rate))
			continue;
		total += rate;
		mine += i < 2 ? rate : 0;
	}
	if (total <= 0)
		return false;
	*share = mine / total;
	return true;
}

/* The CPU with most interrupt work against the mean of the others. */
static void spread(struct pa_case *c)
{
	double hottest = -1, sum = 0, share;
	uint32_t hot = 0, cpus = 0;

	for (uint32_t i = 0; i < c->window->series_count; i++) {
		const struct pa_series *s = &c->window->series[i];

		if (s->metric != PA_V_CPU_EACH_SOFTIRQ_TICKS ||
		    !interrupt_share(c, s->instance, &share))
			continue;
		sum += share;
		cpus++;
		if (share > hottest) {
			hottest = share;
			hot = s->instance;
		}
	}
	if (!cpus)
		return;
	pa_facts_put(&c->facts, PA_V_IRQ_AFFINITY_HOT_RATIO, hot, hottest);
	if (cpus > 1)
		pa_facts_put(&c->facts, PA_V_IRQ_AFFINITY_REST_RATIO, hot,
			     (sum - hottest) / (cpus - 1));
}

/* No line in the log acquits only a CPU that detects such locks. */
static void split_locks(struct pa_case *c)
{
	double detected, traps;

	if (!pa_window_last(c->window, PA_V_CPU_SPLIT_DETECTED_FLAG, 0, &detected) ||
	    detected <= 0 || c->window_s <= 0 ||
	    !pa_window_delta(c->window, PA_V_CPU_SPLIT_TRAPS_LOGGED_COUNT, 0, &traps))
		return;
	pa_facts_put(&c->facts, PA_V_CPU_SPLIT_TRAPPED_COUNT, 0, traps);
	pa_facts_put(&c->facts, PA_V_CPU_SPLIT_TRAPS_PER_S, 0, traps / c->window_s);
}

static void interrupts(struct pa_case *c)
{
	uint32_t rcu = pa_names_find(c->names, "RCU", 3);
	double per_s, used, left;

	pa_derive_each(c, PA_V_IRQ_HARD_CPU_COUNT, one_cell);
	spread(c);
	split_locks(c);
	if (pa_derive_rate_sum(c, PA_V_NET_SOFTNET_SQUEEZED_COUNT, &per_s))
		pa_facts_put(&c->facts, PA_V_IRQ_SOFT_SQUEEZED_PER_S, 0, per_s);
	if (rcu != UINT32_MAX && pa_window_rate(c->window, PA_V_IRQ_SOFT_VECTOR_COUNT, rcu, &per_s))
		pa_facts_put(&c->facts, PA_V_RCU_GP_CALLBACKS_PER_S, 0, per_s);
	(void)pa_derive_rate(c, PA_V_IRQ_VECTORS_REFUSED_PER_S, PA_V_IRQ_VECTORS_REFUSED_COUNT, 0,
			     1);
	if (pa_window_last(c->window, PA_V_IRQ_VECTORS_ALLOCATED_COUNT, 0, &used) &&
	    pa_window_last(c->window, PA_V_IRQ_VECTORS_AVAILABLE_COUNT, 0, &left) &&
	    used + left > 0)
		pa_facts_put(&c->facts, PA_V_IRQ_VECTORS_USED_RATIO, 0, used / (used + left));
	(void)pa_derive_rate(c, PA_V_CPU_TLB_FLUSHES_PER_S, PA_V_IPI_CALL_TLB_COUNT, 0, 1);
	(void)pa_derive_rate(c, PA_V_CPU_ALL_MCE_PER_S, PA_V_CPU_MCE_EVENTS_COUNT, 0, 1);
	if (pa_derive_rate_sum(c, PA_V_CPU_SMI_INTERRUPTS_COUNT, &per_s))
		pa_facts_put(&c->facts, PA_V_CPU_SMI_INTERRUPTS_PER_S, 0, per_s);
}

/* ---- hardware threads */

/* Both hardware threads of a core together: how long was it in use, how long surely shared? */
static void one_core(struct pa_case *c, uint32_t cpu)
{
	double core, mine, threads, busiest = 0, sum = 0, one;
	char name[32];
	uint32_t seen = 0;

	if (!pa_window_last(c->window, PA_V_CPU_SMT_CORE_STATE, cpu, &core) ||
	    !pa_window_last(c->window, PA_V_CPU_SMT_SIBLINGS_COUNT, cpu, &threads) || threads < 2)
		return;
	(void)snprintf(name, sizeof(name), "cpu%u", (unsigned int)core);
	if (strcmp(name, pa_names_text(c->names, cpu)) != 0)
		return; /* told by the first of its threads */
	for (uint32_t i = 0; i < c->window->series_count; i++) {
		const struct pa_series *s = &c->window->series[i];

		if (s->metric != PA_V_CPU_SMT_CORE_STATE || !s->count ||
		    !pa_window_last(c->window, s->metric, s->instance, &mine) ||
		    (uint64_t)mine != (uint64_t)core ||
		    !pa_facts_exact(&c->facts, PA_V_CPU_EACH_BUSY_RATIO, s->instance, &one))
			continue;
		busiest = one > busiest ? one : busiest;
		sum += one;
		seen++;
	}
	if (seen < 2)
		return;
	pa_facts_put(&c->facts, PA_V_CPU_SMT_BUSY_RATIO, cpu, busiest);
	/* Busy times that add up to more than the others could hold apart must overlap. */
	pa_facts_put(&c->facts, PA_V_CPU_SMT_SHARED_RATIO, cpu,
		     sum > seen - 1 ? sum - (seen - 1) : 0);
}

/* ---- run queues of each CPU */

static void add_to(struct pa_case *c, uint16_t metric, uint32_t instance, double more)
{
	double before = 0;

	(void)pa_facts_exact(&c->facts, metric, instance, &before);
	pa_facts_put(&c->facts, metric, instance, before + more);
}

static void counted_delay(struct pa_case *c, uint32_t cpu)
{
	(void)pa_derive_rate(c, PA_V_CPU_EACH_DELAY_MS_PER_S, PA_V_CPU_EACH_RUN_DELAY_NS, cpu,
			     1e-6);
}

static void no_delay(struct pa_case *c, uint32_t cpu)
{
	pa_facts_put(&c->facts, PA_V_CPU_EACH_DELAY_MS_PER_S, cpu, 0);
}

/* Without the kernel's own count: of the threads, where they ran last. */
static void delay_by_threads(struct pa_case *c)
{
	double seconds = pa_window_task_s(c->window), delay;

	if (seconds <= 0 || !c->procs.count)
		return;
	pa_derive_each(c, PA_V_CPU_EACH_USER_TICKS, no_delay);
	for (uint32_t i = 0; i < c->window->track_count; i++) {
		const struct pa_track *track = &c->window->tracks[i];
		char name[32];
		uint32_t cpu;

		if (!(track->last.has & PA_TASK_RUN) || !(track->last.has & PA_TASK_STAT) ||
		    track->last.run_delay_ns <= track->first.run_delay_ns)
			continue;
		(void)snprintf(name, sizeof(name), "cpu%d", track->last.cpu);
		cpu = pa_names_find(c->names, name, strlen(name));
		delay = (double)(track->last.run_delay_ns - track->first.run_delay_ns) / 1e6;
		if (cpu != UINT32_MAX)
			add_to(c, PA_V_CPU_EACH_DELAY_MS_PER_S, cpu, delay / seconds);
	}
}

/* ---- the kernel's own threads */

static void kernel_threads(struct pa_case *c)
{
	double deferred = 0, work = 0, work_delay = 0, rcu_delay = 0;
	bool rcu = false;

	if (!c->procs.count)
		return;
	for (uint32_t i = 0; i < c->procs.count; i++) {
		const struct pa_proc *p = &c->procs.procs[i];
		const char *comm = pa_names_text(c->names, p->comm);

		if (!p->kernel_thread)
			continue;
		if (starts(comm, "ksoftirqd/")) {
			deferred = p->cpu_ratio > deferred ? p->cpu_ratio : deferred;
		} else if (starts(comm, "kworker/")) {
			work += p->cpu_ratio;
			work_delay += p->run_delay_ms_per_s;
		} else if (!strcmp(comm, "rcu_preempt") || !strcmp(comm, "rcu_sched")) {
			rcu_delay += p->run_delay_ms_per_s;
			rcu = true;
		}
	}
	pa_facts_put(&c->facts, PA_V_IRQ_SOFT_DEFERRED_RATIO, 0, deferred);
	pa_facts_put(&c->facts, PA_V_WQ_KWORKER_BUSY_RATIO, 0, work);
	pa_facts_put(&c->facts, PA_V_WQ_KWORKER_DELAY_MS_PER_S, 0, work_delay);
	if (rcu)
		pa_facts_put(&c->facts, PA_V_RCU_GP_DELAY_MS_PER_S, 0, rcu_delay);
}

/* The busiest SCHED_FIFO or SCHED_RR thread against the budget of its CPU. */
static void real_time(struct pa_case *c)
{
	double period, runtime, most = 0;

	if (!c->procs.count || !pa_window_last(c->window, PA_V_RT_THROTTLE_PERIOD_US, 0, &period) ||
	    !pa_window_last(c->window, PA_V_RT_THROTTLE_RUNTIME_US, 0, &runtime) || period <= 0 ||
	    runtime <= 0)
		return;
	for (uint32_t i = 0; i < c->procs.count; i++) {
		const struct pa_proc *p = &c->procs.procs[i];
		int32_t policy;

		if (p->hot_track == UINT32_MAX)
			continue;
		policy = c->window->tracks[p->hot_track].last.policy;
		if ((policy == 1 || policy == 2) && p->hot_ratio > most)
			most = p->hot_ratio;
	}
	pa_facts_put(&c->facts, PA_V_RT_THROTTLE_BUDGET_RATIO, 0, most / (runtime / period));
}

void pa_derive_execution(struct pa_case *c)
{
	double per_s;

	interrupts(c);
	pa_derive_each(c, PA_V_CPU_SMT_CORE_STATE, one_core);
	if (pa_derive_rate_sum(c, PA_V_CPU_EACH_RUN_DELAY_NS, &per_s))
		pa_derive_each(c, PA_V_CPU_EACH_RUN_DELAY_NS, counted_delay);
	else
		delay_by_threads(c);
	kernel_threads(c);
	real_time(c);
}
