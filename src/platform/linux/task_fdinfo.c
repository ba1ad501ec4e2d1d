/* SPDX-License-Identifier: Apache-2.0 */
#include "platform/linux/task_fdinfo.h"

#include <errno.h>
#include <stdbool.h>
#include <string.h>

#include "base/scan.h"

enum pa_fd_kind pa_fd_kind_of(const char *link, size_t link_bytes, uint64_t *inode)
{
	static const struct {
		const char *link;
		enum pa_fd_kind kind;
	} anonymous[] = { { "anon_inode:[eventpoll]", PA_FD_EPOLL },
			  { "anon_inode:inotify", PA_FD_INOTIFY },
			  { "anon_inode:[fanotify]", PA_FD_FANOTIFY },
			  { "anon_inode:[io_uring]", PA_FD_URING } };
	struct pa_word word = { .at = link, .bytes = link_bytes };
	struct pa_scan scan;

	if (link_bytes < 1 || (*link != 'p' && *link != 'a'))
		return PA_FD_OTHER; /* nearly all */
	pa_scan_init(&scan, link, link_bytes);
	if (pa_scan_text(&scan, "pipe:["))
		return pa_scan_u64(&scan, inode) ? PA_FD_PIPE : PA_FD_OTHER;
	for (size_t i = 0; i < sizeof(anonymous) / sizeof(anonymous[0]); i++)
		if (pa_word_is(word, anonymous[i].link))
			return anonymous[i].kind;
	return PA_FD_OTHER;
}

/* "fanotify flags:" is about the group, every other line about a mark. */
static bool is_watch(enum pa_fd_kind kind, struct pa_scan *line)
{
	switch (kind) {
	case PA_FD_EPOLL:
		return pa_scan_text(line, "tfd:");
	case PA_FD_INOTIFY:
		return pa_scan_text(line, "inotify wd:");
	case PA_FD_FANOTIFY:
		return pa_scan_text(line, "fanotify ") &&
		       (pa_scan_text(line, "ino:") || pa_scan_text(line, "mnt_id:") ||
			pa_scan_text(line, "sdev:") || pa_scan_text(line, "mnt_ns:"));
	case PA_FD_OTHER:
	case PA_FD_PIPE:
	case PA_FD_URING:
		break;
	}
	return false;
}

uint64_t pa_fdinfo_watches(enum pa_fd_kind kind, const char *text, size_t text_bytes)
{
	struct pa_scan scan, line;
	uint64_t watches = 0;

	pa_scan_init(&scan, text, text_bytes);
	while (pa_scan_line(&scan, &line))
		watches += is_watch(kind, &line);
	return watches;
}

enum ring_field { SQ_MASK, SQ_HEAD, SQ_TAIL, CQ_MASK, CQ_HEAD, CQ_TAIL, RING_FIELDS };

int pa_uring_parse(const char *text, size_t text_bytes, struct pa_uring *out)
{
	static const char *const name[RING_FIELDS] = { "SqMask:", "SqHead:", "SqTail:",
						       "CqMask:", "CqHead:", "CqTail:" };
	uint32_t field[RING_FIELDS] = { 0 }, found = 0;
	struct pa_scan scan, line;

	pa_scan_init(&scan, text, text_bytes);
	while (found != (1U << RING_FIELDS) - 1 && pa_scan_line(&scan, &line)) {
		for (int i = 0; i < RING_FIELDS; i++) {
			bool mask = i == SQ_MASK || i == CQ_MASK;
			uint64_t value;

			if (!pa_scan_text(&line, name[i]) ||
			    !(mask ? pa_scan_hex(&line, &value) : pa_scan_u64(&line, &value)))
				continue;
			field[i] = (uint32_t)value;
			found |= 1U << i;
			break;
		}
	}
	if (found != (1U << RING_FIELDS) - 1 || field[SQ_MASK] == UINT32_MAX ||
	    field[CQ_MASK] == UINT32_MAX)
		return -EBADMSG;
	out->sq_entries = field[SQ_MASK] + 1;
	out->sq_pending = field[SQ_TAIL] - field[SQ_HEAD];
	out->cq_entries = field[CQ_MASK] + 1;
	out->cq_pending = field[CQ_TAIL] - field[CQ_HEAD];
	if (out->sq_pending > out->sq_entries) /* read while it moved */
		out->sq_pending = out->sq_entries;
	return 0;
}
