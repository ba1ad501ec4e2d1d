/* SPDX-License-Identifier: Apache-2.0 */
#include "platform/linux/pci.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "base/names.h"
#include "base/scan.h"
#include "catalog/values.h"
#include "model/moment.h"
#include "platform/linux/attributes.h"
#include "platform/linux/source.h"
#include "platform/platform.h"
#include "platform/root.h"

enum { DEVICES_MAX = 256, SPEED_MAX_BYTES = 48, LANES_MAX = 32 };

int pa_pci_lane_bytes_per_s(const char *text, size_t text_bytes, uint64_t *out)
{
	uint64_t whole, tenths = 0, mbit;
	struct pa_scan scan;

	pa_scan_init(&scan, text, text_bytes);
	if (!pa_scan_u64(&scan, &whole) || !whole || whole > 1024)
		return -EBADMSG;
	if (pa_scan_text(&scan, ".") && (!pa_scan_u64(&scan, &tenths) || tenths > 9))
		return -EBADMSG;
	if (!pa_scan_text(&scan, "GT/s"))
		return -EBADMSG;
	mbit = whole * 1000 + tenths * 100; /* a transfer is a bit */
	if (whole <= 5)
		mbit = mbit * 8 / 10;
	else if (whole <= 32)
		mbit = mbit * 128 / 130;
	*out = mbit * 1000000 / 8;
	return 0;
}

int pa_pci_aer_total(const char *text, size_t text_bytes, const char *key, uint64_t *out)
{
	struct pa_scan scan, line;
	struct pa_word word;

	pa_scan_init(&scan, text, text_bytes);
	while (pa_scan_line(&scan, &line))
		if (pa_scan_word(&line, &word) && pa_word_is(word, key))
			return pa_scan_u64(&line, out) ? 0 : -EBADMSG;
	return -EBADMSG;
}

/* Speed times width; false without a link, or when it is down (width 0). */
static bool link_bytes_per_s(struct pa_linux *sys, const char *path, const char *which,
			     uint64_t *lanes, uint64_t *bytes_per_s)
{
	char file[32], speed[SPEED_MAX_BYTES];
	uint64_t lane;

	(void)snprintf(file, sizeof(file), "%s_link_speed", which);
	if (!pa_attribute_text(sys, path, file, speed, sizeof(speed)) ||
	    pa_pci_lane_bytes_per_s(speed, strlen(speed), &lane))
		return false;
	(void)snprintf(file, sizeof(file), "%s_link_width", which);
	if (pa_attribute_number(sys, path, file, lanes) || !*lanes || *lanes > LANES_MAX)
		return false;
	*bytes_per_s = lane * *lanes;
	return true;
}

/* A device that sleeps is left asleep: newer kernels would wake it to answer. */
static bool put_link(struct pa_linux *sys, const char *path, uint32_t instance,
		     struct pa_moment *moment)
{
	uint64_t lanes, most_lanes, bytes, most_bytes;
	char status[SPEED_MAX_BYTES];

	if (pa_attribute_text(sys, path, "power/runtime_status", status, sizeof(status)) &&
	    !strcmp(status, "suspended"))
		return false;
	if (!link_bytes_per_s(sys, path, "current", &lanes, &bytes))
		return false;
	pa_moment_put(moment, PA_V_PCIE_LINK_CAPACITY_BYTES_PER_S, instance, bytes);
	pa_moment_put(moment, PA_V_PCIE_LINK_LANES_COUNT, instance, lanes);
	if (!link_bytes_per_s(sys, path, "max", &most_lanes, &most_bytes))
		return true;
	pa_moment_put(moment, PA_V_PCIE_LINK_POSSIBLE_BYTES_PER_S, instance, most_bytes);
	pa_moment_put(moment, PA_V_PCIE_LINK_POSSIBLE_LANES_COUNT, instance, most_lanes);
	return true;
}

static bool put_aer(struct pa_linux *sys, const char *path, uint32_t instance,
		    struct pa_moment *moment)
{
	static const struct {
		const char *file, *key;
		uint16_t metric;
	} rows[] = {
		{ "aer_dev_correctable", "TOTAL_ERR_COR", PA_V_PCIE_LINK_CORRECTED_COUNT },
		{ "aer_dev_nonfatal", "TOTAL_ERR_NONFATAL", PA_V_PCIE_LINK_NONFATAL_COUNT },
		{ "aer_dev_fatal", "TOTAL_ERR_FATAL", PA_V_PCIE_LINK_FATAL_COUNT },
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		char file[PA_ATTRIBUTE_PATH_BYTES + 32];
		uint64_t total;

		(void)snprintf(file, sizeof(file), "%s/%s", path, rows[i].file);
		if (pa_root_read_path(sys->root, file, sys->text))
			return i > 0; /* no AER: the others are not there either */
		if (!pa_pci_aer_total(sys->text->bytes, sys->text->used_bytes, rows[i].key, &total))
			pa_moment_put(moment, rows[i].metric, instance, total);
	}
	return true;
}

static const struct pa_attribute root_port_rows[] = {
	{ .file = "aer_rootport_total_err_cor", .metric = PA_V_IO_BUS_CORRECTED_COUNT },
	{ .file = "aer_rootport_total_err_nonfatal", .metric = PA_V_IO_BUS_NONFATAL_COUNT },
	{ .file = "aer_rootport_total_err_fatal", .metric = PA_V_IO_BUS_FATAL_COUNT },
};

static bool put_device(struct pa_linux *sys, const char *path, const char *name,
		       struct pa_moment *moment)
{
	uint32_t instance = pa_names_id(sys->names, name, strlen(name));
	bool link = put_link(sys, path, instance, moment);

	if (!put_aer(sys, path, instance, moment))
		return link;
	(void)pa_attributes_put(sys, path, root_port_rows, 3, instance, moment);
	return true;
}

static int read_source(void *self, struct pa_linux *sys, struct pa_moment *moment)
{
	(void)self;
	return pa_attributes_each(sys, "sys/bus/pci/devices", "", DEVICES_MAX, pa_source_pci.name,
				  put_device, moment);
}

const struct pa_source pa_source_pci = {
	.name = "pci",
	.pass = PA_PASS_RARE,
	.read = read_source,
};
