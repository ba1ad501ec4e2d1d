/* SPDX-License-Identifier: Apache-2.0 */
/*
 * /sys/block/mdN/md: degraded arrays, what a resync has done and has left, errors of members,
 * the stripe cache of RAID 4, 5 and 6. Parsed by pa_file_rows_number().
 * Source: Documentation/admin-guide/md.rst; drivers/md/md.c (sync_completed: "DONE / TOTAL" in
 * sectors, or "none"), drivers/md/raid5.c (stripe_cache_*).
 */
#ifndef PA_PLATFORM_LINUX_MD_H
#define PA_PLATFORM_LINUX_MD_H

struct pa_source;

extern const struct pa_source pa_source_md;

#endif
