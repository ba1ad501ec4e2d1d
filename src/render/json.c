/* SPDX-License-Identifier: Apache-2.0 */
#include "render/json.h"

#include <math.h>
#include <string.h>

#include "base/buf.h"

/* Length of the UTF-8 character at s, 0 when there is none. Source: RFC 3629, section 4. */
static size_t character_bytes(const unsigned char *s, size_t room)
{
	size_t length, i;
	unsigned char low = 0x80, high = 0xbf;

	if (s[0] < 0x80)
		return 1;
	if (s[0] >= 0xc2 && s[0] <= 0xdf)
		length = 2;
	else if ((s[0] & 0xf0) == 0xe0)
		length = 3;
	else if (s[0] >= 0xf0 && s[0] <= 0xf4)
		length = 4;
	else
		return 0;
	if (length > room)
		return 0;
	if (s[0] == 0xe0)
		low = 0xa0;
	else if (s[0] == 0xed)
		high = 0x9f;
	else if (s[0] == 0xf0)
		low = 0x90;
	else if (s[0] == 0xf4)
		high = 0x8f;
	if (s[1] < low || s[1] > high)
		return 0;
	for (i = 2; i < length; i++)
		if ((s[i] & 0xc0) != 0x80)
			return 0;
	return length;
}

void pa_json_put(struct pa_buf *out, const char *text, size_t text_bytes)
{
	size_t i = 0, length;

	pa_buf_putc(out, '"');
	while (i < text_bytes) {
		unsigned char c = (unsigned char)text[i];

		length = character_bytes((const unsigned char *)text + i, text_bytes - i);
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
