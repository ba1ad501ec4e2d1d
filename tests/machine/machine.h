/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Machines that nobody has at hand, made of a recorded one: its first moments, with replies
 * changed, left out and added. What is added is synthetic: its form is the kernel's, its
 * figures are made up.
 *
 * A machine is made once: machine_begin(), machine_put() and its kin for what is added or
 * stands in the place of a recorded reply, machine_end() takes all the others over.
 */
#ifndef PA_TESTS_MACHINE_H
#define PA_TESTS_MACHINE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct pa_snapshot;
struct pa_snapshot_writer;

struct machine {
	struct pa_snapshot *from;
	struct pa_snapshot_writer *writer;
	uint32_t moments;
};

/* A recorded reply on its way into the new machine; all but moment may be changed. */
struct machine_reply {
	uint32_t moment;
	const char *path;
	int error;
	const char *bytes;
	size_t size_bytes;
};

/* Changes a reply; false leaves it out. */
typedef bool machine_edit(void *arg, struct machine_reply *reply);

/* from is borrowed until the end; moments: how many of its moments there will be. */
void machine_begin(struct machine *machine, struct pa_snapshot *from, uint32_t moments);

/* A reply in one moment; the first one of a path stays. */
void machine_put(struct machine *machine, uint32_t moment, const char *path, const char *text);
void machine_fail(struct machine *machine, uint32_t moment, const char *path, int error);

/* The same text in all moments. */
void machine_put_all(struct machine *machine, const char *path, const char *text);

/* Take over the recorded replies that edit (NULL: all) lets through. Close the result. */
struct pa_snapshot *machine_end(struct machine *machine, machine_edit *edit, void *arg);

/* How much of what a large machine has; 0 leaves that as it was recorded. */
struct machine_size {
	uint32_t processes, threads; /* threads: of each process, the main one included */
	uint32_t busy_ms;	     /* of each second that each thread runs, and waits for a CPU */
	uint32_t cpus;
	uint32_t online; /* of the cpus; the others are offline */
	uint32_t cgroups;
	uint32_t mounts; /* bind mounts and tmpfs, the last is a server that does not answer */
	uint32_t namespaces;
};

/* Put all of this between begin and end. */
void machine_grow(struct machine *machine, const struct machine_size *size);

#endif
