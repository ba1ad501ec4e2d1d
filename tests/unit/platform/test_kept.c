/* SPDX-License-Identifier: Apache-2.0 */
#include "help.h"

#include <stdio.h>

#include "base/buf.h"
#include "platform/linux/kept.h"

static const struct reply replies[] = {
	{ .path = "clock", .text = "1 2 0\n" },
	{ .path = "sys/x/a/speed", .error = -EINVAL },
	{ .path = "sys/x/a/speed", .text = "10\n", .moment = 1 },
	{ .path = "sys/x/b/speed", .text = "20\n", .moment = 1 },
	{ .path = "sys/x/a/size", .text = "1\n" },
	{ .path = "sys/x/a/size", .text = "2\n", .moment = 1 },
};

struct fixture {
	struct machine machine;
	struct pa_root *root;
	struct pa_kept kept;
	struct pa_buf text;
};

static int setup(void **state)
{
	static struct fixture fixture;

	fixture = (struct fixture){ .machine = { replies, sizeof(replies) / sizeof(replies[0]) } };
	fixture.root = machine_root(&fixture.machine, 40);
	pa_buf_init(&fixture.text, 4096);
	*state = &fixture;
	return 0;
}

static int teardown(void **state)
{
	struct fixture *f = *state;

	pa_kept_done(&f->kept);
	pa_buf_done(&f->text);
	pa_root_free(f->root);
	return 0;
}

/* Begin a moment and list its folder; how many names there are. */
static uint32_t next(struct fixture *f)
{
	uint64_t mono_ns, real_ns;
	uint8_t kind;

	assert_int_equal(pa_root_moment(f->root, &kind, &mono_ns, &real_ns), 0);
	assert_int_equal(pa_kept_list(&f->kept, f->root, "sys/x"), 0);
	return f->kept.folder.count;
}

static void a_new_device_is_seen_at_the_next_listing(void **state)
{
	struct fixture *f = *state;

	assert_int_equal(next(f), 1);
	for (uint32_t i = 1; i < PA_KEPT_PASSES; i++)
		assert_int_equal(next(f), 1);
	assert_int_equal(next(f), 2);
}

static void a_file_is_read_anew_in_each_pass(void **state)
{
	struct fixture *f = *state;

	next(f);
	assert_int_equal(pa_kept_read(&f->kept, f->root, "sys/x/a/size", &f->text), 0);
	assert_memory_equal(f->text.bytes, "1", 1);
	next(f);
	assert_int_equal(pa_kept_read(&f->kept, f->root, "sys/x/a/size", &f->text), 0);
	assert_memory_equal(f->text.bytes, "2", 1);
}

static void a_file_that_failed_is_tried_again_at_the_next_listing(void **state)
{
	struct fixture *f = *state;

	for (uint32_t i = 0; i < PA_KEPT_PASSES; i++) {
		next(f);
		assert_int_equal(pa_kept_read(&f->kept, f->root, "sys/x/a/speed", &f->text),
				 -EINVAL);
	}
	next(f);
	assert_int_equal(pa_kept_read(&f->kept, f->root, "sys/x/a/speed", &f->text), 0);
}

static void more_files_than_are_kept_are_read_too(void **state)
{
	struct fixture *f = *state;
	char path[32];

	next(f);
	for (int i = 0; i < PA_KEPT_FILES; i++) {
		(void)snprintf(path, sizeof(path), "sys/x/none%d", i);
		assert_int_equal(pa_kept_read(&f->kept, f->root, path, &f->text), -ENOENT);
	}
	assert_int_equal(pa_kept_read(&f->kept, f->root, "sys/x/a/size", &f->text), 0);
	assert_int_equal(f->kept.count, PA_KEPT_FILES);
}

static void a_read_that_leaves_room_ends_a_file_of_one_record(void **state)
{
	(void)state;
	assert_true(pa_file_end_is_here(PA_FILE_ONE_RECORD, 4000, 4096));
	assert_false(pa_file_end_is_here(PA_FILE_ONE_RECORD, 4096, 4096));
	assert_true(pa_file_end_is_here(PA_FILE_SHORT_RECORDS, 2048, 4096));
	assert_false(pa_file_end_is_here(PA_FILE_SHORT_RECORDS, 2049, 65536));
	assert_false(pa_file_end_is_here(PA_FILE_SHORT_RECORDS, 2048, 2048));
	assert_false(pa_file_end_is_here(PA_FILE_ASKED, 1, 4096));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(a_new_device_is_seen_at_the_next_listing, setup,
						teardown),
		cmocka_unit_test_setup_teardown(a_file_is_read_anew_in_each_pass, setup, teardown),
		cmocka_unit_test_setup_teardown(
			a_file_that_failed_is_tried_again_at_the_next_listing, setup, teardown),
		cmocka_unit_test_setup_teardown(more_files_than_are_kept_are_read_too, setup,
						teardown),
		cmocka_unit_test(a_read_that_leaves_room_ends_a_file_of_one_record),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
