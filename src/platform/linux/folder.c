/* SPDX-License-Identifier: Apache-2.0 */
#include "platform/linux/folder.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "platform/root.h"

static void add(void *arg, const char *name)
{
	struct pa_folder *folder = arg;

	if (folder->count == PA_FOLDER_MAX)
		return;
	if (folder->count == folder->room) {
		folder->room = folder->room ? folder->room * 2 : 32;
		folder->name = pa_grow_array(folder->name, folder->room, sizeof(*folder->name));
	}
	folder->name[folder->count++] = pa_strdup(name);
}

static int by_name(const void *a, const void *b)
{
	const char *const *x = a, *const *y = b;

	return strcmp(*x, *y);
}

static void empty(struct pa_folder *folder)
{
	for (uint32_t i = 0; i < folder->count; i++)
		free(folder->name[i]);
	folder->count = 0;
}

int pa_folder_list(struct pa_folder *folder, struct pa_root *root, const char *path)
{
	int error;

	empty(folder);
	error = pa_root_list(root, path, add, folder);
	if (error)
		empty(folder);
	if (folder->count)
		qsort(folder->name, folder->count, sizeof(*folder->name), by_name);
	return error;
}

void pa_folder_done(struct pa_folder *folder)
{
	empty(folder);
	free(folder->name);
	*folder = (struct pa_folder){ 0 };
}
