/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Devices in sysfs: a folder for each, and in it files of one short record. A source made of
 * such folders is a table of the files it wants. Nothing stays open: meant for rare passes,
 * where a descriptor kept for each file would cost more than it spares.
 */
#ifndef PA_PLATFORM_LINUX_ATTRIBUTES_H
#define PA_PLATFORM_LINUX_ATTRIBUTES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "platform/linux/folder.h"

struct pa_linux;
struct pa_moment;

/* A file below the folder of a device and the value its first number becomes. */
struct pa_attribute {
	const char *file;
	uint16_t metric;
	uint32_t times, divided_by; /* 0 is 1: from the file's unit to the value's */
};

enum { PA_ATTRIBUTE_PATH_BYTES = 512 };

/*
 * The first number of folder/file. 0 and *out, or a negative errno: of the read, -EBADMSG when
 * the text does not begin with a number, -ERANGE when it is below 0.
 */
int pa_attribute_number(struct pa_linux *sys, const char *folder, const char *file, uint64_t *out);

/*
 * The first line of folder/file without blanks at its end, cut to out_bytes - 1 and ended by
 * NUL. False when it cannot be read or is empty; out is then empty.
 */
bool pa_attribute_text(struct pa_linux *sys, const char *folder, const char *file, char *out,
		       size_t out_bytes);

/* Put each row that can be read, as a value of instance. A file that a device lacks is no miss:
 * devices differ. Returns how many were put. */
uint32_t pa_attributes_put(struct pa_linux *sys, const char *folder,
			   const struct pa_attribute *rows, size_t row_count, uint32_t instance,
			   struct pa_moment *moment);

/*
 * A source that is one folder of devices: put(sys, path of the device, its name, moment) for
 * each name in folder that begins with prefix, at most devices_max of them; false when it told
 * nothing. When none told anything the values of source become misses: DENIED when the folder
 * was, else ABSENT. Returns 0, or the negative errno of the listing.
 */
int pa_attributes_each(struct pa_linux *sys, const char *folder, const char *prefix,
		       uint32_t devices_max, const char *source,
		       bool (*put)(struct pa_linux *sys, const char *path, const char *name,
				   struct pa_moment *moment),
		       struct pa_moment *moment);

#endif
