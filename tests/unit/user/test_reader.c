/* SPDX-License-Identifier: Apache-2.0 */
#include "../platform/help.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "user/reader.h"

static char path[] = "/tmp/pa-user-XXXXXX";

static const struct pa_user_reading *reading(const struct pa_moment *moment, uint16_t resource,
					     enum pa_user_part part)
{
	for (uint32_t i = 0; i < moment->user_count; i++)
		if (moment->users[i].resource == resource && moment->users[i].part == part)
			return &moment->users[i];
	return NULL;
}

static void a_recording_says_what_was_declared_and_read(void **state)
{
	static const struct reply replies[] = {
		{ .path = "clock", .text = "1 1 0\n" },
		{ .path = "src/config/declared",
		  .text = "[resource q]\nfile = /x\nsaturation = gauge\nerrors = counter of e\n"
			  "[resource p]\nfile = /y\nutilization = gauge\nlimit = 5\n" },
		{ .path = "src/user/q", .text = "saturation 12.5\nerrors ABSENT\nwhat ever\n" },
		{ .path = "src/user/p", .error = -EACCES },
	};
	struct machine machine = { replies, sizeof(replies) / sizeof(replies[0]) };
	struct pa_root *root = machine_root(&machine, 1);
	struct pa_user_reader *reader = pa_user_reader_open(root, "[resource mine]\n");
	struct pa_moment moment;

	(void)state;
	pa_moment_init(&moment);
	assert_int_equal(pa_user_reader_declared(reader)->resource_count, 2);
	pa_user_read(reader, UINT32_MAX, &moment);
	assert_int_equal(moment.user_count, 3);
	assert_near(reading(&moment, 0, PA_USER_SATURATION)->value, 12.5, 0);
	assert_int_equal(reading(&moment, 0, PA_USER_SATURATION)->state, PA_OK);
	assert_int_equal(reading(&moment, 0, PA_USER_ERRORS)->state, PA_ABSENT);
	assert_int_equal(reading(&moment, 1, PA_USER_UTILIZATION)->state, PA_DENIED);
	pa_moment_done(&moment);
	reader = pa_user_reader_close(reader);
	pa_root_free(root);
}

static void an_older_or_damaged_recording_declares_nothing(void **state)
{
	static const struct reply replies[] = {
		{ .path = "clock", .text = "1 1 0\n" },
		{ .path = "src/config/declared", .text = "[resource q]\nfile = x\n" },
	};

	(void)state;
	for (size_t count = 1; count <= 2; count++) {
		struct machine machine = { replies, count };
		struct pa_root *root = machine_root(&machine, 1);
		struct pa_user_reader *reader = pa_user_reader_open(root, NULL);

		assert_int_equal(pa_user_reader_declared(reader)->resource_count, 0);
		reader = pa_user_reader_close(reader);
		pa_root_free(root);
	}
}

/* What a tape was given last under each path. */
struct tape {
	char declared[512], reply[512];
	int error;
};

static void record(void *self, uint32_t moment, const char *where, int error, const char *bytes,
		   size_t size_bytes)
{
	struct tape *tape = self;
	char *to = !strcmp(where, "src/config/declared") ? tape->declared : tape->reply;

	(void)moment;
	tape->error = error;
	assert_true(size_bytes < sizeof(tape->reply));
	memcpy(to, bytes ? bytes : "", bytes ? size_bytes : 0);
	to[bytes ? size_bytes : 0] = '\0';
}

/* Only the figures that were asked for are kept, nothing else of the file. */
static void a_live_file_is_read_and_recorded(void **state)
{
	struct tape tape = { 0 };
	const struct pa_tape to = { .self = &tape, .put = record };
	struct pa_root *root = pa_root_live();
	struct pa_user_reader *reader;
	struct pa_moment moment;
	char declared[256];
	FILE *f = fopen(path, "w");

	(void)state;
	assert_non_null(f);
	assert_true(fputs("secret 1\nqueued 812\n", f) >= 0);
	assert_int_equal(fclose(f), 0);
	(void)snprintf(declared, sizeof(declared),
		       "[resource q]\nfile = %s\nsaturation = gauge of queued\n"
		       "errors = counter of failed\n",
		       path);
	pa_moment_init(&moment);
	pa_root_record(root, &to);
	reader = pa_user_reader_open(root, declared);
	assert_string_equal(tape.declared, declared);
	pa_user_read(reader, 1U << PA_USER_COMMAND, &moment);
	assert_int_equal(moment.user_count, 0);
	pa_user_read(reader, 1U << PA_USER_FILE, &moment);
	assert_near(reading(&moment, 0, PA_USER_SATURATION)->value, 812, 0);
	assert_int_equal(reading(&moment, 0, PA_USER_ERRORS)->state, PA_ABSENT);
	assert_string_equal(tape.reply, "saturation 812\nerrors ABSENT\n");
	assert_int_equal(unlink(path), 0);
	pa_moment_clear(&moment);
	pa_user_read(reader, 1U << PA_USER_FILE, &moment);
	assert_int_equal(tape.error, -ENOENT);
	assert_int_equal(reading(&moment, 0, PA_USER_SATURATION)->state, PA_ABSENT);
	pa_moment_done(&moment);
	reader = pa_user_reader_close(reader);
	pa_root_free(root);
}

static void nothing_declared_is_nothing_asked(void **state)
{
	struct tape tape = { 0 };
	const struct pa_tape to = { .self = &tape, .put = record };
	struct pa_root *root = pa_root_live();
	struct pa_user_reader *reader;

	(void)state;
	memcpy(tape.declared, "untouched", 10);
	pa_root_record(root, &to);
	reader = pa_user_reader_open(root, NULL);
	assert_int_equal(pa_user_reader_declared(reader)->resource_count, 0);
	assert_string_equal(tape.declared, "untouched");
	reader = pa_user_reader_close(reader);
	pa_root_free(root);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_recording_says_what_was_declared_and_read),
		cmocka_unit_test(an_older_or_damaged_recording_declares_nothing),
		cmocka_unit_test(a_live_file_is_read_and_recorded),
		cmocka_unit_test(nothing_declared_is_nothing_asked),
	};
	int fd = mkstemp(path);

	if (fd < 0)
		return 1;
	(void)close(fd);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
