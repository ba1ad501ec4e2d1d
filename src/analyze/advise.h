/* SPDX-License-Identifier: Apache-2.0 */
/*
 * From a window to advice. Pure: no I/O, no clock, no randomness; the same moments give the
 * same advice, byte for byte.
 */
#ifndef PA_ANALYZE_ADVISE_H
#define PA_ANALYZE_ADVISE_H

#include <stddef.h>
#include <stdint.h>

#include "analyze/window.h"
#include "model/advice.h"

/* What the advice is asked about; all zero is the whole machine. */
struct pa_scope {
	int32_t pid;	    /* 0: none */
	const char *cgroup; /* path inside its hierarchy, NULL: none */
};

/*
 * Judge the window and say what is to be said. programs[i] tells whether the i-th of
 * pa_rule_programs exists on the machine (program_count of them).
 * Returns advice for pa_advice_free().
 */
struct pa_advice *pa_advise(const struct pa_window *window, const struct pa_scope *scope,
			    const uint8_t *programs, size_t program_count);

/* Who deserves a close look in the rest of the window. */
enum { PA_SUSPECTS_MAX = 12, PA_SUSPECT_SOCKETS_MAX = 64 };

struct pa_suspects {
	int32_t pids[PA_SUSPECTS_MAX]; /* look at their threads and files, most suspect first */
	size_t pid_count;
	int32_t watch[4]; /* count hardware events and lock contention of these */
	size_t watch_count;
	int32_t failing[4]; /* count failed system calls of these */
	size_t failing_count;
	uint64_t inodes[PA_SUSPECT_SOCKETS_MAX]; /* sockets whose holder is wanted */
	size_t inode_count;
};

/* Choose from what the window shows so far. Deterministic. */
void pa_suspects_choose(const struct pa_window *window, const struct pa_scope *scope,
			struct pa_suspects *out);

#endif
