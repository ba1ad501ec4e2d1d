/* SPDX-License-Identifier: Apache-2.0 */
#include "platform/linux/cpuinfo.h"

#include <errno.h>
#include <stdbool.h>

#include "base/buf.h"
#include "base/names.h"
#include "base/scan.h"
#include "catalog/values.h"
#include "model/moment.h"
#include "platform/linux/cpu_names.h"
#include "platform/linux/source.h"
#include "platform/platform.h"
#include "platform/root.h"

enum { HZ_OF_MHZ = 1000000, HZ_OF_KHZ = 1000 };

/* "\t: 2445.430": three decimals. */
static bool take_mhz(struct pa_scan *line, uint64_t *hz)
{
	uint64_t mhz, khz = 0;
	const char *point;

	if (!pa_scan_text(line, ":") || !pa_scan_u64(line, &mhz) || mhz > 1000000)
		return false;
	if (pa_scan_text(line, ".")) {
		point = line->at;
		if (!pa_scan_u64(line, &khz) || line->at - point != 3)
			return false;
	}
	*hz = mhz * HZ_OF_MHZ + khz * HZ_OF_KHZ;
	return *hz > 0;
}

static bool has_word(struct pa_scan line, const char *text)
{
	struct pa_word word;

	while (pa_scan_word(&line, &word))
		if (pa_word_is(word, text))
			return true;
	return false;
}

int pa_cpuinfo_parse(const char *text, size_t text_bytes, struct pa_names *names,
		     struct pa_moment *moment)
{
	bool any = false, told = false, flags = false;
	struct pa_scan scan, line;
	uint64_t cpu = 0, hz;

	pa_scan_init(&scan, text, text_bytes);
	while (pa_scan_line(&scan, &line)) {
		if (pa_scan_text(&line, "processor")) {
			any |= pa_scan_text(&line, ":") && pa_scan_u64(&line, &cpu);
		} else if (any && pa_scan_text(&line, "cpu MHz")) {
			if (cpu >= PA_CPU_NAMES_MAX || !take_mhz(&line, &hz))
				continue;
			pa_moment_put(moment, PA_V_CPU_FREQ_TOLD_HZ,
				      pa_names_idf(names, "cpu%llu", (unsigned long long)cpu), hz);
			told = true;
		} else if (any && !flags && pa_scan_text(&line, "flags")) {
			pa_moment_put(moment, PA_V_CPU_STEAL_GUEST_FLAG, 0,
				      has_word(line, "hypervisor"));
			pa_moment_put(moment, PA_V_CPU_SPLIT_DETECTED_FLAG, 0,
				      has_word(line, "split_lock_detect") ||
					      has_word(line, "bus_lock_detect"));
			flags = true;
		}
	}
	if (!any)
		return -EBADMSG;
	if (!told)
		pa_moment_miss(moment, PA_V_CPU_FREQ_TOLD_HZ, 0, PA_ABSENT);
	if (!flags) {
		pa_moment_miss(moment, PA_V_CPU_STEAL_GUEST_FLAG, 0, PA_ABSENT);
		pa_moment_miss(moment, PA_V_CPU_SPLIT_DETECTED_FLAG, 0, PA_ABSENT);
	}
	return 0;
}

static int read_source(void *self, struct pa_linux *sys, struct pa_moment *moment)
{
	int error = -EOPNOTSUPP;

	(void)self;
	if (sys->cpu_count <= PA_CPUINFO_CPUS_MAX)
		error = pa_root_read_path(sys->root, "proc/cpuinfo", sys->text);
	if (!error)
		error = pa_cpuinfo_parse(sys->text->bytes, sys->text->used_bytes, sys->names,
					 moment);
	return error ? pa_source_fail(moment, pa_source_cpuinfo.name, error) : 0;
}

const struct pa_source pa_source_cpuinfo = {
	.name = "cpuinfo",
	.pass = PA_PASS_RARE,
	.read = read_source,
};
