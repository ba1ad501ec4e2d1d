/* SPDX-License-Identifier: Apache-2.0 */
/*
 * /sys/kernel/mm/ksm: pages of equal content that were merged, and those that were looked at in
 * vain. Source: mm/ksm.c; Documentation/admin-guide/mm/ksm.rst.
 */
#ifndef PA_PLATFORM_LINUX_KSM_H
#define PA_PLATFORM_LINUX_KSM_H

struct pa_source;

extern const struct pa_source pa_source_ksm;

#endif
