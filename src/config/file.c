/* SPDX-License-Identifier: Apache-2.0 */
#include "config/file.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/buf.h"
#include "base/err.h"
#include "config/entries.h"

static int trusted(int fd, const char *path, struct pa_err *err)
{
	struct stat st;

	if (fstat(fd, &st) < 0)
		return pa_err_set(err, -errno, "ask who owns %s", path);
	if (!S_ISREG(st.st_mode))
		return pa_err_say(err, -EINVAL, "%s is no plain file", path);
	if (st.st_size > PA_CONFIG_MAX_BYTES)
		return pa_err_say(err, -E2BIG,
				  "%s: larger than the %d bytes that settings may take", path,
				  PA_CONFIG_MAX_BYTES);
	if (geteuid() != 0)
		return 0;
	if (st.st_uid != 0)
		return pa_err_say(err, -EPERM,
				  "%s belongs to user %u and not to root, who would follow it: "
				  "chown it, or run as that user",
				  path, (unsigned)st.st_uid);
	if (st.st_mode & (S_IWGRP | S_IWOTH))
		return pa_err_say(err, -EPERM,
				  "%s can be written by others than root, who would follow it: "
				  "chmod go-w it",
				  path);
	return 0;
}

static int read_text(int fd, struct pa_buf *out)
{
	for (;;) {
		ssize_t n;

		if (pa_buf_reserve(out, 4096))
			return -E2BIG;
		n = read(fd, out->bytes + out->used_bytes, 4096);
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return -errno;
		if (n == 0)
			return 0;
		out->used_bytes += (size_t)n;
	}
}

static int read_file(struct pa_config *config, const char *path, int fd, struct pa_err *err)
{
	struct pa_buf text;
	int error = trusted(fd, path, err);

	if (error)
		return error;
	pa_buf_init(&text, PA_CONFIG_MAX_BYTES + 8192);
	error = read_text(fd, &text);
	if (error)
		error = pa_err_set(err, error, "read %s", path);
	else
		error = pa_config_parse(config, path, text.bytes ? text.bytes : "", text.used_bytes,
					err);
	pa_buf_done(&text);
	return error;
}

int pa_config_read(struct pa_config *config, const char *file, struct pa_err *err)
{
	const char *path = file ? file : PA_CONFIG_FILE;
	PA_CLEANUP(pa_fd_closep) int fd = -1;

	if (!strcmp(path, "none"))
		return 0;
	fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
	if (fd < 0 && errno == ENOENT && !file)
		return 0;
	/* Others may not look into it: then it is not for them. */
	if (fd < 0 && errno == EACCES && !file)
		return 0;
	if (fd < 0)
		return pa_err_set(err, -errno, "open %s", path);
	return read_file(config, path, fd, err);
}
