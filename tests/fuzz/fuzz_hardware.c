/* SPDX-License-Identifier: Apache-2.0 */
#include "fuzz.h"

#include "base/names.h"
#include "model/moment.h"
#include "platform/linux/cpuinfo.h"
#include "platform/linux/drm.h"
#include "platform/linux/irq_domains.h"
#include "platform/linux/nvml.h"
#include "platform/linux/pci.h"
#include "platform/linux/schedstat.h"
#include "platform/linux/timer_list.h"

/* What CPUs, links and accelerators tell. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct pa_schedstat schedstat = { 0 };
	struct pa_names *names = pa_names_new();
	const char *text = (const char *)data;
	struct pa_drm_client client;
	struct pa_moment moment;
	uint64_t value;

	pa_moment_init(&moment);
	(void)pa_schedstat_parse(&schedstat, text, size, names, &moment);
	(void)pa_timer_list_parse(text, size, names, &moment);
	(void)pa_irq_domains_parse(text, size, &moment);
	(void)pa_cpuinfo_parse(text, size, names, &moment);
	(void)pa_nvml_parse(text, size, names, &moment);
	(void)pa_drm_fdinfo_parse(text, size, &client);
	(void)pa_pci_lane_bytes_per_s(text, size, &value);
	(void)pa_pci_aer_total(text, size, "TOTAL_ERR_COR", &value);
	pa_schedstat_done(&schedstat);
	pa_moment_done(&moment);
	pa_names_free(names);
	return 0;
}
