/* SPDX-License-Identifier: Apache-2.0 */
#include "probe/tracefs.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/mount.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/scan.h"

/* A mount that is in no tree: closing it ends it. -errno where the kernel is older or we may
 * not mount. Source: fs/fsopen.c. */
static int detached_mount(void)
{
	PA_CLEANUP(pa_fd_closep) int context = fsopen("tracefs", FSOPEN_CLOEXEC);
	int fd;

	if (context < 0)
		return -errno;
	if (fsconfig(context, FSCONFIG_CMD_CREATE, NULL, NULL, 0))
		return -errno;
	fd = fsmount(context, FSMOUNT_CLOEXEC, 0);
	return fd < 0 ? -errno : fd;
}

static int usual_mount(void)
{
	static const char *const path[] = { "/sys/kernel/tracing", "/sys/kernel/debug/tracing" };
	int error = -ENOENT;

	for (size_t i = 0; i < sizeof(path) / sizeof(path[0]); i++) {
		int fd = open(path[i], O_PATH | O_DIRECTORY | O_CLOEXEC);

		if (fd < 0) {
			error = -errno;
			continue;
		}
		if (!faccessat(fd, "events", R_OK, 0))
			return fd;
		error = errno == ENOENT ? -ENOENT : -errno;
		pa_fd_closep(&fd);
	}
	return error;
}

void pa_tracefs_init(struct pa_tracefs *tracefs)
{
	int fd = detached_mount(), denied = fd;

	if (fd < 0)
		fd = usual_mount();
	tracefs->fd = fd < 0 ? -1 : fd;
	tracefs->error = 0;
	if (fd < 0)
		tracefs->error = denied == -EPERM ? -EPERM : fd;
}

void pa_tracefs_done(struct pa_tracefs *tracefs)
{
	pa_fd_closep(&tracefs->fd);
	tracefs->fd = -1;
}

int pa_tracefs_id(const struct pa_tracefs *tracefs, const char *tracepoint, uint64_t *id)
{
	PA_CLEANUP(pa_fd_closep) int fd = -1;
	char path[128], text[32];
	struct pa_scan scan;
	ssize_t n;

	if (tracefs->fd < 0)
		return tracefs->error;
	(void)snprintf(path, sizeof(path), "events/%s/id", tracepoint);
	fd = openat(tracefs->fd, path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return -errno;
	n = read(fd, text, sizeof(text));
	if (n < 0)
		return -errno;
	pa_scan_init(&scan, text, (size_t)n);
	return pa_scan_u64(&scan, id) ? 0 : -EBADMSG;
}
