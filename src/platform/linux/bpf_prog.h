/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The loaded eBPF programs, whoever loaded them: how much code the JIT made, and, while
 * kernel.bpf_stats_enabled is 1, how long they ran. We never turn that on.
 */
#ifndef PA_PLATFORM_LINUX_BPF_PROG_H
#define PA_PLATFORM_LINUX_BPF_PROG_H

#include <stddef.h>
#include <stdint.h>

#include "platform/linux/source.h"

/* Reply "src/bpf/programs", and "proc/sys/kernel/bpf_stats_enabled". */
extern const struct pa_source pa_source_bpf_prog;

/* Programs asked in one pass: 2 us each. */
enum { PA_BPF_PROGS_MAX = 1024 };

struct pa_bpf_progs {
	uint64_t count, jited_bytes, run_ns, runs, misses;
	uint64_t left_out; /* programs beyond PA_BPF_PROGS_MAX, or 1 when there are any */
};

/*
 * The reply: a line "ID JITED_BYTES RUN_NS RUNS MISSES" for each program, and "more\n" at the
 * end when programs were left out. Lines that are none are skipped.
 * Source: kernel/bpf/syscall.c, bpf_prog_get_info_by_fd().
 */
void pa_bpf_progs_parse(const char *text, size_t text_bytes, struct pa_bpf_progs *out);

#endif
