/* SPDX-License-Identifier: Apache-2.0 */
#include "fuzz.h"

#include "base/names.h"
#include "model/moment.h"
#include "platform/linux/interrupts.h"
#include "platform/linux/softirqs.h"
#include "platform/linux/softnet_stat.h"

/* The tables with a column or a line for each CPU. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct pa_interrupts interrupts = { 0 };
	struct pa_softirqs softirqs = { 0 };
	struct pa_softnet_stat softnet = { 0 };
	struct pa_names *names = pa_names_new();
	struct pa_moment moment;

	pa_moment_init(&moment);
	for (int i = 0; i < 2; i++) {
		(void)pa_interrupts_parse(&interrupts, (const char *)data, size, names, &moment);
		(void)pa_softirqs_parse(&softirqs, (const char *)data, size, names, &moment);
		(void)pa_softnet_stat_parse(&softnet, (const char *)data, size, names, &moment);
	}
	pa_interrupts_done(&interrupts);
	pa_softirqs_done(&softirqs);
	pa_softnet_stat_done(&softnet);
	pa_moment_done(&moment);
	pa_names_free(names);
	return 0;
}
