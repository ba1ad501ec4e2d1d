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
#include "platform/linux/link.h"
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

int pa_sysfs_net_bus(const char *speed, size_t speed_bytes, const char *width, size_t width_bytes,
		     uint64_t *out_bytes_per_s)
{
	uint64_t whole, lines, tenths, millions;
	struct pa_scan scan;

	pa_scan_init(&scan, speed, speed_bytes);
	if (!pa_scan_u64(&scan, &whole) || whole > UINT16_MAX)
		return -EBADMSG;
	tenths = whole * 10;
	if (scan.at + 1 < scan.end && *scan.at == '.' && scan.at[1] >= '0' && scan.at[1] <= '9') {
		tenths += (uint64_t)(scan.at[1] - '0');
		scan.at += 2;
	}
	if (!pa_scan_text(&scan, "GT/s"))
		return -EBADMSG;
	pa_scan_init(&scan, width, width_bytes);
	if (!pa_scan_u64(&scan, &lines) || !lines || lines > 64 || !tenths)
		return -EBADMSG;
	millions = tenths * 100 / 8; /* bytes a line transfers, in millions a second */
	if (tenths <= 50)
		millions = millions * 8 / 10;
	else if (tenths <= 320)
		millions = millions * 128 / 130;
	else
		millions = millions * 242 / 256;
	*out_bytes_per_s = millions * 1000000 * lines;
	return 0;
}

static int read_file(struct pa_kept *kept, struct pa_linux *sys, const char *name, const char *file)
{
	char path[PATH_BYTES];

	(void)snprintf(path, sizeof(path), "sys/class/net/%s/%s", name, file);
	return pa_kept_read(kept, sys->root, path, sys->text);
}

/* Cards of PCIe only; what the adapter is called is the name of its device. */
static void read_bus(struct pa_kept *kept, struct pa_linux *sys, const char *name,
		     struct pa_moment *moment)
{
	char speed[32], path[PATH_BYTES];
	size_t speed_bytes;
	uint64_t value;

	if (read_file(kept, sys, name, "device/current_link_speed") ||
	    sys->text->used_bytes > sizeof(speed))
		return;
	speed_bytes = sys->text->used_bytes;
	memcpy(speed, sys->text->bytes, speed_bytes);
	if (read_file(kept, sys, name, "device/current_link_width") ||
	    pa_sysfs_net_bus(speed, speed_bytes, sys->text->bytes, sys->text->used_bytes, &value))
		return;
	(void)snprintf(path, sizeof(path), "sys/class/net/%s/device", name);
	if (!pa_root_link(sys->root, path, sys->text))
		pa_moment_put(moment, PA_V_NET_CTRL_BUS_BYTES_PER_S,
			      pa_link_adapter(sys->names, sys->text->bytes, sys->text->used_bytes),
			      value);
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
	if (sys->passes & PA_PASS_RARE)
		read_bus(kept, sys, name, moment);
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
