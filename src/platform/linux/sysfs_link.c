/* SPDX-License-Identifier: Apache-2.0 */
#include "platform/linux/sysfs_link.h"

#include <string.h>

#include "base/names.h"
#include "catalog/values.h"
#include "platform/linux/folder.h"
#include "platform/linux/settings.h"
#include "platform/linux/source.h"
#include "platform/platform.h"

static const char folder_path[] = "sys/class/net";

static const struct pa_setting_row rows[] = {
	{ .path = "duplex", .metric = PA_V_NET_LINK_DUPLEX_STATE },
	{ .path = "tx_queue_len", .metric = PA_V_NET_TXQ_LENGTH_COUNT },
};

static int read_source(void *self, struct pa_linux *sys, struct pa_moment *moment)
{
	struct pa_folder folder = { 0 };
	int error = pa_folder_list(&folder, sys->root, folder_path);
	uint32_t count = 0;

	(void)self; /* there is none */
	for (uint32_t i = 0; i < folder.count; i++) {
		const char *name = folder.name[i];

		count += pa_settings_read_below(
			rows, sizeof(rows) / sizeof(rows[0]), sys, folder_path, name,
			pa_names_id(sys->names, name, strlen(name)), moment);
	}
	pa_folder_done(&folder);
	if (!count)
		pa_source_miss(moment, pa_source_sysfs_link.name,
			       error ? pa_state_of_errno(error) : PA_ABSENT);
	return error;
}

const struct pa_source pa_source_sysfs_link = {
	.name = "sysfs_link",
	.pass = PA_PASS_RARE,
	.read = read_source,
};
