/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Cost, measured on a guest with 2 CPUs: 12 us.
 */
#include "platform/linux/buddyinfo.h"

#include <errno.h>
#include <stdlib.h>

#include "base/alloc.h"
#include "base/buf.h"
#include "base/names.h"
#include "base/scan.h"
#include "catalog/values.h"
#include "model/moment.h"
#include "platform/linux/source.h"
#include "platform/platform.h"
#include "platform/root.h"

enum { HUGE_BYTES = 2 << 20 };

/* The rest of a line: blocks by order. Returns how many orders there are. */
static uint32_t take_orders(struct pa_scan *line, uint64_t blocks[PA_BUDDYINFO_ORDERS_MAX])
{
	uint32_t orders = 0;

	while (orders < PA_BUDDYINFO_ORDERS_MAX && pa_scan_u64(line, &blocks[orders]) &&
	       blocks[orders] < UINT32_MAX)
		orders++;
	return orders;
}

static void put_zone(const uint64_t *blocks, uint32_t orders, uint32_t huge_order,
		     uint32_t instance, struct pa_moment *moment)
{
	uint64_t pages = 0, large = 0;

	for (uint32_t i = 0; i < orders; i++) {
		pages += blocks[i] << i;
		large += i >= huge_order ? blocks[i] << i : 0;
	}
	pa_moment_put(moment, PA_V_MEM_FRAG_FREE_PAGES, instance, pages);
	pa_moment_put(moment, PA_V_MEM_FRAG_FREE_LARGE_PAGES, instance, large);
}

int pa_buddyinfo_parse(const char *text, size_t text_bytes, uint32_t huge_order,
		       struct pa_names *names, struct pa_moment *moment)
{
	uint64_t total[PA_BUDDYINFO_ORDERS_MAX] = { 0 };
	struct pa_scan scan, line;
	uint32_t most = 0;

	pa_scan_init(&scan, text, text_bytes);
	while (pa_scan_line(&scan, &line)) {
		uint64_t blocks[PA_BUDDYINFO_ORDERS_MAX], node;
		struct pa_word zone;
		uint32_t orders;

		if (!pa_scan_text(&line, "Node") || !pa_scan_u64(&line, &node) ||
		    !pa_scan_text(&line, ",") || !pa_scan_text(&line, "zone") ||
		    !pa_scan_word(&line, &zone) || node > UINT32_MAX)
			continue;
		orders = take_orders(&line, blocks);
		if (!orders)
			continue;
		most = orders > most ? orders : most;
		for (uint32_t i = 0; i < orders; i++)
			total[i] += blocks[i];
		put_zone(blocks, orders, huge_order,
			 pa_names_idf(names, "node%u/%.*s", (unsigned int)node,
				      (int)(zone.bytes < 32 ? zone.bytes : 32), zone.at),
			 moment);
	}
	for (uint32_t i = 0; i < most; i++)
		pa_moment_put(moment, PA_V_MEM_FRAG_BLOCKS_COUNT, pa_names_idf(names, "order%u", i),
			      total[i]);
	return most ? 0 : -EBADMSG;
}

/* The order of a block of at least 2 MiB: a huge page on most machines. */
static uint32_t huge_order_of(uint32_t page_bytes)
{
	uint32_t order = 0;

	while (((uint64_t)page_bytes << order) < HUGE_BYTES && order < 32)
		order++;
	return order;
}

static void *open_source(struct pa_linux *sys)
{
	struct pa_file *file = pa_alloc(sizeof(*file));

	(void)sys;
	*file = (struct pa_file)PA_FILE_ENDS("proc/buddyinfo", PA_FILE_SHORT_RECORDS);
	return file;
}

static int read_source(void *self, struct pa_linux *sys, struct pa_moment *moment)
{
	int error = pa_root_read(sys->root, self, sys->text);

	if (!error)
		error = pa_buddyinfo_parse(sys->text->bytes, sys->text->used_bytes,
					   huge_order_of(sys->page_bytes), sys->names, moment);
	return error ? pa_source_fail(moment, pa_source_buddyinfo.name, error) : 0;
}

static void close_source(void *self)
{
	pa_root_close(self);
	free(self);
}

const struct pa_source pa_source_buddyinfo = {
	.name = "buddyinfo",
	.pass = PA_PASS_SLOW,
	.open = open_source,
	.read = read_source,
	.close = close_source,
};
