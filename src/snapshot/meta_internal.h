/* SPDX-License-Identifier: Apache-2.0 */
/*
 * meta.toml: an ordered list of (section, key, value), written as TOML and read back by a
 * strict parser of the part of TOML that is written: comments, [sections], bare keys, basic
 * strings, integers, floats, booleans. Source: toml.io, TOML 1.0.0.
 */
#ifndef PA_SNAPSHOT_META_INTERNAL_H
#define PA_SNAPSHOT_META_INTERNAL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct pa_buf;
struct pa_err;

enum {
	PA_META_MAX_BYTES = 1 << 20, /* of the file */
	PA_META_KEY_MAX_BYTES = 64,  /* of a section's name, of a key */
	PA_META_MAX_COUNT = 4096,
};

struct pa_meta_entry {
	char *key;  /* "section.key", or "key" before the first section */
	char *text; /* a string without quotes and escapes; all else as written */
	bool is_string;
};

struct pa_meta {
	struct pa_meta_entry *entries;
	uint32_t count, room;
};

void pa_meta_done(struct pa_meta *meta);

/* Set or replace. key and text are copied; text loses what is no UTF-8 (to U+FFFD) and is cut
 * before a NUL. is_string: quote it when writing. Nothing about key is checked. */
void pa_meta_set(struct pa_meta *meta, const char *key, const char *text, bool is_string);

/* Borrowed; NULL when there is none. */
const char *pa_meta_get(const struct pa_meta *meta, const char *key);

/* Append the file: keys without a section, then section by section in order of appearance. */
void pa_meta_print(const struct pa_meta *meta, struct pa_buf *out);

/*
 * Parse text_bytes bytes into meta, which must be empty. Returns 0, -E2BIG past a limit, or
 * -EBADMSG with "meta.toml line 7: …" in err; meta then holds what came before.
 */
int pa_meta_parse(struct pa_meta *meta, const char *text, size_t text_bytes, struct pa_err *err);

#endif
