/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Memory that dies together: everything made for one answer, one tick, one request. Nothing
 * in it is freed by itself.
 */
#ifndef PA_BASE_ARENA_H
#define PA_BASE_ARENA_H

#include <stddef.h>

struct pa_arena_block;

struct pa_arena {
	struct pa_arena_block *newest;
};

void pa_arena_init(struct pa_arena *arena);
void pa_arena_done(struct pa_arena *arena);

/* size_bytes zeroed bytes, aligned for any type; never NULL. */
void *pa_arena_alloc(struct pa_arena *arena, size_t size_bytes)
	__attribute__((returns_nonnull, warn_unused_result));

/* A NUL-terminated copy of text; NULL gives NULL. */
char *pa_arena_strdup(struct pa_arena *arena, const char *text);

/* printf into the arena; never NULL. */
char *pa_arena_printf(struct pa_arena *arena, const char *format, ...)
	__attribute__((format(printf, 2, 3), returns_nonnull));

#endif
