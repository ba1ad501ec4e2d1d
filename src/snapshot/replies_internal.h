/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The replies of a snapshot in memory: (moment, path) -> bytes or errno. Bytes live in an
 * arena that only grows and dies with the whole; a reply that equals the path's last one
 * shares its bytes. Paths are numbered once for all moments.
 */
#ifndef PA_SNAPSHOT_REPLIES_INTERNAL_H
#define PA_SNAPSHOT_REPLIES_INTERNAL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/map.h"

struct pa_names;

struct pa_reply {
	const char *bytes; /* size_bytes bytes and a NUL; NULL for an error */
	size_t size_bytes;
	uint32_t path; /* id in names */
	uint32_t moment;
	int error; /* 0 or a negative errno */
};

struct pa_replies_chunk;

struct pa_replies {
	struct pa_names *names;
	struct pa_map by_key;	/* pa_map_key(moment, path) -> index in reply */
	struct pa_reply *reply; /* in the order in which they came */
	uint32_t count, room;
	uint32_t *last; /* by path id: 1 + index of its last reply that is no error */
	uint32_t last_room;
	uint32_t *order; /* indexes sorted by moment, then path; see pa_replies_sort() */
	uint32_t *first; /* by moment: where it begins in order; moment_count + 1 long */
	bool sorted;
	uint32_t moment_count; /* the highest moment that was put, plus one */
	struct pa_replies_chunk *chunks;
	uint64_t used_bytes, max_bytes;
	uint32_t dropped_count; /* paths past their limits */
	bool full;		/* something did not fit */
};

void pa_replies_init(struct pa_replies *replies, uint64_t max_bytes);
void pa_replies_done(struct pa_replies *replies);

/*
 * Keep a reply; bytes are copied. Returns 0, -EEXIST when the path has one in this moment (the
 * first stays), -ENAMETOOLONG (counted in dropped_count) or -E2BIG (full is then set).
 * A reply larger than PA_SNAPSHOT_ENTRY_MAX_BYTES is kept as the error -E2BIG.
 */
int pa_replies_put(struct pa_replies *replies, uint32_t moment, const char *path, int error,
		   const char *bytes, size_t size_bytes);

/* Keep a reply of moment that shares the bytes of another one of the same path. */
int pa_replies_share(struct pa_replies *replies, uint32_t moment, const struct pa_reply *other);

/* The reply, or NULL. path: path_bytes bytes. */
const struct pa_reply *pa_replies_get(const struct pa_replies *replies, uint32_t moment,
				      const char *path, size_t path_bytes);

/* Bring order and first up to date: by moment, then by path with '/' before any other byte, so
 * that a folder's entries stand together and come in the order of strcmp. */
void pa_replies_sort(struct pa_replies *replies);

/* Is reply number i of order also a folder: is there a reply below its path? Sorted only. */
bool pa_replies_is_folder(const struct pa_replies *replies, uint32_t i);

const char *pa_replies_path(const struct pa_replies *replies, const struct pa_reply *reply);

/* pa_replay's list() on them. */
int pa_replies_list(struct pa_replies *replies, uint32_t moment, const char *path,
		    void (*each)(void *arg, const char *name), void *arg);

#endif
