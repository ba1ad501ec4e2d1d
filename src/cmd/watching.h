/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What advise and snapshot share: observe a machine with progress on stderr, where Ctrl-C
 * ends the window early and keeps what was seen.
 */
#ifndef PA_CMD_WATCHING_H
#define PA_CMD_WATCHING_H

#include <stdbool.h>
#include <stdint.h>

#include "observe/observe.h"

struct pa_err;
struct pa_root;
struct pa_snapshot_writer;

/* The options both have. */
struct pa_watch_options {
	uint64_t for_ns, tick_ns;
	int64_t pid;
	const char *cgroup;
	const char *drill; /* "auto" or "never" */
	bool quiet;
	const char *config; /* the file whose declarations hold, as for pa_config_read() */
};

/* What holds without an option, for the tables of both: ten seconds, a tick each second, close
 * looks as needed. */
#define PA_WATCH_FOR   "10s"
#define PA_WATCH_TICK  "1s"
#define PA_WATCH_DRILL "auto"

/* Are the options sane? Returns 0, or -EINVAL with a line that says which is not. */
int pa_watch_check(const struct pa_watch_options *options, struct pa_err *err);

/* Observe; see pa_observe(). A second Ctrl-C ends the program as usual. */
struct pa_advice *pa_watch(struct pa_root *root, const struct pa_watch_options *options,
			   struct pa_err *err);

/* Note in a recording what its meta.toml tells people of it: machine, window, cost. */
void pa_watch_note(struct pa_snapshot_writer *writer, const struct pa_advice *advice);

#endif
