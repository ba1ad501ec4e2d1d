/* SPDX-License-Identifier: Apache-2.0 */
#include "analyze/derive.h"

#include <stddef.h>
#include <string.h>

#include "analyze/forecast.h"
#include "base/map.h"
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

/* Switches in which a thread wanted to go on, of all switches of all processes. */
static void involuntary(struct pa_case *c)
{
	double voluntary = 0, forced = 0;

	for (uint32_t i = 0; i < c->procs.count; i++) {
		voluntary += c->procs.procs[i].voluntary_per_s;
		forced += c->procs.procs[i].involuntary_per_s;
	}
	if (voluntary + forced > 0)
		pa_facts_put(&c->facts, PA_V_TASK_CTXSW_INVOLUNTARY_RATIO, 0,
			     forced / (voluntary + forced));
}

/* Kernel threads may sleep so for want of work. */
static void blocked(struct pa_case *c)
{
	double tasks = 0, hung;
	bool any = false;

	for (uint32_t i = 0; i < c->window->track_count; i++) {
		const struct pa_track *t = &c->window->tracks[i];

		if (!t->looks || t->last.kernel_thread || t->last.pid == c->machine->self_pid)
			continue;
		any = true;
		tasks += (double)t->disk_looks / t->looks;
	}
	if (any) {
		pa_facts_put(&c->facts, PA_V_TASK_BLOCKED_TASKS_COUNT, 0, tasks);
		pa_facts_put(&c->facts, PA_V_TASK_BLOCKED_BLOCKED_MS_PER_S, 0, tasks * 1000);
	}
	if (pa_window_last(c->window, PA_V_HOST_LOCKUP_HUNG_TASKS_COUNT, 0, &hung))
		pa_facts_put(&c->facts, PA_V_TASK_BLOCKED_HUNG_COUNT, 0, hung);
}

/* A main thread that ended before the others is in this state too, and is no zombie. */
static bool is_zombie(const struct pa_task *t)
{
	return t->pid == t->tid && (t->has & PA_TASK_STAT) && t->state == 'Z' &&
	       t->thread_count <= 1;
}

/* Seconds since a process began, by the clock of the wall. */
static double age_s(const struct pa_case *c, const struct pa_task *t)
{
	double began_s = (double)t->start_ticks / c->machine->hz;

	return (double)(c->window->last_real_ns - c->machine->boot_real_ns) / 1e9 - began_s;
}

static void count_child(struct pa_map *children, int32_t parent)
{
	uint32_t count = 0;

	(void)pa_map_get(children, (uint32_t)parent, &count); /* stays 0 */
	pa_map_put(children, (uint32_t)parent, count + 1);
}

/* The process that has most of them to wait for. */
static void zombie_parent(struct pa_case *c, const struct pa_map *children)
{
	const struct pa_proc *most = NULL;
	uint32_t count = 0, one;

	for (uint32_t i = 0; i < c->procs.count; i++) {
		const struct pa_proc *p = &c->procs.procs[i];

		if (!pa_map_get(children, (uint32_t)p->pid, &one) || one <= count)
			continue;
		count = one;
		most = p;
	}
	if (most)
		pa_facts_put(&c->facts, PA_V_TASK_ZOMBIE_CHILDREN_COUNT, most->instance, count);
}

static void zombies(struct pa_case *c)
{
	double oldest = 0, age, limit;
	uint32_t count = 0, standing = 0;
	struct pa_map children;

	if (!c->window->track_count)
		return;
	pa_map_init(&children);
	for (uint32_t i = 0; i < c->window->track_count; i++) {
		const struct pa_track *t = &c->window->tracks[i];

		if (!is_zombie(&t->last) || t->last_ns < c->window->task_last_ns)
			continue;
		count++;
		standing += is_zombie(&t->first) && t->first_ns < t->last_ns;
		age = age_s(c, &t->last);
		oldest = age > oldest ? age : oldest;
		count_child(&children, t->last.ppid);
	}
	pa_facts_put(&c->facts, PA_V_TASK_ZOMBIE_ZOMBIES_COUNT, 0, count);
	pa_facts_put(&c->facts, PA_V_TASK_ZOMBIE_STANDING_COUNT, 0, standing);
	pa_facts_put(&c->facts, PA_V_TASK_ZOMBIE_OLDEST_S, 0, oldest);
	if (pa_window_last(c->window, PA_V_TASK_PID_PID_LIMIT_COUNT, 0, &limit) && limit > 0)
		pa_facts_put(&c->facts, PA_V_TASK_ZOMBIE_LIMIT_RATIO, 0, count / limit);
	zombie_parent(c, &children);
	pa_map_done(&children);
}

/* A delay of taskstats and the value that its sum becomes. */
static const struct delay {
	size_t at; /* in struct pa_task */
	uint16_t metric;
} delays[] = {
	{ offsetof(struct pa_task, block_delay_ns), PA_V_TASK_DELAY_BLOCK_MS_PER_S },
	{ offsetof(struct pa_task, swapin_delay_ns), PA_V_TASK_DELAY_SWAPIN_MS_PER_S },
	{ offsetof(struct pa_task, reclaim_delay_ns), PA_V_TASK_DELAY_RECLAIM_MS_PER_S },
	{ offsetof(struct pa_task, thrashing_delay_ns), PA_V_TASK_DELAY_THRASHING_MS_PER_S },
	{ offsetof(struct pa_task, compact_delay_ns), PA_V_TASK_DELAY_COMPACT_MS_PER_S },
	{ offsetof(struct pa_task, wpcopy_delay_ns), PA_V_TASK_DELAY_WPCOPY_MS_PER_S },
	{ offsetof(struct pa_task, irq_delay_ns), PA_V_TASK_DELAY_IRQ_MS_PER_S },
};

static uint64_t delay_of(const struct pa_task *task, size_t at)
{
	uint64_t ns;

	memcpy(&ns, (const char *)task + at, sizeof(ns));
	return ns;
}

static void one_delay(struct pa_case *c, const struct delay *delay, double s)
{
	double sum = 0;
	bool any = false;

	for (uint32_t i = 0; i < c->window->track_count; i++) {
		const struct pa_track *t = &c->window->tracks[i];
		uint64_t first = delay_of(&t->first, delay->at);
		uint64_t last = delay_of(&t->last, delay->at);

		if (!(t->last.has & PA_TASK_DELAYS) || t->last.pid == c->machine->self_pid)
			continue;
		any = true;
		sum += last > first ? (double)(last - first) : 0;
	}
	if (any)
		pa_facts_put(&c->facts, delay->metric, 0, sum / s / 1e6);
}

static void delay_account(struct pa_case *c)
{
	double run = 0, s = pa_window_task_s(c->window);

	pa_facts_put(&c->facts, PA_V_TASK_DELAY_THREADS_COUNT, 0, c->window->track_count);
	if (s <= 0 || !c->procs.count)
		return;
	for (uint32_t i = 0; i < c->procs.count; i++)
		run += c->procs.procs[i].run_delay_ms_per_s;
	pa_facts_put(&c->facts, PA_V_TASK_DELAY_RUN_MS_PER_S, 0, run);
	for (size_t i = 0; i < sizeof(delays) / sizeof(delays[0]); i++)
		one_delay(c, &delays[i], s);
}

static void open_files(struct pa_case *c)
{
	double used, limit, refused = 0;

	if (pa_window_last(c->window, PA_V_FD_SYS_USED_COUNT, 0, &used) &&
	    pa_window_last(c->window, PA_V_FD_SYS_LIMIT_COUNT, 0, &limit) && limit > 0) {
		pa_facts_put(&c->facts, PA_V_FD_SYS_USED_RATIO, 0, used / limit);
		(void)pa_forecast_full_in(c, PA_V_FD_SYS_FULL_IN_S, 0, PA_V_FD_SYS_USED_COUNT,
					  limit); /* unless they do not grow */
	}
	if (!pa_window_find(c->window, PA_V_TTY_CONSOLE_LINES_COUNT, 0))
		return; /* the kernel log could not be read */
	for (uint32_t i = 0; i < c->window->note_count; i++)
		refused += c->window->notes[i].kind == PA_NOTE_FILE_MAX &&
			   pa_window_is_now(c->window, &c->window->notes[i]);
	pa_facts_put(&c->facts, PA_V_FD_SYS_REFUSED_COUNT, 0, refused);
}

/* Groups above the one that refused count it too, so the largest counts and not the sum. */
static void refused_forks(struct pa_case *c)
{
	double most = -1, one;

	for (uint32_t i = 0; i < c->window->series_count; i++) {
		const struct pa_series *series = &c->window->series[i];

		if (series->metric == PA_V_CG_PIDS_REFUSED_COUNT &&
		    pa_window_rate(c->window, series->metric, series->instance, &one) && one > most)
			most = one;
	}
	if (most >= 0)
		pa_facts_put(&c->facts, PA_V_TASK_PID_REFUSED_PER_S, 0, most);
}

/* The process that gained most threads while we looked. */
static void growing_process(struct pa_case *c)
{
	const struct pa_proc *fastest = NULL;
	uint32_t most = 0;

	for (uint32_t i = 0; i < c->procs.count; i++) {
		const struct pa_proc *p = &c->procs.procs[i];
		const struct pa_task *a, *b;

		if (p->main_track == UINT32_MAX)
			continue;
		a = &c->window->tracks[p->main_track].first;
		b = &c->window->tracks[p->main_track].last;
		if (!(a->has & b->has & PA_TASK_STAT) || b->thread_count <= a->thread_count ||
		    b->thread_count - a->thread_count <= most)
			continue;
		most = b->thread_count - a->thread_count;
		fastest = p;
	}
	if (fastest)
		pa_facts_put(&c->facts, PA_V_TASK_PID_GROWN_COUNT, fastest->instance, most);
}

static void threads(struct pa_case *c)
{
	double used, limit, other;

	refused_forks(c);
	growing_process(c);
	if (!pa_window_last(c->window, PA_V_TASK_PID_THREADS_COUNT, 0, &used) ||
	    !pa_window_last(c->window, PA_V_TASK_PID_PID_LIMIT_COUNT, 0, &limit))
		return;
	if (pa_window_last(c->window, PA_V_TASK_PID_THREAD_LIMIT_COUNT, 0, &other) && other < limit)
		limit = other;
	if (limit <= 0)
		return;
	pa_facts_put(&c->facts, PA_V_TASK_PID_USED_RATIO, 0, used / limit);
	(void)pa_forecast_full_in(c, PA_V_TASK_PID_FULL_IN_S, 0, PA_V_TASK_PID_THREADS_COUNT,
				  limit); /* unless they do not grow */
}

void pa_derive_tasks(struct pa_case *c)
{
	pa_derive_rate(c, PA_V_TASK_CTXSW_SWITCHES_PER_S, PA_V_TASK_CTXSW_SWITCHES_COUNT, 0, 1);
	involuntary(c);
	switching(c);
	delay_account(c);
	short_lived(c);
	blocked(c);
	zombies(c);
	open_files(c);
	threads(c);
	pa_derive_limits(c);
}
