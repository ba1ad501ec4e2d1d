/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One kernel source: the pair of functions that reads it and turns its bytes into samples.
 * A source is one file named after the kernel's, holds a const struct pa_source, and is a
 * row of the table in sources.c. Reading and parsing are two functions: the parser takes
 * bytes and a length, so that unit tests and fuzzers call it without a kernel.
 */
#ifndef PA_PLATFORM_LINUX_SOURCE_H
#define PA_PLATFORM_LINUX_SOURCE_H

#include <stdbool.h>
#include <stdint.h>

#include "model/sample.h"

struct pa_buf;
struct pa_cgroups;
struct pa_genl;
struct pa_moment;
struct pa_mountinfo;
struct pa_names;
struct pa_root;

/* What every source is handed. */
struct pa_linux {
	struct pa_root *root;
	struct pa_names *names;
	struct pa_buf *text; /* scratch for one reply, shared by all sources */
	uint32_t hz;	     /* USER_HZ */
	uint32_t page_bytes;
	uint32_t cpu_count;		/* possible CPUs seen in /proc/stat at the last read */
	uint32_t tick;			/* system passes so far, 0 in the first */
	uint32_t passes;		/* enum pa_platform_pass of this read */
	struct pa_netns_list *netns;	/* network namespaces, kept by netns.c */
	struct pa_mountinfo *mountinfo; /* what is mounted where, kept by mountinfo.c */
	struct pa_cgroups *cgroups;	/* control groups, kept by cgroup_tree.c */
	struct pa_genl *genl;		/* families of generic netlink, kept by genl.c */
	bool in_cgroup_ns;		/* the root of our hierarchies is no real root */
	uint32_t kernel_version;	/* of the release: major << 16 | minor << 8, 0 unknown */
};

struct pa_source {
	const char *name; /* as in catalog/values: source = "…" */
	uint32_t pass;	  /* the enum pa_platform_pass that reads it */
	bool alternate;	  /* dear for what it tells: read in every second pass, and in slow ones */
	/* Make the private state; may return NULL when it needs none. */
	void *(*open)(struct pa_linux *sys);
	/* Read, parse, append to moment. 0 or a negative errno when the whole source failed;
	 * it has then put a miss for each value that it alone provides (instance 0). */
	int (*read)(void *self, struct pa_linux *sys, struct pa_moment *moment);
	void (*close)(void *self); /* NULL when open is */
};

/*
 * For sources of what most machines lack: one that found nothing (look returned an error) looks
 * again in rare passes only. The private state of such a source is made by its open and
 * remembers that error. Returns what look did, or the error that is remembered.
 */
void *pa_source_open_seldom(struct pa_linux *sys);
void pa_source_close_seldom(void *self);
int pa_source_read_seldom(void *self, struct pa_linux *sys, struct pa_moment *moment,
			  int (*look)(struct pa_linux *sys, struct pa_moment *moment));

/* Put a miss, instance 0, for every value whose source in the catalog is this name. */
void pa_source_miss(struct pa_moment *moment, const char *source, enum pa_state state);

/*
 * The whole source failed: misses in the state that error (a negative errno) stands for.
 * Returns error, so that failing and returning are one line.
 */
int pa_source_fail(struct pa_moment *moment, const char *source, int error);

#endif
