/* SPDX-License-Identifier: Apache-2.0 */
#include "unit.h"

#include <errno.h>
#include <string.h>

#include "base/err.h"

static void set_adds_the_text_of_the_code(void **state)
{
	struct pa_err err = { 0 };

	(void)state;
	assert_int_equal(pa_err_set(&err, -EACCES, "open /%s", "proc/stat"), -EACCES);
	assert_int_equal(err.code, -EACCES);
	assert_string_equal(err.text, "open /proc/stat: Permission denied");
}

static void say_is_the_whole_text(void **state)
{
	struct pa_err err = { 0 };

	(void)state;
	assert_int_equal(pa_err_say(&err, -EINVAL, "no %d", 3), -EINVAL);
	assert_int_equal(err.code, -EINVAL);
	assert_string_equal(err.text, "no 3");
}

static void nobody_need_listen(void **state)
{
	(void)state;
	assert_int_equal(pa_err_set(NULL, -EIO, "x"), -EIO);
	assert_int_equal(pa_err_say(NULL, -EIO, "x"), -EIO);
}

static void long_texts_are_cut(void **state)
{
	struct pa_err err = { 0 };

	(void)state;
	(void)pa_err_set(&err, -EIO, "%0600d", 0);
	assert_int_equal(strlen(err.text), sizeof(err.text) - 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(set_adds_the_text_of_the_code),
		cmocka_unit_test(say_is_the_whole_text),
		cmocka_unit_test(nobody_need_listen),
		cmocka_unit_test(long_texts_are_cut),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
