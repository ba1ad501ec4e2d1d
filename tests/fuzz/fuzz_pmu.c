/* SPDX-License-Identifier: Apache-2.0 */
#include "fuzz.h"

#include "probe/pmu_text.h"

/* What sysfs says of PMUs, and counts as they are told. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const char *text = (const char *)data;
	struct pa_pmu_format format;
	struct pa_pmu_line line;
	struct pa_scan scan;
	struct pa_word name;
	uint64_t value, config = 0;
	uint32_t bytes;

	if (!pa_pmu_format_parse(text, size, &format))
		(void)pa_pmu_format_write(&format, size, &config);
	pa_scan_init(&scan, text, size);
	while (pa_pmu_next_term(&scan, &name, &value))
		config ^= value;
	(void)pa_pmu_scale_bytes(text, size, "MiB", 3, &bytes);
	pa_scan_init(&scan, text, size);
	while (pa_pmu_next(&scan, &line))
		config ^= line.value;
	return 0;
}
