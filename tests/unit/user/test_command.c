/* SPDX-License-Identifier: Apache-2.0 */
#include "unit.h"

#include <errno.h>
#include <pwd.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/clock.h"
#include "user/command.h"

static const uint64_t second_ns = 1000000000;
static const char *somebody; /* who may run commands here: nobody for root, else ourselves */

static int run(const char *line, uint64_t timeout_ns, struct pa_buf *out)
{
	pa_buf_init(out, 4096);
	return pa_user_command(line, somebody, timeout_ns, out);
}

static void output_is_taken(void **state)
{
	struct pa_buf out;

	(void)state;
	assert_int_equal(
		run("/bin/echo  one 'two  three' \"four'\"five $HOME *", 10 * second_ns, &out), 0);
	assert_string_equal(out.bytes, "one two  three four'five $HOME *\n");
	pa_buf_done(&out);
}

static void root_becomes_somebody_else(void **state)
{
	struct pa_buf out;

	(void)state;
	assert_int_equal(run("/usr/bin/id -u", 10 * second_ns, &out), 0);
	assert_string_not_equal(out.bytes, "0\n");
	pa_buf_done(&out);
}

static void the_environment_is_small(void **state)
{
	struct pa_buf out;

	(void)state;
	assert_int_equal(run("/usr/bin/env", 10 * second_ns, &out), 0);
	assert_string_equal(out.bytes, "PATH=/usr/local/bin:/usr/bin:/bin\nLANG=C\n");
	pa_buf_done(&out);
}

static void our_descriptors_stay_ours(void **state)
{
	struct pa_buf out;
	int mine = dup(STDERR_FILENO);

	(void)state;
	assert_true(mine > 2);
	assert_int_equal(run("/bin/sh -c 'for f in 3 4 5 6 7 8 9; do [ -e /dev/fd/$f ] && echo $f; "
			     "done; echo end'",
			     10 * second_ns, &out),
			 0);
	assert_string_equal(out.bytes, "end\n");
	(void)close(mine);
	pa_buf_done(&out);
}

/* The shell's child holds the output open for longer than anybody waits. */
static void the_time_limit_ends_the_whole_group(void **state)
{
	uint64_t before_ns = pa_clock_mono_ns();
	struct pa_buf out;

	(void)state;
	assert_int_equal(run("/bin/sh -c 'sleep 600 & echo $!; wait'", second_ns / 5, &out),
			 -ETIMEDOUT);
	assert_true(pa_clock_mono_ns() - before_ns < 100 * second_ns);
	pa_buf_done(&out);
}

static void a_silent_program_is_ended_too(void **state)
{
	struct pa_buf out;

	(void)state;
	assert_int_equal(run("/bin/sh -c 'exec >&-; exec sleep 600'", second_ns / 5, &out),
			 -ETIMEDOUT);
	pa_buf_done(&out);
}

static void failures_are_told_apart(void **state)
{
	static const struct {
		const char *line;
		int error;
	} cases[] = {
		{ "/no/such/program", -ENOENT },
		{ "/etc/passwd", -EACCES },
		{ "/bin/sh -c 'exit 3'", -EIO },
		{ "/bin/sh -c 'kill -9 $$'", -EIO },
		{ "/usr/bin/yes", -E2BIG },
		{ "", -EINVAL },
		{ "echo", -EINVAL },
		{ "/bin/echo 'open", -EINVAL },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct pa_buf out;

		assert_int_equal(run(cases[i].line, 10 * second_ns, &out), cases[i].error);
		pa_buf_done(&out);
	}
}

static void users_are_checked(void **state)
{
	struct pa_buf out;

	(void)state;
	pa_buf_init(&out, 4096);
	assert_int_equal(pa_user_command("/bin/true", "no-such-user-at-all", second_ns, &out),
			 -ESRCH);
	assert_int_equal(pa_user_command("/bin/true", "root", second_ns, &out), -EPERM);
	pa_buf_done(&out);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(output_is_taken),
		cmocka_unit_test(root_becomes_somebody_else),
		cmocka_unit_test(the_environment_is_small),
		cmocka_unit_test(our_descriptors_stay_ours),
		cmocka_unit_test(the_time_limit_ends_the_whole_group),
		cmocka_unit_test(a_silent_program_is_ended_too),
		cmocka_unit_test(failures_are_told_apart),
		cmocka_unit_test(users_are_checked),
	};
	const struct passwd *me = getpwuid(geteuid() ? geteuid() : 65534);

	if (!me || !me->pw_uid) {
		puts("skipped: no user to run a command as");
		return 77;
	}
	somebody = strdup(me->pw_name);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
