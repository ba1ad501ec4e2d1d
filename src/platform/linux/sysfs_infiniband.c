/* SPDX-License-Identifier: Apache-2.0 */
#include "platform/linux/sysfs_infiniband.h"

#include <errno.h>
#include <stdbool.h>
#include <stdio.h>

#include "base/buf.h"
#include "base/names.h"
#include "base/scan.h"
#include "catalog/values.h"
#include "model/moment.h"
#include "platform/linux/kept.h"
#include "platform/linux/numbers.h"
#include "platform/linux/source.h"
#include "platform/platform.h"

enum {
	PATH_BYTES = 512,
	BYTES_OF_WORD = 4,	    /* port_xmit_data and port_rcv_data count words of 32 bits */
	TENTHS_TO_BYTES = 12500000, /* a tenth of a gigabit a second */
};

static const struct {
	const char *file;
	uint16_t metric;
	uint8_t scale;
} files[] = {
	{ "counters/port_rcv_data", PA_V_NET_RDMA_RX_BYTES, BYTES_OF_WORD },
	{ "counters/port_xmit_data", PA_V_NET_RDMA_TX_BYTES, BYTES_OF_WORD },
	{ "counters/port_xmit_wait", PA_V_NET_RDMA_WAITS_COUNT, 1 },
	{ "hw_counters/out_of_buffer", PA_V_NET_RDMA_OUT_OF_BUFFER_COUNT, 1 },
	{ "hw_counters/rnr_nak_retry_err", PA_V_NET_RDMA_NOT_READY_COUNT, 1 },
	{ "counters/symbol_error", PA_V_NET_RDMA_SYMBOL_ERRORS_COUNT, 1 },
	{ "counters/link_downed", PA_V_NET_RDMA_DOWN_COUNT, 1 },
	{ "counters/port_rcv_errors", PA_V_NET_RDMA_RECEIVE_ERRORS_COUNT, 1 },
	{ "counters/port_xmit_discards", PA_V_NET_RDMA_DISCARDS_COUNT, 1 },
};

int pa_infiniband_rate(const char *text, size_t text_bytes, uint64_t *out_bytes_per_s)
{
	uint64_t whole, tenth = 0;
	struct pa_scan scan;

	pa_scan_init(&scan, text, text_bytes);
	if (!pa_scan_u64(&scan, &whole) || whole > UINT32_MAX)
		return -EBADMSG;
	if (scan.at < scan.end && *scan.at == '.') {
		scan.at++;
		if (scan.at >= scan.end || *scan.at < '0' || *scan.at > '9')
			return -EBADMSG;
		tenth = (uint64_t)(*scan.at++ - '0');
	}
	if (!pa_scan_text(&scan, "Gb/sec") || !(whole || tenth))
		return -EBADMSG;
	*out_bytes_per_s = (whole * 10 + tenth) * TENTHS_TO_BYTES;
	return 0;
}

static int read_file(struct pa_kept *kept, struct pa_linux *sys, const char *device, uint32_t port,
		     const char *file)
{
	char path[PATH_BYTES];
	int bytes = snprintf(path, sizeof(path), "sys/class/infiniband/%s/ports/%u/%s", device,
			     port, file);

	if (bytes < 0 || (size_t)bytes >= sizeof(path))
		return -ENAMETOOLONG;
	return pa_kept_read(kept, sys->root, path, sys->text);
}

/* False when there is no such port. */
static bool put_port(struct pa_kept *kept, struct pa_linux *sys, const char *device, uint32_t port,
		     struct pa_moment *moment)
{
	uint64_t value;
	uint32_t id;

	if (read_file(kept, sys, device, port, "rate"))
		return false;
	id = pa_names_idf(sys->names, "%s/%u", device, port);
	if (!pa_infiniband_rate(sys->text->bytes, sys->text->used_bytes, &value))
		pa_moment_put(moment, PA_V_NET_RDMA_RATE_BYTES_PER_S, id, value);
	for (size_t i = 0; i < sizeof(files) / sizeof(files[0]); i++)
		if (!read_file(kept, sys, device, port, files[i].file) &&
		    !pa_numbers_column(sys->text->bytes, sys->text->used_bytes, 0, &value))
			pa_moment_put(moment, files[i].metric, id, value * files[i].scale);
	return true;
}

static bool put_device(struct pa_kept *kept, struct pa_linux *sys, const char *device,
		       struct pa_moment *moment)
{
	bool any = false;

	for (uint32_t port = 1; port <= PA_INFINIBAND_PORTS_MAX; port++) {
		if (!put_port(kept, sys, device, port, moment))
			break;
		any = true;
	}
	return any;
}

static int read_source(void *self, struct pa_linux *sys, struct pa_moment *moment)
{
	return pa_kept_read_source(self, sys, "sys/class/infiniband",
				   pa_source_sysfs_infiniband.name, put_device, moment);
}

const struct pa_source pa_source_sysfs_infiniband = {
	.name = "sysfs_infiniband",
	.pass = PA_PASS_SLOW,
	.open = pa_kept_open_source,
	.read = read_source,
	.close = pa_kept_close_source,
};
