/* SPDX-License-Identifier: Apache-2.0 */
#include "platform/linux/mount_options.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/names.h"
#include "catalog/values.h"
#include "model/moment.h"
#include "platform/linux/mountinfo.h"
#include "platform/linux/mounts.h"
#include "platform/linux/source.h"
#include "platform/platform.h"

/* ext4 says "barrier" or nothing when it sends flushes, and "nobarrier" when it does not
 * (fs/ext4/super.c, _ext4_show_options()); XFS dropped the option with 4.19. */
static void put_options(const struct pa_mountinfo_row *row, uint32_t point,
			struct pa_moment *moment)
{
	const char *super = row->options;

	pa_moment_put(moment, PA_V_FS_SPACE_SYNC_FLAG, point,
		      pa_mountinfo_has_option(super, "sync") ||
			      pa_mountinfo_has_option(super, "dirsync"));
	pa_moment_put(moment, PA_V_FS_SPACE_ATIME_FLAG, point,
		      !pa_mountinfo_has_option(row->flags, "noatime") &&
			      !pa_mountinfo_has_option(row->flags, "relatime"));
	pa_moment_put(moment, PA_V_FS_SPACE_DISCARD_FLAG, point,
		      pa_mountinfo_has_option(super, "discard"));
	pa_moment_put(moment, PA_V_FS_SPACE_NO_BARRIER_FLAG, point,
		      pa_mountinfo_has_option(super, "nobarrier") ||
			      pa_mountinfo_has_option(super, "barrier=0"));
	pa_moment_put(moment, PA_V_FS_JBD2_DATA_FLAG, point,
		      pa_mountinfo_has_option(super, "data=journal"));
}

static int read_source(void *self, struct pa_linux *sys, struct pa_moment *moment)
{
	const struct pa_mountinfo_row *rows;
	int error = pa_mountinfo_refresh(sys);
	size_t row_count, count;
	uint32_t *chosen;

	(void)self; /* there is none */
	if (error)
		return pa_source_fail(moment, pa_source_mount_options.name, error);
	rows = pa_mountinfo_rows(sys->mountinfo, &row_count);
	chosen = pa_alloc_array(row_count + 1, sizeof(*chosen));
	count = pa_mounts_choose(rows, row_count, chosen);
	for (size_t i = 0; i < count; i++) {
		const struct pa_mountinfo_row *row = &rows[chosen[i]];

		/* What is mounted for reading, or lives in memory, waits for no device. */
		if (!row->read_only && strcmp(row->type, "tmpfs") != 0)
			put_options(row, pa_names_id(sys->names, row->point, strlen(row->point)),
				    moment);
	}
	free(chosen);
	return 0;
}

const struct pa_source pa_source_mount_options = {
	.name = "mount_options",
	.pass = PA_PASS_RARE,
	.read = read_source,
};
