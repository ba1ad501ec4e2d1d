/* SPDX-License-Identifier: Apache-2.0 */
#include "platform/linux/ext4.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
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
	struct pa_kept *kept = self;
	int error = pa_kept_list(kept, sys->root, "sys/fs/ext4");
	bool any = false;

	for (uint32_t i = 0; i < kept->folder.count; i++)
		any = put_device(kept, sys, kept->folder.name[i], moment) || any;
	if (error || !any)
		pa_source_miss(moment, pa_source_ext4.name,
			       error ? pa_state_of_errno(error) : PA_ABSENT);
	return error;
}

static void *open_source(struct pa_linux *sys)
{
	(void)sys;
	return pa_alloc(sizeof(struct pa_kept));
}

static void close_source(void *self)
{
	pa_kept_done(self);
	free(self);
}

const struct pa_source pa_source_ext4 = {
	.name = "ext4",
	.pass = PA_PASS_SLOW,
	.open = open_source,
	.read = read_source,
	.close = close_source,
};
