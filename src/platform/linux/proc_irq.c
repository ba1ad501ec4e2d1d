/* SPDX-License-Identifier: Apache-2.0 */
#include "platform/linux/proc_irq.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "base/alloc.h"
#include "base/buf.h"
#include "base/names.h"
#include "catalog/values.h"
#include "model/moment.h"
#include "platform/linux/cpu_list.h"
#include "platform/linux/source.h"
#include "platform/linux/task.h"
#include "platform/platform.h"
#include "platform/root.h"

enum { LINES_MAX = 512, CPUS_MAX = 1024, PATH_BYTES = 64 };

/* The CPUs in one file of a line. 0 or a negative errno. */
static int read_cpus(struct pa_linux *sys, int32_t line, const char *file, struct pa_cpu_list *out)
{
	char path[PATH_BYTES];
	int error;

	(void)snprintf(path, sizeof(path), "proc/irq/%d/%s", line, file);
	error = pa_root_read_path(sys->root, path, sys->text);
	return error ? error : pa_cpu_list_parse(sys->text->bytes, sys->text->used_bytes, out);
}

/* Of a line with handlers: the CPU that it goes to now holds a vector for it (x86). */
static void count_vector(struct pa_linux *sys, int32_t line, uint32_t lines[CPUS_MAX])
{
	struct pa_cpu_list cpus;

	if (!read_cpus(sys, line, "effective_affinity_list", &cpus) && cpus.count == 1 &&
	    cpus.first < CPUS_MAX)
		lines[cpus.first]++;
}

static int read_source(void *self, struct pa_linux *sys, struct pa_moment *moment)
{
	PA_CLEANUP(pa_freep) int32_t *lines = NULL;
	PA_CLEANUP(pa_freep) uint32_t *taken = pa_alloc_array(CPUS_MAX, sizeof(*taken));
	int64_t count = pa_task_list_numbers(sys->root, "proc/irq", &lines);
	uint32_t told = 0, bound = 0;

	(void)self;
	for (int64_t i = 0; i < count && told < LINES_MAX; i++) {
		struct pa_cpu_list cpus;

		if (read_cpus(sys, lines[i], "smp_affinity_list", &cpus))
			continue;
		pa_moment_put(moment, PA_V_IRQ_AFFINITY_ALLOWED_COUNT,
			      pa_names_idf(sys->names, "%d", lines[i]), cpus.count);
		count_vector(sys, lines[i], taken);
		bound += cpus.count == 1;
		told++;
	}
	if (!told)
		return pa_source_fail(moment, pa_source_proc_irq.name,
				      count < 0 ? (int)count : -ENOENT);
	pa_moment_put(moment, PA_V_IRQ_AFFINITY_BOUND_COUNT, 0, bound);
	for (uint32_t cpu = 0; cpu < CPUS_MAX; cpu++)
		if (taken[cpu])
			pa_moment_put(moment, PA_V_IRQ_VECTORS_TAKEN_COUNT,
				      pa_names_idf(sys->names, "cpu%u", cpu), taken[cpu]);
	return 0;
}

const struct pa_source pa_source_proc_irq = {
	.name = "proc_irq",
	.pass = PA_PASS_RARE,
	.read = read_source,
};
