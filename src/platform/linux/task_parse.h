/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The texts that /proc keeps about one thread or process, each parsed into the fields of a
 * pa_task that it fills. A parser takes text_bytes bytes that need not end in NUL, sets the
 * bit of its group in task->has, and leaves the task untouched when it fails.
 */
#ifndef PA_PLATFORM_LINUX_TASK_PARSE_H
#define PA_PLATFORM_LINUX_TASK_PARSE_H

#include <stddef.h>
#include <stdint.h>

#include "base/scan.h"

struct pa_names;
struct pa_task;

/*
 * /proc/PID/task/TID/stat: fills state … start_ticks and tid; PA_TASK_STAT.
 * comm: the command between the first '(' and the last ')': it may hold any byte, also
 *       blanks, brackets and newlines. Borrowed from text. May be NULL.
 * Returns 0, or -EBADMSG when a field up to "policy" (41) is missing or is no number.
 * Source: fs/proc/array.c, do_task_stat().
 */
int pa_task_parse_stat(const char *text, size_t text_bytes, struct pa_task *task,
		       struct pa_word *comm);

/*
 * /proc/PID/task/TID/schedstat: "RUN_NS RUN_DELAY_NS TIMESLICES"; PA_TASK_RUN.
 * timeslices: how often the thread was put on a CPU; may be NULL.
 * Returns 0, or -EBADMSG. Source: fs/proc/base.c, proc_pid_schedstat().
 */
int pa_task_parse_schedstat(const char *text, size_t text_bytes, struct pa_task *task,
			    uint64_t *timeslices);

/*
 * /proc/PID/task/TID/status: uid (PA_TASK_USER), the switches (PA_TASK_SWITCHES) and the CPUs
 * it may run on (PA_TASK_AFFINITY); each group only when its lines are there.
 * fd_slots: the size of the process's descriptor table ("FDSize"); may be NULL.
 * Returns 0, or -EBADMSG when none of the groups is there. Source: proc_pid_status().
 */
int pa_task_parse_status(const char *text, size_t text_bytes, struct pa_task *task,
			 uint64_t *fd_slots);

/*
 * /proc/PID/io: PA_TASK_IO, in bytes and calls of the whole process since it began.
 * Returns 0, or -EBADMSG when one of rchar, wchar, syscr, syscw, read_bytes, write_bytes is
 * missing. Source: fs/proc/base.c, do_io_accounting().
 */
int pa_task_parse_io(const char *text, size_t text_bytes, struct pa_task *task);

/*
 * /proc/PID/cgroup: PA_TASK_CGROUPS, name ids "cg1:cpu:/path", "cg1:memory:/path",
 * "cg1:blkio:/path", "cg1:pids:/path", "cg2:/path"; 0 where the hierarchy is not mounted.
 * Returns 0, or -EBADMSG when no line is one of a hierarchy.
 * Source: kernel/cgroup/cgroup.c, proc_cgroup_show().
 */
int pa_task_parse_cgroup(const char *text, size_t text_bytes, struct pa_names *names,
			 struct pa_task *task);

/*
 * /proc/PID/limits: the soft limit of "Max open files"; PA_TASK_FD_LIMIT, UINT32_MAX when
 * unlimited or larger. Returns 0, or -EBADMSG. Source: fs/proc/base.c, proc_pid_limits().
 */
int pa_task_parse_limits(const char *text, size_t text_bytes, struct pa_task *task);

/*
 * The text of /proc/PID/ns/net, "net:[4026531840]". Returns the inode, 0 when it is no such
 * text. Source: fs/nsfs.c, ns_get_name().
 */
uint64_t pa_task_parse_ns(const char *text, size_t text_bytes);

/*
 * /proc/PID/task/TID/wchan: a kernel function's name without newline, or "0"; PA_TASK_WAIT.
 * Returns 0, or -EBADMSG when it is empty. Source: fs/proc/base.c, proc_pid_wchan().
 */
int pa_task_parse_wchan(const char *text, size_t text_bytes, struct pa_names *names,
			struct pa_task *task);

/*
 * /proc/PID/task/TID/syscall: "running", "-1 SP PC", or "NR A0 … A5 SP PC"; PA_TASK_SYSCALL.
 * Returns 0, or -EBADMSG. Source: fs/proc/base.c, proc_pid_syscall().
 */
int pa_task_parse_syscall(const char *text, size_t text_bytes, struct pa_task *task);

/*
 * /proc/PID/fdinfo/N: the lines "pos:" (decimal) and "flags:" (octal, open(2) flags).
 * Returns 0, or -EBADMSG when one of them is missing. Source: fs/proc/fd.c, seq_show().
 */
int pa_task_parse_fdinfo(const char *text, size_t text_bytes, uint64_t *position, uint32_t *flags);

#endif
