/* SPDX-License-Identifier: Apache-2.0 */
#include "base/scan.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { NUMBER_MAX_BYTES = 128 }; /* more digits than any number needs */

void pa_scan_init(struct pa_scan *scan, const char *text, size_t text_bytes)
{
	scan->at = text;
	scan->end = text + text_bytes;
}

bool pa_scan_line(struct pa_scan *scan, struct pa_scan *line)
{
	const char *newline;

	if (scan->at >= scan->end)
		return false;
	newline = memchr(scan->at, '\n', (size_t)(scan->end - scan->at));
	line->at = scan->at;
	line->end = newline ? newline : scan->end;
	scan->at = newline ? newline + 1 : scan->end;
	return true;
}

static void skip_blanks(struct pa_scan *scan)
{
	while (scan->at < scan->end && (*scan->at == ' ' || *scan->at == '\t'))
		scan->at++;
}

bool pa_scan_word(struct pa_scan *scan, struct pa_word *word)
{
	skip_blanks(scan);
	word->at = scan->at;
	while (scan->at < scan->end && *scan->at != ' ' && *scan->at != '\t' && *scan->at != '\n')
		scan->at++;
	word->bytes = (size_t)(scan->at - word->at);
	return word->bytes > 0;
}

bool pa_scan_u64(struct pa_scan *scan, uint64_t *out)
{
	const char *first;
	uint64_t v = 0;

	skip_blanks(scan);
	first = scan->at;
	for (; scan->at < scan->end && *scan->at >= '0' && *scan->at <= '9'; scan->at++) {
		unsigned int digit = (unsigned int)(*scan->at - '0');

		if (v > (UINT64_MAX - digit) / 10) {
			scan->at = first;
			return false;
		}
		v = v * 10 + digit;
	}
	if (scan->at == first)
		return false;
	*out = v;
	return true;
}

bool pa_scan_i64(struct pa_scan *scan, int64_t *out)
{
	const char *first;
	bool minus = false;
	uint64_t v;

	skip_blanks(scan);
	first = scan->at;
	if (scan->at < scan->end && *scan->at == '-') {
		minus = true;
		scan->at++;
	}
	if (scan->at >= scan->end || *scan->at < '0' || *scan->at > '9' || !pa_scan_u64(scan, &v) ||
	    v > (uint64_t)INT64_MAX) {
		scan->at = first;
		return false;
	}
	*out = minus ? -(int64_t)v : (int64_t)v;
	return true;
}

static bool is_digit(const struct pa_scan *scan, const char *at)
{
	return at < scan->end && *at >= '0' && *at <= '9';
}

bool pa_scan_double(struct pa_scan *scan, double *out)
{
	char text[NUMBER_MAX_BYTES];
	const char *first, *at;
	size_t bytes;
	double v;

	skip_blanks(scan);
	first = at = scan->at;
	at += at < scan->end && (*at == '-' || *at == '+');
	if (!is_digit(scan, at) && !(at < scan->end && *at == '.' && is_digit(scan, at + 1)))
		return false;
	while (is_digit(scan, at))
		at++;
	if (at < scan->end && *at == '.')
		for (at++; is_digit(scan, at);)
			at++;
	if (at + 1 < scan->end && (*at == 'e' || *at == 'E')) {
		const char *exponent = at + 1 + (at[1] == '-' || at[1] == '+');

		if (is_digit(scan, exponent))
			for (at = exponent; is_digit(scan, at);)
				at++;
	}
	bytes = (size_t)(at - first);
	if (bytes >= sizeof(text))
		return false;
	memcpy(text, first, bytes);
	text[bytes] = '\0';
	v = strtod(text, NULL); /* LC_NUMERIC is never set: the point is a point */
	if (!isfinite(v))
		return false;
	scan->at = at;
	*out = v;
	return true;
}

static int hex_digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	if (c >= 'A' && c <= 'F')
		return c - 'A' + 10;
	return -1;
}

bool pa_scan_hex(struct pa_scan *scan, uint64_t *out)
{
	const char *first, *digits;
	uint64_t v = 0;

	skip_blanks(scan);
	first = scan->at;
	if (scan->end - scan->at > 2 && scan->at[0] == '0' && scan->at[1] == 'x')
		scan->at += 2;
	digits = scan->at;
	while (scan->at < scan->end && hex_digit(*scan->at) >= 0) {
		if (v >> 60) {
			scan->at = first;
			return false;
		}
		v = v << 4 | (uint64_t)hex_digit(*scan->at++);
	}
	if (scan->at == digits) {
		scan->at = first;
		return false;
	}
	*out = v;
	return true;
}

bool pa_scan_text(struct pa_scan *scan, const char *text)
{
	size_t bytes = strlen(text);

	skip_blanks(scan);
	if ((size_t)(scan->end - scan->at) < bytes || memcmp(scan->at, text, bytes) != 0)
		return false;
	scan->at += bytes;
	return true;
}

bool pa_word_is(struct pa_word word, const char *text)
{
	return word.bytes == strlen(text) && !memcmp(word.at, text, word.bytes);
}

bool pa_word_starts(struct pa_word word, const char *text)
{
	size_t bytes = strlen(text);

	return word.bytes >= bytes && !memcmp(word.at, text, bytes);
}

bool pa_word_u64(struct pa_word word, uint64_t *out)
{
	struct pa_scan scan = { word.at, word.at + word.bytes };
	uint64_t v;

	if (!word.bytes || *word.at == ' ' || *word.at == '\t' || !pa_scan_u64(&scan, &v) ||
	    scan.at != scan.end)
		return false;
	*out = v;
	return true;
}
