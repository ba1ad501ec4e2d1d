/* SPDX-License-Identifier: Apache-2.0 */
#include "user/fetch.h"

#include <errno.h>
#include <fcntl.h>
#include <math.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/buf.h"
#include "base/scan.h"
#include "model/moment.h"
#include "user/command.h"
#include "user/openmetrics.h"
#include "user/page.h"
#include "user/text.h"

/* Most that a source may say: a page of a large exporter is below it. */
enum { TEXT_MAX_BYTES = 64 << 10, PAGE_MAX_BYTES = 8 << 20, PIECE_BYTES = 4096 };

/* A plain file, so that no reading of it can hang on somebody who never writes. */
static int read_file(const char *path, struct pa_buf *out)
{
	PA_CLEANUP(pa_fd_closep)
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
	struct stat st;

	if (fd < 0 || fstat(fd, &st) < 0)
		return -errno;
	if (!S_ISREG(st.st_mode))
		return -EINVAL;
	for (;;) {
		char piece[PIECE_BYTES];
		ssize_t n = read(fd, piece, sizeof(piece));

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return -errno;
		if (n == 0)
			return 0;
		pa_buf_put(out, piece, (size_t)n);
		if (out->overflow)
			return -E2BIG;
	}
}

static int ask(const struct pa_user_resource *r, struct pa_buf *text)
{
	switch ((enum pa_user_kind)r->kind) {
	case PA_USER_FILE:
		return read_file(r->source, text);
	case PA_USER_COMMAND:
		return pa_user_command(r->source, r->run_as, r->timeout_ns, text);
	default:
		return pa_user_page(r->source, r->timeout_ns, text);
	}
}

static void put_figure(const struct pa_user_resource *r, enum pa_user_part part,
		       const struct pa_buf *text, struct pa_buf *out)
{
	const char *bytes = text->bytes ? text->bytes : "", *where = r->part[part].where;
	double value = 0;
	int error = r->kind == PA_USER_OPENMETRICS
			    ? pa_openmetrics_sum(bytes, text->used_bytes, where, &value)
			    : pa_user_text_figure(bytes, text->used_bytes, where, &value);

	if (error)
		pa_buf_printf(out, "%s %s\n", pa_user_part_text(part),
			      pa_state_text(pa_state_of_errno(error)));
	else
		pa_buf_printf(out, "%s %.17g\n", pa_user_part_text(part), value);
}

int pa_user_fetch(const struct pa_user_resource *r, struct pa_buf *out)
{
	struct pa_buf text;
	int error;

	pa_buf_init(&text, r->kind == PA_USER_OPENMETRICS ? PAGE_MAX_BYTES : TEXT_MAX_BYTES);
	error = ask(r, &text);
	for (enum pa_user_part part = 0; !error && part < PA_USER_PART_COUNT; part++)
		if (r->part[part].given && r->part[part].where)
			put_figure(r, part, &text, out);
	pa_buf_done(&text);
	return error;
}

static enum pa_state state_of(struct pa_word word)
{
	for (enum pa_state state = PA_ABSENT; state <= PA_BROKEN; state++)
		if (pa_word_is(word, pa_state_text(state)))
			return state;
	return PA_BROKEN;
}

void pa_user_reply_parse(const char *text, size_t text_bytes, uint16_t resource,
			 struct pa_moment *moment)
{
	struct pa_scan scan, line;
	struct pa_word word;

	pa_scan_init(&scan, text, text_bytes);
	while (pa_scan_line(&scan, &line)) {
		enum pa_user_part part = 0;
		double value = 0;

		if (!pa_scan_word(&line, &word))
			continue;
		while (part < PA_USER_PART_COUNT && !pa_word_is(word, pa_user_part_text(part)))
			part++;
		if (part == PA_USER_PART_COUNT)
			continue;
		if (pa_scan_double(&line, &value))
			pa_moment_user(moment, resource, part, PA_OK, value);
		else
			pa_moment_user(moment, resource, part,
				       pa_scan_word(&line, &word) ? state_of(word) : PA_BROKEN, 0);
	}
}
