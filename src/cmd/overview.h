/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What perfadvisor says about itself: the list of commands and the version.
 * Both return an exit status.
 */
#ifndef PA_CMD_OVERVIEW_H
#define PA_CMD_OVERVIEW_H

enum { PA_OVERVIEW_MAX_BYTES = 1 << 20 };

int pa_overview_help(void);
int pa_overview_version(void);

#endif
