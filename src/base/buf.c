/* SPDX-License-Identifier: Apache-2.0 */
#include "base/buf.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"

enum { FIRST_BYTES = 256 };

void pa_buf_init(struct pa_buf *buf, size_t max_bytes)
{
	*buf = (struct pa_buf){ .max_bytes = max_bytes };
}

void pa_buf_done(struct pa_buf *buf)
{
	if (!buf)
		return;
	free(buf->bytes);
	*buf = (struct pa_buf){ .max_bytes = buf->max_bytes };
}

void pa_buf_clear(struct pa_buf *buf)
{
	buf->used_bytes = 0;
	buf->overflow = false;
	if (buf->bytes)
		buf->bytes[0] = '\0';
}

int pa_buf_reserve(struct pa_buf *buf, size_t more_bytes)
{
	size_t want, capacity;

	if (more_bytes > buf->max_bytes - buf->used_bytes)
		return -E2BIG;
	want = buf->used_bytes + more_bytes + 1;
	if (want <= buf->capacity_bytes)
		return 0;
	capacity = buf->capacity_bytes ? buf->capacity_bytes : FIRST_BYTES;
	while (capacity < want)
		capacity *= 2;
	buf->bytes = pa_grow_array(buf->bytes, capacity, 1);
	buf->capacity_bytes = capacity;
	return 0;
}

void pa_buf_put(struct pa_buf *buf, const void *bytes, size_t size_bytes)
{
	if (buf->overflow || pa_buf_reserve(buf, size_bytes) < 0) {
		buf->overflow = true;
		return;
	}
	if (size_bytes)
		memcpy(buf->bytes + buf->used_bytes, bytes, size_bytes);
	buf->used_bytes += size_bytes;
	buf->bytes[buf->used_bytes] = '\0';
}

void pa_buf_puts(struct pa_buf *buf, const char *text)
{
	pa_buf_put(buf, text, strlen(text));
}

void pa_buf_putc(struct pa_buf *buf, char c)
{
	pa_buf_put(buf, &c, 1);
}

void pa_buf_printf(struct pa_buf *buf, const char *format, ...)
{
	va_list args;
	char small[256];
	char *large;
	int n;

	va_start(args, format);
	n = vsnprintf(small, sizeof(small), format, args);
	va_end(args);
	if (n < 0) {
		buf->overflow = true;
		return;
	}
	if ((size_t)n < sizeof(small)) {
		pa_buf_put(buf, small, (size_t)n);
		return;
	}
	large = pa_alloc((size_t)n + 1);
	va_start(args, format);
	(void)vsnprintf(large, (size_t)n + 1, format, args); /* measured above */
	va_end(args);
	pa_buf_put(buf, large, (size_t)n);
	free(large);
}
