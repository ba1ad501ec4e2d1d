/* SPDX-License-Identifier: Apache-2.0 */
#include "analyze/limits.h"

#include "analyze/window.h"
#include "catalog/constants.h"
#include "catalog/values.h"

enum { LIMITS_MAX = 8 };

static void add(struct pa_coverage *out, const char *text)
{
	if (out->limit_count < LIMITS_MAX)
		out->limits[out->limit_count++] = text;
}

/* ---- more than is read ---- */

static const struct {
	uint16_t unread;
	const char *what;
} rows[] = {
	{ PA_V_CG_COUNT_UNREAD_COUNT, "cgroups were not read: of many, those with limits and "
				      "those that do something are" },
	{ PA_V_NS_USER_NETNS_UNREAD_COUNT, "network namespaces were not read" },
	{ PA_V_FS_SPACE_UNREAD_COUNT, "mounted file systems were not asked for their space" },
};

static void unread(const struct pa_case *c, struct pa_arena *arena, struct pa_coverage *out)
{
	double count;

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		if (pa_window_last(c->window, rows[i].unread, 0, &count) && count > 0)
			add(out, pa_arena_printf(arena, "%.0f %s", count, rows[i].what));
}

/* ---- less than is there ---- */

struct seen {
	uint32_t threads;      /* in the last pass over all of them */
	uint32_t processes;    /* of these with memory of their own */
	uint32_t without_io;   /* whose I/O is not known */
	uint32_t without_cpus; /* threads whose time on the CPU is not known */
};

static struct seen count_seen(const struct pa_window *window)
{
	struct seen seen = { 0 };

	for (uint32_t i = 0; i < window->track_count; i++) {
		const struct pa_track *track = &window->tracks[i];
		const struct pa_task *task = &track->last;

		if (track->last_ns != window->task_last_ns)
			continue;
		seen.threads++;
		seen.without_cpus += !(task->has & PA_TASK_RUN);
		if (task->tid != task->pid || task->kernel_thread)
			continue;
		seen.processes++;
		seen.without_io += !(task->has & PA_TASK_IO);
	}
	return seen;
}

/* Others' processes are hidden by hidepid, or run in another PID namespace. The kernel counts
 * them all the same. */
static bool are_hidden(const struct pa_case *c, const struct seen *seen, double *all)
{
	return seen->threads && pa_window_last(c->window, PA_V_TASK_PID_THREADS_COUNT, 0, all) &&
	       seen->threads < *all * pa_k_hidden_threads_ratio;
}

static void hidden(const struct pa_case *c, const struct seen *seen, struct pa_arena *arena,
		   struct pa_coverage *out)
{
	double all;

	if (are_hidden(c, seen, &all))
		add(out, pa_arena_printf(arena,
					 "only %u of %.0f threads can be seen: the others are "
					 "hidden (hidepid) or outside of this container",
					 seen->threads, all));
}

const char *pa_limits_hidden_waiting(const struct pa_case *c, struct pa_arena *arena)
{
	static const uint16_t pressure[] = {
		PA_V_CPU_ALL_PRESSURE_RATIO,
		PA_V_MEM_CAP_PRESSURE_SOME_RATIO,
		PA_V_BLK_DEV_PRESSURE_RATIO,
	};
	const struct seen seen = count_seen(c->window);
	bool waiting = false;
	double ratio, all;

	for (size_t i = 0; i < sizeof(pressure) / sizeof(pressure[0]); i++)
		waiting = waiting || (pa_facts_get(&c->facts, pressure[i], 0, &ratio) &&
				      ratio > pa_k_hidden_pressure_ratio);
	if (!waiting || !are_hidden(c, &seen, &all))
		return NULL;
	return pa_arena_printf(arena,
			       "Inconclusive: tasks of this machine wait, but only %u of its %.0f "
			       "threads can be seen from here.",
			       seen.threads, all);
}

static void denied(const struct pa_case *c, const struct seen *seen, struct pa_arena *arena,
		   struct pa_coverage *out)
{
	if (seen->without_io && !c->machine->privileged)
		add(out, pa_arena_printf(arena,
					 "the I/O and descriptors of %u of %u processes could not "
					 "be read (CAP_SYS_PTRACE and CAP_DAC_READ_SEARCH)",
					 seen->without_io, seen->processes));
	if (seen->threads && seen->without_cpus == seen->threads)
		add(out, "this kernel does not tell how long threads wait for a CPU "
			 "(CONFIG_SCHED_INFO)");
}

/* ---- time that is not the machine's ---- */

static void clocks(const struct pa_case *c, struct pa_arena *arena, struct pa_coverage *out)
{
	double slept_s = pa_window_suspended_s(c->window);
	double step_s = pa_window_clock_step_s(c->window);

	if (slept_s >= pa_k_clock_gap_s)
		add(out, pa_arena_printf(arena,
					 "the machine slept %.0f s meanwhile, which is in no rate",
					 slept_s));
	if (step_s >= pa_k_clock_gap_s || step_s <= -pa_k_clock_gap_s)
		add(out, pa_arena_printf(arena,
					 "the wall clock was set %s by %.0f s meanwhile; rates do "
					 "not rest on it, times of day do",
					 step_s > 0 ? "forward" : "back",
					 step_s > 0 ? step_s : -step_s));
}

void pa_limits(const struct pa_case *c, size_t findings_left_out, struct pa_arena *arena,
	       struct pa_coverage *out)
{
	const struct seen seen = count_seen(c->window);

	out->limits = pa_arena_alloc(arena, LIMITS_MAX * sizeof(*out->limits));
	clocks(c, arena, out);
	hidden(c, &seen, arena, out);
	denied(c, &seen, arena, out);
	unread(c, arena, out);
	if (findings_left_out)
		add(out,
		    pa_arena_printf(arena, "%zu lesser findings are not told", findings_left_out));
}
