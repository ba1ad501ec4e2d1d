/* SPDX-License-Identifier: Apache-2.0 */
#include "cmd/checklist_live.h"

#include <errno.h>
#include <time.h>

#include "analyze/checklist.h"
#include "analyze/derive.h"
#include "base/clock.h"
#include "base/err.h"
#include "base/names.h"
#include "model/moment.h"
#include "observe/capacities.h"
#include "observe/schedule.h"
#include "platform/platform.h"
#include "platform/root.h"
#include "probe/counters.h"
#include "probe/failed_calls.h"
#include "probe/pmu.h"
#include "user/reader.h"

/* What a machine is asked through. */
struct machine {
	struct pa_names *names;
	struct pa_root *root;
	struct pa_platform *platform;
	struct pa_counters *counters;
	struct pa_failed_calls *calls;
	struct pa_pmu *pmu;
	struct pa_user_reader *users; /* opened in the first moment */
	const char *declared;
	struct pa_machine constants;
	uint64_t counters_ns, calls_ns, pmu_ns; /* CPU time of the last read of each */
};

static void read_passes(struct machine *from, uint32_t passes, struct pa_moment *moment)
{
	uint64_t before_ns;

	moment->kind = PA_MOMENT_TICK;
	pa_platform_read(from->platform, passes, moment);
	pa_platform_machine(from->platform, &from->constants);
	before_ns = pa_clock_cpu_ns();
	pa_counters_read(from->counters, moment);
	from->counters_ns = pa_clock_cpu_ns() - before_ns;
	pa_failed_calls_read(from->calls, moment);
	from->calls_ns = pa_clock_cpu_ns() - before_ns - from->counters_ns;
	before_ns = pa_clock_cpu_ns();
	if (passes & PA_PASS_SLOW)
		pa_pmu_read(from->pmu, moment);
	from->pmu_ns = pa_clock_cpu_ns() - before_ns;
}

/* Begin the next moment; -ENODATA when a recording has no more. */
static int begin(struct machine *from, uint8_t *kind, struct pa_moment *moment)
{
	pa_moment_clear(moment);
	return pa_root_moment(from->root, kind, &moment->mono_ns, &moment->real_ns);
}

/* Resources of users, in whatever moment they are; the first opens them. */
static void read_users(struct machine *from, struct pa_window *window, struct pa_moment *moment)
{
	if (!from->users)
		from->users = pa_user_reader_open(from->root, from->declared);
	window->user = pa_user_reader_declared(from->users);
	pa_user_read(from->users, UINT32_MAX, moment);
	pa_capacities_put(window->user, from->names, moment);
}

static void wait_ns(uint64_t window_ns)
{
	struct timespec rest = { .tv_sec = (time_t)(window_ns / 1000000000),
				 .tv_nsec = (long)(window_ns % 1000000000) };

	while (nanosleep(&rest, &rest) < 0 && errno == EINTR)
		;
}

static void fill(struct pa_checklist *list, const struct machine *from,
		 const struct pa_window *window)
{
	const struct pa_source_info *source;
	struct pa_case all;
	size_t count, i;

	pa_case_init(&all, window);
	pa_checklist_read(list, window, &all.facts);
	pa_case_done(&all);
	source = pa_platform_sources(from->platform, &count);
	for (i = 0; i < count; i++)
		if (source[i].reads > 0)
			pa_checklist_source(list, source[i].name, source[i].error,
					    source[i].cost_ns);
	/* What cannot be counted is a miss of its own. */
	pa_checklist_source(list, "perf", 0, from->counters_ns);
	pa_checklist_source(list, "failed_calls", 0, from->calls_ns);
	pa_checklist_source(list, "pmu", 0, from->pmu_ns);
}

/* Two moments of this machine. */
static int read_twice(struct machine *from, struct pa_window *window, struct pa_moment *moment,
		      uint64_t window_ns)
{
	uint8_t kind = PA_SCHEDULE_RARE_TICK;
	int code = 0;

	pa_platform_measure(from->platform);
	for (int i = 0; i < 2 && !code; i++) {
		if (i)
			wait_ns(window_ns);
		code = begin(from, &kind, moment);
		if (code)
			break;
		read_passes(from, pa_schedule_passes(0, kind), moment);
		read_users(from, window, moment);
		pa_window_add(window, moment);
	}
	return code;
}

/* All ticks of a recording, each with the passes that it was recorded with. The close looks
 * between them are about a few processes and no row of the list. */
static int read_recording(struct machine *from, struct pa_window *window, struct pa_moment *moment)
{
	uint8_t kind = PA_SCHEDULE_TICK;
	uint32_t ticks = 0;
	int code;

	while ((code = begin(from, &kind, moment)) == 0) {
		if (kind == PA_SCHEDULE_LOOK)
			continue;
		if (kind == PA_SCHEDULE_COMMANDS) {
			read_users(from, window, moment);
			pa_window_add_users(window, moment);
			continue;
		}
		read_passes(from, pa_schedule_passes(ticks++, kind), moment);
		read_users(from, window, moment);
		pa_window_add(window, moment);
	}
	/* Replaying costs nothing that anybody asks for. */
	from->counters_ns = from->calls_ns = from->pmu_ns = 0;
	return code == -ENODATA && ticks ? 0 : code;
}

static int read_machine(struct machine *from, struct pa_checklist *list, uint64_t window_ns,
			struct pa_err *err)
{
	struct pa_window *window = pa_window_new(from->names, &from->constants);
	struct pa_moment moment;
	int code;

	pa_moment_init(&moment);
	list->recorded = pa_root_is_replay(from->root);
	code = list->recorded ? read_recording(from, window, &moment)
			      : read_twice(from, window, &moment, window_ns);
	if (code == 0)
		fill(list, from, window);
	else
		(void)pa_err_set(err, code, "read the clock of a moment");
	pa_moment_done(&moment);
	pa_window_free(window);
	return code;
}

int pa_checklist_live_read(struct pa_checklist_live *live, struct pa_checklist *list,
			   struct pa_root *root, const char *declared, uint64_t window_ns,
			   struct pa_err *err)
{
	struct machine from = { .names = pa_names_new(), .root = root, .declared = declared };
	int code = -EIO;

	from.platform = pa_platform_open(from.root, from.names, err);
	if (from.platform) {
		from.counters = pa_counters_open(from.root, from.names);
		from.calls = pa_failed_calls_open(from.root);
		from.pmu = pa_pmu_open(from.root, from.names);
		code = read_machine(&from, list, window_ns, err);
	}
	pa_user_reader_close(from.users);
	pa_failed_calls_close(from.calls);
	pa_counters_close(from.counters);
	pa_pmu_close(from.pmu);
	pa_platform_close(from.platform);
	if (code < 0)
		pa_names_free(from.names);
	else
		live->names = from.names;
	return code;
}

void pa_checklist_live_done(struct pa_checklist_live *live)
{
	live->names = pa_names_free(live->names);
}
