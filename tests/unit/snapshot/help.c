/* SPDX-License-Identifier: Apache-2.0 */
#include "help.h"

#include "unit.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/names.h"
#include "snapshot/snapshot.h"
#include "snapshot/snapshot_internal.h"

void help_place_init(struct help_place *place)
{
	(void)snprintf(place->folder, sizeof(place->folder), "/tmp/pa-snapshot.XXXXXX");
	assert_non_null(mkdtemp(place->folder));
}

static int remove_one(const char *path, const struct stat *info, int type, struct FTW *where)
{
	(void)info;
	(void)where;
	return type == FTW_DP ? rmdir(path) : unlink(path);
}

void help_place_done(struct help_place *place)
{
	(void)nftw(place->folder, remove_one, 16, FTW_DEPTH | FTW_PHYS);
}

const char *help_path(struct help_place *place, const char *name)
{
	(void)snprintf(place->path, sizeof(place->path), "%s/%s", place->folder, name);
	return place->path;
}

unsigned int help_count(const struct help_place *place)
{
	DIR *dir = opendir(place->folder);
	unsigned int count = 0;

	assert_non_null(dir);
	while (readdir(dir))
		count++;
	closedir(dir);
	return count - 2;
}

void help_file(struct help_place *place, const char *name, const char *text)
{
	const char *path = help_path(place, name);
	char folder[256];
	FILE *file;

	for (const char *slash = path + 1; (slash = strchr(slash, '/')); slash++) {
		(void)snprintf(folder, sizeof(folder), "%.*s", (int)(slash - path), path);
		(void)mkdir(folder, 0755); /* or it is there */
	}
	file = fopen(path, "we");
	assert_non_null(file);
	assert_true(fputs(text, file) >= 0);
	assert_int_equal(fclose(file), 0);
}

void help_put_bytes(struct pa_snapshot_writer *writer, uint32_t moment, const char *path,
		    const void *bytes, size_t size_bytes)
{
	struct pa_tape tape = pa_snapshot_tape(writer);

	tape.put(tape.self, moment, path, 0, bytes, size_bytes);
}

void help_put(struct pa_snapshot_writer *writer, uint32_t moment, const char *path,
	      const char *text)
{
	help_put_bytes(writer, moment, path, text, strlen(text));
}

void help_fail(struct pa_snapshot_writer *writer, uint32_t moment, const char *path, int error)
{
	struct pa_tape tape = pa_snapshot_tape(writer);

	tape.put(tape.self, moment, path, error, NULL, 0);
}

void help_record(struct pa_snapshot_writer *writer)
{
	help_put(writer, 0, "clock", "100 2000 0\n");
	help_put(writer, 0, "proc/stat", "cpu 1 2 3\n");
	help_put(writer, 0, "proc/version", "Linux version 6.1\n");
	help_put(writer, 0, "proc/4/comm", "");
	help_fail(writer, 0, "proc/4/io", -EACCES);
	help_put_bytes(writer, 0, "src/link/0", "\0\1\xff\n", 4);
	help_put(writer, 1, "clock", "1100 3000 0\n");
	help_put(writer, 1, "proc/stat", "cpu 2 3 4\n");
	help_put(writer, 1, "proc/version", "Linux version 6.1\n");
	help_fail(writer, 1, "proc/4/io", -ESRCH);
	assert_int_equal(pa_snapshot_meta(writer, "machine.hostname", "a \"b\"\\\n\xff"), 0);
	assert_int_equal(pa_snapshot_meta_u64(writer, "machine.hz", 100), 0);
	assert_int_equal(pa_snapshot_meta(writer, "window.why", "test"), 0);
}

static int get(struct pa_snapshot *snapshot, uint32_t moment, const char *path, const char **bytes,
	       size_t *size_bytes)
{
	struct pa_replay replay = pa_snapshot_replay(snapshot);

	return replay.get(replay.self, moment, path, bytes, size_bytes);
}

const char *help_text(struct pa_snapshot *snapshot, uint32_t moment, const char *path)
{
	const char *bytes = NULL;
	size_t size_bytes = 0;

	return get(snapshot, moment, path, &bytes, &size_bytes) ? NULL : bytes;
}

void help_says(struct pa_snapshot *snapshot, uint32_t moment, const char *path, const char *text)
{
	const char *bytes = NULL;
	size_t size_bytes = 0;

	assert_int_equal(get(snapshot, moment, path, &bytes, &size_bytes), 0);
	assert_string_equal(bytes, text);
	assert_int_equal(size_bytes, strlen(text));
}

void help_fails(struct pa_snapshot *snapshot, uint32_t moment, const char *path, int error)
{
	const char *bytes = NULL;
	size_t size_bytes = 0;

	assert_int_equal(get(snapshot, moment, path, &bytes, &size_bytes), error);
	assert_null(bytes);
}

static void add_name(void *arg, const char *name)
{
	char *out = arg;
	size_t used = strlen(out);

	(void)snprintf(out + used, 1024 - used, used ? " %s" : "%s", name);
}

const char *help_list(struct pa_snapshot *snapshot, uint32_t moment, const char *path)
{
	struct pa_replay replay = pa_snapshot_replay(snapshot);
	static char out[1024];
	int error;

	out[0] = '\0';
	error = replay.list(replay.self, moment, path, add_name, out);
	if (error)
		(void)snprintf(out, sizeof(out), "error %d", -error);
	return out;
}

bool help_holds(struct pa_snapshot *snapshot, const void *bytes, size_t size_bytes)
{
	const struct pa_replies *replies = &snapshot->replies;

	for (uint32_t i = 0; i < replies->count; i++) {
		const struct pa_reply *reply = &replies->reply[i];
		const char *path = pa_replies_path(replies, reply);

		if (memmem(path, strlen(path), bytes, size_bytes))
			return true;
		if (reply->bytes && memmem(reply->bytes, reply->size_bytes, bytes, size_bytes))
			return true;
	}
	for (uint32_t i = 0; i < snapshot->meta.count; i++)
		if (memmem(snapshot->meta.entries[i].text, strlen(snapshot->meta.entries[i].text),
			   bytes, size_bytes))
			return true;
	return false;
}
