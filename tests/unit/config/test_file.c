/* SPDX-License-Identifier: Apache-2.0 */
#include "unit.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/err.h"
#include "config/entries.h"
#include "config/file.h"

static char path[] = "/tmp/pa-config-XXXXXX";

static void write_file(const char *text, mode_t mode)
{
	FILE *f = fopen(path, "w");

	assert_non_null(f);
	assert_true(fputs(text, f) >= 0);
	assert_int_equal(fclose(f), 0);
	assert_int_equal(chmod(path, mode), 0);
}

static int read_it(const char *file, size_t *count, struct pa_err *err)
{
	struct pa_config config;
	int code;

	pa_config_init(&config);
	code = pa_config_read(&config, file, err);
	*count = config.count;
	pa_config_done(&config);
	return code;
}

static void a_file_is_read(void **state)
{
	struct pa_err err = { 0 };
	size_t count;

	(void)state;
	write_file("[advise]\nfor = 3s\n", 0644);
	assert_int_equal(read_it(path, &count, &err), 0);
	assert_int_equal(count, 1);
}

static void none_is_no_file(void **state)
{
	struct pa_err err = { 0 };
	size_t count;

	(void)state;
	assert_int_equal(read_it("none", &count, &err), 0);
	assert_int_equal(count, 0);
}

static void a_named_file_must_be_there_and_plain(void **state)
{
	struct pa_err err = { 0 };
	size_t count;

	(void)state;
	assert_int_equal(read_it("/tmp/no/such/file", &count, &err), -ENOENT);
	assert_string_equal(err.text, "open /tmp/no/such/file: No such file or directory");
	assert_int_equal(read_it("/tmp", &count, &err), -EINVAL);
	assert_string_equal(err.text, "/tmp is no plain file");
	assert_int_equal(read_it("/dev/zero", &count, &err), -EINVAL);
}

static void a_large_file_is_refused(void **state)
{
	struct pa_err err = { 0 };
	size_t count;

	(void)state;
	write_file("", 0644);
	assert_int_equal(truncate(path, PA_CONFIG_MAX_BYTES + 1), 0);
	assert_int_equal(read_it(path, &count, &err), -E2BIG);
}

static void root_trusts_only_what_is_roots(void **state)
{
	struct pa_err err = { 0 };
	size_t count;

	(void)state;
	if (geteuid() != 0)
		skip();
	write_file("[advise]\nfor = 3s\n", 0666);
	assert_int_equal(read_it(path, &count, &err), -EPERM);
	assert_non_null(strstr(err.text, "can be written by others than root"));
	write_file("", 0664);
	assert_int_equal(read_it(path, &count, &err), -EPERM);
	write_file("", 0600);
	assert_int_equal(chown(path, 65534, 65534), 0);
	assert_int_equal(read_it(path, &count, &err), -EPERM);
	assert_non_null(strstr(err.text, "belongs to user 65534 and not to root"));
	assert_int_equal(chown(path, 0, 0), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_file_is_read),
		cmocka_unit_test(none_is_no_file),
		cmocka_unit_test(a_named_file_must_be_there_and_plain),
		cmocka_unit_test(a_large_file_is_refused),
		cmocka_unit_test(root_trusts_only_what_is_roots),
	};
	int fd = mkstemp(path), failed;

	if (fd < 0)
		return 1;
	(void)close(fd);
	failed = cmocka_run_group_tests(tests, NULL, NULL);
	(void)unlink(path);
	return failed;
}
