/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include "analyze/checklist.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/options.h"
#include "catalog/resources.h"
#include "cmd/checklist_live.h"
#include "cmd/commands.h"
#include "cmd/declared.h"
#include "cmd/say.h"
#include "cmd/terminal.h"
#include "config/entries.h"
#include "platform/root.h"
#include "render/checklist.h"
#include "snapshot/snapshot.h"

enum {
	PAGE_MAX_BYTES = 8 << 20,
};

static const uint64_t window_ns = 1000000000; /* between the two looks at this machine */

struct settings {
	struct pa_globals globals;
	const char *os, *format, *tool, *root;
	bool json;
};

static int show_tool(const struct pa_command *self, const struct settings *set, struct pa_buf *out)
{
	const char *names[PA_TOOL_COUNT], *near;
	const struct pa_tool *tool = pa_tool_find(set->tool);
	bool all = strcmp(set->tool, "all") == 0;
	size_t i;

	if (!tool && !all) {
		for (i = 0; i < PA_TOOL_COUNT; i++)
			names[i] = pa_tools[i].name;
		near = pa_options_nearest(set->tool, strlen(set->tool), names, PA_TOOL_COUNT);
		return pa_cmd_errorf(self, PA_EXIT_MISUSE,
				     "no tool '%.100s'%s%s; --tool all lists them", set->tool,
				     near ? "; did you mean " : "", near ? near : "");
	}
	if (strcmp(set->format, "json") == 0 && all)
		pa_tools_json(pa_tools, PA_TOOL_COUNT, out);
	else if (strcmp(set->format, "json") == 0)
		pa_tool_json(tool, out);
	else if (strcmp(set->format, "md") == 0)
		pa_tools_markdown(all ? pa_tools : tool, all ? PA_TOOL_COUNT : 1, out);
	else if (all)
		pa_tools_text(pa_tools, PA_TOOL_COUNT, pa_cmd_columns(), out);
	else
		pa_tool_text(tool, pa_cmd_columns(), out);
	return PA_EXIT_FINE;
}

static void show_list(const struct settings *set, const struct pa_checklist *list, bool details,
		      struct pa_buf *out)
{
	if (strcmp(set->format, "json") == 0)
		pa_checklist_json(list, out);
	else if (strcmp(set->format, "md") == 0)
		pa_checklist_markdown(list, out);
	else if (details)
		pa_checklist_details(list, pa_cmd_columns(), out);
	else
		pa_checklist_text(list, pa_cmd_columns(), out);
}

/* Ask this machine, or the recorded one. */
static int ask(const struct settings *set, struct pa_checklist_live *live,
	       struct pa_checklist *list, struct pa_err *err)
{
	struct pa_snapshot *snapshot = NULL;
	struct pa_replay replay;
	struct pa_root *root;
	struct pa_buf declared;
	bool commands;
	int code;

	if (set->root) {
		snapshot = pa_snapshot_open(set->root, err);
		if (!snapshot)
			return err->code;
		replay = pa_snapshot_replay(snapshot);
	}
	root = snapshot ? pa_root_replay(&replay) : pa_root_live();
	pa_buf_init(&declared, PA_CONFIG_MAX_BYTES);
	code = snapshot ? 0 : pa_cmd_declared(set->globals.config, &declared, &commands, err);
	if (!code)
		code = pa_checklist_live_read(live, list, root, declared.bytes, window_ns, err);
	if (!code)
		code = pa_checklist_check_users(list, err);
	pa_buf_done(&declared);
	pa_root_free(root);
	pa_snapshot_close(snapshot);
	return code;
}

static int show_checklist(const struct pa_command *self, const struct settings *set,
			  const char *const *ids, size_t id_count, struct pa_buf *out)
{
	struct pa_checklist_live live = { 0 };
	struct pa_checklist list;
	struct pa_err err = { 0 };
	enum pa_os here = pa_os_find(PA_HOST_OS);
	enum pa_os os = set->os ? pa_os_find(set->os) : here;
	int status = PA_EXIT_FINE;

	if (os == PA_OS_COUNT)
		return pa_cmd_errorf(self, PA_EXIT_MISUSE,
				     "this system has no checklist; --os names another one");
	if (pa_checklist_init(&list, os, ids, id_count, &err) < 0)
		return pa_cmd_error(self, PA_EXIT_MISUSE, &err);
	/* A page of Markdown is about the system and not about this machine. */
	if (os == here && strcmp(set->format, "md") != 0 && ask(set, &live, &list, &err) < 0)
		status = pa_cmd_error(self, PA_EXIT_FAILED, &err);
	else
		show_list(set, &list, id_count > 0, out);
	pa_checklist_done(&list);
	pa_checklist_live_done(&live);
	return status;
}

static int cmd_checklist(const struct pa_command *self, int argc, char **argv)
{
	struct settings set = { 0 };
	struct pa_err err = { 0 };
	struct pa_buf out;
	int first = pa_options_parse(self, argc, argv, &set, &err), status;

	if (first < 0)
		return pa_cmd_error(self, PA_EXIT_MISUSE, &err);
	if (set.tool && (set.os || first < argc))
		return pa_cmd_errorf(self, PA_EXIT_MISUSE,
				     "--tool takes neither --os nor an ID: it shows the cells of "
				     "Linux that a tool serves");
	if (set.json)
		set.format = "json";
	if (set.root && (set.os || set.tool || strcmp(set.format, "md") == 0))
		return pa_cmd_errorf(
			self, PA_EXIT_MISUSE,
			"--root shows a recorded machine; --os, --tool and --format md "
			"show what is true of every one");
	pa_buf_init(&out, PAGE_MAX_BYTES);
	status = set.tool ? show_tool(self, &set, &out)
			  : show_checklist(self, &set, (const char *const *)(argv + first),
					   (size_t)(argc - first), &out);
	if (status == PA_EXIT_FINE)
		status = pa_cmd_write(self, &out);
	pa_buf_done(&out);
	return status;
}

static const struct pa_option options[] = {
	{ .name = "os",
	  .kind = PA_OPT_CHOICE,
	  .choices = "linux|freebsd|illumos|openbsd|netbsd|darwin",
	  .help = "the checklist of this system; without it, of the one we run on",
	  .excludes = "tool|root",
	  .offset = offsetof(struct settings, os) },
	{ .name = "format",
	  .kind = PA_OPT_CHOICE,
	  .choices = "text|md|json",
	  .help = "text for people, md for a page, json for scripts",
	  .fallback = "text",
	  .excludes = "json",
	  .offset = offsetof(struct settings, format) },
	{ .name = "json",
	  .kind = PA_OPT_FLAG,
	  .help = "the same as --format json",
	  .excludes = "format",
	  .offset = offsetof(struct settings, json) },
	{ .name = "tool",
	  .kind = PA_OPT_TEXT,
	  .argument = "NAME",
	  .help = "an existing tool: where it misleads and which cells it serves; all lists them",
	  .excludes = "os|root",
	  .offset = offsetof(struct settings, tool) },
	{ .name = "root",
	  .kind = PA_OPT_TEXT,
	  .argument = "SNAPSHOT",
	  .help = "what a recorded machine said: an archive or a folder made by snapshot or "
		  "advise --save",
	  .excludes = "os|tool",
	  .offset = offsetof(struct settings, root) },
	PA_OPTIONS_GLOBAL(struct settings, globals),
};

static const struct pa_example examples[] = {
	{ "perfadvisor checklist", "every resource, and what this machine says" },
	{ "perfadvisor checklist net.tcp", "everything about the rows of TCP" },
	{ "perfadvisor checklist --os freebsd --format md", "a page for another system" },
	{ "perfadvisor checklist --root web7.tar.zst", "what a machine said that was recorded" },
	{ "perfadvisor checklist --tool iostat", "where iostat misleads and what it is good for" },
	{ "perfadvisor checklist --json | jq '.resources[] | select(.errors.value > 0) | .id'",
	  "which resources count errors now" },
};

const struct pa_command pa_cmd_checklist = {
	.name = "checklist",
	.summary = "the USE checklist: every resource, where to read it, its state here",
	.operands = "[ID…]",
	.description =
		"Lists every resource of a system with the place where its utilization, "
		"saturation and errors can be read, the existing tool for it, and whether "
		"perfadvisor reads it. Without --os this machine is looked at for one second and "
		"each cell shows what it said: OK, ABSENT, DENIED or BROKEN. With --root the same "
		"is "
		"shown of a recorded machine, rates over the whole recording.\n\n"
		"ID is a resource such as net.tcp.listen or the beginning of some, such as "
		"net.tcp; "
		"with it everything about these rows is shown: code point, kernel function and "
		"range, tool and how to read it, source, unit, status, value and cost.\n\n"
		"A cell that says NONE is a known unknown: the kernel offers no cheap place to "
		"read "
		"it.",
	.options = options,
	.option_count = sizeof(options) / sizeof(options[0]),
	.examples = examples,
	.example_count = sizeof(examples) / sizeof(examples[0]),
	.run = cmd_checklist,
};
