/* SPDX-License-Identifier: Apache-2.0 */
#include <ctype.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>

#include "base/buf.h"
#include "base/scan.h"
#include "platform/linux/folder.h"
#include "platform/linux/mountinfo.h"
#include "platform/linux/mounts.h"
#include "platform/linux/numbers.h"
#include "platform/measure_disk.h"
#include "platform/root.h"

enum { TEXT_MAX_BYTES = 1 << 20, PATH_BYTES = 512 };

/* Files, memory, mappings of other devices, and drives whose medium may be missing. */
static bool is_no_disk(const char *name)
{
	static const char *const prefixes[] = { "loop", "ram", "zram", "dm-",
						"md",	"sr",  "fd",   "nbd" };

	for (size_t i = 0; i < sizeof(prefixes) / sizeof(prefixes[0]); i++)
		if (!strncmp(name, prefixes[i], strlen(prefixes[i])))
			return true;
	return false;
}

static bool has_size(struct pa_root *root, const char *name, struct pa_buf *text)
{
	char path[PATH_BYTES];
	uint64_t sectors;

	return (size_t)snprintf(path, sizeof(path), "sys/block/%s/size", name) < sizeof(path) &&
	       !pa_root_read_path(root, path, text) &&
	       !pa_numbers_column(text->bytes, text->used_bytes, 0, &sectors) && sectors;
}

int pa_disk_list(struct pa_root *root, char (*names)[PA_DISK_NAME_BYTES])
{
	struct pa_folder folder = { 0 };
	int error = pa_folder_list(&folder, root, "sys/block"), count = 0;
	struct pa_buf text;

	pa_buf_init(&text, TEXT_MAX_BYTES);
	for (uint32_t i = 0; i < folder.count && count < PA_DISKS_MAX; i++) {
		size_t bytes = strlen(folder.name[i]);

		if (bytes >= PA_DISK_NAME_BYTES || is_no_disk(folder.name[i]) ||
		    !has_size(root, folder.name[i], &text))
			continue;
		memcpy(names[count++], folder.name[i], bytes + 1);
	}
	pa_buf_done(&text);
	pa_folder_done(&folder);
	return error ? error : count;
}

bool pa_disk_is_area(const char *path, const char *device)
{
	size_t bytes = strlen(device);

	if (!bytes || strncmp(path, "/dev/", 5) != 0 || strncmp(path + 5, device, bytes) != 0)
		return false;
	path += 5 + bytes;
	if (*path == 'p' && isdigit((unsigned char)device[bytes - 1]))
		path++;
	return !path[strspn(path, "0123456789")];
}

/* The disk that a file, or a mapping, of this device number lies on is the device. */
static bool is_on(struct pa_root *root, dev_t number, const char *device)
{
	struct pa_buf text;
	char path[PATH_BYTES];
	const char *at;
	size_t bytes;
	bool found = false;

	(void)snprintf(path, sizeof(path), "sys/dev/block/%u:%u", major(number), minor(number));
	pa_buf_init(&text, TEXT_MAX_BYTES);
	if (!pa_root_link(root, path, &text)) {
		bytes = pa_mounts_device(text.bytes, text.used_bytes, &at);
		found = bytes == strlen(device) && !memcmp(at, device, bytes);
	}
	pa_buf_done(&text);
	return found;
}

bool pa_disk_has_swap(struct pa_root *root, const char *device)
{
	struct pa_scan scan, line;
	struct pa_word word;
	struct pa_buf text;
	bool found = false;

	pa_buf_init(&text, TEXT_MAX_BYTES);
	if (pa_root_read_path(root, "proc/swaps", &text)) {
		pa_buf_done(&text);
		return false;
	}
	pa_scan_init(&scan, text.bytes, text.used_bytes);
	while (pa_scan_line(&scan, &line)) {
		char area[PATH_BYTES];
		struct stat info;

		if (!pa_scan_word(&line, &word) || word.bytes >= sizeof(area) || word.at[0] != '/')
			continue;
		memcpy(area, word.at, word.bytes);
		area[word.bytes] = '\0';
		pa_mountinfo_unescape(area);
		found |= pa_disk_is_area(area, device);
		if (!stat(area, &info))
			found |= is_on(root, S_ISBLK(info.st_mode) ? info.st_rdev : info.st_dev,
				       device);
	}
	pa_buf_done(&text);
	return found;
}
