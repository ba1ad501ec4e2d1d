/* SPDX-License-Identifier: Apache-2.0 */
/*
 * cost --measure-capacity: what idle disks can do, measured on demand.
 */
#ifndef PA_CMD_CAPACITY_H
#define PA_CMD_CAPACITY_H

#include <stdbool.h>
#include <stddef.h>

struct pa_command;

/*
 * Say what will be done, measure these devices (count 0: every disk that is idle), and show what
 * they can do. Asks nothing. Returns the exit status: failed when a named device was refused.
 */
int pa_capacity_measure(const struct pa_command *self, const char *const *devices, size_t count,
			bool json);

#endif
