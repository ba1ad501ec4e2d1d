/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One thing the kernel said in its log that matters to a verdict.
 */
#ifndef PA_MODEL_NOTE_H
#define PA_MODEL_NOTE_H

#include <stdint.h>

enum pa_note_kind {
	PA_NOTE_IO_ERROR,	 /* subject: the device */
	PA_NOTE_OOM_KILL,	 /* subject: the command killed; pid */
	PA_NOTE_CGROUP_OOM_KILL, /* the same inside a cgroup's limit */
	PA_NOTE_HUNG_TASK,	 /* subject: the command */
	PA_NOTE_FS_ERROR,	 /* subject: the device */
	PA_NOTE_CONNTRACK_FULL,	 /* subject: "" */
	PA_NOTE_LOCKUP,		 /* soft or hard lockup, RCU stall */
	PA_NOTE_MCE,		 /* hardware error */
	PA_NOTE_LINK_DOWN,	 /* subject: the interface */
	PA_NOTE_SYN_FLOOD,	 /* subject: the port, or address and port */
	PA_NOTE_FILE_MAX,	 /* fs.file-max reached; subject: the limit */
	PA_NOTE_TCP_MEMORY,	 /* tcp_mem used up; subject: "" */
	PA_NOTE_TCP_ORPHANS,	 /* too many orphaned sockets; subject: "" */
	PA_NOTE_FORK_REJECTED,	 /* by the pids controller; subject: the cgroup's path */
	PA_NOTE_NEIGHBOUR_FULL,	 /* subject: the table, "arp_cache" */
	PA_NOTE_ALLOC_FAILURE,	 /* page allocation failure; subject: the command */
	PA_NOTE_RT_THROTTLED,	 /* real-time tasks were throttled; subject: "" */
	PA_NOTE_CLOCK_UNSTABLE,	 /* subject: the clock source */
	PA_NOTE_THERMAL,	 /* a CPU's clock was lowered; subject: "CPU3" */
	PA_NOTE_SERVER_DOWN,	 /* a file server does not respond; subject: the server */
	PA_NOTE_CACHE_ERROR,	 /* hardware error of a CPU's cache; subject: "" */
	PA_NOTE_WQ_LOCKUP,	 /* a pool of a workqueue made no progress; subject: "" */
	PA_NOTE_WQ_HOG,		 /* a work item kept its CPU for long; subject: its function */
	PA_NOTE_SPLIT_LOCK,	 /* a split or bus lock was trapped; subject: "COMMAND/PID" */
	PA_NOTE_TIMER_HANG,	 /* the timer interrupt took too long; subject: "" */
	PA_NOTE_CSD_LOCK,     /* a CPU does not answer a call of another one; subject: its number */
	PA_NOTE_IRQ_UNWANTED, /* an interrupt nobody handled, its line is off; subject: its number
			       */
	PA_NOTE_GPU_ERROR,    /* NVIDIA Xid; subject: the PCI address */
	PA_NOTE_GPU_RESET,    /* a DRM GPU hung or a ring timed out; subject: "" */
	PA_NOTE_KIND_COUNT
};

struct pa_note {
	uint64_t at_ns; /* CLOCK_MONOTONIC of the kernel log */
	uint64_t sequence;
	int32_t pid;	  /* 0 when none is named */
	uint32_t subject; /* name id */
	uint32_t text;	  /* name id of the line as the kernel wrote it */
	uint8_t kind;	  /* enum pa_note_kind */
};

#endif
