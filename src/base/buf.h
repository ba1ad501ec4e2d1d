/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A growing run of bytes with a maximum. Invariants: bytes points to capacity_bytes
 * allocated bytes (or is NULL when capacity_bytes is 0), used_bytes <= max_bytes, and once
 * anything was written bytes[used_bytes] is NUL, so text can be handed to C functions.
 * A write that would pass max_bytes sets overflow, is dropped whole, and every later write
 * is dropped too: check overflow once at the end.
 */
#ifndef PA_BASE_BUF_H
#define PA_BASE_BUF_H

#include <stdbool.h>
#include <stddef.h>

struct pa_buf {
	char *bytes;
	size_t used_bytes;
	size_t capacity_bytes;
	size_t max_bytes;
	bool overflow;
};

/* An empty buffer that may grow to max_bytes. Nothing is allocated yet. */
void pa_buf_init(struct pa_buf *buf, size_t max_bytes);

/* Release the content; the buffer may be initialised again. NULL is fine. */
void pa_buf_done(struct pa_buf *buf);

/* Forget the content, keep the memory. */
void pa_buf_clear(struct pa_buf *buf);

/* Room for at least more_bytes after used_bytes. Returns 0, or -E2BIG past max_bytes. */
int pa_buf_reserve(struct pa_buf *buf, size_t more_bytes);

void pa_buf_put(struct pa_buf *buf, const void *bytes, size_t size_bytes);
void pa_buf_puts(struct pa_buf *buf, const char *text);
void pa_buf_putc(struct pa_buf *buf, char c);
void pa_buf_printf(struct pa_buf *buf, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

#endif
