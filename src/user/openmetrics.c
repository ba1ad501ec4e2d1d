/* SPDX-License-Identifier: Apache-2.0 */
#include "user/openmetrics.h"

#include <errno.h>
#include <stdbool.h>
#include <string.h>

#include "base/scan.h"

enum { LABELS_MAX = 32 };

struct label {
	struct pa_word name, value; /* the value as it is escaped, without its quotes */
};

/* 'name{label="value",…}', of a selector or at the start of a line. */
struct series {
	struct pa_word name;
	struct label labels[LABELS_MAX];
	size_t count;
};

static bool is_name(char c, bool first)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c == ':' ||
	       (!first && c >= '0' && c <= '9');
}

static bool take_name(struct pa_scan *scan, struct pa_word *out)
{
	out->at = scan->at;
	while (scan->at < scan->end && is_name(*scan->at, scan->at == out->at))
		scan->at++;
	out->bytes = (size_t)(scan->at - out->at);
	return out->bytes > 0;
}

/* A text in quotes; a backslash keeps the next character from ending it. */
static bool take_quoted(struct pa_scan *scan, struct pa_word *out)
{
	if (!pa_scan_text(scan, "\""))
		return false;
	out->at = scan->at;
	while (scan->at < scan->end && *scan->at != '"')
		scan->at += *scan->at == '\\' && scan->at + 1 < scan->end ? 2 : 1;
	if (scan->at >= scan->end)
		return false;
	out->bytes = (size_t)(scan->at++ - out->at);
	return true;
}

static bool take_label(struct pa_scan *scan, struct label *out)
{
	(void)pa_scan_text(scan, ""); /* skip blanks */
	return take_name(scan, &out->name) && pa_scan_text(scan, "=") &&
	       take_quoted(scan, &out->value);
}

static bool take_labels(struct pa_scan *scan, struct series *out)
{
	out->count = 0;
	if (!pa_scan_text(scan, "{"))
		return true;
	while (!pa_scan_text(scan, "}")) {
		if (out->count == LABELS_MAX || !take_label(scan, &out->labels[out->count++]))
			return false;
		/* A comma behind the last one is allowed. */
		if (!pa_scan_text(scan, ",") && (scan->at >= scan->end || *scan->at != '}'))
			return false;
	}
	return true;
}

static bool same(struct pa_word a, struct pa_word b)
{
	return a.bytes == b.bytes && !memcmp(a.at, b.at, a.bytes);
}

static bool fits(const struct series *wanted, const struct series *have)
{
	for (size_t i = 0; i < wanted->count; i++) {
		size_t k = 0;

		while (k < have->count && !same(wanted->labels[i].name, have->labels[k].name))
			k++;
		if (k == have->count || !same(wanted->labels[i].value, have->labels[k].value))
			return false;
	}
	return true;
}

/* "NaN", "+Inf", "-Inf": the number is known not to be one. */
static bool is_no_number(struct pa_scan scan)
{
	struct pa_word word;

	if (!pa_scan_word(&scan, &word))
		return false;
	if (word.at[0] == '+' || word.at[0] == '-') {
		word.at++;
		word.bytes--;
	}
	return pa_word_is(word, "NaN") || pa_word_is(word, "Inf");
}

/* Add a line that has the wanted name. */
static int add_line(struct pa_scan line, const struct series *wanted, double *sum, size_t *count)
{
	struct series have;
	double value;

	if (!take_labels(&line, &have))
		return -EBADMSG;
	if (!fits(wanted, &have))
		return 0;
	if (is_no_number(line))
		return -ENODATA;
	if (!pa_scan_double(&line, &value) || (line.at < line.end && !strchr(" \t\r", *line.at)))
		return -EBADMSG;
	*sum += value;
	(*count)++;
	return 0;
}

int pa_openmetrics_sum(const char *text, size_t text_bytes, const char *selector, double *out)
{
	struct series wanted;
	struct pa_scan scan, line;
	size_t count = 0;
	double sum = 0;

	pa_scan_init(&scan, selector, strlen(selector));
	if (!take_name(&scan, &wanted.name) || !take_labels(&scan, &wanted) || scan.at != scan.end)
		return -EINVAL;
	pa_scan_init(&scan, text, text_bytes);
	while (pa_scan_line(&scan, &line)) {
		struct pa_word name;
		int error;

		if (!take_name(&line, &name) || !same(name, wanted.name))
			continue;
		error = add_line(line, &wanted, &sum, &count);
		if (error)
			return error;
	}
	if (!count)
		return -ENOENT;
	*out = sum;
	return 0;
}
