/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Cost, measured on a 2-CPU guest: 8 files a disk of 5 us each, in rare passes only.
 */
#include "platform/linux/sysfs_block.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/buf.h"
#include "base/names.h"
#include "catalog/values.h"
#include "model/moment.h"
#include "platform/linux/file_rows.h"
#include "platform/linux/folder.h"
#include "platform/linux/source.h"
#include "platform/platform.h"
#include "platform/root.h"

/* What is told at most, for machines with a path for each of thousands of volumes. */
enum { DEVICES_MAX = 1024, QUEUES_MAX = 1024 };

/* Source: Documentation/ABI/stable/sysfs-block. wbt_lat_usec: 0 is off, -1 is shown by none. */
static const struct pa_file_row rows[] = {
	{ .file = "queue/rotational", .metric = PA_V_BLK_DEV_ROTATIONAL_FLAG },
	{ .file = "queue/nr_requests", .metric = PA_V_BLK_TAGS_LIMIT_COUNT },
	{ .file = "queue/read_ahead_kb", .metric = PA_V_BLK_DEV_READ_AHEAD_KIB },
	{ .file = "queue/max_sectors_kb", .metric = PA_V_BLK_DEV_REQUEST_MAX_KIB },
	{ .file = "queue/wbt_lat_usec", .metric = PA_V_BLK_WBT_TARGET_US },
	{ .file = "queue/write_cache",
	  .word = "write back",
	  .metric = PA_V_BLK_DEV_WRITE_CACHE_FLAG,
	  .kind = PA_FILE_IS },
};

uint32_t pa_sysfs_block_name(struct pa_linux *sys, const char *entry)
{
	char *slashed;
	uint32_t id;

	if (!strchr(entry, '!'))
		return pa_names_id(sys->names, entry, strlen(entry));
	slashed = pa_strdup(entry);
	for (char *at = slashed; (at = strchr(at, '!'));)
		*at = '/';
	id = pa_names_id(sys->names, slashed, strlen(slashed));
	free(slashed);
	return id;
}

/* The hardware queues, and how many requests they can hold together. */
static void put_tags(struct pa_linux *sys, const char *folder, uint32_t id,
		     struct pa_moment *moment)
{
	struct pa_folder queues = { 0 };
	char path[448];
	uint64_t tags, sum = 0;
	uint32_t known = 0;

	(void)snprintf(path, sizeof(path), "%s/mq", folder);
	if (!pa_folder_list(&queues, sys->root, path)) {
		for (uint32_t i = 0; i < queues.count && i < QUEUES_MAX; i++) {
			(void)snprintf(path, sizeof(path), "%s/mq/%.64s", folder, queues.name[i]);
			if (pa_file_rows_one(sys, path, "nr_tags", &tags) || tags > UINT32_MAX)
				continue;
			sum += tags;
			known++;
		}
	}
	pa_folder_done(&queues);
	if (!known)
		return; /* made of bios: it has no queue of its own */
	pa_moment_put(moment, PA_V_BLK_TAGS_HW_QUEUES_COUNT, id, known);
	pa_moment_put(moment, PA_V_BLK_TAGS_DRIVER_LIMIT_COUNT, id, sum);
}

bool pa_sysfs_block_is_virtual(const char *device, const char *model, const char *vendor)
{
	static const char *const models[] = { "Amazon Elastic Block Store",
					      "MSFT NVMe Accelerator",
					      "nvme_card-pd",
					      "PersistentDisk",
					      "QEMU HARDDISK",
					      "Virtual disk",
					      "Virtual Disk" };

	if (!strncmp(device, "vd", 2) || !strncmp(device, "xvd", 3))
		return true;
	for (size_t i = 0; i < sizeof(models) / sizeof(models[0]); i++)
		if (!strncmp(model, models[i], strlen(models[i])))
			return true;
	return !strncmp(vendor, "Google", 6) || !strncmp(vendor, "VMware", 6) ||
	       !strncmp(vendor, "Msft", 4);
}

static void read_word(struct pa_linux *sys, const char *folder, const char *file, char *out,
		      size_t out_bytes)
{
	char path[320];
	size_t bytes = 0;

	(void)snprintf(path, sizeof(path), "%s/%s", folder, file);
	if (!pa_root_read_path(sys->root, path, sys->text) && sys->text->used_bytes) {
		bytes = sys->text->used_bytes < out_bytes ? sys->text->used_bytes : out_bytes - 1;
		memcpy(out, sys->text->bytes, bytes);
	}
	out[bytes] = '\0';
}

/* A device without a size is a slot for one: a loop device that nobody set up. */
static bool put_device(struct pa_linux *sys, const char *device, struct pa_moment *moment)
{
	char folder[256], model[64], vendor[32];
	uint64_t size;
	uint32_t id;

	if ((size_t)snprintf(folder, sizeof(folder), "sys/block/%s", device) >= sizeof(folder) ||
	    pa_file_rows_one(sys, folder, "size", &size) || !size)
		return false;
	id = pa_sysfs_block_name(sys, device);
	pa_moment_put(moment, PA_V_BLK_DEV_SIZE_SECTORS, id, size);
	(void)pa_file_rows_read(sys, folder, rows, sizeof(rows) / sizeof(rows[0]), id, moment);
	put_tags(sys, folder, id, moment);
	read_word(sys, folder, "device/model", model, sizeof(model));
	read_word(sys, folder, "device/vendor", vendor, sizeof(vendor));
	pa_moment_put(moment, PA_V_CLOUD_DISK_VIRTUAL_FLAG, id,
		      pa_sysfs_block_is_virtual(device, model, vendor));
	return true;
}

static int read_source(void *self, struct pa_linux *sys, struct pa_moment *moment)
{
	struct pa_folder devices = { 0 };
	int error = pa_folder_list(&devices, sys->root, "sys/block");
	bool any = false;

	(void)self;
	for (uint32_t i = 0; i < devices.count && i < DEVICES_MAX; i++)
		any = put_device(sys, devices.name[i], moment) || any;
	pa_folder_done(&devices);
	if (error || !any)
		pa_source_miss(moment, pa_source_sysfs_block.name,
			       error ? pa_state_of_errno(error) : PA_ABSENT);
	return error;
}

const struct pa_source pa_source_sysfs_block = {
	.name = "sysfs_block",
	.pass = PA_PASS_RARE,
	.read = read_source,
};
