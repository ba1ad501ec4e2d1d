/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Routes as the IP layer used them: /proc/net/stat/rt_cache, one line for each CPU. The cache
 * itself is gone since 3.6 and its counters (hits, collections) stand at 0; look-ups, errors
 * and the entries in memory still count. All namespaces together, whichever is asked.
 */
#ifndef PA_PLATFORM_LINUX_RT_CACHE_H
#define PA_PLATFORM_LINUX_RT_CACHE_H

struct pa_column;
struct pa_source;

extern const struct pa_source pa_source_rt_cache;

/* The columns that are read, ended by one without a name; for the fuzzer.
 * Source: net/ipv4/route.c, rt_cpu_seq_show(). */
const struct pa_column *pa_rt_cache_columns(void);

#endif
