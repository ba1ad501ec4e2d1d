/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The entries of a folder, collected so that files below them can be asked afterwards.
 */
#ifndef PA_PLATFORM_LINUX_FOLDER_H
#define PA_PLATFORM_LINUX_FOLDER_H

#include <stddef.h>
#include <stdint.h>

struct pa_root;

enum { PA_FOLDER_MAX = 65536 };

/* All zero is an empty one. */
struct pa_folder {
	char **name; /* owned, NUL-terminated, sorted by strcmp */
	uint32_t count, room;
};

/* Replace the content by the entries of path, at most PA_FOLDER_MAX. 0 or -errno (then empty). */
int pa_folder_list(struct pa_folder *folder, struct pa_root *root, const char *path);

void pa_folder_done(struct pa_folder *folder);

#endif
