/* SPDX-License-Identifier: Apache-2.0 */
#include <stddef.h>
#include <string.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/options.h"
#include "cmd/commands.h"
#include "cmd/say.h"
#include "cmd/terminal.h"
#include "cmd/watching.h"
#include "model/advice.h"
#include "platform/root.h"
#include "render/advice.h"
#include "snapshot/snapshot.h"

enum { PAGE_MAX_BYTES = 16 << 20 };

struct settings {
	struct pa_globals globals;
	struct pa_watch_options watch;
	const char *root, *save, *tuning;
	bool json, plain, explain, check, redact;
};

/* Where the machine is: here, or in a recording. */
struct source {
	struct pa_snapshot *snapshot;
	struct pa_snapshot_writer *writer;
	struct pa_root *root;
};

static int open_source(struct source *s, const struct settings *set, struct pa_err *err)
{
	struct pa_replay replay;
	struct pa_tape tape;

	if (set->root) {
		s->snapshot = pa_snapshot_open(set->root, err);
		if (!s->snapshot)
			return err->code;
		replay = pa_snapshot_replay(s->snapshot);
		s->root = pa_root_replay(&replay);
		return 0;
	}
	if (set->save) {
		s->writer = pa_snapshot_create(set->save, set->redact ? PA_SNAPSHOT_REDACT : 0,
					       err);
		if (!s->writer)
			return err->code;
	}
	s->root = pa_root_live();
	if (s->writer) {
		tape = pa_snapshot_tape(s->writer);
		pa_root_record(s->root, &tape);
	}
	return 0;
}

static void close_source(struct source *s)
{
	s->root = pa_root_free(s->root);
	s->snapshot = pa_snapshot_close(s->snapshot);
	s->writer = pa_snapshot_abandon(s->writer);
}

static int finish_recording(struct source *s, const struct pa_advice *advice, struct pa_err *err)
{
	struct pa_snapshot_writer *writer = s->writer;

	if (!writer)
		return 0;
	s->writer = NULL;
	pa_watch_note(writer, advice);
	return pa_snapshot_finish(writer, err);
}

static int show(const struct pa_command *self, const struct settings *set,
		const struct pa_advice *advice)
{
	uint32_t flags = set->explain ? PA_ADVICE_EXPLAIN | PA_ADVICE_SETTINGS : 0;
	struct pa_buf out;
	int status;

	if (set->tuning && !strcmp(set->tuning, "all"))
		flags |= PA_ADVICE_SETTINGS;
	if (set->tuning && !strcmp(set->tuning, "never"))
		flags |= PA_ADVICE_NO_TUNING;
	pa_buf_init(&out, PAGE_MAX_BYTES);
	if (set->json) {
		pa_advice_json(advice, flags, &out);
	} else {
		if (pa_cmd_colors() && !set->plain && !set->globals.no_color)
			flags |= PA_ADVICE_COLOR;
		if (set->globals.quiet)
			flags |= PA_ADVICE_QUIET;
		pa_advice_text(advice, pa_cmd_columns(), flags, &out);
	}
	status = pa_cmd_write(self, &out);
	pa_buf_done(&out);
	if (status == PA_EXIT_FINE && set->check && advice->verdict.state == PA_VERDICT_BOTTLENECK)
		status = PA_EXIT_FOUND;
	return status;
}

static int advise(const struct pa_command *self, const struct settings *set)
{
	struct source source = { 0 };
	struct pa_advice *advice = NULL;
	struct pa_err err = { 0 };
	int status;

	if (open_source(&source, set, &err) == 0)
		advice = pa_watch(source.root, &set->watch, &err);
	status = advice ? show(self, set, advice) : pa_cmd_error(self, PA_EXIT_FAILED, &err);
	/* After the advice, which was asked for first and must not be lost with the recording. */
	if (advice && finish_recording(&source, advice, &err) < 0)
		status = pa_cmd_error(self, PA_EXIT_FAILED, &err);
	pa_advice_free(advice);
	close_source(&source);
	return status;
}

static int cmd_advise(const struct pa_command *self, int argc, char **argv)
{
	struct settings set = { 0 };
	struct pa_err err = { 0 };

	if (pa_options_parse(self, argc, argv, &set, &err) < 0 ||
	    pa_watch_check(&set.watch, &err) < 0)
		return pa_cmd_error(self, PA_EXIT_MISUSE, &err);
	if (set.root && set.save)
		return pa_cmd_errorf(self, PA_EXIT_MISUSE,
				     "--save records this machine and --root replays another: give "
				     "one of them");
	if (set.redact && !set.save)
		return pa_cmd_errorf(self, PA_EXIT_MISUSE, "--redact belongs to --save");
	set.watch.quiet = set.globals.quiet;
	set.watch.config = set.globals.config;
	return advise(self, &set);
}

static const struct pa_option options[] = {
	{ .name = "for",
	  .kind = PA_OPT_DURATION,
	  .help = "how long to watch, close looks included",
	  .fallback = PA_WATCH_FOR,
	  .offset = offsetof(struct settings, watch.for_ns) },
	{ .name = "tick",
	  .kind = PA_OPT_DURATION,
	  .help = "time between two readings of everything",
	  .fallback = PA_WATCH_TICK,
	  .offset = offsetof(struct settings, watch.tick_ns) },
	{ .name = "json",
	  .kind = PA_OPT_FLAG,
	  .help = "the advice as JSON, schema perfadvisor.advice/1",
	  .offset = offsetof(struct settings, json) },
	{ .name = "plain",
	  .kind = PA_OPT_FLAG,
	  .help = "text without colours, also on a terminal",
	  .offset = offsetof(struct settings, plain) },
	{ .name = "explain",
	  .kind = PA_OPT_FLAG,
	  .help = "show every hypothesis with the facts for and against it",
	  .offset = offsetof(struct settings, explain) },
	{ .name = "tuning",
	  .kind = PA_OPT_CHOICE,
	  .choices = "auto|all|never",
	  .help = "settings that cost speed: those that do now, every one that was read with the "
		  "condition under which it matters, or none",
	  .fallback = "auto",
	  .offset = offsetof(struct settings, tuning) },
	{ .name = "check",
	  .kind = PA_OPT_FLAG,
	  .help = "exit with status 3 when a bottleneck was found",
	  .offset = offsetof(struct settings, check) },
	{ .name = "root",
	  .kind = PA_OPT_TEXT,
	  .argument = "SNAPSHOT",
	  .help = "advise on a recorded machine: an archive or a folder made by snapshot or --save",
	  .excludes = "save|redact",
	  .offset = offsetof(struct settings, root) },
	{ .name = "save",
	  .kind = PA_OPT_TEXT,
	  .argument = "FILE",
	  .help = "also record everything that was read, for --root",
	  .excludes = "root",
	  .offset = offsetof(struct settings, save) },
	{ .name = "redact",
	  .kind = PA_OPT_FLAG,
	  .help = "take host names, addresses and users out of what --save writes",
	  .offset = offsetof(struct settings, redact) },
	{ .name = "pid",
	  .kind = PA_OPT_NUMBER,
	  .argument = "PID",
	  .help = "ask where the time of this process goes",
	  .excludes = "cgroup",
	  .offset = offsetof(struct settings, watch.pid) },
	{ .name = "cgroup",
	  .kind = PA_OPT_TEXT,
	  .argument = "PATH",
	  .help = "ask where the time of this cgroup goes: the path as in /proc/PID/cgroup",
	  .excludes = "pid",
	  .offset = offsetof(struct settings, watch.cgroup) },
	{ .name = "drill",
	  .kind = PA_OPT_CHOICE,
	  .choices = "auto|never",
	  .help = "whether to look closely at suspects in the last third of the time",
	  .fallback = PA_WATCH_DRILL,
	  .offset = offsetof(struct settings, watch.drill) },
	PA_OPTIONS_GLOBAL(struct settings, globals),
};

static const struct pa_example examples[] = {
	{ "sudo perfadvisor", "watch for ten seconds and name the bottleneck" },
	{ "perfadvisor advise --for 30s --explain", "watch longer and show all hypotheses" },
	{ "perfadvisor advise --check --quiet",
	  "one sentence; status 3 when there is a bottleneck" },
	{ "perfadvisor advise --json | jq .verdict", "for scripts" },
	{ "perfadvisor advise --root web7.tar.zst", "advise on a machine that somebody recorded" },
};

const struct pa_command pa_cmd_advise = {
	.name = "advise",
	.summary = "name the bottleneck of this machine, who loads it, why, and where to look next",
	.description =
		"Watches the machine for ten seconds and says in one sentence which resource is "
		"the "
		"bottleneck, or that there is none, with the evidence, the runners-up, what could "
		"not be seen, and commands to look further. It writes nothing, starts nothing and "
		"changes no setting while it watches.\n\n"
		"Without root it says what it can and names what it was denied. Ctrl-C ends the "
		"watching and gives the verdict of what was seen so far.",
	.options = options,
	.option_count = sizeof(options) / sizeof(options[0]),
	.examples = examples,
	.example_count = sizeof(examples) / sizeof(examples[0]),
	.run = cmd_advise,
};
