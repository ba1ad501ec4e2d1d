/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Names told once and numbered ever after: device names, cgroup paths, commands.
 * Id 0 is the empty name, which stands for "the machine as a whole". Ids are dense, given in
 * order of first use, and live as long as the table. The table owns its copies.
 */
#ifndef PA_BASE_NAMES_H
#define PA_BASE_NAMES_H

#include <stddef.h>
#include <stdint.h>

struct pa_names;

struct pa_names *pa_names_new(void) __attribute__((returns_nonnull, warn_unused_result));

/* NULL is fine; returns NULL. */
struct pa_names *pa_names_free(struct pa_names *names);

/* The id of name_bytes bytes of name (need not end in NUL), made when it is new. */
uint32_t pa_names_id(struct pa_names *names, const char *name, size_t name_bytes);

/* The same for NUL-terminated text made from a format. Cut at 4095 bytes. */
uint32_t pa_names_idf(struct pa_names *names, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

/* The id, or UINT32_MAX when the name was never seen. */
uint32_t pa_names_find(const struct pa_names *names, const char *name, size_t name_bytes);

/* The NUL-terminated name of an id; "" for an id that was never given. Borrowed. */
const char *pa_names_text(const struct pa_names *names, uint32_t id);

/* How many ids exist, the empty name included. */
uint32_t pa_names_count(const struct pa_names *names);

#endif
