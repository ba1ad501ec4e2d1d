/* SPDX-License-Identifier: Apache-2.0 */
#include "fuzz.h"

#include "model/moment.h"
#include "catalog/values.h"
#include "platform/linux/cmdline.h"
#include "platform/linux/cpu_list.h"
#include "platform/linux/file_nr.h"
#include "platform/linux/loadavg.h"
#include "platform/linux/machine.h"
#include "platform/linux/mounts.h"
#include "platform/linux/numbers.h"
#include "platform/linux/pressure.h"
#include "platform/linux/settings.h"
#include "platform/linux/sysfs_tuning.h"

/* The files of one or a few lines. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const char *text = (const char *)data;
	static const struct pa_setting_row settings[] = {
		{ .metric = PA_V_BLK_SCHED_SCHEDULER_STATE },
		{ .metric = PA_V_CPU_FREQ_CEILING_HZ, .scale = 1000 },
	};
	struct pa_pressure pressure;
	struct pa_cpu_list cpus;
	struct pa_statvfs fs;
	struct pa_moment moment;
	char model[16];
	uint64_t value;

	pa_moment_init(&moment);
	for (uint32_t column = 0; column < 4; column++)
		(void)pa_numbers_column(text, size, column, &value);
	for (size_t i = 0; i < sizeof(settings) / sizeof(settings[0]); i++)
		(void)pa_setting_parse(&settings[i], text, size, &value);
	(void)pa_cmdline_parse(text, size);
	(void)pa_sysfs_tuning_is_mitigated(text, size);
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
