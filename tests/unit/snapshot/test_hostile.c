/* SPDX-License-Identifier: Apache-2.0 */
#include "unit.h"

#include <archive.h>
#include <archive_entry.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/err.h"
#include "help.h"
#include "snapshot/snapshot.h"

/* An archive in memory, made of what no snapshot holds. */
struct forged {
	struct archive *archive;
	char bytes[64 << 10];
	size_t used_bytes;
};

static void forge(struct forged *forged)
{
	forged->archive = archive_write_new();
	assert_non_null(forged->archive);
	assert_int_equal(archive_write_set_format_pax_restricted(forged->archive), ARCHIVE_OK);
	assert_int_equal(archive_write_open_memory(forged->archive, forged->bytes,
						   sizeof(forged->bytes), &forged->used_bytes),
			 ARCHIVE_OK);
}

static void add(struct forged *forged, const char *name, unsigned int type, const char *target,
		const char *text)
{
	struct archive_entry *entry = archive_entry_new();

	archive_entry_set_pathname(entry, name);
	archive_entry_set_filetype(entry, type);
	archive_entry_set_perm(entry, 0644);
	if (type == AE_IFLNK)
		archive_entry_set_symlink(entry, target);
	else if (target)
		archive_entry_set_hardlink(entry, target);
	archive_entry_set_size(entry, (la_int64_t)strlen(text));
	assert_true(archive_write_header(forged->archive, entry) >= ARCHIVE_WARN);
	if (*text)
		assert_true(archive_write_data(forged->archive, text, strlen(text)) >= 0);
	archive_entry_free(entry);
}

/* It is refused with one line that holds these words. */
static void refused(struct forged *forged, const char *words)
{
	struct pa_err err = { 0 };

	assert_int_equal(archive_write_close(forged->archive), ARCHIVE_OK);
	assert_null(pa_snapshot_open_memory(forged->bytes, forged->used_bytes, &err));
	archive_write_free(forged->archive);
	if (!strstr(err.text, words))
		fail_msg("said: %s", err.text);
	assert_null(strchr(err.text, '\n'));
}

static void paths_that_lead_out_are_refused(void **state)
{
	static const char *const names[] = { "/etc/passwd", "t0/../../x", "../x", "t0/proc/..",
					     "README/../../x" };
	static struct forged forged;

	(void)state;
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		forge(&forged);
		add(&forged, "t0/clock", AE_IFREG, NULL, "1 1 0\n");
		add(&forged, names[i], AE_IFREG, NULL, "x");
		refused(&forged, "leads out");
	}
}

static void links_and_special_files_are_refused(void **state)
{
	static struct forged forged;

	(void)state;
	forge(&forged);
	add(&forged, "t0/proc", AE_IFLNK, "/etc", "");
	refused(&forged, "a link");
	forge(&forged);
	add(&forged, "t0/a", AE_IFREG, NULL, "x");
	add(&forged, "t0/b", AE_IFREG, "t0/a", "");
	refused(&forged, "a link");
	forge(&forged);
	add(&forged, "t0/a", AE_IFCHR, NULL, "");
	refused(&forged, "special");
	forge(&forged);
	add(&forged, "t0/a", AE_IFIFO, NULL, "");
	refused(&forged, "special");
}

static void an_entry_twice_is_refused(void **state)
{
	static const char *const twice[][2] = {
		{ "t0/proc/stat", "t0/proc/stat" },
		{ "t0/proc/stat", "./t0/proc/stat" },
		{ "t0/a", "t0/a%=" },
		{ "t0/a", "t0/%61" },
		{ "meta.toml", "meta.toml" },
		{ "t0/errors", "t0/errors" },
		{ "t0/same", "t0/same" },
	};
	static struct forged forged;

	(void)state;
	for (size_t i = 0; i < sizeof(twice) / sizeof(twice[0]); i++) {
		forge(&forged);
		add(&forged, twice[i][0], AE_IFREG, NULL, "");
		add(&forged, twice[i][1], AE_IFREG, NULL, "");
		refused(&forged, "twice");
	}
}

static void lists_that_say_nonsense_are_refused(void **state)
{
	static const char *const bad[][3] = {
		{ "t1/same", "proc/none\n", "no earlier moment" },
		{ "t0/same", "proc/stat\n", "no earlier moment" },
		{ "t1/same", "..\n", "no earlier moment" },
		{ "t1/same", "proc/stat\nproc/stat\n", "twice" },
		{ "t1/errors", "EACCES proc/stat\n", "not ERRNO" },
		{ "t1/errors", "ENONE\tproc/stat\n", "not ERRNO" },
		{ "t1/errors", "EIO\t\n", "not ERRNO" },
		{ "t0/errors", "EIO\tproc/stat\n", "twice" },
		{ "t2/errors", "EIO\tproc/stat\n", "no t1" },
	};
	static struct forged forged;

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		forge(&forged);
		add(&forged, "t0/proc/stat", AE_IFREG, NULL, "x");
		add(&forged, bad[i][0], AE_IFREG, NULL, bad[i][1]);
		refused(&forged, bad[i][2]);
	}
}

static void what_is_no_snapshot_says_so(void **state)
{
	static struct forged forged;
	struct pa_err err = { 0 };

	(void)state;
	assert_null(pa_snapshot_open_memory("hello", 5, &err));
	assert_non_null(strstr(err.text, "is no snapshot"));
	assert_null(pa_snapshot_open_memory("", 0, &err));
	forge(&forged);
	add(&forged, "x/t0/clock", AE_IFREG, NULL, "1 1 0\n");
	refused(&forged, "folder inside");
	forge(&forged);
	add(&forged, "meta.toml", AE_IFREG, NULL, "format = 2\n");
	refused(&forged, "newer perfadvisor");
	forge(&forged);
	add(&forged, "meta.toml", AE_IFREG, NULL, "format = \"x\"\n");
	refused(&forged, "not a number");
	forge(&forged);
	add(&forged, "meta.toml", AE_IFREG, NULL, "format 1\n");
	refused(&forged, "meta.toml line 1");
	forge(&forged);
	add(&forged, "t0/proc/%zz", AE_IFREG, NULL, "");
	refused(&forged, "no name");
}

static void a_cut_archive_is_refused_wherever_it_is_cut(void **state)
{
	static char bytes[64 << 10];
	struct help_place place;
	struct pa_snapshot_writer *writer;
	size_t size_bytes;
	FILE *file;

	(void)state;
	help_place_init(&place);
	writer = pa_snapshot_create(help_path(&place, "a.tar.zst"), 0, NULL);
	assert_non_null(writer);
	help_record(writer);
	assert_int_equal(pa_snapshot_finish(writer, NULL), 0);
	file = fopen(help_path(&place, "a.tar.zst"), "re");
	assert_non_null(file);
	size_bytes = fread(bytes, 1, sizeof(bytes), file);
	fclose(file);
	for (size_t cut = 0; cut < size_bytes - 4; cut++)
		assert_null(pa_snapshot_open_memory(bytes, cut, NULL));
	help_place_done(&place);
}

static void a_folder_with_links_or_pipes_is_refused(void **state)
{
	struct help_place place;
	struct pa_err err = { 0 };

	(void)state;
	help_place_init(&place);
	help_file(&place, "s/t0/proc/stat", "x");
	assert_int_equal(symlink("/etc/passwd", help_path(&place, "s/t0/proc/link")), 0);
	assert_null(pa_snapshot_open(help_path(&place, "s"), &err));
	assert_non_null(strstr(err.text, "a link"));
	assert_int_equal(unlink(help_path(&place, "s/t0/proc/link")), 0);
	assert_int_equal(mkfifo(help_path(&place, "s/t0/proc/pipe"), 0600), 0);
	assert_null(pa_snapshot_open(help_path(&place, "s"), &err));
	assert_non_null(strstr(err.text, "special"));
	assert_null(pa_snapshot_open("/dev/zero", &err));
	assert_non_null(strstr(err.text, "neither"));
	assert_null(pa_snapshot_open(help_path(&place, "none"), &err));
	help_place_done(&place);
}

static void a_bomb_is_refused_by_its_announced_size(void **state)
{
	struct help_place place;
	struct pa_err err = { 0 };

	(void)state;
	help_place_init(&place);
	help_file(&place, "s/t0/big", "");
	assert_int_equal(truncate(help_path(&place, "s/t0/big"), PA_SNAPSHOT_ENTRY_MAX_BYTES + 1L),
			 0);
	assert_null(pa_snapshot_open(help_path(&place, "s"), &err));
	assert_non_null(strstr(err.text, "larger than 64 MiB"));
	help_place_done(&place);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(paths_that_lead_out_are_refused),
		cmocka_unit_test(links_and_special_files_are_refused),
		cmocka_unit_test(an_entry_twice_is_refused),
		cmocka_unit_test(lists_that_say_nonsense_are_refused),
		cmocka_unit_test(what_is_no_snapshot_says_so),
		cmocka_unit_test(a_cut_archive_is_refused_wherever_it_is_cut),
		cmocka_unit_test(a_folder_with_links_or_pipes_is_refused),
		cmocka_unit_test(a_bomb_is_refused_by_its_announced_size),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
