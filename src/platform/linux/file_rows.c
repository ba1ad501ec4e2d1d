/* SPDX-License-Identifier: Apache-2.0 */
#include "platform/linux/file_rows.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "base/scan.h"
#include "model/moment.h"
#include "platform/linux/source.h"
#include "platform/root.h"

enum { PATH_BYTES = 512 };

static bool parts(char c)
{
	return c == ' ' || c == '\t' || memchr(":/,=()", c, 6);
}

static bool next_column(struct pa_scan *line, struct pa_word *out)
{
	while (line->at < line->end && parts(*line->at))
		line->at++;
	out->at = line->at;
	while (line->at < line->end && !parts(*line->at))
		line->at++;
	out->bytes = (size_t)(line->at - out->at);
	return out->bytes > 0;
}

static bool number_of(struct pa_word word, uint64_t *out)
{
	struct pa_scan scan;
	uint64_t value;

	if (!pa_word_starts(word, "0x"))
		return pa_word_u64(word, out);
	pa_scan_init(&scan, word.at, word.bytes);
	if (word.bytes == 2 || !pa_scan_hex(&scan, &value) || scan.at != scan.end)
		return false;
	*out = value;
	return true;
}

int pa_file_rows_number(const char *text, size_t text_bytes, const char *key, uint32_t column,
			uint64_t *out)
{
	struct pa_scan scan, line;
	struct pa_word word = { 0 };

	pa_scan_init(&scan, text, text_bytes);
	do {
		if (!pa_scan_line(&scan, &line))
			return key ? -ENOENT : -EBADMSG;
	} while (key && !(next_column(&line, &word) && pa_word_is(word, key)));
	for (uint32_t i = 0; i <= column; i++)
		if (!next_column(&line, &word))
			return -EBADMSG;
	return number_of(word, out) ? 0 : -EBADMSG;
}

bool pa_file_rows_is(const char *text, size_t text_bytes, const char *word)
{
	size_t bytes = strlen(word);

	while (text_bytes && (*text == ' ' || *text == '\n'))
		text++, text_bytes--;
	while (text_bytes && (text[text_bytes - 1] == ' ' || text[text_bytes - 1] == '\n'))
		text_bytes--;
	return text_bytes == bytes && (!bytes || !memcmp(text, word, bytes));
}

static int read_file(struct pa_linux *sys, const char *folder, const char *file)
{
	char path[PATH_BYTES];
	int bytes = snprintf(path, sizeof(path), "%s/%s", folder, file);

	if (bytes < 0 || (size_t)bytes >= sizeof(path))
		return -ENAMETOOLONG;
	return pa_root_read_path(sys->root, path, sys->text);
}

static bool value_of(const struct pa_file_row *row, const struct pa_buf *text, uint64_t *out)
{
	bool same;

	if (row->kind == PA_FILE_NUMBER)
		return !pa_file_rows_number(text->bytes, text->used_bytes, row->word, row->column,
					    out) &&
		       *out <= UINT64_MAX >> row->shift;
	same = pa_file_rows_is(text->bytes, text->used_bytes, row->word);
	*out = same == (row->kind == PA_FILE_IS);
	return true;
}

uint32_t pa_file_rows_read(struct pa_linux *sys, const char *folder, const struct pa_file_row *rows,
			   size_t row_count, uint32_t instance, struct pa_moment *moment)
{
	const char *file = "";
	uint32_t put = 0;
	uint64_t value;
	int error = 0;

	for (size_t i = 0; i < row_count; i++) {
		if (strcmp(rows[i].file, file) != 0) {
			file = rows[i].file;
			error = read_file(sys, folder, file);
		}
		if (error || !value_of(&rows[i], sys->text, &value))
			continue;
		pa_moment_put(moment, rows[i].metric, instance, value << rows[i].shift);
		put++;
	}
	return put;
}

int pa_file_rows_one(struct pa_linux *sys, const char *folder, const char *file, uint64_t *out)
{
	int error = read_file(sys, folder, file);

	return error ? error
		     : pa_file_rows_number(sys->text->bytes, sys->text->used_bytes, NULL, 0, out);
}
