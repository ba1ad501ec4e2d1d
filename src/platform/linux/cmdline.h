/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the kernel was told when it was started and that costs speed for as long as it runs.
 * Source: Documentation/admin-guide/kernel-parameters.txt.
 */
#ifndef PA_PLATFORM_LINUX_CMDLINE_H
#define PA_PLATFORM_LINUX_CMDLINE_H

#include <stddef.h>
#include <stdint.h>

struct pa_source;

extern const struct pa_source pa_source_cmdline;

/* Which of the known parameters are in a kernel command line: bit i of the result is row i of
 * the table in cmdline.c. What stands behind " -- " is for init. */
uint32_t pa_cmdline_parse(const char *text, size_t text_bytes);

#endif
