/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Is a part of the kernel there already? Some questions make the kernel load a module, and we
 * never start one: ask here first. Only for the live machine.
 */
#ifndef PA_PLATFORM_LINUX_KERNEL_MODULE_H
#define PA_PLATFORM_LINUX_KERNEL_MODULE_H

#include <stdbool.h>
#include <stddef.h>

/* Is the module ("tcp_diag") loaded or built in? Also true when this kernel has no modules. */
bool pa_kernel_module_ready(const char *name);

/* Is it in the text of /proc/modules (lines "NAME SIZE …")? text need not end in NUL. */
bool pa_kernel_module_loaded(const char *text, size_t text_bytes, const char *name);

/* Is it in the text of modules.builtin (lines "kernel/net/ipv4/NAME.ko")? */
bool pa_kernel_module_builtin(const char *text, size_t text_bytes, const char *name);

#endif
