/* SPDX-License-Identifier: Apache-2.0 */
#include "platform/linux/dsa.h"

#include <string.h>

#include "base/names.h"
#include "base/scan.h"
#include "catalog/values.h"
#include "model/moment.h"
#include "platform/linux/attributes.h"
#include "platform/linux/source.h"
#include "platform/platform.h"

enum { DEVICES_MAX = 128, ERRORS_MAX_BYTES = 128 };

static const struct pa_attribute queue_rows[] = {
	{ .file = "size", .metric = PA_V_ACC_NPU_QUEUE_SIZE_COUNT },
	{ .file = "occupancy", .metric = PA_V_ACC_NPU_QUEUED_COUNT },
	{ .file = "clients", .metric = PA_V_ACC_NPU_CLIENTS_COUNT },
};

/* A work queue "wq0.1", or a device "dsa0", "iax1": four hexadecimal registers of errors. */
static bool put_device(struct pa_linux *sys, const char *path, const char *name,
		       struct pa_moment *moment)
{
	uint32_t instance = pa_names_id(sys->names, name, strlen(name));
	char errors[ERRORS_MAX_BYTES];
	uint64_t bits, any = 0;
	struct pa_scan scan;

	if (!strncmp(name, "wq", 2))
		return pa_attributes_put(sys, path, queue_rows, 3, instance, moment) > 0;
	if (!pa_attribute_text(sys, path, "errors", errors, sizeof(errors)))
		return false;
	pa_scan_init(&scan, errors, strlen(errors));
	while (pa_scan_hex(&scan, &bits))
		any |= bits;
	pa_moment_put(moment, PA_V_ACC_NPU_ERROR_FLAG, instance, any != 0);
	return true;
}

static int read_source(void *self, struct pa_linux *sys, struct pa_moment *moment)
{
	(void)self;
	return pa_attributes_each(sys, "sys/bus/dsa/devices", "", DEVICES_MAX, pa_source_dsa.name,
				  put_device, moment);
}

const struct pa_source pa_source_dsa = {
	.name = "dsa",
	.pass = PA_PASS_RARE,
	.read = read_source,
};
