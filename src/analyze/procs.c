/* SPDX-License-Identifier: Apache-2.0 */
#include "analyze/procs.h"

#include <stdlib.h>
#include <string.h>

#include "analyze/window.h"
#include "base/alloc.h"
#include "base/map.h"
#include "base/names.h"
#include "catalog/constants.h"

/* Was it seen in two passes, so that something can be said of its rates? */
static bool seen_twice(const struct pa_track *track)
{
	return track->last_ns > track->first_ns;
}

static double per_s(uint64_t first, uint64_t last, double seconds)
{
	return last > first && seconds > 0 ? (double)(last - first) / seconds : 0;
}

/* CPU time of a thread over one CPU: nanoseconds where known, else ticks. */
static double cpu_ratio_of(const struct pa_track *track, uint32_t hz, double s)
{
	const struct pa_task *a = &track->first, *b = &track->last;

	if (b->has & PA_TASK_RUN)
		return per_s(a->run_ns, b->run_ns, s) / 1e9;
	return per_s(a->user_ticks + a->system_ticks, b->user_ticks + b->system_ticks, s) / hz;
}

static void begin(struct pa_proc *proc, const struct pa_window *window, const struct pa_task *task)
{
	proc->pid = task->pid;
	proc->main_track = UINT32_MAX;
	proc->hot_track = UINT32_MAX;
	proc->comm = task->comm;
	proc->instance = pa_names_idf(window->names, "%d:%d:%llu", task->pid, task->pid,
				      (unsigned long long)task->start_ticks);
}

/* What only the main thread's record holds. */
static void add_main(struct pa_proc *proc, const struct pa_window *window, uint32_t at)
{
	const struct pa_track *track = &window->tracks[at];
	const struct pa_task *a = &track->first, *b = &track->last;
	double s = pa_window_task_s(window), hz = window->machine->hz;

	proc->main_track = at;
	proc->ppid = b->ppid;
	proc->start_ticks = b->start_ticks;
	proc->comm = b->comm;
	proc->kernel_thread = b->kernel_thread;
	proc->instance = pa_names_idf(window->names, "%d:%d:%llu", b->pid, b->pid,
				      (unsigned long long)b->start_ticks);
	proc->children_cpu_ratio = per_s(a->children_user_ticks + a->children_system_ticks,
					 b->children_user_ticks + b->children_system_ticks, s) /
				   hz;
	proc->rss_bytes = (double)b->rss_pages * window->machine->page_bytes;
	proc->rss_growth_bytes = ((double)b->rss_pages - (double)a->rss_pages) *
				 window->machine->page_bytes;
	if (b->has & PA_TASK_CGROUPS) {
		proc->cgroup_cpu = b->cgroup_cpu;
		proc->cgroup_memory = b->cgroup_memory;
		proc->cgroup_io = b->cgroup_io;
		proc->cgroup_v2 = b->cgroup_v2;
	}
	if (b->has & PA_TASK_NETNS)
		proc->netns = b->netns;
	if (!(b->has & PA_TASK_IO))
		return;
	proc->read_bytes_per_s = per_s(a->read_bytes, b->read_bytes, s);
	proc->write_bytes_per_s = per_s(a->write_bytes, b->write_bytes, s);
	proc->read_chars_per_s = per_s(a->read_chars, b->read_chars, s);
	proc->write_chars_per_s = per_s(a->write_chars, b->write_chars, s);
	proc->write_calls_per_s = per_s(a->write_calls, b->write_calls, s);
}

static void add_waits(struct pa_proc *proc, const struct pa_track *track, double voluntary_per_s)
{
	if (!track->close_looks) {
		if (track->looks)
			proc->waiting[PA_WAIT_DISK] += (double)track->disk_looks / track->looks;
		return;
	}
	for (int i = 0; i < PA_WAIT_COUNT; i++)
		proc->waiting[i] += (double)track->waits[i] / track->close_looks;
	proc->fsync_threads += (double)track->syscall_looks / track->close_looks;
	if (track->close_looks > proc->close_looks)
		proc->close_looks = track->close_looks;
	if (track->waits[PA_WAIT_FUTEX]) {
		proc->futex_threads++;
		proc->futex_address = track->futex_address;
		proc->futex_switches_per_s += voluntary_per_s;
	}
}

static void add_thread(struct pa_proc *proc, const struct pa_window *window, uint32_t at,
		       double *system_cpu)
{
	const struct pa_track *track = &window->tracks[at];
	const struct pa_task *a = &track->first, *b = &track->last;
	double s = pa_window_task_s(window), delay = 0;
	double cpu = cpu_ratio_of(track, window->machine->hz, s);
	double user = per_s(a->user_ticks, b->user_ticks, s);
	double kernel = per_s(a->system_ticks, b->system_ticks, s), voluntary = 0;

	if (b->has & PA_TASK_RUN)
		delay = per_s(a->run_delay_ns, b->run_delay_ns, s) / 1e6;
	if (b->has & PA_TASK_SWITCHES) {
		voluntary = per_s(a->voluntary_switches, b->voluntary_switches, s);
		proc->involuntary_per_s += per_s(a->involuntary_switches, b->involuntary_switches,
						 s);
	}
	proc->threads++;
	proc->cpu_ratio += cpu;
	proc->run_delay_ms_per_s += delay;
	proc->voluntary_per_s += voluntary;
	proc->minor_faults_per_s += per_s(a->minor_faults, b->minor_faults, s);
	proc->major_faults_per_s += per_s(a->major_faults, b->major_faults, s);
	if (user + kernel > 0)
		*system_cpu += cpu * kernel / (user + kernel);
	proc->busy_threads += cpu >= pa_k_busy_thread_ratio;
	proc->active_threads += cpu + delay / 1000 >= pa_k_active_thread_ratio;
	if (proc->hot_track == UINT32_MAX || cpu > proc->hot_ratio) {
		proc->hot_ratio = cpu;
		proc->hot_track = at;
	}
	add_waits(proc, track, voluntary);
	if (b->pid == b->tid)
		add_main(proc, window, at);
}

static int by_pid(const void *a, const void *b)
{
	const struct pa_proc *x = a, *y = b;

	if (x->pid != y->pid)
		return x->pid < y->pid ? -1 : 1;
	return (x->start_ticks > y->start_ticks) - (x->start_ticks < y->start_ticks);
}

void pa_procs_init(struct pa_procs *procs, const struct pa_window *window)
{
	double *system_cpu = pa_alloc_array(window->track_count, sizeof(*system_cpu));
	struct pa_map at;

	pa_map_init(&at);
	procs->procs = pa_alloc_array(window->track_count, sizeof(*procs->procs));
	procs->count = 0;
	for (uint32_t i = 0; i < window->track_count; i++) {
		const struct pa_track *track = &window->tracks[i];
		uint64_t key = pa_map_key((uint32_t)track->last.pid, track->process);
		uint32_t p;

		if (track->last.pid == window->machine->self_pid || !seen_twice(track))
			continue;
		/* Threads join their process by its main thread's track: pids are used again. */
		if (!pa_map_get(&at, key, &p)) {
			p = procs->count++;
			pa_map_put(&at, key, p);
			begin(&procs->procs[p], window, &track->last);
		}
		add_thread(&procs->procs[p], window, i, &system_cpu[p]);
	}
	for (uint32_t p = 0; p < procs->count; p++)
		if (procs->procs[p].cpu_ratio > 0)
			procs->procs[p].system_ratio = system_cpu[p] / procs->procs[p].cpu_ratio;
	if (procs->count)
		qsort(procs->procs, procs->count, sizeof(*procs->procs), by_pid);
	free(system_cpu);
	pa_map_done(&at);
}

void pa_procs_done(struct pa_procs *procs)
{
	free(procs->procs);
	*procs = (struct pa_procs){ 0 };
}

const struct pa_proc *pa_procs_find(const struct pa_procs *procs, int32_t pid)
{
	uint32_t low = 0, high = procs->count;

	/* The first that is behind it; the one before that began last. */
	while (low < high) {
		uint32_t middle = low + (high - low) / 2;

		if (procs->procs[middle].pid <= pid)
			low = middle + 1;
		else
			high = middle;
	}
	return low && procs->procs[low - 1].pid == pid ? &procs->procs[low - 1] : NULL;
}

bool pa_procs_path_below(const char *path, const char *top)
{
	size_t n = strlen(top);

	if (n && top[n - 1] == '/')
		n--;
	return !strncmp(path, top, n) && (path[n] == '/' || path[n] == '\0');
}

bool pa_procs_in_group(const struct pa_names *names, const struct pa_proc *p, uint32_t group)
{
	const uint32_t mine[] = { p->cgroup_cpu, p->cgroup_memory, p->cgroup_io, p->cgroup_v2 };

	for (size_t i = 0; group && i < sizeof(mine) / sizeof(mine[0]); i++)
		if (mine[i] &&
		    (mine[i] == group || pa_procs_path_below(pa_names_text(names, mine[i]),
							     pa_names_text(names, group))))
			return true;
	return false;
}

bool pa_procs_in_path(const struct pa_names *names, const struct pa_proc *p, const char *path)
{
	const uint32_t groups[] = { p->cgroup_cpu, p->cgroup_memory, p->cgroup_io, p->cgroup_v2 };

	for (size_t i = 0; i < sizeof(groups) / sizeof(groups[0]); i++) {
		const char *mine = strchr(pa_names_text(names, groups[i]), '/');

		if (mine && pa_procs_path_below(mine, path))
			return true;
	}
	return false;
}
