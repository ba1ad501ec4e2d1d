/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the tests of settings share: a text and what became of it.
 */
#ifndef PA_TESTS_CONFIG_HELP_H
#define PA_TESTS_CONFIG_HELP_H

#include <string.h>

#include "base/err.h"
#include "config/entries.h"

struct parsed {
	struct pa_config config;
	struct pa_err err;
	int code;
};

/* Parse as "f"; own with pa_config_done(). */
static inline void parse_text(struct parsed *p, const char *text)
{
	memset(p, 0, sizeof(*p));
	pa_config_init(&p->config);
	p->code = pa_config_parse(&p->config, "f", text, strlen(text), &p->err);
}

#endif
