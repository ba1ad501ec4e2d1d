/* SPDX-License-Identifier: Apache-2.0 */
/*
 * /proc/locks: file locks and leases that are held, and who waits for them.
 */
#ifndef PA_PLATFORM_LINUX_LOCKS_H
#define PA_PLATFORM_LINUX_LOCKS_H

#include <stddef.h>
#include <stdint.h>

struct pa_source;

extern const struct pa_source pa_source_locks;

enum { PA_LOCKS_HOLDERS_MAX = 64 };

struct pa_locks {
	uint64_t held_count;
	uint64_t waiting_count;
	/* Who is waited for: processes whose pid is known; of more only the first are told. */
	struct {
		int32_t pid;
		uint32_t waiting_count;
	} holder[PA_LOCKS_HOLDERS_MAX];
	uint32_t holder_count;
};

/*
 * Lines "ID: TYPE …" are held locks, lines "ID: -> TYPE …" wait for the held one of that ID
 * above them. Cut or malformed lines are skipped. text_bytes bytes, need not end in NUL; *out is
 * written in any case: a machine without locks has an empty file.
 * Source: fs/locks.c, lock_get_status(): the pid is 0 or -1 where it has no meaning.
 */
void pa_locks_parse(const char *text, size_t text_bytes, struct pa_locks *out);

#endif
