/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The clocks. Only the rooms that the table of rooms names may call these: everything else
 * gets the time as an argument, so that a recorded machine gives the same answer again.
 */
#ifndef PA_BASE_CLOCK_H
#define PA_BASE_CLOCK_H

#include <stdint.h>

uint64_t pa_clock_mono_ns(void); /* CLOCK_MONOTONIC */
uint64_t pa_clock_boot_ns(void); /* CLOCK_BOOTTIME: as MONOTONIC, and suspended time too */
uint64_t pa_clock_real_ns(void); /* CLOCK_REALTIME, since the epoch */
uint64_t pa_clock_cpu_ns(void);	 /* CPU time of this process, user and system */

#endif
