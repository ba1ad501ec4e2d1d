/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Files of a device or file system of which each holds a few numbers, and the values these
 * become: a table of rows, read in one loop. For sources that have many such files and are
 * read now and then; what is read in every pass keeps its files open (kept.h, numbers.h).
 */
#ifndef PA_PLATFORM_LINUX_FILE_ROWS_H
#define PA_PLATFORM_LINUX_FILE_ROWS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct pa_linux;
struct pa_moment;

enum pa_file_row_kind {
	PA_FILE_NUMBER = 0, /* a number: of the line that begins with .word, when that is set */
	PA_FILE_IS,	    /* 1 when the text is .word, else 0 */
	PA_FILE_IS_NOT,	    /* the other way round */
};

/* Rows of the same file stand together. */
struct pa_file_row {
	const char *file; /* below the folder */
	const char *word;
	uint16_t metric;
	uint8_t column; /* of the number, from 0; behind .word when that is set */
	uint8_t kind;	/* enum pa_file_row_kind */
	uint8_t shift;	/* the value is the number times 2 to the power of this */
};

/*
 * A number of a text. key NULL: of its first line; else of the first line whose first word is
 * key, a colon behind it left out, the columns beginning after it. Columns are parted by
 * blanks, tabs and any of ":/,=()"; numbers are decimal, or hexadecimal after 0x; other words
 * count as columns. text: text_bytes bytes, need not end in NUL.
 * Returns 0 and *out; -ENOENT when no line has that key; -EBADMSG when the column is not there,
 * is no number or does not fit 64 bits. Source: fs/sysfs, fs/seq_file.c: no fixed form.
 */
int pa_file_rows_number(const char *text, size_t text_bytes, const char *key, uint32_t column,
			uint64_t *out);

/* Is the text, without blanks and newlines around it, exactly this word? */
bool pa_file_rows_is(const char *text, size_t text_bytes, const char *word);

/*
 * Read the files of row_count rows below folder and append what they hold as values of
 * instance. A file or line that is not there is no miss: kernels and devices differ.
 * Returns how many values were put.
 */
uint32_t pa_file_rows_read(struct pa_linux *sys, const char *folder, const struct pa_file_row *rows,
			   size_t row_count, uint32_t instance, struct pa_moment *moment);

/* One number of one file below folder. 0 and *out, or a negative errno. */
int pa_file_rows_one(struct pa_linux *sys, const char *folder, const char *file, uint64_t *out);

#endif
