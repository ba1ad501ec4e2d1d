/* SPDX-License-Identifier: Apache-2.0 */
#include "fuzz.h"

#include <stdlib.h>

#include "base/alloc.h"
#include "platform/linux/cgroup_tree.h"
#include "platform/linux/mountinfo.h"
#include "platform/linux/mounts.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct pa_mountinfo *info = pa_mountinfo_new();
	const struct pa_mountinfo_row *rows;
	uint32_t *chosen;
	const char *at;
	size_t count;

	pa_mountinfo_parse(info, (const char *)data, size / 2);
	pa_mountinfo_parse(info, (const char *)data, size);
	rows = pa_mountinfo_rows(info, &count);
	chosen = pa_alloc_array(count, sizeof(*chosen));
	(void)pa_mounts_choose(rows, count, chosen);
	for (size_t i = 0; i < count; i++)
		(void)pa_cgroup_tree_has(rows[i].type, rows[i].options);
	(void)pa_mounts_device((const char *)data, size, &at);
	free(chosen);
	pa_mountinfo_free(info);
	return 0;
}
