/* SPDX-License-Identifier: Apache-2.0 */
#include "fuzz.h"

#include "base/names.h"
#include "model/moment.h"
#include "platform/linux/proc_stat.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct pa_proc_stat stat = { 0 };
	struct pa_names *names = pa_names_new();
	struct pa_moment moment;

	pa_moment_init(&moment);
	(void)pa_proc_stat_parse(&stat, (const char *)data, size, names, &moment);
	(void)pa_proc_stat_parse(&stat, (const char *)data, size, names, &moment);
	pa_proc_stat_done(&stat);
	pa_moment_done(&moment);
	pa_names_free(names);
	return 0;
}
