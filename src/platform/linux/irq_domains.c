/* SPDX-License-Identifier: Apache-2.0 */
#include "platform/linux/irq_domains.h"

#include <errno.h>

#include "base/buf.h"
#include "base/scan.h"
#include "catalog/values.h"
#include "model/moment.h"
#include "platform/linux/source.h"
#include "platform/platform.h"
#include "platform/root.h"

int pa_irq_domains_parse(const char *text, size_t text_bytes, struct pa_moment *moment)
{
	uint64_t available = 0, allocated = 0, reserved = 0;
	bool has_available = false, has_allocated = false, has_reserved = false;
	struct pa_scan scan, line;

	pa_scan_init(&scan, text, text_bytes);
	while (pa_scan_line(&scan, &line)) {
		if (pa_scan_text(&line, "Global available:"))
			has_available = pa_scan_u64(&line, &available);
		else if (pa_scan_text(&line, "Global reserved:"))
			has_reserved = pa_scan_u64(&line, &reserved);
		else if (pa_scan_text(&line, "Total allocated:"))
			has_allocated = pa_scan_u64(&line, &allocated);
	}
	if (!has_available || !has_allocated)
		return -EBADMSG;
	pa_moment_put(moment, PA_V_IRQ_VECTORS_ALLOCATED_COUNT, 0, allocated);
	pa_moment_put(moment, PA_V_IRQ_VECTORS_AVAILABLE_COUNT, 0, available);
	if (has_reserved)
		pa_moment_put(moment, PA_V_IRQ_VECTORS_RESERVED_COUNT, 0, reserved);
	return 0;
}

static int read_source(void *self, struct pa_linux *sys, struct pa_moment *moment)
{
	int error = pa_root_read_path(sys->root, "sys/kernel/debug/irq/domains/VECTOR", sys->text);

	(void)self;
	if (!error)
		error = pa_irq_domains_parse(sys->text->bytes, sys->text->used_bytes, moment);
	return error ? pa_source_fail(moment, pa_source_irq_domains.name, error) : 0;
}

const struct pa_source pa_source_irq_domains = {
	.name = "irq_domains",
	.pass = PA_PASS_RARE,
	.read = read_source,
};
