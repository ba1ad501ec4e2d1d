/* SPDX-License-Identifier: Apache-2.0 */
#include "platform/linux/kept.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "model/moment.h"
#include "platform/linux/source.h"

static void forget_files(struct pa_kept *kept)
{
	for (uint32_t i = 0; i < kept->count; i++) {
		pa_root_close(&kept->kept[i].file);
		free((char *)(uintptr_t)kept->kept[i].file.path);
	}
	kept->count = 0;
}

int pa_kept_list(struct pa_kept *kept, struct pa_root *root, const char *path)
{
	if (kept->passes++ % PA_KEPT_PASSES && !kept->error)
		return 0;
	forget_files(kept);
	kept->error = pa_folder_list(&kept->folder, root, path);
	return kept->error;
}

int pa_kept_read(struct pa_kept *kept, struct pa_root *root, const char *path, struct pa_buf *out)
{
	uint32_t i = 0;

	while (i < kept->count && strcmp(kept->kept[i].file.path, path) != 0)
		i++;
	if (i == PA_KEPT_FILES)
		return pa_root_read_path(root, path, out);
	if (i == kept->count) {
		kept->kept[i].file = (struct pa_file)PA_FILE_ENDS(pa_strdup(path),
								  PA_FILE_ONE_RECORD);
		kept->kept[i].error = 0;
		kept->count++;
	}
	if (!kept->kept[i].error)
		kept->kept[i].error = pa_root_read(root, &kept->kept[i].file, out);
	return kept->kept[i].error;
}

void pa_kept_done(struct pa_kept *kept)
{
	forget_files(kept);
	pa_folder_done(&kept->folder);
}

void *pa_kept_open_source(struct pa_linux *sys)
{
	(void)sys;
	return pa_alloc(sizeof(struct pa_kept));
}

void pa_kept_close_source(void *kept)
{
	pa_kept_done(kept);
	free(kept);
}

int pa_kept_read_source(struct pa_kept *kept, struct pa_linux *sys, const char *path,
			const char *source,
			bool (*put)(struct pa_kept *kept, struct pa_linux *sys, const char *device,
				    struct pa_moment *moment),
			struct pa_moment *moment)
{
	int error = pa_kept_list(kept, sys->root, path);
	bool any = false;

	for (uint32_t i = 0; i < kept->folder.count; i++)
		any = put(kept, sys, kept->folder.name[i], moment) || any;
	if (error || !any)
		pa_source_miss(moment, source, error ? pa_state_of_errno(error) : PA_ABSENT);
	return error;
}
