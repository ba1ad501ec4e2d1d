/* SPDX-License-Identifier: Apache-2.0 */
/*
 * /proc/diskstats: what each whole block device did. Partitions are left out (their I/O is
 * counted by their disk), ram disks and devices that never did any I/O, too.
 */
#ifndef PA_PLATFORM_LINUX_DISKSTATS_H
#define PA_PLATFORM_LINUX_DISKSTATS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/map.h"
#include "platform/linux/line_names.h"

struct pa_moment;
struct pa_names;
struct pa_source;

extern const struct pa_source pa_source_diskstats;

/* All zero is a new one; then set is_disk. */
struct pa_diskstats {
	struct pa_line_names lines;
	struct pa_map kinds; /* name id to 1 (a whole device) or 0 */
	/* Is this a whole device? Asked once for each new name; NULL says yes to all. */
	bool (*is_disk)(void *arg, const char *name);
	void *arg;
};

/*
 * Parse text_bytes bytes; instance is the device ("vda", "cciss/c0d0"). Counters since the
 * device came; times in milliseconds; sectors are 512 bytes. Times and counts of flushes came
 * with 5.5: where no device has them they are one ABSENT miss. Cut lines are skipped. When no
 * device is left every value is an ABSENT miss.
 * Returns 0 always: an empty file is a machine without disks.
 * Source: block/genhd.c, diskstats_show(); Documentation/admin-guide/iostats.rst.
 */
int pa_diskstats_parse(struct pa_diskstats *self, const char *text, size_t text_bytes,
		       struct pa_names *names, struct pa_moment *moment);

void pa_diskstats_done(struct pa_diskstats *self);

#endif
