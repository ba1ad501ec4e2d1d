/* SPDX-License-Identifier: Apache-2.0 */
/*
 * /sys/block/zramN: compressed RAM disks, most often used as swap.
 */
#ifndef PA_PLATFORM_LINUX_ZRAM_H
#define PA_PLATFORM_LINUX_ZRAM_H

#include <stddef.h>
#include <stdint.h>

struct pa_moment;
struct pa_source;

/* Values of "zramN". Source: drivers/block/zram/zram_drv.c,
 * Documentation/admin-guide/blockdev/zram.rst. */
extern const struct pa_source pa_source_zram;

/*
 * Parse text_bytes bytes of mm_stat: orig_data_size compr_data_size mem_used_total mem_limit
 * mem_used_max same_pages …, bytes and pages; a mem_limit of 0 is none and not told.
 * Returns 0, or -EBADMSG with nothing appended.
 */
int pa_zram_mm_stat(const char *text, size_t text_bytes, uint32_t instance,
		    struct pa_moment *moment);

/* The same for io_stat: failed_reads failed_writes …. */
int pa_zram_io_stat(const char *text, size_t text_bytes, uint32_t instance,
		    struct pa_moment *moment);

/* The same for bd_stat: bd_count bd_reads bd_writes, in units of 4 KiB whatever a page is. */
int pa_zram_bd_stat(const char *text, size_t text_bytes, uint32_t instance,
		    struct pa_moment *moment);

#endif
