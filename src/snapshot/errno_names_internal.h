/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Names of error numbers: a snapshot holds names, because the numbers differ between
 * architectures and systems.
 */
#ifndef PA_SNAPSHOT_ERRNO_NAMES_INTERNAL_H
#define PA_SNAPSHOT_ERRNO_NAMES_INTERNAL_H

#include <stddef.h>

/* "EACCES" for EACCES (positive); "EIO" for a number without a name. */
const char *pa_errno_name(int number);

/* The positive number of a name of name_bytes bytes, 0 when there is no such name. */
int pa_errno_number(const char *name, size_t name_bytes);

#endif
