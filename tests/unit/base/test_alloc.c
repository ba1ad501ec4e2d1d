/* SPDX-License-Identifier: Apache-2.0 */
#include "unit.h"

#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/alloc.h"

static void memory_is_zeroed(void **state)
{
	char *p = pa_alloc(100), *a = pa_alloc_array(10, 10);

	(void)state;
	for (size_t i = 0; i < 100; i++)
		assert_true(!p[i] && !a[i]);
	free(p);
	free(a);
}

static void nothing_is_something(void **state)
{
	void *p = pa_alloc(0), *a = pa_alloc_array(0, 8), *g = pa_grow_array(NULL, 0, 8);

	(void)state;
	assert_non_null(p);
	assert_non_null(a);
	assert_non_null(g);
	free(p);
	free(a);
	free(g);
}

static void growing_keeps_the_content(void **state)
{
	char *p = pa_strdup("abc");

	(void)state;
	p = pa_grow_array(p, 1000, 10);
	assert_string_equal(p, "abc");
	free(p);
}

static void copies_end_in_nul(void **state)
{
	char *p = pa_strndup("abcdef", 3), *q = pa_strndup(NULL, 0);

	(void)state;
	assert_string_equal(p, "abc");
	assert_string_equal(q, "");
	free(p);
	free(q);
}

static void a_product_that_overflows_aborts(void **state)
{
	int status = 0;
	pid_t child = fork();

	(void)state;
	assert_true(child >= 0);
	if (!child) {
		size_t volatile half = SIZE_MAX / 2;

		(void)signal(SIGABRT, SIG_DFL); /* cmocka catches it */
		free(pa_grow_array(NULL, half, 4));
		_exit(0);
	}
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_true(status != 0);
}

static int opened_and_left(void)
{
	PA_CLEANUP(pa_fd_closep) int fd = open("/dev/null", O_RDONLY | O_CLOEXEC);
	PA_CLEANUP(pa_freep) char *text = pa_strdup("x");

	assert_true(fd >= 0 && text);
	return fd;
}

static void cleanup_closes_the_descriptor(void **state)
{
	(void)state;
	assert_int_equal(fcntl(opened_and_left(), F_GETFD), -1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(memory_is_zeroed),
		cmocka_unit_test(nothing_is_something),
		cmocka_unit_test(growing_keeps_the_content),
		cmocka_unit_test(copies_end_in_nul),
		cmocka_unit_test(a_product_that_overflows_aborts),
		cmocka_unit_test(cleanup_closes_the_descriptor),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
