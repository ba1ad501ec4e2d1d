/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the open files of a process say: who reads a file from disk again and again, and whose
 * writes fail on which file system.
 */
#include <errno.h>
#include <string.h>

#include "analyze/derive.h"
#include "base/map.h"
#include "base/names.h"
#include "catalog/values.h"

/* open(2): O_ACCMODE is the same everywhere, O_DIRECT is not (asm/fcntl.h). */
enum { ACCESS_MODE = 3, O_DIRECT_ARM = 0200000, O_DIRECT_X86 = 040000 };

static bool is_direct(const struct pa_case *c, const struct pa_open_file *file)
{
	uint32_t flag = strstr(c->machine->architecture, "arm") ||
					!strcmp(c->machine->architecture, "aarch64")
				? O_DIRECT_ARM
				: O_DIRECT_X86;

	return file->flags & flag;
}

/* Memory that could hold what this process reads: its own group's limit counts too. */
static double cache_room_bytes(const struct pa_case *c, const struct pa_proc *p)
{
	double room = 0, limit;

	if (pa_window_last(c->window, PA_V_MEM_CAP_AVAILABLE_KIB, 0, &room))
		room *= 1024;
	if (pa_window_last(c->window, PA_V_CG_MEM_LIMIT_BYTES, p->cgroup_memory, &limit) &&
	    p->cgroup_memory && limit < room)
		room = limit;
	if (pa_window_last(c->window, PA_V_CG_MEM_LIMIT_BYTES, p->cgroup_v2, &limit) &&
	    p->cgroup_v2 && limit < room)
		room = limit;
	return room;
}

static bool seen_before(const struct pa_case *c, uint32_t at)
{
	for (uint32_t i = 0; i < at; i++)
		if (c->window->files[i].pid == c->window->files[at].pid &&
		    c->window->files[i].path == c->window->files[at].path)
			return true;
	return false;
}

static void reader(struct pa_case *c, const struct pa_proc *p)
{
	double bytes = 0, blocked = p->waiting[PA_WAIT_BLOCK] + p->waiting[PA_WAIT_DISK];

	if (p->read_bytes_per_s <= 0)
		return;
	for (uint32_t i = 0; i < c->window->file_count; i++) {
		const struct pa_open_file *file = &c->window->files[i];

		if (file->pid != p->pid || !file->size_bytes || seen_before(c, i))
			continue;
		if (is_direct(c, file))
			return; /* it asked not to be cached */
		bytes += (double)file->size_bytes;
	}
	if (bytes <= 0)
		return;
	pa_facts_put(&c->facts, PA_V_FS_PAGECACHE_REREAD_RATIO, p->instance,
		     p->read_bytes_per_s * c->window_s / bytes);
	pa_facts_put(&c->facts, PA_V_FS_PAGECACHE_REREAD_BYTES_PER_S, p->instance,
		     p->read_bytes_per_s);
	pa_facts_put(&c->facts, PA_V_FS_PAGECACHE_FITS_RATIO, p->instance,
		     cache_room_bytes(c, p) / bytes);
	pa_facts_put(&c->facts, PA_V_FS_PAGECACHE_LOST_MS_PER_S, p->instance, blocked * 1000);
}

/* Calls of a process that failed with this errno, per second; false when not counted. */
static bool failed_per_s(const struct pa_case *c, int32_t pid, int32_t error, double *per_s)
{
	for (uint32_t i = 0; i < c->window->errno_count; i++) {
		const struct pa_errno_track *e = &c->window->errnos[i];

		if (e->pid != pid || e->error != error || e->last_ns <= e->first_ns)
			continue;
		*per_s = (double)(e->last - e->first) * 1e9 / (double)(e->last_ns - e->first_ns);
		return true;
	}
	return false;
}

/* Write calls that wrote nothing: counted by errno, else told from the calls and the bytes. */
static double failed_writes_per_s(const struct pa_case *c, const struct pa_proc *p)
{
	double per_s;

	if (failed_per_s(c, p->pid, ENOSPC, &per_s))
		return per_s;
	return p->write_chars_per_s <= 0 ? p->write_calls_per_s : 0;
}

/* The fullest file system that a process has a file open for writing on; NULL: none known. */
static const struct pa_mount *fullest_mount(const struct pa_case *c, const struct pa_proc *p)
{
	const struct pa_mount *fullest = NULL;
	double most = -1, used;

	for (uint32_t i = 0; i < c->window->file_count; i++) {
		const struct pa_open_file *file = &c->window->files[i];
		const char *path = pa_names_text(c->names, file->path);
		const struct pa_mount *mount;

		if (file->pid != p->pid || !(file->flags & ACCESS_MODE) || path[0] != '/' ||
		    !strncmp(path, "/dev/", 5))
			continue;
		mount = pa_derive_mount_of_path(c, path);
		if (!mount ||
		    !pa_facts_exact(&c->facts, PA_V_FS_SPACE_USED_RATIO, mount->point, &used) ||
		    used <= most)
			continue;
		most = used;
		fullest = mount;
	}
	return fullest;
}

/* Which of several file systems refused a process's writes cannot be told from its calls: if
 * one is full, it is that one. */
static void writer(struct pa_case *c, const struct pa_proc *p)
{
	double failed = failed_writes_per_s(c, p), before = 0;
	const struct pa_mount *mount = failed > 0 ? fullest_mount(c, p) : NULL;

	if (!mount)
		return;
	(void)pa_facts_exact(&c->facts, PA_V_FS_SPACE_FAILED_WRITES_PER_S, mount->point, &before);
	pa_facts_put(&c->facts, PA_V_FS_SPACE_FAILED_WRITES_PER_S, mount->point, before + failed);
}

static void descriptors(struct pa_case *c, const struct pa_proc *p)
{
	const struct pa_task *task;
	double failed;

	if (p->main_track == UINT32_MAX)
		return;
	task = &c->window->tracks[p->main_track].last;
	if (!(task->has & PA_TASK_FDS) || !(task->has & PA_TASK_FD_LIMIT) || !task->fd_limit_count)
		return;
	pa_facts_put(&c->facts, PA_V_FD_PROC_USED_RATIO, p->instance,
		     (double)task->fd_count / task->fd_limit_count);
	pa_facts_put(&c->facts, PA_V_FD_PROC_USED_COUNT, p->instance, task->fd_count);
	pa_facts_put(&c->facts, PA_V_FD_PROC_LIMIT_COUNT, p->instance, task->fd_limit_count);
	if (failed_per_s(c, p->pid, EMFILE, &failed))
		pa_facts_put(&c->facts, PA_V_FD_PROC_FAILED_OPENS_PER_S, p->instance, failed);
}

/* Descriptors of a process that grow, and how long until it may have no more. */
static bool full_in(const struct pa_track *t, double *seconds)
{
	const struct pa_task *a = &t->first, *b = &t->last;
	double per_s;

	if (!(a->has & b->has & PA_TASK_FDS) || !(b->has & PA_TASK_FD_LIMIT) ||
	    b->fd_limit_count == UINT32_MAX || b->fd_count <= a->fd_count ||
	    t->last_ns <= t->first_ns)
		return false;
	per_s = (double)(b->fd_count - a->fd_count) * 1e9 / (double)(t->last_ns - t->first_ns);
	*seconds = b->fd_count < b->fd_limit_count ? (b->fd_limit_count - b->fd_count) / per_s : 0;
	return true;
}

/* How many descriptors a process gained while we looked. */
static uint32_t gained(const struct pa_track *t)
{
	bool known = t->first.has & t->last.has & PA_TASK_FDS;

	return known && t->last.fd_count > t->first.fd_count ? t->last.fd_count - t->first.fd_count
							     : 0;
}

/* The process that will be at its limit first, and the one that drives the machine's. */
static void growing_descriptors(struct pa_case *c)
{
	const struct pa_proc *first = NULL, *fastest = NULL;
	double soonest = 0, seconds;
	uint32_t most = 0;

	for (uint32_t i = 0; i < c->procs.count; i++) {
		const struct pa_proc *p = &c->procs.procs[i];
		const struct pa_track *t;

		if (p->main_track == UINT32_MAX)
			continue;
		t = &c->window->tracks[p->main_track];
		if (gained(t) > most) {
			most = gained(t);
			fastest = p;
		}
		if (full_in(t, &seconds) && (!first || seconds < soonest)) {
			first = p;
			soonest = seconds;
		}
	}
	if (first)
		pa_facts_put(&c->facts, PA_V_FD_PROC_FULL_IN_S, first->instance, soonest);
	if (fastest)
		pa_facts_put(&c->facts, PA_V_FD_PROC_GROWN_COUNT, fastest->instance, most);
}

/* The user whose processes hold most descriptors. */
static void users_descriptors(struct pa_case *c)
{
	uint32_t most = 0, user = 0, sum;
	struct pa_map sums;

	pa_map_init(&sums);
	for (uint32_t i = 0; i < c->procs.count; i++) {
		const struct pa_proc *p = &c->procs.procs[i];
		const struct pa_task *t;

		if (p->main_track == UINT32_MAX)
			continue;
		t = &c->window->tracks[p->main_track].last;
		if (!(t->has & PA_TASK_USER) || !(t->has & PA_TASK_FDS))
			continue;
		sum = 0;
		(void)pa_map_get(&sums, t->uid, &sum); /* stays 0 */
		sum = t->fd_count < UINT32_MAX - 1 - sum ? sum + t->fd_count : UINT32_MAX - 1;
		pa_map_put(&sums, t->uid, sum);
		if (sum > most) {
			most = sum;
			user = t->uid;
		}
	}
	if (most)
		pa_facts_put(&c->facts, PA_V_FD_PROC_USER_COUNT,
			     pa_names_idf(c->names, "uid:%u", user), most);
	pa_map_done(&sums);
}

void pa_derive_files(struct pa_case *c)
{
	growing_descriptors(c);
	users_descriptors(c);
	for (uint32_t i = 0; i < c->procs.count; i++) {
		reader(c, &c->procs.procs[i]);
		writer(c, &c->procs.procs[i]);
		descriptors(c, &c->procs.procs[i]);
	}
}
