/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Mounted file systems: which there are, and how full. Pseudo file systems, further mounts of
 * the same file system (equal st_dev: the shortest mount point stays) and mounts under a later
 * one on the same point are left out; of read-only ones only the mount is told.
 * A file system that another machine or a process serves may never answer: it is asked in a
 * thread of its own, with a deadline, and only in slow passes; while that thread hangs, the
 * mount is BROKEN and not asked again.
 */
#ifndef PA_PLATFORM_LINUX_MOUNTS_H
#define PA_PLATFORM_LINUX_MOUNTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct pa_mountinfo_row;
struct pa_source;

extern const struct pa_source pa_source_mounts;

/* How long a served file system may take to answer. */
enum { PA_MOUNTS_DEADLINE_MS = 200 };

/* The reply to statvfs(3), as the root handle keeps it. */
struct pa_statvfs {
	uint64_t block_bytes; /* f_frsize */
	uint64_t blocks, free_blocks, available_blocks;
	uint64_t inodes, free_inodes, available_inodes;
	uint64_t flags;
};

/*
 * Parse "frsize blocks bfree bavail files ffree favail flag".
 * Returns 0, or -EBADMSG with out untouched, also when a size in bytes does not fit 64 bits.
 */
int pa_mounts_statvfs_parse(const char *text, size_t text_bytes, struct pa_statvfs *out);

/* A file system without storage of its own (proc, cgroup2 …), by its type. */
bool pa_mounts_is_pseudo(const char *type);

/* A file system that somebody else serves (nfs4, fuse.sshfs …), by its type. */
bool pa_mounts_is_served(const char *type);

/*
 * The whole device that the link text of /sys/dev/block/MAJ:MIN leads to: "vda" for
 * "../../devices/…/block/vda" and for "…/block/vda/vda1", "nvme0n1" for "…/nvme0n1/nvme0n1p2".
 * Returns its length and *out_at inside link (need not end in NUL); 0 when there is none.
 * Source: block/partitions/core.c, add_partition().
 */
size_t pa_mounts_device(const char *link, size_t link_bytes, const char **out_at);

/*
 * Choose what to tell: out (row_count places) gets the rows to keep, by index and in order;
 * returns how many.
 */
size_t pa_mounts_choose(const struct pa_mountinfo_row *rows, size_t row_count, uint32_t *out);

/* statvfs(3) of a mount point, for pa_ask_thread(): reply is a struct statvfs. 0 or -errno. */
int pa_mounts_ask_statvfs(const char *point, void *reply, size_t reply_bytes);

#endif
