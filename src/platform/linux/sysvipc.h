/* SPDX-License-Identifier: Apache-2.0 */
/*
 * System V shared memory, semaphores and message queues of our own IPC namespace: how many
 * there are and what they hold, with the limits that apply.
 */
#ifndef PA_PLATFORM_LINUX_SYSVIPC_H
#define PA_PLATFORM_LINUX_SYSVIPC_H

#include <stddef.h>
#include <stdint.h>

#include "platform/linux/source.h"

/* Replies "proc/sysvipc/shm", "proc/sysvipc/sem", "proc/sysvipc/msg" and the limits below
 * "proc/sys/kernel". */
extern const struct pa_source pa_source_sysvipc;

/* What one table says. */
struct pa_sysvipc {
	uint64_t count;	  /* objects */
	uint64_t sum;	  /* of the wanted column over all of them */
	uint64_t largest; /* of that column */
};

/*
 * Add up one column of a table whose first line names the columns: "size" of shm (bytes),
 * "nsems" of sem, "cbytes" of msg.
 * text: text_bytes bytes, need not end in NUL. Lines that are cut short are left out.
 * Returns 0 and *out, or -EBADMSG when the first line has no such column.
 * Source: ipc/shm.c, sysvipc_shm_proc_show(); ipc/sem.c; ipc/msg.c.
 */
int pa_sysvipc_parse(const char *text, size_t text_bytes, const char *column,
		     struct pa_sysvipc *out);

#endif
