/* SPDX-License-Identifier: Apache-2.0 */
/* What to do with the content of a reply of each kind. */
#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "base/names.h"
#include "base/scan.h"
#include "snapshot/redact_internal.h"

enum { PATH_BYTES = 4096 };

static bool begins(const char *text, size_t bytes, const char *with)
{
	return bytes >= strlen(with) && !memcmp(text, with, strlen(with));
}

/* How much of path is a mount point (0: none but "/"). */
static size_t mount_bytes(const struct pa_redact *redact, const char *path, size_t bytes)
{
	if (bytes > PATH_BYTES)
		return 0;
	while (bytes > 1) {
		if (pa_names_find(redact->place, path, bytes) != UINT32_MAX)
			return bytes;
		while (bytes && path[--bytes] != '/')
			continue;
	}
	return 0;
}

static void put_file(struct pa_redact *redact, const char *path, size_t bytes, struct pa_buf *out)
{
	size_t mount = mount_bytes(redact, path, bytes);

	pa_redact_text(redact, path, mount, PA_REDACT_PATH, out);
	if (mount < bytes)
		pa_redact_file_name(redact, path, bytes, out);
}

/* Is it the kernel's and no file of people: below one of its own file systems, no shared memory. */
static bool is_kernels(const char *path, size_t bytes)
{
	static const char *const own[] = { "proc/", "sys/", "dev/" };
	static const char *const shared[] = { "dev/shm/", "dev/hugepages/", "dev/mqueue/" };
	bool is_own = false;

	for (unsigned int i = 0; i < sizeof(own) / sizeof(own[0]); i++)
		is_own = is_own || begins(path + 1, bytes - 1, own[i]);
	for (unsigned int i = 0; i < sizeof(shared) / sizeof(shared[0]); i++)
		is_own = is_own && !begins(path + 1, bytes - 1, shared[i]);
	return is_own;
}

void pa_redact_file(struct pa_redact *redact, const char *path, size_t path_bytes,
		    struct pa_buf *out)
{
	static const char deleted[] = " (deleted)";
	size_t gone = sizeof(deleted) - 1;

	if (path_bytes <= gone || memcmp(path + path_bytes - gone, deleted, gone) != 0)
		gone = 0;
	path_bytes -= gone;
	if (path_bytes < 2 || path[0] != '/' || is_kernels(path, path_bytes))
		pa_redact_text(redact, path, path_bytes, PA_REDACT_PATH, out);
	else
		put_file(redact, path, path_bytes, out);
	pa_buf_put(out, deleted, gone);
}

/* "Linux version 6.1.0 (who@where) (compiler) #1 SMP …": without who built it, where. */
static void put_version(const char *text, size_t bytes, struct pa_buf *out)
{
	const char *open = memchr(text, '(', bytes), *hash = memchr(text, '#', bytes);

	if (!open || !hash || hash < open) {
		pa_buf_puts(out, "Linux version redacted\n");
		return;
	}
	pa_buf_put(out, text, (size_t)(open - text));
	pa_buf_puts(out, "(redacted) ");
	pa_buf_put(out, hash, bytes - (size_t)(hash - text));
}

static bool is_setting(const char *value, size_t bytes)
{
	static const char *const words[] = { "on",	"off",	   "auto",  "never",	   "always",
					     "full",	"madvise", "nosmt", "performance", "force",
					     "noforce", "poll",	   "strict" };

	for (unsigned int i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (strlen(words[i]) == bytes && !memcmp(words[i], value, bytes))
			return true;
	for (size_t i = 0; i < bytes; i++)
		if (!(value[i] >= '0' && value[i] <= '9') && value[i] != ',' && value[i] != '-')
			return false;
	return bytes > 0;
}

/* Kernel parameters keep their names; values only when they are figures or plain settings. */
static void put_boot(struct pa_redact *redact, const char *text, size_t bytes, struct pa_buf *out)
{
	struct pa_scan scan;
	struct pa_word word;

	pa_scan_init(&scan, text, bytes);
	for (bool first = true; pa_scan_word(&scan, &word); first = false) {
		const char *equals = memchr(word.at, '=', word.bytes);
		size_t name = equals ? (size_t)(equals - word.at) + 1 : word.bytes;

		if (!first)
			pa_buf_putc(out, ' ');
		pa_redact_text(redact, word.at, name, 0, out);
		if (equals && is_setting(word.at + name, word.bytes - name))
			pa_buf_put(out, word.at + name, word.bytes - name);
		else if (equals)
			pa_buf_puts(out, "redacted");
	}
	pa_buf_putc(out, '\n');
}

/* /proc/PID/stat: "7 (name) S 1 …"; /proc/PID/status: "Name:\tname". */
static void put_stat(struct pa_redact *redact, const char *text, size_t bytes, struct pa_buf *out)
{
	const char *from = memchr(text, '(', bytes), *to;
	size_t head, name;

	if (begins(text, bytes, "Name:\t")) {
		from = text + 5;
		to = memchr(text, '\n', bytes);
	} else {
		to = from ? memrchr(text, ')', bytes) : NULL;
	}
	if (!from || !to || to <= from) {
		pa_redact_text(redact, text, bytes, 0, out);
		return;
	}
	head = (size_t)(from + 1 - text);
	name = (size_t)(to - from - 1);
	pa_buf_put(out, text, head);
	pa_redact_text(redact, from + 1, name, 0, out);
	pa_buf_put(out, to, bytes - head - name);
}

/* Only the base name of what was started. */
static void put_arguments(struct pa_redact *redact, const char *text, size_t bytes,
			  struct pa_buf *out)
{
	size_t end = 0, from = 0;

	for (; end < bytes && text[end] && text[end] != ' '; end++)
		if (text[end] == '/')
			from = end + 1;
	pa_redact_text(redact, text + from, end - from, 0, out);
	if (bytes)
		pa_buf_put(out, "", 1);
}

/* Lines that end in a path: it begins at the first '/' (or '@') behind a blank or a '='. */
static void put_line_paths(struct pa_redact *redact, const char *text, size_t bytes,
			   const char *first, bool to_blank, struct pa_buf *out)
{
	struct pa_scan scan, line;

	pa_scan_init(&scan, text, bytes);
	while (pa_scan_line(&scan, &line)) {
		const char *at = line.at, *end = line.end;

		while (at < line.end &&
		       !(strchr(first, *at) && *at && at > line.at && strchr(" =", at[-1])))
			at++;
		pa_buf_put(out, line.at, (size_t)(at - line.at));
		if (to_blank) {
			const char *blank = memchr(at, ' ', (size_t)(line.end - at));

			end = blank ? blank : line.end;
		}
		if (at < end && *at == '@')
			pa_buf_putc(out, *at++);
		if (at < end && *at != '/')
			pa_redact_file_name(redact, at, (size_t)(end - at), out);
		else
			pa_redact_file(redact, at, (size_t)(end - at), out);
		pa_buf_put(out, end, (size_t)(line.end - end));
		if (line.end < scan.end)
			pa_buf_putc(out, '\n');
	}
}

static void put_maps(struct pa_redact *redact, const char *text, size_t bytes, struct pa_buf *out)
{
	/* numa_maps has words behind the path */
	put_line_paths(redact, text, bytes, "/", memmem(text, bytes, " file=/", 7) != NULL, out);
}

static bool is_hex(char c)
{
	return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'F') || (c >= 'a' && c <= 'f');
}

static size_t hex_run(const char *at, const char *end)
{
	size_t n = 0;

	while (at + n < end && is_hex(at[n]))
		n++;
	return n;
}

static unsigned int hex_value(char c)
{
	return c <= '9' ? (unsigned int)(c - '0') : ((unsigned int)c | 0x20) - 'a' + 10;
}

/* The kernel prints addresses as words of 32 bits in the machine's own byte order. */
static void put_hex_address(struct pa_redact *redact, const char *digits, size_t count,
			    struct pa_buf *out)
{
	uint32_t words[4] = { 0 };
	uint8_t address[16];

	for (size_t i = 0; i < count; i++)
		words[i / 8] = words[i / 8] << 4 | hex_value(digits[i]);
	memcpy(address, words, sizeof(address));
	if (count == 8)
		pa_redact_address4(redact, address);
	else
		pa_redact_address6(redact, address);
	memcpy(words, address, sizeof(words));
	for (size_t i = 0; i < count / 8; i++)
		pa_buf_printf(out, "%08X", (unsigned int)words[i]);
}

/* "0100007F:1F90": an address and a port. Queues and timers have other widths. */
static void put_sockets(struct pa_redact *redact, const char *text, size_t bytes,
			struct pa_buf *out)
{
	const char *end = text + bytes;

	while (text < end) {
		size_t digits = hex_run(text, end);
		const char *behind = text + digits;

		if ((digits == 8 || digits == 32) && behind < end && *behind == ':' &&
		    hex_run(behind + 1, end) == 4)
			put_hex_address(redact, text, digits, out);
		else
			pa_buf_put(out, text, digits);
		text = behind;
		if (text < end)
			pa_buf_putc(out, *text++);
	}
}

/* One record of the log: what user space wrote goes, what the kernel wrote is scanned. */
static void put_record(struct pa_redact *redact, const char *text, size_t bytes, struct pa_buf *out)
{
	const char *semicolon = memchr(text, ';', bytes);
	struct pa_scan scan;
	uint64_t priority = 0;
	size_t head = semicolon ? (size_t)(semicolon - text) + 1 : 0;

	pa_scan_init(&scan, text, bytes);
	if (!pa_scan_u64(&scan, &priority))
		head = 0;
	pa_buf_put(out, text, head);
	text += head;
	bytes -= head;
	if (head && priority >> 3)
		pa_buf_puts(out, "redacted");
	else if (begins(text, bytes, "Command line:") ||
		 begins(text, bytes, "Kernel command line:"))
		pa_buf_puts(out, "Command line: redacted");
	else if (begins(text, bytes, "Linux version "))
		put_version(text, bytes, out);
	else
		pa_redact_text(redact, text, bytes, PA_REDACT_LOG, out);
}

static void put_kmsg(struct pa_redact *redact, const char *text, size_t bytes, struct pa_buf *out)
{
	struct pa_scan scan, line;

	pa_scan_init(&scan, text, bytes);
	while (pa_scan_line(&scan, &line)) {
		put_record(redact, line.at, (size_t)(line.end - line.at), out);
		if (line.end < scan.end)
			pa_buf_putc(out, '\n');
	}
}

static void put_hostname(struct pa_redact *redact, const char *text, size_t bytes,
			 struct pa_buf *out)
{
	const char *newline = bytes ? memchr(text, '\n', bytes) : NULL;
	size_t name = newline ? (size_t)(newline - text) : bytes;

	if (name && text[0] != '(') /* "(none)" */
		pa_redact_host(redact, text, name, out);
	else
		pa_buf_put(out, text, name);
	pa_buf_put(out, text + name, bytes - name);
}

/* A copy that a rewriter of binary messages changes in place. */
static void put_binary(struct pa_redact *redact, const char *bytes, size_t size_bytes,
		       void (*rewrite)(struct pa_redact *redact, char *bytes, size_t size_bytes),
		       struct pa_buf *out)
{
	size_t from = out->used_bytes;

	pa_buf_put(out, bytes, size_bytes);
	if (!out->overflow && size_bytes)
		rewrite(redact, out->bytes + from, size_bytes);
}

bool pa_redact_content(struct pa_redact *redact, enum pa_redact_kind kind, const char *bytes,
		       size_t size_bytes, struct pa_buf *out)
{
	switch (kind) {
	case PA_REDACT_FREE:
		if (size_bytes && memchr(bytes, 0, size_bytes))
			return false;
		pa_redact_text(redact, bytes, size_bytes, 0, out);
		break;
	case PA_REDACT_KEEP:
		pa_buf_put(out, bytes, size_bytes);
		break;
	case PA_REDACT_EMPTY:
		break;
	case PA_REDACT_SECRET:
		pa_buf_puts(out, size_bytes ? "redacted\n" : "");
		break;
	case PA_REDACT_HOSTNAME:
		put_hostname(redact, bytes, size_bytes, out);
		break;
	case PA_REDACT_VERSION:
		put_version(bytes, size_bytes, out);
		break;
	case PA_REDACT_BOOT:
		put_boot(redact, bytes, size_bytes, out);
		break;
	case PA_REDACT_COMM:
		pa_redact_text(redact, bytes, size_bytes, 0, out);
		break;
	case PA_REDACT_STAT:
		put_stat(redact, bytes, size_bytes, out);
		break;
	case PA_REDACT_ARGUMENTS:
		put_arguments(redact, bytes, size_bytes, out);
		break;
	case PA_REDACT_LINK:
		pa_redact_file(redact, bytes, size_bytes, out);
		break;
	case PA_REDACT_MAPS:
		put_maps(redact, bytes, size_bytes, out);
		break;
	case PA_REDACT_UNIX:
		put_line_paths(redact, bytes, size_bytes, "/@", false, out);
		break;
	case PA_REDACT_SOCKETS:
		put_sockets(redact, bytes, size_bytes, out);
		break;
	case PA_REDACT_KMSG:
		put_kmsg(redact, bytes, size_bytes, out);
		break;
	case PA_REDACT_DIAG:
		put_binary(redact, bytes, size_bytes, pa_redact_diag, out);
		break;
	case PA_REDACT_LINKS:
		put_binary(redact, bytes, size_bytes, pa_redact_links, out);
		break;
	case PA_REDACT_DECLARED:
		pa_redact_declared(redact, bytes, size_bytes, out);
		break;
	case PA_REDACT_TASKSTATS:
		put_binary(redact, bytes, size_bytes, pa_redact_taskstats, out);
		break;
	}
	return true;
}
