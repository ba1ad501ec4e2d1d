/* SPDX-License-Identifier: Apache-2.0 */
#include "cmd/say.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/options.h"

/* An own handler and not SIG_IGN: it makes write() fail with EPIPE all the same, and a program
 * that we start gets its default back. */
static void on_pipe(int signal_number)
{
	(void)signal_number;
}

void pa_cmd_start(void)
{
	const struct sigaction action = { .sa_handler = on_pipe, .sa_flags = SA_RESTART };

	/* A file opened later must never become descriptor 1: opened for reading, so that
	 * writing to a closed stdout still fails. */
	for (int fd = STDIN_FILENO; fd <= STDERR_FILENO; fd++)
		if (fcntl(fd, F_GETFD) < 0 && errno == EBADF)
			(void)open("/dev/null", O_RDONLY); /* without it we are no worse off */
	(void)sigaction(SIGPIPE, &action, NULL);	   /* fails only on a wrong number */
}

int pa_cmd_finish(int status)
{
	bool failed = ferror(stdout) != 0;

	errno = 0;
	if (fflush(stdout) != 0)
		failed = true;
	if (close(STDOUT_FILENO) != 0 && errno != EBADF)
		failed = true;
	if (!failed)
		return status;
	if (errno != EPIPE)
		return pa_cmd_errorf(NULL, PA_EXIT_FAILED, "write standard output: %s",
				     errno ? strerror(errno) : "failed");
	return status == PA_EXIT_FINE ? PA_EXIT_FAILED : status;
}

int pa_cmd_errorf(const struct pa_command *command, int status, const char *format, ...)
{
	struct pa_buf line;
	char text[1024];
	va_list args;

	va_start(args, format);
	(void)vsnprintf(text, sizeof(text), format, args); /* cut is fine */
	va_end(args);
	for (char *c = text; *c; c++)
		if ((unsigned char)*c < ' ' || *c == 0x7f)
			*c = '?'; /* one line, and no control codes from somebody's file name */
	pa_buf_init(&line, 2048);
	pa_buf_printf(&line, "perfadvisor%s%s: %s\n", command ? " " : "",
		      command ? command->name : "", text);
	(void)fwrite(line.bytes, 1, line.used_bytes, stderr); /* nobody left to tell */
	pa_buf_done(&line);
	return status;
}

int pa_cmd_error(const struct pa_command *command, int status, const struct pa_err *err)
{
	return pa_cmd_errorf(command, status, "%s", err->text);
}

int pa_cmd_write(const struct pa_command *command, const struct pa_buf *buf)
{
	if (buf->overflow)
		return pa_cmd_errorf(command, PA_EXIT_FAILED, "the output passes %zu bytes",
				     buf->max_bytes);
	(void)fwrite(buf->bytes, 1, buf->used_bytes, stdout); /* pa_cmd_finish() asks ferror() */
	return PA_EXIT_FINE;
}
