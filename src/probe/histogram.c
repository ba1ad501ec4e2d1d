/* SPDX-License-Identifier: Apache-2.0 */
#include "bpf/histogram.h"

#include <bpf/bpf.h>
#include <bpf/libbpf.h>
#include <errno.h>
#include <stdlib.h>

#include "base/alloc.h"
#include "model/latency.h"
#include "probe/programs_internal.h"

int pa_programs_histogram(const struct bpf_map *map, struct pa_histogram **out)
{
	int cpus = libbpf_num_possible_cpus();
	PA_CLEANUP(pa_freep) struct pa_histogram *each = NULL;
	struct pa_histogram *sum;
	uint32_t first = 0;

	if (cpus < 0)
		return cpus;
	each = pa_alloc_array((size_t)cpus, sizeof(*each));
	if (bpf_map_lookup_elem(bpf_map__fd(map), &first, each))
		return -errno;
	sum = pa_alloc(sizeof(*sum));
	for (int cpu = 0; cpu < cpus; cpu++) {
		sum->count += each[cpu].count;
		sum->sum_ns += each[cpu].sum_ns;
		if (each[cpu].max_ns > sum->max_ns)
			sum->max_ns = each[cpu].max_ns;
		for (int i = 0; i < PA_HISTOGRAM_SLOTS; i++)
			sum->slot[i] += each[cpu].slot[i];
	}
	*out = sum;
	return 0;
}

void pa_programs_latency(const struct pa_histogram *from, struct pa_latency *out)
{
	*out = (struct pa_latency){ .sum_ns = from->sum_ns, .max_ns = from->max_ns };
	/* The slots were read one after the other while the CPUs went on: they are the truth. */
	for (uint32_t i = 0; i < PA_HISTOGRAM_SLOTS; i++) {
		pa_latency_add(out, pa_histogram_from_ns(i), pa_histogram_from_ns(i + 1),
			       from->slot[i]);
		out->count += from->slot[i];
	}
}
