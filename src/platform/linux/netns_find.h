/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Finding the network namespaces of the live machine: by nsfs mounts, looked at when the
 * kernel says that a mount changed, and by the processes, looked at now and then.
 */
#ifndef PA_PLATFORM_LINUX_NETNS_FIND_H
#define PA_PLATFORM_LINUX_NETNS_FIND_H

#include <stdbool.h>
#include <stdint.h>

#include "platform/linux/netns.h"

/* One that was found, and a way in. */
struct pa_netns_found {
	uint64_t inode;
	char name[PA_NETNS_NAME_BYTES];
	char *mount; /* where it is mounted (escapes decoded), or NULL */
	int32_t pid; /* a process inside, or 0 */
};

struct pa_netns_find;

struct pa_netns_find *pa_netns_find_new(void) __attribute__((returns_nonnull, warn_unused_result));
struct pa_netns_find *pa_netns_find_free(struct pa_netns_find *find); /* NULL is fine */

/*
 * Look again: at the mounts if they changed, at the processes at the first tick and each 15th: 4 us
 * a process, and who makes a namespace for good mounts it. Returns true when something may be
 * different from the last look.
 */
bool pa_netns_find_look(struct pa_netns_find *find, uint32_t tick);

/* What was found, the first (ours) at 0, at most PA_NETNS_MAX; *left_out counts the others.
 * Each inode and each name stands there once. Borrowed until the next look. */
const struct pa_netns_found *pa_netns_find_all(const struct pa_netns_find *find, uint32_t *count,
					       uint32_t *left_out);

#endif
