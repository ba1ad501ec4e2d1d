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
#include "platform/platform.h"
#include "platform/root.h"
#include "probe/counters.h"
#include "probe/pmu.h"

static const uint32_t passes = PA_PASS_SYSTEM | PA_PASS_TASKS | PA_PASS_SLOW | PA_PASS_RARE;

/* What this machine is asked through. */
struct machine {
	struct pa_names *names;
	struct pa_root *root;
	struct pa_platform *platform;
	struct pa_counters *counters;
	struct pa_pmu *pmu;
	uint64_t counters_ns, pmu_ns; /* CPU time of the last read of each */
};

static int read_moment(struct machine *from, struct pa_moment *moment, struct pa_err *err)
{
	uint64_t before_ns;
	int code;

	moment->kind = PA_MOMENT_TICK;
	code = pa_root_moment(from->root, &moment->kind, &moment->mono_ns, &moment->real_ns);
	if (code < 0)
		return pa_err_set(err, code, "begin a moment");
	pa_platform_read(from->platform, passes, moment);
	before_ns = pa_clock_cpu_ns();
	pa_counters_read(from->counters, moment);
	from->counters_ns = pa_clock_cpu_ns() - before_ns;
	before_ns = pa_clock_cpu_ns();
	pa_pmu_read(from->pmu, moment);
	from->pmu_ns = pa_clock_cpu_ns() - before_ns;
	return 0;
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
	pa_checklist_source(list, "pmu", 0, from->pmu_ns);
}

static int read_twice(struct machine *from, struct pa_checklist *list, uint64_t window_ns,
		      struct pa_err *err)
{
	struct pa_machine machine = { 0 };
	struct pa_window *window = pa_window_new(from->names, &machine);
	struct pa_moment moment;
	int code;

	pa_moment_init(&moment);
	pa_platform_measure(from->platform);
	code = read_moment(from, &moment, err);
	if (code == 0) {
		pa_platform_machine(from->platform, &machine);
		pa_window_add(window, &moment);
		wait_ns(window_ns);
		pa_moment_clear(&moment);
		code = read_moment(from, &moment, err);
	}
	if (code == 0) {
		pa_window_add(window, &moment);
		fill(list, from, window);
	}
	pa_moment_done(&moment);
	pa_window_free(window);
	return code;
}

int pa_checklist_live_read(struct pa_checklist_live *live, struct pa_checklist *list,
			   uint64_t window_ns, struct pa_err *err)
{
	struct machine from = { .names = pa_names_new(), .root = pa_root_live() };
	int code = -EIO;

	from.platform = pa_platform_open(from.root, from.names, err);
	if (from.platform) {
		from.counters = pa_counters_open(from.root, from.names);
		from.pmu = pa_pmu_open(from.root, from.names);
		code = read_twice(&from, list, window_ns, err);
	}
	pa_counters_close(from.counters);
	pa_pmu_close(from.pmu);
	pa_platform_close(from.platform);
	pa_root_free(from.root);
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
