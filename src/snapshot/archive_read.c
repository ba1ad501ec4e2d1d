/* SPDX-License-Identifier: Apache-2.0 */
#include <archive.h>
#include <archive_entry.h>
#include <errno.h>
#include <stdbool.h>
#include <string.h>

#include "base/alloc.h"
#include "base/buf.h"
#include "base/err.h"
#include "snapshot/files_internal.h"
#include "snapshot/layout_internal.h"
#include "snapshot/snapshot.h"

enum { READ_BLOCK_BYTES = 256 << 10 };

/* Only what a snapshot may be: libarchive's other formats stay shut. */
static int choose_formats(struct archive *archive)
{
	if (archive_read_support_format_tar(archive) < ARCHIVE_WARN ||
	    archive_read_support_filter_zstd(archive) != ARCHIVE_OK)
		return -ENOTSUP;
	(void)archive_read_support_filter_gzip(archive); /* these two are extras */
	(void)archive_read_support_filter_xz(archive);
	return 0;
}

static int damaged(struct archive *archive, struct pa_err *err)
{
	const char *why = archive_error_string(archive);

	return pa_err_say(err, -EBADMSG, "is no snapshot, or it is damaged: %.200s",
			  why ? why : "unknown format");
}

/* A plain file and nothing else; folders are told by *skip. */
static int check_type(struct archive_entry *entry, const char *name, bool *skip, struct pa_err *err)
{
	if (archive_entry_hardlink(entry) || archive_entry_symlink(entry))
		return pa_err_say(err, -EBADMSG, "holds a link, %.200s: no snapshot does", name);
	*skip = archive_entry_filetype(entry) == AE_IFDIR;
	if (!*skip && archive_entry_filetype(entry) != AE_IFREG)
		return pa_err_say(err, -EBADMSG, "holds a special file, %.200s: no snapshot does",
				  name);
	return 0;
}

static int read_entry(struct pa_layout_reader *reader, struct archive *archive,
		      struct archive_entry *entry, struct pa_buf *content, struct pa_err *err)
{
	const char *name = archive_entry_pathname(entry);
	la_int64_t size = archive_entry_size(entry);
	la_ssize_t got;
	bool skip = false;
	int error;

	if (!name || size < 0)
		return pa_err_say(err, -EBADMSG, "holds a file without a name or a size");
	error = check_type(entry, name, &skip, err);
	if (!error)
		error = pa_layout_reader_expect(reader, name, (uint64_t)size, err);
	if (error || skip)
		return error;
	pa_buf_clear(content);
	error = pa_buf_reserve(content, (size_t)size);
	if (error)
		return error;
	got = size ? archive_read_data(archive, content->bytes, (size_t)size) : 0;
	if (got < 0)
		return damaged(archive, err);
	if (got != size)
		return pa_err_say(err, -EBADMSG, "is cut inside %.200s", name);
	return pa_layout_reader_file(reader, name, content->bytes, (size_t)size, err);
}

static int read_entries(struct pa_layout_reader *reader, struct archive *archive,
			struct pa_err *err)
{
	struct archive_entry *entry;
	struct pa_buf content;
	int error = 0, result = ARCHIVE_OK;

	pa_buf_init(&content, PA_SNAPSHOT_ENTRY_MAX_BYTES);
	while (!error) {
		result = archive_read_next_header(archive, &entry);
		if (result < ARCHIVE_WARN || result == ARCHIVE_EOF)
			break;
		error = read_entry(reader, archive, entry, &content, err);
	}
	pa_buf_done(&content);
	if (error)
		return error;
	return result == ARCHIVE_EOF ? 0 : damaged(archive, err);
}

static void free_archive(struct archive **archive)
{
	if (*archive)
		(void)archive_read_free(*archive); /* only read from */
}

int pa_archive_read_fd(struct pa_layout_reader *reader, int fd, struct pa_err *err)
{
	PA_CLEANUP(free_archive) struct archive *archive = archive_read_new();

	if (!archive)
		return pa_err_set(err, -ENOMEM, "cannot be read");
	if (choose_formats(archive))
		return pa_err_say(err, -ENOTSUP, "this libarchive was built without zstd");
	if (archive_read_open_fd(archive, fd, READ_BLOCK_BYTES) != ARCHIVE_OK)
		return damaged(archive, err);
	return read_entries(reader, archive, err);
}

int pa_archive_read_memory(struct pa_layout_reader *reader, const void *bytes, size_t size_bytes,
			   struct pa_err *err)
{
	PA_CLEANUP(free_archive) struct archive *archive = archive_read_new();

	if (!archive)
		return pa_err_set(err, -ENOMEM, "cannot be read");
	if (choose_formats(archive))
		return pa_err_say(err, -ENOTSUP, "this libarchive was built without zstd");
	if (archive_read_open_memory(archive, bytes, size_bytes) != ARCHIVE_OK)
		return damaged(archive, err);
	return read_entries(reader, archive, err);
}
