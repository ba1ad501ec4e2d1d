/* SPDX-License-Identifier: Apache-2.0 */
#include "unit.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/err.h"
#include "help.h"
#include "snapshot/snapshot.h"

static int begin(void **state)
{
	static struct help_place place;

	help_place_init(&place);
	*state = &place;
	return 0;
}

static int end(void **state)
{
	help_place_done(*state);
	return 0;
}

/* Write what fill() records, open it again. */
static struct pa_snapshot *round_trip(struct help_place *place, const char *name, uint32_t flags,
				      void (*fill)(struct pa_snapshot_writer *writer))
{
	struct pa_err err = { 0 };
	struct pa_snapshot_writer *writer = pa_snapshot_create(help_path(place, name), flags, &err);
	struct pa_snapshot *snapshot;

	if (!writer)
		fail_msg("%s", err.text);
	fill(writer);
	if (pa_snapshot_finish(writer, &err))
		fail_msg("%s", err.text);
	snapshot = pa_snapshot_open(help_path(place, name), &err);
	if (!snapshot)
		fail_msg("%s", err.text);
	return snapshot;
}

static void says_what_help_recorded(struct pa_snapshot *snapshot)
{
	const char *bytes = NULL;
	size_t size_bytes = 0;
	struct pa_replay replay = pa_snapshot_replay(snapshot);
	uint64_t hz = 0;

	assert_int_equal(replay.moment_count, 2);
	help_says(snapshot, 0, "clock", "100 2000 0\n");
	help_says(snapshot, 1, "clock", "1100 3000 0\n");
	help_says(snapshot, 0, "proc/stat", "cpu 1 2 3\n");
	help_says(snapshot, 1, "proc/stat", "cpu 2 3 4\n");
	help_says(snapshot, 1, "proc/version", "Linux version 6.1\n");
	help_says(snapshot, 0, "proc/4/comm", "");
	help_fails(snapshot, 1, "proc/4/comm", -ENOENT);
	help_fails(snapshot, 0, "proc/4/io", -EACCES);
	help_fails(snapshot, 1, "proc/4/io", -ESRCH);
	assert_string_equal(help_list(snapshot, 1, "proc/4"), "io");
	assert_int_equal(replay.get(replay.self, 0, "src/link/0", &bytes, &size_bytes), 0);
	assert_int_equal(size_bytes, 4);
	assert_memory_equal(bytes, "\0\1\xff\n", 4);
	assert_string_equal(pa_snapshot_meta_get(snapshot, "machine.hostname"),
			    "a \"b\"\\\n\xef\xbf\xbd");
	assert_true(pa_snapshot_meta_get_u64(snapshot, "machine.hz", &hz));
	assert_int_equal(hz, 100);
	assert_false(pa_snapshot_meta_get_u64(snapshot, "window.why", &hz));
	pa_snapshot_close(snapshot);
}

static void every_kind_of_file_gives_back_what_was_recorded(void **state)
{
	static const char *const names[] = { "a.tar.zst", "a.tar.gz", "a.tgz", "a.tar", "a", "b/" };

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		says_what_help_recorded(round_trip(*state, names[i], 0, help_record));
	says_what_help_recorded(round_trip(*state, "c", PA_SNAPSHOT_FOLDER, help_record));
	assert_int_equal(mkdir(help_path(*state, "d"), 0755), 0);
	says_what_help_recorded(round_trip(*state, "d", 0, help_record));
	assert_int_equal(help_count(*state), 8);
}

static void an_archive_unpacked_and_packed_again_stays_a_snapshot(void **state)
{
	char command[512];

	pa_snapshot_close(round_trip(*state, "a.tar.gz", 0, help_record));
	(void)snprintf(command, sizeof(command),
		       "cd %s && mkdir u && tar -C u -xzf a.tar.gz && tar -C u -cf b.tar . && "
		       "tar -C u -cf c.tar t0 t1 meta.toml",
		       ((struct help_place *)*state)->folder);
	if (system(command))
		skip();
	says_what_help_recorded(pa_snapshot_open(help_path(*state, "u"), NULL));
	says_what_help_recorded(pa_snapshot_open(help_path(*state, "b.tar"), NULL));
	says_what_help_recorded(pa_snapshot_open(help_path(*state, "c.tar"), NULL));
}

static void fill_twice(struct pa_snapshot_writer *writer)
{
	for (uint32_t m = 0; m < 4; m++) {
		help_put(writer, m, "proc/same", "x");
		help_put(writer, m, "proc/back", m % 2 ? "odd" : "even");
		if (m != 1)
			help_put(writer, m, "proc/pause", "p");
		else
			help_fail(writer, m, "proc/pause", -EIO);
		help_put(writer, m, "proc/a b", "y");
	}
}

static void an_unchanged_reply_is_a_line_and_no_file(void **state)
{
	struct pa_snapshot *snapshot = round_trip(*state, "f", PA_SNAPSHOT_FOLDER, fill_twice);

	assert_int_equal(access(help_path(*state, "f/t0/proc/same"), F_OK), 0);
	assert_int_equal(access(help_path(*state, "f/t1/proc/same"), F_OK), -1);
	assert_int_equal(access(help_path(*state, "f/t2/proc/back"), F_OK), 0);
	assert_int_equal(access(help_path(*state, "f/t2/proc/pause"), F_OK), -1);
	for (uint32_t m = 0; m < 4; m++) {
		help_says(snapshot, m, "proc/same", "x");
		help_says(snapshot, m, "proc/a b", "y");
		help_says(snapshot, m, "proc/back", m % 2 ? "odd" : "even");
	}
	help_fails(snapshot, 1, "proc/pause", -EIO);
	help_says(snapshot, 2, "proc/pause", "p");
	pa_snapshot_close(snapshot);
}

static const char *const strange[] = {
	"src/statvfs//var/a b",
	"src/statvfs//",
	"src/../../etc/passwd",
	"src/\x01\n\t\xff",
	"same",
	"errors",
	"errors/x",
	"proc/4/fd",
	"proc/4/fd/3",
	"proc/4/fd/3/x",
	"/",
	"a//b",
	"src/%",
	"src/%2E",
	"src/.",
	"src/CON",
	"src/a\\b",
};

static void fill_strange(struct pa_snapshot_writer *writer)
{
	char path[1024];

	for (size_t i = 0; i < sizeof(strange) / sizeof(strange[0]); i++)
		help_put(writer, 0, strange[i], strange[i]);
	memset(path, 'y', sizeof(path) - 1);
	path[sizeof(path) - 1] = '\0';
	memcpy(path, "src/", 4);
	help_put(writer, 0, path, "long");
	help_fail(writer, 0, "src/ \n", -EPERM);
}

static void says_strange(struct pa_snapshot *snapshot)
{
	for (size_t i = 0; i < sizeof(strange) / sizeof(strange[0]); i++)
		help_says(snapshot, 0, strange[i], strange[i]);
	help_fails(snapshot, 0, "src/ \n", -EPERM);
	assert_string_equal(help_list(snapshot, 0, "proc/4/fd"), "3");
	pa_snapshot_close(snapshot);
}

static void any_path_survives_both_kinds_of_file(void **state)
{
	says_strange(round_trip(*state, "s", PA_SNAPSHOT_FOLDER, fill_strange));
	says_strange(round_trip(*state, "s.tar.zst", 0, fill_strange));
}

static void the_same_recording_makes_the_same_bytes(void **state)
{
	char command[512];

	pa_snapshot_close(round_trip(*state, "a.tar.zst", 0, help_record));
	pa_snapshot_close(round_trip(*state, "b.tar.zst", 0, help_record));
	(void)snprintf(command, sizeof(command), "cd %s && cmp a.tar.zst b.tar.zst",
		       ((struct help_place *)*state)->folder);
	assert_int_equal(system(command), 0);
}

static void a_folder_made_by_hand_needs_no_clock(void **state)
{
	struct pa_snapshot *snapshot;

	help_file(*state, "h/README", "why");
	help_file(*state, "h/meta.toml",
		  "[window]\ntick_ns = 500000000\n[clock]\nt0_mono_ns = 7000\n"
		  "t2_mono_ns = 9000\nt2_kind = 1\n");
	help_file(*state, "h/t0/proc/stat", "a");
	help_file(*state, "h/t1/proc/stat", "b");
	help_file(*state, "h/t2/proc/stat", "c");
	snapshot = pa_snapshot_open(help_path(*state, "h"), NULL);
	assert_non_null(snapshot);
	assert_int_equal(pa_snapshot_replay(snapshot).moment_count, 3);
	help_says(snapshot, 0, "clock", "7000 0 0\n");
	help_says(snapshot, 1, "clock", "500007000 500000000 0\n");
	help_says(snapshot, 2, "clock", "9000 1000000000 1\n");
	pa_snapshot_close(snapshot);
}

static void a_full_disk_leaves_what_stood_there(void **state)
{
	static char noise[64 << 10];
	struct rlimit before, small = { 1024, RLIM_INFINITY };
	unsigned int seed = 1;
	struct pa_err err = { 0 };

	for (size_t i = 0; i < sizeof(noise); i++) {
		seed = seed * 1103515245 + 12345;
		noise[i] = (char)(seed >> 16);
	}
	pa_snapshot_close(round_trip(*state, "a.tar.zst", 0, help_record));
	assert_true(signal(SIGXFSZ, SIG_IGN) != SIG_ERR);
	assert_int_equal(getrlimit(RLIMIT_FSIZE, &before), 0);
	small.rlim_max = before.rlim_max;
	for (int folder = 0; folder < 2; folder++) {
		struct pa_snapshot_writer *writer = pa_snapshot_create(
			help_path(*state, folder ? "b/" : "a.tar.zst"), 0, &err);

		assert_non_null(writer);
		help_put_bytes(writer, 0, "proc/noise", noise, sizeof(noise));
		assert_int_equal(setrlimit(RLIMIT_FSIZE, &small), 0);
		assert_int_equal(pa_snapshot_finish(writer, &err), -EFBIG);
		assert_int_equal(setrlimit(RLIMIT_FSIZE, &before), 0);
		assert_non_null(strstr(err.text, folder ? "/b" : "a.tar.zst"));
		assert_int_equal(help_count(*state), 1);
	}
	says_what_help_recorded(pa_snapshot_open(help_path(*state, "a.tar.zst"), NULL));
}

static void what_cannot_be_written_is_said_before_recording(void **state)
{
	struct pa_err err = { 0 };

	assert_null(pa_snapshot_create(help_path(*state, "none/a"), 0, &err));
	assert_int_equal(err.code, -ENOENT);
	assert_null(pa_snapshot_create("", 0, &err));
	assert_null(pa_snapshot_create("/dev/null", 0, &err));
	help_file(*state, "full/x", "");
	assert_null(pa_snapshot_create(help_path(*state, "full"), 0, &err));
	assert_int_equal(err.code, -ENOTEMPTY);
	assert_null(pa_snapshot_create(help_path(*state, "full/"), 0, &err));
	assert_int_equal(help_count(*state), 1);
}

static void an_empty_recording_is_not_written(void **state)
{
	struct pa_snapshot_writer *writer = pa_snapshot_create(help_path(*state, "a.tar.zst"), 0,
							       NULL);
	struct pa_err err = { 0 };

	assert_int_equal(pa_snapshot_finish(writer, &err), -ENODATA);
	assert_int_equal(help_count(*state), 0);
}

#define FACT(name) cmocka_unit_test_setup_teardown(name, begin, end)

int main(void)
{
	const struct CMUnitTest tests[] = {
		FACT(every_kind_of_file_gives_back_what_was_recorded),
		FACT(an_archive_unpacked_and_packed_again_stays_a_snapshot),
		FACT(an_unchanged_reply_is_a_line_and_no_file),
		FACT(any_path_survives_both_kinds_of_file),
		FACT(the_same_recording_makes_the_same_bytes),
		FACT(a_folder_made_by_hand_needs_no_clock),
		FACT(a_full_disk_leaves_what_stood_there),
		FACT(what_cannot_be_written_is_said_before_recording),
		FACT(an_empty_recording_is_not_written),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
