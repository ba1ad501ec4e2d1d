/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Running a command that a user declared. It is the one thing that the program ever starts, and
 * only because the file of settings says so.
 */
#ifndef PA_USER_COMMAND_H
#define PA_USER_COMMAND_H

#include <stdint.h>

struct pa_buf;

enum { PA_USER_WORDS_MAX = 64 };

/*
 * Run a command to its end and take what it writes to standard output.
 * line: the whole path of a program and its arguments, parted by blanks; '…' and "…" keep blanks
 * together, and nothing else has a meaning: no shell is involved. At most PA_USER_WORDS_MAX words.
 * run_as: the name of a user. As root we become that user, with its groups, before the program
 * begins; as anybody else we must be that user.
 * The program gets no input, no terminal, none of our descriptors, an environment of PATH and
 * LANG, "/" as its folder, a session of its own and no way to more privilege. When it ends or
 * timeout_ns have passed its whole process group is killed.
 * Returns 0 when it ended with status 0; -ETIMEDOUT, -E2BIG (it wrote more than out may hold),
 * -EIO (another status, or a signal), -ENOENT or -EACCES (the program cannot be started),
 * -ESRCH (no such user), -EPERM (we may not become that user, or it is root), -EINVAL (no words).
 */
int pa_user_command(const char *line, const char *run_as, uint64_t timeout_ns, struct pa_buf *out);

#endif
