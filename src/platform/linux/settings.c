/* SPDX-License-Identifier: Apache-2.0 */
#include "platform/linux/settings.h"

#include <errno.h>
#include <stdio.h>

#include "base/buf.h"
#include "base/scan.h"
#include "catalog/values.h"
#include "model/moment.h"
#include "platform/linux/numbers.h"
#include "platform/linux/source.h"
#include "platform/root.h"

/* Reading /proc/sys makes the kernel clear as many bytes as are asked for, see numbers.c. */
enum { TEXT_MAX_BYTES = 16 << 10, PATH_BYTES = 512 };

static int parse_word(uint16_t metric, const char *text, size_t text_bytes, uint64_t *out)
{
	struct pa_word word, first = { .bytes = 0 };
	struct pa_scan scan;

	pa_scan_init(&scan, text, text_bytes);
	while (pa_scan_word(&scan, &word)) {
		if (word.bytes > 2 && word.at[0] == '[' && word.at[word.bytes - 1] == ']') {
			*out = pa_value_state(metric, word.at + 1, word.bytes - 2);
			return 0;
		}
		if (!first.bytes)
			first = word;
	}
	if (!first.bytes)
		return -EBADMSG;
	*out = pa_value_state(metric, first.at, first.bytes);
	return 0;
}

int pa_setting_parse(const struct pa_setting_row *row, const char *text, size_t text_bytes,
		     uint64_t *out)
{
	uint64_t scale = row->scale ? row->scale : 1, value;
	int error;

	if (pa_values[row->metric].states)
		return parse_word(row->metric, text, text_bytes, out);
	error = pa_numbers_column(text, text_bytes, row->column, &value);
	if (error)
		return error;
	if (value > UINT64_MAX / scale)
		return -EBADMSG;
	*out = value * scale;
	return 0;
}

static int read_row(const struct pa_setting_row *row, struct pa_linux *sys, const char *path,
		    struct pa_buf *text, uint64_t *out)
{
	int error = pa_root_read_path(sys->root, path, text);

	return error ? error : pa_setting_parse(row, text->bytes, text->used_bytes, out);
}

int pa_settings_read(const struct pa_setting_row *rows, size_t row_count, struct pa_linux *sys,
		     struct pa_moment *moment)
{
	int error, first_error = 0;
	bool any = false;
	struct pa_buf text;
	uint64_t value = 0;

	pa_buf_init(&text, TEXT_MAX_BYTES);
	for (size_t i = 0; i < row_count; i++) {
		error = read_row(&rows[i], sys, rows[i].path, &text, &value);
		if (error)
			pa_moment_miss(moment, rows[i].metric, 0, pa_state_of_errno(error));
		else
			pa_moment_put(moment, rows[i].metric, 0, value);
		any = any || !error;
		first_error = first_error ? first_error : error;
	}
	pa_buf_done(&text);
	return any ? 0 : first_error;
}

uint32_t pa_settings_read_below(const struct pa_setting_row *rows, size_t row_count,
				struct pa_linux *sys, const char *folder, const char *name,
				uint32_t instance, struct pa_moment *moment)
{
	uint32_t count = 0;
	struct pa_buf text;
	uint64_t value = 0;

	pa_buf_init(&text, TEXT_MAX_BYTES);
	for (size_t i = 0; i < row_count; i++) {
		char path[PATH_BYTES];
		int bytes = snprintf(path, sizeof(path), "%s/%s/%s", folder, name, rows[i].path);

		if (bytes < 0 || (size_t)bytes >= sizeof(path) ||
		    read_row(&rows[i], sys, path, &text, &value))
			continue;
		pa_moment_put(moment, rows[i].metric, instance, value);
		count++;
	}
	pa_buf_done(&text);
	return count;
}
