/* SPDX-License-Identifier: Apache-2.0 */
#include "fuzz.h"

#include <assert.h>

#include "base/names.h"
#include "model/task.h"
#include "platform/linux/task_parse.h"

/* Every text of one thread: they share no beginning, so each input is handed to all. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const char *text = (const char *)data;
	struct pa_names *names = pa_names_new();
	struct pa_task t = { 0 };
	struct pa_word comm;
	uint64_t number = 0;
	uint32_t flags = 0;

	if (!pa_task_parse_stat(text, size, &t, &comm))
		assert(comm.at > text && comm.at + comm.bytes < text + size && t.tid >= 0);
	(void)pa_task_parse_schedstat(text, size, &t, &number);
	(void)pa_task_parse_status(text, size, &t, &number);
	(void)pa_task_parse_io(text, size, &t);
	(void)pa_task_parse_cgroup(text, size, names, &t);
	(void)pa_task_parse_limits(text, size, &t);
	(void)pa_task_parse_ns(text, size);
	(void)pa_task_parse_wchan(text, size, names, &t);
	if (!pa_task_parse_syscall(text, size, &t))
		assert(t.syscall >= PA_TASK_SYSCALL_NONE);
	(void)pa_task_parse_fdinfo(text, size, &number, &flags);
	pa_names_free(names);
	return 0;
}
