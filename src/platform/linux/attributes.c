/* SPDX-License-Identifier: Apache-2.0 */
#include "platform/linux/attributes.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "base/scan.h"
#include "model/moment.h"
#include "platform/linux/source.h"
#include "platform/root.h"

static int read_file(struct pa_linux *sys, const char *folder, const char *file)
{
	char path[PA_ATTRIBUTE_PATH_BYTES];
	int bytes = snprintf(path, sizeof(path), "%s/%s", folder, file);

	if (bytes < 0 || (size_t)bytes >= sizeof(path))
		return -ENAMETOOLONG;
	return pa_root_read_path(sys->root, path, sys->text);
}

int pa_attribute_number(struct pa_linux *sys, const char *folder, const char *file, uint64_t *out)
{
	int error = read_file(sys, folder, file);
	struct pa_scan scan;
	int64_t below;

	if (error)
		return error;
	pa_scan_init(&scan, sys->text->bytes, sys->text->used_bytes);
	if (pa_scan_u64(&scan, out))
		return 0;
	return pa_scan_i64(&scan, &below) ? -ERANGE : -EBADMSG;
}

bool pa_attribute_text(struct pa_linux *sys, const char *folder, const char *file, char *out,
		       size_t out_bytes)
{
	struct pa_scan scan, line;
	size_t bytes;

	*out = '\0';
	if (read_file(sys, folder, file))
		return false;
	pa_scan_init(&scan, sys->text->bytes, sys->text->used_bytes);
	if (!pa_scan_line(&scan, &line))
		return false;
	while (line.end > line.at && (line.end[-1] == ' ' || line.end[-1] == '\t'))
		line.end--;
	bytes = (size_t)(line.end - line.at);
	bytes = bytes < out_bytes - 1 ? bytes : out_bytes - 1;
	memcpy(out, line.at, bytes);
	out[bytes] = '\0';
	return bytes > 0;
}

uint32_t pa_attributes_put(struct pa_linux *sys, const char *folder,
			   const struct pa_attribute *rows, size_t row_count, uint32_t instance,
			   struct pa_moment *moment)
{
	uint32_t put = 0;

	for (size_t i = 0; i < row_count; i++) {
		uint64_t times = rows[i].times ? rows[i].times : 1, value;

		if (pa_attribute_number(sys, folder, rows[i].file, &value) ||
		    value > UINT64_MAX / times)
			continue;
		value = value * times / (rows[i].divided_by ? rows[i].divided_by : 1);
		pa_moment_put(moment, rows[i].metric, instance, value);
		put++;
	}
	return put;
}

int pa_attributes_each(struct pa_linux *sys, const char *folder, const char *prefix,
		       uint32_t devices_max, const char *source,
		       bool (*put)(struct pa_linux *sys, const char *path, const char *name,
				   struct pa_moment *moment),
		       struct pa_moment *moment)
{
	struct pa_folder devices = { 0 };
	int error = pa_folder_list(&devices, sys->root, folder);
	uint32_t told = 0;

	for (uint32_t i = 0; i < devices.count && told < devices_max; i++) {
		char path[PA_ATTRIBUTE_PATH_BYTES];
		int bytes = snprintf(path, sizeof(path), "%s/%s", folder, devices.name[i]);

		if (strncmp(devices.name[i], prefix, strlen(prefix)) != 0 || bytes < 0 ||
		    (size_t)bytes >= sizeof(path))
			continue;
		told += put(sys, path, devices.name[i], moment);
	}
	if (!told)
		pa_source_miss(moment, source, error ? pa_state_of_errno(error) : PA_ABSENT);
	pa_folder_done(&devices);
	return error;
}
