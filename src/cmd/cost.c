/* SPDX-License-Identifier: Apache-2.0 */
#include <stddef.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/options.h"
#include "cmd/capacity.h"
#include "cmd/commands.h"
#include "cmd/cost_measure.h"
#include "cmd/say.h"
#include "cmd/terminal.h"
#include "render/cost.h"

#define TIMES_DEFAULT "20"

enum { PAGE_MAX_BYTES = 1 << 20 };

struct settings {
	struct pa_globals globals;
	const char *source;
	int64_t times;
	bool json, capacity;
};

static int cost(const struct pa_command *self, const struct settings *set)
{
	struct pa_cost_report report;
	struct pa_err err = { 0 };
	struct pa_buf out;
	int status;

	if (pa_cost_measure((uint32_t)set->times, &report, &err) < 0) {
		pa_cost_measure_done(&report);
		return pa_cmd_error(self, PA_EXIT_FAILED, &err);
	}
	if (set->source && pa_cost_keep(&report, set->source, &err) < 0) {
		pa_cost_measure_done(&report);
		return pa_cmd_error(self, PA_EXIT_MISUSE, &err);
	}
	pa_buf_init(&out, PAGE_MAX_BYTES);
	if (set->json)
		pa_cost_json(&report, &out);
	else
		pa_cost_text(&report, pa_cmd_columns(), &out);
	status = pa_cmd_write(self, &out);
	pa_buf_done(&out);
	pa_cost_measure_done(&report);
	return status;
}

static int cmd_cost(const struct pa_command *self, int argc, char **argv)
{
	struct settings set = { 0 };
	struct pa_err err = { 0 };
	int first = pa_options_parse(self, argc, argv, &set, &err);

	if (first < 0)
		return pa_cmd_error(self, PA_EXIT_MISUSE, &err);
	if (set.capacity)
		return pa_capacity_measure(self, (const char *const *)(argv + first),
					   (size_t)(argc - first), set.json);
	if (first < argc)
		return pa_cmd_errorf(self, PA_EXIT_MISUSE,
				     "a DEVICE belongs to --measure-capacity");
	if (set.times < 1 || set.times > PA_COST_TIMES_MAX)
		return pa_cmd_errorf(self, PA_EXIT_MISUSE, "--times must be between 1 and %d",
				     PA_COST_TIMES_MAX);
	return cost(self, &set);
}

static const struct pa_option options[] = {
	{ .name = "source",
	  .kind = PA_OPT_TEXT,
	  .argument = "NAME,…",
	  .help = "only these sources, and no ways beside them",
	  .offset = offsetof(struct settings, source) },
	{ .name = "times",
	  .kind = PA_OPT_NUMBER,
	  .argument = "N",
	  .help = "how many readings of each",
	  .fallback = TIMES_DEFAULT,
	  .offset = offsetof(struct settings, times) },
	{ .name = "json",
	  .kind = PA_OPT_FLAG,
	  .help = "as JSON, schema perfadvisor.cost/1",
	  .offset = offsetof(struct settings, json) },
	{ .name = "measure-capacity",
	  .kind = PA_OPT_FLAG,
	  .help = "instead, measure what each DEVICE, or every idle disk, can do: reads only, "
		  "about "
		  "2 s each; busy disks and those with swap are refused",
	  .offset = offsetof(struct settings, capacity) },
	PA_OPTIONS_GLOBAL(struct settings, globals),
};

static const struct pa_example examples[] = {
	{ "sudo perfadvisor cost", "what each source costs here, dearest first" },
	{ "sudo perfadvisor cost --source task,inet_diag --times 100",
	  "two of them, more exactly" },
	{ "sudo perfadvisor cost --measure-capacity vdb", "what an idle disk can do" },
	{ "sudo perfadvisor cost --json | jq .us_per_s", "all together, in microseconds a second" },
};

const struct pa_command pa_cmd_cost = {
	.name = "cost",
	.summary = "measure what each source costs on this machine, now",
	.operands = "[DEVICE…]",
	.description =
		"Reads every source and probe again and again and shows the CPU time, the system "
		"calls and the values of one reading, dearest first. Where several sources give "
		"the same number the ways are measured side by side, with the one in use and "
		"why.\n\n"
		"It reads what advise reads, changes nothing and takes a few seconds of one CPU "
		"on a large machine.\n\n"
		"With --measure-capacity it reads idle disks instead, to know what the kernel does "
		"not: how many requests and bytes a second they can do.",
	.options = options,
	.option_count = sizeof(options) / sizeof(options[0]),
	.examples = examples,
	.example_count = sizeof(examples) / sizeof(examples[0]),
	.run = cmd_cost,
};
