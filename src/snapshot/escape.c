/* SPDX-License-Identifier: Apache-2.0 */
#include "snapshot/escape_internal.h"

#include <errno.h>
#include <string.h>

#include "base/buf.h"

static const char hex_digits[] = "0123456789ABCDEF";

/* Bytes that stay as they are; a leading '.' does not. */
static bool is_plain(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
	       (c && strchr("._-:@+,=~#()[]", c));
}

static void put_hex(struct pa_buf *out, char c)
{
	pa_buf_putc(out, '%');
	pa_buf_putc(out, hex_digits[(unsigned char)c >> 4]);
	pa_buf_putc(out, hex_digits[(unsigned char)c & 15]);
}

/* One component, cut into pieces where it is too long for a file name. */
static void put_component(struct pa_buf *out, const char *text, size_t text_bytes, bool reserved)
{
	size_t piece_bytes = 0;

	if (!text_bytes)
		pa_buf_puts(out, "%_");
	for (size_t i = 0; i < text_bytes; i++) {
		bool plain = is_plain(text[i]) && !(i == 0 && reserved) &&
			     !(piece_bytes == 0 && text[i] == '.');
		size_t bytes = plain ? 1 : 3;

		if (piece_bytes + bytes > PA_ESCAPE_PIECE_MAX_BYTES) {
			pa_buf_puts(out, "%+/");
			piece_bytes = 0;
			plain = plain && text[i] != '.';
			bytes = plain ? 1 : 3;
		}
		if (plain)
			pa_buf_putc(out, text[i]);
		else
			put_hex(out, text[i]);
		piece_bytes += bytes;
	}
}

/* Names that a moment's folder uses itself. */
static bool is_reserved(const char *text, size_t bytes)
{
	return (bytes == 4 && !memcmp(text, "same", 4)) ||
	       (bytes == 6 && !memcmp(text, "errors", 6));
}

void pa_escape_put(struct pa_buf *out, const char *path, unsigned int flags)
{
	const char *at = path;

	for (;;) {
		size_t bytes = strcspn(at, "/");

		put_component(out, at, bytes, at == path && is_reserved(at, bytes));
		if (!at[bytes])
			break;
		pa_buf_putc(out, '/');
		at += bytes + 1;
	}
	if (flags & PA_ESCAPE_BESIDE_FOLDER)
		pa_buf_puts(out, "%=");
}

static int hex_value(char c)
{
	const char *at = c ? strchr(hex_digits, c) : NULL;

	return at ? (int)(at - hex_digits) : -1;
}

/* The bytes of one piece, without its last "%+" or "%=". */
static int read_piece(struct pa_buf *out, const char *piece, size_t bytes)
{
	if (memchr(piece, 0, bytes))
		return -EBADMSG;
	for (size_t i = 0; i < bytes; i++) {
		const char *mark = memchr(piece + i, '%', bytes - i);
		size_t plain = mark ? (size_t)(mark - piece) - i : bytes - i;
		int high, low;

		pa_buf_put(out, piece + i, plain);
		i += plain;
		if (!mark)
			break;
		if (bytes - i < 3)
			return -EBADMSG;
		high = hex_value(piece[i + 1]);
		low = hex_value(piece[i + 2]);
		if (high < 0 || low < 0 || high + low == 0)
			return -EBADMSG;
		pa_buf_putc(out, (char)(high << 4 | low));
		i += 2;
	}
	return 0;
}

static bool ends_with(const char *piece, size_t bytes, const char *mark)
{
	return bytes > 2 && !memcmp(piece + bytes - 2, mark, 2);
}

int pa_escape_read(struct pa_buf *out, const char *name, size_t name_bytes)
{
	const char *at = name, *end = name + name_bytes;

	for (;;) {
		const char *slash = memchr(at, '/', (size_t)(end - at));
		size_t bytes = (size_t)((slash ? slash : end) - at);
		bool goes_on = ends_with(at, bytes, "%+");
		bool beside = ends_with(at, bytes, "%=");
		int error = 0;

		if (!bytes || (bytes == 1 && at[0] == '.') || (bytes == 2 && !memcmp(at, "..", 2)))
			return -EBADMSG;
		if ((goes_on || beside) && goes_on != (slash != NULL))
			return -EBADMSG;
		if (bytes < 2 || memcmp(at, "%_", 2) != 0)
			error = read_piece(out, at, goes_on || beside ? bytes - 2 : bytes);
		else if (bytes != 2 && !(bytes == 4 && beside))
			return -EBADMSG;
		if (error)
			return error;
		if (!slash)
			return 0;
		if (!goes_on)
			pa_buf_putc(out, '/');
		at = slash + 1;
	}
}
