/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Text broken to the width of a terminal. Every character counts as one column: our texts hold
 * no wide ones.
 */
#ifndef PA_RENDER_WRAP_H
#define PA_RENDER_WRAP_H

#include <stddef.h>

struct pa_buf;

/* Columns that the first text_bytes bytes of UTF-8 text take. */
size_t pa_wrap_columns(const char *text, size_t text_bytes);

/*
 * Append label at column indent, padded to label_columns, then text, broken between words at
 * columns; later lines begin where text did. A word longer than a line stays whole. Ends with a
 * newline. label and text: NUL-terminated UTF-8; an empty text gives the label alone.
 */
void pa_wrap_put(struct pa_buf *out, size_t indent, const char *label, size_t label_columns,
		 const char *text, size_t columns);

/* Append text padded to columns, or cut with "…" to fit. */
void pa_wrap_pad(struct pa_buf *out, const char *text, size_t columns);

#endif
