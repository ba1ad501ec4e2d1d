/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The bytes of a kernel's answer kept in data/, for tests of parsers. The copy ends exactly
 * where the answer does, so that a sanitizer sees a read behind it.
 */
#ifndef PA_TESTS_UNIT_PLATFORM_LOAD_H
#define PA_TESTS_UNIT_PLATFORM_LOAD_H

#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>

#include "unit.h"

/* size_bytes bytes that the caller frees; fails the test when there is no such file. */
static inline char *load(const char *name, size_t *size_bytes)
{
	char path[512], *bytes = malloc(65536), *exact;
	FILE *file;

	assert_true(snprintf(path, sizeof(path), PA_TEST_DIR "/platform/data/%s", name) > 0);
	file = fopen(path, "rb");
	assert_non_null(file);
	assert_non_null(bytes);
	*size_bytes = fread(bytes, 1, 65536, file);
	(void)fclose(file); /* only read */
	exact = realloc(bytes, *size_bytes ? *size_bytes : 1);
	assert_non_null(exact);
	return exact;
}

#endif
