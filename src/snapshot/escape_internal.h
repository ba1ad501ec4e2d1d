/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Paths of replies as file names: a reversible spelling that every file system, tar and git
 * keep as it is. The rules are in docs/format-snapshot.md, "File names".
 */
#ifndef PA_SNAPSHOT_ESCAPE_INTERNAL_H
#define PA_SNAPSHOT_ESCAPE_INTERNAL_H

#include <stdbool.h>
#include <stddef.h>

struct pa_buf;

enum {
	PA_ESCAPE_PIECE_MAX_BYTES = 200, /* of a file name, without "%+" or "%=" */
	PA_ESCAPE_MAX_BYTES = 14000,	 /* of the spelling of any path of a reply */
	PA_ESCAPE_MAX_PIECES = 192,	 /* folders within folders, at most */
};

enum pa_escape_flag {
	PA_ESCAPE_BESIDE_FOLDER = 1 << 0, /* a folder of the same name stands there too */
};

/* Append the spelling of path (NUL-terminated) to out. */
void pa_escape_put(struct pa_buf *out, const char *path, unsigned int flags);

/*
 * The path that name (name_bytes bytes) spells, appended to out. Returns 0, or -EBADMSG when
 * it is no spelling: an empty piece, "." or "..", a bad "%", or a NUL. out may then hold
 * anything; check its overflow too.
 */
int pa_escape_read(struct pa_buf *out, const char *name, size_t name_bytes);

#endif
