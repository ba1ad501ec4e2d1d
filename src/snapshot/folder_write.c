/* SPDX-License-Identifier: Apache-2.0 */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <stdio.h>
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

enum { WALK_DESCRIPTORS = 32 };

/* Files of one folder follow each other: the folder written to last stays open. */
struct filling {
	int root_fd;
	int folder_fd;	      /* of folder, -1 when none is open */
	struct pa_buf folder; /* its name below the root */
	const char *path;     /* of the whole, for messages */
};

/* Open (make when it is not there) the folder of name_bytes bytes below the root. */
static int enter(struct filling *filling, const char *name, size_t name_bytes)
{
	char piece[PA_ESCAPE_PIECE_MAX_BYTES + 8];
	int fd = dup(filling->root_fd);

	while (fd >= 0 && name_bytes) {
		const char *slash = memchr(name, '/', name_bytes);
		size_t bytes = slash ? (size_t)(slash - name) : name_bytes;
		int next = -1;

		if (bytes >= sizeof(piece)) {
			errno = ENAMETOOLONG;
		} else {
			memcpy(piece, name, bytes);
			piece[bytes] = '\0';
			if (!mkdirat(fd, piece, 0755) || errno == EEXIST)
				next = openat(fd, piece,
					      O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
		}
		pa_fd_closep(&fd);
		fd = next;
		name += bytes + (slash ? 1 : 0);
		name_bytes -= bytes + (slash ? 1 : 0);
	}
	return fd < 0 ? -errno : fd;
}

static int choose_folder(struct filling *filling, const char *name, size_t name_bytes)
{
	int fd;

	if (filling->folder_fd >= 0 && filling->folder.used_bytes == name_bytes &&
	    (!name_bytes || !memcmp(filling->folder.bytes, name, name_bytes)))
		return 0;
	fd = enter(filling, name, name_bytes);
	if (fd < 0)
		return fd;
	pa_fd_closep(&filling->folder_fd);
	filling->folder_fd = fd;
	pa_buf_clear(&filling->folder);
	pa_buf_put(&filling->folder, name, name_bytes);
	return 0;
}

static int write_all(int fd, const char *bytes, size_t size_bytes)
{
	while (size_bytes) {
		ssize_t n = write(fd, bytes, size_bytes);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return -errno;
		bytes += n;
		size_bytes -= (size_t)n;
	}
	return fsync(fd) < 0 ? -errno : 0;
}

static int fill_file(void *self, const char *name, const char *bytes, size_t size_bytes,
		     struct pa_err *err)
{
	struct filling *filling = self;
	const char *slash = strrchr(name, '/');
	int error = choose_folder(filling, name, slash ? (size_t)(slash - name) : 0);
	PA_CLEANUP(pa_fd_closep) int fd = -1;

	if (!error) {
		fd = openat(filling->folder_fd, slash ? slash + 1 : name,
			    O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0644);
		error = fd < 0 ? -errno : write_all(fd, bytes, size_bytes);
	}
	return error ? pa_err_set(err, error, "write %s/%.200s", filling->path, name) : 0;
}

static int fill(struct pa_snapshot *snapshot, const char *path, const char *temporary,
		struct pa_err *err)
{
	struct filling filling = { .root_fd = -1, .folder_fd = -1, .path = path };
	const struct pa_layout_sink sink = { .self = &filling, .file = fill_file };
	int error;

	filling.root_fd = open(temporary, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	if (filling.root_fd < 0)
		return pa_err_set(err, -errno, "open the folder beside %s", path);
	pa_buf_init(&filling.folder, PA_ESCAPE_MAX_BYTES);
	error = pa_layout_write(snapshot, &sink, err);
	if (!error && fsync(filling.root_fd) < 0)
		error = pa_err_set(err, -errno, "write %s", path);
	pa_buf_done(&filling.folder);
	pa_fd_closep(&filling.folder_fd);
	pa_fd_closep(&filling.root_fd);
	return error;
}

static int remove_one(const char *path, const struct stat *info, int type, struct FTW *where)
{
	(void)info;
	(void)where;
	return type == FTW_DP ? rmdir(path) : unlink(path);
}

int pa_folder_write(struct pa_snapshot *snapshot, const char *path, struct pa_err *err)
{
	PA_CLEANUP(pa_freep) char *target = pa_files_trimmed(path);
	PA_CLEANUP(pa_freep) char *temporary = pa_files_temporary(path);
	int error;

	if (!mkdtemp(temporary))
		return pa_err_set(err, -errno, "make a folder beside %s", path);
	error = fill(snapshot, target, temporary, err);
	/* An empty folder gives way to a rename, one with content does not. */
	if (!error && rename(temporary, target) < 0)
		error = pa_err_set(err, -errno, "rename the finished folder to %s", target);
	if (error) {
		(void)nftw(temporary, remove_one, WALK_DESCRIPTORS,
			   FTW_DEPTH | FTW_PHYS); /* the first failure is the one to tell */
		return error;
	}
	error = pa_files_sync_parent(target);
	return error ? pa_err_set(err, error, "write the folder of %s to disk", target) : 0;
}
