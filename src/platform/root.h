/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The root handle: the one door through which a machine is asked anything. Three kinds exist:
 * live, live with a tape running (every reply also goes to the tape), and replay (replies come
 * from a recorded machine). A reader cannot tell which it has, so that a recorded machine
 * gives the same samples, and hence the same advice, as the machine itself.
 *
 * Every reply has a path without a leading slash: "proc/stat", "sys/block/vda/stat" for
 * files, "src/SOURCE/…" for what is no file (netlink, statvfs, counters). A reply is bytes, or
 * a negative errno. Replies belong to a moment: begin one with pa_root_moment() before the
 * reads of a tick. Within one moment a path is asked at most once; a tape keeps the first.
 */
#ifndef PA_PLATFORM_ROOT_H
#define PA_PLATFORM_ROOT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct pa_buf;
struct pa_root;

/* Where replies go while a machine is recorded. put() must copy what it keeps. */
struct pa_tape {
	void *self;
	/* error is 0 (bytes hold the reply) or a negative errno (bytes is NULL). */
	void (*put)(void *self, uint32_t moment, const char *path, int error, const char *bytes,
		    size_t size_bytes);
};

/* Where replies come from when a machine is replayed. */
struct pa_replay {
	void *self;
	/* Borrowed bytes of a reply: 0, the recorded negative errno, or -ENOENT. */
	int (*get)(void *self, uint32_t moment, const char *path, const char **bytes,
		   size_t *size_bytes);
	/* Call each(arg, name) for every direct child of a folder, sorted by strcmp, once. */
	int (*list)(void *self, uint32_t moment, const char *path,
		    void (*each)(void *arg, const char *name), void *arg);
	uint32_t moment_count;
};

/* The machine we run on. Aborts only on exhausted memory. */
struct pa_root *pa_root_live(void) __attribute__((returns_nonnull, warn_unused_result));

/* A recorded machine; *replay is copied, its self borrowed. */
struct pa_root *pa_root_replay(const struct pa_replay *replay)
	__attribute__((returns_nonnull, warn_unused_result));

/* NULL is fine; returns NULL. */
struct pa_root *pa_root_free(struct pa_root *root);

/* Let a tape run from now on (NULL stops it). *tape is copied, its self borrowed. */
void pa_root_record(struct pa_root *root, const struct pa_tape *tape);

bool pa_root_is_replay(const struct pa_root *root);

/*
 * Begin the next moment and tell its two clocks (read from the machine, or from its
 * recording: the reply "clock", text "MONO_NS REAL_NS KIND\n"). kind is enum pa_moment_kind;
 * in a replay the recorded kind is returned in *kind.
 * Returns 0, -ENODATA when a replay has no further moment, -EBADMSG when its clock is unreadable.
 */
int pa_root_moment(struct pa_root *root, uint8_t *kind, uint64_t *mono_ns, uint64_t *real_ns);

/* How the end of a file is known: a system call can be spared. */
enum pa_file_end {
	PA_FILE_ASKED = 0,     /* by a read that gives nothing */
	PA_FILE_ONE_RECORD,    /* a read that leaves room gave all of it */
	PA_FILE_SHORT_RECORDS, /* so did one that gave at most half a page: records are shorter
				* than that, and the kernel fills a page with them
				* (fs/seq_file.c, seq_read_iter()) */
};

/* Did a read of bytes, which could have been room bytes, reach the end? */
bool pa_file_end_is_here(enum pa_file_end end, size_t bytes, size_t room);

/*
 * System calls that the handle made for its readers since it was opened; a replay makes none.
 * A listing is an open, its reads and a close; what asks does itself is not seen here.
 */
struct pa_root_calls {
	uint64_t opens, reads, closes, links, lists, asks;
};

struct pa_root_calls pa_root_calls(const struct pa_root *root);

/* A file that is read again and again: opened once, kept open. path is borrowed. */
struct pa_file {
	const char *path;
	int fd;	     /* -1 when not open */
	uint8_t end; /* enum pa_file_end */
};

#define PA_FILE(text)                                                                              \
	{                                                                                          \
		.path = (text), .fd = -1                                                           \
	}
#define PA_FILE_ENDS(text, how)                                                                    \
	{                                                                                          \
		.path = (text), .fd = -1, .end = (how)                                             \
	}

/*
 * The whole content of a file, from its start. out is cleared first.
 * Returns 0 or a negative errno (-E2BIG when it is larger than out may become).
 */
int pa_root_read(struct pa_root *root, struct pa_file *file, struct pa_buf *out);

/* Close a kept file; may be read again afterwards. */
void pa_root_close(struct pa_file *file);

/* The same for a path that is read once: nothing stays open. */
int pa_root_read_path(struct pa_root *root, const char *path, struct pa_buf *out);

/* The text of a symbolic link (recorded as if it were a file's content). 0 or -errno. */
int pa_root_link(struct pa_root *root, const char *path, struct pa_buf *out);

/*
 * Call each() for every entry of a folder except . and .., sorted by strcmp in a replay, in
 * the kernel's order when live. Entries are not recorded by themselves, only the error of a
 * folder that cannot be listed: in a replay a folder holds what was asked below it. So whoever
 * lists a folder must ask something of every entry that it counts. Returns 0 or -errno.
 */
int pa_root_list(struct pa_root *root, const char *path, void (*each)(void *arg, const char *name),
		 void *arg);

/*
 * Ask something that is no file. Live: call ask(arg, out), which fills out and returns 0 or a
 * negative errno. Replay: ask is not called. path should begin with "src/".
 */
int pa_root_ask(struct pa_root *root, const char *path, int (*ask)(void *arg, struct pa_buf *out),
		void *arg, struct pa_buf *out);

#endif
