/* SPDX-License-Identifier: Apache-2.0 */
/*
 * /proc/sys/fs/file-nr: open files of the whole system.
 */
#ifndef PA_PLATFORM_LINUX_FILE_NR_H
#define PA_PLATFORM_LINUX_FILE_NR_H

#include <stddef.h>
#include <stdint.h>

struct pa_moment;
struct pa_source;

extern const struct pa_source pa_source_file_nr;

/*
 * Parse text_bytes bytes ("allocated free limit"): used is allocated less free.
 * Returns 0, or -EBADMSG with nothing appended.
 * Source: fs/file_table.c, proc_nr_files().
 */
int pa_file_nr_parse(const char *text, size_t text_bytes, struct pa_moment *moment);

#endif
