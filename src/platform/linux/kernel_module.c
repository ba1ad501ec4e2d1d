/* SPDX-License-Identifier: Apache-2.0 */
#include "platform/linux/kernel_module.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/utsname.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/buf.h"
#include "base/scan.h"

enum { TEXT_MAX_BYTES = 1 << 20, READ_BYTES = 65536 };

bool pa_kernel_module_loaded(const char *text, size_t text_bytes, const char *name)
{
	struct pa_scan scan, line;
	struct pa_word word;

	pa_scan_init(&scan, text, text_bytes);
	while (pa_scan_line(&scan, &line))
		if (pa_scan_word(&line, &word) && pa_word_is(word, name))
			return true;
	return false;
}

/* "kernel/net/ipv4/tcp_diag.ko": the last part, without its ending; - and _ are the same. */
static bool is_file_of(struct pa_word path, const char *name)
{
	const char *slash = memrchr(path.at, '/', path.bytes);
	const char *at = slash ? slash + 1 : path.at, *end = path.at + path.bytes;

	for (; at < end && *name; at++, name++)
		if (*at != *name && !(*at == '-' && *name == '_'))
			return false;
	return !*name && at < end && *at == '.';
}

bool pa_kernel_module_builtin(const char *text, size_t text_bytes, const char *name)
{
	struct pa_scan scan, line;
	struct pa_word word;

	pa_scan_init(&scan, text, text_bytes);
	while (pa_scan_line(&scan, &line))
		if (pa_scan_word(&line, &word) && is_file_of(word, name))
			return true;
	return false;
}

static int read_text(const char *path, struct pa_buf *out)
{
	PA_CLEANUP(pa_fd_closep) int fd = open(path, O_RDONLY | O_CLOEXEC);
	ssize_t n = 1;

	if (fd < 0)
		return -errno;
	while (n > 0 && !pa_buf_reserve(out, READ_BYTES)) {
		n = read(fd, out->bytes + out->used_bytes, READ_BYTES);
		if (n > 0)
			out->used_bytes += (size_t)n;
	}
	return out->used_bytes ? 0 : -ENODATA;
}

bool pa_kernel_module_ready(const char *name)
{
	struct utsname uts;
	struct pa_buf text;
	char path[sizeof(uts.release) + 64];
	bool ready = false;
	int error;

	pa_buf_init(&text, TEXT_MAX_BYTES);
	error = read_text("/proc/modules", &text);
	if (error == -ENOENT)
		ready = true; /* a kernel without modules has what it has */
	else if (!error)
		ready = pa_kernel_module_loaded(text.bytes, text.used_bytes, name);
	pa_buf_clear(&text);
	if (!ready && !uname(&uts)) {
		(void)snprintf(path, sizeof(path), "/lib/modules/%s/modules.builtin", uts.release);
		ready = !read_text(path, &text) &&
			pa_kernel_module_builtin(text.bytes, text.used_bytes, name);
	}
	pa_buf_done(&text);
	return ready;
}
