/* SPDX-License-Identifier: Apache-2.0 */
/*
 * /sys/devices/system/edac/mc: errors of memory that ECC corrected, and those that it could not.
 * Instance "mc0" for a controller, "mc0/dimm3" for a module ("mc0/rank1" where the driver knows
 * ranks only). A module has counts of its own since 4.10. Source: drivers/edac/edac_mc_sysfs.c.
 */
#ifndef PA_PLATFORM_LINUX_EDAC_H
#define PA_PLATFORM_LINUX_EDAC_H

struct pa_source;

extern const struct pa_source pa_source_edac;

#endif
