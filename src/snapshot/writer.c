/* SPDX-License-Identifier: Apache-2.0 */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/err.h"
#include "snapshot/files_internal.h"
#include "snapshot/snapshot.h"
#include "snapshot/snapshot_internal.h"

struct pa_snapshot_writer {
	struct pa_snapshot *content;
	char *path; /* NULL: memory only */
	uint32_t flags;
	uint32_t first_moment; /* of the root handle; becomes t0 */
	bool begun;
};

/* 0 when the folder is empty or not there. */
static int check_empty(const char *path, struct pa_err *err)
{
	DIR *dir = opendir(path);
	const struct dirent *entry;
	unsigned int count = 0;

	if (!dir)
		return errno == ENOENT ? 0 : pa_err_set(err, -errno, "open %s", path);
	while (count <= 2 && (entry = readdir(dir)))
		count++;
	(void)closedir(dir); /* opened for reading */
	if (count <= 2)
		return 0;
	return pa_err_say(err, -ENOTEMPTY,
			  "write %s: the folder is not empty; name another, or empty it", path);
}

static int check_parent(const char *path, struct pa_err *err)
{
	PA_CLEANUP(pa_freep) char *target = pa_files_trimmed(path);
	char *slash = strrchr(target, '/');
	const char *folder = slash ? target : ".";

	if (slash)
		slash[slash == target] = '\0';
	if (faccessat(AT_FDCWD, folder, W_OK | X_OK, AT_EACCESS) < 0)
		return pa_err_set(err, -errno, "write %s: its folder %s", path, folder);
	return 0;
}

/* Will path become a folder? Also looks whether it can be written at all. */
static int check_target(const char *path, uint32_t *flags, struct pa_err *err)
{
	size_t bytes = strlen(path);
	struct stat info;
	bool there = stat(path, &info) == 0;
	int error;

	if (!bytes)
		return pa_err_say(err, -EINVAL, "an empty path was given for the snapshot");
	if (path[bytes - 1] == '/' || (there && S_ISDIR(info.st_mode)))
		*flags |= PA_SNAPSHOT_FOLDER;
	error = check_parent(path, err);
	if (error)
		return error;
	if (*flags & PA_SNAPSHOT_FOLDER)
		return check_empty(path, err);
	if (there && !S_ISREG(info.st_mode))
		return pa_err_say(err, -EINVAL, "write %s: it is no plain file", path);
	return pa_archive_can_write(path, err);
}

static void set_number(struct pa_snapshot_writer *writer, const char *key, uint64_t value)
{
	char text[24];

	(void)snprintf(text, sizeof(text), "%" PRIu64, value); /* fits */
	pa_meta_set(&writer->content->meta, key, text, false);
}

struct pa_snapshot_writer *pa_snapshot_create(const char *path, uint32_t flags, struct pa_err *err)
{
	struct pa_snapshot_writer *writer;

	if (path && check_target(path, &flags, err))
		return NULL;
	writer = pa_alloc(sizeof(*writer));
	writer->content = pa_snapshot_new(PA_SNAPSHOT_RECORD_MAX_BYTES);
	writer->path = path ? pa_strdup(path) : NULL;
	writer->flags = flags;
	set_number(writer, "format", PA_SNAPSHOT_FORMAT);
	return writer;
}

struct pa_snapshot_writer *pa_snapshot_abandon(struct pa_snapshot_writer *writer)
{
	if (!writer)
		return NULL;
	pa_snapshot_close(writer->content);
	free(writer->path);
	free(writer);
	return NULL;
}

struct pa_snapshot *pa_snapshot_keep(struct pa_snapshot_writer *writer)
{
	struct pa_snapshot *content = writer->content;

	writer->content = NULL;
	pa_snapshot_abandon(writer);
	return content;
}

struct pa_snapshot *pa_snapshot_content(struct pa_snapshot_writer *writer)
{
	return writer->content;
}

/* Arguments and environments of processes hold passwords: no snapshot has them. */
static bool is_private(const char *path)
{
	static const char proc[] = "proc/", arguments[] = "/cmdline", environment[] = "/environ";
	size_t bytes = strlen(path), tail = sizeof(arguments) - 1;

	if (bytes <= sizeof(proc) - 1 + tail || strncmp(path, proc, sizeof(proc) - 1) != 0)
		return false;
	return !strcmp(path + bytes - tail, arguments) || !strcmp(path + bytes - tail, environment);
}

static void tape_put(void *self, uint32_t moment, const char *path, int error, const char *bytes,
		     size_t size_bytes)
{
	struct pa_snapshot_writer *writer = self;

	if (is_private(path))
		error = -EPERM;
	if (!writer->begun) {
		writer->begun = true;
		writer->first_moment = moment;
	}
	/* What could not be kept is remembered and told by finish; a second reply is not kept. */
	if (moment >= writer->first_moment)
		(void)pa_replies_put(&writer->content->replies, moment - writer->first_moment, path,
				     error, bytes, size_bytes);
}

struct pa_tape pa_snapshot_tape(struct pa_snapshot_writer *writer)
{
	return (struct pa_tape){ .self = writer, .put = tape_put };
}

static bool is_key(const char *key)
{
	static const char *const sections[] = { "machine.", "window.", "cost.", "clock." };

	for (unsigned int i = 0; i < sizeof(sections) / sizeof(sections[0]); i++) {
		size_t bytes = strlen(sections[i]), rest;

		if (strncmp(key, sections[i], bytes) != 0)
			continue;
		rest = strspn(key + bytes, "abcdefghijklmnopqrstuvwxyz0123456789_");
		return rest && rest <= PA_META_KEY_MAX_BYTES && !key[bytes + rest];
	}
	return false;
}

int pa_snapshot_meta(struct pa_snapshot_writer *writer, const char *key, const char *text)
{
	if (!is_key(key))
		return -EINVAL;
	pa_meta_set(&writer->content->meta, key, text, true);
	return 0;
}

int pa_snapshot_meta_u64(struct pa_snapshot_writer *writer, const char *key, uint64_t value)
{
	if (!is_key(key))
		return -EINVAL;
	set_number(writer, key, value);
	return 0;
}

int pa_snapshot_write(struct pa_snapshot *snapshot, const char *path, uint32_t flags,
		      struct pa_err *err)
{
	int error = check_target(path, &flags, err);

	if (!error && flags & PA_SNAPSHOT_REDACT)
		error = pa_snapshot_redact(snapshot, err);
	if (error)
		return error;
	return flags & PA_SNAPSHOT_FOLDER ? pa_folder_write(snapshot, path, err)
					  : pa_archive_write(snapshot, path, err);
}

static int finish(struct pa_snapshot_writer *writer, struct pa_err *err)
{
	const struct pa_replies *replies = &writer->content->replies;

	if (replies->full)
		return pa_err_say(err, -E2BIG,
				  "write %s: the recording passed %d MiB or %d replies; record a "
				  "shorter time",
				  writer->path ? writer->path : "a snapshot",
				  PA_SNAPSHOT_RECORD_MAX_BYTES >> 20, PA_SNAPSHOT_ENTRIES_MAX);
	if (!replies->moment_count)
		return pa_err_say(err, -ENODATA, "write %s: nothing was recorded",
				  writer->path ? writer->path : "a snapshot");
	if (replies->dropped_count)
		set_number(writer, "window.dropped", replies->dropped_count);
	if (!writer->path)
		return pa_err_say(err, -EINVAL, "a recording in memory has no file to write");
	return pa_snapshot_write(writer->content, writer->path, writer->flags, err);
}

int pa_snapshot_finish(struct pa_snapshot_writer *writer, struct pa_err *err)
{
	int error = finish(writer, err);

	pa_snapshot_abandon(writer);
	return error;
}
