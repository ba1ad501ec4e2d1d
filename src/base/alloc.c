/* SPDX-License-Identifier: Apache-2.0 */
#include "base/alloc.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

void *pa_alloc(size_t size_bytes)
{
	void *p = calloc(1, size_bytes ? size_bytes : 1);

	if (!p)
		abort();
	return p;
}

void *pa_alloc_array(size_t count, size_t item_bytes)
{
	void *p = calloc(count ? count : 1, item_bytes ? item_bytes : 1);

	if (!p)
		abort();
	return p;
}

void *pa_grow_array(void *old, size_t count, size_t item_bytes)
{
	void *p = reallocarray(old, count ? count : 1, item_bytes ? item_bytes : 1);

	if (!p)
		abort();
	return p;
}

char *pa_strdup(const char *text)
{
	return pa_strndup(text, strlen(text));
}

char *pa_strndup(const char *text, size_t text_bytes)
{
	char *p = pa_alloc(text_bytes + 1);

	if (text_bytes)
		memcpy(p, text, text_bytes);
	return p;
}

void pa_freep(void *pointer_to_pointer)
{
	void **p = pointer_to_pointer;

	free(*p);
	*p = NULL;
}

void pa_fd_closep(const int *fd)
{
	if (*fd >= 0)
		(void)close(*fd); /* opened for reading: nothing can be lost */
}
