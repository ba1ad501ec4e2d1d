/* SPDX-License-Identifier: Apache-2.0 */
#include "platform/linux/sysfs_block.h"

#include <errno.h>
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

static int read_number(struct pa_kept *kept, struct pa_linux *sys, const char *device,
		       const char *file, uint64_t *out)
{
	char path[512];
	int bytes = snprintf(path, sizeof(path), "sys/block/%s/%s", device, file);
	int error;

	if (bytes < 0 || (size_t)bytes >= sizeof(path))
		return -ENAMETOOLONG;
	error = pa_kept_read(kept, sys->root, path, sys->text);
	return error ? error : pa_numbers_column(sys->text->bytes, sys->text->used_bytes, 0, out);
}

/* A file that a device lacks is no miss: devices differ. */
static bool put_device(struct pa_kept *kept, struct pa_linux *sys, const char *device,
		       struct pa_moment *moment)
{
	uint64_t size, value;
	uint32_t id;

	if (read_number(kept, sys, device, "size", &size) || !size)
		return false;
	if (strchr(device, '!')) {
		char *slashed = pa_strdup(device);

		for (char *at = slashed; (at = strchr(at, '!'));)
			*at = '/';
		id = pa_names_id(sys->names, slashed, strlen(slashed));
		free(slashed);
	} else {
		id = pa_names_id(sys->names, device, strlen(device));
	}
	pa_moment_put(moment, PA_V_BLK_DEV_SIZE_SECTORS, id, size);
	if (!read_number(kept, sys, device, "queue/rotational", &value))
		pa_moment_put(moment, PA_V_BLK_DEV_ROTATIONAL_FLAG, id, value);
	if (!read_number(kept, sys, device, "queue/nr_requests", &value))
		pa_moment_put(moment, PA_V_BLK_TAGS_LIMIT_COUNT, id, value);
	return true;
}

static int read_source(void *self, struct pa_linux *sys, struct pa_moment *moment)
{
	return pa_kept_read_source(self, sys, "sys/block", pa_source_sysfs_block.name, put_device,
				   moment);
}

const struct pa_source pa_source_sysfs_block = {
	.name = "sysfs_block",
	.pass = PA_PASS_SLOW,
	.open = pa_kept_open_source,
	.read = read_source,
	.close = pa_kept_close_source,
};
