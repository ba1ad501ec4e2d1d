/* SPDX-License-Identifier: Apache-2.0 */
#include "platform/linux/resctrl.h"

#include <stdio.h>
#include <string.h>

#include "base/names.h"
#include "catalog/values.h"
#include "platform/linux/attributes.h"
#include "platform/linux/source.h"
#include "platform/platform.h"

enum { DOMAINS_MAX = 64 };

static const struct pa_attribute rows[] = {
	{ .file = "llc_occupancy", .metric = PA_V_CPU_LLC_OCCUPIED_BYTES },
	{ .file = "mbm_total_bytes", .metric = PA_V_MEM_BW_MONITORED_BYTES },
	{ .file = "mbm_local_bytes", .metric = PA_V_MEM_BW_MONITORED_LOCAL_BYTES },
};

/* The domains of one group; returns how many told something. */
static uint32_t put_group(struct pa_linux *sys, const char *path, const char *group,
			  uint32_t domains_max, struct pa_moment *moment)
{
	char data[PA_ATTRIBUTE_PATH_BYTES];
	struct pa_folder domains = { 0 };
	uint32_t told = 0;

	if (snprintf(data, sizeof(data), "%s/mon_data", path) >= (int)sizeof(data))
		return 0;
	(void)pa_folder_list(&domains, sys->root, data); /* without one it stays empty */
	for (uint32_t i = 0; i < domains.count && told < domains_max; i++) {
		char domain[PA_ATTRIBUTE_PATH_BYTES + 256];

		(void)snprintf(domain, sizeof(domain), "%s/%s", data, domains.name[i]);
		told += pa_attributes_put(sys, domain, rows, sizeof(rows) / sizeof(rows[0]),
					  pa_names_idf(sys->names, "%s/%s", group, domains.name[i]),
					  moment) > 0;
	}
	pa_folder_done(&domains);
	return told;
}

static int read_source(void *self, struct pa_linux *sys, struct pa_moment *moment)
{
	static const char folder[] = "sys/fs/resctrl";
	uint32_t told = put_group(sys, folder, "", DOMAINS_MAX, moment);
	struct pa_folder groups = { 0 };
	int error = pa_folder_list(&groups, sys->root, folder);

	(void)self;
	for (uint32_t i = 0; i < groups.count && told < DOMAINS_MAX; i++) {
		char path[PA_ATTRIBUTE_PATH_BYTES];

		if (!strcmp(groups.name[i], "info") || !strcmp(groups.name[i], "mon_data") ||
		    !strcmp(groups.name[i], "mon_groups") ||
		    snprintf(path, sizeof(path), "%s/%s", folder, groups.name[i]) >=
			    (int)sizeof(path))
			continue;
		told += put_group(sys, path, groups.name[i], DOMAINS_MAX - told, moment);
	}
	if (!told)
		pa_source_miss(moment, pa_source_resctrl.name,
			       error ? pa_state_of_errno(error) : PA_ABSENT);
	pa_folder_done(&groups);
	return error;
}

const struct pa_source pa_source_resctrl = {
	.name = "resctrl",
	.pass = PA_PASS_RARE,
	.read = read_source,
};
