/* SPDX-License-Identifier: Apache-2.0 */
#include "cmd/checklist_live.h"

#include <errno.h>
#include <time.h>

#include "analyze/checklist.h"
#include "analyze/derive.h"
#include "base/err.h"
#include "base/names.h"
#include "model/moment.h"
#include "platform/platform.h"
#include "platform/root.h"

static const uint32_t passes = PA_PASS_SYSTEM | PA_PASS_TASKS | PA_PASS_SLOW;

static int read_moment(struct pa_root *root, struct pa_platform *platform, struct pa_moment *moment,
		       struct pa_err *err)
{
	int code;

	moment->kind = PA_MOMENT_TICK;
	code = pa_root_moment(root, &moment->kind, &moment->mono_ns, &moment->real_ns);
	if (code < 0)
		return pa_err_set(err, code, "begin a moment");
	pa_platform_read(platform, passes, moment);
	return 0;
}

static void wait_ns(uint64_t window_ns)
{
	struct timespec rest = { .tv_sec = (time_t)(window_ns / 1000000000),
				 .tv_nsec = (long)(window_ns % 1000000000) };

	while (nanosleep(&rest, &rest) < 0 && errno == EINTR)
		;
}

static void fill(struct pa_checklist *list, const struct pa_platform *platform,
		 const struct pa_window *window)
{
	const struct pa_source_info *source;
	struct pa_case all;
	size_t count, i;

	pa_case_init(&all, window);
	pa_checklist_read(list, window, &all.facts);
	pa_case_done(&all);
	source = pa_platform_sources(platform, &count);
	for (i = 0; i < count; i++)
		if (source[i].reads > 0)
			pa_checklist_source(list, source[i].name, source[i].error,
					    source[i].cost_ns);
}

static int read_twice(struct pa_root *root, struct pa_platform *platform, struct pa_checklist *list,
		      struct pa_names *names, uint64_t window_ns, struct pa_err *err)
{
	struct pa_machine machine = { 0 };
	struct pa_window *window = pa_window_new(names, &machine);
	struct pa_moment moment;
	int code;

	pa_moment_init(&moment);
	pa_platform_measure(platform);
	code = read_moment(root, platform, &moment, err);
	if (code == 0) {
		pa_platform_machine(platform, &machine);
		pa_window_add(window, &moment);
		wait_ns(window_ns);
		pa_moment_clear(&moment);
		code = read_moment(root, platform, &moment, err);
	}
	if (code == 0) {
		pa_window_add(window, &moment);
		fill(list, platform, window);
	}
	pa_moment_done(&moment);
	pa_window_free(window);
	return code;
}

int pa_checklist_live_read(struct pa_checklist_live *live, struct pa_checklist *list,
			   uint64_t window_ns, struct pa_err *err)
{
	struct pa_names *names = pa_names_new();
	struct pa_root *root = pa_root_live();
	struct pa_platform *platform = pa_platform_open(root, names, err);
	int code = platform ? read_twice(root, platform, list, names, window_ns, err) : -EIO;

	pa_platform_close(platform);
	pa_root_free(root);
	if (code < 0)
		pa_names_free(names);
	else
		live->names = names;
	return code;
}

void pa_checklist_live_done(struct pa_checklist_live *live)
{
	live->names = pa_names_free(live->names);
}
