/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What processes hold of memory limits of their own: locked memory (RLIMIT_MEMLOCK) and
 * mappings (vm.max_map_count). Read in rare passes.
 *
 * Nothing tells the number of mappings cheaply: the kernel must print them all. So they are
 * counted of a few processes in a pass: of those that could have half of what is allowed (each
 * mapping is at least a page) the PA_TASK_MEMORY_LARGEST with the most page tables, and as
 * many others whose turn it is.
 * Replies "src/task_memory/PID": one line, see pa_task_memory_parse(); and
 * "src/task_maps/PID": the number of mappings. What is mapped is not kept.
 */
#ifndef PA_PLATFORM_LINUX_TASK_MEMORY_H
#define PA_PLATFORM_LINUX_TASK_MEMORY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct pa_source;

extern const struct pa_source pa_source_task_memory;

enum { PA_TASK_MEMORY_MAX = 512, PA_TASK_MEMORY_LARGEST = 3 };

struct pa_task_memory {
	uint64_t start_ticks;
	uint64_t size_kib, tables_kib, locked_kib; /* VmSize, VmPTE, VmLck */
	uint64_t lock_limit_bytes;		   /* soft RLIMIT_MEMLOCK */
	bool has_limit; /* false: none, or the process may lock what it wants */
};

/* "START VMSIZE VMPTE VMLCK [LIMIT]\n", a number each; START is 0 for a process of which no more
 * is told. Returns 0 or -EBADMSG. */
int pa_task_memory_parse(const char *text, size_t text_bytes, struct pa_task_memory *out);

/*
 * The same from the kernel's own texts: status (status_bytes bytes of /proc/PID/status; a
 * kernel thread has no VmSize) and limits (of /proc/PID/limits; limits_bytes may be 0).
 * start_ticks stays as it is. Returns 0, or -ENODATA for a thread without memory.
 * Source: fs/proc/task_mmu.c, task_mem(); fs/proc/array.c, task_cap(); fs/proc/base.c,
 * proc_pid_limits(); mm/mlock.c, can_do_mlock().
 */
int pa_task_memory_status(const char *status, size_t status_bytes, const char *limits,
			  size_t limits_bytes, struct pa_task_memory *out);

#endif
