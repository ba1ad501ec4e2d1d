/* SPDX-License-Identifier: Apache-2.0 */
#include "observe/observe.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <time.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/clock.h"
#include "base/err.h"
#include "base/names.h"
#include "base/scan.h"
#include "catalog/rules.h"
#include "observe/capacities.h"
#include "observe/schedule.h"
#include "platform/platform.h"
#include "platform/root.h"
#include "probe/counters.h"
#include "probe/failed_calls.h"
#include "probe/pmu.h"
#include "user/reader.h"

enum {
	/* A pass over all threads may take this part of the time. */
	BUDGET_DIVISOR = 100,
	/* Failing calls are counted for this many ticks of the close looks; closing them takes
	 * more than a second, which must be over before the window is. */
	FAILED_CALLS_TICKS = 2,
	PROGRAMS_MAX = 64,
	SLICE_NS = 100000000, /* longest sleep, so that a stop is heard */
	TEXT_MAX_BYTES = 65536,
	PATH_BYTES = 256,
};

struct observer {
	const struct pa_observe_settings *settings;
	struct pa_root *root;
	struct pa_names *names;
	struct pa_platform *platform;
	struct pa_counters *counters;
	struct pa_failed_calls *calls; /* while they are counted */
	struct pa_pmu *pmu;
	struct pa_window *window;
	struct pa_machine machine;
	struct pa_moment moment;
	struct pa_suspects suspects;
	struct pa_buf text;
	struct pa_schedule schedule;
	struct pa_user_reader *users;
	uint64_t start_ns, task_cost_ns, task_due_ns;
	uint64_t cpu_start_ns;
	uint32_t ticks, missed;
	uint32_t threads;     /* seen in the last pass over all of them */
	uint32_t calls_ticks; /* in which they were read */
	uint8_t drilling;
	uint8_t programs[PROGRAMS_MAX];
	double cpu_s;
	uint64_t rss_bytes;
};

/* ---- what is no kernel file: asked through the root handle so that it replays ---- */

static int ask_programs(void *arg, struct pa_buf *out)
{
	static const char *const folders[] = { "/usr/bin", "/usr/sbin",	     "/bin",
					       "/sbin",	   "/usr/local/bin", "/usr/local/sbin" };

	(void)arg;
	for (size_t i = 0; i < pa_rule_program_count; i++) {
		for (size_t k = 0; k < sizeof(folders) / sizeof(folders[0]); k++) {
			struct pa_buf name;
			int found;

			pa_buf_init(&name, PATH_BYTES);
			pa_buf_printf(&name, "%s/%s", folders[k], pa_rule_programs[i]);
			found = !name.overflow && access(name.bytes, X_OK) == 0;
			pa_buf_done(&name);
			if (!found)
				continue;
			pa_buf_printf(out, "%s\n", pa_rule_programs[i]);
			break;
		}
	}
	return 0;
}

static void read_programs(struct observer *o)
{
	struct pa_scan scan, line;
	struct pa_word word;

	if (pa_root_ask(o->root, "src/programs", ask_programs, NULL, &o->text))
		return;
	pa_scan_init(&scan, o->text.bytes ? o->text.bytes : "", o->text.used_bytes);
	while (pa_scan_line(&scan, &line))
		if (pa_scan_word(&line, &word))
			for (size_t i = 0; i < pa_rule_program_count && i < PROGRAMS_MAX; i++)
				if (pa_word_is(word, pa_rule_programs[i]))
					o->programs[i] = 1;
}

static int ask_pid(void *arg, struct pa_buf *out)
{
	(void)arg;
	pa_buf_printf(out, "%d\n", (int)getpid());
	return 0;
}

static void read_self(struct observer *o)
{
	struct pa_scan scan;
	uint64_t pid;

	if (pa_root_ask(o->root, "src/self/pid", ask_pid, NULL, &o->text))
		return;
	pa_scan_init(&scan, o->text.bytes, o->text.used_bytes);
	if (pa_scan_u64(&scan, &pid) && pid <= INT32_MAX)
		o->machine.self_pid = (int32_t)pid;
}

static int ask_cost(void *arg, struct pa_buf *out)
{
	const struct observer *o = arg;

	pa_buf_printf(out, "%llu %u\n", (unsigned long long)(pa_clock_cpu_ns() - o->cpu_start_ns),
		      o->missed);
	return 0;
}

/* What the watching itself took, and how many ticks came too late. */
static void read_cost(struct observer *o)
{
	struct pa_scan scan;
	uint64_t cpu_ns, missed, pages;

	if (pa_root_ask(o->root, "src/self/cost", ask_cost, o, &o->text) == 0) {
		pa_scan_init(&scan, o->text.bytes, o->text.used_bytes);
		if (pa_scan_u64(&scan, &cpu_ns) && pa_scan_u64(&scan, &missed)) {
			o->cpu_s = (double)cpu_ns / 1e9;
			o->missed = (uint32_t)missed;
		}
	}
	if (pa_root_read_path(o->root, "proc/self/statm", &o->text))
		return;
	pa_scan_init(&scan, o->text.bytes, o->text.used_bytes);
	if (pa_scan_u64(&scan, &pages) && pa_scan_u64(&scan, &pages))
		o->rss_bytes = pages * o->machine.page_bytes;
}

/* ---- moments ---- */

/* Begin a moment; false when a replay is over or its clock cannot be read. */
static int begin(struct observer *o, uint8_t *kind)
{
	pa_moment_clear(&o->moment);
	return pa_root_moment(o->root, kind, &o->moment.mono_ns, &o->moment.real_ns);
}

static void take(struct observer *o)
{
	pa_window_add(o->window, &o->moment);
}

/* Calls that fail because something ran out: for a part of the window, because every system
 * call of the machine pays for it. */
static void read_failed_calls(struct observer *o)
{
	if (!o->calls)
		return;
	pa_failed_calls_read(o->calls, &o->moment);
	if (o->calls_ticks++ == FAILED_CALLS_TICKS)
		o->calls = pa_failed_calls_close(o->calls);
}

/* Resources of users: a file costs nothing; who serves a page should not be asked each second. */
static void read_users(struct observer *o, uint32_t passes)
{
	uint32_t kinds = 1U << PA_USER_FILE;

	if (passes & PA_PASS_SLOW) {
		kinds |= 1U << PA_USER_OPENMETRICS;
		pa_capacities_put(pa_user_reader_declared(o->users), o->names, &o->moment);
	}
	pa_user_read(o->users, kinds, &o->moment);
}

static void commands(struct observer *o)
{
	pa_user_read(o->users, 1U << PA_USER_COMMAND, &o->moment);
	pa_window_add_users(o->window, &o->moment);
}

static void tick(struct observer *o, uint8_t kind)
{
	uint32_t passes = pa_schedule_passes(o->ticks++, kind);
	uint64_t before;

	o->moment.kind = PA_MOMENT_TICK;
	pa_platform_read(o->platform, passes & ~(uint32_t)PA_PASS_TASKS, &o->moment);
	pa_counters_read(o->counters, &o->moment);
	if (passes & PA_PASS_SLOW)
		pa_pmu_read(o->pmu, &o->moment);
	if (passes & PA_PASS_TASKS) {
		before = pa_clock_cpu_ns();
		pa_platform_read(o->platform, passes & ~(uint32_t)PA_PASS_SYSTEM, &o->moment);
		o->task_cost_ns = pa_clock_cpu_ns() - before;
		o->threads = o->moment.task_count;
		o->task_due_ns = o->moment.mono_ns + o->task_cost_ns * BUDGET_DIVISOR;
	}
	read_users(o, passes);
	if (o->drilling) {
		pa_counters_read_watched(o->counters, &o->moment);
		pa_counters_read_errnos(o->counters, &o->moment);
		read_failed_calls(o);
	}
	take(o);
}

/* The cheapest looks that can tell close hypotheses apart, at those who are suspect. */
static void begin_drill(struct observer *o)
{
	struct pa_suspects *s = &o->suspects;

	o->drilling = 1;
	pa_suspects_choose(o->window, &o->settings->scope, s);
	(void)pa_counters_watch(o->counters, s->watch, s->watch_count); /* what opens, counts */
	if (s->failing_count)
		(void)pa_counters_errnos(o->counters, s->failing, s->failing_count);
	pa_platform_files(o->platform, s->pids, s->pid_count, &o->moment);
	if (s->inode_count)
		pa_platform_socket_owners(o->platform, s->inodes, s->inode_count, &o->moment);
	o->calls = pa_failed_calls_open(o->root);
	read_failed_calls(o);
}

static void probe(struct observer *o)
{
	o->moment.kind = PA_MOMENT_PROBE;
	if (!o->drilling)
		begin_drill(o);
	pa_platform_look(o->platform, o->suspects.pids, o->suspects.pid_count, &o->moment);
	pa_counters_read_watched(o->counters, &o->moment);
	pa_counters_read_errnos(o->counters, &o->moment);
	take(o);
}

/* ---- live: when what is due ---- */

static bool stopped(const struct observer *o)
{
	return o->settings->stop && *o->settings->stop;
}

/* Sleep until then, or until stopped. */
static void sleep_until(const struct observer *o, uint64_t then_ns)
{
	for (;;) {
		uint64_t now = pa_clock_mono_ns(), wait;
		struct timespec t = { 0 };

		if (now >= then_ns || stopped(o))
			return;
		wait = then_ns - now < SLICE_NS ? then_ns - now : SLICE_NS;
		t.tv_nsec = (long)wait;
		(void)nanosleep(&t, NULL); /* a signal ends it early: the loop looks again */
	}
}

static void tell(const struct observer *o, uint64_t now_ns)
{
	struct pa_observe_progress p = { .seconds = (double)(now_ns - o->start_ns) / 1e9,
					 .total_seconds = (double)o->settings->for_ns / 1e9,
					 .threads = o->threads,
					 .values = o->moment.sample_count,
					 .close = o->drilling };

	if (o->settings->progress)
		o->settings->progress(o->settings->progress_arg, &p);
}

static void live_tick(struct observer *o, bool last)
{
	uint8_t kind = PA_SCHEDULE_TICK;

	if (last || o->ticks % PA_RARE_EVERY_TICKS == 0)
		kind = PA_SCHEDULE_RARE_TICK;
	/* Threads may be too many for every tick; the first and the last pass are needed. */
	else if (o->ticks && pa_clock_mono_ns() < o->task_due_ns)
		kind = PA_SCHEDULE_LIGHT_TICK;
	(void)begin(o, &kind); /* a live moment always begins */
	tick(o, kind);
	tell(o, o->moment.mono_ns);
}

static void live_probe(struct observer *o)
{
	uint8_t kind = PA_SCHEDULE_LOOK;
	uint64_t before;

	(void)begin(o, &kind);
	/* Choosing and opening is done once: it does not make the looks fewer. */
	if (!o->drilling)
		begin_drill(o);
	before = pa_clock_cpu_ns();
	probe(o);
	pa_schedule_looked(&o->schedule, pa_clock_mono_ns(), pa_clock_cpu_ns() - before);
}

static void observe_live(struct observer *o)
{
	const struct pa_observe_settings *s = o->settings;
	uint64_t due, now;
	uint8_t kind;

	o->start_ns = o->window->first_mono_ns;
	pa_schedule_init(&o->schedule, o->start_ns, s->for_ns, s->tick_ns, s->drill);
	while (!stopped(o)) {
		bool look = pa_schedule_next(&o->schedule, &due);

		sleep_until(o, due);
		if (look) {
			if (!stopped(o))
				live_probe(o);
			continue;
		}
		now = pa_clock_mono_ns();
		live_tick(o, now >= o->schedule.end_ns || stopped(o));
		if (pa_schedule_ticked(&o->schedule, now))
			break;
	}
	o->missed = o->schedule.missed;
	/* Stopped: what was counted up to now still belongs to the verdict. */
	if (stopped(o) && (o->ticks < 2 || pa_clock_mono_ns() > o->window->last_mono_ns + SLICE_NS))
		live_tick(o, true);
	if (pa_user_has_commands(pa_user_reader_declared(o->users))) {
		kind = PA_SCHEDULE_COMMANDS;
		(void)begin(o, &kind); /* a live moment always begins */
		commands(o);
	}
}

static int observe_replay(struct observer *o, struct pa_err *err)
{
	uint8_t kind = PA_SCHEDULE_TICK;
	int error;

	while ((error = begin(o, &kind)) == 0) {
		if (kind == PA_SCHEDULE_LOOK)
			probe(o);
		else if (kind == PA_SCHEDULE_COMMANDS)
			commands(o);
		else
			tick(o, kind);
	}
	return error == -ENODATA ? 0
				 : pa_err_set(err, error, "read the clock of a recorded moment");
}

/* ---- beginning and end ---- */

static int first_moment(struct observer *o, struct pa_err *err)
{
	uint8_t kind = PA_SCHEDULE_TICK;
	int error;

	if (!pa_root_is_replay(o->root) && o->settings->commands)
		kind = PA_SCHEDULE_COMMANDS;
	error = begin(o, &kind);
	if (error)
		return pa_err_set(err, error, "read the first moment of the recording");
	o->platform = pa_platform_open(o->root, o->names, err);
	if (!o->platform)
		return err ? err->code : -ENODATA;
	pa_platform_machine(o->platform, &o->machine);
	read_self(o);
	read_programs(o);
	o->window = pa_window_new(o->names, &o->machine);
	o->users = pa_user_reader_open(o->root, o->settings->declared);
	o->window->user = pa_user_reader_declared(o->users);
	if (kind == PA_SCHEDULE_COMMANDS) {
		commands(o);
		kind = PA_SCHEDULE_TICK;
		error = begin(o, &kind);
		if (error)
			return pa_err_set(err, error, "read the first tick of the recording");
	}
	o->counters = pa_counters_open(o->root, o->names);
	o->pmu = pa_pmu_open(o->root, o->names);
	tick(o, kind);
	o->machine.rung = pa_counters_rung(o->counters);
	return 0;
}

static struct pa_advice *conclude(struct observer *o)
{
	struct pa_advice *advice;
	size_t n = pa_rule_program_count < PROGRAMS_MAX ? pa_rule_program_count : PROGRAMS_MAX;

	o->machine.rung = pa_counters_rung(o->counters);
	read_cost(o);
	advice = pa_advise(o->window, &o->settings->scope, o->programs, n);
	advice->tick_ns = o->window->ticks > 1
				  ? (o->window->last_mono_ns - o->window->first_mono_ns) /
					    (o->window->ticks - 1)
				  : 0;
	/* To the nearest 10 ms: the ticks themselves wander by less. */
	advice->tick_ns = (advice->tick_ns + 5000000) / 10000000 * 10000000;
	advice->missed_ticks = o->missed;
	advice->cost = (struct pa_cost){ .cpu_s = o->cpu_s, .rss_bytes = o->rss_bytes };
	return advice;
}

struct pa_advice *pa_observe(struct pa_root *root, const struct pa_observe_settings *settings,
			     struct pa_err *err)
{
	struct observer o = { .settings = settings, .root = root, .cpu_s = NAN };
	struct pa_advice *advice = NULL;
	int error;

	if (!pa_root_is_replay(root))
		(void)mlockall(MCL_CURRENT | MCL_FUTURE | MCL_ONFAULT); /* better, not needed */
	o.cpu_start_ns = pa_clock_cpu_ns();
	o.names = pa_names_new();
	pa_moment_init(&o.moment);
	pa_buf_init(&o.text, TEXT_MAX_BYTES);
	error = first_moment(&o, err);
	if (!error && pa_root_is_replay(root))
		error = observe_replay(&o, err);
	else if (!error)
		observe_live(&o);
	if (!error)
		advice = conclude(&o);
	o.calls = pa_failed_calls_close(o.calls);
	o.counters = pa_counters_close(o.counters);
	o.pmu = pa_pmu_close(o.pmu);
	o.window = pa_window_free(o.window);
	o.platform = pa_platform_close(o.platform);
	o.users = pa_user_reader_close(o.users);
	pa_moment_done(&o.moment);
	pa_buf_done(&o.text);
	o.names = pa_names_free(o.names);
	return advice;
}
