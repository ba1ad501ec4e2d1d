/* SPDX-License-Identifier: Apache-2.0 */
#include "scene.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"

/* What counters hold before we look: a baseline that is no rate of anything. */
static const double long_ago = 5000000;

uint32_t scene_name(struct scene *s, const char *text)
{
	return pa_names_id(s->names, text, strlen(text));
}

static struct scene_row *row(struct scene *s, uint16_t metric, const char *instance)
{
	uint32_t id = scene_name(s, instance);
	struct scene_row *r;

	for (uint32_t i = 0; i < s->row_count; i++)
		if (s->rows[i].metric == metric && s->rows[i].instance == id)
			return &s->rows[i];
	r = &s->rows[s->row_count++];
	*r = (struct scene_row){ .metric = metric, .instance = id };
	return r;
}

struct scene_row *scene_counter(struct scene *s, uint16_t metric, const char *instance,
				double per_s)
{
	struct scene_row *r = row(s, metric, instance);

	r->value = long_ago;
	r->per_s = per_s;
	r->state = PA_OK;
	return r;
}

void scene_gauge(struct scene *s, uint16_t metric, const char *instance, double value)
{
	struct scene_row *r = row(s, metric, instance);

	r->value = value;
	r->per_s = 0;
	r->state = PA_OK;
}

void scene_miss(struct scene *s, uint16_t metric, const char *instance, enum pa_state state)
{
	row(s, metric, instance)->state = (uint16_t)state;
}

void scene_forget(struct scene *s, uint16_t metric)
{
	uint32_t kept = 0;

	for (uint32_t i = 0; i < s->row_count; i++)
		if (s->rows[i].metric != metric)
			s->rows[kept++] = s->rows[i];
	s->row_count = kept;
}

void scene_cpus(struct scene *s, double user, double system)
{
	double ticks = (double)s->machine.hz * s->machine.cpu_count;

	scene_counter(s, PA_V_CPU_ALL_USER_TICKS, "", ticks * user);
	scene_counter(s, PA_V_CPU_ALL_SYSTEM_TICKS, "", ticks * system);
	scene_counter(s, PA_V_CPU_ALL_IDLE_TICKS, "", ticks * (1 - user - system));
}

void scene_cpu(struct scene *s, const char *cpu, double busy)
{
	scene_counter(s, PA_V_CPU_EACH_USER_TICKS, cpu, s->machine.hz * busy);
	scene_counter(s, PA_V_CPU_EACH_SYSTEM_TICKS, cpu, 0);
	scene_counter(s, PA_V_CPU_EACH_IDLE_TICKS, cpu, s->machine.hz * (1 - busy));
}

struct scene_task *scene_task(struct scene *s, int32_t pid, int32_t tid, const char *comm,
			      double running)
{
	struct scene_task *t = &s->tasks[s->task_count++];

	*t = (struct scene_task){
		.base = { .pid = pid,
			  .tid = tid,
			  .start_ticks = 4000,
			  .has = PA_TASK_STAT | PA_TASK_RUN | PA_TASK_SWITCHES | PA_TASK_IO |
				 PA_TASK_AFFINITY,
			  .comm = scene_name(s, comm),
			  .ppid = 1,
			  .state = running > 0.5 ? 'R' : 'S',
			  .cpus_allowed_count = s->machine.cpu_count,
			  .cpu_only = -1,
			  .rss_pages = 1000,
			  .user_ticks = 1000,
			  .run_ns = 77 * SCENE_S,
			  .run_delay_ns = 5 * SCENE_S,
			  .voluntary_switches = 100000,
			  .minor_faults = 1000,
			  .read_bytes = 1 << 20,
			  .write_bytes = 1 << 20,
			  .write_calls = 1000,
			  .write_chars = 1 << 20 },
	};
	t->per_s.run_ns = (uint64_t)(running * 1e9);
	t->per_s.user_ticks = (uint64_t)(running * s->machine.hz);
	return t;
}

void scene_waits(struct scene *s, struct scene_task *t, char state, const char *wchan, int call,
		 double share)
{
	t->look.state = state;
	t->look.has = PA_TASK_STAT | PA_TASK_WAIT | PA_TASK_SYSCALL;
	t->look.wchan = scene_name(s, wchan);
	t->look.syscall = call;
	t->look_share = share;
}

void scene_queues(struct scene *s, struct scene_task *t, uint64_t address, double share)
{
	scene_waits(s, t, 'S', "futex_wait_queue", 202, share);
	t->look.syscall_args[0] = address;
	t->look.syscall_args[1] = 128;
	t->look.syscall_args[2] = 2;
}

void scene_joins(struct scene *s, struct scene_task *t, const char *group)
{
	t->base.has |= PA_TASK_CGROUPS;
	t->base.cgroup_cpu = t->base.cgroup_memory = t->base.cgroup_io = scene_name(s, group);
}

struct pa_sock *scene_sock(struct scene *s, uint8_t kind)
{
	struct pa_sock *sock = &s->socks[s->sock_count++];

	*sock = (struct pa_sock){ .kind = kind,
				  .inode = 9000 + s->sock_count,
				  .local_port = 8080,
				  .peer_port = 5001,
				  .local = scene_name(s, "10.0.0.1"),
				  .peer = scene_name(s, "10.0.0.2") };
	s->socks_before[s->sock_count - 1] = *sock;
	return sock;
}

struct pa_open_file *scene_file(struct scene *s, int32_t pid, const char *path, uint64_t bytes)
{
	struct pa_open_file *f = &s->files[s->file_count++];

	*f = (struct pa_open_file){ .pid = pid, .fd = 3, .path = scene_name(s, path) };
	f->size_bytes = bytes;
	return f;
}

void scene_mount(struct scene *s, const char *point, const char *device, uint64_t total,
		 uint64_t left)
{
	s->mounts[s->mount_count++] = (struct pa_mount){ .point = scene_name(s, point),
							 .device = scene_name(s, device),
							 .type = scene_name(s, "ext4") };
	scene_gauge(s, PA_V_FS_SPACE_TOTAL_BYTES, point, (double)total);
	scene_gauge(s, PA_V_FS_SPACE_FREE_BYTES, point, (double)left);
	scene_gauge(s, PA_V_FS_SPACE_AVAILABLE_BYTES, point, (double)left);
}

void scene_note(struct scene *s, uint8_t kind, const char *subject, int64_t seconds_after_start)
{
	s->notes[s->note_count++] = (struct pa_note){
		.kind = kind,
		.subject = scene_name(s, subject),
		.at_ns = SCENE_START_NS + (uint64_t)(seconds_after_start * (int64_t)SCENE_S)
	};
}

void scene_disk(struct scene *s, const char *name, double requests, double await_ms,
		double busy_ratio, double request_bytes)
{
	scene_counter(s, PA_V_BLK_DEV_READS_COUNT, name, requests);
	scene_counter(s, PA_V_BLK_DEV_WRITES_COUNT, name, 0);
	scene_counter(s, PA_V_BLK_DEV_READ_SECTORS, name, requests * request_bytes / 512);
	scene_counter(s, PA_V_BLK_DEV_WRITE_SECTORS, name, 0);
	scene_counter(s, PA_V_BLK_DEV_READ_MS, name, requests * await_ms);
	scene_counter(s, PA_V_BLK_DEV_WRITE_MS, name, 0);
	scene_counter(s, PA_V_BLK_DEV_BUSY_MS, name, busy_ratio * 1000);
	scene_counter(s, PA_V_BLK_DEV_WEIGHTED_MS, name, requests * await_ms);
}

void scene_init(struct scene *s)
{
	*s = (struct scene){ .names = pa_names_new() };
	s->machine = (struct pa_machine){ .cpu_count = 4,
					  .hz = 100,
					  .page_bytes = 4096,
					  .memory_bytes = 8ULL << 30,
					  .cache_bytes = 32 << 20,
					  .kernel = "6.1.0-synthetic",
					  .architecture = "x86_64",
					  .hostname = "synthetic",
					  .privileged = 1,
					  .self_pid = 4242,
					  .rung = 'D' };
	s->window = pa_window_new(s->names, &s->machine);
	scene_cpus(s, 0.02, 0.01);
	scene_counter(s, PA_V_PSI_ALL_CPU_SOME_US, "", 2000);
	scene_counter(s, PA_V_PSI_ALL_MEMORY_SOME_US, "", 0);
	scene_counter(s, PA_V_PSI_ALL_IO_SOME_US, "", 1000);
	scene_gauge(s, PA_V_MEM_CAP_TOTAL_KIB, "", 8 << 20);
	scene_gauge(s, PA_V_MEM_CAP_AVAILABLE_KIB, "", 6 << 20);
	scene_counter(s, PA_V_MEM_THRASH_REFAULT_FILE_PAGES, "", 0);
	scene_counter(s, PA_V_MEM_THRASH_REFAULT_ANON_PAGES, "", 0);
	scene_counter(s, PA_V_NET_TCP_RETX_SEGMENTS_OUT_COUNT, "", 1000);
	scene_counter(s, PA_V_NET_TCP_RETX_RETRANSMITS_COUNT, "", 0);
	scene_gauge(s, PA_V_CG_COUNT_GROUPS_COUNT, "", 12);
	(void)scene_task(s, 1, 1, "init", 0.001);
}

void scene_done(struct scene *s)
{
	s->window = pa_window_free(s->window);
	s->names = pa_names_free(s->names);
}

/* ---- moments ---- */

static uint64_t grown(uint64_t base, uint64_t per_s, double seconds)
{
	return base + (uint64_t)((double)per_s * seconds);
}

/* Every counter of a task is somewhere in this list. */
#define COUNTERS(X)                                                                                \
	X(user_ticks)                                                                              \
	X(system_ticks)                                                                            \
	X(children_user_ticks)                                                                     \
	X(children_system_ticks)                                                                   \
	X(minor_faults)                                                                            \
	X(major_faults)                                                                            \
	X(rss_pages)                                                                               \
	X(run_ns)                                                                                  \
	X(run_delay_ns)                                                                            \
	X(reclaim_delay_ns)                                                                        \
	X(compact_delay_ns)                                                                        \
	X(swapin_delay_ns)                                                                         \
	X(thrashing_delay_ns)                                                                      \
	X(voluntary_switches)                                                                      \
	X(involuntary_switches)                                                                    \
	X(read_chars)                                                                              \
	X(write_chars)                                                                             \
	X(read_calls)                                                                              \
	X(write_calls)                                                                             \
	X(read_bytes)                                                                              \
	X(write_bytes)                                                                             \
	X(cycles)                                                                                  \
	X(instructions)                                                                            \
	X(cache_references)                                                                        \
	X(cache_misses)                                                                            \
	X(rwsem_contended)                                                                         \
	X(mutex_contended)

static struct pa_task task_at(const struct scene_task *t, double seconds)
{
	struct pa_task now = t->base;

#define GROW(field) now.field = grown(t->base.field, t->per_s.field, seconds);
	COUNTERS(GROW)
#undef GROW
	now.fd_count += (uint32_t)(t->per_s.fd_count * seconds);
	now.thread_count += (uint32_t)(t->per_s.thread_count * seconds);
	return now;
}

static void put_rows(const struct scene *s, struct pa_moment *m, uint32_t tick)
{
	for (uint32_t i = 0; i < s->row_count; i++) {
		const struct scene_row *r = &s->rows[i];
		double steps = tick > r->from_tick ? tick - r->from_tick : 0;

		if (r->state)
			pa_moment_miss(m, r->metric, r->instance, (enum pa_state)r->state);
		else
			pa_moment_put(m, r->metric, r->instance,
				      (uint64_t)(r->value + r->per_s * steps + 0.5));
	}
}

static void put_tick(const struct scene *s, struct pa_moment *m, uint32_t tick)
{
	m->kind = PA_MOMENT_TICK;
	m->mono_ns = SCENE_START_NS + tick * SCENE_S;
	m->real_ns = SCENE_EPOCH_NS + tick * SCENE_S;
	m->has_tasks = 1;
	put_rows(s, m, tick);
	for (uint32_t i = 0; i < s->task_count; i++)
		*pa_moment_task(m) = task_at(&s->tasks[i], tick);
	for (uint32_t i = 0; i < s->sock_count; i++)
		*pa_moment_sock(m) = tick ? s->socks[i] : s->socks_before[i];
	for (uint32_t i = 0; !tick && i < s->note_count; i++)
		*pa_moment_note(m) = s->notes[i];
	for (uint32_t i = 0; i < s->mount_count; i++)
		*pa_moment_mount(m) = s->mounts[i];
	for (uint32_t i = 0; tick >= 7 && i < s->errno_count; i++) {
		struct pa_errno_count *e = pa_moment_errno(m);

		*e = s->errnos[i];
		e->count *= tick - 7;
	}
}

/* The same threads are found waiting at the first looks of each ten: shares come out exact. */
static void put_look(const struct scene *s, struct pa_moment *m, uint32_t look)
{
	m->kind = PA_MOMENT_PROBE;
	m->mono_ns = SCENE_START_NS + 8 * SCENE_S + (look + 1) * SCENE_S / (SCENE_LOOKS / 2 + 1);
	m->real_ns = m->mono_ns - SCENE_START_NS + SCENE_EPOCH_NS;
	for (uint32_t i = 0; i < s->task_count; i++) {
		const struct scene_task *t = &s->tasks[i];
		struct pa_task *task;

		if (!t->look.has)
			continue;
		task = pa_moment_task(m);
		*task = t->look;
		task->pid = t->base.pid;
		task->tid = t->base.tid;
		task->start_ticks = t->base.start_ticks;
		if ((look % 10) / 10.0 + 0.001 < t->look_share)
			continue;
		task->state = 'R';
		task->syscall = PA_TASK_SYSCALL_RUNNING;
		task->wchan = 0;
	}
	for (uint32_t i = 0; !look && i < s->file_count; i++)
		*pa_moment_file(m) = s->files[i];
}

const struct pa_window *scene_window(struct scene *s)
{
	struct pa_moment m;

	pa_moment_init(&m);
	for (uint32_t tick = 0; tick < SCENE_TICKS; tick++) {
		pa_moment_clear(&m);
		put_tick(s, &m, tick);
		pa_window_add(s->window, &m);
		for (uint32_t look = 0; look < SCENE_LOOKS / 2 && tick >= 8 && tick < 10; look++) {
			pa_moment_clear(&m);
			put_look(s, &m, (tick - 8) * (SCENE_LOOKS / 2) + look);
			pa_window_add(s->window, &m);
		}
	}
	pa_moment_done(&m);
	return s->window;
}

struct pa_advice *scene_advise(struct scene *s)
{
	uint8_t *programs = pa_alloc_array(pa_rule_program_count, 1);
	struct pa_advice *advice;

	memset(programs, 1, pa_rule_program_count);
	advice = pa_advise(scene_window(s), &s->scope, programs, pa_rule_program_count);
	free(programs);
	return advice;
}

const struct pa_finding *scene_finding(const struct pa_advice *advice, const char *hypothesis)
{
	for (size_t i = 0; i < advice->finding_count; i++)
		if (!strcmp(advice->findings[i].hypothesis, hypothesis))
			return &advice->findings[i];
	return NULL;
}

const char *scene_verdict(const struct pa_advice *advice)
{
	if (advice->verdict.resource)
		return advice->findings[0].hypothesis;
	return advice->verdict.state == PA_VERDICT_HEALTHY ? "healthy" : "inconclusive";
}

const struct pa_culprit *scene_culprit(const struct pa_finding *finding, const char *kind)
{
	for (size_t i = 0; finding && i < finding->culprit_count; i++)
		if (!strcmp(finding->culprits[i].kind, kind))
			return &finding->culprits[i];
	return NULL;
}
