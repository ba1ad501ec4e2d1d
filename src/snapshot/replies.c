/* SPDX-License-Identifier: Apache-2.0 */
#include "snapshot/replies_internal.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/names.h"
#include "snapshot/snapshot.h"

enum { CHUNK_BYTES = 1 << 20, FIRST_REPLIES = 256, FIRST_PATHS = 256 };

struct pa_replies_chunk {
	struct pa_replies_chunk *next;
	size_t used_bytes, capacity_bytes;
	char bytes[];
};

void pa_replies_init(struct pa_replies *replies, uint64_t max_bytes)
{
	*replies = (struct pa_replies){ .names = pa_names_new(), .max_bytes = max_bytes };
	pa_map_init(&replies->by_key);
}

void pa_replies_done(struct pa_replies *replies)
{
	struct pa_replies_chunk *next;

	for (struct pa_replies_chunk *chunk = replies->chunks; chunk; chunk = next) {
		next = chunk->next;
		free(chunk);
	}
	pa_names_free(replies->names);
	pa_map_done(&replies->by_key);
	free(replies->reply);
	free(replies->last);
	free(replies->order);
	free(replies->first);
	*replies = (struct pa_replies){ 0 };
}

/* size_bytes + 1 bytes of the arena. A large piece gets a chunk of its own behind the first. */
static char *carve(struct pa_replies *replies, size_t size_bytes)
{
	struct pa_replies_chunk *chunk = replies->chunks;
	size_t want = size_bytes + 1;

	if (!chunk || chunk->capacity_bytes - chunk->used_bytes < want) {
		size_t capacity = want > CHUNK_BYTES / 4 ? want : CHUNK_BYTES;
		struct pa_replies_chunk *made = pa_alloc(sizeof(*made) + capacity);

		made->capacity_bytes = capacity;
		if (chunk && capacity == want) {
			made->next = chunk->next;
			chunk->next = made;
		} else {
			made->next = chunk;
			replies->chunks = made;
		}
		chunk = made;
	}
	chunk->used_bytes += want;
	return chunk->bytes + chunk->used_bytes - want;
}

static uint32_t *last_of(struct pa_replies *replies, uint32_t path)
{
	if (path >= replies->last_room) {
		uint32_t room = replies->last_room ? replies->last_room : FIRST_PATHS;

		while (room <= path)
			room *= 2;
		replies->last = pa_grow_array(replies->last, room, sizeof(*replies->last));
		memset(replies->last + replies->last_room, 0,
		       (room - replies->last_room) * sizeof(*replies->last));
		replies->last_room = room;
	}
	return &replies->last[path];
}

/* Its key stands in by_key already, with the next number. */
static void append(struct pa_replies *replies, const struct pa_reply *reply)
{
	if (replies->count == replies->room) {
		replies->room = replies->room ? replies->room * 2 : FIRST_REPLIES;
		replies->reply = pa_grow_array(replies->reply, replies->room,
					       sizeof(*replies->reply));
	}
	replies->reply[replies->count++] = *reply;
	if (!reply->error)
		*last_of(replies, reply->path) = replies->count;
	if (replies->moment_count <= reply->moment)
		replies->moment_count = reply->moment + 1;
	replies->sorted = false;
}

/* The bytes of a new reply: those of the path's last one when they are equal, else a copy. */
static int keep_bytes(struct pa_replies *replies, struct pa_reply *reply, const char *bytes,
		      size_t size_bytes)
{
	uint32_t last = *last_of(replies, reply->path);
	const struct pa_reply *before = last ? &replies->reply[last - 1] : NULL;
	char *copy;

	reply->size_bytes = size_bytes;
	if (before && before->size_bytes == size_bytes &&
	    (!size_bytes || !memcmp(before->bytes, bytes, size_bytes))) {
		reply->bytes = before->bytes;
		return 0;
	}
	if (size_bytes > replies->max_bytes - replies->used_bytes) {
		replies->full = true;
		return -E2BIG;
	}
	copy = carve(replies, size_bytes);
	if (size_bytes)
		memcpy(copy, bytes, size_bytes);
	replies->used_bytes += size_bytes;
	reply->bytes = copy;
	return 0;
}

static int check_path(struct pa_replies *replies, const char *path, size_t path_bytes)
{
	uint32_t slashes = 0;

	for (size_t i = 0; i < path_bytes; i++)
		slashes += path[i] == '/';
	if (path_bytes && path_bytes <= PA_SNAPSHOT_PATH_MAX_BYTES &&
	    slashes <= PA_SNAPSHOT_PATH_MAX_SLASHES)
		return 0;
	replies->dropped_count++;
	return -ENAMETOOLONG;
}

/* Paths count against the limit once, however many moments have them. */
static int number_path(struct pa_replies *replies, const char *path, size_t path_bytes,
		       uint32_t *out)
{
	uint32_t before = pa_names_count(replies->names);

	if (path_bytes > replies->max_bytes - replies->used_bytes) {
		replies->full = true;
		return -E2BIG;
	}
	*out = pa_names_id(replies->names, path, path_bytes);
	if (pa_names_count(replies->names) > before)
		replies->used_bytes += path_bytes;
	return 0;
}

int pa_replies_put(struct pa_replies *replies, uint32_t moment, const char *path, int error,
		   const char *bytes, size_t size_bytes)
{
	struct pa_reply reply = { .moment = moment, .error = error };
	size_t path_bytes = strnlen(path, PA_SNAPSHOT_PATH_MAX_BYTES + 1);
	int failed = check_path(replies, path, path_bytes);

	if (!failed)
		failed = number_path(replies, path, path_bytes, &reply.path);
	if (failed)
		return failed;
	if (replies->count >= PA_SNAPSHOT_ENTRIES_MAX || moment >= PA_SNAPSHOT_MOMENTS_MAX) {
		replies->full = true;
		return -E2BIG;
	}
	if (!error && size_bytes > PA_SNAPSHOT_ENTRY_MAX_BYTES)
		reply.error = -E2BIG;
	if (!reply.error)
		failed = keep_bytes(replies, &reply, bytes, size_bytes);
	if (failed)
		return failed;
	if (!pa_map_add(&replies->by_key, pa_map_key(moment, reply.path), replies->count))
		return -EEXIST; /* what was kept of it lies unused: it is an error or a first one
				   stays */
	append(replies, &reply);
	return 0;
}

int pa_replies_share(struct pa_replies *replies, uint32_t moment, const struct pa_reply *other)
{
	struct pa_reply reply = *other;

	if (replies->count >= PA_SNAPSHOT_ENTRIES_MAX || moment >= PA_SNAPSHOT_MOMENTS_MAX)
		return -E2BIG;
	if (!pa_map_add(&replies->by_key, pa_map_key(moment, other->path), replies->count))
		return -EEXIST;
	reply.moment = moment;
	append(replies, &reply);
	return 0;
}

const struct pa_reply *pa_replies_get(const struct pa_replies *replies, uint32_t moment,
				      const char *path, size_t path_bytes)
{
	uint32_t id = pa_names_find(replies->names, path, path_bytes), index;

	if (id == UINT32_MAX || !pa_map_get(&replies->by_key, pa_map_key(moment, id), &index))
		return NULL;
	return &replies->reply[index];
}

const char *pa_replies_path(const struct pa_replies *replies, const struct pa_reply *reply)
{
	return pa_names_text(replies->names, reply->path);
}

/* A byte's rank in a path: the end first, then '/', then all others in their order. */
static int rank(char c)
{
	if (!c)
		return 0;
	return c == '/' ? 1 : (unsigned char)c + 1;
}

static int path_compare(const char *a, const char *b)
{
	while (*a && *a == *b) {
		a++;
		b++;
	}
	return rank(*a) - rank(*b);
}

static int reply_compare(const void *a, const void *b, void *arg)
{
	const struct pa_replies *replies = arg;
	const struct pa_reply *x = &replies->reply[*(const uint32_t *)a];
	const struct pa_reply *y = &replies->reply[*(const uint32_t *)b];

	if (x->moment != y->moment)
		return x->moment < y->moment ? -1 : 1;
	return path_compare(pa_replies_path(replies, x), pa_replies_path(replies, y));
}

/* How many at the beginning of order are in order: those that came as we wrote them, before what
 * the lists of errors and of the same added. */
static uint32_t count_sorted(struct pa_replies *replies)
{
	uint32_t i = 1;

	while (i < replies->count &&
	       reply_compare(&replies->order[i - 1], &replies->order[i], replies) <= 0)
		i++;
	return i < replies->count ? i : replies->count;
}

/* Sort order: the part behind the first sorted ones, and then both into one. */
static void sort_order(struct pa_replies *replies)
{
	uint32_t sorted = count_sorted(replies), rest = replies->count - sorted, left = 0;
	uint32_t *tail = replies->order + sorted, *head;

	if (!rest)
		return;
	qsort_r(tail, rest, sizeof(*tail), reply_compare, replies);
	head = pa_alloc_array(sorted, sizeof(*head));
	memcpy(head, replies->order, sorted * sizeof(*head));
	for (uint32_t i = 0, right = 0; left < sorted; i++) {
		bool from_tail = right < rest &&
				 reply_compare(&tail[right], &head[left], replies) < 0;

		replies->order[i] = from_tail ? tail[right++] : head[left++];
	}
	free(head);
}

void pa_replies_sort(struct pa_replies *replies)
{
	uint32_t i = 0;

	if (replies->sorted)
		return;
	replies->order = pa_grow_array(replies->order, replies->count + 1, sizeof(*replies->order));
	for (i = 0; i < replies->count; i++)
		replies->order[i] = i;
	sort_order(replies);
	replies->first = pa_grow_array(replies->first, replies->moment_count + 1,
				       sizeof(*replies->first));
	i = 0;
	for (uint32_t moment = 0; moment <= replies->moment_count; moment++) {
		while (i < replies->count && replies->reply[replies->order[i]].moment < moment)
			i++;
		replies->first[moment] = i;
	}
	replies->sorted = true;
}

static const struct pa_reply *ordered(const struct pa_replies *replies, uint32_t i)
{
	return &replies->reply[replies->order[i]];
}

bool pa_replies_is_folder(const struct pa_replies *replies, uint32_t i)
{
	const struct pa_reply *reply = ordered(replies, i), *next;
	const char *path = pa_replies_path(replies, reply);
	size_t path_bytes = strlen(path);

	if (i + 1 >= replies->count)
		return false;
	next = ordered(replies, i + 1);
	return next->moment == reply->moment &&
	       !strncmp(pa_replies_path(replies, next), path, path_bytes) &&
	       pa_replies_path(replies, next)[path_bytes] == '/';
}

/* The first in order[from..to) whose path does not come before path. */
static uint32_t lower_bound(const struct pa_replies *replies, uint32_t from, uint32_t to,
			    const char *path)
{
	while (from < to) {
		uint32_t middle = from + (to - from) / 2;

		if (path_compare(pa_replies_path(replies, ordered(replies, middle)), path) < 0)
			from = middle + 1;
		else
			to = middle;
	}
	return from;
}

/* Call each() for the children among order[i..to), all of which should begin with prefix. */
static uint32_t list_children(const struct pa_replies *replies, uint32_t i, uint32_t to,
			      const char *prefix, void (*each)(void *arg, const char *name),
			      void *arg)
{
	char name[PA_SNAPSHOT_PATH_MAX_BYTES + 1];
	size_t prefix_bytes = strlen(prefix), bytes = 0;
	uint32_t count = 0;

	for (; i < to; i++) {
		const char *path = pa_replies_path(replies, ordered(replies, i));
		const char *child = path + prefix_bytes;

		if (strncmp(path, prefix, prefix_bytes) != 0)
			break;
		if (count && !strncmp(child, name, bytes) && (!child[bytes] || child[bytes] == '/'))
			continue;
		bytes = strcspn(child, "/");
		if (!bytes)
			continue; /* "a//b": no folder has an entry without a name */
		memcpy(name, child, bytes);
		name[bytes] = '\0';
		each(arg, name);
		count++;
	}
	return count;
}

int pa_replies_list(struct pa_replies *replies, uint32_t moment, const char *path,
		    void (*each)(void *arg, const char *name), void *arg)
{
	char prefix[PA_SNAPSHOT_PATH_MAX_BYTES + 2];
	size_t bytes = strnlen(path, PA_SNAPSHOT_PATH_MAX_BYTES + 1);
	const struct pa_reply *self;
	uint32_t at, to;

	while (bytes && path[bytes - 1] == '/')
		bytes--;
	if (bytes > PA_SNAPSHOT_PATH_MAX_BYTES)
		return -ENAMETOOLONG;
	if (moment >= replies->moment_count)
		return -ENOENT;
	memcpy(prefix, path, bytes);
	if (bytes)
		prefix[bytes++] = '/';
	prefix[bytes] = '\0';
	pa_replies_sort(replies);
	to = replies->first[moment + 1];
	at = lower_bound(replies, replies->first[moment], to, prefix);
	if (list_children(replies, at, to, prefix, each, arg))
		return 0;
	self = pa_replies_get(replies, moment, prefix, bytes ? bytes - 1 : 0);
	if (!self)
		return -ENOENT;
	return self->error ? self->error : -ENOTDIR;
}
