/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What users declare in the file of settings: [resource NAME] and [capacity].
 */
#ifndef PA_USER_DECLARE_H
#define PA_USER_DECLARE_H

#include "model/user.h"

struct pa_buf;
struct pa_config;
struct pa_err;

/*
 * Understand the declarations. *out: its texts and lists live in config and die with it.
 * Returns 0, -EINVAL or -ERANGE with one line in err (file, line, what is wrong, and the key
 * that was probably meant), or -E2BIG when they are more than model/user.h allows.
 */
int pa_user_declare(struct pa_config *config, struct pa_user *out, struct pa_err *err);

/*
 * Append the declarations as INI: what is recorded with a machine, so that a replay knows what
 * its readings mean. Nothing when there is none. Check out->overflow.
 */
void pa_user_declared(const struct pa_config *config, struct pa_buf *out);

#endif
