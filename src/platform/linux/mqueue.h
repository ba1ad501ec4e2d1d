/* SPDX-License-Identifier: Apache-2.0 */
/*
 * POSIX message queues of our own IPC namespace: how many there are and what the fullest
 * holds. The file system need not be mounted: a mount of our own that is attached nowhere shows
 * it, so nothing on the machine changes. Names of queues are neither kept nor recorded.
 */
#ifndef PA_PLATFORM_LINUX_MQUEUE_H
#define PA_PLATFORM_LINUX_MQUEUE_H

#include <stddef.h>
#include <stdint.h>

#include "platform/linux/source.h"

/* Reply "src/mqueue": the first lines of all queues, each "QSIZE:BYTES NOTIFY:…\n". */
extern const struct pa_source pa_source_mqueue;

enum { PA_MQUEUES_MAX = 1024 };

struct pa_mqueues {
	uint64_t count, fullest_bytes;
};

/* Lines that do not begin with "QSIZE:" and a number are skipped.
 * Source: ipc/mqueue.c, mqueue_read_file(). */
void pa_mqueues_parse(const char *text, size_t text_bytes, struct pa_mqueues *out);

#endif
