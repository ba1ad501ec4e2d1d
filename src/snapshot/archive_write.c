/* SPDX-License-Identifier: Apache-2.0 */
#include <archive.h>
#include <archive_entry.h>
#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/err.h"
#include "snapshot/files_internal.h"
#include "snapshot/layout_internal.h"

/* Measured on a recording of 78 moments, 3307 replies: level 3 makes 63 KB in 5 ms, 9 makes
 * 53 KB in 15 ms, 15 makes 52 KB in 61 ms. */
static const char zstd_level[] = "9";

static bool ends_with(const char *text, const char *end)
{
	size_t text_bytes = strlen(text), end_bytes = strlen(end);

	return text_bytes >= end_bytes && !strcmp(text + text_bytes - end_bytes, end);
}

/* libarchive's code for "I would start a program for that": a recording starts none. */
static int add_filter(struct archive *archive, const char *path, struct pa_err *err)
{
	if (ends_with(path, ".tar"))
		return 0;
	if (ends_with(path, ".tar.gz") || ends_with(path, ".tgz")) {
		if (archive_write_add_filter_gzip(archive) == ARCHIVE_OK)
			return 0;
		return pa_err_say(err, -ENOTSUP,
				  "write %s: this libarchive was built without zlib; name a .tar "
				  "or a folder",
				  path);
	}
	if (archive_write_add_filter_zstd(archive) != ARCHIVE_OK)
		return pa_err_say(err, -ENOTSUP,
				  "write %s: this libarchive was built without zstd; name a "
				  ".tar.gz or a folder",
				  path);
	(void)archive_write_set_filter_option(archive, "zstd", "compression-level",
					      zstd_level); /* its own choice will do */
	return 0;
}

static void free_archive(struct archive **archive)
{
	if (*archive)
		(void)archive_write_free(*archive); /* closed before when it mattered */
}

int pa_archive_can_write(const char *path, struct pa_err *err)
{
	PA_CLEANUP(free_archive) struct archive *archive = archive_write_new();

	return archive ? add_filter(archive, path, err) : -ENOMEM;
}

struct packing {
	struct archive *archive;
	struct archive_entry *entry;
	const char *path;
};

static int failed(const struct packing *packing, struct pa_err *err)
{
	int code = archive_errno(packing->archive);

	return pa_err_set(err, code > 0 ? -code : -EIO, "write %s", packing->path);
}

static int pack_file(void *self, const char *name, const char *bytes, size_t size_bytes,
		     struct pa_err *err)
{
	struct packing *packing = self;

	archive_entry_clear(packing->entry);
	archive_entry_set_pathname(packing->entry, name);
	archive_entry_set_filetype(packing->entry, AE_IFREG);
	archive_entry_set_perm(packing->entry, 0644);
	archive_entry_set_mtime(packing->entry, 0, 0);
	archive_entry_set_size(packing->entry, (la_int64_t)size_bytes);
	if (archive_write_header(packing->archive, packing->entry) < ARCHIVE_WARN)
		return failed(packing, err);
	if (size_bytes && archive_write_data(packing->archive, bytes, size_bytes) < 0)
		return failed(packing, err);
	return 0;
}

static int pack(struct pa_snapshot *snapshot, const char *path, int fd, struct pa_err *err)
{
	PA_CLEANUP(free_archive) struct archive *archive = archive_write_new();
	struct packing packing = { .archive = archive, .path = path };
	const struct pa_layout_sink sink = { .self = &packing, .file = pack_file };
	int error = archive ? add_filter(archive, path, err) : -ENOMEM;

	if (error)
		return error;
	if (archive_write_set_format_pax_restricted(archive) != ARCHIVE_OK ||
	    archive_write_set_bytes_in_last_block(archive, 1) != ARCHIVE_OK ||
	    archive_write_open_fd(archive, fd) != ARCHIVE_OK)
		return failed(&packing, err);
	packing.entry = archive_entry_new();
	error = packing.entry ? pa_layout_write(snapshot, &sink, err) : -ENOMEM;
	archive_entry_free(packing.entry);
	if (!error && archive_write_close(archive) != ARCHIVE_OK)
		return failed(&packing, err);
	return error;
}

int pa_archive_write(struct pa_snapshot *snapshot, const char *path, struct pa_err *err)
{
	PA_CLEANUP(pa_freep) char *temporary = pa_files_temporary(path);
	PA_CLEANUP(pa_fd_closep) int fd = mkostemp(temporary, O_CLOEXEC);
	int error;

	if (fd < 0)
		return pa_err_set(err, -errno, "write beside %s", path);
	error = pack(snapshot, path, fd, err);
	if (!error && fsync(fd) < 0)
		error = pa_err_set(err, -errno, "write %s", path);
	if (!error && rename(temporary, path) < 0)
		error = pa_err_set(err, -errno, "rename the finished file to %s", path);
	if (error) {
		(void)unlink(temporary); /* the first failure is the one to tell */
		return error;
	}
	error = pa_files_sync_parent(path);
	return error ? pa_err_set(err, error, "write the folder of %s to disk", path) : 0;
}
