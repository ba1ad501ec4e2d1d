/* SPDX-License-Identifier: Apache-2.0 */
#include "platform/root.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/buf.h"
#include "base/clock.h"
#include "base/scan.h"

enum { FIRST_READ_BYTES = 4096, HALF_PAGE_BYTES = 2048 };

struct pa_root {
	int dir_fd; /* "/", or -1 in a replay */
	bool is_replay;
	bool has_tape;
	uint32_t next_moment; /* the moment that replies belong to is one less */
	struct pa_tape tape;
	struct pa_replay replay;
	struct pa_root_calls calls;
};

struct pa_root *pa_root_live(void)
{
	struct pa_root *root = pa_alloc(sizeof(*root));

	/* Without a working "/" every read reports its own failure. */
	root->dir_fd = open("/", O_PATH | O_DIRECTORY | O_CLOEXEC);
	return root;
}

struct pa_root *pa_root_replay(const struct pa_replay *replay)
{
	struct pa_root *root = pa_alloc(sizeof(*root));

	root->dir_fd = -1;
	root->is_replay = true;
	root->replay = *replay;
	return root;
}

struct pa_root *pa_root_free(struct pa_root *root)
{
	if (!root)
		return NULL;
	pa_fd_closep(&root->dir_fd);
	free(root);
	return NULL;
}

void pa_root_record(struct pa_root *root, const struct pa_tape *tape)
{
	root->has_tape = tape != NULL;
	if (tape)
		root->tape = *tape;
}

bool pa_root_is_replay(const struct pa_root *root)
{
	return root->is_replay;
}

struct pa_root_calls pa_root_calls(const struct pa_root *root)
{
	return root->calls;
}

static uint32_t moment_now(const struct pa_root *root)
{
	return root->next_moment ? root->next_moment - 1 : 0;
}

/* Hand a failure to the tape, if one runs; returns error unchanged. */
static int refused(struct pa_root *root, const char *path, int error)
{
	if (root->has_tape)
		root->tape.put(root->tape.self, moment_now(root), path, error, NULL, 0);
	return error;
}

/* Hand a live reply to the tape, if one runs; returns error unchanged. */
static int taped(struct pa_root *root, const char *path, int error, const struct pa_buf *out)
{
	if (error)
		return refused(root, path, error);
	if (root->has_tape)
		root->tape.put(root->tape.self, moment_now(root), path, 0, out->bytes,
			       out->used_bytes);
	return 0;
}

static int replayed(struct pa_root *root, const char *path, struct pa_buf *out)
{
	const char *bytes = NULL;
	size_t size_bytes = 0;
	int error;

	pa_buf_clear(out);
	error = root->replay.get(root->replay.self, moment_now(root), path, &bytes, &size_bytes);
	if (error)
		return error;
	pa_buf_put(out, bytes, size_bytes);
	return out->overflow ? -E2BIG : 0;
}

static int clock_of_replay(struct pa_root *root, uint8_t *kind, uint64_t *mono_ns,
			   uint64_t *real_ns)
{
	const char *bytes = NULL;
	size_t size_bytes = 0;
	struct pa_scan scan;
	uint64_t mono, real, k;

	if (root->next_moment >= root->replay.moment_count)
		return -ENODATA;
	root->next_moment++;
	if (root->replay.get(root->replay.self, moment_now(root), "clock", &bytes, &size_bytes))
		return -EBADMSG;
	pa_scan_init(&scan, bytes, size_bytes);
	if (!pa_scan_u64(&scan, &mono) || !pa_scan_u64(&scan, &real) || !pa_scan_u64(&scan, &k) ||
	    k > UINT8_MAX)
		return -EBADMSG;
	*mono_ns = mono;
	*real_ns = real;
	*kind = (uint8_t)k;
	return 0;
}

int pa_root_moment(struct pa_root *root, uint8_t *kind, uint64_t *mono_ns, uint64_t *real_ns)
{
	struct pa_buf text;

	if (root->is_replay)
		return clock_of_replay(root, kind, mono_ns, real_ns);
	root->next_moment++;
	*mono_ns = pa_clock_mono_ns();
	*real_ns = pa_clock_real_ns();
	if (root->has_tape) {
		pa_buf_init(&text, 128);
		pa_buf_printf(&text, "%llu %llu %u\n", (unsigned long long)*mono_ns,
			      (unsigned long long)*real_ns, (unsigned int)*kind);
		(void)taped(root, "clock", 0, &text);
		pa_buf_done(&text);
	}
	return 0;
}

bool pa_file_end_is_here(enum pa_file_end end, size_t bytes, size_t room)
{
	if (end == PA_FILE_ONE_RECORD)
		return bytes < room;
	return end == PA_FILE_SHORT_RECORDS && bytes <= HALF_PAGE_BYTES && bytes < room;
}

/* Everything behind fd from offset 0. proc files want few, large reads. */
static int read_all(struct pa_root *root, int fd, enum pa_file_end end, struct pa_buf *out)
{
	pa_buf_clear(out);
	for (;;) {
		size_t room = out->capacity_bytes > out->used_bytes + 1
				      ? out->capacity_bytes - out->used_bytes - 1
				      : 0;
		ssize_t n;

		if (room < FIRST_READ_BYTES / 2) {
			int error = pa_buf_reserve(out, FIRST_READ_BYTES);

			if (error)
				return error;
			continue;
		}
		root->calls.reads++;
		n = pread(fd, out->bytes + out->used_bytes, room, (off_t)out->used_bytes);
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return -errno;
		out->used_bytes += (size_t)n;
		out->bytes[out->used_bytes] = '\0';
		if (n == 0 || pa_file_end_is_here(end, (size_t)n, room))
			return 0;
	}
}

static int open_path(struct pa_root *root, const char *path, int flags)
{
	int fd = openat(root->dir_fd, path, flags | O_CLOEXEC);

	root->calls.opens++;
	return fd < 0 ? -errno : fd;
}

int pa_root_read(struct pa_root *root, struct pa_file *file, struct pa_buf *out)
{
	int error;

	if (root->is_replay)
		return replayed(root, file->path, out);
	if (file->fd < 0)
		file->fd = open_path(root, file->path, O_RDONLY);
	error = file->fd < 0 ? file->fd : read_all(root, file->fd, file->end, out);
	if (error) {
		pa_root_close(file);
		pa_buf_clear(out);
	}
	return taped(root, file->path, error, out);
}

void pa_root_close(struct pa_file *file)
{
	pa_fd_closep(&file->fd);
	file->fd = -1;
}

int pa_root_read_path(struct pa_root *root, const char *path, struct pa_buf *out)
{
	struct pa_file file = PA_FILE(path);
	int error = pa_root_read(root, &file, out);

	root->calls.closes += file.fd >= 0;
	pa_root_close(&file);
	return error;
}

int pa_root_link(struct pa_root *root, const char *path, struct pa_buf *out)
{
	int error = 0;
	ssize_t n;

	if (root->is_replay)
		return replayed(root, path, out);
	pa_buf_clear(out);
	error = pa_buf_reserve(out, FIRST_READ_BYTES);
	if (error)
		return error;
	root->calls.links++;
	n = readlinkat(root->dir_fd, path, out->bytes, FIRST_READ_BYTES);
	if (n < 0) {
		error = -errno;
	} else {
		out->used_bytes = (size_t)n;
		out->bytes[n] = '\0';
	}
	return taped(root, path, error, out);
}

int pa_root_list(struct pa_root *root, const char *path, void (*each)(void *arg, const char *name),
		 void *arg)
{
	const struct dirent *entry;
	int fd, error;
	DIR *dir;

	if (root->is_replay)
		return root->replay.list(root->replay.self, moment_now(root), path, each, arg);
	root->calls.lists++;
	fd = open_path(root, path, O_RDONLY | O_DIRECTORY);
	if (fd < 0)
		return refused(root, path, fd);
	dir = fdopendir(fd);
	if (!dir) {
		error = -errno;
		pa_fd_closep(&fd);
		return refused(root, path, error);
	}
	/* Nothing tells the end from a failure but errno, which each() may set too. */
	for (errno = 0; (entry = readdir(dir)); errno = 0)
		if (strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0)
			each(arg, entry->d_name);
	error = -errno;
	(void)closedir(dir); /* opened for reading */
	return error ? refused(root, path, error) : 0;
}

int pa_root_ask(struct pa_root *root, const char *path, int (*ask)(void *arg, struct pa_buf *out),
		void *arg, struct pa_buf *out)
{
	int error;

	if (root->is_replay)
		return replayed(root, path, out);
	root->calls.asks++;
	pa_buf_clear(out);
	error = ask(arg, out);
	if (!error && out->overflow)
		error = -E2BIG;
	return taped(root, path, error, out);
}
