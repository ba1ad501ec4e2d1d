/* SPDX-License-Identifier: Apache-2.0 */
/*
 * /sys/kernel/debug/swiotlb: the bounce buffer for devices that cannot reach all memory. Needs
 * debugfs mounted. Source: kernel/dma/swiotlb.c, swiotlb_create_debugfs_files().
 */
#ifndef PA_PLATFORM_LINUX_SWIOTLB_H
#define PA_PLATFORM_LINUX_SWIOTLB_H

struct pa_source;

extern const struct pa_source pa_source_swiotlb;

#endif
