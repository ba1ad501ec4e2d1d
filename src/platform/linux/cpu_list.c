/* SPDX-License-Identifier: Apache-2.0 */
#include "platform/linux/cpu_list.h"

#include <errno.h>

#include "base/scan.h"
#include "platform/linux/cpu_names.h"

/* One "N" or "N-M". */
static bool take_range(struct pa_scan *scan, uint64_t *from, uint64_t *to)
{
	if (!pa_scan_u64(scan, from))
		return false;
	*to = *from;
	if (pa_scan_text(scan, "-") && !pa_scan_u64(scan, to))
		return false;
	return *from <= *to && *to < PA_CPU_NAMES_MAX;
}

int pa_cpu_list_parse(const char *text, size_t text_bytes, struct pa_cpu_list *out)
{
	struct pa_cpu_list list = { 0 };
	struct pa_scan scan, line;
	uint64_t from, to;

	pa_scan_init(&scan, text, text_bytes);
	if (!pa_scan_line(&scan, &line)) {
		*out = list;
		return 0;
	}
	(void)pa_scan_text(&line, ""); /* to the first byte that is not blank */
	while (line.at < line.end) {
		if (!take_range(&line, &from, &to))
			return -EBADMSG;
		if (!list.count)
			list.first = (uint32_t)from;
		list.last = (uint32_t)to;
		list.count += (uint32_t)(to - from + 1);
		if (line.at < line.end && (!pa_scan_text(&line, ",") || line.at == line.end))
			return -EBADMSG;
		if (list.count > PA_CPU_NAMES_MAX)
			return -EBADMSG;
	}
	*out = list;
	return 0;
}
