/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include "catalog/resources.h"
#include "unit.h"

/* The tools that people reach for first. */
static const char *const expected[] = {
	"uptime",    "top",	  "htop",      "mpstat",
	"iostat",    "vmstat",	  "free",      "ping",
	"nicstat",   "dstat",	  "sar",       "netstat",
	"ss",	     "pidstat",	  "strace",    "tcpdump",
	"blktrace",  "iotop",	  "slabtop",   "sysctl",
	"perf",	     "atop",	  "numastat",  "ethtool",
	"ip",	     "tc",	  "nstat",     "lsof",
	"df",	     "swapon",	  "dmesg",     "lscpu",
	"turbostat", "bpftrace",  "execsnoop", "biolatency",
	"runqlat",   "trace-cmd", "getdelays", "smem",
	"conntrack", "nvme",	  "smartctl",  "systemd-cgtop",
	"prlimit",   "lslocks",
};

static void the_field_is_complete(void **state)
{
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(expected) / sizeof(expected[0]); i++)
		if (!pa_tool_find(expected[i]))
			fail_msg("no tool %s", expected[i]);
}

static void every_tool_answers_misleads_and_serves(void **state)
{
	size_t i;

	(void)state;
	for (i = 0; i < PA_TOOL_COUNT; i++) {
		assert_true(*pa_tools[i].question != '\0');
		assert_true(pa_tools[i].pitfall_count > 0);
		assert_true(pa_tools[i].ours_count > 0);
		if (pa_tools[i].use_count == 0)
			fail_msg("%s serves no cell", pa_tools[i].name);
	}
}

static void every_use_is_a_cell_of_linux_and_says_how(void **state)
{
	size_t i;
	int u;

	(void)state;
	for (i = 0; i < PA_TOOL_COUNT; i++)
		for (u = 0; u < pa_tools[i].use_count; u++) {
			const struct pa_tool_use *use = &pa_tools[i].uses[u];

			assert_non_null(use->resource->os[PA_OS_LINUX]);
			assert_true(use->letter < PA_CELL_COUNT);
			assert_true(*use->how != '\0');
		}
}

static void names_are_sorted(void **state)
{
	size_t i;

	(void)state;
	for (i = 1; i < PA_TOOL_COUNT; i++)
		assert_true(strcmp(pa_tools[i - 1].name, pa_tools[i].name) < 0);
}

static const struct pa_tool_use *use_of(const char *tool, const char *id, uint8_t letter)
{
	const struct pa_tool *t = pa_tool_find(tool);
	int u;

	for (u = 0; u < t->use_count; u++)
		if (strcmp(t->uses[u].resource->id, id) == 0 && t->uses[u].letter == letter)
			return &t->uses[u];
	return NULL;
}

static void the_checklist_is_turned_round(void **state)
{
	const struct pa_tool_use *use = use_of("iostat", "blk.dev", PA_CELL_S);

	(void)state;
	assert_non_null(use);
	assert_string_equal(use->how, "iostat -xz 1: aqu-sz, r_await, w_await");
	assert_null(use_of("iostat", "fs.nfs", PA_CELL_U)); /* nfsiostat is another tool */
}

static void only_the_part_of_the_tool_is_quoted(void **state)
{
	const struct pa_tool_use *use = use_of("sar", "mem.cap", PA_CELL_S);

	(void)state;
	assert_non_null(use);
	assert_string_equal(use->how, "sar -B 1: pgscand/s, sar -q MEM 1: %smem");
}

static void commands_of_other_versions_are_kept_apart(void **state)
{
	size_t i;
	int c;

	(void)state;
	for (i = 0; i < PA_TOOL_COUNT; i++)
		for (c = 0; c < pa_tools[i].ours_count; c++)
			assert_null(strstr(pa_tools[i].ours[c], "draw"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_field_is_complete),
		cmocka_unit_test(every_tool_answers_misleads_and_serves),
		cmocka_unit_test(every_use_is_a_cell_of_linux_and_says_how),
		cmocka_unit_test(names_are_sorted),
		cmocka_unit_test(the_checklist_is_turned_round),
		cmocka_unit_test(only_the_part_of_the_tool_is_quoted),
		cmocka_unit_test(commands_of_other_versions_are_kept_apart),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
