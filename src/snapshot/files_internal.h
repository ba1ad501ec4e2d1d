/* SPDX-License-Identifier: Apache-2.0 */
/* The two outsides of a snapshot: an archive and a folder. */
#ifndef PA_SNAPSHOT_FILES_INTERNAL_H
#define PA_SNAPSHOT_FILES_INTERNAL_H

#include <stddef.h>

struct pa_err;
struct pa_layout_reader;
struct pa_snapshot;

/* Can this libarchive compress as the name of path demands? 0, or -ENOTSUP and err. */
int pa_archive_can_write(const char *path, struct pa_err *err);

/* Write an archive beside path and rename it there. 0 or a negative errno; see snapshot.h. */
int pa_archive_write(struct pa_snapshot *snapshot, const char *path, struct pa_err *err);

/* Hand every file of the archive behind fd (read from its position) to reader. */
int pa_archive_read_fd(struct pa_layout_reader *reader, int fd, struct pa_err *err);
int pa_archive_read_memory(struct pa_layout_reader *reader, const void *bytes, size_t size_bytes,
			   struct pa_err *err);

/* The same for folders; folder_fd is borrowed. */
int pa_folder_write(struct pa_snapshot *snapshot, const char *path, struct pa_err *err);
int pa_folder_read(struct pa_layout_reader *reader, int folder_fd, struct pa_err *err);

/*
 * A name in the folder of path for what is being written: "DIR/.NAME.XXXXXX", for mkostemp()
 * or mkdtemp(). The caller frees it. Slashes at the end of path are not part of its name.
 */
char *pa_files_temporary(const char *path);

/* path without the slashes at its end; "/" stays. The caller frees it. */
char *pa_files_trimmed(const char *path);

/* The folder that path stands in, synchronised with the disk. 0 or a negative errno. */
int pa_files_sync_parent(const char *path);

#endif
