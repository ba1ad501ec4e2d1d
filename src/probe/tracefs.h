/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The kernel's list of tracepoints. tracefs need not be mounted: it is reached through a
 * mount of our own that is attached nowhere, so nothing on the machine changes.
 */
#ifndef PA_PROBE_TRACEFS_H
#define PA_PROBE_TRACEFS_H

#include <stdint.h>

struct pa_tracefs {
	int fd;	   /* its root folder, -1 when it cannot be reached */
	int error; /* why not: a negative errno */
};

/* Reach tracefs: a detached mount (Linux 5.2, CAP_SYS_ADMIN), else where it is mounted. */
void pa_tracefs_init(struct pa_tracefs *tracefs);
void pa_tracefs_done(struct pa_tracefs *tracefs);

/*
 * The number of a tracepoint for perf_event_open(). tracepoint: "block/block_rq_error".
 * Returns 0 and *id, or a negative errno: -ENOENT when this kernel has no such tracepoint.
 */
int pa_tracefs_id(const struct pa_tracefs *tracefs, const char *tracepoint, uint64_t *id);

#endif
