/* SPDX-License-Identifier: Apache-2.0 */
#include <math.h>

#include "analyze/derive.h"
#include "base/names.h"
#include "catalog/constants.h"
#include "catalog/values.h"

/* Ticks of one CPU (or of all) per second, by what they were spent on. */
struct cpu_time {
	double busy, system, irq, soft, idle, steal, total;
};

static bool rate(const struct pa_case *c, uint16_t metric, uint32_t instance, double *out)
{
	*out = 0;
	return pa_window_rate(c->window, metric, instance, out);
}

static bool machine_time(const struct pa_case *c, struct cpu_time *t)
{
	double user, system, idle, iowait, irq, soft, steal;

	if (!rate(c, PA_V_CPU_ALL_USER_TICKS, 0, &user) ||
	    !rate(c, PA_V_CPU_ALL_SYSTEM_TICKS, 0, &system) ||
	    !rate(c, PA_V_CPU_ALL_IDLE_TICKS, 0, &idle))
		return false;
	/* Columns that old kernels or other architectures lack count as nothing spent. */
	(void)rate(c, PA_V_CPU_ALL_IOWAIT_TICKS, 0, &iowait);
	(void)rate(c, PA_V_CPU_ALL_IRQ_TICKS, 0, &irq);
	(void)rate(c, PA_V_CPU_ALL_SOFTIRQ_TICKS, 0, &soft);
	(void)rate(c, PA_V_CPU_STEAL_STEAL_TICKS, 0, &steal);
	*t = (struct cpu_time){ .system = system + irq + soft,
				.irq = irq,
				.soft = soft,
				.idle = idle + iowait,
				.steal = steal,
				.busy = user + system + irq + soft + steal };
	t->total = t->busy + t->idle;
	return t->total > 0;
}

/*
 * Time that no tick was counted for was taken without being told as steal; a few percent are
 * the rounding of ticks. But idle time is measured and busy time is counted in ticks
 * (CONFIG_NO_HZ): work that always sleeps when the tick comes is missing too. It must be idle
 * in every tick for that, so only CPUs that hardly idle can prove a theft.
 */
static double hidden_steal(const struct pa_case *c, double accounted, double idle)
{
	const struct pa_series *offline = pa_window_find(c->window, PA_V_CPU_EACH_OFFLINE_COUNT, 0);

	if (offline && offline->low != offline->high)
		return 0; /* the number of CPUs changed meanwhile */
	return accounted < 1 && idle < pa_k_hidden_steal_idle_ratio ? 1 - accounted : 0;
}

static void machine(struct pa_case *c)
{
	struct pa_facts *f = &c->facts;
	struct cpu_time t;
	double wall = (double)c->machine->hz * c->machine->cpu_count, accounted, hidden, micro;

	if (pa_window_rate(c->window, PA_V_PSI_ALL_CPU_SOME_US, 0, &micro))
		pa_facts_put(f, PA_V_CPU_ALL_PRESSURE_RATIO, 0, micro / 1e6);
	if (!machine_time(c, &t))
		return;
	pa_facts_put(f, PA_V_CPU_ALL_BUSY_RATIO, 0, t.busy / t.total);
	pa_facts_put(f, PA_V_CPU_ALL_SYSTEM_RATIO, 0, t.system / t.total);
	pa_facts_put(f, PA_V_CPU_ALL_IDLE_RATIO, 0, t.idle / t.total);
	pa_facts_put(f, PA_V_IRQ_SOFT_TIME_RATIO, 0, t.soft / t.total);
	pa_facts_put(f, PA_V_IRQ_HARD_TIME_RATIO, 0, t.irq / t.total);
	if (wall <= 0)
		return;
	accounted = t.total / wall;
	pa_facts_put(f, PA_V_CPU_ALL_ACCOUNTED_RATIO, 0, accounted);
	hidden = hidden_steal(c, accounted, t.idle / wall);
	pa_facts_put(f, PA_V_CPU_STEAL_HIDDEN_RATIO, 0, hidden);
	pa_facts_put(f, PA_V_CPU_STEAL_STEAL_RATIO, 0, t.steal / wall + hidden);
	pa_facts_put(f, PA_V_CPU_STEAL_LOST_MS_PER_S, 0,
		     (t.steal / wall + hidden) * 1000 * c->machine->cpu_count);
}

static void one_cpu(struct pa_case *c, uint32_t instance)
{
	double user, system, idle, iowait, irq, soft, steal, busy, total;

	if (!rate(c, PA_V_CPU_EACH_USER_TICKS, instance, &user) ||
	    !rate(c, PA_V_CPU_EACH_SYSTEM_TICKS, instance, &system) ||
	    !rate(c, PA_V_CPU_EACH_IDLE_TICKS, instance, &idle))
		return;
	(void)rate(c, PA_V_CPU_EACH_IOWAIT_TICKS, instance, &iowait);
	(void)rate(c, PA_V_CPU_EACH_IRQ_TICKS, instance, &irq);
	(void)rate(c, PA_V_CPU_EACH_SOFTIRQ_TICKS, instance, &soft);
	(void)rate(c, PA_V_CPU_EACH_STEAL_TICKS, instance, &steal);
	busy = user + system + irq + soft + steal;
	total = busy + idle + iowait;
	if (total > 0)
		pa_facts_put(&c->facts, PA_V_CPU_EACH_BUSY_RATIO, instance, busy / total);
}

static void balance(struct pa_case *c)
{
	double busiest = -1, sum = 0, one;
	uint32_t cpus = 0;

	for (uint32_t i = 0; i < c->facts.count; i++) {
		if (c->facts.facts[i].metric != PA_V_CPU_EACH_BUSY_RATIO)
			continue;
		one = c->facts.facts[i].value;
		busiest = one > busiest ? one : busiest;
		sum += one;
		cpus++;
	}
	if (!cpus)
		return;
	pa_facts_put(&c->facts, PA_V_CPU_IMBALANCE_BUSIEST_RATIO, 0, busiest);
	pa_facts_put(&c->facts, PA_V_CPU_IMBALANCE_SPREAD_RATIO, 0, busiest - sum / cpus);
}

/* A group that is throttled: its members' waiting is the quota's, not the run queue's. */
static bool is_throttled(const struct pa_case *c, uint32_t cgroup)
{
	double periods, throttled;

	return pa_window_delta(c->window, PA_V_CG_CPU_PERIODS_COUNT, cgroup, &periods) &&
	       pa_window_delta(c->window, PA_V_CG_CPU_THROTTLED_COUNT, cgroup, &throttled) &&
	       periods > 0 && throttled / periods > pa_k_throttled_ratio;
}

/* The groups that are throttled; more than fit are not looked at. */
struct held {
	uint32_t groups[64];
	uint32_t count;
};

static void held_groups(const struct pa_case *c, struct held *held)
{
	held->count = 0;
	for (uint32_t i = 0; i < c->window->series_count && held->count < 64; i++) {
		const struct pa_series *s = &c->window->series[i];

		if (s->metric == PA_V_CG_CPU_THROTTLED_COUNT && s->rises &&
		    is_throttled(c, s->instance))
			held->groups[held->count++] = s->instance;
	}
}

/* Is a process in a throttled group, or below one? */
static bool is_held(const struct pa_case *c, const struct held *held, const struct pa_proc *p)
{
	for (uint32_t i = 0; p && i < held->count; i++)
		if (pa_procs_in_group(c->names, p, held->groups[i]))
			return true;
	return false;
}

/* Longest single wait, of threads whose own longest wait grew in the window. */
static void longest_wait(struct pa_case *c)
{
	double longest = -1;

	for (uint32_t i = 0; i < c->window->track_count; i++) {
		const struct pa_track *track = &c->window->tracks[i];

		if (!(track->last.has & PA_TASK_DELAY_MAX) ||
		    track->last.pid == c->machine->self_pid ||
		    track->last.run_delay_max_ns <= track->first.run_delay_max_ns)
			continue;
		if ((double)track->last.run_delay_max_ns > longest)
			longest = (double)track->last.run_delay_max_ns;
	}
	if (longest >= 0)
		pa_facts_put(&c->facts, PA_V_CPU_RUNQ_DELAY_MAX_MS, 0, longest / 1e6);
}

static void run_queue(struct pa_case *c)
{
	double delay = 0, pinned = 0, seconds = pa_window_task_s(c->window);
	struct held held;
	bool known = false;

	if (seconds <= 0)
		return;
	held_groups(c, &held);
	for (uint32_t i = 0; i < c->window->track_count; i++) {
		const struct pa_track *track = &c->window->tracks[i];
		double one;

		if (!(track->last.has & PA_TASK_RUN) || track->last.pid == c->machine->self_pid)
			continue;
		known = true;
		if (track->last.run_delay_ns <= track->first.run_delay_ns ||
		    is_held(c, &held, pa_procs_find(&c->procs, track->last.pid)))
			continue;
		one = (double)(track->last.run_delay_ns - track->first.run_delay_ns) / 1e6 /
		      seconds;
		delay += one;
		if ((track->last.has & PA_TASK_AFFINITY) && !track->last.kernel_thread &&
		    track->last.cpus_allowed_count < c->machine->cpu_count)
			pinned += one;
	}
	if (!known)
		return;
	pa_facts_put(&c->facts, PA_V_CPU_RUNQ_DELAY_MS_PER_S, 0, delay);
	pa_facts_put(&c->facts, PA_V_CPU_IMBALANCE_PINNED_DELAY_MS_PER_S, 0, pinned);
	if (c->machine->cpu_count)
		pa_facts_put(&c->facts, PA_V_CPU_RUNQ_DELAY_PER_CPU_RATIO, 0,
			     delay / 1000 / c->machine->cpu_count);
	longest_wait(c);
}

static void hot_threads(struct pa_case *c)
{
	const struct pa_proc *hot = NULL;
	uint32_t full = 0;
	double hog = 0;

	if (!c->procs.count)
		return;
	for (uint32_t i = 0; i < c->procs.count; i++) {
		const struct pa_proc *p = &c->procs.procs[i];
		const struct pa_task *task;

		if (p->hot_track == UINT32_MAX)
			continue;
		task = &c->window->tracks[p->hot_track].last;
		full += p->busy_threads;
		/* SCHED_FIFO 1 and SCHED_RR 2 run before every ordinary thread. */
		if ((task->policy == 1 || task->policy == 2) && !p->kernel_thread)
			hog += p->hot_ratio;
		if (!hot || p->hot_ratio > hot->hot_ratio)
			hot = p;
	}
	pa_facts_put(&c->facts, PA_V_RT_THROTTLE_HOG_RATIO, 0, hog);
	pa_facts_put(&c->facts, PA_V_CPU_PIPELINE_FULL_THREADS_COUNT, 0, full);
	if (!hot)
		return;
	pa_facts_put(&c->facts, PA_V_CPU_IMBALANCE_THREAD_RATIO, 0, hot->hot_ratio);
	pa_facts_put(&c->facts, PA_V_CPU_IMBALANCE_THREAD_SYSTEM_RATIO, 0, hot->system_ratio);
	pa_facts_put(&c->facts, PA_V_CPU_IMBALANCE_PINNED_FLAG, 0,
		     (c->window->tracks[hot->hot_track].last.has & PA_TASK_AFFINITY) &&
			     c->window->tracks[hot->hot_track].last.cpus_allowed_count == 1);
}

/* Hardware counters: of the machine, and of the processes that a drill counted. */
static void pipeline(struct pa_case *c)
{
	double cycles, instructions, references, misses;
	bool seen = pa_derive_rate_sum(c, PA_V_CPU_PIPELINE_CYCLES_COUNT, &cycles) && cycles > 0;

	pa_facts_put(&c->facts, PA_V_CPU_PIPELINE_UNSEEN_FLAG, 0, !seen);
	if (seen && pa_derive_rate_sum(c, PA_V_CPU_PIPELINE_INSTRUCTIONS_COUNT, &instructions))
		pa_facts_put(&c->facts, PA_V_CPU_PIPELINE_IPC_RATIO, 0, instructions / cycles);
	if (pa_derive_rate_sum(c, PA_V_CPU_LLC_REFERENCES_COUNT, &references) && references > 0 &&
	    pa_derive_rate_sum(c, PA_V_CPU_LLC_MISSES_COUNT, &misses)) {
		pa_facts_put(&c->facts, PA_V_CPU_LLC_MISS_RATIO, 0, misses / references);
		pa_facts_put(&c->facts, PA_V_CPU_LLC_MISSES_PER_S, 0, misses);
	}
}

static void counted_process(struct pa_case *c, const struct pa_proc *p)
{
	const struct pa_track *track = &c->window->tracks[p->main_track];
	const struct pa_task *a = &track->first, *b = &track->last;
	double seconds = (double)(track->watch_last_ns - track->watch_first_ns) / 1e9;
	double references, misses;

	if (seconds <= 0 || b->cycles <= a->cycles)
		return;
	pa_facts_put(&c->facts, PA_V_CPU_PIPELINE_PROC_CPU_RATIO, p->instance, p->cpu_ratio);
	pa_facts_put(&c->facts, PA_V_CPU_PIPELINE_PROC_IPC_RATIO, p->instance,
		     (double)(b->instructions - a->instructions) / (double)(b->cycles - a->cycles));
	pa_facts_put(&c->facts, PA_V_CPU_LLC_PROC_THREADS_COUNT, p->instance, p->busy_threads);
	if (c->machine->cache_bytes)
		pa_facts_put(&c->facts, PA_V_CPU_LLC_PROC_MEMORY_RATIO, p->instance,
			     p->rss_bytes / (double)c->machine->cache_bytes);
	if (!(b->has & PA_TASK_CACHE) || b->cache_references <= a->cache_references)
		return;
	references = (double)(b->cache_references - a->cache_references);
	misses = (double)(b->cache_misses - a->cache_misses);
	pa_facts_put(&c->facts, PA_V_CPU_LLC_PROC_MISS_RATIO, p->instance, misses / references);
	pa_facts_put(&c->facts, PA_V_CPU_LLC_PROC_MISSES_PER_S, p->instance, misses / seconds);
}

void pa_derive_cpu(struct pa_case *c)
{
	double per_s;

	machine(c);
	pa_derive_each(c, PA_V_CPU_EACH_USER_TICKS, one_cpu);
	balance(c);
	run_queue(c);
	hot_threads(c);
	pipeline(c);
	if (pa_derive_rate_sum(c, PA_V_IRQ_SOFT_NET_RX_COUNT, &per_s))
		pa_facts_put(&c->facts, PA_V_IRQ_SOFT_NET_RX_PER_S, 0, per_s);
	for (uint32_t i = 0; i < c->procs.count; i++) {
		const struct pa_proc *p = &c->procs.procs[i];

		if (p->main_track != UINT32_MAX &&
		    (c->window->tracks[p->main_track].last.has & PA_TASK_COUNTERS))
			counted_process(c, p);
	}
}
