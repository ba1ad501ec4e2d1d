/* SPDX-License-Identifier: Apache-2.0 */
#include "cmd/overview.h"

#include "base/buf.h"
#include "base/options.h"
#include "cmd/commands.h"
#include "cmd/say.h"

/* PA_FEATURES: the optional parts this build has, from meson. */
#ifndef PA_FEATURES
#define PA_FEATURES ""
#endif

static const char compiler[] =
#ifdef __clang__
	"clang " __clang_version__;
#else
	"gcc " __VERSION__;
#endif

int pa_overview_help(void)
{
	struct pa_buf out;
	int status;

	pa_buf_init(&out, PA_OVERVIEW_MAX_BYTES);
	pa_buf_puts(&out, "Usage: perfadvisor [COMMAND] [OPTION]... [ARGUMENT]...\n"
			  "Find the bottleneck of this machine, and what to look at next.\n"
			  "\nCommands:\n");
	for (size_t i = 0; i < pa_command_count; i++)
		pa_buf_printf(&out, "  %-12s %s\n", pa_commands[i]->name, pa_commands[i]->summary);
	pa_buf_puts(&out,
		    "\nWithout a command: advise. Best run as root; what could not be seen is "
		    "said.\n"
		    "perfadvisor COMMAND --help tells the options of one; "
		    "perfadvisor --version the version.\n"
		    "\nExit status: 0 fine, 1 failed, 2 misuse.\n");
	status = pa_cmd_write(NULL, &out);
	pa_buf_done(&out);
	return status;
}

int pa_overview_version(void)
{
	struct pa_buf out;
	int status;

	pa_buf_init(&out, PA_OVERVIEW_MAX_BYTES);
	pa_buf_printf(&out, "perfadvisor %s\ncompiler  %s\noptional  %s\n", PA_VERSION, compiler,
		      PA_FEATURES[0] ? PA_FEATURES : "none");
	status = pa_cmd_write(NULL, &out);
	pa_buf_done(&out);
	return status;
}
