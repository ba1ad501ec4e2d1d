/* SPDX-License-Identifier: Apache-2.0 */
/*
 * io.stat of the root of cgroup v2: what the io.cost controller charged. Only a device on which
 * io.cost is switched on (io.cost.qos) has a line with "cost.usage=".
 */
#ifndef PA_PLATFORM_LINUX_IO_COST_H
#define PA_PLATFORM_LINUX_IO_COST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct pa_source;

extern const struct pa_source pa_source_io_cost;

struct pa_io_cost {
	uint32_t major, minor;
	uint64_t usage_us;
	uint64_t wait_us, indebt_us; /* only with the module parameter blkcg_debug_stats */
	bool has_waits;
};

/*
 * Call each(arg, cost) for every line "MAJOR:MINOR … cost.usage=US …"; others are skipped.
 * Source: block/blk-iocost.c, ioc_pd_stat().
 */
void pa_io_cost_parse(const char *text, size_t text_bytes,
		      void (*each)(void *arg, const struct pa_io_cost *cost), void *arg);

#endif
