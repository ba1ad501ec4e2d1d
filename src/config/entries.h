/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The file of settings as it was written: section, key, value and line of everything in it, in
 * its order. What the sections mean is the matter of config/settings.h and user/declare.h.
 *
 * The text is INI: [section], key = value, comments behind # or ; at the start of a line and
 * behind " ;" at the end of one. Blanks around keys and values do not count; a line is an entry
 * of its own however far it is indented.
 */
#ifndef PA_CONFIG_ENTRIES_H
#define PA_CONFIG_ENTRIES_H

#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"

struct pa_err;

enum {
	PA_CONFIG_MAX_BYTES = 256 << 10, /* of a file */
	PA_CONFIG_ENTRIES_MAX = 4096,
	PA_CONFIG_SECTION_MAX_BYTES = 49, /* of a section's name: inih keeps no more */
};

struct pa_config_entry {
	const char *section, *key, *value;
	uint32_t line; /* from 1 */
};

struct pa_config {
	struct pa_arena arena; /* texts of the entries, and of what is made of them */
	const char *name;      /* of the file, for messages */
	struct pa_config_entry *entries;
	size_t count, room;
};

/* Nothing in it; own with pa_config_done(). */
void pa_config_init(struct pa_config *config);
void pa_config_done(struct pa_config *config);

/*
 * Add the entries of a text. name is what messages call it; text: text_bytes bytes, need not
 * end in NUL. *config was initialised; after a failure it holds what stood before the mistake.
 * Returns 0, -E2BIG (the text, a line or a name is too long, or they are too many) or -EINVAL
 * (neither a section nor "key = value", a key before any section, a key twice, a control
 * character), with one line in err: "NAME:LINE: what is wrong".
 * Source of the format: https://github.com/benhoyt/inih, README.
 */
int pa_config_parse(struct pa_config *config, const char *name, const char *text, size_t text_bytes,
		    struct pa_err *err);

/* The value of a key; NULL when it is not there. */
const struct pa_config_entry *pa_config_find(const struct pa_config *config, const char *section,
					     const char *key);

/* Note a mistake in an entry: "NAME:LINE: …". Returns code. */
int pa_config_wrong(const struct pa_config *config, const struct pa_config_entry *entry, int code,
		    struct pa_err *err, const char *format, ...)
	__attribute__((format(printf, 5, 6)));

#endif
