/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the targets of a device-mapper device say of themselves (DM_TABLE_STATUS), as text under
 * src/device_mapper/dm-N: a line "START LENGTH TARGET STATUS" for each. The kernel is asked not
 * to flush, so that a thin pool does not commit because we look.
 */
#ifndef PA_PLATFORM_LINUX_DEVICE_MAPPER_H
#define PA_PLATFORM_LINUX_DEVICE_MAPPER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct pa_buf;
struct pa_source;

extern const struct pa_source pa_source_device_mapper;

/* All targets of one device together: sums, and flags of any. */
struct pa_dm_status {
	uint64_t data_used_count,
		data_total_count; /* blocks of a thin pool, sectors of a snapshot */
	uint64_t metadata_used_count, metadata_total_count; /* of a thin pool */
	uint64_t active_paths_count, failed_paths_count;    /* of multipath */
	bool has_data, has_metadata, has_paths;
	bool failed; /* failed, read-only for an error, invalid; a member of a raid is dead */
	bool out_of_space;
};

/*
 * Parse the lines above. Targets that are not known (linear, crypt …) tell nothing.
 * Returns 0 and *out, or -EBADMSG when there is no line with a target.
 * Source: the status functions of drivers/md/dm-thin.c, dm-snap.c, dm-mpath.c, dm-raid.c;
 * Documentation/admin-guide/device-mapper.
 */
int pa_dm_parse(const char *text, size_t text_bytes, struct pa_dm_status *out);

/*
 * The reply of DM_TABLE_STATUS (a struct dm_ioctl, then target_count times a struct
 * dm_target_spec with its text) as lines behind what out holds.
 * Returns 0, or -EBADMSG when it does not fit into reply_bytes; out then holds what did.
 * Source: linux/dm-ioctl.h; drivers/md/dm-ioctl.c, retrieve_status().
 */
int pa_dm_reply_text(const char *reply, size_t reply_bytes, struct pa_buf *out);

#endif
