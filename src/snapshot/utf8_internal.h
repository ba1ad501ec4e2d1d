/* SPDX-License-Identifier: Apache-2.0 */
/* UTF-8 as RFC 3629 allows it: no overlong forms, no surrogates, nothing past U+10FFFF. */
#ifndef PA_SNAPSHOT_UTF8_INTERNAL_H
#define PA_SNAPSHOT_UTF8_INTERNAL_H

#include <stddef.h>
#include <stdint.h>

struct pa_buf;

/* Bytes (1 to 4) of the character at text, 0 when the text_bytes bytes begin with none. */
size_t pa_utf8_length(const char *text, size_t text_bytes);

/* Append a character; what is no character becomes U+FFFD. */
void pa_utf8_put(struct pa_buf *out, uint32_t character);

#endif
