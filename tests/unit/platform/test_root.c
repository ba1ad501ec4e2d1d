/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The live root handle on system calls that are interrupted, give less than was asked, fail or
 * find more than before: pread() and readdir() below take the place of libc's.
 */
#include "unit.h"

#include <dirent.h>
#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "base/buf.h"
#include "platform/root.h"

enum mode { PLAIN, INTERRUPTED, SHORT, FAILING, GROWING };

static struct {
	enum mode read, list;
	int error;
	unsigned int calls;
} made_up;

static const char text[] = "123456789\nabcdefghi\n";

/* NOLINTNEXTLINE(readability-inconsistent-declaration-parameter-name): libc reserves its names */
ssize_t pread(int fd, void *to, size_t bytes, off_t offset)
{
	size_t size = sizeof(text) - 1;

	(void)fd;
	made_up.calls++;
	if (made_up.read == INTERRUPTED && made_up.calls % 2) {
		errno = EINTR;
		return -1;
	}
	if (made_up.read == FAILING && made_up.calls > 1) {
		errno = made_up.error;
		return -1;
	}
	if (made_up.read == GROWING)
		size = 10U * made_up.calls < size ? 10U * made_up.calls : size;
	if ((size_t)offset >= size)
		return 0;
	size -= (size_t)offset;
	if (made_up.read == SHORT || made_up.read == FAILING)
		size = 1;
	size = size < bytes ? size : bytes;
	memcpy(to, text + offset, size);
	return (ssize_t)size;
}

struct dirent *readdir(DIR *dir)
{
	static struct dirent entry;

	(void)dir;
	if (made_up.calls++ < 3) {
		entry.d_name[0] = (char)('a' + made_up.calls);
		entry.d_name[1] = '\0';
		return &entry;
	}
	if (made_up.list == FAILING)
		errno = made_up.error;
	return NULL;
}

static int setup(void **state)
{
	static struct pa_root *root;

	memset(&made_up, 0, sizeof(made_up));
	root = pa_root_live();
	*state = root;
	return 0;
}

static int teardown(void **state)
{
	pa_root_free(*state);
	return 0;
}

static int read_it(struct pa_root *root, enum mode mode, int error, struct pa_buf *out)
{
	made_up.read = mode;
	made_up.error = error;
	pa_buf_init(out, 1 << 16);
	return pa_root_read_path(root, "proc/self/stat", out);
}

static void assert_whole(struct pa_root *root, enum mode mode)
{
	struct pa_buf out;

	assert_int_equal(read_it(root, mode, 0, &out), 0);
	assert_string_equal(out.bytes, text);
	pa_buf_done(&out);
}

static void an_interrupted_read_goes_on(void **state)
{
	assert_whole(*state, INTERRUPTED);
}

static void a_short_read_is_not_the_end(void **state)
{
	assert_whole(*state, SHORT);
}

static void a_file_that_grows_meanwhile_is_read_to_its_end(void **state)
{
	assert_whole(*state, GROWING);
}

static void a_read_that_fails_on_the_way_gives_nothing(void **state)
{
	static const int errors[] = { EIO, ESTALE, ENODEV, ESRCH, ENOMEM, EACCES };
	struct pa_buf out;

	for (size_t i = 0; i < sizeof(errors) / sizeof(errors[0]); i++) {
		made_up.calls = 0;
		assert_int_equal(read_it(*state, FAILING, errors[i], &out), -errors[i]);
		assert_int_equal(out.used_bytes, 0);
		pa_buf_done(&out);
	}
}

static void a_kept_file_that_went_stale_is_opened_anew(void **state)
{
	struct pa_file file = PA_FILE("proc/self/stat");
	struct pa_buf out;

	pa_buf_init(&out, 1 << 16);
	made_up.read = FAILING;
	made_up.error = ESTALE;
	assert_int_equal(pa_root_read(*state, &file, &out), -ESTALE);
	assert_int_equal(file.fd, -1);
	made_up.read = PLAIN;
	assert_int_equal(pa_root_read(*state, &file, &out), 0);
	assert_string_equal(out.bytes, text);
	pa_root_close(&file);
	pa_buf_done(&out);
}

static void what_vanished_between_list_and_open_is_absent(void **state)
{
	struct pa_buf out;

	pa_buf_init(&out, 1 << 16);
	assert_int_equal(pa_root_read_path(*state, "proc/0/stat", &out), -ENOENT);
	assert_int_equal(pa_root_link(*state, "proc/0/ns/net", &out), -ENOENT);
	pa_buf_done(&out);
}

static void count(void *arg, const char *name)
{
	(void)name;
	++*(unsigned int *)arg;
	errno = ENOENT; /* as a failed open in it would */
}

static void a_listing_that_ends_is_whole(void **state)
{
	unsigned int names = 0;

	assert_int_equal(pa_root_list(*state, "proc", count, &names), 0);
	assert_int_equal(names, 3);
}

static void a_listing_that_breaks_off_is_no_listing(void **state)
{
	unsigned int names = 0;

	made_up.list = FAILING;
	made_up.error = EIO;
	assert_int_equal(pa_root_list(*state, "proc", count, &names), -EIO);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
	const struct CMUnitTest tests[] = {
		TEST(an_interrupted_read_goes_on),
		TEST(a_short_read_is_not_the_end),
		TEST(a_file_that_grows_meanwhile_is_read_to_its_end),
		TEST(a_read_that_fails_on_the_way_gives_nothing),
		TEST(a_kept_file_that_went_stale_is_opened_anew),
		TEST(what_vanished_between_list_and_open_is_absent),
		TEST(a_listing_that_ends_is_whole),
		TEST(a_listing_that_breaks_off_is_no_listing),
	};
#undef TEST
	return cmocka_run_group_tests(tests, NULL, NULL);
}
