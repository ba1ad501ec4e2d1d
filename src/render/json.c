/* SPDX-License-Identifier: Apache-2.0 */
#include "render/json.h"

#include <math.h>
#include <string.h>

#include "base/buf.h"
#include "render/utf8.h"

void pa_json_put(struct pa_buf *out, const char *text, size_t text_bytes)
{
	size_t i = 0, length;

	pa_buf_putc(out, '"');
	while (i < text_bytes) {
		unsigned char c = (unsigned char)text[i];

		length = pa_utf8_bytes(text + i, text_bytes - i);
		if (length == 0) {
			pa_buf_puts(out, "\xef\xbf\xbd");
			length = 1;
		} else if (c == '"' || c == '\\') {
			pa_buf_putc(out, '\\');
			pa_buf_putc(out, (char)c);
		} else if (c < 0x20 || c == 0x7f) {
			pa_buf_printf(out, "\\u%04x", c);
		} else {
			pa_buf_put(out, text + i, length);
		}
		i += length;
	}
	pa_buf_putc(out, '"');
}

void pa_json_puts(struct pa_buf *out, const char *text)
{
	if (text)
		pa_json_put(out, text, strlen(text));
	else
		pa_buf_puts(out, "null");
}

void pa_json_put_known(struct pa_buf *out, const char *text)
{
	pa_json_puts(out, text && *text ? text : NULL);
}

void pa_json_number(struct pa_buf *out, double value)
{
	if (isfinite(value))
		pa_buf_printf(out, "%.9g", value);
	else
		pa_buf_puts(out, "null");
}
