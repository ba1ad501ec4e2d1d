/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The sections of users: one file for each.
 */
#ifndef PA_USER_DECLARE_INTERNAL_H
#define PA_USER_DECLARE_INTERNAL_H

#include "user/declare.h"

struct pa_config_entry;

/* What is being understood. */
struct pa_declaring {
	struct pa_config *config;
	struct pa_user *out;
	struct pa_err *err;
};

/* One line of [capacity]. 0 or as pa_user_declare(). */
int pa_user_take_capacity(struct pa_declaring *d, const struct pa_config_entry *entry);

/* One line of a [resource NAME]; the resource is begun with the first. 0 or as above. */
int pa_user_take_resource(struct pa_declaring *d, const struct pa_config_entry *entry);

/* Is the resource whole? first is an entry of its section. 0 or as above. */
int pa_user_check_resource(struct pa_declaring *d, const struct pa_config_entry *first,
			   const struct pa_user_resource *resource);

#endif
