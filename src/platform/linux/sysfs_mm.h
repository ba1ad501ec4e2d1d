/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What memory management tells of its parts, outside /proc.
 *	ksm		/sys/kernel/mm/ksm: merged pages
 *	hugepages	/sys/kernel/mm/hugepages and those of each node: pools by page size
 *	transparent_hugepage	/sys/kernel/mm/transparent_hugepage: khugepaged, and what was
 *			got and refused of each size ("64kB", kernel >= 6.10)
 *	swiotlb, zswap	/sys/kernel/debug, where debugfs is mounted
 *	sysctl_vm	/proc/sys/vm: the limits that values are compared with
 * Sources: mm/ksm.c, mm/hugetlb.c, mm/khugepaged.c, mm/huge_memory.c, kernel/dma/swiotlb.c,
 * mm/zswap.c, Documentation/admin-guide/mm and Documentation/ABI of the kernel.
 */
#ifndef PA_PLATFORM_LINUX_SYSFS_MM_H
#define PA_PLATFORM_LINUX_SYSFS_MM_H

struct pa_source;

extern const struct pa_source pa_source_ksm;
extern const struct pa_source pa_source_hugepages;
extern const struct pa_source pa_source_transparent_hugepage;
extern const struct pa_source pa_source_swiotlb;
extern const struct pa_source pa_source_zswap;
extern const struct pa_source pa_source_sysctl_vm;

#endif
