/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What users declare in the file of settings: [resource NAME] and [capacity].
 */
#ifndef PA_CONFIG_USER_H
#define PA_CONFIG_USER_H

#include <stdbool.h>

#include "model/user.h"

struct pa_buf;
struct pa_config;
struct pa_err;

#define PA_CONFIG_CAPACITY "capacity"
#define PA_CONFIG_RESOURCE "resource "

/* Is this section one of them? */
bool pa_config_is_user(const char *section);

/*
 * Understand the declarations. *out: its texts and lists live in config and die with it.
 * Returns 0, -EINVAL or -ERANGE with one line in err (file, line, what is wrong, and the key
 * that was probably meant), or -E2BIG when they are more than model/user.h allows.
 */
int pa_config_user(struct pa_config *config, struct pa_user *out, struct pa_err *err);

/*
 * Append the declarations as INI: what is recorded with a machine, so that a replay knows what
 * its readings mean. Nothing when there is none. Check out->overflow.
 */
void pa_config_declared(const struct pa_config *config, struct pa_buf *out);

#endif
