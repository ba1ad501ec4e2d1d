/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the parser, the help, the manual page and the completion share about the tables.
 */
#ifndef PA_BASE_OPTIONS_INTERNAL_H
#define PA_BASE_OPTIONS_INTERNAL_H

#include "base/options.h"

struct pa_buf;

enum { PA_OPTIONS_GLOBAL_COUNT = 5 };

/* --no-color, --quiet, --verbose, --config, --help: what every command accepts. Offsets are unused.
 */
extern const struct pa_option pa_options_global[PA_OPTIONS_GLOBAL_COUNT];

/* True when name (NUL-terminated) is one of the rows above. */
bool pa_options_name_is_global(const char *name);

/* "FILE", "DURATION" …; for a choice its choices; NULL for a flag. */
const char *pa_options_argument(const struct pa_option *option);

/* Its help, with the fallback in brackets. */
void pa_options_meaning(const struct pa_option *option, struct pa_buf *out);

/* The next word of choices ("a|b|c") from *at on; false at the end. */
bool pa_options_next_choice(const char **at, const char **word, size_t *word_bytes);

#endif
