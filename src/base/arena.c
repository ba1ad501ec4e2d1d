/* SPDX-License-Identifier: Apache-2.0 */
#include "base/arena.h"

#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"

enum { BLOCK_BYTES = 16384 };

struct pa_arena_block {
	struct pa_arena_block *older;
	size_t used_bytes, size_bytes;
	max_align_t data[];
};

void pa_arena_init(struct pa_arena *arena)
{
	arena->newest = NULL;
}

void pa_arena_done(struct pa_arena *arena)
{
	while (arena->newest) {
		struct pa_arena_block *older = arena->newest->older;

		free(arena->newest);
		arena->newest = older;
	}
}

void *pa_arena_alloc(struct pa_arena *arena, size_t size_bytes)
{
	struct pa_arena_block *block = arena->newest;
	size_t want = (size_bytes + sizeof(max_align_t) - 1) / sizeof(max_align_t) *
		      sizeof(max_align_t);
	void *p;

	if (!block || block->size_bytes - block->used_bytes < want) {
		size_t room = want > BLOCK_BYTES ? want : BLOCK_BYTES;

		block = pa_alloc(sizeof(*block) + room);
		block->size_bytes = room;
		block->older = arena->newest;
		arena->newest = block;
	}
	p = (char *)block->data + block->used_bytes;
	block->used_bytes += want;
	return p;
}

char *pa_arena_strdup(struct pa_arena *arena, const char *text)
{
	size_t bytes;
	char *copy;

	if (!text)
		return NULL;
	bytes = strlen(text) + 1;
	copy = pa_arena_alloc(arena, bytes);
	memcpy(copy, text, bytes);
	return copy;
}

char *pa_arena_printf(struct pa_arena *arena, const char *format, ...)
{
	va_list args;
	char *text;
	int n;

	va_start(args, format);
	n = vsnprintf(NULL, 0, format, args);
	va_end(args);
	if (n < 0)
		n = 0;
	text = pa_arena_alloc(arena, (size_t)n + 1);
	va_start(args, format);
	(void)vsnprintf(text, (size_t)n + 1, format, args); /* measured above */
	va_end(args);
	return text;
}
