/* SPDX-License-Identifier: Apache-2.0 */
#include "analyze/derive.h"
#include "catalog/constants.h"
#include "catalog/values.h"

static void mutexes(struct pa_case *c, const struct pa_proc *p)
{
	if (!p->futex_threads)
		return;
	pa_facts_put(&c->facts, PA_V_LOCK_FUTEX_WAITERS_COUNT, p->instance,
		     p->waiting[PA_WAIT_FUTEX]);
	pa_facts_put(&c->facts, PA_V_LOCK_FUTEX_LOST_MS_PER_S, p->instance,
		     p->waiting[PA_WAIT_FUTEX] * 1000);
	pa_facts_put(&c->facts, PA_V_LOCK_FUTEX_THREADS_COUNT, p->instance, p->futex_threads);
	pa_facts_put(&c->facts, PA_V_LOCK_FUTEX_HANDOFFS_PER_S, p->instance,
		     p->futex_switches_per_s);
}

static void kernel_locks(struct pa_case *c, const struct pa_proc *p)
{
	double waiting = p->waiting[PA_WAIT_LOCK] + p->waiting[PA_WAIT_MMAP];

	if (waiting <= 0 || p->kernel_thread)
		return;
	pa_facts_put(&c->facts, PA_V_LOCK_KERNEL_WAITERS_COUNT, p->instance, waiting);
	pa_facts_put(&c->facts, PA_V_LOCK_KERNEL_LOST_MS_PER_S, p->instance, waiting * 1000);
}

/* Contention of read-write semaphores that a drill counted for one process. */
static void address_space(struct pa_case *c, const struct pa_proc *p)
{
	const struct pa_track *t;
	double pages, waiting;

	if (p->main_track == UINT32_MAX)
		return;
	t = &c->window->tracks[p->main_track];
	if (!(t->last.has & PA_TASK_LOCKS) || t->watch_last_ns <= t->watch_first_ns)
		return;
	pa_facts_put(&c->facts, PA_V_LOCK_MMAP_WAITS_PER_S, p->instance,
		     (double)(t->last.rwsem_contended - t->first.rwsem_contended) * 1e9 /
			     (double)(t->watch_last_ns - t->watch_first_ns));
	pages = p->minor_faults_per_s * c->window_s;
	/* Faults that leave the memory as large as it was are for pages given back since. */
	if (p->rss_growth_bytes / c->machine->page_bytes < pages * pa_k_steady_memory_ratio)
		pa_facts_put(&c->facts, PA_V_LOCK_MMAP_FAULTS_PER_S, p->instance,
			     p->minor_faults_per_s);
	waiting = p->waiting[PA_WAIT_MMAP] + p->waiting[PA_WAIT_LOCK];
	pa_facts_put(&c->facts, PA_V_LOCK_MMAP_WAITERS_COUNT, p->instance, waiting);
	/* Those that spin for the lock burn a CPU, those that sleep wait: both are lost. */
	pa_facts_put(&c->facts, PA_V_LOCK_MMAP_LOST_MS_PER_S, p->instance,
		     waiting * 1000 + p->run_delay_ms_per_s);
	pa_facts_put(&c->facts, PA_V_LOCK_MMAP_THREADS_COUNT, p->instance, p->active_threads);
	pa_facts_put(&c->facts, PA_V_LOCK_MMAP_SYSTEM_RATIO, p->instance, p->system_ratio);
}

static void machine_rate(struct pa_case *c, uint16_t metric, uint16_t counter)
{
	double per_s;

	if (pa_derive_rate_sum(c, counter, &per_s))
		pa_facts_put(&c->facts, metric, 0, per_s);
}

/* What the kernel's watchdogs found: a lock that is not given back is one of the causes. */
static void watchdogs(struct pa_case *c)
{
	double hung, soft = 0, hard = 0;
	bool any;

	if (pa_window_last(c->window, PA_V_HOST_LOCKUP_HUNG_TASKS_COUNT, 0, &hung))
		pa_facts_put(&c->facts, PA_V_LOCK_KERNEL_HUNG_COUNT, 0, hung);
	any = pa_window_last(c->window, PA_V_HOST_LOCKUP_SOFTLOCKUPS_COUNT, 0, &soft);
	any |= pa_window_last(c->window, PA_V_HOST_LOCKUP_HARDLOCKUPS_COUNT, 0, &hard);
	if (any)
		pa_facts_put(&c->facts, PA_V_LOCK_SPIN_LOCKUPS_COUNT, 0, soft + hard);
}

void pa_derive_locks(struct pa_case *c)
{
	watchdogs(c);
	machine_rate(c, PA_V_LOCK_KERNEL_CONTENDED_PER_S, PA_V_LOCK_KERNEL_CONTENDED_COUNT);
	machine_rate(c, PA_V_LOCK_SPIN_CONTENDED_PER_S, PA_V_LOCK_SPIN_CONTENDED_COUNT);
	machine_rate(c, PA_V_LOCK_MMAP_CONTENDED_PER_S, PA_V_LOCK_MMAP_CONTENDED_COUNT);
	for (uint32_t i = 0; i < c->procs.count; i++) {
		mutexes(c, &c->procs.procs[i]);
		kernel_locks(c, &c->procs.procs[i]);
		address_space(c, &c->procs.procs[i]);
	}
}
