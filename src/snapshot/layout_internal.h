/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Which files a snapshot is made of (docs/format-snapshot.md), without saying where files are
 * kept: archives and folders both write through pa_layout_write() and read through a
 * pa_layout_reader.
 */
#ifndef PA_SNAPSHOT_LAYOUT_INTERNAL_H
#define PA_SNAPSHOT_LAYOUT_INTERNAL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"

struct pa_err;
struct pa_snapshot;

/* Where files go. name: "t0/proc/stat"; size_bytes bytes. 0 or a negative errno and err. */
struct pa_layout_sink {
	void *self;
	int (*file)(void *self, const char *name, const char *bytes, size_t size_bytes,
		    struct pa_err *err);
};

/* Hand every file to the sink, always in the same order. The first failure ends it. */
int pa_layout_write(struct pa_snapshot *snapshot, const struct pa_layout_sink *sink,
		    struct pa_err *err);

struct pa_layout_list;

/* Files come in any order; what depends on others waits until the end. */
struct pa_layout_reader {
	struct pa_snapshot *snapshot; /* borrowed: what is filled */
	struct pa_layout_list *lists; /* the "errors" and "same" files so far */
	uint32_t list_count, list_room;
	struct pa_buf path; /* of the reply that is being read */
	uint64_t read_bytes;
	uint32_t file_count;
	bool has_meta;
};

void pa_layout_reader_init(struct pa_layout_reader *reader, struct pa_snapshot *snapshot);
void pa_layout_reader_done(struct pa_layout_reader *reader);

/*
 * May a file of this name and size come? Call before its content is read. Counts it.
 * Returns 0, -E2BIG past a limit, or -EBADMSG for a name that no snapshot holds.
 */
int pa_layout_reader_expect(struct pa_layout_reader *reader, const char *name, uint64_t size_bytes,
			    struct pa_err *err);

/* One file; name and bytes are copied. 0, -E2BIG or -EBADMSG. */
int pa_layout_reader_file(struct pa_layout_reader *reader, const char *name, const char *bytes,
			  size_t size_bytes, struct pa_err *err);

/* All files were given: resolve errors, same and clocks, look for gaps. 0, -E2BIG or -EBADMSG. */
int pa_layout_reader_end(struct pa_layout_reader *reader, struct pa_err *err);

#endif
