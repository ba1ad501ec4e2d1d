/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a command says and how it ends: its errors, its standard output, its exit status.
 * Every error of the program passes through pa_cmd_error().
 */
#ifndef PA_CMD_SAY_H
#define PA_CMD_SAY_H

struct pa_buf;
struct pa_command;
struct pa_err;

enum pa_exit {
	PA_EXIT_FINE = 0,
	PA_EXIT_FAILED = 1,
	PA_EXIT_MISUSE = 2,
	PA_EXIT_FOUND = 3, /* advise --check: a bottleneck was found */
};

/* Call first in main(): closed standard descriptors and SIGPIPE get a sane meaning. */
void pa_cmd_start(void);

/*
 * Call last in main(): push out what is left on stdout. Returns status, or PA_EXIT_FAILED when
 * something could not be written. A reader that went away (head, less) is not worth a message.
 */
int pa_cmd_finish(int status);

/*
 * Write "perfadvisor advise: TEXT" as one line on stderr. command may be NULL ("perfadvisor:
 * TEXT"). Returns status, so that reporting and returning are one line.
 */
int pa_cmd_error(const struct pa_command *command, int status, const struct pa_err *err);

/* The same with printf's format instead of an err. */
int pa_cmd_errorf(const struct pa_command *command, int status, const char *format, ...)
	__attribute__((format(printf, 3, 4)));

/*
 * Write buf to stdout. Returns PA_EXIT_FINE, or PA_EXIT_FAILED with a line on stderr when the
 * buffer had overflowed; write errors are reported by pa_cmd_finish().
 */
int pa_cmd_write(const struct pa_command *command, const struct pa_buf *buf);

#endif
