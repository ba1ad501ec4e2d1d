/* SPDX-License-Identifier: Apache-2.0 */
#include "fuzz.h"

#include "base/names.h"
#include "model/moment.h"
#include "platform/linux/buddyinfo.h"
#include "platform/linux/containers.h"
#include "platform/linux/slabinfo.h"
#include "platform/linux/sysfs_node.h"
#include "platform/linux/task_memory.h"
#include "platform/linux/zoneinfo.h"
#include "platform/linux/zram.h"

/* What zones, slabs, nodes, zram and processes tell of memory, and runtimes of containers. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const char *text = (const char *)data;
	struct pa_names *names = pa_names_new();
	struct pa_slabinfo slabs = { 0 };
	struct pa_task_memory task = { 0 };
	struct pa_moment moment;
	char name[64];

	pa_moment_init(&moment);
	(void)pa_zoneinfo_parse(text, size, names, &moment);
	(void)pa_buddyinfo_parse(text, size, 9, names, &moment);
	for (int i = 0; i < 2; i++)
		(void)pa_slabinfo_parse(&slabs, text, size, 4096, names, &moment);
	(void)pa_sysfs_node_meminfo(text, size, 0, &moment);
	(void)pa_sysfs_node_tier(text, size, 4, names, &moment);
	(void)pa_zram_mm_stat(text, size, 0, &moment);
	(void)pa_zram_io_stat(text, size, 0, &moment);
	(void)pa_zram_bd_stat(text, size, 0, &moment);
	(void)pa_task_memory_parse(text, size, &task);
	(void)pa_task_memory_status(text, size, text, size, &task);
	(void)pa_containers_json(text, size, "Name", 1, name, sizeof(name));
	(void)pa_containers_json(text, size, "a", 0, name, sizeof(name));
	pa_slabinfo_done(&slabs);
	pa_moment_done(&moment);
	pa_names_free(names);
	return 0;
}
