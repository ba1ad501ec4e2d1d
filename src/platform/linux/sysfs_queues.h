/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The transmit queues of the network cards of our namespace: byte queue limits (BQL) and
 * time-outs, /sys/class/net/NAME/queues/tx-N. Instance: "eth0/tx-3". A driver that does not use
 * BQL leaves its limit at 0: such queues have no bytes in flight to tell.
 * Stalls are counted only when someone set stall_thrs (6.9).
 * Source: net/core/net-sysfs.c, lib/dynamic_queue_limits.c;
 * Documentation/ABI/testing/sysfs-class-net-queues.
 */
#ifndef PA_PLATFORM_LINUX_SYSFS_QUEUES_H
#define PA_PLATFORM_LINUX_SYSFS_QUEUES_H

struct pa_source;

extern const struct pa_source pa_source_sysfs_queues;

/* Queues of one card that are read; a card has one for each CPU at most. */
enum { PA_SYSFS_QUEUES_MAX = 128 };

#endif
