/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The resources of the users while a machine is observed: what was declared, and a reading of
 * it at each moment. Both are replies of the root handle, "src/config/declared" and
 * "src/user/NAME", so that a recorded machine says what the machine itself said, whatever
 * stands in the settings of the one that replays it.
 */
#ifndef PA_USER_READER_H
#define PA_USER_READER_H

#include <stdint.h>

#include "model/user.h"

struct pa_moment;
struct pa_root;
struct pa_user_reader;

/*
 * Call it inside the first moment. declared: the text of user/declare.h, NULL or "": nothing is
 * declared; a replay takes what was recorded. A recorded text that cannot be understood declares
 * nothing. Own with pa_user_reader_close().
 */
struct pa_user_reader *pa_user_reader_open(struct pa_root *root, const char *declared)
	__attribute__((returns_nonnull, warn_unused_result));

/* NULL is fine; returns NULL. */
struct pa_user_reader *pa_user_reader_close(struct pa_user_reader *reader);

/* Borrowed until it is closed; never NULL. */
const struct pa_user *pa_user_reader_declared(const struct pa_user_reader *reader);

/*
 * Read the resources whose kind has its bit (1 << enum pa_user_kind) in kinds, and append their
 * readings; a source that failed gives a reading of each of its figures with the state.
 */
void pa_user_read(struct pa_user_reader *reader, uint32_t kinds, struct pa_moment *moment);

#endif
