/* SPDX-License-Identifier: Apache-2.0 */
#include "fuzz.h"

#include <assert.h>

#include "model/moment.h"
#include "platform/linux/keyed.h"
#include "platform/linux/meminfo.h"
#include "platform/linux/vmstat.h"

/* The same text twice must give the same values: first by search, then by remembered lines. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct pa_keyed meminfo = { 0 }, vmstat = { 0 };
	struct pa_moment moment, again;

	pa_moment_init(&moment);
	pa_moment_init(&again);
	(void)pa_meminfo_parse(&meminfo, (const char *)data, size, &moment);
	(void)pa_meminfo_parse(&meminfo, (const char *)data, size, &again);
	(void)pa_vmstat_parse(&vmstat, (const char *)data, size, &moment);
	(void)pa_vmstat_parse(&vmstat, (const char *)data, size / 2, &again);
	pa_moment_clear(&again);
	(void)pa_meminfo_parse(&meminfo, (const char *)data, size, &again);
	(void)pa_vmstat_parse(&vmstat, (const char *)data, size, &again);
	assert(moment.sample_count == again.sample_count);
	for (uint32_t i = 0; i < moment.sample_count; i++)
		assert(moment.samples[i].value == again.samples[i].value);
	pa_moment_done(&moment);
	pa_moment_done(&again);
	return 0;
}
