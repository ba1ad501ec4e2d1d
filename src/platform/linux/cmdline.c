/* SPDX-License-Identifier: Apache-2.0 */
#include "platform/linux/cmdline.h"

#include <string.h>

#include "base/buf.h"
#include "base/scan.h"
#include "catalog/values.h"
#include "model/moment.h"
#include "platform/linux/source.h"
#include "platform/platform.h"
#include "platform/root.h"

/* A parameter as it is written; with a trailing '*' any word that begins so. Several rows of
 * one value: it is on when one of them is there. */
struct parameter {
	const char *word;
	uint16_t metric;
};

static const struct parameter parameters[] = {
	{ "slub_debug*", PA_V_MEM_SLAB_DEBUG_FLAG },
	{ "slab_debug*", PA_V_MEM_SLAB_DEBUG_FLAG },
	{ "debug_pagealloc=on", PA_V_MEM_CAP_DEBUG_FLAG },
	{ "page_poison=1", PA_V_MEM_CAP_DEBUG_FLAG },
	{ "page_poison=on", PA_V_MEM_CAP_DEBUG_FLAG },
	{ "page_owner=on", PA_V_MEM_CAP_DEBUG_FLAG },
	{ "kmemleak=on", PA_V_MEM_CAP_DEBUG_FLAG },
	{ "kasan.mode=*", PA_V_MEM_CAP_DEBUG_FLAG },
	{ "init_on_alloc=1", PA_V_MEM_CAP_ZEROING_FLAG },
	{ "init_on_free=1", PA_V_MEM_CAP_ZEROING_FLAG },
	{ "swiotlb=force", PA_V_MEM_IOMMU_BOUNCE_FLAG },
	{ "iommu.strict=1", PA_V_MEM_IOMMU_STRICT_FLAG },
	{ "intel_iommu=strict", PA_V_MEM_IOMMU_STRICT_FLAG },
	{ "nohz=off", PA_V_TIMER_LAT_TICK_FLAG },
	{ "highres=off", PA_V_TIMER_LAT_COARSE_FLAG },
	{ "idle=poll", PA_V_CPU_IDLE_POLL_FLAG },
	{ "noirqbalance", PA_V_IRQ_AFFINITY_FIXED_FLAG },
	{ "irqaffinity=*", PA_V_IRQ_AFFINITY_FIXED_FLAG },
	{ "numa=off", PA_V_NUMA_NODE_OFF_FLAG },
};

enum { PARAMETERS = sizeof(parameters) / sizeof(parameters[0]) };
_Static_assert(PARAMETERS <= 32, "a bit for each parameter");

static bool is_word(struct pa_word word, const char *pattern)
{
	size_t bytes = strlen(pattern);

	if (pattern[bytes - 1] != '*')
		return pa_word_is(word, pattern);
	return word.bytes >= bytes - 1 && !memcmp(word.at, pattern, bytes - 1);
}

uint32_t pa_cmdline_parse(const char *text, size_t text_bytes)
{
	struct pa_scan scan;
	struct pa_word word;
	uint32_t found = 0;

	pa_scan_init(&scan, text, text_bytes);
	while (pa_scan_word(&scan, &word) && !pa_word_is(word, "--"))
		for (uint32_t i = 0; i < PARAMETERS; i++)
			if (is_word(word, parameters[i].word))
				found |= 1U << i;
	return found;
}

/* Rows of one value stand together. */
static void put(uint32_t found, struct pa_moment *moment)
{
	uint64_t on = 0;

	for (uint32_t i = 0; i < PARAMETERS; i++) {
		on |= found >> i & 1;
		if (i + 1 < PARAMETERS && parameters[i + 1].metric == parameters[i].metric)
			continue;
		pa_moment_put(moment, parameters[i].metric, 0, on);
		on = 0;
	}
}

static int read_source(void *self, struct pa_linux *sys, struct pa_moment *moment)
{
	int error = pa_root_read_path(sys->root, "proc/cmdline", sys->text);

	(void)self; /* there is none */
	if (error)
		return pa_source_fail(moment, pa_source_cmdline.name, error);
	put(pa_cmdline_parse(sys->text->bytes, sys->text->used_bytes), moment);
	return 0;
}

const struct pa_source pa_source_cmdline = {
	.name = "cmdline",
	.pass = PA_PASS_RARE,
	.read = read_source,
};
