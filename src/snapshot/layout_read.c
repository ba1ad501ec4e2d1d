/* SPDX-License-Identifier: Apache-2.0 */
#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/names.h"
#include "base/scan.h"
#include "snapshot/errno_names_internal.h"
#include "snapshot/escape_internal.h"
#include "snapshot/layout_internal.h"
#include "snapshot/snapshot.h"
#include "snapshot/snapshot_internal.h"

enum list_kind { LIST_ERRORS, LIST_SAME };

/* The content of a tN/errors or tN/same. */
struct pa_layout_list {
	uint32_t moment;
	enum list_kind kind;
	char *text;
	size_t text_bytes;
};

void pa_layout_reader_init(struct pa_layout_reader *reader, struct pa_snapshot *snapshot)
{
	*reader = (struct pa_layout_reader){ .snapshot = snapshot };
	pa_buf_init(&reader->path, PA_ESCAPE_MAX_BYTES);
}

void pa_layout_reader_done(struct pa_layout_reader *reader)
{
	for (uint32_t i = 0; i < reader->list_count; i++)
		free(reader->lists[i].text);
	free(reader->lists);
	pa_buf_done(&reader->path);
	*reader = (struct pa_layout_reader){ 0 };
}

/* "t12/rest": the moment, and where rest begins; NULL for any other name. */
static const char *moment_of(const char *name, uint32_t *moment)
{
	struct pa_scan scan;
	uint64_t number;

	if (name[0] != 't' || name[1] < '0' || name[1] > '9')
		return NULL;
	if (name[1] == '0' && name[2] != '/')
		return NULL;
	pa_scan_init(&scan, name + 1, strlen(name + 1));
	if (!pa_scan_u64(&scan, &number) || *scan.at != '/' || number >= PA_SNAPSHOT_MOMENTS_MAX)
		return NULL;
	*moment = (uint32_t)number;
	return scan.at + 1;
}

/* "./" is how tar spells a folder's own content. */
static const char *trimmed(const char *name)
{
	while (name[0] == '.' && name[1] == '/')
		name += 2;
	return name;
}

static bool leaves(const char *name)
{
	if (name[0] == '/')
		return true;
	while (*name) {
		size_t bytes = strcspn(name, "/");

		if (bytes == 2 && name[0] == '.' && name[1] == '.')
			return true;
		name += bytes + (name[bytes] == '/');
	}
	return false;
}

int pa_layout_reader_expect(struct pa_layout_reader *reader, const char *name, uint64_t size_bytes,
			    struct pa_err *err)
{
	if (strnlen(name, PA_ESCAPE_MAX_BYTES) >= PA_ESCAPE_MAX_BYTES)
		return pa_err_say(err, -EBADMSG, "holds a name longer than %d bytes: no snapshot",
				  PA_ESCAPE_MAX_BYTES);
	if (leaves(name))
		return pa_err_say(err, -EBADMSG, "holds the path %.200s, which leads out of it",
				  name);
	if (size_bytes > PA_SNAPSHOT_ENTRY_MAX_BYTES)
		return pa_err_say(err, -E2BIG, "%.200s is larger than %d MiB", name,
				  PA_SNAPSHOT_ENTRY_MAX_BYTES >> 20);
	if (++reader->file_count > PA_SNAPSHOT_ENTRIES_MAX)
		return pa_err_say(err, -E2BIG, "holds more than %d files", PA_SNAPSHOT_ENTRIES_MAX);
	reader->read_bytes += size_bytes;
	if (reader->read_bytes > PA_SNAPSHOT_READ_MAX_BYTES)
		return pa_err_say(err, -E2BIG, "is larger than %llu MiB when unpacked",
				  PA_SNAPSHOT_READ_MAX_BYTES >> 20);
	return 0;
}

static int keep_list(struct pa_layout_reader *reader, uint32_t moment, enum list_kind kind,
		     const char *bytes, size_t size_bytes)
{
	if (reader->list_count == reader->list_room) {
		reader->list_room = reader->list_room ? reader->list_room * 2 : 64;
		reader->lists = pa_grow_array(reader->lists, reader->list_room,
					      sizeof(*reader->lists));
	}
	reader->lists[reader->list_count++] = (struct pa_layout_list){
		.moment = moment,
		.kind = kind,
		.text = pa_strndup(bytes ? bytes : "", size_bytes),
		.text_bytes = size_bytes,
	};
	return 0;
}

static int twice(const char *what, uint32_t moment, struct pa_err *err)
{
	return pa_err_say(err, -EBADMSG, "holds %.200s of moment t%u twice", what,
			  (unsigned int)moment);
}

/* What pa_replies_put() answered, in words. */
static int put_result(int error, uint32_t moment, const char *path, struct pa_err *err)
{
	if (error == -EEXIST)
		return twice(path, moment, err);
	if (error == -ENAMETOOLONG)
		return pa_err_say(err, -EBADMSG, "holds an empty or overlong path in t%u",
				  (unsigned int)moment);
	if (error)
		return pa_err_say(err, error, "holds more than can be opened (t%u, %.200s)",
				  (unsigned int)moment, path);
	return 0;
}

static int read_meta(struct pa_layout_reader *reader, const char *bytes, size_t size_bytes,
		     struct pa_err *err)
{
	struct pa_meta *meta = &reader->snapshot->meta;
	uint64_t format = PA_SNAPSHOT_FORMAT;
	int error;

	if (reader->has_meta)
		return pa_err_say(err, -EBADMSG, "holds meta.toml twice");
	reader->has_meta = true;
	error = pa_meta_parse(meta, bytes ? bytes : "", size_bytes, err);
	if (error)
		return error;
	if (pa_meta_get(meta, "format") &&
	    !pa_snapshot_meta_get_u64(reader->snapshot, "format", &format))
		return pa_err_say(err, -EBADMSG, "meta.toml: format is not a number");
	if (format > PA_SNAPSHOT_FORMAT)
		return pa_err_say(err, -ENOTSUP,
				  "was written by a newer perfadvisor (format %" PRIu64
				  ", this one reads up to %d): update it",
				  format, PA_SNAPSHOT_FORMAT);
	return 0;
}

static int read_reply(struct pa_layout_reader *reader, uint32_t moment, const char *name,
		      const char *bytes, size_t size_bytes, struct pa_err *err)
{
	struct pa_buf *path = &reader->path;

	pa_buf_clear(path);
	if (pa_escape_read(path, name, strlen(name)) || path->overflow)
		return pa_err_say(err, -EBADMSG, "t%u/%.200s is no name of a snapshot's file",
				  (unsigned int)moment, name);
	return put_result(pa_replies_put(&reader->snapshot->replies, moment, path->bytes, 0, bytes,
					 size_bytes),
			  moment, path->bytes, err);
}

int pa_layout_reader_file(struct pa_layout_reader *reader, const char *name, const char *bytes,
			  size_t size_bytes, struct pa_err *err)
{
	uint32_t moment;
	const char *rest;

	name = trimmed(name);
	if (!strcmp(name, "meta.toml"))
		return read_meta(reader, bytes, size_bytes, err);
	rest = moment_of(name, &moment);
	if (!rest)
		return 0; /* a README, an expected answer: none of our business */
	if (!strcmp(rest, "errors"))
		return keep_list(reader, moment, LIST_ERRORS, bytes, size_bytes);
	if (!strcmp(rest, "same"))
		return keep_list(reader, moment, LIST_SAME, bytes, size_bytes);
	return read_reply(reader, moment, rest, bytes, size_bytes, err);
}

/* The path that the rest of a line spells, into path. */
static int line_path(const struct pa_scan *line, struct pa_buf *path)
{
	pa_buf_clear(path);
	return pa_escape_read(path, line->at, (size_t)(line->end - line->at)) || path->overflow
		       ? -EBADMSG
		       : 0;
}

static int read_error_line(struct pa_layout_reader *reader, uint32_t moment, struct pa_scan *line,
			   struct pa_buf *path, struct pa_err *err)
{
	const char *tab = memchr(line->at, '\t', (size_t)(line->end - line->at));
	int number = tab ? pa_errno_number(line->at, (size_t)(tab - line->at)) : 0;

	if (number)
		line->at = tab + 1;
	if (!number || line_path(line, path))
		return pa_err_say(
			err, -EBADMSG, "t%u/errors holds a line that is not ERRNO, tab, path: %.*s",
			(unsigned int)moment,
			(int)(line->end - line->at > 80 ? 80 : line->end - line->at), line->at);
	return put_result(
		pa_replies_put(&reader->snapshot->replies, moment, path->bytes, -number, NULL, 0),
		moment, path->bytes, err);
}

/* last: by path id, 1 + index of the reply in an earlier moment. */
static int read_same_line(struct pa_layout_reader *reader, uint32_t moment,
			  const struct pa_scan *line, const uint32_t *last, struct pa_buf *path,
			  struct pa_err *err)
{
	struct pa_replies *replies = &reader->snapshot->replies;
	uint32_t id = UINT32_MAX;

	if (!line_path(line, path))
		id = pa_names_find(replies->names, path->bytes, path->used_bytes);
	if (id == UINT32_MAX || !last[id])
		return pa_err_say(
			err, -EBADMSG, "t%u/same names what no earlier moment holds: %.*s",
			(unsigned int)moment,
			(int)(line->end - line->at > 80 ? 80 : line->end - line->at), line->at);
	return put_result(pa_replies_share(replies, moment, &replies->reply[last[id] - 1]), moment,
			  path->bytes, err);
}

static int read_list(struct pa_layout_reader *reader, const struct pa_layout_list *list,
		     const uint32_t *last, struct pa_err *err)
{
	struct pa_scan scan, line;
	struct pa_buf path;
	int error = 0;

	pa_buf_init(&path, PA_ESCAPE_MAX_BYTES);
	pa_scan_init(&scan, list->text, list->text_bytes);
	while (!error && pa_scan_line(&scan, &line)) {
		if (line.at == line.end)
			continue;
		error = list->kind == LIST_ERRORS
				? read_error_line(reader, list->moment, &line, &path, err)
				: read_same_line(reader, list->moment, &line, last, &path, err);
	}
	pa_buf_done(&path);
	return error;
}

static int list_compare(const void *a, const void *b)
{
	const struct pa_layout_list *x = a, *y = b;

	if (x->kind != y->kind)
		return x->kind < y->kind ? -1 : 1;
	return (x->moment > y->moment) - (x->moment < y->moment);
}

/* Sorted, all lists of errors come first, and a list that stands there twice shows. */
static int sort_lists(struct pa_layout_reader *reader, struct pa_err *err)
{
	if (reader->list_count)
		qsort(reader->lists, reader->list_count, sizeof(*reader->lists), list_compare);
	for (uint32_t i = 1; i < reader->list_count; i++)
		if (!list_compare(&reader->lists[i - 1], &reader->lists[i]))
			return twice(reader->lists[i].kind == LIST_SAME ? "same" : "errors",
				     reader->lists[i].moment, err);
	return 0;
}

/*
 * The lists of same, moment by moment. What they add is not sorted in, so that order and
 * first keep telling what the files held; last follows them.
 */
static int read_sames(struct pa_layout_reader *reader, uint32_t i, struct pa_err *err)
{
	struct pa_replies *replies = &reader->snapshot->replies;
	uint32_t *last, moments = replies->moment_count;
	int error = 0;

	pa_replies_sort(replies);
	last = pa_alloc_array(pa_names_count(replies->names), sizeof(*last));
	for (uint32_t m = 0; !error && i < reader->list_count && m < PA_SNAPSHOT_MOMENTS_MAX; m++) {
		if (reader->lists[i].moment == m)
			error = read_list(reader, &reader->lists[i++], last, err);
		for (uint32_t at = m < moments ? replies->first[m] : 0;
		     m < moments && at < replies->first[m + 1]; at++)
			if (!replies->reply[replies->order[at]].error)
				last[replies->reply[replies->order[at]].path] = replies->order[at] +
										1;
	}
	free(last);
	return error;
}

static uint64_t meta_moment(const struct pa_snapshot *snapshot, uint32_t moment, const char *what,
			    uint64_t otherwise)
{
	struct pa_buf key;

	pa_buf_init(&key, 64);
	pa_buf_printf(&key, "clock.t%u_%s", (unsigned int)moment, what);
	(void)pa_snapshot_meta_get_u64(snapshot, key.bytes, &otherwise); /* else it stays */
	pa_buf_done(&key);
	return otherwise;
}

/* Moments without a clock (made by hand): what meta says of them, else evenly spaced. */
static int add_clocks(struct pa_snapshot *snapshot, struct pa_err *err)
{
	uint64_t mono_ns = 0, real_ns = 0, tick_ns = 1000000000;
	int error = 0;

	(void)pa_snapshot_meta_get_u64(snapshot, "window.tick_ns", &tick_ns); /* or 1 s */
	for (uint32_t m = 0; !error && m < snapshot->replies.moment_count; m++) {
		uint64_t step_ns = m ? tick_ns : 0;
		struct pa_buf text;

		mono_ns = meta_moment(snapshot, m, "mono_ns", mono_ns + step_ns);
		real_ns = meta_moment(snapshot, m, "real_ns", real_ns + step_ns);
		if (pa_replies_get(&snapshot->replies, m, "clock", strlen("clock")))
			continue;
		pa_buf_init(&text, 128);
		pa_buf_printf(&text, "%" PRIu64 " %" PRIu64 " %" PRIu64 "\n", mono_ns, real_ns,
			      meta_moment(snapshot, m, "kind", 0));
		error = put_result(pa_replies_put(&snapshot->replies, m, "clock", 0, text.bytes,
						  text.used_bytes),
				   m, "clock", err);
		pa_buf_done(&text);
	}
	return error;
}

static int find_gap(struct pa_replies *replies, struct pa_err *err)
{
	pa_replies_sort(replies);
	if (!replies->moment_count)
		return pa_err_say(err, -EBADMSG,
				  "holds no moment t0: it is no snapshot (or t0 stands in a "
				  "folder inside of it)");
	for (uint32_t m = 0; m < replies->moment_count; m++)
		if (replies->first[m] == replies->first[m + 1])
			return pa_err_say(err, -EBADMSG, "holds moments up to t%u, but no t%u",
					  (unsigned int)replies->moment_count - 1, (unsigned int)m);
	return 0;
}

int pa_layout_reader_end(struct pa_layout_reader *reader, struct pa_err *err)
{
	int error = sort_lists(reader, err);
	uint32_t i = 0;

	for (; !error && i < reader->list_count && reader->lists[i].kind == LIST_ERRORS; i++)
		error = read_list(reader, &reader->lists[i], NULL, err);
	if (!error)
		error = read_sames(reader, i, err);
	if (!error)
		error = find_gap(&reader->snapshot->replies, err);
	if (!error)
		error = add_clocks(reader->snapshot, err);
	return error;
}
