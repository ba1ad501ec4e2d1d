/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Which control groups there are, in every hierarchy of both versions, and which of them are
 * read. The hierarchies come from mountinfo, the groups from walking their folders; folders
 * are walked again when the kernel's own count of groups moved, when a group that was read
 * vanished, and every PA_CGROUP_WALK_PASSES passes.
 * Kept by the source cgroup_walk, which is read before the other cgroup sources.
 */
#ifndef PA_PLATFORM_LINUX_CGROUP_TREE_H
#define PA_PLATFORM_LINUX_CGROUP_TREE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "platform/linux/cgroup_values.h"
#include "platform/root.h"

struct pa_linux;

enum {
	PA_CGROUP_READ_MAX = 512,     /* groups of one hierarchy that are read */
	PA_CGROUP_GROUPS_MAX = 65536, /* groups of one hierarchy that are known */
	PA_CGROUP_DEPTH_MAX = 32,
	PA_CGROUP_WALK_PASSES = 16,
	PA_CGROUP_FILES_MAX = 10,
};

/* What a hierarchy may hold; one mount of version 1 may hold several. */
enum pa_cgroup_has {
	PA_CGROUP_CPU = 1 << 0,
	PA_CGROUP_CPUACCT = 1 << 1,
	PA_CGROUP_MEMORY = 1 << 2,
	PA_CGROUP_BLKIO = 1 << 3,
	PA_CGROUP_PIDS = 1 << 4,
	PA_CGROUP_V2 = 1 << 5,
	PA_CGROUP_CPUSET = 1 << 6,
	PA_CGROUP_HUGETLB = 1 << 7,
	PA_CGROUP_MISC = 1 << 8, /* misc or rdma */
};

/* The sources that read groups. */
enum pa_cgroup_topic {
	PA_CGROUP_TOPIC_CPU,
	PA_CGROUP_TOPIC_MEMORY,
	PA_CGROUP_TOPIC_IO,
	PA_CGROUP_TOPIC_PIDS,
	PA_CGROUP_TOPIC_PRESSURE,
	PA_CGROUP_TOPIC_CPUSET,
	PA_CGROUP_TOPIC_HUGETLB,
	PA_CGROUP_TOPIC_MISC,
	PA_CGROUP_TOPICS
};

/* What one source keeps of one group. */
struct pa_cgroup_slot {
	struct pa_file file[PA_CGROUP_FILES_MAX]; /* paths owned; NULL: does not exist */
	uint32_t instance;			  /* name id */
	uint32_t walk;				  /* of the last reading of limits */
	struct pa_cgroup_values limits;		  /* files that are read once in a walk */
};

struct pa_cgroup {
	char *path;				       /* below the mount: "" is the root, "/a/b" */
	struct pa_cgroup_slot *slot[PA_CGROUP_TOPICS]; /* NULL until read */
	uint64_t sum, sum_at_walk; /* of all values put: moves when the group does anything */
	uint32_t read_walk;	   /* the walk in which it was chosen last */
	uint8_t depth;
	bool chosen; /* is read */
	bool gone;   /* vanished while it was read */
};

struct pa_cgroup_tree {
	uint32_t has;		  /* enum pa_cgroup_has */
	char *base;		  /* of the mount, without leading slash: "sys/fs/cgroup/cpu" */
	char *prefix;		  /* of the mounted folder in its hierarchy: "" or "/docker/x" */
	struct pa_cgroup *groups; /* sorted by path, the root first */
	uint32_t count;
	uint32_t unread_count;
	uint32_t walk;	       /* how often it was walked */
	uint64_t kernel_count; /* as the kernel counted at the last walk */
	uint64_t dying_count;  /* removed groups that the kernel still keeps */
	bool has_count;	       /* the two above were told */
	bool has_dying;
	bool walked;	  /* in this pass */
	uint32_t missing; /* version 2: enum pa_cgroup_has of what no group below the root has */
	bool is_root; /* its first group is the machine; else somebody's, with limits of its own */
	bool stale;   /* walk again in the next pass */
	struct pa_file counts; /* cgroup.stat of the root, version 2; path owned */
};

struct pa_cgroups {
	struct pa_cgroup_tree *trees;
	uint32_t count;
	uint32_t generation; /* of the mountinfo they were found in */
	uint32_t open_files, open_files_max;
	bool refaults_are_pages; /* see cgroup.c */
	struct pa_file counts;	 /* /proc/cgroups */
};

/* What a mount holds: cgroup type and superblock options to enum pa_cgroup_has, 0 none. */
uint32_t pa_cgroup_tree_has(const char *type, const char *options);

/* A name that the kernel gives to files of a group, so no group's. */
bool pa_cgroup_tree_is_file(const char *name);

/*
 * How many groups /proc/cgroups counts for a subsystem ("memory"): 0 and *out, or -EBADMSG.
 * Source: kernel/cgroup/cgroup-v1.c, proc_cgroupstats_show().
 */
int pa_cgroup_tree_count_parse(const char *text, size_t text_bytes, const char *subsystem,
			       uint64_t *out);

struct pa_cgroups *pa_cgroup_trees_new(void) __attribute__((returns_nonnull, warn_unused_result));

/* NULL is fine; returns NULL. */
struct pa_cgroups *pa_cgroup_trees_free(struct pa_cgroups *cgroups);

/* Find hierarchies and groups anew where needed. 0, or the negative errno of mountinfo. */
int pa_cgroup_trees_refresh(struct pa_linux *sys);

/* Release what one source keeps of a group. */
void pa_cgroup_slot_free(struct pa_cgroups *cgroups, struct pa_cgroup *group, uint32_t topic);

#endif
