/* SPDX-License-Identifier: Apache-2.0 */
#include "fuzz.h"

#include "model/task.h"
#include "platform/linux/taskstats.h"

static void see(void *arg, int32_t tid, int error, const char *stats, size_t stats_bytes)
{
	struct pa_task task = { 0 };

	(void)arg;
	(void)tid;
	if (!error)
		(void)pa_taskstats_parse(stats, stats_bytes, UINT32_MAX, &task); /* any answer */
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct pa_task task = { 0 };

	(void)pa_taskstats_parse((const char *)data, size, UINT32_MAX, &task);
	(void)pa_taskstats_replies((const char *)data, size, see, NULL);
	(void)pa_taskstats_family((const char *)data, size);
	return 0;
}
