/* SPDX-License-Identifier: Apache-2.0 */
/*
 * /proc/spl/kstat/zfs: the ARC, transactions that had to wait, the state of each pool. The lines of
 * a kstat are "NAME TYPE VALUE". Parsed by pa_file_rows_number().
 * Source: OpenZFS, module/os/linux/spl/spl-kstat.c, module/zfs/arc.c, module/zfs/dmu_tx.c.
 */
#ifndef PA_PLATFORM_LINUX_ZFS_H
#define PA_PLATFORM_LINUX_ZFS_H

struct pa_source;

extern const struct pa_source pa_source_zfs;

#endif
