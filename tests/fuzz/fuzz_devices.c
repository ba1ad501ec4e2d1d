/* SPDX-License-Identifier: Apache-2.0 */
#include "fuzz.h"

#include "base/names.h"
#include "model/moment.h"
#include "platform/linux/diskstats.h"
#include "platform/linux/jbd2.h"
#include "platform/linux/swaps.h"

/* What block devices, journals and swap areas tell. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct pa_diskstats disks = { 0 };
	struct pa_swaps swaps = { 0 };
	struct pa_names *names = pa_names_new();
	struct pa_moment moment;
	struct pa_jbd2 journal;

	pa_moment_init(&moment);
	for (int i = 0; i < 2; i++) {
		(void)pa_diskstats_parse(&disks, (const char *)data, size, names, &moment);
		(void)pa_swaps_parse(&swaps, (const char *)data, size, names, &moment);
	}
	(void)pa_jbd2_parse((const char *)data, size, &journal);
	pa_diskstats_done(&disks);
	pa_swaps_done(&swaps);
	pa_moment_done(&moment);
	pa_names_free(names);
	return 0;
}
