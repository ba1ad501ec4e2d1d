/* SPDX-License-Identifier: Apache-2.0 */
#include "platform/linux/sources.h"

#include <stddef.h>

#include "platform/linux/kmsg.h"
#include "platform/linux/proc_stat.h"
#include "platform/linux/source.h"
#include "platform/linux/task.h"

const struct pa_source *const pa_linux_sources[] = {
	/* CPU and execution */
	&pa_source_proc_stat,
	/* Tasks and the kernel log */
	&pa_source_task,
	&pa_source_kmsg,
	NULL,
};
