/* SPDX-License-Identifier: Apache-2.0 */
#include "user/text.h"

#include <errno.h>
#include <stdbool.h>
#include <string.h>

#include "base/scan.h"

static bool is_blank(char c)
{
	return c == ' ' || c == '\t';
}

static int first_number(struct pa_scan scan, double *out)
{
	struct pa_scan line;
	struct pa_word word;

	while (pa_scan_line(&scan, &line))
		while (pa_scan_word(&line, &word)) {
			struct pa_scan at = { word.at, word.at + word.bytes };

			if (pa_scan_double(&at, out) && (at.at == at.end || *at.at == '\r'))
				return 0;
		}
	return -ENOENT;
}

static bool stands_between(char c)
{
	return is_blank(c) || c == '"' || c == '\'' || c == ':' || c == '=' || c == ',' || c == '{';
}

static int behind_key(struct pa_scan scan, const char *key, double *out)
{
	size_t bytes = strlen(key);
	struct pa_scan line;

	while (pa_scan_line(&scan, &line)) {
		while (line.at < line.end && stands_between(*line.at))
			line.at++;
		if ((size_t)(line.end - line.at) < bytes || memcmp(line.at, key, bytes) != 0)
			continue;
		line.at += bytes;
		/* "queued" is not "queue". */
		if (line.at < line.end && !stands_between(*line.at))
			continue;
		while (line.at < line.end && stands_between(*line.at))
			line.at++;
		return pa_scan_double(&line, out) ? 0 : -EBADMSG;
	}
	return -ENOENT;
}

/* Does pattern (bytes of it) stand at *at? Moves *at behind it. */
static bool take_pattern(const char **at, const char *end, const char *pattern, size_t bytes)
{
	const char *p = pattern, *t = *at;

	while (p < pattern + bytes) {
		if (is_blank(*p)) {
			if (t >= end || !is_blank(*t))
				return false;
			while (p < pattern + bytes && is_blank(*p))
				p++;
			while (t < end && is_blank(*t))
				t++;
		} else if (t >= end || *t++ != *p++) {
			return false;
		}
	}
	*at = t;
	return true;
}

static bool digit_before(const char *first, const char *at)
{
	return at > first && at[-1] >= '0' && at[-1] <= '9';
}

static int at_pattern(struct pa_scan scan, const char *where, double *out)
{
	size_t before = strcspn(where, "#");
	const char *behind = where + before + 1;
	struct pa_scan line;

	while (pa_scan_line(&scan, &line))
		for (const char *from = line.at; from < line.end; from++) {
			struct pa_scan number = { from, line.end };

			/* A pattern that begins with the number must not begin inside one. */
			if (!before && digit_before(line.at, from))
				continue;
			if (!take_pattern(&number.at, line.end, where, before) ||
			    (number.at < line.end && is_blank(*number.at)) ||
			    !pa_scan_double(&number, out))
				continue;
			if (take_pattern(&number.at, line.end, behind, strlen(behind)))
				return 0;
		}
	return -ENOENT;
}

int pa_user_text_figure(const char *text, size_t text_bytes, const char *where, double *out)
{
	struct pa_scan scan;
	double found = 0;
	int error;

	pa_scan_init(&scan, text, text_bytes);
	error = !*where		     ? first_number(scan, &found)
		: strchr(where, '#') ? at_pattern(scan, where, &found)
				     : behind_key(scan, where, &found);
	if (!error)
		*out = found;
	return error;
}
