/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Memory that cannot be refused: small allocations abort when the machine has none left,
 * because no caller could do anything useful. Sizes that come from a file, a socket or a
 * user must be checked against a named limit before they reach these functions.
 * Everything returned is zeroed unless said otherwise and is released with free().
 */
#ifndef PA_BASE_ALLOC_H
#define PA_BASE_ALLOC_H

#include <stddef.h>

/* Run f(&variable) when the variable goes out of scope. */
#define PA_CLEANUP(f) __attribute__((cleanup(f)))

/* size_bytes zeroed bytes; never NULL, also for 0. */
void *pa_alloc(size_t size_bytes) __attribute__((malloc, returns_nonnull, warn_unused_result));

/* count * item_bytes zeroed bytes; aborts when the product overflows. */
void *pa_alloc_array(size_t count, size_t item_bytes)
	__attribute__((malloc, returns_nonnull, warn_unused_result));

/* As reallocarray(); the grown part is not zeroed. */
void *pa_grow_array(void *old, size_t count, size_t item_bytes)
	__attribute__((returns_nonnull, warn_unused_result));

/* A copy of the NUL-terminated text. */
char *pa_strdup(const char *text)
	__attribute__((malloc, returns_nonnull, warn_unused_result, nonnull));

/* A NUL-terminated copy of text_bytes bytes of text. */
char *pa_strndup(const char *text, size_t text_bytes)
	__attribute__((malloc, returns_nonnull, warn_unused_result));

/* For PA_CLEANUP on a char * (or any pointer from above). */
void pa_freep(void *pointer_to_pointer);

/* For PA_CLEANUP on a file descriptor; -1 means none. */
void pa_fd_closep(const int *fd);

#endif
