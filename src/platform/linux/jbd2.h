/* SPDX-License-Identifier: Apache-2.0 */
/*
 * /proc/fs/jbd2/DEVICE-INODE/info: journals of ext4 and ocfs2.
 */
#ifndef PA_PLATFORM_LINUX_JBD2_H
#define PA_PLATFORM_LINUX_JBD2_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct pa_source;

extern const struct pa_source pa_source_jbd2;

struct pa_jbd2 {
	uint64_t commits;	     /* transactions since mount */
	uint64_t requested;	     /* of them, asked for by somebody who waits */
	uint64_t commit_us;	     /* mean time of a commit, microseconds */
	uint64_t blocks;	     /* mean blocks of a transaction */
	uint64_t blocks_max;	     /* a transaction may have */
	bool has_commit, has_blocks; /* false until the first transaction */
	bool has_blocks_max;
};

/*
 * Parse text_bytes bytes, which need not end in NUL. out is untouched on failure.
 * Returns 0, or -EBADMSG when the line of transactions is missing.
 * Source: fs/jbd2/journal.c, jbd2_seq_info_show().
 */
int pa_jbd2_parse(const char *text, size_t text_bytes, struct pa_jbd2 *out);

/* How many bytes of a journal's folder name are its device: "vda1-8" has 4. */
size_t pa_jbd2_device_bytes(const char *folder);

#endif
