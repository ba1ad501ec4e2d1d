/* SPDX-License-Identifier: Apache-2.0 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/names.h"
#include "snapshot/errno_names_internal.h"
#include "snapshot/escape_internal.h"
#include "snapshot/layout_internal.h"
#include "snapshot/snapshot.h"
#include "snapshot/snapshot_internal.h"

struct writing {
	struct pa_snapshot *snapshot;
	const struct pa_layout_sink *sink;
	uint32_t *last; /* by path id: 1 + index of the reply written last, 0 none */
	struct pa_buf name, errors, same;
};

static int put_file(struct writing *writing, const char *bytes, size_t size_bytes,
		    struct pa_err *err)
{
	if (writing->name.overflow)
		return pa_err_say(err, -ENAMETOOLONG, "a path of this snapshot is too long");
	return writing->sink->file(writing->sink->self, writing->name.bytes, bytes, size_bytes,
				   err);
}

/* Does an earlier moment's last reply of the path say the same? */
static bool is_same(const struct writing *writing, const struct pa_reply *reply)
{
	uint32_t last = writing->last[reply->path];
	const struct pa_reply *before;

	if (!last)
		return false;
	before = &writing->snapshot->replies.reply[last - 1];
	return before->size_bytes == reply->size_bytes &&
	       (before->bytes == reply->bytes ||
		!memcmp(before->bytes, reply->bytes, reply->size_bytes));
}

/* The reply number i in order: a line of a list, or a file. */
static int put_reply(struct writing *writing, uint32_t i, struct pa_err *err)
{
	const struct pa_replies *replies = &writing->snapshot->replies;
	const struct pa_reply *reply = &replies->reply[replies->order[i]];
	const char *path = pa_replies_path(replies, reply);

	if (reply->error) {
		pa_buf_printf(&writing->errors, "%s\t", pa_errno_name(-reply->error));
		pa_escape_put(&writing->errors, path, 0);
		pa_buf_putc(&writing->errors, '\n');
		return 0;
	}
	if (is_same(writing, reply)) {
		pa_escape_put(&writing->same, path, 0);
		pa_buf_putc(&writing->same, '\n');
		return 0;
	}
	writing->last[reply->path] = replies->order[i] + 1;
	pa_buf_clear(&writing->name);
	pa_buf_printf(&writing->name, "t%u/", (unsigned int)reply->moment);
	pa_escape_put(&writing->name, path,
		      pa_replies_is_folder(replies, i) ? PA_ESCAPE_BESIDE_FOLDER : 0);
	return put_file(writing, reply->bytes, reply->size_bytes, err);
}

static int put_list(struct writing *writing, uint32_t moment, const char *name,
		    const struct pa_buf *list, struct pa_err *err)
{
	if (list->overflow)
		return pa_err_say(err, -E2BIG, "the list t%u/%s would be too large",
				  (unsigned int)moment, name);
	if (!list->used_bytes)
		return 0;
	pa_buf_clear(&writing->name);
	pa_buf_printf(&writing->name, "t%u/%s", (unsigned int)moment, name);
	return put_file(writing, list->bytes, list->used_bytes, err);
}

static int put_moment(struct writing *writing, uint32_t moment, struct pa_err *err)
{
	const struct pa_replies *replies = &writing->snapshot->replies;
	int error = 0;

	pa_buf_clear(&writing->errors);
	pa_buf_clear(&writing->same);
	for (uint32_t i = replies->first[moment]; !error && i < replies->first[moment + 1]; i++)
		error = put_reply(writing, i, err);
	if (!error)
		error = put_list(writing, moment, "errors", &writing->errors, err);
	if (!error)
		error = put_list(writing, moment, "same", &writing->same, err);
	return error;
}

static int put_meta(struct writing *writing, struct pa_err *err)
{
	struct pa_buf text;
	int error;

	pa_buf_init(&text, PA_META_MAX_BYTES);
	pa_meta_print(&writing->snapshot->meta, &text);
	pa_buf_clear(&writing->name);
	pa_buf_puts(&writing->name, "meta.toml");
	error = text.overflow ? pa_err_say(err, -E2BIG, "meta.toml would be too large")
			      : put_file(writing, text.bytes, text.used_bytes, err);
	pa_buf_done(&text);
	return error;
}

int pa_layout_write(struct pa_snapshot *snapshot, const struct pa_layout_sink *sink,
		    struct pa_err *err)
{
	struct writing writing = { .snapshot = snapshot, .sink = sink };
	int error;

	pa_replies_sort(&snapshot->replies);
	writing.last = pa_alloc_array(pa_names_count(snapshot->replies.names),
				      sizeof(*writing.last));
	pa_buf_init(&writing.name, PA_ESCAPE_MAX_BYTES);
	pa_buf_init(&writing.errors, PA_SNAPSHOT_ENTRY_MAX_BYTES);
	pa_buf_init(&writing.same, PA_SNAPSHOT_ENTRY_MAX_BYTES);
	error = put_meta(&writing, err);
	for (uint32_t m = 0; !error && m < snapshot->replies.moment_count; m++)
		error = put_moment(&writing, m, err);
	pa_buf_done(&writing.name);
	pa_buf_done(&writing.errors);
	pa_buf_done(&writing.same);
	free(writing.last);
	return error;
}
