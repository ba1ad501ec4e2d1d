/* SPDX-License-Identifier: Apache-2.0 */
#include "unit.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "help.h"
#include "platform/root.h"
#include "snapshot/snapshot.h"
#include "snapshot/snapshot_internal.h"

static int begin(void **state)
{
	*state = pa_snapshot_create(NULL, 0, NULL);
	return *state ? 0 : -1;
}

static int end(void **state)
{
	pa_snapshot_abandon(*state);
	return 0;
}

static void a_recording_replays_without_touching_the_disk(void **state)
{
	struct pa_replay replay;
	struct pa_root *root;
	struct pa_buf out;
	uint64_t mono_ns = 0, real_ns = 0;
	uint8_t kind = 9;

	help_record(*state);
	replay = pa_snapshot_replay(pa_snapshot_content(*state));
	assert_int_equal(replay.moment_count, 2);
	root = pa_root_replay(&replay);
	pa_buf_init(&out, 4096);
	assert_int_equal(pa_root_moment(root, &kind, &mono_ns, &real_ns), 0);
	assert_int_equal(mono_ns, 100);
	assert_int_equal(pa_root_read_path(root, "proc/stat", &out), 0);
	assert_string_equal(out.bytes, "cpu 1 2 3\n");
	assert_int_equal(pa_root_read_path(root, "proc/4/io", &out), -EACCES);
	assert_int_equal(pa_root_read_path(root, "proc/4/comm", &out), 0);
	assert_int_equal(out.used_bytes, 0);
	assert_int_equal(pa_root_moment(root, &kind, &mono_ns, &real_ns), 0);
	assert_int_equal(pa_root_read_path(root, "proc/stat", &out), 0);
	assert_string_equal(out.bytes, "cpu 2 3 4\n");
	assert_int_equal(pa_root_read_path(root, "proc/4/comm", &out), -ENOENT);
	assert_int_equal(pa_root_moment(root, &kind, &mono_ns, &real_ns), -ENODATA);
	pa_buf_done(&out);
	pa_root_free(root);
}

static void a_tape_of_the_live_machine_replays_the_same_bytes(void **state)
{
	struct pa_tape tape = pa_snapshot_tape(*state);
	struct pa_root *root = pa_root_live();
	uint64_t mono_ns, real_ns;
	struct pa_buf out;
	uint8_t kind = 0;

	pa_buf_init(&out, 1 << 20);
	pa_root_record(root, &tape);
	assert_int_equal(pa_root_moment(root, &kind, &mono_ns, &real_ns), 0);
	assert_int_equal(pa_root_read_path(root, "proc/self/limits", &out), 0);
	help_says(pa_snapshot_content(*state), 0, "proc/self/limits", out.bytes);
	assert_int_equal(pa_root_read_path(root, "proc/none", &out), -ENOENT);
	help_fails(pa_snapshot_content(*state), 0, "proc/none", -ENOENT);
	pa_buf_done(&out);
	pa_root_free(root);
}

static void the_first_reply_of_a_moment_stays(void **state)
{
	help_put(*state, 0, "proc/stat", "one");
	help_put(*state, 0, "proc/stat", "two");
	help_fail(*state, 0, "proc/stat", -EIO);
	help_says(pa_snapshot_content(*state), 0, "proc/stat", "one");
}

static void arguments_and_environments_are_never_recorded(void **state)
{
	struct pa_snapshot *content = pa_snapshot_content(*state);

	help_put(*state, 0, "proc/4/cmdline", "mysqld --password=x");
	help_put(*state, 0, "proc/self/environ", "TOKEN=x");
	help_put(*state, 0, "proc/4/task/5/environ", "TOKEN=x");
	help_put(*state, 0, "proc/cmdline", "quiet");
	help_fails(content, 0, "proc/4/cmdline", -EPERM);
	help_fails(content, 0, "proc/self/environ", -EPERM);
	help_fails(content, 0, "proc/4/task/5/environ", -EPERM);
	help_says(content, 0, "proc/cmdline", "quiet");
}

static void a_tape_that_starts_late_begins_at_t0(void **state)
{
	help_put(*state, 7, "proc/stat", "one");
	help_put(*state, 8, "proc/stat", "two");
	help_says(pa_snapshot_content(*state), 0, "proc/stat", "one");
	help_says(pa_snapshot_content(*state), 1, "proc/stat", "two");
}

static void children_come_sorted_and_once(void **state)
{
	struct pa_snapshot *content = pa_snapshot_content(*state);

	help_put(*state, 0, "proc/b", "");
	help_put(*state, 0, "proc/a/x", "");
	help_put(*state, 0, "proc/a-b/x", "");
	help_put(*state, 0, "proc/a", "");
	help_put(*state, 0, "proc/a/y/z", "");
	help_put(*state, 0, "proc/a b", "");
	help_fail(*state, 0, "proc/10/io", -EACCES);
	help_put(*state, 0, "proc/9/io", "");
	help_put(*state, 0, "proc/9\x01/io", "");
	help_put(*state, 0, "proca", "");
	assert_string_equal(help_list(content, 0, "proc"), "10 9 9\x01 a a b a-b b");
	assert_string_equal(help_list(content, 0, "proc/a"), "x y");
	assert_string_equal(help_list(content, 0, "proc/a/"), "x y");
	assert_string_equal(help_list(content, 0, ""), "proc proca");
	help_put(*state, 1, "sys/x", "");
	assert_string_equal(help_list(content, 1, ""), "sys");
}

static void what_is_no_folder_lists_as_its_error(void **state)
{
	struct pa_snapshot *content = pa_snapshot_content(*state);
	char none[64], file[64], denied[64], moment[64];

	(void)snprintf(none, sizeof(none), "error %d", ENOENT);
	(void)snprintf(file, sizeof(file), "error %d", ENOTDIR);
	(void)snprintf(denied, sizeof(denied), "error %d", EACCES);
	(void)snprintf(moment, sizeof(moment), "error %d", ENOENT);
	help_put(*state, 0, "proc/stat", "");
	help_fail(*state, 0, "proc/4/fd", -EACCES);
	assert_string_equal(help_list(content, 0, "proc/none"), none);
	assert_string_equal(help_list(content, 0, "pro"), none);
	assert_string_equal(help_list(content, 0, "proc/stat"), file);
	assert_string_equal(help_list(content, 0, "proc/4/fd"), denied);
	assert_string_equal(help_list(content, 3, "proc"), moment);
}

static void an_unchanged_reply_costs_no_memory(void **state)
{
	static char large[1 << 20];
	struct pa_snapshot *content = pa_snapshot_content(*state);
	uint64_t once_bytes;

	memset(large, 'x', sizeof(large));
	help_put_bytes(*state, 0, "proc/large", large, sizeof(large));
	once_bytes = content->replies.used_bytes;
	for (uint32_t m = 1; m < 10; m++)
		help_put_bytes(*state, m, "proc/large", large, sizeof(large));
	assert_int_equal(content->replies.used_bytes, once_bytes);
	assert_ptr_equal(help_text(content, 9, "proc/large"), help_text(content, 0, "proc/large"));
}

static void a_reply_without_room_makes_the_recording_fail(void **state)
{
	struct pa_replies replies;

	(void)state;
	pa_replies_init(&replies, 10);
	assert_int_equal(pa_replies_put(&replies, 0, "a", 0, "12345", 5), 0);
	assert_int_equal(pa_replies_put(&replies, 0, "b", 0, "12345", 5), -E2BIG);
	assert_true(replies.full);
	pa_replies_done(&replies);
}

static void a_path_past_its_limits_is_left_out_and_counted(void **state)
{
	char path[PA_SNAPSHOT_PATH_MAX_BYTES + 2];
	struct pa_snapshot *content = pa_snapshot_content(*state);

	memset(path, 'x', sizeof(path) - 1);
	path[sizeof(path) - 1] = '\0';
	help_put(*state, 0, path, "1");
	help_put(*state, 0, "", "1");
	for (size_t i = 0; i < 2 * PA_SNAPSHOT_PATH_MAX_SLASHES + 2; i += 2)
		path[i] = '/';
	path[2 * PA_SNAPSHOT_PATH_MAX_SLASHES + 2] = '\0';
	help_put(*state, 0, path, "1");
	assert_int_equal(content->replies.count, 0);
	assert_int_equal(content->replies.dropped_count, 3);
}

static void only_known_sections_go_into_meta(void **state)
{
	assert_int_equal(pa_snapshot_meta(*state, "machine.hostname", "x"), 0);
	assert_int_equal(pa_snapshot_meta_u64(*state, "cost.cpu_ns", 7), 0);
	assert_int_equal(pa_snapshot_meta(*state, "other.x", "x"), -EINVAL);
	assert_int_equal(pa_snapshot_meta(*state, "machine.", "x"), -EINVAL);
	assert_int_equal(pa_snapshot_meta(*state, "machine.a b", "x"), -EINVAL);
	assert_int_equal(pa_snapshot_meta(*state, "format", "x"), -EINVAL);
	assert_string_equal(pa_snapshot_meta_get(pa_snapshot_content(*state), "machine.hostname"),
			    "x");
	assert_string_equal(pa_snapshot_meta_get(pa_snapshot_content(*state), "format"), "1");
}

static void what_was_recorded_can_be_kept(void **state)
{
	struct pa_snapshot *kept;

	help_record(*state);
	kept = pa_snapshot_keep(*state);
	*state = NULL;
	help_says(kept, 1, "proc/stat", "cpu 2 3 4\n");
	pa_snapshot_close(kept);
}

#define FACT(name) cmocka_unit_test_setup_teardown(name, begin, end)

int main(void)
{
	const struct CMUnitTest tests[] = {
		FACT(a_recording_replays_without_touching_the_disk),
		FACT(a_tape_of_the_live_machine_replays_the_same_bytes),
		FACT(the_first_reply_of_a_moment_stays),
		FACT(arguments_and_environments_are_never_recorded),
		FACT(a_tape_that_starts_late_begins_at_t0),
		FACT(children_come_sorted_and_once),
		FACT(what_is_no_folder_lists_as_its_error),
		FACT(an_unchanged_reply_costs_no_memory),
		FACT(a_reply_without_room_makes_the_recording_fail),
		FACT(a_path_past_its_limits_is_left_out_and_counted),
		FACT(only_known_sections_go_into_meta),
		FACT(what_was_recorded_can_be_kept),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
