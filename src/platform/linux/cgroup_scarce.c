/* SPDX-License-Identifier: Apache-2.0 */
#include <errno.h>
#include <stdbool.h>

#include "base/scan.h"
#include "catalog/values.h"
#include "platform/linux/cgroup_values.h"

/* CPUs, huge pages, and what misc and rdma hand out. */

enum { MASKS_MAX = PA_CGROUP_VALUES_MAX - 4, MASK_CPUS = 64 };

static const uint64_t no_limit = 1ULL << 62;

static void add(struct pa_cgroup_values *out, uint16_t metric, uint64_t value)
{
	if (out->count == PA_CGROUP_VALUES_MAX)
		return;
	out->metric[out->count] = metric;
	out->value[out->count++] = value;
}

/* ---- cpuset */

/* One "N" or "N-M" of a list. */
static bool take_range(struct pa_scan *scan, uint64_t *from, uint64_t *to)
{
	if (!pa_scan_u64(scan, from))
		return false;
	*to = *from;
	if (scan->at < scan->end && *scan->at == '-') {
		scan->at++;
		if (!pa_scan_u64(scan, to))
			return false;
	}
	return *from <= *to && *to < UINT16_MAX;
}

int pa_cgroup_cpuset_cpus(struct pa_keyed *layout, const char *text, size_t text_bytes,
			  struct pa_cgroup_values *out)
{
	uint64_t mask[MASKS_MAX] = { 0 }, from, to, count = 0;
	uint32_t masks = 0;
	bool fits = true;
	struct pa_scan scan;

	(void)layout;
	pa_scan_init(&scan, text, text_bytes);
	while (take_range(&scan, &from, &to)) {
		for (; from <= to; from++, count++) {
			if (from >= (uint64_t)MASKS_MAX * MASK_CPUS) {
				fits = false;
				continue;
			}
			mask[from / MASK_CPUS] |= 1ULL << from % MASK_CPUS;
			if (from / MASK_CPUS >= masks)
				masks = (uint32_t)(from / MASK_CPUS) + 1;
		}
		if (!pa_scan_text(&scan, ","))
			break;
	}
	if (!count)
		return 0; /* empty: that of the parent counts */
	add(out, PA_V_CG_CPUSET_ALLOWED_COUNT, count);
	for (uint32_t i = 0; fits && i < masks; i++)
		add(out, PA_V_CG_CPUSET_MASK_STATE, mask[i]);
	return 0;
}

/* "member", "root", "isolated", or one of the last two and " invalid (why)". */
int pa_cgroup2_cpuset_partition(struct pa_keyed *layout, const char *text, size_t text_bytes,
				struct pa_cgroup_values *out)
{
	struct pa_scan scan;
	struct pa_word word;

	(void)layout;
	pa_scan_init(&scan, text, text_bytes);
	if (!pa_scan_word(&scan, &word))
		return -EBADMSG;
	add(out, PA_V_CG_CPUSET_INVALID_FLAG, pa_scan_text(&scan, "invalid"));
	return 0;
}

/* ---- huge pages */

static int number(const char *text, size_t text_bytes, uint16_t metric,
		  struct pa_cgroup_values *out)
{
	struct pa_scan scan;
	uint64_t value;

	pa_scan_init(&scan, text, text_bytes);
	if (pa_scan_text(&scan, "max"))
		return 0;
	if (!pa_scan_u64(&scan, &value))
		return -EBADMSG;
	if (value < no_limit)
		add(out, metric, value);
	return 0;
}

static int events(const char *text, size_t text_bytes, uint16_t metric,
		  struct pa_cgroup_values *out)
{
	struct pa_scan scan, line;
	uint64_t value;

	pa_scan_init(&scan, text, text_bytes);
	while (pa_scan_line(&scan, &line)) {
		if (!pa_scan_text(&line, "max ") || !pa_scan_u64(&line, &value))
			continue;
		add(out, metric, value);
		return 0;
	}
	return -EBADMSG;
}

#define FILE_OF(name, reader, metric)                                                              \
	int name(struct pa_keyed *layout, const char *text, size_t text_bytes,                     \
		 struct pa_cgroup_values *out)                                                     \
	{                                                                                          \
		(void)layout;                                                                      \
		return reader(text, text_bytes, metric, out);                                      \
	}

FILE_OF(pa_cgroup_hugetlb_2m_used, number, PA_V_CG_HUGETLB_USED_2M_BYTES)
FILE_OF(pa_cgroup_hugetlb_1g_used, number, PA_V_CG_HUGETLB_USED_1G_BYTES)
FILE_OF(pa_cgroup_hugetlb_2m_max, number, PA_V_CG_HUGETLB_LIMIT_2M_BYTES)
FILE_OF(pa_cgroup_hugetlb_1g_max, number, PA_V_CG_HUGETLB_LIMIT_1G_BYTES)
FILE_OF(pa_cgroup1_hugetlb_2m_failcnt, number, PA_V_CG_HUGETLB_REFUSED_2M_COUNT)
FILE_OF(pa_cgroup1_hugetlb_1g_failcnt, number, PA_V_CG_HUGETLB_REFUSED_1G_COUNT)
FILE_OF(pa_cgroup2_hugetlb_2m_events, events, PA_V_CG_HUGETLB_REFUSED_2M_COUNT)
FILE_OF(pa_cgroup2_hugetlb_1g_events, events, PA_V_CG_HUGETLB_REFUSED_1G_COUNT)

/* ---- misc: "sev 3", "sev max"; rdma: "mlx4_0 hca_handle=2 hca_object=max" */

/* The sum of all numbers of a text; a "max" among them makes it no limit. */
static int sum_of(const char *text, size_t text_bytes, uint16_t metric,
		  struct pa_cgroup_values *out)
{
	struct pa_scan scan, line;
	uint64_t sum = 0;
	bool any = false;

	pa_scan_init(&scan, text, text_bytes);
	while (pa_scan_line(&scan, &line)) {
		struct pa_word name, word;

		if (!pa_scan_word(&line, &name))
			continue;
		while (pa_scan_word(&line, &word)) {
			struct pa_scan part = { word.at, word.at + word.bytes };
			uint64_t value;

			for (const char *at = word.at; at < part.end; at++)
				if (*at == '=')
					part.at = at + 1;
			if (pa_scan_text(&part, "max"))
				return 0;
			if (!pa_scan_u64(&part, &value) || value >= no_limit - sum)
				return -EBADMSG;
			sum += value;
			any = true;
		}
	}
	if (any)
		add(out, metric, sum);
	return 0;
}

FILE_OF(pa_cgroup2_misc_max, sum_of, PA_V_CG_HUGETLB_MISC_LIMIT_COUNT)
FILE_OF(pa_cgroup2_misc_current, sum_of, PA_V_CG_HUGETLB_MISC_USED_COUNT)
FILE_OF(pa_cgroup2_rdma_max, sum_of, PA_V_CG_HUGETLB_RDMA_LIMIT_COUNT)
FILE_OF(pa_cgroup2_rdma_current, sum_of, PA_V_CG_HUGETLB_RDMA_USED_COUNT)

/* "sev.max 3": how often each was refused. */
FILE_OF(pa_cgroup2_misc_events, sum_of, PA_V_CG_HUGETLB_MISC_REFUSED_COUNT)
