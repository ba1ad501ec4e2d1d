/* SPDX-License-Identifier: Apache-2.0 */
#include "probe/runqlat.h"

#include <stdlib.h>

#include "base/alloc.h"
#include "bpf/histogram.h"
#include "model/latency.h"
#include "probe/programs_internal.h"

int pa_runqlat_read(const struct pa_programs *programs, struct pa_latency *out)
{
	PA_CLEANUP(pa_freep) struct pa_histogram *sum = NULL;
	int error = pa_programs_histogram(programs->kernel->maps.pa_runqlat_histogram, &sum);

	*out = (struct pa_latency){ 0 };
	if (error)
		return error;
	pa_programs_latency(sum, out);
	out->lost_count = programs->kernel->bss->pa_runqlat_lost;
	return 0;
}
