/* SPDX-License-Identifier: Apache-2.0 */
#include "snapshot/utf8_internal.h"

#include <stdbool.h>

#include "base/buf.h"

/* Bytes that a character beginning with lead has; 0: it cannot begin one. */
static size_t length_of(unsigned char lead)
{
	if (lead < 0x80)
		return 1;
	if (lead >= 0xc2 && lead < 0xe0)
		return 2;
	if (lead >= 0xe0 && lead < 0xf0)
		return 3;
	return lead >= 0xf0 && lead < 0xf5 ? 4 : 0;
}

/* The second byte has a narrower range after some first ones (RFC 3629, section 4). */
static bool second_fits(unsigned char lead, unsigned char second)
{
	unsigned char low = 0x80, high = 0xbf;

	if (lead == 0xe0)
		low = 0xa0;
	if (lead == 0xed)
		high = 0x9f;
	if (lead == 0xf0)
		low = 0x90;
	if (lead == 0xf4)
		high = 0x8f;
	return second >= low && second <= high;
}

size_t pa_utf8_length(const char *text, size_t text_bytes)
{
	const unsigned char *at = (const unsigned char *)text;
	size_t length = text_bytes ? length_of(at[0]) : 0;

	if (length > text_bytes)
		return 0;
	if (length > 1 && !second_fits(at[0], at[1]))
		return 0;
	for (size_t i = 2; i < length; i++)
		if ((at[i] & 0xc0) != 0x80)
			return 0;
	return length;
}

void pa_utf8_put(struct pa_buf *out, uint32_t character)
{
	if (character > 0x10ffff || (character >= 0xd800 && character <= 0xdfff))
		character = 0xfffd;
	if (character < 0x80) {
		pa_buf_putc(out, (char)character);
		return;
	}
	if (character < 0x800) {
		pa_buf_putc(out, (char)(0xc0 | character >> 6));
	} else {
		if (character < 0x10000) {
			pa_buf_putc(out, (char)(0xe0 | character >> 12));
		} else {
			pa_buf_putc(out, (char)(0xf0 | character >> 18));
			pa_buf_putc(out, (char)(0x80 | (character >> 12 & 0x3f)));
		}
		pa_buf_putc(out, (char)(0x80 | (character >> 6 & 0x3f)));
	}
	pa_buf_putc(out, (char)(0x80 | (character & 0x3f)));
}
