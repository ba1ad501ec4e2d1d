/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A close look costs reads for every thread, so it goes to few processes: those that lead one
 * of the lists by which a bottleneck's culprit can be found.
 */
#include <stdlib.h>
#include <string.h>

#include "analyze/advise.h"
#include "analyze/derive.h"
#include "base/names.h"
#include "catalog/constants.h"
#include "catalog/values.h"

typedef double (*weigh_fn)(const struct pa_proc *p);

static double by_cpu(const struct pa_proc *p)
{
	return p->cpu_ratio > pa_k_suspect_cpu_ratio ? p->cpu_ratio : 0;
}

static double by_delay(const struct pa_proc *p)
{
	return p->run_delay_ms_per_s > pa_k_suspect_delay_ms_per_s ? p->run_delay_ms_per_s : 0;
}

static double by_switches(const struct pa_proc *p)
{
	return p->voluntary_per_s > pa_k_suspect_switches_per_s ? p->voluntary_per_s : 0;
}

static double by_io(const struct pa_proc *p)
{
	return p->read_bytes_per_s + p->write_bytes_per_s;
}

static double by_disk_wait(const struct pa_proc *p)
{
	return p->waiting[PA_WAIT_DISK] + p->waiting[PA_WAIT_BLOCK];
}

static double by_faults(const struct pa_proc *p)
{
	return p->major_faults_per_s;
}

/* Write calls that carry nothing: they fail, or write to what counts no bytes. */
static double by_empty_writes(const struct pa_proc *p)
{
	return p->write_calls_per_s > pa_k_suspect_writes_per_s &&
			       p->write_chars_per_s < p->write_calls_per_s
		       ? p->write_calls_per_s
		       : 0;
}

static void add_pid(int32_t *pids, size_t *count, size_t max, int32_t pid)
{
	for (size_t i = 0; i < *count; i++)
		if (pids[i] == pid)
			return;
	if (*count < max)
		pids[(*count)++] = pid;
}

/* Add the n processes of largest weight; ties go to the lower pid. */
static void add_leaders(const struct pa_procs *procs, weigh_fn weigh, size_t n, int32_t *pids,
			size_t *count, size_t max)
{
	double below = 0;
	const struct pa_proc *last = NULL;

	for (size_t k = 0; k < n; k++) {
		const struct pa_proc *best = NULL;

		for (uint32_t i = 0; i < procs->count; i++) {
			const struct pa_proc *p = &procs->procs[i];
			double w = weigh(p);

			if (w <= 0 || p->kernel_thread ||
			    (last && (w > below || (w >= below && p->pid <= last->pid))))
				continue;
			if (!best || w > weigh(best))
				best = p;
		}
		if (!best)
			return;
		add_pid(pids, count, max, best->pid);
		last = best;
		below = weigh(best);
	}
}

static bool in_scope(const struct pa_case *c, const struct pa_proc *p, const struct pa_scope *scope)
{
	if (scope->pid)
		return p->pid == scope->pid;
	return scope->cgroup && pa_procs_in_path(c->names, p, scope->cgroup);
}

/* A process whose descriptors are used up to the limit, or nearly. */
static void add_at_limit(const struct pa_case *c, struct pa_suspects *out)
{
	double used;

	for (uint32_t i = 0; i < c->procs.count; i++) {
		const struct pa_proc *p = &c->procs.procs[i];

		if (!pa_facts_exact(&c->facts, PA_V_FD_PROC_USED_RATIO, p->instance, &used) ||
		    used < pa_k_suspect_descriptors_ratio)
			continue;
		add_pid(out->failing, &out->failing_count, 4, p->pid);
	}
}

static bool file_system_full(const struct pa_case *c)
{
	for (uint32_t i = 0; i < c->facts.count; i++)
		if (c->facts.facts[i].metric == PA_V_FS_SPACE_USED_RATIO &&
		    c->facts.facts[i].value > pa_k_suspect_space_ratio)
			return true;
	return false;
}

/* Sockets that could be a culprit's: full listeners, losses, full send queues. */
static void add_sockets(const struct pa_window *w, struct pa_suspects *out)
{
	for (uint32_t i = 0; i < w->sock_last_count; i++) {
		const struct pa_sock *s = &w->socks_last[i];
		bool wanted = s->kind == PA_SOCK_TCP_LISTEN
				      ? s->send_queue && s->receive_queue >= s->send_queue
				      : s->drops || s->retransmits ||
						s->send_queue > pa_k_suspect_queue_bytes;

		if (wanted && s->inode && out->inode_count < PA_SUSPECT_SOCKETS_MAX)
			out->inodes[out->inode_count++] = s->inode;
	}
}

void pa_suspects_choose(const struct pa_window *window, const struct pa_scope *scope,
			struct pa_suspects *out)
{
	struct pa_case c;
	const struct pa_procs *procs = &c.procs;

	*out = (struct pa_suspects){ 0 };
	pa_case_init(&c, window);
	for (uint32_t i = 0; (scope->pid || scope->cgroup) && i < procs->count; i++)
		if (in_scope(&c, &procs->procs[i], scope))
			add_pid(out->pids, &out->pid_count, PA_SUSPECTS_MAX / 2,
				procs->procs[i].pid);
	if (file_system_full(&c))
		add_leaders(procs, by_empty_writes, 2, out->pids, &out->pid_count, PA_SUSPECTS_MAX);
	add_leaders(procs, by_disk_wait, 3, out->pids, &out->pid_count, PA_SUSPECTS_MAX);
	add_leaders(procs, by_switches, 3, out->pids, &out->pid_count, PA_SUSPECTS_MAX);
	add_leaders(procs, by_cpu, 3, out->pids, &out->pid_count, PA_SUSPECTS_MAX);
	add_leaders(procs, by_io, 3, out->pids, &out->pid_count, PA_SUSPECTS_MAX);
	add_leaders(procs, by_delay, 2, out->pids, &out->pid_count, PA_SUSPECTS_MAX);
	add_leaders(procs, by_faults, 2, out->pids, &out->pid_count, PA_SUSPECTS_MAX);
	add_leaders(procs, by_cpu, 4, out->watch, &out->watch_count, 4);
	add_at_limit(&c, out);
	if (file_system_full(&c))
		add_leaders(procs, by_empty_writes, 2, out->failing, &out->failing_count, 4);
	add_sockets(window, out);
	pa_case_done(&c);
}
