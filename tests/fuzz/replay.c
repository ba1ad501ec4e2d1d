/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A main() for fuzz targets where there is no libFuzzer: feeds every file of the folders and
 * files named, each from memory of exactly its size so that a sanitizer sees one byte too far,
 * and each cut short at a few places, as a torn read would be.
 */
#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "fuzz.h"

static unsigned int fed_count;

static void feed(const uint8_t *bytes, size_t size)
{
	uint8_t *copy = malloc(size ? size : 1);

	if (!copy)
		abort();
	if (size)
		memcpy(copy, bytes, size);
	(void)LLVMFuzzerTestOneInput(copy, size); /* 0 by definition */
	free(copy);
	fed_count++;
}

static int feed_file(const char *path)
{
	FILE *file = fopen(path, "rb");
	struct stat st;
	uint8_t *bytes;
	size_t size;

	if (!file || fstat(fileno(file), &st) < 0) {
		fprintf(stderr, "replay: open %s: %s\n", path, strerror(errno));
		if (file)
			(void)fclose(file); /* only read */
		return -1;
	}
	bytes = malloc((size_t)st.st_size + 1);
	if (!bytes)
		abort();
	size = fread(bytes, 1, (size_t)st.st_size, file);
	(void)fclose(file); /* only read */
	feed(bytes, size);
	for (size_t eighth = 1; eighth < 8; eighth++)
		feed(bytes, size * eighth / 8);
	free(bytes);
	return 0;
}

static int feed_folder(const char *path)
{
	struct dirent **names = NULL;
	int count = scandir(path, &names, NULL, alphasort), failed = 0;

	if (count < 0) {
		fprintf(stderr, "replay: list %s: %s\n", path, strerror(errno));
		return -1;
	}
	for (int i = 0; i < count; i++) {
		char file[4096];

		(void)snprintf(file, sizeof(file), "%s/%s", path, names[i]->d_name);
		if (names[i]->d_name[0] != '.' && feed_file(file) < 0)
			failed = -1;
		free(names[i]);
	}
	free(names);
	return failed;
}

int main(int argc, char **argv)
{
	int failed = 0;

	feed(NULL, 0);
	for (int i = 1; i < argc; i++) {
		struct stat st;
		int is_folder = stat(argv[i], &st) == 0 && S_ISDIR(st.st_mode);

		if ((is_folder ? feed_folder(argv[i]) : feed_file(argv[i])) < 0)
			failed = 1;
	}
	printf("%u inputs\n", fed_count);
	return failed;
}
