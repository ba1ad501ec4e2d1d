/* SPDX-License-Identifier: Apache-2.0 */
#include "platform/linux/timer_list.h"

#include <errno.h>

#include "base/buf.h"
#include "base/names.h"
#include "base/scan.h"
#include "catalog/values.h"
#include "model/moment.h"
#include "platform/linux/cpu_names.h"
#include "platform/linux/source.h"
#include "platform/platform.h"
#include "platform/root.h"

static const struct {
	const char *key;
	uint16_t metric;
} fields[] = {
	{ ".nr_events", PA_V_TIMER_LAT_HRTIMER_INTERRUPTS_COUNT },
	{ ".nr_retries", PA_V_TIMER_LAT_RETRIES_COUNT },
	{ ".nr_hangs", PA_V_TIMER_LAT_HANGS_COUNT },
	{ ".max_hang_time", PA_V_TIMER_LAT_LONGEST_HANG_NS },
};

/* ".nr_events      : 123" of a CPU. */
static bool put_field(struct pa_scan line, uint32_t instance, struct pa_moment *moment)
{
	struct pa_word key;
	uint64_t value;

	if (!pa_scan_word(&line, &key) || *key.at != '.')
		return false;
	if (key.at[key.bytes - 1] == ':')
		key.bytes--;
	else if (!pa_scan_text(&line, ":"))
		return false;
	for (size_t i = 0; i < sizeof(fields) / sizeof(fields[0]); i++) {
		if (!pa_word_is(key, fields[i].key) || !pa_scan_u64(&line, &value))
			continue;
		pa_moment_put(moment, fields[i].metric, instance, value);
		return true;
	}
	return false;
}

int pa_timer_list_parse(const char *text, size_t text_bytes, struct pa_names *names,
			struct pa_moment *moment)
{
	struct pa_scan scan, line, rest;
	uint32_t instance = 0;
	bool any = false;
	uint64_t cpu;

	pa_scan_init(&scan, text, text_bytes);
	while (pa_scan_line(&scan, &line)) {
		rest = line;
		if (pa_scan_text(&rest, "cpu: ") && pa_scan_u64(&rest, &cpu))
			instance = cpu < PA_CPU_NAMES_MAX
					   ? pa_names_idf(names, "cpu%llu", (unsigned long long)cpu)
					   : 0;
		else if (instance)
			any = put_field(line, instance, moment) || any;
	}
	return any ? 0 : -EBADMSG;
}

static int read_source(void *self, struct pa_linux *sys, struct pa_moment *moment)
{
	int error = -EOPNOTSUPP;

	(void)self;
	if (sys->cpu_count <= PA_TIMER_LIST_CPUS_MAX)
		error = pa_root_read_path(sys->root, "proc/timer_list", sys->text);
	if (!error)
		error = pa_timer_list_parse(sys->text->bytes, sys->text->used_bytes, sys->names,
					    moment);
	return error ? pa_source_fail(moment, pa_source_timer_list.name, error) : 0;
}

const struct pa_source pa_source_timer_list = {
	.name = "timer_list",
	.pass = PA_PASS_RARE,
	.read = read_source,
};
