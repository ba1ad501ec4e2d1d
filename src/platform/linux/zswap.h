/* SPDX-License-Identifier: Apache-2.0 */
/*
 * /sys/kernel/debug/zswap: why compressed swap refused pages. Needs debugfs mounted. Its size and
 * traffic are in meminfo and vmstat. Source: mm/zswap.c, zswap_debugfs_init().
 */
#ifndef PA_PLATFORM_LINUX_ZSWAP_H
#define PA_PLATFORM_LINUX_ZSWAP_H

struct pa_source;

extern const struct pa_source pa_source_zswap;

#endif
