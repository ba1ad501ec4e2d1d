/* SPDX-License-Identifier: Apache-2.0 */
/*
 * /proc/sys/vm: settings that values are compared with.
 * Source: Documentation/admin-guide/sysctl/vm.rst.
 */
#ifndef PA_PLATFORM_LINUX_SYSCTL_VM_H
#define PA_PLATFORM_LINUX_SYSCTL_VM_H

struct pa_source;

extern const struct pa_source pa_source_sysctl_vm;

#endif
