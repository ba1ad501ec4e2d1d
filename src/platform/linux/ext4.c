/* SPDX-License-Identifier: Apache-2.0 */
#include "platform/linux/ext4.h"

#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "base/names.h"
#include "catalog/values.h"
#include "model/moment.h"
#include "platform/linux/numbers.h"
#include "platform/linux/kept.h"
#include "platform/linux/source.h"
#include "platform/platform.h"
#include "platform/root.h"

/* The folder "features" has no such file and fails here like a device that just went. */
static bool put_device(struct pa_kept *kept, struct pa_linux *sys, const char *device,
		       struct pa_moment *moment)
{
	char path[512];
	int bytes = snprintf(path, sizeof(path), "sys/fs/ext4/%s/errors_count", device);
	uint64_t errors;

	if (bytes < 0 || (size_t)bytes >= sizeof(path) ||
	    pa_kept_read(kept, sys->root, path, sys->text) ||
	    pa_numbers_column(sys->text->bytes, sys->text->used_bytes, 0, &errors))
		return false;
	pa_moment_put(moment, PA_V_FS_EXT4_ERRORS_COUNT,
		      pa_names_id(sys->names, device, strlen(device)), errors);
	return true;
}

static int read_source(void *self, struct pa_linux *sys, struct pa_moment *moment)
{
	return pa_kept_read_source(self, sys, "sys/fs/ext4", pa_source_ext4.name, put_device,
				   moment);
}

const struct pa_source pa_source_ext4 = {
	.name = "ext4",
	.pass = PA_PASS_SLOW,
	.open = pa_kept_open_source,
	.read = read_source,
	.close = pa_kept_close_source,
};
