/* SPDX-License-Identifier: Apache-2.0 */
#include <errno.h>
#include <stdlib.h>

#include "base/alloc.h"
#include "base/scan.h"
#include "platform/linux/task.h"
#include "platform/root.h"

enum { NUMBERS_MAX = 1 << 22 }; /* the most threads the kernel can have (PID_MAX_LIMIT) */

struct numbers {
	int32_t *item;
	size_t count, room;
};

static void each_name(void *arg, const char *name)
{
	struct numbers *list = arg;
	struct pa_word word = { .at = name, .bytes = 0 };
	uint64_t number;

	if (*name < '0' || *name > '9' || list->count == NUMBERS_MAX)
		return;
	while (name[word.bytes])
		word.bytes++;
	if (!pa_word_u64(word, &number) || number > INT32_MAX)
		return;
	if (list->count == list->room) {
		list->room = list->room ? list->room * 2 : 256;
		list->item = pa_grow_array(list->item, list->room, sizeof(*list->item));
	}
	list->item[list->count++] = (int32_t)number;
}

static int ascending(const void *a, const void *b)
{
	int32_t x = *(const int32_t *)a, y = *(const int32_t *)b;

	return x < y ? -1 : x > y ? 1 : 0;
}

int64_t pa_task_list_numbers(struct pa_root *root, const char *path, int32_t **list)
{
	struct numbers got = { 0 };
	int error = pa_root_list(root, path, each_name, &got);

	if (error) {
		free(got.item);
		*list = NULL;
		return error;
	}
	if (got.count)
		qsort(got.item, got.count, sizeof(*got.item), ascending);
	*list = got.item;
	return (int64_t)got.count;
}
