/* SPDX-License-Identifier: Apache-2.0 */
#include "platform/linux/mountinfo.h"

#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/buf.h"
#include "base/scan.h"
#include "platform/linux/source.h"
#include "platform/platform.h"
#include "platform/root.h"

struct pa_mountinfo {
	struct pa_file file;
	char *last; /* the bytes that were parsed */
	size_t last_bytes;
	char *texts; /* the same, cut into NUL-terminated words */
	struct pa_mountinfo_row *rows;
	size_t count, room;
	uint32_t generation;
	uint32_t read_tick; /* tick + 1 of the last refresh */
	int error;	    /* of the last refresh */
};

struct pa_mountinfo *pa_mountinfo_new(void)
{
	struct pa_mountinfo *info = pa_alloc(sizeof(*info));

	info->file = (struct pa_file)PA_FILE("proc/self/mountinfo");
	return info;
}

struct pa_mountinfo *pa_mountinfo_free(struct pa_mountinfo *info)
{
	if (!info)
		return NULL;
	pa_root_close(&info->file);
	free(info->last);
	free(info->texts);
	free(info->rows);
	free(info);
	return NULL;
}

bool pa_mountinfo_has_option(const char *options, const char *option)
{
	size_t bytes = strlen(option);

	for (const char *at = options; at; at = strchr(at, ',')) {
		if (*at == ',')
			at++;
		if (!strncmp(at, option, bytes) && (at[bytes] == ',' || !at[bytes]))
			return true;
	}
	return false;
}

static bool is_octal(char c)
{
	return c >= '0' && c <= '7';
}

void pa_mountinfo_unescape(char *text)
{
	const char *from = text;
	char *to = text;

	while (*from) {
		if (from[0] == '\\' && from[1] >= '0' && from[1] <= '3' && is_octal(from[2]) &&
		    is_octal(from[3])) {
			*to++ = (char)((from[1] - '0') << 6 | (from[2] - '0') << 3 |
				       (from[3] - '0'));
			from += 4;
		} else {
			*to++ = *from++;
		}
	}
	*to = '\0';
}

/* The next word, made NUL-terminated in place; the byte behind it must be ours to write. */
static char *take_text(struct pa_scan *line)
{
	struct pa_word word;
	char *text;

	if (!pa_scan_word(line, &word))
		return NULL;
	text = (char *)(uintptr_t)word.at;
	if (line->at < line->end)
		line->at++;
	text[word.bytes] = '\0';
	return text;
}

/* "36 35 98:0 /root /point opts [tag:x…] - type source super" */
static bool take_row(struct pa_scan *line, struct pa_mountinfo_row *row)
{
	uint64_t id, parent, major, minor;
	char *root, *point, *options, *tag, *type, *source, *super;

	if (!pa_scan_u64(line, &id) || !pa_scan_u64(line, &parent) || !pa_scan_u64(line, &major) ||
	    !pa_scan_text(line, ":") || !pa_scan_u64(line, &minor) || major > UINT32_MAX ||
	    minor > UINT32_MAX)
		return false;
	root = take_text(line);
	point = take_text(line);
	options = take_text(line);
	do
		tag = take_text(line);
	while (tag && strcmp(tag, "-") != 0);
	type = take_text(line);
	source = take_text(line);
	super = take_text(line);
	if (!root || !point || !options || !type || !source || !super)
		return false;
	pa_mountinfo_unescape(root);
	pa_mountinfo_unescape(point);
	pa_mountinfo_unescape(source);
	*row = (struct pa_mountinfo_row){
		.major = (uint32_t)major,
		.minor = (uint32_t)minor,
		.root = root,
		.point = point,
		.type = type,
		.source = source,
		.flags = options,
		.options = super,
		.read_only = pa_mountinfo_has_option(options, "ro") ||
			     pa_mountinfo_has_option(super, "ro"),
	};
	return true;
}

void pa_mountinfo_parse(struct pa_mountinfo *info, const char *text, size_t text_bytes)
{
	struct pa_mountinfo_row row;
	struct pa_scan scan, line;

	if (info->generation && text_bytes == info->last_bytes &&
	    (!text_bytes || !memcmp(text, info->last, text_bytes)))
		return;
	free(info->last);
	free(info->texts);
	info->last = pa_alloc(text_bytes + 1);
	info->texts = pa_alloc(text_bytes + 1);
	if (text_bytes) {
		memcpy(info->last, text, text_bytes);
		memcpy(info->texts, text, text_bytes);
	}
	info->last_bytes = text_bytes;
	info->generation++;
	info->count = 0;
	pa_scan_init(&scan, info->texts, text_bytes);
	while (pa_scan_line(&scan, &line) && info->count < PA_MOUNTINFO_MAX) {
		if (!take_row(&line, &row))
			continue;
		if (info->count == info->room) {
			info->room = info->room ? info->room * 2 : 64;
			info->rows = pa_grow_array(info->rows, info->room, sizeof(*info->rows));
		}
		info->rows[info->count++] = row;
	}
}

/* One byte: did anything happen to the mounts since this was asked or the file opened?
 * Source: fs/proc_namespace.c, mounts_poll(). */
static int ask_changed(void *arg, struct pa_buf *out)
{
	const struct pa_mountinfo *info = arg;
	struct pollfd fd = { .fd = info->file.fd, .events = POLLPRI };

	if (poll(&fd, 1, 0) < 0)
		return -errno;
	pa_buf_put(out, fd.revents & (POLLPRI | POLLERR) ? "1" : "0", 1);
	return 0;
}

/*
 * Printing it costs more than all else that is known of mounts, so that it is read when it
 * changed, and in slow passes: a file system that went read-only by itself tells nobody.
 * A recording without the answer is read whenever it was then.
 */
static bool is_due(struct pa_linux *sys, struct pa_mountinfo *info)
{
	if (!info->generation || info->error || sys->passes & PA_PASS_SLOW)
		return true;
	if (pa_root_ask(sys->root, "src/mountinfo/changed", ask_changed, info, sys->text))
		return true;
	return sys->text->used_bytes != 1 || *sys->text->bytes != '0';
}

int pa_mountinfo_refresh(struct pa_linux *sys)
{
	struct pa_mountinfo *info = sys->mountinfo;

	if (info->read_tick == sys->tick + 1)
		return info->error;
	info->read_tick = sys->tick + 1;
	if (!is_due(sys, info))
		return 0;
	info->error = pa_root_read(sys->root, &info->file, sys->text);
	if (!info->error)
		pa_mountinfo_parse(info, sys->text->bytes, sys->text->used_bytes);
	return info->error;
}

const struct pa_mountinfo_row *pa_mountinfo_rows(const struct pa_mountinfo *info, size_t *count)
{
	*count = info->count;
	return info->rows;
}

uint32_t pa_mountinfo_generation(const struct pa_mountinfo *info)
{
	return info->generation;
}
