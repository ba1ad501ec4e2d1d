/* SPDX-License-Identifier: Apache-2.0 */
/* What the tests of snapshots share: recordings in memory, a place for files, reading back. */
#ifndef PA_TESTS_SNAPSHOT_HELP_H
#define PA_TESTS_SNAPSHOT_HELP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct pa_snapshot;
struct pa_snapshot_writer;

/* A folder for one test; help_place_done() removes it and all that is in it. */
struct help_place {
	char folder[64];
	char path[256]; /* of help_path() */
};
void help_place_init(struct help_place *place);
void help_place_done(struct help_place *place);
const char *help_path(struct help_place *place, const char *name);
/* Names in the folder, those that begin with '.' included. */
unsigned int help_count(const struct help_place *place);

/* A file with this text below the place; folders are made. */
void help_file(struct help_place *place, const char *name, const char *text);

/* Put a text reply, a binary one, an error. */
void help_put(struct pa_snapshot_writer *writer, uint32_t moment, const char *path,
	      const char *text);
void help_put_bytes(struct pa_snapshot_writer *writer, uint32_t moment, const char *path,
		    const void *bytes, size_t size_bytes);
void help_fail(struct pa_snapshot_writer *writer, uint32_t moment, const char *path, int error);

/* Two moments with a clock, a few files, an error, a same. */
void help_record(struct pa_snapshot_writer *writer);

/* Fails the test unless this is what a replay says. */
void help_says(struct pa_snapshot *snapshot, uint32_t moment, const char *path, const char *text);
void help_fails(struct pa_snapshot *snapshot, uint32_t moment, const char *path, int error);
/* The text of a reply, NULL when there is none. */
const char *help_text(struct pa_snapshot *snapshot, uint32_t moment, const char *path);
/* The names that list() gives, joined by blanks; valid until the next call. */
const char *help_list(struct pa_snapshot *snapshot, uint32_t moment, const char *path);

/* Is the text anywhere in a path or a reply or meta? */
bool help_holds(struct pa_snapshot *snapshot, const void *bytes, size_t size_bytes);

#endif
