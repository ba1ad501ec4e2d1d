/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The observation: ticks over a window, close looks in its last third, and then the advice.
 * One thread. It writes nothing, starts nothing and changes no setting of the machine, except
 * that the pages it uses stay in memory, so that it goes on when the machine thrashes. What it
 * starts are commands that users declared, and these before and behind the watching.
 *
 * The same function replays a recorded machine: moments, their kinds and every decision come
 * from the recording, and no time passes.
 */
#ifndef PA_OBSERVE_OBSERVE_H
#define PA_OBSERVE_OBSERVE_H

#include <signal.h>
#include <stdint.h>

#include "analyze/advise.h"

struct pa_err;
struct pa_root;

struct pa_observe_progress {
	double seconds;	      /* since the start */
	double total_seconds; /* of the window */
	uint32_t threads;     /* seen in the last pass */
	uint32_t values;      /* in the last tick */
	uint8_t close;	      /* the close looks have begun */
};

struct pa_observe_settings {
	uint64_t for_ns;      /* the whole window */
	uint64_t tick_ns;     /* between ticks; at least 10 ms */
	uint8_t drill;	      /* look closely in the last third */
	uint8_t commands;     /* something of declared is a command */
	const char *declared; /* what users declare: user/declare.h; NULL: nothing, or a replay */
	struct pa_scope scope;
	const volatile sig_atomic_t *stop; /* set to end early with what was seen; may be NULL */
	void (*progress)(void *arg, const struct pa_observe_progress *progress); /* may be NULL */
	void *progress_arg;
};

/*
 * Observe the machine behind root and judge it. In a replay for_ns and tick_ns are taken from
 * the recording. Returns advice for pa_advice_free(), or NULL and *err when nothing at all
 * could be seen.
 */
struct pa_advice *pa_observe(struct pa_root *root, const struct pa_observe_settings *settings,
			     struct pa_err *err);

#endif
