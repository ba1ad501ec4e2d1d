/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Processes over the window: the sums of their threads. Sorted by pid; the observer itself is
 * left out. Rates are per second of the window, also for a thread that lived for part of it: so
 * that they can be summed.
 */
#ifndef PA_ANALYZE_PROCS_H
#define PA_ANALYZE_PROCS_H

#include <stdbool.h>
#include <stdint.h>

#include "analyze/waits.h"

struct pa_names;
struct pa_window;

struct pa_proc {
	int32_t pid, ppid;
	uint64_t start_ticks;
	uint32_t comm;	     /* name id */
	uint32_t instance;   /* name id "PID:PID:START": facts of this process */
	uint32_t main_track; /* its main thread's track, UINT32_MAX when not seen */
	uint32_t hot_track;  /* the track that ran most */
	uint32_t kernel_thread;
	uint32_t threads;	 /* seen in the window */
	uint32_t busy_threads;	 /* that ran at least half of the time */
	uint32_t active_threads; /* that ran or waited for a CPU a twentieth of the time */
	uint32_t cgroup_cpu, cgroup_memory, cgroup_io, cgroup_v2, netns;
	double cpu_ratio;    /* of one CPU, all threads */
	double hot_ratio;    /* of one CPU, the hottest thread */
	double system_ratio; /* share of its CPU time in the kernel */
	double run_delay_ms_per_s;
	double voluntary_per_s, involuntary_per_s;
	double children_cpu_ratio; /* of one CPU: ended children it waited for */
	double minor_faults_per_s, major_faults_per_s;
	double read_bytes_per_s, write_bytes_per_s, read_chars_per_s;
	double write_calls_per_s, write_chars_per_s;
	double rss_bytes, rss_growth_bytes;
	double waiting[PA_WAIT_COUNT]; /* mean number of its threads, from close looks */
	double fsync_threads;	       /* mean number inside fsync and its kin */
	uint32_t close_looks;	       /* most of any of its threads */
	uint64_t futex_address;
	uint32_t futex_threads;	     /* threads seen waiting for a contended mutex */
	double futex_switches_per_s; /* voluntary switches of those threads */
};

struct pa_procs {
	struct pa_proc *procs;
	uint32_t count;
};

/* Build from the window; own with pa_procs_done(). */
void pa_procs_init(struct pa_procs *procs, const struct pa_window *window);
void pa_procs_done(struct pa_procs *procs);

/* By pid; when a pid was used twice, the process that began last. NULL when it is not there. */
const struct pa_proc *pa_procs_find(const struct pa_procs *procs, int32_t pid);

/* Is it in this cgroup (an instance, "cg1:cpu:/a" or "cg2:/a") or in one below it? */
bool pa_procs_in_group(const struct pa_names *names, const struct pa_proc *proc, uint32_t group);

/* The same for a path inside any hierarchy: "/a". */
bool pa_procs_in_path(const struct pa_names *names, const struct pa_proc *proc, const char *path);

/* Is path the same as top, or below it? "/" holds all. */
bool pa_procs_path_below(const char *path, const char *top);

#endif
