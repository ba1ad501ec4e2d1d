/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A folder of sysfs with a folder for each device, and the files below it that are read again
 * and again. Listing it and opening its files costs ten times what reading them does, so the
 * names and the open files are kept for PA_KEPT_PASSES readings. By then a new device is seen,
 * a device that took the name of another one is not taken for it any longer, and a file that
 * failed is tried again.
 */
#ifndef PA_PLATFORM_LINUX_KEPT_H
#define PA_PLATFORM_LINUX_KEPT_H

#include <stdbool.h>
#include <stdint.h>

#include "platform/linux/folder.h"
#include "platform/root.h"

struct pa_buf;
struct pa_linux;
struct pa_moment;

enum { PA_KEPT_PASSES = 4, PA_KEPT_FILES = 64 };

/* All zero is an empty one. */
struct pa_kept {
	struct pa_folder folder;
	struct {
		struct pa_file file; /* path owned */
		int error;	     /* of the last read */
	} kept[PA_KEPT_FILES];
	uint32_t count;
	uint32_t passes;
	int error; /* of the last listing */
};

/* Begin a reading: kept->folder holds the names in path. 0 or -errno (then empty). */
int pa_kept_list(struct pa_kept *kept, struct pa_root *root, const char *path);

/*
 * The content of a file of one record; path is copied. Beyond PA_KEPT_FILES files nothing stays
 * open. 0 or a negative errno, which is that of an earlier reading when the file is given up
 * until the next listing.
 */
int pa_kept_read(struct pa_kept *kept, struct pa_root *root, const char *path, struct pa_buf *out);

void pa_kept_done(struct pa_kept *kept);

/* The state of a source that is one kept folder: its open and close. */
void *pa_kept_open_source(struct pa_linux *sys);
void pa_kept_close_source(void *kept);

/*
 * The reading of such a source: put(kept, sys, device, moment) for each name in path, false
 * when it told nothing. When none told anything the values of source become misses.
 * Returns 0 or the negative errno of the listing.
 */
int pa_kept_read_source(struct pa_kept *kept, struct pa_linux *sys, const char *path,
			const char *source,
			bool (*put)(struct pa_kept *kept, struct pa_linux *sys, const char *device,
				    struct pa_moment *moment),
			struct pa_moment *moment);

#endif
