/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Threads, files and sockets of processes: what /proc/PID tells. The source "task" reads every
 * thread once in a pass; the other functions look closely at a few processes.
 *
 * The source reads, per thread and pass, /proc/PID/schedstat (of the main thread) or
 * /proc/PID/task/TID/schedstat. A thread whose three numbers did not move has not run since
 * the last pass: it can have changed nothing that it counts, so stat and status are read only
 * of threads that moved, are new, were last seen in a state other than S and I, or whose turn
 * it is (each thread every RECHECK passes, so that one that became runnable and starves is
 * seen). What was not read is carried over. The same holds for io and the number of
 * descriptors of processes none of whose threads ran. cgroup, netns and limits are read when
 * a process is new, and again on PA_PASS_SLOW.
 *
 * Where taskstats may be asked (CAP_NET_ADMIN) it tells the switches, the longest run delay
 * and, with kernel.task_delayacct, the delays of threads that moved, and status is read of new
 * threads only (and on PA_PASS_SLOW of those that moved, for their affinity).
 *
 * /proc/PID/stat is not used: its times are those of the whole process, threads that ended
 * included, so they would jump when a process gains or loses threads.
 *
 * Identity is pid, tid and start_ticks. A thread that ends while it is read is left out of
 * that pass. A tape must run from the first pass of a source on, or a replay misses what was
 * carried over.
 */
#ifndef PA_PLATFORM_LINUX_TASK_H
#define PA_PLATFORM_LINUX_TASK_H

#include <stddef.h>
#include <stdint.h>

#include "platform/linux/source.h"

extern const struct pa_source pa_source_task;

/* How many threads one look reads at most, all its processes together. */
enum { PA_TASK_LOOK_MAX = 512, PA_TASK_FILES_MAX = 4096 };

/*
 * Look closely: for each thread of pids (pid_count of them) append a task with PA_TASK_STAT,
 * PA_TASK_RUN and, unless it is in state R, PA_TASK_WAIT and PA_TASK_SYSCALL (these two need
 * the right to trace it). At most PA_TASK_LOOK_MAX threads, those of low number first.
 * A thread in state R gets PA_TASK_SYSCALL_RUNNING without being asked.
 */
void pa_task_look(struct pa_linux *sys, const int32_t *pids, size_t pid_count,
		  struct pa_moment *moment);

/* For each descriptor of pids append a pa_open_file; at most PA_TASK_FILES_MAX a process,
 * those of low number first. size_bytes is asked without making a file server answer. */
void pa_task_files(struct pa_linux *sys, const int32_t *pids, size_t pid_count,
		   struct pa_moment *moment);

/* For each of inodes that a process holds as a socket append a pa_open_file (only pid, fd and
 * path are set): the first holder found in order of pid. Stops when all are found. */
void pa_task_socket_owners(struct pa_linux *sys, const uint64_t *inodes, size_t inode_count,
			   struct pa_moment *moment);

/*
 * The entries of a folder that are numbers, ascending: numbers of *list, which the caller
 * frees with free(). Returns how many (0 or more), or a negative errno (*list is then NULL).
 */
int64_t pa_task_list_numbers(struct pa_root *root, const char *path, int32_t **list);

#endif
