/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Everything that was observed at one tick: samples, threads, sockets, log lines. A moment is
 * filled by the platform and the probes, handed to analyze, then cleared and used again. Name
 * ids in it belong to the pa_names that the observer owns and are stable over all moments.
 */
#ifndef PA_MODEL_MOMENT_H
#define PA_MODEL_MOMENT_H

#include <stddef.h>
#include <stdint.h>

#include "model/note.h"
#include "model/sample.h"
#include "model/sock.h"
#include "model/task.h"
#include "model/user.h"

struct pa_names;

enum pa_moment_kind {
	PA_MOMENT_TICK,	 /* a whole tick: system rows, tasks, sockets */
	PA_MOMENT_PROBE, /* a short look between ticks at chosen threads only */
};

/* What does not change while we look. */
struct pa_machine {
	uint32_t cpu_count; /* online */
	uint32_t hz;	    /* USER_HZ, ticks per second of /proc times */
	uint32_t page_bytes;
	uint64_t memory_bytes;
	uint64_t cache_bytes; /* the largest data or unified cache one CPU reaches; 0 unknown */
	uint64_t boot_real_ns;
	char kernel[128]; /* release */
	char architecture[32];
	char hostname[256];
	char cpu_model[128];
	uint8_t task_delayacct; /* kernel.task_delayacct is on */
	uint8_t privileged;	/* effective uid 0 when it was observed */
	uint8_t in_cgroup_ns;	/* our cgroup looks like the root: limits above it are not seen */
	uint8_t in_pid_ns;	/* processes of the host are not seen */
	uint8_t has_lxcfs;	/* /proc/meminfo or /proc/stat are those of lxcfs */
	char container[32];	/* manager that we run in ("docker"), "" when none says so */
	int32_t self_pid;	/* of the observer, left out of the account; 0 none */
	char rung;		/* 'A'..'D' */
};

/* A mounted file system. */
struct pa_mount {
	uint32_t point;	 /* name id of the mount point; also the instance of fs.space values */
	uint32_t device; /* name id of the block device ("vda", "loop0"), 0 when it has none */
	uint32_t type;	 /* name id: "ext4" */
	uint8_t read_only;
};

/* How the runtime calls a container; name ids, 0 where it has none. */
struct pa_container_name {
	uint32_t id;	     /* as in the path of its cgroup: 64 hex digits */
	uint32_t name;	     /* "web" */
	uint32_t pod, space; /* Kubernetes: the pod's name and namespace */
};

struct pa_moment {
	uint64_t mono_ns;
	uint64_t real_ns;
	/* The three clocks read together, in whole ticks only; boot_ns 0 is unknown. */
	struct pa_clocks {
		uint64_t boot_ns, mono_ns, real_ns;
	} clocks;
	uint8_t kind; /* enum pa_moment_kind */

	struct pa_sample *samples;
	uint32_t sample_count, sample_room;
	struct pa_task *tasks; /* grouped by process, main thread first */
	uint32_t task_count, task_room;
	uint8_t has_tasks; /* the task pass ran in this moment (it may be skipped when dear) */
	struct pa_sock *socks;
	uint32_t sock_count, sock_room;
	struct pa_note *notes;
	uint32_t note_count, note_room;
	struct pa_open_file *files;
	uint32_t file_count, file_room;
	struct pa_mount *mounts; /* only in a moment in which they were read */
	uint32_t mount_count, mount_room;
	struct pa_user_reading *users; /* of resources that users declared */
	uint32_t user_count, user_room;
	struct pa_container_name *containers; /* only in a moment in which they were read */
	uint32_t container_count, container_room;
	struct pa_errno_count *errnos; /* only in a moment in which they were counted (drill) */
	uint32_t errno_count, errno_room;
};

void pa_moment_init(struct pa_moment *moment);
void pa_moment_done(struct pa_moment *moment);

/* Forget the content, keep the memory. */
void pa_moment_clear(struct pa_moment *moment);

/* Append a value that was read. */
void pa_moment_put(struct pa_moment *moment, uint16_t metric, uint32_t instance, uint64_t value);

/* Append a value that could not be read; state is not PA_OK. */
void pa_moment_miss(struct pa_moment *moment, uint16_t metric, uint32_t instance,
		    enum pa_state state);

/* Append a figure of a resource that a user declared; value counts only with PA_OK. */
void pa_moment_user(struct pa_moment *moment, uint16_t resource, enum pa_user_part part,
		    enum pa_state state, double value);

/* Append a zeroed record and return it; valid until the next call of the same function. */
struct pa_task *pa_moment_task(struct pa_moment *moment);
struct pa_sock *pa_moment_sock(struct pa_moment *moment);
struct pa_note *pa_moment_note(struct pa_moment *moment);
struct pa_open_file *pa_moment_file(struct pa_moment *moment);
struct pa_mount *pa_moment_mount(struct pa_moment *moment);
struct pa_container_name *pa_moment_container(struct pa_moment *moment);
struct pa_errno_count *pa_moment_errno(struct pa_moment *moment);

#endif
