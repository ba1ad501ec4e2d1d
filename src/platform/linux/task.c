/* SPDX-License-Identifier: Apache-2.0 */
#include "platform/linux/task.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>

#include "base/alloc.h"
#include "base/buf.h"
#include "base/map.h"
#include "base/names.h"
#include "base/scan.h"
#include "model/moment.h"
#include "platform/linux/netns.h"
#include "platform/linux/task_parse.h"
#include "platform/linux/taskstats.h"
#include "platform/platform.h"
#include "platform/root.h"

enum {
	PATH_BYTES = 64,     /* "proc/PID/task/TID/schedstat" with ten digits each is 46 */
	RECHECK = 4,	     /* passes after which stat is read though nothing moved */
	KEPT_FDS_MAX = 512,  /* descriptors held open; reading them again is 3 times cheaper */
	LISTED_FDS_MAX = 64, /* processes whose descriptors are counted by listing them */
	LIST_ENTRIES_MAX = 1 << 18, /* more descriptors are not counted one by one */
};

/* A file that is held open between passes, with the path that it borrows. */
struct kept {
	struct pa_file file;
	char path[PATH_BYTES];
};

/* A thread as it was at the last pass. */
struct entry {
	struct pa_task task;
	uint64_t timeslices;
	uint64_t fd_slots;	       /* main thread: FDSize of status */
	uint32_t pass;		       /* the last one in which it was seen */
	uint32_t age;		       /* passes since it was first seen */
	uint32_t at;		       /* its record in the moment of this pass */
	bool ran;		       /* since the last pass */
	bool listed;		       /* main thread: count its descriptors by listing them */
	struct kept *stat, *schedstat; /* NULL when not held open */
};

struct state {
	struct pa_linux *sys;
	struct entry **entries; /* in order of first sight */
	uint32_t entry_count, entry_room;
	struct pa_map by_id; /* pa_map_key(pid, tid) to index in entries */
	uint32_t pass;
	uint32_t kept_count, kept_max;
	struct pa_taskstats *taskstats; /* NULL: not allowed, or a kernel without */
	uint32_t taskstats_flags;
	struct entry **moved; /* threads to ask taskstats about in this pass */
	uint32_t moved_count, moved_room;
	uint64_t own_netns;
	bool fd_sizes; /* the kernel tells the number of descriptors (6.2) */
};

static char *put_text(char *at, const char *text)
{
	while (*text)
		*at++ = *text++;
	return at;
}

static char *put_number(char *at, int32_t number)
{
	char digits[12];
	int count = 0;

	for (uint32_t rest = (uint32_t)number; rest || !count; rest /= 10)
		digits[count++] = (char)('0' + rest % 10);
	while (count)
		*at++ = digits[--count];
	return at;
}

/* "proc/PID/NAME", or "proc/PID/task/TID/NAME" unless tid is 0. */
static void path_of(char out[PATH_BYTES], int32_t pid, int32_t tid, const char *name)
{
	char *at = put_number(put_text(out, "proc/"), pid);

	if (tid)
		at = put_number(put_text(at, "/task/"), tid);
	*put_text(put_text(at, "/"), name) = '\0';
}

/* ---- files held open */

static struct kept *forget_kept(struct state *s, struct kept *kept)
{
	if (!kept)
		return NULL;
	pa_root_close(&kept->file);
	free(kept);
	s->kept_count--;
	return NULL;
}

/* The content of path in s->sys->text, by a held descriptor when e is old enough for one. */
static int read_file(struct state *s, const struct entry *e, struct kept **slot, const char *path)
{
	struct kept *kept = *slot;
	int error;

	if (!kept && e->age && s->kept_count < s->kept_max) {
		kept = *slot = pa_alloc(sizeof(*kept));
		*put_text(kept->path, path) = '\0';
		kept->file = (struct pa_file)PA_FILE(kept->path);
		s->kept_count++;
	}
	if (!kept)
		return pa_root_read_path(s->sys->root, path, s->sys->text);
	error = pa_root_read(s->sys->root, &kept->file, s->sys->text);
	if (error)
		*slot = forget_kept(s, kept);
	return error;
}

/* ---- the table of threads */

static struct entry *entry_of(struct state *s, int32_t pid, int32_t tid)
{
	uint64_t key = pa_map_key((uint32_t)pid, (uint32_t)tid);
	struct entry *e;
	uint32_t at;

	if (pa_map_get(&s->by_id, key, &at))
		return s->entries[at];
	if (s->entry_count == s->entry_room) {
		s->entry_room = s->entry_room ? s->entry_room * 2 : 256;
		s->entries = pa_grow_array(s->entries, s->entry_room, sizeof(*s->entries));
	}
	e = pa_alloc(sizeof(*e));
	e->task.pid = pid;
	e->task.tid = tid;
	pa_map_put(&s->by_id, key, s->entry_count);
	s->entries[s->entry_count++] = e;
	return e;
}

static struct entry *entry_free(struct state *s, struct entry *e)
{
	(void)forget_kept(s, e->stat);
	(void)forget_kept(s, e->schedstat);
	free(e);
	return NULL;
}

/* Forget the threads that this pass did not see. */
static void sweep(struct state *s)
{
	uint32_t kept = 0;

	for (uint32_t i = 0; i < s->entry_count; i++) {
		struct entry *e = s->entries[i];

		if (e->pass == s->pass)
			s->entries[kept++] = e;
		else
			(void)entry_free(s, e);
	}
	if (kept == s->entry_count)
		return;
	s->entry_count = kept;
	pa_map_clear(&s->by_id);
	for (uint32_t i = 0; i < kept; i++) {
		const struct pa_task *t = &s->entries[i]->task;

		pa_map_put(&s->by_id, pa_map_key((uint32_t)t->pid, (uint32_t)t->tid), i);
	}
}

/* ---- one thread */

/* True when the thread ran or waited for a CPU since the last pass, or when nobody can tell. */
static bool read_schedstat(struct state *s, struct entry *e)
{
	struct pa_task *t = &e->task;
	uint64_t run_ns = t->run_ns, delay_ns = t->run_delay_ns, slices = e->timeslices;
	char path[PATH_BYTES];

	path_of(path, t->pid, t->tid == t->pid ? 0 : t->tid, "schedstat");
	if (read_file(s, e, &e->schedstat, path) ||
	    pa_task_parse_schedstat(s->sys->text->bytes, s->sys->text->used_bytes, t,
				    &e->timeslices)) {
		t->has &= ~(uint32_t)PA_TASK_RUN;
		return true;
	}
	return !e->age || run_ns != t->run_ns || delay_ns != t->run_delay_ns ||
	       slices != e->timeslices;
}

/* The number was given to a new thread: forget the old one, except what schedstat just said. */
static void begin_anew(struct state *s, struct entry *e)
{
	struct pa_task fresh = { .pid = e->task.pid, .tid = e->task.tid };

	fresh.has = e->task.has & PA_TASK_RUN;
	fresh.run_ns = e->task.run_ns;
	fresh.run_delay_ns = e->task.run_delay_ns;
	e->stat = forget_kept(s, e->stat);
	e->schedstat = forget_kept(s, e->schedstat);
	e->task = fresh;
	e->age = 0;
}

/* False when the thread is gone. */
static bool read_stat(struct state *s, struct entry *e)
{
	struct pa_task now = e->task;
	char path[PATH_BYTES];
	struct pa_word comm;

	path_of(path, now.pid, now.tid, "stat");
	if (read_file(s, e, &e->stat, path) ||
	    pa_task_parse_stat(s->sys->text->bytes, s->sys->text->used_bytes, &now, &comm) ||
	    now.tid != e->task.tid)
		return false;
	if (e->age && now.start_ticks != e->task.start_ticks) {
		begin_anew(s, e);
		now = e->task;
		(void)pa_task_parse_stat(s->sys->text->bytes, s->sys->text->used_bytes, &now,
					 NULL); /* the same text as above */
	}
	now.comm = pa_names_id(s->sys->names, comm.at, comm.bytes);
	e->task = now;
	return true;
}

static void read_status(struct state *s, struct entry *e)
{
	const uint32_t groups = PA_TASK_SWITCHES | PA_TASK_USER | PA_TASK_AFFINITY;
	struct pa_task *t = &e->task;
	char path[PATH_BYTES];

	path_of(path, t->pid, t->tid == t->pid ? 0 : t->tid, "status");
	t->has &= ~groups;
	if (!pa_root_read_path(s->sys->root, path, s->sys->text))
		(void)pa_task_parse_status(s->sys->text->bytes, s->sys->text->used_bytes, t,
					   &e->fd_slots); /* groups stay unset */
	if (t->tid != t->pid)
		t->has &= ~(uint32_t)PA_TASK_USER; /* stands in the main thread's record */
}

/* Could stat differ although schedstat did not move? */
static bool stat_is_due(const struct state *s, const struct entry *e)
{
	if (!(e->task.has & PA_TASK_STAT) || (s->pass + (uint32_t)e->task.tid) % RECHECK == 0)
		return true;
	return e->task.state != 'S' && e->task.state != 'I';
}

/* taskstats tells the switches too and is three times cheaper (5 us against 14 us). */
static bool status_is_due(const struct state *s, const struct entry *e)
{
	return !e->age || (e->ran && (!s->taskstats || s->sys->passes & PA_PASS_SLOW));
}

static void note_moved(struct state *s, struct entry *e)
{
	if (!s->taskstats)
		return;
	if (s->moved_count == s->moved_room) {
		s->moved_room = s->moved_room ? s->moved_room * 2 : 256;
		s->moved = pa_grow_array(s->moved, s->moved_room, sizeof(*s->moved));
	}
	s->moved[s->moved_count++] = e;
}

/* Bring e up to date. False when the thread is gone. */
static bool read_thread(struct state *s, struct entry *e)
{
	e->ran = read_schedstat(s, e);
	if ((e->ran || stat_is_due(s, e)) && !read_stat(s, e))
		return false;
	if (status_is_due(s, e))
		read_status(s, e);
	if (e->ran || !e->age)
		note_moved(s, e);
	e->pass = s->pass;
	return true;
}

/* ---- one process */

struct fd_question {
	int32_t pid;
	bool by_listing;
};

static int64_t count_entries(const char *path)
{
	int64_t count = -2; /* . and .. */
	DIR *dir = opendir(path);

	if (!dir)
		return -errno;
	while (count < LIST_ENTRIES_MAX && readdir(dir))
		count++;
	(void)closedir(dir); /* opened for reading */
	return count < LIST_ENTRIES_MAX ? count : -E2BIG;
}

/* Since 6.2 the size of the folder is the number of descriptors (fs/proc/fd.c,
 * proc_fd_getattr()); before, and for none, it is 0. */
static int ask_fd_count(void *arg, struct pa_buf *out)
{
	const struct fd_question *q = arg;
	char path[PATH_BYTES + 1] = "/";
	struct stat st;
	int64_t count;

	path_of(path + 1, q->pid, 0, "fd");
	if (stat(path, &st))
		return -errno;
	count = st.st_size;
	if (!count && q->by_listing)
		count = count_entries(path);
	if (count < 0)
		return (int)count;
	pa_buf_printf(out, "%lld\n", (long long)count);
	return 0;
}

static void read_fd_count(struct state *s, struct entry *e)
{
	struct fd_question q = { .pid = e->task.pid, .by_listing = e->listed };
	struct pa_scan scan;
	char path[PATH_BYTES];
	uint64_t count;

	path_of(path, q.pid, 0, "fd-count");
	if (pa_root_ask(s->sys->root, path, ask_fd_count, &q, s->sys->text)) {
		e->task.has &= ~(uint32_t)PA_TASK_FDS;
		return;
	}
	pa_scan_init(&scan, s->sys->text->bytes, s->sys->text->used_bytes);
	if (!pa_scan_u64(&scan, &count) || count > UINT32_MAX)
		return;
	if (count && !q.by_listing)
		s->fd_sizes = true;
	if (!count && !q.by_listing && !s->fd_sizes)
		return; /* what the last slow pass counted still stands */
	e->task.fd_count = (uint32_t)count;
	e->task.has |= PA_TASK_FDS;
}

static void read_io(struct state *s, struct entry *e)
{
	char path[PATH_BYTES];

	path_of(path, e->task.pid, 0, "io");
	e->task.has &= ~(uint32_t)PA_TASK_IO;
	if (!pa_root_read_path(s->sys->root, path, s->sys->text))
		(void)pa_task_parse_io(s->sys->text->bytes, s->sys->text->used_bytes,
				       &e->task); /* stays unset */
}

static void read_netns(struct state *s, struct entry *e)
{
	char path[PATH_BYTES];
	uint64_t inode;

	path_of(path, e->task.pid, 0, "ns/net");
	e->task.has &= ~(uint32_t)PA_TASK_NETNS;
	if (pa_root_link(s->sys->root, path, s->sys->text))
		return;
	inode = pa_task_parse_ns(s->sys->text->bytes, s->sys->text->used_bytes);
	if (!inode)
		return;
	if (!pa_netns_id(s->sys->netns, inode, &e->task.netns))
		e->task.netns = inode == s->own_netns ? 0
						      : pa_names_idf(s->sys->names, "netns:%llu",
								     (unsigned long long)inode);
	e->task.has |= PA_TASK_NETNS;
}

/* What changes seldom: where the process stands and what it may have. */
static void read_place(struct state *s, struct entry *e)
{
	struct pa_buf *text = s->sys->text;
	char path[PATH_BYTES];

	e->task.has &= ~(uint32_t)(PA_TASK_CGROUPS | PA_TASK_FD_LIMIT);
	path_of(path, e->task.pid, 0, "cgroup");
	if (!pa_root_read_path(s->sys->root, path, text))
		(void)pa_task_parse_cgroup(text->bytes, text->used_bytes, s->sys->names,
					   &e->task); /* stays unset */
	path_of(path, e->task.pid, 0, "limits");
	if (!pa_root_read_path(s->sys->root, path, text))
		(void)pa_task_parse_limits(text->bytes, text->used_bytes, &e->task);
	read_netns(s, e);
}

static void read_whole_process(struct state *s, struct entry *main_thread, bool ran)
{
	bool slow = s->sys->passes & PA_PASS_SLOW;

	if (main_thread->task.kernel_thread)
		return;
	if (ran || !main_thread->age)
		read_io(s, main_thread);
	if (ran || !main_thread->age || slow)
		read_fd_count(s, main_thread);
	/* Once more in the second pass: a container's first process moves after its fork. */
	if (main_thread->age < 2 || slow)
		read_place(s, main_thread);
}

static void emit(struct entry *e, struct pa_moment *moment)
{
	e->at = moment->task_count;
	*pa_moment_task(moment) = e->task;
}

static void read_threads(struct state *s, const struct entry *main_thread, struct pa_moment *moment,
			 bool *ran)
{
	PA_CLEANUP(pa_freep) int32_t *tids = NULL;
	int32_t pid = main_thread->task.pid;
	char path[PATH_BYTES];
	int64_t count;

	path_of(path, pid, 0, "task");
	count = pa_task_list_numbers(s->sys->root, path, &tids);
	for (int64_t i = 0; i < count; i++) {
		struct entry *e;

		if (tids[i] == pid)
			continue;
		e = entry_of(s, pid, tids[i]);
		if (!read_thread(s, e))
			continue;
		*ran |= e->ran;
		emit(e, moment);
		e->age++;
	}
}

static void read_process(struct state *s, int32_t pid, struct pa_moment *moment)
{
	struct entry *main_thread = entry_of(s, pid, pid);
	bool ran;

	if (!read_thread(s, main_thread))
		return;
	ran = main_thread->ran;
	emit(main_thread, moment);
	if (main_thread->task.thread_count != 1)
		read_threads(s, main_thread, moment, &ran);
	read_whole_process(s, main_thread, ran);
	moment->tasks[main_thread->at] = main_thread->task;
	main_thread->age++;
}

/* ---- what taskstats tells of the threads that moved */

enum { TASKSTATS_GROUPS = PA_TASK_SWITCHES | PA_TASK_DELAYS | PA_TASK_DELAY_MAX };

static void take_groups(const struct pa_task *told, struct pa_task *out)
{
	out->has |= told->has & TASKSTATS_GROUPS;
	out->voluntary_switches = told->voluntary_switches;
	out->involuntary_switches = told->involuntary_switches;
	out->block_delay_ns = told->block_delay_ns;
	out->swapin_delay_ns = told->swapin_delay_ns;
	out->reclaim_delay_ns = told->reclaim_delay_ns;
	out->thrashing_delay_ns = told->thrashing_delay_ns;
	out->compact_delay_ns = told->compact_delay_ns;
	out->wpcopy_delay_ns = told->wpcopy_delay_ns;
	out->irq_delay_ns = told->irq_delay_ns;
	out->run_delay_max_ns = told->run_delay_max_ns;
}

struct answers {
	struct state *s;
	struct pa_moment *moment;
	uint32_t next; /* of s->moved */
};

static void each_answer(void *arg, int32_t tid, int error, const char *stats, size_t stats_bytes)
{
	struct answers *a = arg;
	struct entry *e = a->s->moved[a->next++];
	struct pa_task told = { 0 };

	(void)tid; /* they come in the order asked */
	e->task.has &= ~(uint32_t)TASKSTATS_GROUPS;
	if (!error && !pa_taskstats_parse(stats, stats_bytes, a->s->taskstats_flags, &told))
		take_groups(&told, &e->task);
	a->moment->tasks[e->at] = e->task;
}

/* Where the kernel does not answer the groups are unknown, not old. */
static void ask_taskstats(struct state *s, struct pa_moment *moment)
{
	PA_CLEANUP(pa_freep) int32_t *tids = NULL;
	struct answers a = { .s = s, .moment = moment };

	if (!s->moved_count)
		return;
	tids = pa_alloc_array(s->moved_count, sizeof(*tids));
	for (uint32_t i = 0; i < s->moved_count; i++)
		tids[i] = s->moved[i]->task.tid;
	(void)pa_taskstats_query(s->taskstats, tids, s->moved_count, each_answer, &a);
	while (a.next < s->moved_count)
		each_answer(&a, 0, -ENODATA, NULL, 0);
	s->moved_count = 0;
}

static void begin_taskstats(struct state *s)
{
	struct pa_buf *text = s->sys->text;
	struct pa_scan scan;
	uint64_t on;

	if (s->pass == 1)
		(void)pa_taskstats_open(s->sys->root, &s->taskstats); /* else files are read */
	if (!s->taskstats || (s->pass > 1 && !(s->sys->passes & PA_PASS_SLOW)))
		return;
	if (pa_root_read_path(s->sys->root, "proc/sys/kernel/task_delayacct", text))
		return; /* before 5.14 accounting is on whenever it is built in: not trusted */
	pa_scan_init(&scan, text->bytes, text->used_bytes);
	s->taskstats_flags = pa_scan_u64(&scan, &on) && on ? PA_TASKSTATS_DELAYS : 0;
}

/* ---- the source */

static int by_slots(const void *a, const void *b)
{
	uint64_t x = (*(struct entry *const *)a)->fd_slots;
	uint64_t y = (*(struct entry *const *)b)->fd_slots;

	return x < y ? 1 : x > y ? -1 : 0;
}

/* Where the kernel does not tell the number of descriptors: choose the processes with the
 * largest tables, whose descriptors will be listed in this slow pass. */
static void choose_listed(struct state *s)
{
	PA_CLEANUP(pa_freep) struct entry **order = NULL;
	uint32_t count = 0;

	if (s->fd_sizes || !(s->sys->passes & PA_PASS_SLOW))
		return;
	order = pa_alloc_array(s->entry_count + 1, sizeof(struct entry *));
	for (uint32_t i = 0; i < s->entry_count; i++)
		if (s->entries[i]->task.tid == s->entries[i]->task.pid)
			order[count++] = s->entries[i];
	qsort(order, count, sizeof(struct entry *), by_slots);
	for (uint32_t i = 0; i < count && i < LISTED_FDS_MAX; i++)
		order[i]->listed = order[i]->fd_slots > 0;
}

static void unchoose_listed(struct state *s)
{
	for (uint32_t i = 0; i < s->entry_count; i++)
		s->entries[i]->listed = false;
}

static void find_own_netns(struct state *s)
{
	if (!pa_root_link(s->sys->root, "proc/self/ns/net", s->sys->text))
		s->own_netns = pa_task_parse_ns(s->sys->text->bytes, s->sys->text->used_bytes);
}

static int read_tasks(void *self, struct pa_linux *sys, struct pa_moment *moment)
{
	PA_CLEANUP(pa_freep) int32_t *pids = NULL;
	struct state *s = self;
	int64_t count;

	s->sys = sys;
	if (!s->pass++)
		find_own_netns(s);
	begin_taskstats(s);
	count = pa_task_list_numbers(sys->root, "proc", &pids);
	if (count < 0)
		return (int)count;
	choose_listed(s);
	for (int64_t i = 0; i < count; i++)
		read_process(s, pids[i], moment);
	unchoose_listed(s);
	ask_taskstats(s, moment);
	sweep(s);
	moment->has_tasks = 1;
	return 0;
}

/* How many descriptors may be held: a quarter of what we may open, at most KEPT_FDS_MAX. */
static uint32_t kept_limit(const struct pa_linux *sys)
{
	struct rlimit limit;

	if (pa_root_is_replay(sys->root) || getrlimit(RLIMIT_NOFILE, &limit))
		return 0;
	return limit.rlim_cur / 4 < KEPT_FDS_MAX ? (uint32_t)(limit.rlim_cur / 4) : KEPT_FDS_MAX;
}

static void *open_tasks(struct pa_linux *sys)
{
	struct state *s = pa_alloc(sizeof(*s));

	s->sys = sys;
	s->kept_max = kept_limit(sys);
	pa_map_init(&s->by_id);
	return s;
}

static void close_tasks(void *self)
{
	struct state *s = self;

	if (!s)
		return;
	for (uint32_t i = 0; i < s->entry_count; i++)
		(void)entry_free(s, s->entries[i]);
	free(s->entries);
	free(s->moved);
	pa_taskstats_close(s->taskstats);
	pa_map_done(&s->by_id);
	free(s);
}

const struct pa_source pa_source_task = {
	.name = "task",
	.pass = PA_PASS_TASKS,
	.open = open_tasks,
	.read = read_tasks,
	.close = close_tasks,
};
