/* SPDX-License-Identifier: Apache-2.0 */
#include "snapshot/files_internal.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/buf.h"

char *pa_files_trimmed(const char *path)
{
	size_t bytes = strlen(path);

	while (bytes > 1 && path[bytes - 1] == '/')
		bytes--;
	return pa_strndup(path, bytes);
}

static size_t folder_bytes(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash ? (size_t)(slash - path) + 1 : 0;
}

char *pa_files_temporary(const char *path)
{
	PA_CLEANUP(pa_freep) char *target = pa_files_trimmed(path);
	size_t folder = folder_bytes(target);
	struct pa_buf out;

	pa_buf_init(&out, strlen(target) + 16);
	pa_buf_put(&out, target, folder);
	pa_buf_putc(&out, '.');
	pa_buf_puts(&out, target + folder);
	pa_buf_puts(&out, ".XXXXXX");
	return out.bytes;
}

int pa_files_sync_parent(const char *path)
{
	PA_CLEANUP(pa_freep) char *target = pa_files_trimmed(path);
	size_t bytes = folder_bytes(target);
	PA_CLEANUP(pa_freep) char *folder = bytes ? pa_strndup(target, bytes) : pa_strdup(".");
	PA_CLEANUP(pa_fd_closep) int fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	if (fd < 0)
		return -errno;
	/* Not every file system can synchronise a folder; those that cannot need not. */
	return fsync(fd) < 0 && errno != EINVAL && errno != ENOTSUP ? -errno : 0;
}
