/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Advice as text for people and as JSON for scripts. Pure: bytes into a buffer.
 */
#ifndef PA_RENDER_ADVICE_H
#define PA_RENDER_ADVICE_H

#include <stdint.h>

struct pa_advice;
struct pa_buf;

enum pa_advice_flag {
	PA_ADVICE_COLOR = 1 << 0,     /* ANSI colours */
	PA_ADVICE_EXPLAIN = 1 << 1,   /* every hypothesis with its facts */
	PA_ADVICE_QUIET = 1 << 2,     /* the verdict's sentence alone, on one line */
	PA_ADVICE_SETTINGS = 1 << 3,  /* every audited setting; else at most five that cost now */
	PA_ADVICE_NO_TUNING = 1 << 4, /* no remark on settings */
};

/* Text no wider than columns where words allow it. flags: enum pa_advice_flag. */
void pa_advice_text(const struct pa_advice *advice, unsigned columns, uint32_t flags,
		    struct pa_buf *out);

/*
 * The schema perfadvisor.advice/1: one object and a newline. Times are integer nanoseconds of
 * the epoch, unknown is null. With PA_ADVICE_EXPLAIN the hypotheses are in it too. "tuning"
 * has every audited setting, of those that cost something in this window "holds" is true.
 */
void pa_advice_json(const struct pa_advice *advice, uint32_t flags, struct pa_buf *out);

#endif
