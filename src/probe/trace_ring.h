/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The rings of ftrace, one for each CPU: what they hold and what was lost. Those of the top
 * instance only, which is the one people and tools share. Reading them takes nothing out.
 */
#ifndef PA_PROBE_TRACE_RING_H
#define PA_PROBE_TRACE_RING_H

#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"

struct pa_moment;
struct pa_root;
struct pa_tracefs;

enum { PA_TRACE_RINGS_MAX = 64 }; /* CPUs read, those of low number */

struct pa_trace_rings {
	struct pa_buf text;
};

/* What the rings say together. */
struct pa_trace_ring_sums {
	uint64_t entries, bytes, size_bytes;	     /* now */
	uint64_t overruns, commit_overruns, dropped; /* since the ring was last emptied */
};

void pa_trace_rings_init(struct pa_trace_rings *rings);
void pa_trace_rings_done(struct pa_trace_rings *rings);

/*
 * Append the values of trace.ring; misses where tracefs cannot be reached.
 * Reply "src/trace_ring": for each CPU the text of per_cpu/cpuN/buffer_size_kb and of
 * per_cpu/cpuN/stats.
 */
void pa_trace_rings_read(struct pa_trace_rings *rings, struct pa_root *root,
			 const struct pa_tracefs *tracefs, struct pa_moment *moment);

/*
 * The reply. A line of digits first is a size in KiB, the others are "NAME: NUMBER"; unknown
 * names are skipped. Returns 0 and *out, or -EBADMSG when no line says "entries".
 * Source: kernel/trace/trace.c, tracing_entries_read(), tracing_stats_read().
 */
int pa_trace_rings_parse(const char *text, size_t text_bytes, struct pa_trace_ring_sums *out);

#endif
