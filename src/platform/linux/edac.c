/* SPDX-License-Identifier: Apache-2.0 */
#include "platform/linux/edac.h"

#include <stdio.h>
#include <string.h>

#include "base/names.h"
#include "catalog/values.h"
#include "platform/linux/attributes.h"
#include "platform/linux/source.h"
#include "platform/platform.h"

enum { CONTROLLERS_MAX = 64 };

static const struct pa_attribute controller_rows[] = {
	{ .file = "ce_count", .metric = PA_V_MEM_ECC_CORRECTED_COUNT },
	{ .file = "ue_count", .metric = PA_V_MEM_ECC_UNCORRECTED_COUNT },
};

static const struct pa_attribute module_rows[] = {
	{ .file = "dimm_ce_count", .metric = PA_V_MEM_ECC_MODULE_CORRECTED_COUNT },
	{ .file = "dimm_ue_count", .metric = PA_V_MEM_ECC_MODULE_UNCORRECTED_COUNT },
};

static bool put_controller(struct pa_linux *sys, const char *path, const char *name,
			   struct pa_moment *moment)
{
	struct pa_folder parts = { 0 };

	if (!pa_attributes_put(sys, path, controller_rows, 2,
			       pa_names_id(sys->names, name, strlen(name)), moment))
		return false;
	(void)pa_folder_list(&parts, sys->root, path); /* without modules it stays empty */
	for (uint32_t i = 0; i < parts.count; i++) {
		char module[PA_ATTRIBUTE_PATH_BYTES + 256];

		if (strncmp(parts.name[i], "dimm", 4) != 0 &&
		    strncmp(parts.name[i], "rank", 4) != 0)
			continue;
		(void)snprintf(module, sizeof(module), "%s/%s", path, parts.name[i]);
		(void)pa_attributes_put(sys, module, module_rows, 2,
					pa_names_idf(sys->names, "%s/%s", name, parts.name[i]),
					moment);
	}
	pa_folder_done(&parts);
	return true;
}

static int read_source(void *self, struct pa_linux *sys, struct pa_moment *moment)
{
	(void)self;
	return pa_attributes_each(sys, "sys/devices/system/edac/mc", "mc", CONTROLLERS_MAX,
				  pa_source_edac.name, put_controller, moment);
}

const struct pa_source pa_source_edac = {
	.name = "edac",
	.pass = PA_PASS_RARE,
	.read = read_source,
};
