/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The command against a platform and counters that are made up here: it says one gauge, two
 * denials, one count and what its sources cost. The functions below take the place of the
 * platform's and of nanosleep().
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/err.h"
#include "base/names.h"
#include "base/options.h"
#include "catalog/values.h"
#include "cmd/commands.h"
#include "model/moment.h"
#include "platform/platform.h"
#include "platform/root.h"
#include "probe/counters.h"
#include "probe/failed_calls.h"
#include "probe/pmu.h"
#include "unit.h"

enum { TEXT_BYTES = 4 << 20, ARGS_MAX = 8 };

struct pa_root {
	uint64_t moments;
};

struct pa_platform {
	struct pa_names *names;
};

struct pa_counters {
	uint64_t drops;
};

struct pa_pmu {
	bool open;
};

static struct {
	struct pa_root root;
	struct pa_platform platform;
	struct pa_counters counters;
	struct pa_pmu pmu;
	bool broken; /* the platform cannot be opened */
	uint64_t slept_ns;
} made_up;

/* NOLINTNEXTLINE(readability-inconsistent-declaration-parameter-name): libc reserves its names */
int nanosleep(const struct timespec *requested_time, struct timespec *remaining)
{
	(void)remaining;
	made_up.slept_ns += (uint64_t)requested_time->tv_sec * 1000000000 +
			    (uint64_t)requested_time->tv_nsec;
	return 0;
}

struct pa_root *pa_root_live(void)
{
	made_up.root.moments = 0;
	return &made_up.root;
}

/* No recording is opened here: tests/cli/checklist.sh does that. */
struct pa_root *pa_root_replay(const struct pa_replay *replay)
{
	(void)replay;
	return &made_up.root;
}

bool pa_root_is_replay(const struct pa_root *root)
{
	(void)root;
	return false;
}

struct pa_root *pa_root_free(struct pa_root *root)
{
	(void)root;
	return NULL;
}

int pa_root_ask(struct pa_root *root, const char *path, int (*ask)(void *arg, struct pa_buf *out),
		void *arg, struct pa_buf *out)
{
	(void)root;
	(void)path;
	(void)ask;
	(void)arg;
	(void)out;
	return -ENOENT;
}

int pa_root_moment(struct pa_root *root, uint8_t *kind, uint64_t *mono_ns, uint64_t *real_ns)
{
	root->moments++;
	*kind = PA_MOMENT_TICK;
	*mono_ns = root->moments * 1000000000;
	*real_ns = *mono_ns;
	return 0;
}

struct pa_platform *pa_platform_open(struct pa_root *root, struct pa_names *names,
				     struct pa_err *err)
{
	(void)root;
	if (made_up.broken) {
		pa_err_set(err, -EACCES, "open /proc");
		return NULL;
	}
	made_up.platform.names = names;
	return &made_up.platform;
}

struct pa_platform *pa_platform_close(struct pa_platform *platform)
{
	(void)platform;
	return NULL;
}

void pa_platform_machine(struct pa_platform *platform, struct pa_machine *out)
{
	(void)platform;
	out->cpu_count = 1;
	out->hz = 100;
	out->page_bytes = 4096;
}

void pa_platform_read(struct pa_platform *platform, uint32_t passes, struct pa_moment *moment)
{
	uint32_t vda = pa_names_id(platform->names, "vda", 3);

	(void)passes;
	pa_moment_put(moment, pa_value_find("fs.ext4.errors_count"), vda, 256);
	pa_moment_miss(moment, pa_value_find("irq.hard.errors_count"), 0, PA_DENIED);
}

const struct pa_source_info *pa_platform_sources(const struct pa_platform *platform, size_t *count)
{
	static const struct pa_source_info sources[] = {
		{ .name = "ext4", .cost_ns = 12500, .reads = 2 },
	};

	(void)platform;
	*count = 1;
	return sources;
}

void pa_platform_measure(struct pa_platform *platform)
{
	(void)platform;
}

struct pa_counters *pa_counters_open(struct pa_root *root, struct pa_names *names)
{
	(void)root;
	(void)names;
	made_up.counters.drops = 100;
	return &made_up.counters;
}

struct pa_counters *pa_counters_close(struct pa_counters *counters)
{
	(void)counters;
	return NULL;
}

void pa_counters_read(struct pa_counters *counters, struct pa_moment *moment)
{
	counters->drops += 7;
	pa_moment_put(moment, pa_value_find("net.drop.packets_count"), 0, counters->drops);
	pa_moment_miss(moment, pa_value_find("cpu.llc.references_count"), 0, PA_DENIED);
}

struct pa_pmu *pa_pmu_open(struct pa_root *root, struct pa_names *names)
{
	(void)root;
	(void)names;
	return &made_up.pmu;
}

struct pa_pmu *pa_pmu_close(struct pa_pmu *pmu)
{
	(void)pmu;
	return NULL;
}

void pa_pmu_read(struct pa_pmu *pmu, struct pa_moment *moment)
{
	(void)pmu;
	(void)moment;
}

struct pa_failed_calls *pa_failed_calls_open(struct pa_root *root)
{
	(void)root;
	return (struct pa_failed_calls *)&made_up;
}

struct pa_failed_calls *pa_failed_calls_close(struct pa_failed_calls *calls)
{
	(void)calls;
	return NULL;
}

void pa_failed_calls_read(struct pa_failed_calls *calls, struct pa_moment *moment)
{
	(void)calls;
	pa_moment_put(moment, pa_value_find("key.ring.failed_calls_count"), 0, 3);
}

/* Run the command with these words; out gets what it wrote, NUL-terminated. Caller frees. */
static int run(const char *const *words, char **out)
{
	char *argv[ARGS_MAX + 1] = { NULL };
	int argc = 0, status, saved;
	FILE *file = tmpfile();
	size_t bytes;

	assert_non_null(file);
	for (; words[argc]; argc++)
		argv[argc] = strdup(words[argc]);
	fflush(stdout);
	saved = dup(STDOUT_FILENO);
	assert_true(dup2(fileno(file), STDOUT_FILENO) >= 0);
	status = pa_cmd_checklist.run(&pa_cmd_checklist, argc, argv);
	fflush(stdout);
	assert_true(dup2(saved, STDOUT_FILENO) >= 0);
	close(saved);
	*out = calloc(1, TEXT_BYTES);
	rewind(file);
	bytes = fread(*out, 1, TEXT_BYTES - 1, file);
	assert_true(bytes < TEXT_BYTES - 1);
	(void)fclose(file); /* it was only read */
	while (argc-- > 0)
		free(argv[argc]);
	return status;
}

static void another_system_is_shown_without_asking_this_machine(void **state)
{
	static const char *const words[] = { "checklist", "--os", "openbsd", NULL };
	char *out;

	(void)state;
	made_up.slept_ns = 0;
	assert_int_equal(run(words, &out), 0);
	assert_non_null(strstr(out, "OpenBSD: 16 resources"));
	assert_int_equal(made_up.slept_ns, 0);
	free(out);
}

static void this_machine_is_looked_at_for_a_second(void **state)
{
	static const char *const words[] = { "checklist", NULL };
	char *out;

	(void)state;
	made_up.slept_ns = 0;
	assert_int_equal(run(words, &out), 0);
	assert_int_equal(made_up.slept_ns, 1000000000);
	assert_non_null(strstr(out, "Linux: 170 resources"));
	assert_non_null(strstr(out, "DENIED"));
	free(out);
}

static void an_id_shows_everything_with_value_and_cost(void **state)
{
	static const char *const words[] = { "checklist", "fs.ext4", NULL };
	char *out;

	(void)state;
	assert_int_equal(run(words, &out), 0);
	assert_non_null(strstr(out, "ext4_error"));
	assert_non_null(strstr(out, "OK, 256 (fs.ext4.errors_count of vda)"));
	assert_non_null(strstr(out, "12.5 us"));
	free(out);
}

static void what_only_probes_count_has_value_denial_and_cost(void **state)
{
	static const char *const words[] = { "checklist", "--json", "net.drop", "cpu.llc", NULL };
	const char *drop, *cache;
	char *out;

	(void)state;
	assert_int_equal(run(words, &out), 0);
	drop = strstr(out, "\"id\":\"net.drop\"");
	cache = strstr(out, "\"id\":\"cpu.llc\"");
	assert_non_null(drop);
	assert_non_null(cache);
	assert_non_null(strstr(drop, "\"state\":\"OK\",\"value\":7,\"cost_us\":"));
	assert_null(strstr(drop, "\"state\":\"OK\",\"value\":7,\"cost_us\":null"));
	assert_non_null(strstr(cache, "\"state\":\"DENIED\",\"value\":null"));
	free(out);
}

static void json_carries_state_value_and_cost(void **state)
{
	static const char *const words[] = { "checklist", "--json", "fs.ext4", "irq.hard", NULL };
	char *out;

	(void)state;
	assert_int_equal(run(words, &out), 0);
	assert_non_null(strstr(out, "\"state\":\"OK\",\"value\":256,\"cost_us\":12.5"));
	assert_non_null(strstr(out, "\"state\":\"DENIED\",\"value\":null,\"cost_us\":null"));
	assert_non_null(strstr(out, "\"evidence\":\"live\""));
	free(out);
}

static void a_page_says_nothing_about_this_machine(void **state)
{
	static const char *const words[] = { "checklist", "--format", "md", "fs.ext4", NULL };
	char *out;

	(void)state;
	made_up.slept_ns = 0;
	assert_int_equal(run(words, &out), 0);
	assert_non_null(strstr(out, "### fs.ext4"));
	assert_null(strstr(out, "vda"));
	assert_int_equal(made_up.slept_ns, 0);
	free(out);
}

static void a_tool_is_turned_round(void **state)
{
	static const char *const words[] = { "checklist", "--tool", "iostat", NULL };
	static const char *const all[] = { "checklist", "--tool", "all", NULL };
	char *out;

	(void)state;
	assert_int_equal(run(words, &out), 0);
	assert_non_null(strstr(out, "blk.dev"));
	assert_non_null(strstr(out, "not capacity"));
	free(out);
	assert_int_equal(run(all, &out), 0);
	assert_non_null(strstr(out, "slabtop"));
	free(out);
}

static void misuse_is_told_apart_from_failure(void **state)
{
	static const char *const no_id[] = { "checklist", "blk.nothing", NULL };
	static const char *const no_tool[] = { "checklist", "--tool", "iostatt", NULL };
	static const char *const both[] = { "checklist", "--tool", "iostat", "blk", NULL };
	static const char *const no_os[] = { "checklist", "--os", "plan9", NULL };
	static const char *const here[] = { "checklist", NULL };
	char *out;

	(void)state;
	assert_int_equal(run(no_id, &out), 2);
	assert_string_equal(out, "");
	free(out);
	assert_int_equal(run(no_tool, &out), 2);
	free(out);
	assert_int_equal(run(both, &out), 2);
	free(out);
	assert_int_equal(run(no_os, &out), 2);
	free(out);
	made_up.broken = true;
	assert_int_equal(run(here, &out), 1);
	assert_string_equal(out, "");
	made_up.broken = false;
	free(out);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(another_system_is_shown_without_asking_this_machine),
		cmocka_unit_test(this_machine_is_looked_at_for_a_second),
		cmocka_unit_test(an_id_shows_everything_with_value_and_cost),
		cmocka_unit_test(what_only_probes_count_has_value_denial_and_cost),
		cmocka_unit_test(json_carries_state_value_and_cost),
		cmocka_unit_test(a_page_says_nothing_about_this_machine),
		cmocka_unit_test(a_tool_is_turned_round),
		cmocka_unit_test(misuse_is_told_apart_from_failure),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
