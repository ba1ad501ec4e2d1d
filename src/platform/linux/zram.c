/* SPDX-License-Identifier: Apache-2.0 */
#include "platform/linux/zram.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "base/names.h"
#include "base/scan.h"
#include "catalog/values.h"
#include "model/moment.h"
#include "platform/linux/kept.h"
#include "platform/linux/source.h"
#include "platform/platform.h"
#include "platform/root.h"

enum { PATH_BYTES = 128, BD_UNIT_BYTES = 4096 };

/* The first count numbers of a line. */
static int take(const char *text, size_t text_bytes, uint32_t count, uint64_t *out)
{
	struct pa_scan scan;

	pa_scan_init(&scan, text, text_bytes);
	for (uint32_t i = 0; i < count; i++)
		if (!pa_scan_u64(&scan, &out[i]))
			return -EBADMSG;
	return 0;
}

int pa_zram_mm_stat(const char *text, size_t text_bytes, uint32_t instance,
		    struct pa_moment *moment)
{
	uint64_t value[4];
	int error = take(text, text_bytes, 4, value);

	if (error)
		return error;
	pa_moment_put(moment, PA_V_MEM_ZSWAP_ZRAM_STORED_BYTES, instance, value[0]);
	pa_moment_put(moment, PA_V_MEM_ZSWAP_ZRAM_COMPRESSED_BYTES, instance, value[1]);
	pa_moment_put(moment, PA_V_MEM_ZSWAP_ZRAM_USED_BYTES, instance, value[2]);
	if (value[3])
		pa_moment_put(moment, PA_V_MEM_ZSWAP_ZRAM_LIMIT_BYTES, instance, value[3]);
	return 0;
}

int pa_zram_io_stat(const char *text, size_t text_bytes, uint32_t instance,
		    struct pa_moment *moment)
{
	uint64_t value[2];
	int error = take(text, text_bytes, 2, value);

	if (error)
		return error;
	pa_moment_put(moment, PA_V_MEM_ZSWAP_ZRAM_READ_ERRORS_COUNT, instance, value[0]);
	pa_moment_put(moment, PA_V_MEM_ZSWAP_ZRAM_WRITE_ERRORS_COUNT, instance, value[1]);
	return 0;
}

int pa_zram_bd_stat(const char *text, size_t text_bytes, uint32_t instance,
		    struct pa_moment *moment)
{
	uint64_t value[3];
	int error = take(text, text_bytes, 3, value);

	if (error)
		return error;
	if (value[2] > UINT64_MAX / BD_UNIT_BYTES)
		return -EBADMSG;
	pa_moment_put(moment, PA_V_MEM_ZSWAP_ZRAM_WRITEBACK_BYTES, instance,
		      value[2] * BD_UNIT_BYTES);
	return 0;
}

static const struct {
	const char *file;
	int (*parse)(const char *text, size_t text_bytes, uint32_t instance,
		     struct pa_moment *moment);
} files[] = {
	{ "mm_stat", pa_zram_mm_stat },
	{ "io_stat", pa_zram_io_stat },
	{ "bd_stat", pa_zram_bd_stat },
};

static bool put_device(struct pa_kept *kept, struct pa_linux *sys, const char *device,
		       struct pa_moment *moment)
{
	uint32_t instance;
	bool any = false;

	if (strncmp(device, "zram", 4) != 0 || strlen(device) > 32)
		return false;
	instance = pa_names_id(sys->names, device, strlen(device));
	for (size_t i = 0; i < sizeof(files) / sizeof(files[0]); i++) {
		char path[PATH_BYTES];

		(void)snprintf(path, sizeof(path), "sys/block/%s/%s", device, files[i].file);
		if (!pa_kept_read(kept, sys->root, path, sys->text))
			any = !files[i].parse(sys->text->bytes, sys->text->used_bytes, instance,
					      moment) ||
			      any;
	}
	return any;
}

static int read_source(void *self, struct pa_linux *sys, struct pa_moment *moment)
{
	return pa_kept_read_source(self, sys, "sys/block", pa_source_zram.name, put_device, moment);
}

const struct pa_source pa_source_zram = {
	.name = "zram",
	.pass = PA_PASS_SLOW,
	.open = pa_kept_open_source,
	.read = read_source,
	.close = pa_kept_close_source,
};
