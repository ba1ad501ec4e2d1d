/* SPDX-License-Identifier: Apache-2.0 */
/*
 * /sys/kernel/debug/block/NAME/sched of mq-deadline, where debugfs is mounted and may be read:
 * requests in the scheduler, and those of them that the driver has. Each file holds three
 * numbers: real-time, best-effort and idle class.
 * Source: block/mq-deadline.c, dd_queued_show(), dd_owned_by_driver_show() (since 5.14).
 */
#ifndef PA_PLATFORM_LINUX_DEBUGFS_BLOCK_H
#define PA_PLATFORM_LINUX_DEBUGFS_BLOCK_H

struct pa_source;

extern const struct pa_source pa_source_debugfs_block;

#endif
