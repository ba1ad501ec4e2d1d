/* SPDX-License-Identifier: Apache-2.0 */
#include "platform/linux/sysfs_net.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "base/names.h"
#include "base/scan.h"
#include "catalog/values.h"
#include "model/moment.h"
#include "platform/linux/kept.h"
#include "platform/linux/source.h"
#include "platform/platform.h"
#include "platform/root.h"

enum { PATH_BYTES = 320, BYTES_PER_S_OF_MBIT = 125000 };

int pa_sysfs_net_speed(const char *text, size_t text_bytes, uint64_t *out_bytes_per_s)
{
	struct pa_scan scan;
	int64_t mbit;

	pa_scan_init(&scan, text, text_bytes);
	if (!pa_scan_i64(&scan, &mbit))
		return -EBADMSG;
	if (mbit <= 0 || mbit >= INT32_MAX)
		return -ENODATA;
	*out_bytes_per_s = (uint64_t)mbit * BYTES_PER_S_OF_MBIT;
	return 0;
}

static int read_file(struct pa_kept *kept, struct pa_linux *sys, const char *name, const char *file)
{
	char path[PATH_BYTES];

	(void)snprintf(path, sizeof(path), "sys/class/net/%s/%s", name, file);
	return pa_kept_read(kept, sys->root, path, sys->text);
}

static void read_one(struct pa_kept *kept, struct pa_linux *sys, const char *name,
		     struct pa_moment *moment)
{
	uint32_t instance;
	struct pa_scan scan;
	uint64_t value;

	if (strlen(name) > 255 || read_file(kept, sys, name, "carrier_changes"))
		return; /* not an interface (bonding_masters), or it just went */
	instance = pa_names_id(sys->names, name, strlen(name));
	pa_scan_init(&scan, sys->text->bytes, sys->text->used_bytes);
	if (pa_scan_u64(&scan, &value))
		pa_moment_put(moment, PA_V_NET_LINK_CARRIER_CHANGES_COUNT, instance, value);
	if (!read_file(kept, sys, name, "speed") &&
	    !pa_sysfs_net_speed(sys->text->bytes, sys->text->used_bytes, &value))
		pa_moment_put(moment, PA_V_NET_IF_SPEED_BYTES_PER_S, instance, value);
}

static int read_sysfs_net(void *self, struct pa_linux *sys, struct pa_moment *moment)
{
	struct pa_kept *kept = self;
	int error = pa_kept_list(kept, sys->root, "sys/class/net");

	for (uint32_t i = 0; i < kept->folder.count; i++)
		read_one(kept, sys, kept->folder.name[i], moment);
	return error ? pa_source_fail(moment, "sysfs_net", error) : 0;
}

const struct pa_source pa_source_sysfs_net = {
	.name = "sysfs_net",
	.pass = PA_PASS_SLOW,
	.open = pa_kept_open_source,
	.read = read_sysfs_net,
	.close = pa_kept_close_source,
};
