/* SPDX-License-Identifier: Apache-2.0 */
/*
 * /proc/key-users: what each user's keys take of the quota.
 */
#ifndef PA_PLATFORM_LINUX_KEY_USERS_H
#define PA_PLATFORM_LINUX_KEY_USERS_H

#include <stddef.h>

#include "platform/linux/source.h"

struct pa_moment;
struct pa_names;

extern const struct pa_source pa_source_key_users;

enum { PA_KEY_USERS_MAX = 256 };

/*
 * Lines "UID: USAGE NKEYS/NIKEYS QNKEYS/MAXKEYS QNBYTES/MAXBYTES". Appends the last two pairs
 * as values of instance "uid:UID" for the first PA_KEY_USERS_MAX users; other lines are skipped.
 * Returns 0, or -EBADMSG when no line is one of a user.
 * Source: security/keys/proc.c, proc_key_users_show().
 */
int pa_key_users_parse(const char *text, size_t text_bytes, struct pa_names *names,
		       struct pa_moment *moment);

#endif
