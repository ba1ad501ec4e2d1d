/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Names come from the machine and may hold any bytes. What is shown is UTF-8 without control
 * characters, so that nobody's name moves the cursor of a terminal.
 */
#ifndef PA_RENDER_UTF8_H
#define PA_RENDER_UTF8_H

#include <stddef.h>

struct pa_buf;

/* Length of the UTF-8 character at text (room bytes, at least 1), 0 when there is none.
 * Source: RFC 3629, section 4. */
size_t pa_utf8_bytes(const char *text, size_t room);

/* Append text: a control character becomes '?', a byte that is no UTF-8 becomes U+FFFD. */
void pa_utf8_clean(struct pa_buf *out, const char *text);

#endif
