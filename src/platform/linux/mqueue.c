/* SPDX-License-Identifier: Apache-2.0 */
#include "platform/linux/mqueue.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/mount.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/buf.h"
#include "base/scan.h"
#include "catalog/values.h"
#include "model/moment.h"
#include "platform/platform.h"
#include "platform/root.h"

enum { LINE_BYTES = 128 };

void pa_mqueues_parse(const char *text, size_t text_bytes, struct pa_mqueues *out)
{
	struct pa_mqueues got = { 0 };
	struct pa_scan scan, line;
	uint64_t bytes;

	pa_scan_init(&scan, text, text_bytes);
	while (pa_scan_line(&scan, &line)) {
		if (!pa_scan_text(&line, "QSIZE:") || !pa_scan_u64(&line, &bytes))
			continue;
		got.count++;
		got.fullest_bytes = bytes > got.fullest_bytes ? bytes : got.fullest_bytes;
	}
	*out = got;
}

/* A mount that is in no tree: closing it ends it. -errno where the kernel is older than 5.2
 * or we may not mount. */
static int detached_mount(void)
{
	PA_CLEANUP(pa_fd_closep) int context = fsopen("mqueue", FSOPEN_CLOEXEC);
	int fd;

	if (context < 0)
		return -errno;
	if (fsconfig(context, FSCONFIG_CMD_CREATE, NULL, NULL, 0))
		return -errno;
	fd = fsmount(context, FSMOUNT_CLOEXEC, 0);
	return fd < 0 ? -errno : fd;
}

/* The root folder of the file system; ENODEV when the kernel is built without. */
static int open_root(void)
{
	int mount = detached_mount(), root;

	if (mount < 0) {
		root = open("/dev/mqueue", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
		return root < 0 ? mount : root;
	}
	root = openat(mount, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	pa_fd_closep(&mount);
	return root < 0 ? -errno : root;
}

/* Reading its file takes nothing out of a queue. */
static void tell_queue(int root, const char *name, struct pa_buf *out)
{
	PA_CLEANUP(pa_fd_closep) int fd = openat(root, name, O_RDONLY | O_NONBLOCK | O_CLOEXEC);
	char line[LINE_BYTES];
	ssize_t n = fd < 0 ? -1 : read(fd, line, sizeof(line) - 1);

	if (n <= 0)
		return;
	pa_buf_put(out, line, (size_t)n);
	if (line[n - 1] != '\n')
		pa_buf_putc(out, '\n');
}

static int ask_queues(void *arg, struct pa_buf *out)
{
	int root = open_root(), told = 0;
	struct dirent *entry;
	DIR *dir;

	(void)arg;
	if (root < 0)
		return root;
	dir = fdopendir(root);
	if (!dir) {
		pa_fd_closep(&root);
		return -ENOMEM;
	}
	while (told < PA_MQUEUES_MAX && (entry = readdir(dir))) {
		if (entry->d_name[0] == '.')
			continue; /* a queue so named is left out too */
		tell_queue(dirfd(dir), entry->d_name, out);
		told++;
	}
	(void)closedir(dir); /* opened for reading */
	return 0;
}

static int read_source(void *self, struct pa_linux *sys, struct pa_moment *moment)
{
	struct pa_mqueues got;
	int error = pa_root_ask(sys->root, "src/mqueue", ask_queues, NULL, sys->text);

	(void)self;
	if (error)
		return pa_source_fail(moment, pa_source_mqueue.name, error);
	pa_mqueues_parse(sys->text->bytes, sys->text->used_bytes, &got);
	pa_moment_put(moment, PA_V_IPC_MQUEUE_QUEUES_COUNT, 0, got.count);
	pa_moment_put(moment, PA_V_IPC_MQUEUE_FULLEST_BYTES, 0, got.fullest_bytes);
	return 0;
}

const struct pa_source pa_source_mqueue = {
	.name = "mqueue",
	.pass = PA_PASS_RARE,
	.read = read_source,
};
