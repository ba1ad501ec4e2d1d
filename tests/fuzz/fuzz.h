/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The entry of every fuzz target. It must not keep state, print, read files or leak; what it
 * checks beyond "does not crash" it checks with assert().
 */
#ifndef PA_TESTS_FUZZ_H
#define PA_TESTS_FUZZ_H

#include <stddef.h>
#include <stdint.h>

/* data: size bytes, not NUL-terminated, may be NULL when size is 0. Always returns 0. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#endif
