/* SPDX-License-Identifier: Apache-2.0 */
/*
 * /sys/fs/xfs/DEVICE: stats/stats and log/. Parsed by pa_file_rows_number(). The size of the log is
 * asked of the file system itself (XFS_IOC_FSGEOMETRY, as text under src/xfs/DEVICE).
 * Source: fs/xfs/xfs_stats.c, xfs_stats_format(); fs/xfs/xfs_sysfs.c; fs/xfs/libxfs/xfs_fs.h.
 */
#ifndef PA_PLATFORM_LINUX_XFS_H
#define PA_PLATFORM_LINUX_XFS_H

#include <stddef.h>
#include <stdint.h>

struct pa_source;

extern const struct pa_source pa_source_xfs;

/* A place in the log, "CYCLE:BLOCK" of /sys/fs/xfs/DEVICE/log/log_head_lsn: blocks of 512 bytes. */
struct pa_xfs_lsn {
	uint64_t cycle, block;
};

/*
 * Bytes of the log between tail and head. The log is a ring of log_bytes; 0 when its size is not
 * known, then only places of the same cycle can be compared.
 * Returns 0 and *out, or -EBADMSG for places that no log has. Source: fs/xfs/xfs_log.c.
 */
int pa_xfs_log_used(const struct pa_xfs_lsn *tail, const struct pa_xfs_lsn *head,
		    uint64_t log_bytes, uint64_t *out);

#endif
