/* SPDX-License-Identifier: Apache-2.0 */
#include "render/utf8.h"

#include <string.h>

#include "base/buf.h"

size_t pa_utf8_bytes(const char *text, size_t room)
{
	const unsigned char *s = (const unsigned char *)text;
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

void pa_utf8_clean(struct pa_buf *out, const char *text)
{
	size_t left = strlen(text), n;

	for (; left; text += n, left -= n) {
		const unsigned char *c = (const unsigned char *)text;

		n = pa_utf8_bytes(text, left);
		if (!n) {
			pa_buf_puts(out, "\xef\xbf\xbd");
			n = 1;
		} else if (*c < 0x20 || *c == 0x7f || (*c == 0xc2 && c[1] < 0xa0)) {
			pa_buf_putc(out, '?');
		} else {
			pa_buf_put(out, text, n);
		}
	}
}
