/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A replay that lies: replies of some paths of a recorded machine fail or are spoilt, all others
 * come as they were recorded. Paths are chosen by shape: every run of digits stands for any
 * number, so that "proc/N/stat" is that file of all processes.
 */
#ifndef PA_TESTS_LIAR_H
#define PA_TESTS_LIAR_H

#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "platform/root.h"

enum lie {
	LIE_NONE,
	/* The read fails. */
	LIE_EIO,
	LIE_EACCES,
	LIE_ENOENT,
	LIE_ENOMEM,
	LIE_ETIMEDOUT,
	LIE_EMPTY,
	/* A part of the reply is missing: after a line, or anywhere. */
	LIE_LINES,
	LIE_QUARTER,
	LIE_HALF,
	LIE_LAST_BYTE,
	/* What comes is something else. */
	LIE_GARBAGE, /* bytes that are no text */
	LIE_NULS,
	LIE_ENDLESS, /* each number has thirty digits */
	LIE_MINUS,   /* each number is negative */
	LIE_HUGE,    /* the reply again and again, 256 KiB */
	LIE_COUNT
};

/* Those after which no value of the reply may be taken for read. */
static const enum lie lie_last_failure = LIE_EMPTY;

enum { LIAR_ANY_MOMENT = -1 };

struct liar {
	struct pa_replay behind;
	const char *shape;
	enum lie lie;
	int64_t moment; /* or LIAR_ANY_MOMENT */
	uint32_t told;	/* how often it lied */
	struct pa_buf text;
};

void liar_init(struct liar *liar, const struct pa_replay *behind);
void liar_done(struct liar *liar);

/* To replay it; liar is borrowed. */
struct pa_replay liar_replay(struct liar *liar);

/* Digits become N, into out (text_bytes large, cut when longer). */
void liar_shape(const char *path, char *out, size_t out_bytes);

#endif
