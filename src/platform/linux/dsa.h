/* SPDX-License-Identifier: Apache-2.0 */
/*
 * /sys/bus/dsa/devices (idxd: Intel data streaming and analytics accelerators): how full each work
 * queue is, who uses it, and whether the device reported an error. Instance "dsa0", "wq0.1".
 * Source: drivers/dma/idxd/sysfs.c, Documentation/ABI/stable/sysfs-driver-dma-idxd.
 */
#ifndef PA_PLATFORM_LINUX_DSA_H
#define PA_PLATFORM_LINUX_DSA_H

struct pa_source;

extern const struct pa_source pa_source_dsa;

#endif
