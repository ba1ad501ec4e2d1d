/* SPDX-License-Identifier: Apache-2.0 */
#include "platform/linux/sysctl_net.h"

#include <errno.h>
#include <stdlib.h>

#include "base/alloc.h"
#include "base/buf.h"
#include "catalog/values.h"
#include "model/moment.h"
#include "platform/linux/numbers.h"
#include "platform/linux/source.h"
#include "platform/platform.h"
#include "platform/root.h"

/* Small on purpose: see numbers.c. */
enum { TEXT_MAX_BYTES = 16 << 10 };

static const struct pa_number_row rows[] = {
	{ "proc/sys/net/ipv4/tcp_mem", PA_V_NET_TCP_MEM_LIMIT_PAGES, 2 },
	{ "proc/sys/net/ipv4/udp_mem", PA_V_NET_UDP_MEM_LIMIT_PAGES, 2 },
	{ "proc/sys/net/ipv4/tcp_max_tw_buckets", PA_V_NET_TCP_TW_LIMIT_COUNT, 0 },
};

int pa_sysctl_net_ports_parse(const char *text, size_t text_bytes, uint64_t *out_count)
{
	uint64_t low, high;

	if (pa_numbers_column(text, text_bytes, 0, &low) ||
	    pa_numbers_column(text, text_bytes, 1, &high) || high < low || high > UINT16_MAX)
		return -EBADMSG;
	*out_count = high - low + 1;
	return 0;
}

static void *open_source(struct pa_linux *sys)
{
	(void)sys;
	return pa_numbers_new(rows, sizeof(rows) / sizeof(rows[0]));
}

static int read_source(void *self, struct pa_linux *sys, struct pa_moment *moment)
{
	int error = pa_root_read_path(sys->root, "proc/sys/net/ipv4/ip_local_port_range",
				      sys->text);
	uint64_t ports = 0;

	if (!error)
		error = pa_sysctl_net_ports_parse(sys->text->bytes, sys->text->used_bytes, &ports);
	if (error)
		pa_moment_miss(moment, PA_V_NET_PORTS_RANGE_COUNT, 0, pa_state_of_errno(error));
	else
		pa_moment_put(moment, PA_V_NET_PORTS_RANGE_COUNT, 0, ports);
	return pa_numbers_read(self, sys, moment);
}

const struct pa_source pa_source_sysctl_net = {
	.name = "sysctl_net",
	.pass = PA_PASS_SLOW,
	.open = open_source,
	.read = read_source,
	.close = pa_numbers_close,
};
