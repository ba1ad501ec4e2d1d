/* SPDX-License-Identifier: Apache-2.0 */
#include <errno.h>
#include <inttypes.h>
#include <signal.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "base/buf.h"
#include "base/clock.h"
#include "base/err.h"
#include "base/options.h"
#include "catalog/drills.h"
#include "cmd/commands.h"
#include "cmd/say.h"
#include "cmd/terminal.h"
#include "model/latency.h"
#include "probe/programs.h"
#include "probe/runqlat.h"
#include "render/json.h"
#include "render/latency.h"
#include "render/wrap.h"

enum { PAGE_MAX_BYTES = 1 << 20, ID_COLUMNS = 14 };

static const uint64_t for_min_ns = 10000000, for_max_ns = 3600000000000U;

struct settings {
	struct pa_globals globals;
	uint64_t for_ns;
	int64_t pid;
	bool json, list;
};

/* What a drill found. */
struct found {
	struct pa_latency latency;
	struct pa_programs_cost cost;
	bool has_cost;
	double seconds;
};

/* How to load each drill of the catalog and to read what it counted. */
static const struct {
	const char *id;
	uint32_t group;
	int (*read)(const struct pa_programs *programs, struct pa_latency *out);
} readers[] = {
	{ "runqlat", PA_PROGRAMS_RUNQLAT, pa_runqlat_read },
};

/* Sleep for that long, or until Ctrl-C or SIGTERM, which end the look and keep what was seen. */
static void wait_ns(uint64_t ns, const sigset_t *enders)
{
	uint64_t end_ns = pa_clock_mono_ns() + ns, now_ns;

	while ((now_ns = pa_clock_mono_ns()) < end_ns) {
		struct timespec rest = { .tv_sec = (time_t)((end_ns - now_ns) / 1000000000),
					 .tv_nsec = (long)((end_ns - now_ns) % 1000000000) };

		if (sigtimedwait(enders, NULL, &rest) > 0 || errno != EINTR)
			return;
	}
}

static int look(const struct settings *set, size_t reader, struct found *out, struct pa_err *err)
{
	const struct pa_program_settings wanted = { .groups = readers[reader].group,
						    .pid = (int32_t)set->pid };
	struct pa_programs *programs;
	sigset_t enders, before;
	uint64_t start_ns;
	int error;

	(void)sigemptyset(&enders);
	(void)sigaddset(&enders, SIGINT);
	(void)sigaddset(&enders, SIGTERM);
	programs = pa_programs_load(&wanted, err);
	if (!programs)
		return err->code;
	out->has_cost = pa_programs_measure(programs) == 0;
	start_ns = pa_clock_mono_ns();
	(void)sigprocmask(SIG_BLOCK, &enders, &before);
	wait_ns(set->for_ns, &enders);
	(void)sigprocmask(SIG_SETMASK, &before, NULL);
	out->seconds = (double)(pa_clock_mono_ns() - start_ns) / 1e9;
	error = readers[reader].read(programs, &out->latency);
	if (error)
		(void)pa_err_set(err, error, "read what the programs counted");
	out->has_cost = out->has_cost && pa_programs_cost(programs, &out->cost) == 0;
	pa_programs_unload(programs);
	return error;
}

/* ---- showing */

static void put_cost(const struct found *found, struct pa_buf *out)
{
	if (!found->has_cost) {
		pa_buf_puts(out, "its own cost could not be measured");
		return;
	}
	pa_buf_printf(out, "its own cost %.2f %% of one CPU, %" PRIu64 " events",
		      (double)found->cost.run_ns / 1e7 / found->seconds, found->cost.run_count);
	if (found->cost.missed_count)
		pa_buf_printf(out, ", %" PRIu64 " missed", found->cost.missed_count);
}

static void put_text(const struct settings *set, const struct pa_drill *drill,
		     const struct found *found, struct pa_buf *out)
{
	unsigned columns = pa_cmd_columns();
	struct pa_buf line;

	pa_wrap_put(out, 0, "", 0, drill->question, columns);
	pa_latency_text(&found->latency, columns, out);
	pa_buf_init(&line, PAGE_MAX_BYTES);
	if (set->pid)
		pa_buf_printf(&line, "Process %" PRId64 " only. ", set->pid);
	pa_buf_printf(&line, "Looked for %.1f s; ", found->seconds);
	put_cost(found, &line);
	pa_buf_printf(&line, ". Look at %s.", drill->look);
	pa_wrap_put(out, 0, "", 0, line.bytes, columns);
	pa_buf_done(&line);
}

static void put_json(const struct settings *set, const struct pa_drill *drill,
		     const struct found *found, struct pa_buf *out)
{
	pa_buf_puts(out, "{\"schema\":\"perfadvisor.drill/1\",\"tool\":");
	pa_json_puts(out, drill->id);
	pa_buf_puts(out, ",\"resource\":");
	pa_json_puts(out, drill->resource);
	pa_buf_puts(out, ",\"pid\":");
	if (set->pid)
		pa_buf_printf(out, "%" PRId64, set->pid);
	else
		pa_buf_puts(out, "null");
	pa_buf_puts(out, ",\"seconds\":");
	pa_json_number(out, found->seconds);
	pa_buf_puts(out, ",\"latency\":");
	pa_latency_json(&found->latency, out);
	pa_buf_puts(out, ",\"cost\":");
	if (found->has_cost)
		pa_buf_printf(out,
			      "{\"run_ns\":%" PRIu64 ",\"run_count\":%" PRIu64
			      ",\"missed_count\":%" PRIu64 "}",
			      found->cost.run_ns, found->cost.run_count, found->cost.missed_count);
	else
		pa_buf_puts(out, "null");
	pa_buf_puts(out, "}\n");
}

static int run_drill(const struct pa_command *self, const struct settings *set,
		     const struct pa_drill *drill, size_t reader)
{
	struct pa_err err = { 0 };
	struct found found = { 0 };
	struct pa_buf out;
	int status;

	if (look(set, reader, &found, &err) < 0)
		return pa_cmd_error(self, PA_EXIT_FAILED, &err);
	pa_buf_init(&out, PAGE_MAX_BYTES);
	(set->json ? put_json : put_text)(set, drill, &found, &out);
	status = pa_cmd_write(self, &out);
	pa_buf_done(&out);
	pa_latency_done(&found.latency);
	return status;
}

static int list_drills(const struct pa_command *self)
{
	unsigned columns = pa_cmd_columns();
	struct pa_buf out;
	int status;

	pa_buf_init(&out, PAGE_MAX_BYTES);
	for (size_t i = 0; i < pa_drill_count; i++) {
		const struct pa_drill *d = &pa_drills[i];
		struct pa_buf line;

		pa_wrap_put(&out, 0, d->id, ID_COLUMNS, d->question, columns);
		pa_wrap_put(&out, ID_COLUMNS, "", 0, d->about, columns);
		pa_buf_init(&line, PAGE_MAX_BYTES);
		pa_buf_printf(&line, "%u ns of CPU time an event (%s); hooks: %s", d->cost_ns,
			      d->measured, d->hooks);
		pa_wrap_put(&out, ID_COLUMNS, "", 0, line.bytes, columns);
		pa_buf_done(&line);
	}
	status = pa_cmd_write(self, &out);
	pa_buf_done(&out);
	return status;
}

static int reader_of(const char *id)
{
	for (size_t i = 0; i < sizeof(readers) / sizeof(readers[0]); i++)
		if (!strcmp(readers[i].id, id))
			return (int)i;
	return -1;
}

static int cmd_drill(const struct pa_command *self, int argc, char **argv)
{
	struct settings set = { 0 };
	const struct pa_drill *drill;
	struct pa_err err = { 0 };
	int first = pa_options_parse(self, argc, argv, &set, &err);

	if (first < 0)
		return pa_cmd_error(self, PA_EXIT_MISUSE, &err);
	if (set.list)
		return list_drills(self);
	if (argc - first != 1)
		return pa_cmd_errorf(self, PA_EXIT_MISUSE,
				     "say which question: drill --list names the tools");
	drill = pa_drill_find(argv[first]);
	if (!drill)
		return pa_cmd_errorf(self, PA_EXIT_MISUSE,
				     "no tool '%.100s'; drill --list names them", argv[first]);
	if (set.for_ns < for_min_ns || set.for_ns > for_max_ns)
		return pa_cmd_errorf(self, PA_EXIT_MISUSE, "--for must be between 10ms and 1h");
	if (set.pid < 0 || set.pid > INT32_MAX)
		return pa_cmd_errorf(self, PA_EXIT_MISUSE, "--pid %" PRId64 " is no process id",
				     set.pid);
	return run_drill(self, &set, drill, (size_t)reader_of(drill->id));
}

static const struct pa_option options[] = {
	{ .name = "list",
	  .kind = PA_OPT_FLAG,
	  .help = "the tools and what each costs",
	  .offset = offsetof(struct settings, list) },
	{ .name = "for",
	  .kind = PA_OPT_DURATION,
	  .fallback = "5s",
	  .help = "how long to look",
	  .offset = offsetof(struct settings, for_ns) },
	{ .name = "pid",
	  .kind = PA_OPT_NUMBER,
	  .argument = "PID",
	  .help = "only this process",
	  .offset = offsetof(struct settings, pid) },
	{ .name = "json",
	  .kind = PA_OPT_FLAG,
	  .help = "for scripts",
	  .offset = offsetof(struct settings, json) },
	PA_OPTIONS_GLOBAL(struct settings, globals),
};

static const struct pa_example examples[] = {
	{ "sudo perfadvisor drill runqlat", "how long threads wait for a CPU" },
	{ "sudo perfadvisor drill runqlat --pid 4121 --for 30s", "those of one process" },
	{ "perfadvisor drill --list", "what can be asked" },
};

const struct pa_command pa_cmd_drill = {
	.name = "drill",
	.summary = "answer one question with a program in the kernel",
	.operands = "TOOL",
	.description =
		"Loads a small program into the kernel (eBPF), counts for a few seconds, takes it "
		"out again and shows what it counted. Bounded in time and memory; each tool says "
		"what one event costs, and each answer what this one did.\n\n"
		"Needs root, or CAP_BPF and CAP_PERFMON, and a kernel with its own type "
		"information (CONFIG_DEBUG_INFO_BTF).",
	.options = options,
	.option_count = sizeof(options) / sizeof(options[0]),
	.examples = examples,
	.example_count = sizeof(examples) / sizeof(examples[0]),
	.run = cmd_drill,
};
