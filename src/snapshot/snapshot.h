/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A snapshot is a recorded machine: every reply that a root handle got, raw, by moment, and a
 * few facts about the recording (meta). It lives in memory; files are only its outside:
 * an archive (.tar.zst) or a folder of plain files, laid out as docs/format-snapshot.md says.
 *
 * Recording: make a writer, give its tape to pa_root_record(), observe, finish. Nothing touches
 * the disk before pa_snapshot_finish(), because an observer must not make load of its own.
 * Replaying: open, give pa_snapshot_replay() to pa_root_replay(). A snapshot in memory serves
 * as both, without a file.
 *
 * Invariants: within a moment a path has one reply (the first wins); moments count from 0
 * without a gap; bytes handed out stay valid until the snapshot is closed or redacted.
 */
#ifndef PA_SNAPSHOT_SNAPSHOT_H
#define PA_SNAPSHOT_SNAPSHOT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "platform/root.h"

struct pa_err;
struct pa_snapshot;
struct pa_snapshot_writer;

/* What a snapshot may hold. Recording past these fails, reading past these is refused. */
enum {
	PA_SNAPSHOT_FORMAT = 1,		   /* meta.toml: format = 1 */
	PA_SNAPSHOT_ENTRIES_MAX = 2000000, /* replies of all moments */
	PA_SNAPSHOT_MOMENTS_MAX = 100000,
	PA_SNAPSHOT_ENTRY_MAX_BYTES = 64 << 20, /* one reply */
	PA_SNAPSHOT_PATH_MAX_BYTES = 4224,	/* path of a reply: "src/…/" and a PATH_MAX */
	PA_SNAPSHOT_PATH_MAX_SLASHES = 100,
	PA_SNAPSHOT_RECORD_MAX_BYTES = 1 << 30, /* all replies while recording */
};
#define PA_SNAPSHOT_READ_MAX_BYTES (2ULL << 30) /* all files of one that is opened */

enum pa_snapshot_flag {
	PA_SNAPSHOT_FOLDER = 1 << 0, /* write plain files even though path names no folder */
	PA_SNAPSHOT_REDACT = 1 << 1, /* take out what identifies people and machines first */
};

/*
 * Begin a recording that pa_snapshot_finish() will write to path.
 * path:  NUL-terminated. A folder is written when flags say so, when path ends in '/', or when
 *        it is an (empty) folder; an archive otherwise: compressed with zstd, or as the name
 *        ends: ".tar.gz" and ".tgz" gzip, ".tar" not at all. NULL: memory only.
 * flags: enum pa_snapshot_flag.
 * Looks whether path can be written, and writes nothing. Returns NULL and *err when it cannot
 * (-EACCES, -ENOENT, -ENOTEMPTY, -ENOTSUP when libarchive was built without zstd).
 */
struct pa_snapshot_writer *pa_snapshot_create(const char *path, uint32_t flags, struct pa_err *err);

/*
 * The tape of this recording; valid until finish, abandon or keep. Start it before the first
 * pa_root_moment(): the first reply begins moment t0. A reply with no room left is not kept,
 * and finish will say so. A path past its limits is left out and counted in window.dropped.
 */
struct pa_tape pa_snapshot_tape(struct pa_snapshot_writer *writer);

/*
 * Note a fact for meta.toml; a key that was noted before gets the new value.
 * key: "machine.…", "window.…", "cost.…" or "clock.…", the second part of [a-z0-9_].
 * Returns 0, or -EINVAL for another key. Bytes of text that are no UTF-8 become U+FFFD.
 */
int pa_snapshot_meta(struct pa_snapshot_writer *writer, const char *key, const char *text);
int pa_snapshot_meta_u64(struct pa_snapshot_writer *writer, const char *key, uint64_t value);

/* What was recorded so far, to replay it; borrowed until finish, abandon or keep. */
struct pa_snapshot *pa_snapshot_content(struct pa_snapshot_writer *writer);

/*
 * Write everything and release the writer, whatever the result. The file appears under its
 * name whole or not at all; a file that stood there stays as it was after a failure.
 * Returns 0 or a negative errno (-E2BIG when the recording passed PA_SNAPSHOT_RECORD_MAX_BYTES
 * or PA_SNAPSHOT_ENTRIES_MAX; -ENODATA when no moment was recorded).
 */
int pa_snapshot_finish(struct pa_snapshot_writer *writer, struct pa_err *err);

/* Release the writer and write nothing. NULL is fine; returns NULL. */
struct pa_snapshot_writer *pa_snapshot_abandon(struct pa_snapshot_writer *writer);

/* Release the writer, write nothing, and own what it recorded. */
struct pa_snapshot *pa_snapshot_keep(struct pa_snapshot_writer *writer);

/*
 * Open an archive (tar; plain or compressed with zstd, gzip, xz) or a folder. All of it is read
 * into memory. Returns NULL and *err when it is no snapshot, is damaged, was written by a newer
 * program, passes a limit above, or holds what a snapshot never holds (absolute paths, "..",
 * links, devices, an entry twice).
 */
struct pa_snapshot *pa_snapshot_open(const char *path, struct pa_err *err);

/* The same for an archive in memory: size_bytes bytes, only read during the call. */
struct pa_snapshot *pa_snapshot_open_memory(const void *bytes, size_t size_bytes,
					    struct pa_err *err);

/* NULL is fine; returns NULL. */
struct pa_snapshot *pa_snapshot_close(struct pa_snapshot *snapshot);

/* To replay it. self is borrowed: close the snapshot after the root handle. get() takes
 * constant time. A recorded error comes back as its errno, in list() too. */
struct pa_replay pa_snapshot_replay(struct pa_snapshot *snapshot);

/* Value of "section.key" ("format" and "redacted" have no section), strings without their
 * quotes, all others as written. NULL when it is not there. Borrowed. */
const char *pa_snapshot_meta_get(const struct pa_snapshot *snapshot, const char *key);

/* The same as a number; false, *out untouched, when it is missing or is none. */
bool pa_snapshot_meta_get_u64(const struct pa_snapshot *snapshot, const char *key, uint64_t *out);

/*
 * Write a snapshot to path as pa_snapshot_create() and pa_snapshot_finish() would;
 * PA_SNAPSHOT_REDACT redacts the snapshot itself.
 */
int pa_snapshot_write(struct pa_snapshot *snapshot, const char *path, uint32_t flags,
		      struct pa_err *err);

/*
 * Replace host names, addresses, users, home directories, file names, command lines, serial
 * numbers and container ids everywhere, the same original by the same replacement (the rules:
 * docs/format-snapshot.md). Structure and figures stay. A redacted snapshot is left alone.
 * Returns 0 or a negative errno; the snapshot is then as before.
 */
int pa_snapshot_redact(struct pa_snapshot *snapshot, struct pa_err *err);

#endif
