/* SPDX-License-Identifier: Apache-2.0 */
/*
 * How much this kernel lets us see, found by loading: a program of two instructions of each
 * kind is really given to the kernel. Versions and feature lists say too little: kernels refuse
 * kinds that their version has (a policy, lockdown, a missing capability).
 */
#ifndef PA_PROBE_LADDER_H
#define PA_PROBE_LADDER_H

#include <stdint.h>

/* Kinds of programs. */
enum pa_ladder_kind {
	PA_LADDER_TP_BTF,     /* typed tracepoints: what all our programs rest on */
	PA_LADDER_RAW_TP,     /* raw tracepoints, without the kernel's type information */
	PA_LADDER_PERF_EVENT, /* programs of samples */
	PA_LADDER_KIND_COUNT
};

struct pa_ladder {
	/* 'A': eBPF with the kernel's type information; 'B': eBPF without it; 'C': perf events;
	 * 'D': files and netlink only. */
	char rung;
	int error[PA_LADDER_KIND_COUNT]; /* 0: it loads; else a negative errno */
	char why[160];			 /* one line: why it is not rung A; "" when it is */
};

/* Try each kind. perf_counts: events could be counted (probe/counters.h), for rung C. */
void pa_ladder_probe(struct pa_ladder *out, int perf_counts);

#endif
