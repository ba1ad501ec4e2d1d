/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What an operating system must offer to be observed. The build chooses the folder
 * (platform/linux, later platform/freebsd …) that implements these functions.
 */
#ifndef PA_PLATFORM_PLATFORM_H
#define PA_PLATFORM_PLATFORM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct pa_err;
struct pa_machine;
struct pa_moment;
struct pa_names;
struct pa_root;
struct pa_platform;

/*
 * What to read in one pass. SLOW and RARE add to a pass over the system, and tell the pass over
 * threads what is due; by themselves they read nothing.
 */
enum pa_platform_pass {
	PA_PASS_SYSTEM = 1 << 0, /* system rows, cgroups, namespaces, sockets, log */
	PA_PASS_TASKS = 1 << 1,	 /* every thread */
	PA_PASS_SLOW = 1 << 2,	 /* also what is read only now and then (limits, statvfs …) */
	PA_PASS_RARE = 1 << 3,	 /* also what is dear and hardly changes: inventories, settings,
				  * descriptors of each process. Comes with SLOW. */
};

/* A slow pass is due with every 5th tick, a rare one with every 60th and with the first and
 * last of a window. */
enum { PA_SLOW_EVERY_TICKS = 5, PA_RARE_EVERY_TICKS = 60 };

/* One source of the platform, for the checklist and for accounting. */
struct pa_source_info {
	const char *name; /* as in the catalog: "proc_stat" */
	uint64_t cost_ns; /* CPU time of its last read; 0 when not measured */
	uint32_t reads;	  /* how often it was read */
	int error;	  /* of the last read: 0 or a negative errno */
	uint32_t pass;	  /* the enum pa_platform_pass that reads it */
	bool alternate;	  /* only in every second of them */
	uint64_t calls;	  /* system calls of its last read, as the root handle saw them */
	uint64_t values;  /* samples, threads, sockets and notes that its last read put */
};

/*
 * Open the machine behind root. names is where name ids come from; both are borrowed and must
 * outlive the result. Sources that do not exist here are no failure.
 * Returns NULL and *err only when nothing at all can be read.
 */
struct pa_platform *pa_platform_open(struct pa_root *root, struct pa_names *names,
				     struct pa_err *err);

/* NULL is fine; returns NULL. */
struct pa_platform *pa_platform_close(struct pa_platform *platform);

/* The machine's constants; reads a few files, so call it inside the first moment. */
void pa_platform_machine(struct pa_platform *platform, struct pa_machine *out);

/* Read the sources of these passes (enum pa_platform_pass) into moment. */
void pa_platform_read(struct pa_platform *platform, uint32_t passes, struct pa_moment *moment);

/*
 * Look closely at some processes: state, wait channel and system call of each of their
 * threads. Cheap; meant for many times a second. Appends tasks.
 */
void pa_platform_look(struct pa_platform *platform, const int32_t *pids, size_t pid_count,
		      struct pa_moment *moment);

/* Read the descriptors of some processes (paths, flags, positions, sizes). Appends files. */
void pa_platform_files(struct pa_platform *platform, const int32_t *pids, size_t pid_count,
		       struct pa_moment *moment);

/*
 * Find which processes hold these sockets: for each inode found appends a pa_open_file with
 * path "socket:[INODE]". Reads every process's descriptors once: dear, drill-down only.
 */
void pa_platform_socket_owners(struct pa_platform *platform, const uint64_t *inodes,
			       size_t inode_count, struct pa_moment *moment);

/* The names of all sources and what they cost; borrowed, valid until close. */
const struct pa_source_info *pa_platform_sources(const struct pa_platform *platform, size_t *count);

/* Measure CPU time of every source read from now on (costs two clock reads each). */
void pa_platform_measure(struct pa_platform *platform);

#endif
