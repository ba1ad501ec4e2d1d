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

enum { LINES_MAX = 512, PATH_BYTES = 64 };

static int read_source(void *self, struct pa_linux *sys, struct pa_moment *moment)
{
	PA_CLEANUP(pa_freep) int32_t *lines = NULL;
	int64_t count = pa_task_list_numbers(sys->root, "proc/irq", &lines);
	uint32_t told = 0, bound = 0;

	(void)self;
	for (int64_t i = 0; i < count && told < LINES_MAX; i++) {
		struct pa_cpu_list cpus;
		char path[PATH_BYTES];

		(void)snprintf(path, sizeof(path), "proc/irq/%d/smp_affinity_list", lines[i]);
		if (pa_root_read_path(sys->root, path, sys->text) ||
		    pa_cpu_list_parse(sys->text->bytes, sys->text->used_bytes, &cpus))
			continue;
		pa_moment_put(moment, PA_V_IRQ_AFFINITY_ALLOWED_COUNT,
			      pa_names_idf(sys->names, "%d", lines[i]), cpus.count);
		bound += cpus.count == 1;
		told++;
	}
	if (!told)
		return pa_source_fail(moment, pa_source_proc_irq.name,
				      count < 0 ? (int)count : -ENOENT);
	pa_moment_put(moment, PA_V_IRQ_AFFINITY_BOUND_COUNT, 0, bound);
	return 0;
}

const struct pa_source pa_source_proc_irq = {
	.name = "proc_irq",
	.pass = PA_PASS_RARE,
	.read = read_source,
};
