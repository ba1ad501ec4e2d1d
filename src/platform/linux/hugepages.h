/* SPDX-License-Identifier: Apache-2.0 */
/*
 * /sys/kernel/mm/hugepages and the same folder of each node: pools of reserved huge pages, by page
 * size ("2048kB", of a node "node0/2048kB"). Source: mm/hugetlb.c;
 * Documentation/admin-guide/mm/hugetlbpage.rst.
 */
#ifndef PA_PLATFORM_LINUX_HUGEPAGES_H
#define PA_PLATFORM_LINUX_HUGEPAGES_H

struct pa_source;

extern const struct pa_source pa_source_hugepages;

#endif
