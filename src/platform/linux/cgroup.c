/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Cost, measured on a 2-CPU guest: 1 us for each value of a group whose files are open; memory.stat
 * is the dearest file, 2.4 us, as the kernel sums what CPUs have pending. 300 groups in six
 * hierarchies: 1.2 ms a pass.
 */
#include "platform/linux/cgroup.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/buf.h"
#include "base/names.h"
#include "base/scan.h"
#include "catalog/values.h"
#include "model/moment.h"
#include "platform/linux/cgroup_tree.h"
#include "platform/linux/cgroup_values.h"
#include "platform/linux/keyed.h"
#include "platform/linux/mountinfo.h"
#include "platform/linux/numbers.h"
#include "platform/linux/source.h"
#include "platform/platform.h"

enum file_flags {
	LIMIT = 1 << 0,	  /* read once in a walk, its values told in every pass */
	ROOT = 1 << 1,	  /* the root group has it, and it tells usage */
	LIMITED = 1 << 2, /* counts hits of a limit: read only while the group has one */
	DEAR = 1 << 3,	  /* read every second pass */
	SELDOM = 1 << 4,  /* read once in a walk */
};

struct cgroup_file {
	const char *name;
	pa_cgroup_parser *parse;
	uint32_t flags;
};

/* Limits come first: they decide whether the others are read. */
static const struct cgroup_file cpu1_files[] = {
	{ "cpu.cfs_quota_us", pa_cgroup1_cpu_quota, LIMIT },
	{ "cpu.cfs_period_us", pa_cgroup1_cpu_period, LIMIT },
	{ "cpu.stat", pa_cgroup1_cpu_stat, LIMITED },
	{ "cpuacct.usage", pa_cgroup1_cpuacct_usage, ROOT },
	{ 0 },
};
static const struct cgroup_file cpu2_files[] = {
	{ "cpu.max", pa_cgroup2_cpu_max, LIMIT },
	{ "cpu.stat", pa_cgroup2_cpu_stat, ROOT },
	{ 0 },
};
static const struct cgroup_file memory1_files[] = {
	{ "memory.limit_in_bytes", pa_cgroup1_memory_limit, LIMIT },
	{ "memory.memsw.limit_in_bytes", pa_cgroup1_memsw_limit, LIMIT },
	{ "memory.usage_in_bytes", pa_cgroup1_memory_usage, 0 },
	{ "memory.failcnt", pa_cgroup1_memory_failcnt, LIMITED },
	{ "memory.oom_control", pa_cgroup1_memory_oom_control, DEAR },
	{ "memory.stat", pa_cgroup1_memory_stat, DEAR },
	{ "memory.memsw.usage_in_bytes", pa_cgroup1_memsw_usage, LIMITED | DEAR },
	{ "memory.memsw.failcnt", pa_cgroup1_memsw_failcnt, LIMITED },
	{ "memory.max_usage_in_bytes", pa_cgroup1_memory_peak, LIMITED | SELDOM },
	{ 0 },
};
static const struct cgroup_file memory2_files[] = {
	{ "memory.max", pa_cgroup2_memory_max, LIMIT },
	{ "memory.swap.max", pa_cgroup2_swap_max, LIMIT },
	{ "memory.high", pa_cgroup2_memory_high, LIMIT },
	{ "memory.current", pa_cgroup2_memory_current, 0 },
	{ "memory.events", pa_cgroup2_memory_events, 0 },
	{ "memory.stat", pa_cgroup2_memory_stat, DEAR },
	{ "memory.swap.current", pa_cgroup2_swap_current, 0 },
	{ "memory.swap.events", pa_cgroup2_swap_events, LIMITED | DEAR },
	{ "memory.zswap.current", pa_cgroup2_zswap_current, LIMITED | SELDOM },
	{ "memory.peak", pa_cgroup2_memory_peak, LIMITED | SELDOM },
	{ 0 },
};
static const struct cgroup_file io1_files[] = {
	{ "blkio.throttle.read_bps_device", pa_cgroup1_io_read_bytes_limit, LIMIT },
	{ "blkio.throttle.write_bps_device", pa_cgroup1_io_write_bytes_limit, LIMIT },
	{ "blkio.throttle.read_iops_device", pa_cgroup1_io_read_calls_limit, LIMIT },
	{ "blkio.throttle.write_iops_device", pa_cgroup1_io_write_calls_limit, LIMIT },
	{ "blkio.throttle.io_service_bytes", pa_cgroup1_io_bytes, ROOT },
	{ "blkio.throttle.io_serviced", pa_cgroup1_io_calls, ROOT },
	{ 0 },
};
static const struct cgroup_file io2_files[] = {
	{ "io.max", pa_cgroup2_io_max, LIMIT },
	{ "io.stat", pa_cgroup2_io_stat, ROOT },
	{ 0 },
};
static const struct cgroup_file pids_files[] = {
	{ "pids.max", pa_cgroup_pids_max, LIMIT },
	{ "pids.current", pa_cgroup_pids_current, 0 },
	{ "pids.events", pa_cgroup_pids_events, LIMITED },
	{ "pids.peak", pa_cgroup_pids_peak, LIMITED | SELDOM },
	{ 0 },
};
static const struct cgroup_file pressure2_files[] = {
	{ "cpu.pressure", pa_cgroup2_cpu_pressure, 0 },
	{ "memory.pressure", pa_cgroup2_memory_pressure, 0 },
	{ "io.pressure", pa_cgroup2_io_pressure, 0 },
	{ 0 },
};
static const struct cgroup_file cpuset1_files[] = {
	{ "cpuset.effective_cpus", pa_cgroup_cpuset_cpus, ROOT | SELDOM },
	{ 0 },
};
static const struct cgroup_file cpuset2_files[] = {
	{ "cpuset.cpus.effective", pa_cgroup_cpuset_cpus, ROOT | SELDOM },
	{ "cpuset.cpus.partition", pa_cgroup2_cpuset_partition, SELDOM },
	{ 0 },
};
static const struct cgroup_file hugetlb1_files[] = {
	{ "hugetlb.2MB.limit_in_bytes", pa_cgroup_hugetlb_2m_max, LIMIT },
	{ "hugetlb.1GB.limit_in_bytes", pa_cgroup_hugetlb_1g_max, LIMIT },
	{ "hugetlb.2MB.usage_in_bytes", pa_cgroup_hugetlb_2m_used, SELDOM },
	{ "hugetlb.1GB.usage_in_bytes", pa_cgroup_hugetlb_1g_used, SELDOM },
	{ "hugetlb.2MB.failcnt", pa_cgroup1_hugetlb_2m_failcnt, SELDOM },
	{ "hugetlb.1GB.failcnt", pa_cgroup1_hugetlb_1g_failcnt, SELDOM },
	{ 0 },
};
static const struct cgroup_file hugetlb2_files[] = {
	{ "hugetlb.2MB.max", pa_cgroup_hugetlb_2m_max, LIMIT },
	{ "hugetlb.1GB.max", pa_cgroup_hugetlb_1g_max, LIMIT },
	{ "hugetlb.2MB.current", pa_cgroup_hugetlb_2m_used, SELDOM },
	{ "hugetlb.1GB.current", pa_cgroup_hugetlb_1g_used, SELDOM },
	{ "hugetlb.2MB.events", pa_cgroup2_hugetlb_2m_events, SELDOM },
	{ "hugetlb.1GB.events", pa_cgroup2_hugetlb_1g_events, SELDOM },
	{ 0 },
};
static const struct cgroup_file misc2_files[] = {
	{ "misc.max", pa_cgroup2_misc_max, LIMIT },
	{ "rdma.max", pa_cgroup2_rdma_max, LIMIT },
	{ "misc.current", pa_cgroup2_misc_current, SELDOM },
	{ "rdma.current", pa_cgroup2_rdma_current, SELDOM },
	{ "misc.events", pa_cgroup2_misc_events, SELDOM },
	{ 0 },
};
static const struct cgroup_file no_files[] = { { 0 } };

/* One source: which hierarchies it reads, which files in them, and how groups are called. */
static const struct topic {
	const char *source;
	uint32_t has; /* enum pa_cgroup_has */
	const char *name1;
	const struct cgroup_file *files1, *files2;
	bool rare;	/* read in rare passes only: everything in it is seldom */
	uint32_t needs; /* of version 2: read below the root only where this is enabled */
} topics[PA_CGROUP_TOPICS] = {
	[PA_CGROUP_TOPIC_CPU] = { .source = "cgroup_cpu",
				  .has = PA_CGROUP_CPU | PA_CGROUP_CPUACCT | PA_CGROUP_V2,
				  .name1 = "cg1:cpu:",
				  .files1 = cpu1_files,
				  .files2 = cpu2_files },
	[PA_CGROUP_TOPIC_MEMORY] = { .source = "cgroup_memory",
				     .has = PA_CGROUP_MEMORY | PA_CGROUP_V2,
				     .name1 = "cg1:memory:",
				     .files1 = memory1_files,
				     .files2 = memory2_files },
	[PA_CGROUP_TOPIC_IO] = { .source = "cgroup_io",
				 .has = PA_CGROUP_BLKIO | PA_CGROUP_V2,
				 .name1 = "cg1:blkio:",
				 .files1 = io1_files,
				 .files2 = io2_files },
	[PA_CGROUP_TOPIC_PIDS] = { .source = "cgroup_pids",
				   .has = PA_CGROUP_PIDS | PA_CGROUP_V2,
				   .name1 = "cg1:pids:",
				   .files1 = pids_files,
				   .files2 = pids_files },
	[PA_CGROUP_TOPIC_PRESSURE] = { .source = "cgroup_pressure",
				       .has = PA_CGROUP_V2,
				       .name1 = "",
				       .files1 = no_files,
				       .files2 = pressure2_files },
	[PA_CGROUP_TOPIC_CPUSET] = { .source = "cgroup_cpuset",
				     .has = PA_CGROUP_CPUSET | PA_CGROUP_V2,
				     .name1 = "cg1:cpuset:",
				     .files1 = cpuset1_files,
				     .files2 = cpuset2_files,
				     .rare = true,
				     .needs = PA_CGROUP_CPUSET },
	[PA_CGROUP_TOPIC_HUGETLB] = { .source = "cgroup_hugetlb",
				      .has = PA_CGROUP_HUGETLB | PA_CGROUP_V2,
				      .name1 = "cg1:hugetlb:",
				      .files1 = hugetlb1_files,
				      .files2 = hugetlb2_files,
				      .rare = true,
				      .needs = PA_CGROUP_HUGETLB },
	[PA_CGROUP_TOPIC_MISC] = { .source = "cgroup_misc",
				   .has = PA_CGROUP_V2,
				   .name1 = "",
				   .files1 = no_files,
				   .files2 = misc2_files,
				   .rare = true,
				   .needs = PA_CGROUP_MISC },
};

/* Line orders, for each topic, version, root or not, and file. */
struct reader {
	uint32_t topic;
	struct pa_keyed layout[2][2][PA_CGROUP_FILES_MAX];
};

static const struct cgroup_file *files_of(const struct topic *topic,
					  const struct pa_cgroup_tree *tree)
{
	return tree->has == PA_CGROUP_V2 ? topic->files2 : topic->files1;
}

static uint32_t name_group(struct pa_linux *sys, const struct topic *topic,
			   const struct pa_cgroup_tree *tree, const struct pa_cgroup *group)
{
	const char *start = tree->has == PA_CGROUP_V2 ? "cg2:" : topic->name1;
	const char *path = *group->path || *tree->prefix ? group->path : "/";

	return pa_names_idf(sys->names, "%s%s%s", start, tree->prefix, path);
}

static struct pa_cgroup_slot *make_slot(struct pa_linux *sys, const struct topic *topic,
					const struct pa_cgroup_tree *tree,
					const struct pa_cgroup *group)
{
	struct pa_cgroup_slot *slot = pa_alloc(sizeof(*slot));

	slot->instance = name_group(sys, topic, tree, group);
	for (uint32_t i = 0; i < PA_CGROUP_FILES_MAX; i++)
		slot->file[i] = (struct pa_file)PA_FILE_ENDS(NULL, PA_FILE_ONE_RECORD);
	return slot;
}

/* Once in a walk: files that were missing may exist by now, limits are read again. */
static void refresh_slot(const struct cgroup_file *files, const struct pa_cgroup_tree *tree,
			 const struct pa_cgroup *group, struct pa_cgroup_slot *slot)
{
	slot->walk = tree->walk;
	slot->limits.count = slot->limits.device_count = 0;
	for (uint32_t i = 0; files[i].name; i++) {
		size_t bytes = strlen(tree->base) + strlen(group->path) + strlen(files[i].name) + 2;
		char *path;

		if (slot->file[i].path ||
		    (!group->depth && tree->is_root && !(files[i].flags & ROOT)))
			continue;
		path = pa_alloc(bytes);
		(void)snprintf(path, bytes, "%s%s/%s", tree->base, group->path, files[i].name);
		slot->file[i].path = path;
	}
}

/* This group lacks the file, or it is gone; asked again when the folders are walked. */
static void drop_file(struct pa_cgroup_slot *slot, uint32_t i)
{
	free((char *)(uintptr_t)slot->file[i].path);
	slot->file[i].path = NULL;
}

/*
 * Read a file of a group, keeping it open while there is room for open files. A file that was
 * open says ENODEV when its group was removed (fs/kernfs/file.c, kernfs_get_active()).
 */
static int read_file(struct pa_linux *sys, struct pa_cgroup_tree *tree, struct pa_cgroup *group,
		     struct pa_file *file, uint32_t flags)
{
	struct pa_cgroups *cgroups = sys->cgroups;
	bool was_open = file->fd >= 0;
	int error = pa_root_read(sys->root, file, sys->text);

	if (!was_open && file->fd >= 0) {
		if (flags & (LIMIT | SELDOM) || cgroups->open_files >= cgroups->open_files_max)
			pa_root_close(file);
		else
			cgroups->open_files++;
	}
	if (was_open && file->fd < 0)
		cgroups->open_files--;
	if (error == -ENODEV) {
		group->gone = true;
		tree->stale = true;
	}
	return error;
}

/*
 * memory.stat of version 1 tells workingset_* in bytes in some kernels (it multiplied every
 * row by the page size) and in pages in others. A number that is no multiple of a page settles
 * it for good; until then a multiple is taken for bytes.
 * Source: mm/memcontrol.c, memcg_stat_show() and memcg_page_state_unit().
 */
static void settle_refaults(struct pa_linux *sys, struct pa_cgroup_values *values)
{
	for (uint32_t i = 0; i < values->count; i++) {
		if (values->metric[i] != PA_V_CG_MEM_REFAULT_FILE_PAGES &&
		    values->metric[i] != PA_V_CG_MEM_REFAULT_ANON_PAGES)
			continue;
		if (values->value[i] % sys->page_bytes)
			sys->cgroups->refaults_are_pages = true;
		if (!sys->cgroups->refaults_are_pages)
			values->value[i] /= sys->page_bytes;
	}
}

static void put_values(const struct pa_cgroup_values *values, struct pa_cgroup *group,
		       uint32_t instance, struct pa_moment *moment)
{
	for (uint32_t i = 0; i < values->count; i++) {
		pa_moment_put(moment, values->metric[i], instance, values->value[i]);
		group->sum += values->value[i];
	}
}

/* Masks of CPUs: the first is of the group, the next of "GROUP;64", "GROUP;128" …. */
static void put_masks(struct pa_linux *sys, struct pa_cgroup_values *values, uint32_t instance,
		      struct pa_moment *moment)
{
	uint32_t kept = 0, masks = 0;

	for (uint32_t i = 0; i < values->count; i++) {
		uint32_t id = instance;

		if (values->metric[i] != PA_V_CG_CPUSET_MASK_STATE) {
			values->metric[kept] = values->metric[i];
			values->value[kept++] = values->value[i];
			continue;
		}
		if (masks)
			id = pa_names_idf(sys->names, "%s;%u", pa_names_text(sys->names, instance),
					  64 * masks);
		pa_moment_put(moment, PA_V_CG_CPUSET_MASK_STATE, id, values->value[i]);
		masks++;
	}
	values->count = kept;
}

/* Read one file and tell what it says; limits are kept instead. */
static void take_file(struct reader *reader, struct pa_linux *sys, struct pa_cgroup_tree *tree,
		      struct pa_cgroup *group, uint32_t i, struct pa_moment *moment)
{
	const struct cgroup_file *file = &files_of(&topics[reader->topic], tree)[i];
	struct pa_cgroup_slot *slot = group->slot[reader->topic];
	bool v2 = tree->has == PA_CGROUP_V2;
	struct pa_cgroup_values values = { .device_count = slot->limits.device_count };

	memcpy(values.device, slot->limits.device, sizeof(values.device));
	if (read_file(sys, tree, group, &slot->file[i], file->flags)) {
		if (slot->file[i].fd < 0)
			drop_file(slot, i);
		return;
	}
	if (file->flags & LIMIT) {
		(void)file->parse(NULL, sys->text->bytes, sys->text->used_bytes, &slot->limits);
		return; /* a limit that cannot be understood is none */
	}
	(void)file->parse(&reader->layout[v2][group->depth > 0 || !tree->is_root][i],
			  sys->text->bytes, sys->text->used_bytes, &values);
	if (file->parse == pa_cgroup1_memory_stat)
		settle_refaults(sys, &values);
	if (file->parse == pa_cgroup_cpuset_cpus)
		put_masks(sys, &values, slot->instance, moment);
	put_values(&values, group, slot->instance, moment);
}

static bool is_due(const struct pa_linux *sys, uint32_t flags, const struct pa_cgroup_slot *slot,
		   bool fresh)
{
	if (flags & LIMITED && !slot->limits.count)
		return false;
	if (flags & (LIMIT | SELDOM))
		return fresh;
	return !(flags & DEAR) || fresh || sys->tick % 2 == 0 || sys->passes & PA_PASS_SLOW;
}

static void read_group(struct reader *reader, struct pa_linux *sys, struct pa_cgroup_tree *tree,
		       struct pa_cgroup *group, struct pa_moment *moment)
{
	const struct topic *topic = &topics[reader->topic];
	const struct cgroup_file *files = files_of(topic, tree);
	struct pa_cgroup_slot *slot = group->slot[reader->topic];
	bool fresh;

	if (!slot)
		slot = group->slot[reader->topic] = make_slot(sys, topic, tree, group);
	fresh = slot->walk != tree->walk || topic->rare;
	if (fresh)
		refresh_slot(files, tree, group, slot);
	for (uint32_t i = 0; files[i].name; i++)
		if (slot->file[i].path && is_due(sys, files[i].flags, slot, fresh))
			take_file(reader, sys, tree, group, i, moment);
	put_values(&slot->limits, group, slot->instance, moment);
}

static int read_topic(void *self, struct pa_linux *sys, struct pa_moment *moment)
{
	struct reader *reader = self;
	const struct topic *topic = &topics[reader->topic];
	struct pa_cgroups *cgroups = sys->cgroups;
	bool any = false;

	for (uint32_t t = 0; t < cgroups->count; t++) {
		struct pa_cgroup_tree *tree = &cgroups->trees[t];

		if (!(tree->has & topic->has))
			continue;
		any = true;
		for (uint32_t i = 0; i < tree->count; i++)
			if (tree->groups[i].chosen && !tree->groups[i].gone &&
			    (!tree->groups[i].depth || !(topic->needs & tree->missing)))
				read_group(reader, sys, tree, &tree->groups[i], moment);
	}
	return any ? 0 : pa_source_fail(moment, topic->source, -ENOENT);
}

static void *open_topic(uint32_t topic)
{
	struct reader *reader = pa_alloc(sizeof(*reader));

	reader->topic = topic;
	return reader;
}

#define TOPIC(topic_name, number, passes)                                                          \
	static void *open_##topic_name(struct pa_linux *sys)                                       \
	{                                                                                          \
		(void)sys;                                                                         \
		return open_topic(number);                                                         \
	}                                                                                          \
	const struct pa_source pa_source_cgroup_##topic_name = {                                   \
		.name = "cgroup_" #topic_name,                                                     \
		.pass = (passes),                                                                  \
		.open = open_##topic_name,                                                         \
		.read = read_topic,                                                                \
		.close = free,                                                                     \
	}

TOPIC(cpu, PA_CGROUP_TOPIC_CPU, PA_PASS_SYSTEM);
TOPIC(memory, PA_CGROUP_TOPIC_MEMORY, PA_PASS_SYSTEM);
TOPIC(io, PA_CGROUP_TOPIC_IO, PA_PASS_SYSTEM);
TOPIC(pids, PA_CGROUP_TOPIC_PIDS, PA_PASS_SYSTEM);
TOPIC(pressure, PA_CGROUP_TOPIC_PRESSURE, PA_PASS_SYSTEM);
TOPIC(cpuset, PA_CGROUP_TOPIC_CPUSET, PA_PASS_RARE);
TOPIC(hugetlb, PA_CGROUP_TOPIC_HUGETLB, PA_PASS_RARE);
TOPIC(misc, PA_CGROUP_TOPIC_MISC, PA_PASS_RARE);

static void *open_walk(struct pa_linux *sys)
{
	sys->cgroups = pa_cgroup_trees_new();
	return sys->cgroups;
}

/* Which controllers the groups below the root have: files that are not there are dear to ask
 * for in every group. What cannot be read leaves nothing out. */
static void note_missing(struct pa_linux *sys, struct pa_cgroup_tree *tree)
{
	char path[512];
	struct pa_scan scan;
	struct pa_word word;
	int bytes = snprintf(path, sizeof(path), "%s/cgroup.subtree_control", tree->base);

	tree->missing = 0;
	if (bytes < 0 || (size_t)bytes >= sizeof(path) ||
	    pa_root_read_path(sys->root, path, sys->text))
		return;
	tree->missing = PA_CGROUP_CPUSET | PA_CGROUP_HUGETLB | PA_CGROUP_MISC;
	pa_scan_init(&scan, sys->text->bytes ? sys->text->bytes : "", sys->text->used_bytes);
	while (pa_scan_word(&scan, &word)) {
		if (pa_word_is(word, "cpuset"))
			tree->missing &= ~(uint32_t)PA_CGROUP_CPUSET;
		else if (pa_word_is(word, "hugetlb"))
			tree->missing &= ~(uint32_t)PA_CGROUP_HUGETLB;
		else if (pa_word_is(word, "misc") || pa_word_is(word, "rdma"))
			tree->missing &= ~(uint32_t)PA_CGROUP_MISC;
	}
}

/* Groups that the kernel counts itself, and the most there may be; removed ones by hierarchy. */
static void put_counts(struct pa_linux *sys, const struct pa_cgroup_tree *tree,
		       struct pa_moment *moment)
{
	uint32_t id;
	uint64_t limit;

	if (tree->has == PA_CGROUP_V2) {
		id = pa_names_id(sys->names, "cg2", 3);
		if (tree->has_count)
			pa_moment_put(moment, PA_V_CG_COUNT_DESCENDANTS_COUNT, id,
				      tree->kernel_count);
		/* "max", which is what it says nearly everywhere, is no number. */
		if (sys->passes & PA_PASS_RARE &&
		    !pa_numbers_path(sys, 0, &limit, "%s/cgroup.max.descendants", tree->base))
			pa_moment_put(moment, PA_V_CG_COUNT_DESCENDANTS_LIMIT_COUNT, id, limit);
		if (tree->has_dying)
			pa_moment_put(moment, PA_V_CG_COUNT_DYING_COUNT, id, tree->dying_count);
		return;
	}
	if (tree->has & PA_CGROUP_MEMORY && tree->walked && tree->has_dying)
		pa_moment_put(moment, PA_V_CG_COUNT_DYING_COUNT,
			      pa_names_id(sys->names, "cg1:memory", 10), tree->dying_count);
}

static int read_walk(void *self, struct pa_linux *sys, struct pa_moment *moment)
{
	struct pa_cgroups *cgroups = self;
	uint64_t groups = 0, unread = 0;
	int error = pa_cgroup_trees_refresh(sys);

	if (error)
		return pa_source_fail(moment, pa_source_cgroup_walk.name, error);
	for (uint32_t t = 0; t < cgroups->count; t++) {
		if (cgroups->trees[t].has == PA_CGROUP_V2 && sys->passes & PA_PASS_RARE)
			note_missing(sys, &cgroups->trees[t]);
		groups += cgroups->trees[t].count - 1; /* the root is no group of anybody */
		unread += cgroups->trees[t].unread_count;
		put_counts(sys, &cgroups->trees[t], moment);
	}
	pa_moment_put(moment, PA_V_CG_COUNT_GROUPS_COUNT, 0, groups);
	pa_moment_put(moment, PA_V_CG_COUNT_UNREAD_COUNT, 0, unread);
	return 0;
}

static void close_walk(void *self)
{
	pa_cgroup_trees_free(self);
}

const struct pa_source pa_source_cgroup_walk = {
	.name = "cgroup_walk",
	.pass = PA_PASS_SYSTEM,
	.open = open_walk,
	.read = read_walk,
	.close = close_walk,
};
