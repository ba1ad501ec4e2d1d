/* SPDX-License-Identifier: Apache-2.0 */
#include "unit.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "snapshot/escape_internal.h"

static void spelled(const char *path, unsigned int flags, const char *want)
{
	struct pa_buf name, back;

	pa_buf_init(&name, PA_ESCAPE_MAX_BYTES);
	pa_buf_init(&back, PA_ESCAPE_MAX_BYTES);
	pa_escape_put(&name, path, flags);
	if (want)
		assert_string_equal(name.bytes, want);
	assert_int_equal(pa_escape_read(&back, name.bytes, name.used_bytes), 0);
	assert_string_equal(back.bytes ? back.bytes : "", path);
	pa_buf_done(&name);
	pa_buf_done(&back);
}

static void plain_paths_stay_as_they_are(void **state)
{
	(void)state;
	spelled("proc/stat", 0, "proc/stat");
	spelled("sys/devices/pci0000:00/0000:00:1f.2", 0, "sys/devices/pci0000:00/0000:00:1f.2");
	spelled("src/x/user@1000.service", 0, "src/x/user@1000.service");
}

static void bytes_that_are_no_good_in_names_are_spelled_in_hex(void **state)
{
	(void)state;
	spelled("src/a b/\n%\xff", 0, "src/a%20b/%0A%25%FF");
	spelled("src/.git/..", 0, "src/%2Egit/%2E.");
}

static void leading_and_double_slashes_come_back(void **state)
{
	(void)state;
	spelled("src/statvfs//var/x", 0, "src/statvfs/%_/var/x");
	spelled("/", 0, "%_/%_");
	spelled("src/statvfs//", 0, "src/statvfs/%_/%_");
}

static void names_that_a_moment_uses_itself_are_spelled_differently(void **state)
{
	(void)state;
	spelled("same", 0, "%73ame");
	spelled("errors/x", 0, "%65rrors/x");
	spelled("proc/same", 0, "proc/same");
}

static void a_file_beside_its_folder_has_another_name(void **state)
{
	(void)state;
	spelled("proc/4/fd", PA_ESCAPE_BESIDE_FOLDER, "proc/4/fd%=");
	spelled("a/", PA_ESCAPE_BESIDE_FOLDER, "a/%_%=");
}

static void a_long_component_is_cut_into_pieces(void **state)
{
	char path[4096];
	struct pa_buf name;
	size_t piece = 0;

	(void)state;
	memset(path, 'x', sizeof(path) - 1);
	path[sizeof(path) - 1] = '\0';
	path[200] = '.';
	spelled(path, 0, NULL);
	spelled(path, PA_ESCAPE_BESIDE_FOLDER, NULL);
	memset(path, '\xe4', sizeof(path) - 1);
	spelled(path, 0, NULL);
	pa_buf_init(&name, PA_ESCAPE_MAX_BYTES);
	pa_escape_put(&name, path, PA_ESCAPE_BESIDE_FOLDER);
	for (size_t i = 0; i < name.used_bytes; i++) {
		piece = name.bytes[i] == '/' ? 0 : piece + 1;
		assert_true(piece <= 255);
	}
	pa_buf_done(&name);
}

static void what_is_no_spelling_is_refused(void **state)
{
	static const char *const bad[] = { "",	  "a//b",  "/a",  "a/",	 "..",	 "a/../b",
					   ".",	  "a%",	   "a%4", "%zz", "%2f%", "%00",
					   "a%+", "a%=/b", "%_x", "%+",	 "%=",	 "%_%+/x" };
	struct pa_buf out;

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		pa_buf_init(&out, PA_ESCAPE_MAX_BYTES);
		if (pa_escape_read(&out, bad[i], strlen(bad[i])) != -EBADMSG)
			fail_msg("accepted: %s", bad[i]);
		pa_buf_done(&out);
	}
	pa_buf_init(&out, PA_ESCAPE_MAX_BYTES);
	assert_int_equal(pa_escape_read(&out, "a\0b", 3), -EBADMSG);
	pa_buf_done(&out);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(plain_paths_stay_as_they_are),
		cmocka_unit_test(bytes_that_are_no_good_in_names_are_spelled_in_hex),
		cmocka_unit_test(leading_and_double_slashes_come_back),
		cmocka_unit_test(names_that_a_moment_uses_itself_are_spelled_differently),
		cmocka_unit_test(a_file_beside_its_folder_has_another_name),
		cmocka_unit_test(a_long_component_is_cut_into_pieces),
		cmocka_unit_test(what_is_no_spelling_is_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
