/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The pieces of JSON that need care: texts and numbers. Braces and commas are the caller's.
 */
#ifndef PA_RENDER_JSON_H
#define PA_RENDER_JSON_H

#include <stddef.h>

struct pa_buf;

/* text_bytes bytes as a JSON string with its quotes; bytes that are no UTF-8 become U+FFFD. */
void pa_json_put(struct pa_buf *out, const char *text, size_t text_bytes);

/* The same for NUL-terminated text; NULL becomes null. */
void pa_json_puts(struct pa_buf *out, const char *text);

/* As pa_json_puts(), and an empty text, which stands for what is not known, becomes null. */
void pa_json_put_known(struct pa_buf *out, const char *text);

/* A number in the shortest form that reads back as nearly the same (9 digits); what is no
 * number becomes null. */
void pa_json_number(struct pa_buf *out, double value);

#endif
