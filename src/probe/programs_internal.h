/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What loaded programs consist of; only for the files of this folder that read them.
 */
#ifndef PA_PROBE_PROGRAMS_INTERNAL_H
#define PA_PROBE_PROGRAMS_INTERNAL_H

#include "bpf/programs.skel.h"

struct pa_histogram;
struct pa_latency;

struct pa_programs {
	struct pa_kernel *kernel; /* the skeleton, as src/bpf/meson.build names it */
	int stats_fd;		  /* while run times are measured, else -1 */
};

/*
 * The histograms of all CPUs of a per-CPU map of one entry, added; the caller frees *out.
 * Returns 0 or a negative errno.
 */
int pa_programs_histogram(const struct bpf_map *map, struct pa_histogram **out);

/* As a shape of the model; out is filled anew. */
void pa_programs_latency(const struct pa_histogram *from, struct pa_latency *out);

#endif
