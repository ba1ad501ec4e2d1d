/* SPDX-License-Identifier: Apache-2.0 */
#include "analyze/culprits.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "analyze/container.h"
#include "analyze/netns.h"
#include "base/alloc.h"
#include "base/names.h"
#include "catalog/constants.h"
#include "catalog/values.h"

enum { PER_SELECTOR = 3 };

/* What a selector works on. */
struct pick {
	const struct pa_case *c;
	const struct pa_rule *rule;
	uint32_t instance;
	struct pa_arena *arena;
	struct pa_culprit *out;
	size_t count;
};

/* Something with a weight, to be sorted by it. */
struct weighed {
	double weight;
	uint32_t at;
};

static int by_weight(const void *a, const void *b)
{
	const struct weighed *x = a, *y = b;

	if (x->weight != y->weight)
		return x->weight < y->weight ? 1 : -1;
	return (x->at > y->at) - (x->at < y->at);
}

static void add(struct pick *k, const char *kind, const char *id, const char *name, double share)
{
	for (size_t i = 0; i < k->count; i++)
		if (!strcmp(k->out[i].kind, kind) && !strcmp(k->out[i].id, id))
			return;
	if (k->count < PA_CULPRITS_MAX && id[0])
		k->out[k->count++] =
			(struct pa_culprit){ .kind = kind, .id = id, .name = name, .share = share };
}

static void add_process(struct pick *k, const struct pa_proc *p, double share)
{
	add(k, "process", pa_arena_printf(k->arena, "%d", p->pid),
	    pa_arena_strdup(k->arena, pa_names_text(k->c->names, p->comm)), share);
}

static const struct pa_proc *proc_of_instance(const struct pick *k)
{
	for (uint32_t i = 0; i < k->c->procs.count; i++)
		if (k->c->procs.procs[i].instance == k->instance)
			return &k->c->procs.procs[i];
	return NULL;
}

static const char *last_part(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash && slash[1] ? slash + 1 : path;
}

/* Names of a container that its runtime told; NULL when it is not known. */
static const struct pa_container_name *told_name(const struct pick *k, const char *id)
{
	for (uint32_t i = 0; i < k->c->window->container_count; i++)
		if (!strcmp(pa_names_text(k->c->names, k->c->window->containers[i].id), id))
			return &k->c->window->containers[i];
	return NULL;
}

/* The cgroup, and whose it is: its container and pod, or its unit. */
static void add_cgroup(struct pick *k, uint32_t instance, double share)
{
	const char *text = pa_names_text(k->c->names, instance), *path = strchr(text, '/'), *name;
	const struct pa_container_name *told;
	struct pa_container owner;
	size_t unit_bytes;

	if (!instance || !path || (!path[1] && !k->c->machine->in_cgroup_ns))
		return;
	path = pa_arena_strdup(k->arena, path);
	(void)pa_container_of_path(path, &owner);
	told = told_name(k, owner.id);
	name = told && told->name ? pa_names_text(k->c->names, told->name)
				  : pa_arena_printf(k->arena, "%.12s", owner.id);
	name = pa_arena_strdup(k->arena, name);
	add(k, "cgroup", path,
	    !path[1]					       ? "this container"
	    : strstr(last_part(path), owner.id) && owner.id[0] ? name
							       : last_part(path),
	    share);
	if (owner.runtime && owner.id[0])
		add(k, "container", pa_arena_strdup(k->arena, owner.id), name, share);
	if (owner.pod[0])
		add(k, "pod", pa_arena_strdup(k->arena, owner.pod),
		    told && told->pod ? pa_arena_printf(k->arena, "%s/%s",
							pa_names_text(k->c->names, told->space),
							pa_names_text(k->c->names, told->pod))
				      : pa_arena_strdup(k->arena, owner.pod),
		    share);
	unit_bytes = strlen(owner.unit);
	/* A slice only holds others: nobody starts or stops it. */
	if (!owner.runtime && unit_bytes > 6 && strcmp(owner.unit + unit_bytes - 6, ".slice") != 0)
		add(k, "unit", pa_arena_strdup(k->arena, owner.unit),
		    pa_arena_strdup(k->arena, owner.unit), share);
}

static void add_named(struct pick *k, const char *kind, const char *id, const char *name,
		      double share)
{
	add(k, kind, pa_arena_strdup(k->arena, id), pa_arena_strdup(k->arena, name), share);
}

/* The instance of the rule itself, by what kind of thing its resource is. */
static void by_instance(struct pick *k)
{
	const char *text = pa_names_text(k->c->names, k->instance), *resource = k->rule->resource;
	char ns[128];
	const char *name;
	size_t bytes;

	if (!strncmp(resource, "cg.", 3)) {
		add_cgroup(k, k->instance, 1);
		return;
	}
	if (!strncmp(resource, "net.", 4)) {
		const char *interface = strchr(text, '/');

		name = pa_netns_of(text, &bytes);
		interface = bytes ? (interface ? interface + 1 : "") : text;
		if (interface[0])
			add_named(k, "device", text, interface, NAN);
		if (bytes && bytes < sizeof(ns)) {
			memcpy(ns, name, bytes);
			ns[bytes] = '\0';
			add_named(k, "netns", ns, ns, NAN);
		}
		return;
	}
	add_named(k,
		  !strncmp(resource, "fs.space", 8) || !strncmp(resource, "fs.inode", 8) ? "mount"
											 : "device",
		  text, text, 1);
}

typedef double (*weigh_fn)(const struct pick *k, const struct pa_proc *p);

/* The processes of largest weight, with their share of all weight. */
static void heaviest(struct pick *k, weigh_fn weigh)
{
	const struct pa_procs *procs = &k->c->procs;
	struct weighed *list = pa_alloc_array(procs->count, sizeof(*list));
	double total = 0;

	for (uint32_t i = 0; i < procs->count; i++) {
		double weight = weigh(k, &procs->procs[i]);

		list[i] = (struct weighed){ .weight = weight > 0 ? weight : 0, .at = i };
		total += list[i].weight;
	}
	if (procs->count)
		qsort(list, procs->count, sizeof(*list), by_weight);
	for (uint32_t i = 0; i < procs->count && i < PER_SELECTOR; i++)
		if (total > 0 && list[i].weight > total * pa_k_blame_ratio)
			add_process(k, &procs->procs[list[i].at], list[i].weight / total);
	free(list);
}

static double cpu(const struct pick *k, const struct pa_proc *p)
{
	(void)k;
	return p->cpu_ratio;
}

/* What it demands of the CPUs: what it got and what it waited for. */
static double delay(const struct pick *k, const struct pa_proc *p)
{
	(void)k;
	return p->run_delay_ms_per_s + p->cpu_ratio * 1000;
}

static double io(const struct pick *k, const struct pa_proc *p)
{
	(void)k;
	return p->read_bytes_per_s + p->write_bytes_per_s;
}

static double reads(const struct pick *k, const struct pa_proc *p)
{
	(void)k;
	return p->read_bytes_per_s;
}

static double faults(const struct pick *k, const struct pa_proc *p)
{
	(void)k;
	return p->major_faults_per_s;
}

static double switches(const struct pick *k, const struct pa_proc *p)
{
	(void)k;
	return p->voluntary_per_s;
}

static double children(const struct pick *k, const struct pa_proc *p)
{
	(void)k;
	return p->children_cpu_ratio;
}

static double blocked(const struct pa_proc *p)
{
	return p->waiting[PA_WAIT_BLOCK] + p->waiting[PA_WAIT_DISK] + p->waiting[PA_WAIT_FSYNC];
}

static double waits(const struct pick *k, const struct pa_proc *p)
{
	(void)k;
	return blocked(p) + p->waiting[PA_WAIT_MEMORY] + p->waiting[PA_WAIT_LOCK] +
	       p->waiting[PA_WAIT_MMAP] + p->waiting[PA_WAIT_FUTEX];
}

/* Its open files lie on the device of the rule: 1, not: 0, its files were not read: -1. */
static int holds(const struct pick *k, const struct pa_proc *p, bool mount)
{
	int known = -1;

	for (uint32_t i = 0; i < k->c->window->file_count; i++) {
		const struct pa_open_file *file = &k->c->window->files[i];
		const char *path = pa_names_text(k->c->names, file->path);
		const struct pa_mount *m;

		if (file->pid != p->pid || path[0] != '/')
			continue;
		known = 0;
		if (mount) {
			m = pa_derive_mount_of_path(k->c, path);
			if (m && m->point == k->instance && strncmp(path, "/dev/", 5) != 0)
				return 1;
		} else if (pa_derive_device_of_path(k->c, path) == k->instance) {
			return 1;
		}
	}
	return known;
}

static double on_device(const struct pick *k, const struct pa_proc *p)
{
	double weight = blocked(p) + (p->read_bytes_per_s + p->write_bytes_per_s) / 1e6;

	/* Trying counts too: a read that fails moves no bytes. */
	if (holds(k, p, false) > 0)
		return weight + 0.001 + p->voluntary_per_s / 1e4;
	return holds(k, p, false) < 0 && !p->kernel_thread ? weight / 4 : 0;
}

static double on_mount(const struct pick *k, const struct pa_proc *p)
{
	return holds(k, p, true) > 0 ? p->write_calls_per_s + 0.001 : 0;
}

static double in_fsync(const struct pick *k, const struct pa_proc *p)
{
	(void)k;
	return p->fsync_threads;
}

static bool is_member(const struct pick *k, const struct pa_proc *p)
{
	const char *text = pa_names_text(k->c->names, k->instance), *path = strchr(text, '/');

	/* A process does not tell its cpuset of version 1; its path is the same in others. */
	if (!strncmp(text, "cg1:cpuset:", 11) && path && path[1])
		return pa_procs_in_path(k->c->names, p, path);
	return pa_procs_in_group(k->c->names, p, k->instance);
}

static double threads(const struct pick *k, const struct pa_proc *p)
{
	(void)k;
	return p->threads;
}

static double open_files(const struct pick *k, const struct pa_proc *p)
{
	const struct pa_task *task;

	if (p->main_track == UINT32_MAX)
		return 0;
	task = &k->c->window->tracks[p->main_track].last;
	return task->has & PA_TASK_FDS ? task->fd_count : 0;
}

static double member_delay(const struct pick *k, const struct pa_proc *p)
{
	return is_member(k, p) ? p->run_delay_ms_per_s : 0;
}

static double member_io(const struct pick *k, const struct pa_proc *p)
{
	return is_member(k, p) ? p->read_bytes_per_s + p->write_bytes_per_s + blocked(p) : 0;
}

static double member_memory(const struct pick *k, const struct pa_proc *p)
{
	if (!is_member(k, p))
		return 0;
	return p->read_bytes_per_s + p->major_faults_per_s * k->c->machine->page_bytes +
	       p->rss_bytes / 1e6;
}

static double in_netns(const struct pick *k, const struct pa_proc *p)
{
	size_t bytes;

	(void)pa_netns_of(pa_names_text(k->c->names, k->instance), &bytes);
	if (!bytes || !pa_netns_same(k->c->names, p->netns, k->instance) || p->kernel_thread)
		return 0;
	return p->cpu_ratio + 1e-6;
}

/* SCHED_FIFO 1 and SCHED_RR 2. */
static bool hot_is_realtime(const struct pick *k, const struct pa_proc *p)
{
	const struct pa_task *task;

	if (p->hot_track == UINT32_MAX || p->kernel_thread)
		return false;
	task = &k->c->window->tracks[p->hot_track].last;
	return task->policy == 1 || task->policy == 2;
}

static void hottest_thread(struct pick *k, bool realtime)
{
	const struct pa_proc *hot = NULL;
	const struct pa_task *task;

	for (uint32_t i = 0; i < k->c->procs.count; i++)
		if ((!hot || k->c->procs.procs[i].hot_ratio > hot->hot_ratio) &&
		    (!realtime || hot_is_realtime(k, &k->c->procs.procs[i])))
			hot = &k->c->procs.procs[i];
	if (!hot || hot->hot_track == UINT32_MAX || hot->hot_ratio < pa_k_blame_ratio)
		return;
	add_process(k, hot, hot->hot_ratio > 1 ? 1 : hot->hot_ratio);
	task = &k->c->window->tracks[hot->hot_track].last;
	if (hot->threads > 1)
		add(k, "thread", pa_arena_printf(k->arena, "%d:%d", task->pid, task->tid),
		    pa_arena_strdup(k->arena, pa_names_text(k->c->names, task->comm)),
		    hot->hot_ratio > 1 ? 1 : hot->hot_ratio);
}

static void own_process(struct pick *k)
{
	const struct pa_proc *p = proc_of_instance(k);

	if (p)
		add_process(k, p, 1);
}

static void cgroups_of_first(struct pick *k)
{
	const struct pa_proc *p = NULL;

	for (size_t i = 0; i < k->count && !p; i++)
		if (!strcmp(k->out[i].kind, "process"))
			p = pa_procs_find(&k->c->procs, (int32_t)strtol(k->out[i].id, NULL, 10));
	if (!p)
		return;
	add_cgroup(k, p->cgroup_memory, NAN);
	add_cgroup(k, p->cgroup_v2, NAN);
}

static void swap_areas(struct pick *k)
{
	for (uint32_t i = 0; i < k->c->window->series_count; i++) {
		const struct pa_series *s = &k->c->window->series[i];
		const char *name;

		if (s->metric != PA_V_MEM_SWAP_DEVICE_USED_KIB || !s->count || !s->instance)
			continue;
		name = pa_names_text(k->c->names, s->instance);
		add_named(k, "device", name, last_part(name), NAN);
	}
}

/* The device of the instance's file system, or the devices of its process's files. */
static void devices(struct pick *k, const struct pa_proc *p)
{
	for (uint32_t i = 0; !p && i < k->c->window->mount_count; i++) {
		const struct pa_mount *m = &k->c->window->mounts[i];
		const char *name = pa_names_text(k->c->names, m->device);

		if (m->point == k->instance && name[0])
			add_named(k, "device", name, name, NAN);
	}
	for (uint32_t i = 0; p && i < k->c->window->file_count; i++) {
		const struct pa_open_file *file = &k->c->window->files[i];
		uint32_t device;

		if (file->pid != p->pid || !file->size_bytes)
			continue;
		device = pa_derive_device_of_path(k->c, pa_names_text(k->c->names, file->path));
		if (device)
			add_named(k, "device", pa_names_text(k->c->names, device),
				  pa_names_text(k->c->names, device), NAN);
	}
}

/* The largest regular file of the process: the one read again has the most to read. */
static void largest_file(struct pick *k, const struct pa_proc *p)
{
	const struct pa_open_file *best = NULL;
	const char *path;

	for (uint32_t i = 0; p && i < k->c->window->file_count; i++) {
		const struct pa_open_file *file = &k->c->window->files[i];

		if (file->pid == p->pid && file->size_bytes &&
		    (!best || file->size_bytes > best->size_bytes))
			best = file;
	}
	if (!best)
		return;
	path = pa_names_text(k->c->names, best->path);
	add_named(k, "file", path, last_part(path), NAN);
}

/* ---- sockets ---- */

static const struct pa_sock *sock_before(const struct pa_window *w, const struct pa_sock *s)
{
	for (uint32_t i = 0; i < w->sock_first_count; i++)
		if (w->socks_first[i].inode == s->inode && w->socks_first[i].kind == s->kind &&
		    w->socks_first[i].netns == s->netns &&
		    w->socks_first[i].local_port == s->local_port)
			return &w->socks_first[i];
	return NULL;
}

static double sock_weight(const struct pa_window *w, const struct pa_sock *s, uint8_t selector)
{
	const struct pa_sock *b = sock_before(w, s);

	switch (selector) {
	case PA_BY_SOCKETS_RETRANSMITTING:
		return s->kind == PA_SOCK_TCP ? (double)s->retransmits - (b ? b->retransmits : 0)
					      : 0;
	case PA_BY_SOCKETS_LISTENING_FULL:
		if (s->kind != PA_SOCK_TCP_LISTEN || !s->send_queue)
			return 0;
		/* The kernel refuses when the queue is longer than its limit. */
		return s->receive_queue >= s->send_queue
			       ? 1 + (double)s->receive_queue / s->send_queue
			       : 0;
	case PA_BY_SOCKETS_DROPPING:
		return s->kind == PA_SOCK_UDP ? (double)s->drops - (b ? (double)b->drops : 0) : 0;
	default:
		return s->kind == PA_SOCK_TCP
			       ? (double)s->bytes_sent - (b ? (double)b->bytes_sent : 0) +
					 s->send_queue
			       : 0;
	}
}

/* Who holds a socket: of several the one that began first, for it made the socket and the
 * others have it from their parent. */
static const struct pa_proc *owner_of(const struct pick *k, uint64_t inode)
{
	const struct pa_proc *first = NULL;

	for (uint32_t i = 0; inode && i < k->c->window->file_count; i++) {
		const char *path = pa_names_text(k->c->names, k->c->window->files[i].path);
		const struct pa_proc *p;

		if (strncmp(path, "socket:[", 8) != 0 || strtoull(path + 8, NULL, 10) != inode)
			continue;
		p = pa_procs_find(&k->c->procs, k->c->window->files[i].pid);
		if (p && (!first || p->start_ticks < first->start_ticks ||
			  (p->start_ticks == first->start_ticks && p->pid < first->pid)))
			first = p;
	}
	return first;
}

static void add_sock(struct pick *k, const struct pa_sock *s, double share)
{
	const struct pa_names *names = k->c->names;
	const struct pa_proc *p = owner_of(k, s->inode);
	const char *local = pa_names_text(names, s->local), *peer = pa_names_text(names, s->peer);

	if (p)
		add_process(k, p, share);
	if (s->kind == PA_SOCK_TCP)
		add(k, "peer", pa_arena_printf(k->arena, "%s:%u", peer, s->peer_port),
		    pa_arena_printf(k->arena, "connection from port %u to %s port %u",
				    s->local_port, peer, s->peer_port),
		    share);
	else
		add(k, "socket", pa_arena_printf(k->arena, "%s:%u", local, s->local_port),
		    pa_arena_printf(k->arena, "port %u", s->local_port), share);
}

/* Is it of the instance's namespace and, where a peer is asked for, to that peer? */
static bool is_meant(const struct pick *k, const struct pa_sock *s, uint8_t selector)
{
	const char *instance = pa_names_text(k->c->names, k->instance);
	const char *peer = pa_names_text(k->c->names, s->peer);

	if (!pa_netns_same(k->c->names, s->netns, k->instance))
		return false;
	return selector != PA_BY_SOCKETS_TO_PEER || !strcmp(last_part(instance), peer);
}

static void socks(struct pick *k, uint8_t selector)
{
	const struct pa_window *w = k->c->window;
	struct weighed *list = pa_alloc_array(w->sock_last_count, sizeof(*list));
	double total = 0;

	for (uint32_t i = 0; i < w->sock_last_count; i++) {
		double weight = 0;

		if (is_meant(k, &w->socks_last[i], selector))
			weight = sock_weight(w, &w->socks_last[i], selector);
		list[i] = (struct weighed){ .weight = weight > 0 ? weight : 0, .at = i };
		total += list[i].weight;
	}
	if (w->sock_last_count)
		qsort(list, w->sock_last_count, sizeof(*list), by_weight);
	for (uint32_t i = 0; i < w->sock_last_count && i < 2; i++)
		if (list[i].weight > 0)
			add_sock(k, &w->socks_last[list[i].at], list[i].weight / total);
	free(list);
}

static const weigh_fn weighers[PA_BY_COUNT] = {
	[PA_BY_PROCESSES_BY_CPU] = cpu,
	[PA_BY_PROCESSES_BY_DELAY] = delay,
	[PA_BY_PROCESSES_BY_IO] = io,
	[PA_BY_PROCESSES_BY_READS] = reads,
	[PA_BY_PROCESSES_BY_FAULTS] = faults,
	[PA_BY_PROCESSES_BY_SWITCHES] = switches,
	[PA_BY_PROCESSES_BY_CHILDREN] = children,
	[PA_BY_PROCESSES_ON_DEVICE] = on_device,
	[PA_BY_PROCESSES_ON_MOUNT] = on_mount,
	[PA_BY_PROCESSES_IN_FSYNC] = in_fsync,
	[PA_BY_MEMBERS_BY_DELAY] = member_delay,
	[PA_BY_MEMBERS_BY_IO] = member_io,
	[PA_BY_MEMBERS_BY_MEMORY] = member_memory,
	[PA_BY_PROCESSES_IN_NETNS] = in_netns,
	[PA_BY_PROCESSES_BY_WAIT] = waits,
	[PA_BY_PROCESSES_BY_FILES] = open_files,
	[PA_BY_PROCESSES_BY_THREADS] = threads,
};

static void select_one(struct pick *k, uint8_t selector)
{
	if (weighers[selector]) {
		heaviest(k, weighers[selector]);
		return;
	}
	switch (selector) {
	case PA_BY_INSTANCE:
		by_instance(k);
		break;
	case PA_BY_PROCESS:
		own_process(k);
		break;
	case PA_BY_THREADS_OF_PROCESS:
		hottest_thread(k, false);
		break;
	case PA_BY_REALTIME_THREADS:
		hottest_thread(k, true);
		break;
	case PA_BY_CGROUPS_OF_PROCESS:
		cgroups_of_first(k);
		break;
	case PA_BY_SWAP_AREAS:
		swap_areas(k);
		break;
	case PA_BY_DEVICES:
		devices(k, NULL);
		break;
	case PA_BY_DEVICES_OF_PROCESS:
		devices(k, proc_of_instance(k));
		break;
	case PA_BY_FILES_OF_PROCESS:
		largest_file(k, proc_of_instance(k));
		break;
	default:
		socks(k, selector);
	}
}

size_t pa_culprits(const struct pa_case *c, const struct pa_rule *rule, uint32_t instance,
		   struct pa_arena *arena, struct pa_culprit *out)
{
	struct pick k = { .c = c, .rule = rule, .instance = instance, .arena = arena, .out = out };

	for (size_t i = 0; i < rule->culprit_count; i++)
		select_one(&k, rule->culprits[i]);
	return k.count;
}
