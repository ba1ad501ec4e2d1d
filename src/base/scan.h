/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Reading numbers and words out of kernel text: a cursor over bytes that need not end in NUL.
 * No locale, no copies, no allocation. The kernel writes its tables with seq_file: fields
 * parted by blanks or tabs, records by newlines.
 */
#ifndef PA_BASE_SCAN_H
#define PA_BASE_SCAN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct pa_scan {
	const char *at;	 /* next byte */
	const char *end; /* one past the last byte */
};

/* A piece of somebody else's text; not NUL-terminated. */
struct pa_word {
	const char *at;
	size_t bytes;
};

void pa_scan_init(struct pa_scan *scan, const char *text, size_t text_bytes);

/* Take the next line, without its newline, as a cursor of its own. False at the end. */
bool pa_scan_line(struct pa_scan *scan, struct pa_scan *line);

/* Skip blanks and tabs (not newlines), then take bytes up to the next blank, tab or newline.
 * False when none is left before the end of the line or text. */
bool pa_scan_word(struct pa_scan *scan, struct pa_word *word);

/* Skip blanks and tabs, then a decimal number. False, with the cursor on the offending byte,
 * when there is no digit or the number does not fit; out is then untouched. */
bool pa_scan_u64(struct pa_scan *scan, uint64_t *out);
bool pa_scan_i64(struct pa_scan *scan, int64_t *out);

/* Skip blanks and tabs, then a decimal number with sign, point and exponent as far as they are
 * there. False, with the cursor where it was, when there is no digit or no finite number. */
bool pa_scan_double(struct pa_scan *scan, double *out);

/* The same as a whole number in base 16, with or without 0x. */
bool pa_scan_hex(struct pa_scan *scan, uint64_t *out);

/* Skip blanks and tabs; take exactly this text. False (cursor on the first non-blank byte)
 * when it is not there. */
bool pa_scan_text(struct pa_scan *scan, const char *text);

bool pa_word_is(struct pa_word word, const char *text);
bool pa_word_starts(struct pa_word word, const char *text);

/* The whole word as a number; false when it is anything else. */
bool pa_word_u64(struct pa_word word, uint64_t *out);

#endif
