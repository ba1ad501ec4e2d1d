/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One thread as the kernel showed it at one moment. Counters are since the thread began.
 * Fields of which the kernel keeps only one value for a process stand in the record of its
 * main thread (tid == pid) and nowhere else. A group of fields counts only when its bit is set
 * in has: an unset bit means unknown, never zero.
 */
#ifndef PA_MODEL_TASK_H
#define PA_MODEL_TASK_H

#include <stdint.h>

enum pa_task_has {
	PA_TASK_STAT = 1 << 0,	    /* state … start_ticks, of /proc/PID/task/TID/stat */
	PA_TASK_RUN = 1 << 1,	    /* run_ns, run_delay_ns */
	PA_TASK_SWITCHES = 1 << 2,  /* voluntary_switches, involuntary_switches */
	PA_TASK_IO = 1 << 3,	    /* *_chars … write_bytes of the process */
	PA_TASK_DELAYS = 1 << 4,    /* *_delay_ns of taskstats (task_delayacct on) */
	PA_TASK_DELAY_MAX = 1 << 5, /* run_delay_max_ns */
	PA_TASK_FDS = 1 << 6,	    /* fd_count */
	PA_TASK_FD_LIMIT = 1 << 7,  /* fd_limit_count */
	PA_TASK_WAIT = 1 << 8,	    /* wchan */
	PA_TASK_SYSCALL = 1 << 9,   /* syscall, syscall_args */
	PA_TASK_CGROUPS = 1 << 10,  /* cgroup_* */
	PA_TASK_NETNS = 1 << 11,    /* netns */
	PA_TASK_COUNTERS = 1 << 12, /* cycles, instructions of this process (drill) */
	PA_TASK_USER = 1 << 13,	    /* uid */
	PA_TASK_AFFINITY = 1 << 14, /* cpus_allowed_count, cpu_only */
	PA_TASK_CACHE = 1 << 15,    /* cache_references, cache_misses of this process (drill) */
	PA_TASK_LOCKS = 1 << 16,    /* rwsem_contended, mutex_contended of this process (drill) */
};

/* Values of syscall when the thread is not in a system call. */
enum { PA_TASK_SYSCALL_RUNNING = -1, PA_TASK_SYSCALL_NONE = -2 };

struct pa_task {
	int32_t pid, tid;
	uint32_t has;	      /* enum pa_task_has */
	uint64_t start_ticks; /* since boot, in USER_HZ; with pid and tid: the identity */

	/* PA_TASK_STAT */
	uint32_t comm; /* name id of the thread's command */
	int32_t ppid;
	char state; /* R S D T Z … */
	uint8_t kernel_thread;
	int32_t cpu; /* last ran here */
	int32_t policy;
	int32_t rt_priority;
	uint64_t user_ticks, system_ticks;
	uint64_t children_user_ticks, children_system_ticks; /* process: waited-for children */
	uint64_t minor_faults, major_faults, children_minor_faults;
	uint64_t rss_pages;
	uint32_t thread_count;

	uint64_t run_ns, run_delay_ns;			   /* PA_TASK_RUN */
	uint64_t voluntary_switches, involuntary_switches; /* PA_TASK_SWITCHES */
	uint64_t read_chars, write_chars, read_calls, write_calls, read_bytes, write_bytes;
	uint64_t block_delay_ns, swapin_delay_ns, reclaim_delay_ns, thrashing_delay_ns,
		compact_delay_ns, wpcopy_delay_ns, irq_delay_ns; /* PA_TASK_DELAYS */
	uint64_t run_delay_max_ns; /* longest since the thread began */
	uint32_t fd_count, fd_limit_count;
	uint32_t wchan;		  /* name id of the kernel function it waits in, 0 none */
	int32_t syscall;	  /* number in the table of the machine's architecture, or above */
	uint64_t syscall_args[6]; /* as in /proc/PID/task/TID/syscall */
	uint32_t cgroup_cpu, cgroup_memory, cgroup_io, cgroup_pids, cgroup_v2; /* instance ids */
	uint32_t netns; /* name id, 0 is the first */
	uint32_t uid;
	uint32_t cpus_allowed_count;
	int32_t cpu_only;			 /* the one allowed CPU, -1 when more than one */
	uint64_t cycles, instructions;		 /* PA_TASK_COUNTERS, since the watch began */
	uint64_t cache_references, cache_misses; /* PA_TASK_CACHE, since the watch began */
	/* PA_TASK_LOCKS: how often its threads had to wait for a kernel lock of this kind,
	 * since the watch began. mmap_lock is a read-write semaphore. */
	uint64_t rwsem_contended, mutex_contended;
};

/* System calls of a process that failed with one error, since they began to be counted. */
struct pa_errno_count {
	int32_t pid;
	int32_t error; /* positive: 28 is ENOSPC */
	uint64_t count;
};

/* What one descriptor of a process is, read when the process is looked at closely. */
struct pa_open_file {
	int32_t pid;
	uint32_t fd;
	uint32_t path;	     /* name id of the link text: "/var/x", "socket:[123]", "/dev/null" */
	uint32_t flags;	     /* open(2) flags in the machine's values */
	uint64_t position;   /* of fdinfo */
	uint64_t size_bytes; /* of a regular file, else 0 */
};

#endif
