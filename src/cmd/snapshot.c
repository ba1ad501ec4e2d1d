/* SPDX-License-Identifier: Apache-2.0 */
#include <stddef.h>

#include "base/err.h"
#include "base/options.h"
#include "cmd/commands.h"
#include "cmd/say.h"
#include "cmd/watching.h"
#include "model/advice.h"
#include "platform/root.h"
#include "snapshot/snapshot.h"

struct settings {
	struct pa_globals globals;
	struct pa_watch_options watch;
	const char *output;
	bool redact;
};

static int record(const struct pa_command *self, const struct settings *set)
{
	struct pa_err err = { 0 };
	struct pa_snapshot_writer *writer = pa_snapshot_create(
		set->output, set->redact ? PA_SNAPSHOT_REDACT : 0, &err);
	struct pa_advice *advice;
	struct pa_root *root;
	struct pa_tape tape;

	if (!writer)
		return pa_cmd_error(self, PA_EXIT_FAILED, &err);
	root = pa_root_live();
	tape = pa_snapshot_tape(writer);
	pa_root_record(root, &tape);
	/* The advice itself is not kept: whoever opens the recording gets it again. Making it
	 * decides what the close looks look at, so it is part of the recording. */
	advice = pa_watch(root, &set->watch, &err);
	root = pa_root_free(root);
	if (!advice) {
		writer = pa_snapshot_abandon(writer);
		return pa_cmd_error(self, PA_EXIT_FAILED, &err);
	}
	pa_watch_note(writer, advice);
	pa_advice_free(advice);
	if (pa_snapshot_finish(writer, &err) < 0)
		return pa_cmd_error(self, PA_EXIT_FAILED, &err);
	return PA_EXIT_FINE;
}

static int cmd_snapshot(const struct pa_command *self, int argc, char **argv)
{
	struct settings set = { .watch.drill = PA_WATCH_DRILL };
	struct pa_err err = { 0 };

	if (pa_options_parse(self, argc, argv, &set, &err) < 0 ||
	    pa_watch_check(&set.watch, &err) < 0)
		return pa_cmd_error(self, PA_EXIT_MISUSE, &err);
	if (!set.output)
		return pa_cmd_errorf(self, PA_EXIT_MISUSE,
				     "say where to write it: perfadvisor snapshot -o web7.tar.zst");
	set.watch.quiet = set.globals.quiet;
	set.watch.config = set.globals.config;
	return record(self, &set);
}

static const struct pa_option options[] = {
	{ .name = "output",
	  .letter = 'o',
	  .kind = PA_OPT_TEXT,
	  .argument = "FILE",
	  .help = "the archive to write (.tar.zst), or a folder when it ends in /",
	  .offset = offsetof(struct settings, output) },
	{ .name = "redact",
	  .kind = PA_OPT_FLAG,
	  .help = "take out host names, addresses, users and file names, consistently",
	  .offset = offsetof(struct settings, redact) },
	{ .name = "for",
	  .kind = PA_OPT_DURATION,
	  .help = "how long to record",
	  .fallback = PA_WATCH_FOR,
	  .offset = offsetof(struct settings, watch.for_ns) },
	{ .name = "tick",
	  .kind = PA_OPT_DURATION,
	  .help = "time between two readings of everything",
	  .fallback = PA_WATCH_TICK,
	  .offset = offsetof(struct settings, watch.tick_ns) },
	{ .name = "pid",
	  .kind = PA_OPT_NUMBER,
	  .argument = "PID",
	  .help = "look closely at this process among others",
	  .excludes = "cgroup",
	  .offset = offsetof(struct settings, watch.pid) },
	{ .name = "cgroup",
	  .kind = PA_OPT_TEXT,
	  .argument = "PATH",
	  .help = "look closely at the processes of this cgroup among others",
	  .excludes = "pid",
	  .offset = offsetof(struct settings, watch.cgroup) },
	PA_OPTIONS_GLOBAL(struct settings, globals),
};

static const struct pa_example examples[] = {
	{ "sudo perfadvisor snapshot -o web7.tar.zst", "record this machine for ten seconds" },
	{ "sudo perfadvisor snapshot -o web7.tar.zst --redact", "the same, fit to be given away" },
	{ "perfadvisor advise --root web7.tar.zst", "what is its bottleneck?" },
};

const struct pa_command pa_cmd_snapshot = {
	.name = "snapshot",
	.summary = "record a machine, so that advice can be given elsewhere",
	.description =
		"Watches the machine as advise does and writes everything that was read, raw, into "
		"one file. advise --root gives the same advice from it, byte for byte.\n\n"
		"Arguments and environments of processes are never recorded. --redact also takes "
		"out what identifies people and machines; the same name becomes the same "
		"replacement everywhere. Nothing is written before the watching has ended.",
	.options = options,
	.option_count = sizeof(options) / sizeof(options[0]),
	.examples = examples,
	.example_count = sizeof(examples) / sizeof(examples[0]),
	.run = cmd_snapshot,
};
