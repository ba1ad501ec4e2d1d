/* SPDX-License-Identifier: Apache-2.0 */
#include "liar.h"

#include <errno.h>
#include <stdbool.h>
#include <string.h>

enum { SHAPE_BYTES = 512, HUGE_BYTES = 256 << 10, TEXT_MAX_BYTES = 64 << 20 };

void liar_shape(const char *path, char *out, size_t out_bytes)
{
	size_t used = 0;

	while (*path && used + 1 < out_bytes) {
		bool digit = *path >= '0' && *path <= '9';

		out[used++] = digit ? 'N' : *path;
		do
			path++;
		while (digit && *path >= '0' && *path <= '9');
	}
	out[used] = '\0';
}

static bool lies_about(const struct liar *liar, uint32_t moment, const char *path)
{
	char shape[SHAPE_BYTES];

	if (liar->lie == LIE_NONE || !liar->shape ||
	    (liar->moment != LIAR_ANY_MOMENT && liar->moment != moment))
		return false;
	liar_shape(path, shape, sizeof(shape));
	return !strcmp(shape, liar->shape);
}

static int error_of(enum lie lie)
{
	switch (lie) {
	case LIE_EIO:
		return -EIO;
	case LIE_EACCES:
		return -EACCES;
	case LIE_ENOENT:
		return -ENOENT;
	case LIE_ENOMEM:
		return -ENOMEM;
	case LIE_ETIMEDOUT:
		return -ETIMEDOUT;
	default:
		return 0;
	}
}

/* Every run of digits replaced. */
static void put_numbers(struct pa_buf *out, const char *bytes, size_t size_bytes,
			const char *number)
{
	for (size_t i = 0; i < size_bytes; i++) {
		bool digit = bytes[i] >= '0' && bytes[i] <= '9';

		if (!digit)
			pa_buf_put(out, bytes + i, 1);
		else if (!i || bytes[i - 1] < '0' || bytes[i - 1] > '9')
			pa_buf_puts(out, number);
	}
}

static size_t whole_lines(const char *bytes, size_t size_bytes)
{
	size_t half = size_bytes / 2;

	while (half && bytes[half - 1] != '\n')
		half--;
	return half;
}

static void spoil(enum lie lie, const char *bytes, size_t size_bytes, struct pa_buf *out)
{
	pa_buf_clear(out);
	switch (lie) {
	case LIE_LINES:
		pa_buf_put(out, bytes, whole_lines(bytes, size_bytes));
		break;
	case LIE_QUARTER:
		pa_buf_put(out, bytes, size_bytes / 4);
		break;
	case LIE_HALF:
		pa_buf_put(out, bytes, size_bytes / 2);
		break;
	case LIE_LAST_BYTE:
		pa_buf_put(out, bytes, size_bytes ? size_bytes - 1 : 0);
		break;
	case LIE_GARBAGE:
		for (size_t i = 0; i < size_bytes; i++)
			pa_buf_putc(out, (char)(0x80 | (i * 37)));
		break;
	case LIE_NULS:
		for (size_t i = 0; i < size_bytes; i++)
			pa_buf_putc(out, '\0');
		break;
	case LIE_ENDLESS:
		put_numbers(out, bytes, size_bytes, "999999999999999999999999999999");
		break;
	case LIE_MINUS:
		put_numbers(out, bytes, size_bytes, "-1");
		break;
	case LIE_HUGE:
		do
			pa_buf_put(out, bytes, size_bytes);
		while (size_bytes && out->used_bytes < HUGE_BYTES);
		break;
	default:
		break; /* empty */
	}
}

static int get(void *self, uint32_t moment, const char *path, const char **bytes,
	       size_t *size_bytes)
{
	struct liar *liar = self;
	int error = liar->behind.get(liar->behind.self, moment, path, bytes, size_bytes);

	/* What failed when it was recorded stays as it was. */
	if (error || !lies_about(liar, moment, path))
		return error;
	liar->told++;
	error = error_of(liar->lie);
	if (error)
		return error;
	spoil(liar->lie, *bytes, *size_bytes, &liar->text);
	*bytes = liar->text.bytes ? liar->text.bytes : "";
	*size_bytes = liar->text.used_bytes;
	return 0;
}

static int list(void *self, uint32_t moment, const char *path,
		void (*each)(void *arg, const char *name), void *arg)
{
	struct liar *liar = self;
	int error = lies_about(liar, moment, path) ? error_of(liar->lie) : 0;

	if (error) {
		liar->told++;
		return error;
	}
	return liar->behind.list(liar->behind.self, moment, path, each, arg);
}

void liar_init(struct liar *liar, const struct pa_replay *behind)
{
	*liar = (struct liar){ .behind = *behind, .moment = LIAR_ANY_MOMENT };
	pa_buf_init(&liar->text, TEXT_MAX_BYTES);
}

void liar_done(struct liar *liar)
{
	pa_buf_done(&liar->text);
}

struct pa_replay liar_replay(struct liar *liar)
{
	return (struct pa_replay){
		.self = liar, .get = get, .list = list, .moment_count = liar->behind.moment_count
	};
}
