/* SPDX-License-Identifier: Apache-2.0 */
#include <errno.h>
#include <string.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/names.h"
#include "base/scan.h"
#include "snapshot/redact_internal.h"
#include "snapshot/snapshot.h"
#include "snapshot/snapshot_internal.h"

static bool ends_with(const char *path, const char *end)
{
	size_t path_bytes = strlen(path), end_bytes = strlen(end);

	return path_bytes >= end_bytes && !strcmp(path + path_bytes - end_bytes, end);
}

/* The fifth word of each line of a mountinfo is a mount point. */
static void learn_mounts(struct pa_redact *redact, const char *text, size_t bytes)
{
	struct pa_scan scan, line;
	struct pa_word word = { 0 };

	pa_scan_init(&scan, text, bytes);
	while (pa_scan_line(&scan, &line)) {
		int n = 0;

		while (n < 5 && pa_scan_word(&line, &word))
			n++;
		if (n == 5 && word.bytes > 1 && word.at[0] == '/')
			pa_redact_learn_place(redact, word.at, word.bytes);
	}
}

/* "4:memory:/docker/…": the path behind the second colon. */
static void learn_cgroups(struct pa_redact *redact, const char *text, size_t bytes)
{
	struct pa_scan scan, line;

	pa_scan_init(&scan, text, bytes);
	while (pa_scan_line(&scan, &line)) {
		const char *at = memchr(line.at, ':', (size_t)(line.end - line.at));

		at = at ? memchr(at + 1, ':', (size_t)(line.end - at - 1)) : NULL;
		if (at && line.end - at > 2 && at[1] == '/')
			pa_redact_learn_place(redact, at + 1, (size_t)(line.end - at - 1));
	}
}

/* The first pass: names that must be known before the first of them can be replaced. */
static void learn_reply(struct pa_redact *redact, const char *path, const struct pa_reply *reply)
{
	enum pa_redact_kind kind = pa_redact_kind_of(path);

	pa_redact_learn_homes(redact, path, strlen(path));
	if (reply->error)
		return;
	if (kind == PA_REDACT_HOSTNAME)
		pa_redact_learn_host(redact, reply->bytes, strcspn(reply->bytes, "\n"));
	if (ends_with(path, "/mountinfo"))
		learn_mounts(redact, reply->bytes, reply->size_bytes);
	if (ends_with(path, "/cgroup"))
		learn_cgroups(redact, reply->bytes, reply->size_bytes);
	if (kind != PA_REDACT_KEEP && kind != PA_REDACT_DIAG && kind != PA_REDACT_LINKS)
		pa_redact_learn_homes(redact, reply->bytes, reply->size_bytes);
}

static void learn(struct pa_redact *redact, const struct pa_snapshot *snapshot)
{
	const struct pa_replies *replies = &snapshot->replies;
	const char *host = pa_meta_get(&snapshot->meta, "machine.hostname");

	if (host)
		pa_redact_learn_host(redact, host, strlen(host));
	for (uint32_t i = 0; i < replies->count; i++) {
		const struct pa_reply *reply = &replies->reply[replies->order[i]];

		learn_reply(redact, pa_replies_path(replies, reply), reply);
	}
}

/*
 * "enx525400123456": udev names interfaces after their address. Such a name stands in tables
 * and binary messages that are kept, so its replacement has the same length: enx000000000001.
 */
static void rewrite_interfaces(struct pa_redact *redact, char *bytes, size_t size_bytes)
{
	enum { HEAD_BYTES = 3, MAC_BYTES = 12 };
	char *at = bytes, *end = bytes + size_bytes, digits[MAC_BYTES + 1];

	for (; end - at >= HEAD_BYTES + MAC_BYTES; at++) {
		struct pa_buf number;

		if (at[2] != 'x' || (memcmp(at, "en", 2) != 0 && memcmp(at, "wl", 2) != 0 &&
				     memcmp(at, "ww", 2) != 0))
			continue;
		memcpy(digits, at + HEAD_BYTES, MAC_BYTES);
		digits[MAC_BYTES] = '\0';
		if (strspn(digits, "0123456789abcdef") != MAC_BYTES)
			continue;
		pa_buf_init(&number, MAC_BYTES);
		pa_redact_id(redact, digits, MAC_BYTES, &number);
		memset(at + HEAD_BYTES, '0', MAC_BYTES);
		memcpy(at + HEAD_BYTES + MAC_BYTES - (number.used_bytes - 3), number.bytes + 3,
		       number.used_bytes - 3);
		pa_buf_done(&number);
	}
}

/* Paths in which the kernel alone chose the words; groups and mounts are named by people. */
static uint32_t path_flags(const char *path)
{
	if (!strncmp(path, "src/", 4) || !strncmp(path, "sys/fs/cgroup/", 14))
		return PA_REDACT_PATH;
	return PA_REDACT_PATH | PA_REDACT_OWN;
}

/* One reply into the new replies. */
static int rewrite_reply(struct pa_redact *redact, const char *path, const struct pa_reply *reply,
			 struct pa_replies *into, struct pa_buf *new_path, struct pa_buf *content)
{
	int error = reply->error;

	pa_buf_clear(new_path);
	pa_buf_clear(content);
	pa_redact_text(redact, path, strlen(path), path_flags(path), new_path);
	if (!error && !pa_redact_content(redact, pa_redact_kind_of(path), reply->bytes,
					 reply->size_bytes, content))
		error = -ENODATA;
	rewrite_interfaces(redact, new_path->bytes, new_path->used_bytes);
	rewrite_interfaces(redact, content->bytes, content->used_bytes);
	if (content->overflow)
		error = -E2BIG;
	error = pa_replies_put(into, reply->moment, new_path->bytes, error, content->bytes,
			       content->used_bytes);
	/* Two paths may become one, or too long; both cost a reply, not the snapshot. */
	return error == -EEXIST || error == -ENAMETOOLONG ? 0 : error;
}

static int rewrite_replies(struct pa_redact *redact, struct pa_replies *from,
			   struct pa_replies *into)
{
	struct pa_buf path, content;
	int error = 0;

	pa_buf_init(&path, 4 * PA_SNAPSHOT_PATH_MAX_BYTES);
	pa_buf_init(&content, PA_SNAPSHOT_ENTRY_MAX_BYTES);
	for (uint32_t i = 0; !error && i < from->count; i++) {
		const struct pa_reply *reply = &from->reply[from->order[i]];

		error = rewrite_reply(redact, pa_replies_path(from, reply), reply, into, &path,
				      &content);
	}
	pa_buf_done(&path);
	pa_buf_done(&content);
	return error;
}

static void rewrite_meta(struct pa_redact *redact, struct pa_meta *meta)
{
	struct pa_meta into = { 0 };
	struct pa_buf text;

	pa_buf_init(&text, PA_META_MAX_BYTES);
	for (uint32_t i = 0; i < meta->count; i++) {
		const struct pa_meta_entry *entry = &meta->entries[i];

		pa_buf_clear(&text);
		pa_buf_puts(&text, "");
		if (!strcmp(entry->key, "machine.hostname"))
			pa_redact_host(redact, entry->text, strlen(entry->text), &text);
		else if (entry->is_string)
			pa_redact_text(redact, entry->text, strlen(entry->text), 0, &text);
		else
			pa_buf_puts(&text, entry->text);
		pa_meta_set(&into, entry->key, text.bytes, entry->is_string);
	}
	pa_meta_set(&into, "redacted", "true", false);
	pa_buf_done(&text);
	pa_meta_done(meta);
	*meta = into;
}

int pa_snapshot_redact(struct pa_snapshot *snapshot, struct pa_err *err)
{
	const char *before = pa_meta_get(&snapshot->meta, "redacted");
	struct pa_redact redact;
	struct pa_replies into;
	int error;

	if (before && !strcmp(before, "true"))
		return 0;
	pa_redact_init(&redact);
	pa_replies_init(&into, snapshot->replies.max_bytes);
	pa_replies_sort(&snapshot->replies);
	learn(&redact, snapshot);
	error = rewrite_replies(&redact, &snapshot->replies, &into);
	if (error) {
		pa_replies_done(&into);
		error = pa_err_say(err, error, "redact: the replacements do not fit the snapshot");
	} else {
		into.dropped_count += snapshot->replies.dropped_count;
		pa_replies_done(&snapshot->replies);
		snapshot->replies = into;
		rewrite_meta(&redact, &snapshot->meta);
	}
	pa_redact_done(&redact);
	return error;
}
