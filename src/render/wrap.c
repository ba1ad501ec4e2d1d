/* SPDX-License-Identifier: Apache-2.0 */
#include "render/wrap.h"

#include <string.h>

#include "base/buf.h"

static int is_first_byte(char c)
{
	return ((unsigned char)c & 0xc0) != 0x80;
}

size_t pa_wrap_columns(const char *text, size_t text_bytes)
{
	size_t i, columns = 0;

	for (i = 0; i < text_bytes; i++)
		columns += is_first_byte(text[i]);
	return columns;
}

static void blanks(struct pa_buf *out, size_t count)
{
	while (count-- > 0)
		pa_buf_putc(out, ' ');
}

void pa_wrap_pad(struct pa_buf *out, const char *text, size_t columns)
{
	size_t bytes = strlen(text), width = pa_wrap_columns(text, bytes);
	size_t keep = 0, taken = 0;

	if (width <= columns) {
		pa_buf_puts(out, text);
		blanks(out, columns - width);
		return;
	}
	if (columns == 0)
		return;
	while (keep < bytes) {
		if (is_first_byte(text[keep]) && taken++ == columns - 1)
			break;
		keep++;
	}
	pa_buf_put(out, text, keep);
	pa_buf_puts(out, "…");
}

void pa_wrap_put(struct pa_buf *out, size_t indent, const char *label, size_t label_columns,
		 const char *text, size_t columns)
{
	size_t label_width = pa_wrap_columns(label, strlen(label));
	size_t left = indent + label_columns, at, bytes, width;
	const char *word = text;

	if (label_width > 0 || *text)
		blanks(out, indent);
	pa_buf_puts(out, label);
	at = indent + label_width;
	while (*word == ' ')
		word++;
	if (*word && label_width < label_columns) {
		blanks(out, label_columns - label_width);
		at = left;
	}
	while (*word) {
		bytes = strcspn(word, " ");
		width = pa_wrap_columns(word, bytes);
		if (at > left && at + 1 + width > columns) {
			pa_buf_putc(out, '\n');
			blanks(out, left);
			at = left;
		} else if (at > left) {
			pa_buf_putc(out, ' ');
			at++;
		}
		pa_buf_put(out, word, bytes);
		at += width;
		word += bytes;
		while (*word == ' ')
			word++;
	}
	pa_buf_putc(out, '\n');
}
