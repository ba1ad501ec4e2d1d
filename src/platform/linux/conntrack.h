/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Connection tracking of each network namespace: /proc/net/stat/nf_conntrack and two sysctls.
 * The limit is one for all namespaces and may be read in the first only (measured on 6.18); it
 * is put for each, as it is compared with the entries of each.
 */
#ifndef PA_PLATFORM_LINUX_CONNTRACK_H
#define PA_PLATFORM_LINUX_CONNTRACK_H

struct pa_column;
struct pa_source;

extern const struct pa_source pa_source_conntrack;

/* The columns that are taken, all of them sums over the CPUs; the last has no name. */
const struct pa_column *pa_conntrack_columns(void);

#endif
