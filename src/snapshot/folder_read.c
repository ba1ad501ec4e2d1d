/* SPDX-License-Identifier: Apache-2.0 */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/buf.h"
#include "base/err.h"
#include "snapshot/escape_internal.h"
#include "snapshot/files_internal.h"
#include "snapshot/layout_internal.h"
#include "snapshot/snapshot.h"

struct walk {
	struct pa_layout_reader *reader;
	struct pa_buf name;    /* of what is looked at, below the root */
	struct pa_buf content; /* of one file */
	unsigned int depth;
};

static int read_all(int fd, struct pa_buf *content, size_t size_bytes)
{
	int error;

	pa_buf_clear(content);
	error = pa_buf_reserve(content, size_bytes);
	if (error)
		return error;
	while (content->used_bytes < size_bytes) {
		ssize_t n = read(fd, content->bytes + content->used_bytes,
				 size_bytes - content->used_bytes);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return -errno;
		if (n == 0)
			break;
		content->used_bytes += (size_t)n;
	}
	return 0;
}

static int read_file(struct walk *walk, int fd, uint64_t size_bytes, struct pa_err *err)
{
	const char *name = walk->name.bytes;
	int error = pa_layout_reader_expect(walk->reader, name, size_bytes, err);

	if (error)
		return error;
	error = read_all(fd, &walk->content, (size_t)size_bytes);
	if (error)
		return pa_err_set(err, error, "read %.200s", name);
	return pa_layout_reader_file(walk->reader, name, walk->content.bytes,
				     walk->content.used_bytes, err);
}

static int walk_folder(struct walk *walk, int fd, struct pa_err *err);

/* What walk->name names, last below folder_fd. */
static int visit(struct walk *walk, int folder_fd, const char *last, struct pa_err *err)
{
	PA_CLEANUP(pa_fd_closep)
	int fd = openat(folder_fd, last, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
	struct stat info;

	if (fd < 0 && errno == ELOOP)
		return pa_err_say(err, -EBADMSG, "holds a link, %.200s: no snapshot does",
				  walk->name.bytes);
	if (fd < 0 || fstat(fd, &info) < 0)
		return pa_err_set(err, -errno, "open %.200s", walk->name.bytes);
	if (S_ISDIR(info.st_mode))
		return walk_folder(walk, fd, err);
	if (!S_ISREG(info.st_mode))
		return pa_err_say(err, -EBADMSG, "holds a special file, %.200s: no snapshot does",
				  walk->name.bytes);
	return read_file(walk, fd, (uint64_t)info.st_size, err);
}

static int visit_entry(struct walk *walk, int folder_fd, const char *last, struct pa_err *err)
{
	size_t before = walk->name.used_bytes;
	int error;

	if (!strcmp(last, ".") || !strcmp(last, ".."))
		return 0;
	if (!before && last[0] == '.')
		return 0; /* .git and its like beside meta.toml */
	if (before)
		pa_buf_putc(&walk->name, '/');
	pa_buf_puts(&walk->name, last);
	if (walk->name.overflow)
		return pa_err_say(err, -EBADMSG, "holds a path that is too long");
	error = visit(walk, folder_fd, last, err);
	walk->name.used_bytes = before;
	if (walk->name.bytes)
		walk->name.bytes[before] = '\0';
	return error;
}

static int walk_folder(struct walk *walk, int fd, struct pa_err *err)
{
	int own_fd = walk->depth < PA_ESCAPE_MAX_PIECES ? dup(fd) : -1, error = 0;
	const struct dirent *entry;
	DIR *dir;

	if (walk->depth >= PA_ESCAPE_MAX_PIECES)
		return pa_err_say(err, -EBADMSG, "holds more than %d folders within folders",
				  PA_ESCAPE_MAX_PIECES);
	dir = own_fd < 0 ? NULL : fdopendir(own_fd);
	if (!dir) {
		error = pa_err_set(err, -errno, "open the folder %.200s",
				   walk->name.bytes ? walk->name.bytes : ".");
		pa_fd_closep(&own_fd);
		return error;
	}
	walk->depth++;
	while (!error && (entry = readdir(dir)))
		error = visit_entry(walk, fd, entry->d_name, err);
	walk->depth--;
	(void)closedir(dir); /* opened for reading */
	return error;
}

int pa_folder_read(struct pa_layout_reader *reader, int folder_fd, struct pa_err *err)
{
	struct walk walk = { .reader = reader };
	int error;

	pa_buf_init(&walk.name, PA_ESCAPE_MAX_BYTES);
	pa_buf_init(&walk.content, PA_SNAPSHOT_ENTRY_MAX_BYTES);
	error = walk_folder(&walk, folder_fd, err);
	pa_buf_done(&walk.name);
	pa_buf_done(&walk.content);
	return error;
}
