/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Disk quotas (quotactl(2), Q_GETNEXTQUOTA) of file systems that are mounted with them, as text
 * under src/quota/MAJOR:MINOR/user, …/group and …/project: a line for each id with a limit.
 * The instance is "POINT user:ID".
 */
#ifndef PA_PLATFORM_LINUX_QUOTA_H
#define PA_PLATFORM_LINUX_QUOTA_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct pa_source;

extern const struct pa_source pa_source_quota;

enum { PA_QUOTA_IDS_MAX = 256 }; /* of one kind and file system */

/* One user, group or project; a limit of 0 is none. */
struct pa_quota {
	uint64_t id;
	uint64_t used_bytes, hard_bytes, soft_bytes;
	uint64_t inodes, hard_inodes, soft_inodes;
	uint64_t space_until_s, inodes_until_s; /* end of the grace, seconds since 1970; 0 none */
};

/* Call each(arg, quota) for every line of nine numbers; other lines are skipped. */
void pa_quota_parse(const char *text, size_t text_bytes,
		    void (*each)(void *arg, const struct pa_quota *quota), void *arg);

/* Do the options of a superblock switch on quotas of this kind: 0 user, 1 group, 2 project?
 * Source: fs/ext4/super.c, fs/xfs/xfs_super.c and their kin: show_options. */
bool pa_quota_is_on(const char *options, int kind);

#endif
