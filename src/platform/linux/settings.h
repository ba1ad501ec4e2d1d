/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Settings: files of /proc/sys and sysfs that hold a number or a word and hardly ever change.
 * They are read in the rare pass, so nothing stays open. A value with states (catalog/values)
 * is a word, any other a number.
 */
#ifndef PA_PLATFORM_LINUX_SETTINGS_H
#define PA_PLATFORM_LINUX_SETTINGS_H

#include <stddef.h>
#include <stdint.h>

struct pa_linux;
struct pa_moment;

struct pa_setting_row {
	const char *path; /* whole, or below the folder of an instance */
	uint16_t metric;
	uint8_t column; /* of a number, from 0 */
	uint32_t scale; /* what the kernel's number is multiplied with; 0 is 1 */
};

/*
 * Read one setting out of the text of its file: of words the one in brackets ("none [bfq]"),
 * else the first; of numbers the one in the row's column.
 * Returns 0 and *out, or -EBADMSG when there is none.
 * Source: block/elevator.c, elv_iosched_show(); mm/huge_memory.c, enabled_show();
 * kernel/sysctl.c, proc_dostring() and proc_dointvec().
 */
int pa_setting_parse(const struct pa_setting_row *row, const char *text, size_t text_bytes,
		     uint64_t *out);

/*
 * Read the rows of the machine and append their values, each that fails as a miss.
 * Returns 0, or the first failure when nothing could be read at all.
 */
int pa_settings_read(const struct pa_setting_row *rows, size_t row_count, struct pa_linux *sys,
		     struct pa_moment *moment);

/*
 * The same for the files below folder/name of one instance; what a device lacks is no miss.
 * Returns how many values were put.
 */
uint32_t pa_settings_read_below(const struct pa_setting_row *rows, size_t row_count,
				struct pa_linux *sys, const char *folder, const char *name,
				uint32_t instance, struct pa_moment *moment);

#endif
