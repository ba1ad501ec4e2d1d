/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What stands for ladder.c and programs.c in a build without eBPF.
 */
#include <errno.h>
#include <stdio.h>

#include "base/err.h"
#include "model/latency.h"
#include "probe/ladder.h"
#include "probe/programs.h"
#include "probe/runqlat.h"

void pa_ladder_probe(struct pa_ladder *out, int perf_counts)
{
	*out = (struct pa_ladder){ .rung = perf_counts ? 'C' : 'D' };
	for (int i = 0; i < PA_LADDER_KIND_COUNT; i++)
		out->error[i] = -EOPNOTSUPP;
	(void)snprintf(out->why, sizeof(out->why), "this build has no eBPF"); /* it fits */
}

struct pa_programs *pa_programs_load(const struct pa_program_settings *settings, struct pa_err *err)
{
	(void)settings;
	(void)pa_err_say(err, -EOPNOTSUPP,
			 "load programs into the kernel: this build has no eBPF (it needs clang, "
			 "bpftool and libbpf when it is built)");
	return NULL;
}

struct pa_programs *pa_programs_unload(struct pa_programs *programs)
{
	(void)programs;
	return NULL;
}

int pa_runqlat_read(const struct pa_programs *programs, struct pa_latency *out)
{
	(void)programs;
	*out = (struct pa_latency){ 0 };
	return -EOPNOTSUPP;
}

int pa_programs_cost(const struct pa_programs *programs, struct pa_programs_cost *out)
{
	(void)programs;
	(void)out;
	return -EOPNOTSUPP;
}

int pa_programs_measure(struct pa_programs *programs)
{
	(void)programs;
	return -EOPNOTSUPP;
}
