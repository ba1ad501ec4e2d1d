/* SPDX-License-Identifier: Apache-2.0 */
#include "fuzz.h"

#include "model/moment.h"
#include "platform/linux/cpu_list.h"
#include "platform/linux/file_nr.h"
#include "platform/linux/loadavg.h"
#include "platform/linux/machine.h"
#include "platform/linux/mounts.h"
#include "platform/linux/numbers.h"
#include "platform/linux/pressure.h"

/* The files of one or a few lines. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const char *text = (const char *)data;
	struct pa_pressure pressure;
	struct pa_cpu_list cpus;
	struct pa_statvfs fs;
	struct pa_moment moment;
	char model[16];
	uint64_t value;

	pa_moment_init(&moment);
	for (uint32_t column = 0; column < 4; column++)
		(void)pa_numbers_column(text, size, column, &value);
	(void)pa_loadavg_parse(text, size, &moment);
	(void)pa_file_nr_parse(text, size, &moment);
	(void)pa_pressure_parse(text, size, &pressure);
	(void)pa_cpu_list_parse(text, size, &cpus);
	(void)pa_mounts_statvfs_parse(text, size, &fs);
	(void)pa_machine_version(text, size);
	(void)pa_machine_cache_bytes(text, size);
	pa_machine_cpu_model(text, size, model, sizeof(model));
	pa_moment_done(&moment);
	return 0;
}
