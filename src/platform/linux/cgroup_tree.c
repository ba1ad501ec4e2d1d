/* SPDX-License-Identifier: Apache-2.0 */
#include "platform/linux/cgroup_tree.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>

#include "base/alloc.h"
#include "base/buf.h"
#include "base/scan.h"
#include "platform/linux/folder.h"
#include "platform/linux/mountinfo.h"
#include "platform/linux/source.h"

enum { OPEN_FILES_MAX = 2048, PATH_BYTES = 4096 };

static const struct {
	const char *option; /* of the mount, also the subsystem's name in /proc/cgroups */
	uint32_t has;
} controllers[] = {
	{ "cpu", PA_CGROUP_CPU },	  { "cpuacct", PA_CGROUP_CPUACCT },
	{ "memory", PA_CGROUP_MEMORY },	  { "blkio", PA_CGROUP_BLKIO },
	{ "pids", PA_CGROUP_PIDS },	  { "cpuset", PA_CGROUP_CPUSET },
	{ "hugetlb", PA_CGROUP_HUGETLB },
};

enum { CONTROLLERS = sizeof(controllers) / sizeof(controllers[0]) };

uint32_t pa_cgroup_tree_has(const char *type, const char *options)
{
	uint32_t has = 0;

	if (!strcmp(type, "cgroup2"))
		return PA_CGROUP_V2;
	if (strcmp(type, "cgroup") != 0)
		return 0;
	for (size_t i = 0; i < CONTROLLERS; i++)
		if (pa_mountinfo_has_option(options, controllers[i].option))
			has |= controllers[i].has;
	return has;
}

bool pa_cgroup_tree_is_file(const char *name)
{
	static const char *const starts[] = {
		"blkio.",    "cgroup.",	    "cpu.",    "cpuacct.", "cpuset.",
		"debug.",    "devices.",    "dmem.",   "freezer.", "hugetlb.",
		"io.",	     "irq.",	    "memory.", "misc.",	   "net_cls.",
		"net_prio.", "perf_event.", "pids.",   "rdma.",
	};

	if (!strcmp(name, "tasks") || !strcmp(name, "notify_on_release") ||
	    !strcmp(name, "release_agent"))
		return true;
	for (size_t i = 0; i < sizeof(starts) / sizeof(starts[0]); i++)
		if (!strncmp(name, starts[i], strlen(starts[i])))
			return true;
	return false;
}

int pa_cgroup_tree_count_parse(const char *text, size_t text_bytes, const char *subsystem,
			       uint64_t *out)
{
	struct pa_scan scan, line;
	uint64_t hierarchy, count;
	struct pa_word name;

	pa_scan_init(&scan, text, text_bytes);
	while (pa_scan_line(&scan, &line)) {
		if (!pa_scan_word(&line, &name) || !pa_word_is(name, subsystem))
			continue;
		if (!pa_scan_u64(&line, &hierarchy) || !pa_scan_u64(&line, &count))
			return -EBADMSG;
		*out = count;
		return 0;
	}
	return -EBADMSG;
}

struct pa_cgroups *pa_cgroup_trees_new(void)
{
	struct pa_cgroups *cgroups = pa_alloc(sizeof(*cgroups));
	struct rlimit limit;

	cgroups->counts = (struct pa_file)PA_FILE_ENDS("proc/cgroups", PA_FILE_ONE_RECORD);
	cgroups->open_files_max = 256;
	/* A quarter of what we may have open; the rest of the program has files, too. */
	if (!getrlimit(RLIMIT_NOFILE, &limit))
		cgroups->open_files_max = limit.rlim_cur / 4 < OPEN_FILES_MAX
						  ? (uint32_t)(limit.rlim_cur / 4)
						  : OPEN_FILES_MAX;
	return cgroups;
}

void pa_cgroup_slot_free(struct pa_cgroups *cgroups, struct pa_cgroup *group, uint32_t topic)
{
	struct pa_cgroup_slot *slot = group->slot[topic];

	if (!slot)
		return;
	for (uint32_t i = 0; i < PA_CGROUP_FILES_MAX; i++) {
		if (!slot->file[i].path)
			continue;
		cgroups->open_files -= slot->file[i].fd >= 0;
		pa_root_close(&slot->file[i]);
		free((char *)(uintptr_t)slot->file[i].path);
	}
	free(slot);
	group->slot[topic] = NULL;
}

static void group_done(struct pa_cgroups *cgroups, struct pa_cgroup *group)
{
	for (uint32_t topic = 0; topic < PA_CGROUP_TOPICS; topic++)
		pa_cgroup_slot_free(cgroups, group, topic);
	free(group->path);
}

static void forget(struct pa_cgroups *cgroups)
{
	for (uint32_t t = 0; t < cgroups->count; t++) {
		struct pa_cgroup_tree *tree = &cgroups->trees[t];

		for (uint32_t i = 0; i < tree->count; i++)
			group_done(cgroups, &tree->groups[i]);
		pa_root_close(&tree->counts);
		free((char *)(uintptr_t)tree->counts.path);
		free(tree->groups);
		free(tree->base);
		free(tree->prefix);
	}
	free(cgroups->trees);
	cgroups->trees = NULL;
	cgroups->count = 0;
}

struct pa_cgroups *pa_cgroup_trees_free(struct pa_cgroups *cgroups)
{
	if (!cgroups)
		return NULL;
	forget(cgroups);
	pa_root_close(&cgroups->counts);
	free(cgroups);
	return NULL;
}

/* One tree for each set of controllers: the first mount of a hierarchy counts. */
static void find_trees(struct pa_cgroups *cgroups, const struct pa_mountinfo *mountinfo,
		       bool in_cgroup_ns)
{
	size_t row_count;
	const struct pa_mountinfo_row *rows = pa_mountinfo_rows(mountinfo, &row_count);
	char path[PATH_BYTES];
	uint32_t seen = 0;

	forget(cgroups);
	cgroups->trees = pa_alloc_array(CONTROLLERS + 1, sizeof(*cgroups->trees));
	for (size_t i = 0; i < row_count; i++) {
		uint32_t has = pa_cgroup_tree_has(rows[i].type, rows[i].options);
		struct pa_cgroup_tree *tree;

		if (!has || has & seen || rows[i].point[0] != '/')
			continue;
		seen |= has;
		tree = &cgroups->trees[cgroups->count++];
		tree->has = has;
		tree->base = pa_strdup(rows[i].point + 1);
		(void)snprintf(path, sizeof(path), "%s/cgroup.stat", tree->base); /* cut: none */
		tree->counts = (struct pa_file)PA_FILE_ENDS(pa_strdup(path), PA_FILE_ONE_RECORD);
		tree->prefix = pa_strdup(strcmp(rows[i].root, "/") != 0 ? rows[i].root : "");
		/* In a namespace "/" is the group that we began in, and "/../.." is above it. */
		tree->is_root = in_cgroup_ns ? !strncmp(rows[i].root, "/..", 3)
					     : !strcmp(rows[i].root, "/");
		tree->stale = true;
	}
}

/* Groups found by one walk. */
struct walk {
	struct pa_cgroup *groups;
	uint32_t count, room;
};

static void found(struct walk *walk, const char *parent, const char *name, uint8_t depth)
{
	size_t bytes = strlen(parent) + strlen(name) + 2;
	struct pa_cgroup *group;

	if (walk->count == PA_CGROUP_GROUPS_MAX || bytes > PATH_BYTES / 2)
		return;
	if (walk->count == walk->room) {
		walk->room = walk->room ? walk->room * 2 : 64;
		walk->groups = pa_grow_array(walk->groups, walk->room, sizeof(*walk->groups));
	}
	group = &walk->groups[walk->count++];
	*group = (struct pa_cgroup){ .depth = depth };
	group->path = pa_alloc(bytes);
	(void)snprintf(group->path, bytes, "%s%s%s", parent, *name ? "/" : "", name); /* fits */
}

static int by_path(const void *a, const void *b)
{
	return strcmp(((const struct pa_cgroup *)a)->path, ((const struct pa_cgroup *)b)->path);
}

/* All groups, breadth first: children are appended behind what is being read. */
static void walk_folders(struct pa_linux *sys, const struct pa_cgroup_tree *tree, struct walk *walk)
{
	struct pa_folder folder = { 0 };
	char path[PATH_BYTES];

	found(walk, "", "", 0);
	for (uint32_t at = 0; at < walk->count; at++) {
		int bytes = snprintf(path, sizeof(path), "%s%s", tree->base, walk->groups[at].path);

		if (walk->groups[at].depth == PA_CGROUP_DEPTH_MAX || bytes < 0 ||
		    (size_t)bytes >= sizeof(path) || pa_folder_list(&folder, sys->root, path))
			continue;
		for (uint32_t i = 0; i < folder.count; i++)
			if (!pa_cgroup_tree_is_file(folder.name[i]))
				found(walk, walk->groups[at].path, folder.name[i],
				      (uint8_t)(walk->groups[at].depth + 1));
	}
	pa_folder_done(&folder);
	qsort(walk->groups, walk->count, sizeof(*walk->groups), by_path);
}

/* Carry over what is known of groups that still exist; both lists are sorted. */
static void merge(struct pa_cgroups *cgroups, struct pa_cgroup_tree *tree, struct walk *walk)
{
	uint32_t old = 0;

	for (uint32_t at = 0; at < walk->count; at++) {
		int order = 1;

		while (old < tree->count &&
		       (order = strcmp(tree->groups[old].path, walk->groups[at].path)) < 0)
			group_done(cgroups, &tree->groups[old++]);
		if (old == tree->count || order)
			continue;
		if (tree->groups[old].gone) { /* removed and made again: its files are new */
			group_done(cgroups, &tree->groups[old++]);
			continue;
		}
		free(walk->groups[at].path);
		walk->groups[at] = tree->groups[old++];
	}
	while (old < tree->count)
		group_done(cgroups, &tree->groups[old++]);
	free(tree->groups);
	tree->groups = walk->groups;
	tree->count = walk->count;
}

/* Groups with limits first, then active ones, then those not read for the longest time. */
static uint64_t rank_of(const struct pa_cgroup *group)
{
	bool limited = false;

	for (uint32_t topic = 0; topic < PA_CGROUP_TOPICS; topic++)
		limited = limited || (group->slot[topic] && group->slot[topic]->limits.count);
	if (limited || !group->depth)
		return 0;
	if (group->chosen && group->sum != group->sum_at_walk)
		return 1;
	return 2 + (uint64_t)group->read_walk;
}

struct ranked {
	uint64_t rank;
	uint32_t index;
};

static int by_rank(const void *a, const void *b)
{
	const struct ranked *x = a, *y = b;

	if (x->rank != y->rank)
		return x->rank < y->rank ? -1 : 1;
	return x->index < y->index ? -1 : x->index > y->index;
}

static void choose(struct pa_cgroups *cgroups, struct pa_cgroup_tree *tree)
{
	struct ranked *ranked = pa_alloc_array(tree->count, sizeof(*ranked));

	for (uint32_t i = 0; i < tree->count; i++)
		ranked[i] = (struct ranked){ rank_of(&tree->groups[i]), i };
	if (tree->count > PA_CGROUP_READ_MAX)
		qsort(ranked, tree->count, sizeof(*ranked), by_rank);
	for (uint32_t i = 0; i < tree->count; i++) {
		struct pa_cgroup *group = &tree->groups[ranked[i].index];

		group->chosen = i < PA_CGROUP_READ_MAX;
		group->sum_at_walk = group->sum;
		if (group->chosen)
			group->read_walk = tree->walk;
		for (uint32_t topic = 0; topic < PA_CGROUP_TOPICS && !group->chosen; topic++)
			pa_cgroup_slot_free(cgroups, group, topic);
	}
	tree->unread_count = tree->count > PA_CGROUP_READ_MAX ? tree->count - PA_CGROUP_READ_MAX
							      : 0;
	free(ranked);
}

/* The kernel's count of groups in a tree; the text of /proc/cgroups is in sys->text for
 * version 1. What cannot be counted is 0 and moves never. */
static uint64_t count_of(struct pa_linux *sys, struct pa_cgroup_tree *tree)
{
	uint64_t count = 0;

	for (size_t i = 0; i < CONTROLLERS && !count; i++)
		if (tree->has & controllers[i].has)
			(void)pa_cgroup_tree_count_parse(sys->text->bytes, sys->text->used_bytes,
							 controllers[i].option, &count);
	tree->has_count = count > 0; /* the root is counted, too */
	return count;
}

static uint64_t count_of_v2(struct pa_linux *sys, struct pa_cgroup_tree *tree)
{
	struct pa_scan scan, line;
	uint64_t count = 0;

	tree->has_count = tree->has_dying = false;
	if (pa_root_read(sys->root, &tree->counts, sys->text))
		return 0;
	pa_scan_init(&scan, sys->text->bytes, sys->text->used_bytes);
	while (pa_scan_line(&scan, &line)) {
		if (pa_scan_text(&line, "nr_descendants "))
			tree->has_count = pa_scan_u64(&line, &count);
		else if (pa_scan_text(&line, "nr_dying_descendants "))
			tree->has_dying = pa_scan_u64(&line, &tree->dying_count);
	}
	return count;
}

/* Version 1 counts removed groups with the others until their memory is freed
 * (kernel/cgroup/cgroup.c, css_free_rwork_fn()): those that have no folder any more. */
static void note_dying_v1(struct pa_cgroup_tree *tree)
{
	tree->has_dying = tree->has_count && tree->count < PA_CGROUP_GROUPS_MAX;
	tree->dying_count = tree->kernel_count > tree->count ? tree->kernel_count - tree->count : 0;
}

static void note_counts(struct pa_linux *sys, struct pa_cgroups *cgroups)
{
	bool has_text = !pa_root_read(sys->root, &cgroups->counts, sys->text);

	for (uint32_t pass = 0; pass < 2; pass++) { /* version 1 first: it shares one text */
		for (uint32_t t = 0; t < cgroups->count; t++) {
			struct pa_cgroup_tree *tree = &cgroups->trees[t];
			uint64_t count;

			if ((tree->has == PA_CGROUP_V2) != (pass == 1) || (!pass && !has_text))
				continue;
			count = pass ? count_of_v2(sys, tree) : count_of(sys, tree);
			tree->stale = tree->stale || count != tree->kernel_count;
			tree->kernel_count = count;
		}
	}
}

int pa_cgroup_trees_refresh(struct pa_linux *sys)
{
	struct pa_cgroups *cgroups = sys->cgroups;
	int error = pa_mountinfo_refresh(sys);

	if (error)
		return error;
	if (cgroups->generation != pa_mountinfo_generation(sys->mountinfo))
		find_trees(cgroups, sys->mountinfo, sys->in_cgroup_ns);
	cgroups->generation = pa_mountinfo_generation(sys->mountinfo);
	if (cgroups->count)
		note_counts(sys, cgroups);
	for (uint32_t t = 0; t < cgroups->count; t++) {
		struct pa_cgroup_tree *tree = &cgroups->trees[t];
		struct walk walk = { 0 };

		tree->walked = tree->stale || sys->tick % PA_CGROUP_WALK_PASSES == 0;
		if (!tree->walked)
			continue;
		tree->stale = false;
		tree->walk++;
		walk_folders(sys, tree, &walk);
		merge(cgroups, tree, &walk);
		choose(cgroups, tree);
		if (tree->has != PA_CGROUP_V2)
			note_dying_v1(tree);
	}
	return 0;
}
