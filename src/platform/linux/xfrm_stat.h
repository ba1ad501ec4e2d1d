/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What IPsec refused, in each network namespace: /proc/net/xfrm_stat (CONFIG_XFRM_STATISTICS).
 * All of its counters are errors; they are summed by direction.
 * Source: net/xfrm/xfrm_proc.c, xfrm_statistics_seq_show(); Documentation/networking/xfrm_proc.rst.
 */
#ifndef PA_PLATFORM_LINUX_XFRM_STAT_H
#define PA_PLATFORM_LINUX_XFRM_STAT_H

struct pa_source;

extern const struct pa_source pa_source_xfrm_stat;

#endif
