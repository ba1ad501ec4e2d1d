/* SPDX-License-Identifier: Apache-2.0 */
#include "platform/linux/numbers.h"

#include <errno.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/buf.h"
#include "base/scan.h"
#include "model/moment.h"
#include "platform/linux/source.h"
#include "platform/platform.h"
#include "platform/root.h"

/* Reading /proc/sys makes the kernel clear as many bytes as are asked for (fs/proc/proc_sysctl.c,
 * proc_sys_call_handler()): 1 MiB cost 100 us, so these files never see a large buffer. */
enum { TEXT_MAX_BYTES = 16 << 10, PATH_BYTES = 512 };

struct pa_numbers {
	struct pa_buf text;
	const struct pa_number_row *rows;
	size_t row_count;
	struct pa_file *files; /* by row; rows of one file use the first */
	int *errors;	       /* of the last read, by row as files */
};

int pa_numbers_column(const char *text, size_t text_bytes, uint32_t column, uint64_t *out)
{
	struct pa_scan scan, line;
	uint64_t value;

	pa_scan_init(&scan, text, text_bytes);
	while (pa_scan_line(&scan, &line)) {
		while (pa_scan_u64(&line, &value)) {
			if (column--)
				continue;
			*out = value;
			return 0;
		}
		(void)pa_scan_text(&line, ""); /* to the first byte that is not blank */
		if (line.at < line.end)
			return -EBADMSG;
	}
	return -EBADMSG;
}

struct pa_numbers *pa_numbers_new(const struct pa_number_row *rows, size_t row_count)
{
	struct pa_numbers *numbers = pa_alloc(sizeof(*numbers));

	pa_buf_init(&numbers->text, TEXT_MAX_BYTES);
	numbers->rows = rows;
	numbers->row_count = row_count;
	numbers->files = pa_alloc_array(row_count, sizeof(*numbers->files));
	numbers->errors = pa_alloc_array(row_count, sizeof(*numbers->errors));
	for (size_t i = 0; i < row_count; i++)
		numbers->files[i] = (struct pa_file)PA_FILE_ENDS(rows[i].path, PA_FILE_ONE_RECORD);
	return numbers;
}

struct pa_numbers *pa_numbers_free(struct pa_numbers *numbers)
{
	if (!numbers)
		return NULL;
	for (size_t i = 0; i < numbers->row_count; i++)
		pa_root_close(&numbers->files[i]);
	pa_buf_done(&numbers->text);
	free(numbers->files);
	free(numbers->errors);
	free(numbers);
	return NULL;
}

/* The kernel ends what stands in /proc with a newline: without one the end was cut off, perhaps
 * within a number. (In sysfs it is the driver's, and some leave it out.) */
static bool is_cut(const char *path, const struct pa_buf *text)
{
	return !strncmp(path, "proc/", 5) &&
	       (!text->used_bytes || text->bytes[text->used_bytes - 1] != '\n');
}

int pa_numbers_path(struct pa_linux *sys, uint32_t column, uint64_t *out, const char *format, ...)
{
	char path[PATH_BYTES];
	va_list args;
	int bytes, error;

	va_start(args, format);
	bytes = vsnprintf(path, sizeof(path), format, args);
	va_end(args);
	if (bytes < 0 || (size_t)bytes >= sizeof(path))
		return -ENAMETOOLONG;
	error = pa_root_read_path(sys->root, path, sys->text);
	if (!error && is_cut(path, sys->text))
		error = -EBADMSG;
	return error ? error
		     : pa_numbers_column(sys->text->bytes, sys->text->used_bytes, column, out);
}

bool pa_numbers_folder(struct pa_linux *sys, const char *folder, const struct pa_number_file *files,
		       size_t count, uint32_t instance, struct pa_moment *moment)
{
	bool any = false;

	for (size_t i = 0; i < count; i++) {
		uint64_t value;

		if (pa_numbers_path(sys, 0, &value, "%s/%s", folder, files[i].file))
			continue;
		pa_moment_put(moment, files[i].metric, instance, value);
		any = true;
	}
	return any;
}

static void put_row(const struct pa_number_row *row, const struct pa_buf *text, int error,
		    struct pa_moment *moment)
{
	uint64_t value = 0;

	if (!error && is_cut(row->path, text))
		error = -EBADMSG;
	if (!error)
		error = pa_numbers_column(text->bytes, text->used_bytes, row->column, &value);
	if (error)
		pa_moment_miss(moment, row->metric, 0, pa_state_of_errno(error));
	else
		pa_moment_put(moment, row->metric, 0, value);
}

int pa_numbers_read(struct pa_numbers *numbers, struct pa_linux *sys, struct pa_moment *moment)
{
	const struct pa_number_row *rows = numbers->rows;
	/* To find that a file is not there takes longer than to read one: not asked each time. */
	bool retry = sys->passes & PA_PASS_RARE;
	int error = 0, first_error = 0;
	bool any = false;

	for (size_t i = 0; i < numbers->row_count; i++) {
		if (!i || strcmp(rows[i].path, rows[i - 1].path) != 0) {
			error = numbers->errors[i];
			if (!error || retry)
				error = pa_root_read(sys->root, &numbers->files[i], &numbers->text);
			numbers->errors[i] = error;
		}
		put_row(&rows[i], &numbers->text, error, moment);
		any = any || !error;
		first_error = first_error ? first_error : error;
	}
	return any ? 0 : first_error;
}

void pa_numbers_close(void *numbers)
{
	pa_numbers_free(numbers);
}
