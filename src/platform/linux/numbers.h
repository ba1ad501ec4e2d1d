/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Files that hold a few decimal numbers: most of /proc/sys and the single-value files of
 * sysfs. A source made only of such files is a table of them and nothing else.
 */
#ifndef PA_PLATFORM_LINUX_NUMBERS_H
#define PA_PLATFORM_LINUX_NUMBERS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct pa_linux;
struct pa_moment;
struct pa_numbers;

/* One number of one file; rows of the same file stand together. */
struct pa_number_row {
	const char *path;
	uint16_t metric;
	uint8_t column; /* from 0 */
};

/*
 * The number in a column of blank-parted decimal numbers, newlines too part them.
 * Returns 0 and *out, or -EBADMSG when there are fewer numbers or one does not fit 64 bits.
 * Source: kernel/sysctl.c, proc_doulongvec_minmax() and its kin.
 */
int pa_numbers_column(const char *text, size_t text_bytes, uint32_t column, uint64_t *out);

/*
 * The number in a column of a file that is read once; the path, without a leading slash, is
 * made from format and at most 511 bytes long. For sysfs, not for /proc/sys (see numbers.c).
 * Returns 0 and *out, or a negative errno; sys->text is overwritten.
 */
int pa_numbers_path(struct pa_linux *sys, uint32_t column, uint64_t *out, const char *format, ...)
	__attribute__((format(printf, 4, 5)));

/* A file of one number in a folder. */
struct pa_number_file {
	const char *file;
	uint16_t metric;
};

/*
 * Read the files of one folder and append their values for instance; those that fail are left
 * out. Returns false when all did. For what is read rarely: nothing stays open.
 */
bool pa_numbers_folder(struct pa_linux *sys, const char *folder, const struct pa_number_file *files,
		       size_t count, uint32_t instance, struct pa_moment *moment);

/* A reader of row_count rows; rows is borrowed for its life. */
struct pa_numbers *pa_numbers_new(const struct pa_number_row *rows, size_t row_count)
	__attribute__((returns_nonnull, warn_unused_result));

/* NULL is fine; returns NULL. */
struct pa_numbers *pa_numbers_free(struct pa_numbers *numbers);

/*
 * Read all files and append their values, instance 0; each that fails becomes a miss, and is
 * tried again in rare passes only.
 * Returns 0, or the first failure when no file could be read at all.
 */
int pa_numbers_read(struct pa_numbers *numbers, struct pa_linux *sys, struct pa_moment *moment);

/* pa_source.close of a source whose private state is a pa_numbers. */
void pa_numbers_close(void *numbers);

#endif
