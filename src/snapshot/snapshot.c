/* SPDX-License-Identifier: Apache-2.0 */
#include "snapshot/snapshot.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/err.h"
#include "base/scan.h"
#include "snapshot/files_internal.h"
#include "snapshot/layout_internal.h"
#include "snapshot/snapshot_internal.h"

struct pa_snapshot *pa_snapshot_new(uint64_t max_bytes)
{
	struct pa_snapshot *snapshot = pa_alloc(sizeof(*snapshot));

	pa_replies_init(&snapshot->replies, max_bytes);
	return snapshot;
}

struct pa_snapshot *pa_snapshot_close(struct pa_snapshot *snapshot)
{
	if (!snapshot)
		return NULL;
	pa_replies_done(&snapshot->replies);
	pa_meta_done(&snapshot->meta);
	free(snapshot);
	return NULL;
}

const char *pa_snapshot_meta_get(const struct pa_snapshot *snapshot, const char *key)
{
	return pa_meta_get(&snapshot->meta, key);
}

bool pa_snapshot_meta_get_u64(const struct pa_snapshot *snapshot, const char *key, uint64_t *out)
{
	const char *text = pa_meta_get(&snapshot->meta, key);

	return text && pa_word_u64((struct pa_word){ text, strlen(text) }, out);
}

static int replay_get(void *self, uint32_t moment, const char *path, const char **bytes,
		      size_t *size_bytes)
{
	const struct pa_snapshot *snapshot = self;
	const struct pa_reply *reply = pa_replies_get(&snapshot->replies, moment, path,
						      strlen(path));

	if (!reply)
		return -ENOENT;
	if (reply->error)
		return reply->error;
	*bytes = reply->bytes;
	*size_bytes = reply->size_bytes;
	return 0;
}

static int replay_list(void *self, uint32_t moment, const char *path,
		       void (*each)(void *arg, const char *name), void *arg)
{
	struct pa_snapshot *snapshot = self;

	return pa_replies_list(&snapshot->replies, moment, path, each, arg);
}

struct pa_replay pa_snapshot_replay(struct pa_snapshot *snapshot)
{
	return (struct pa_replay){
		.self = snapshot,
		.get = replay_get,
		.list = replay_list,
		.moment_count = snapshot->replies.moment_count,
	};
}

/* Put the name of the file in front of what a reader found wrong in it. */
static int named(int error, const char *path, const struct pa_err *inner, struct pa_err *err)
{
	return error ? pa_err_say(err, error, "%s: %s", path, inner->text) : 0;
}

static int read_fd(struct pa_layout_reader *reader, int fd, struct pa_err *err)
{
	struct stat info;
	int error;

	if (fstat(fd, &info) < 0)
		return pa_err_set(err, -errno, "cannot be read");
	if (!S_ISDIR(info.st_mode) && !S_ISREG(info.st_mode))
		return pa_err_say(err, -EINVAL, "is neither a file nor a folder");
	error = S_ISDIR(info.st_mode) ? pa_folder_read(reader, fd, err)
				      : pa_archive_read_fd(reader, fd, err);
	return error ? error : pa_layout_reader_end(reader, err);
}

struct pa_snapshot *pa_snapshot_open(const char *path, struct pa_err *err)
{
	PA_CLEANUP(pa_fd_closep) int fd = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC);
	struct pa_layout_reader reader;
	struct pa_snapshot *snapshot;
	struct pa_err inner = { 0 };
	int error;

	if (fd < 0) {
		(void)pa_err_set(err, -errno, "open %s", path);
		return NULL;
	}
	snapshot = pa_snapshot_new(PA_SNAPSHOT_READ_MAX_BYTES);
	pa_layout_reader_init(&reader, snapshot);
	error = named(read_fd(&reader, fd, &inner), path, &inner, err);
	pa_layout_reader_done(&reader);
	return error ? pa_snapshot_close(snapshot) : snapshot;
}

struct pa_snapshot *pa_snapshot_open_memory(const void *bytes, size_t size_bytes,
					    struct pa_err *err)
{
	struct pa_snapshot *snapshot = pa_snapshot_new(PA_SNAPSHOT_READ_MAX_BYTES);
	struct pa_layout_reader reader;
	struct pa_err inner = { 0 };
	int error;

	pa_layout_reader_init(&reader, snapshot);
	error = pa_archive_read_memory(&reader, bytes, size_bytes, &inner);
	if (!error)
		error = pa_layout_reader_end(&reader, &inner);
	pa_layout_reader_done(&reader);
	return named(error, "snapshot", &inner, err) ? pa_snapshot_close(snapshot) : snapshot;
}
