/* SPDX-License-Identifier: Apache-2.0 */
#include "cmd/terminal.h"

#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

enum {
	COLUMNS_MIN = 40,
	COLUMNS_MAX = 200,
	COLUMNS_PIPE = 80, /* nobody tells how wide the reader of a pipe is */
};

static unsigned clamp(long columns)
{
	if (columns < COLUMNS_MIN)
		return COLUMNS_MIN;
	return columns > COLUMNS_MAX ? COLUMNS_MAX : (unsigned)columns;
}

unsigned pa_cmd_columns(void)
{
	const char *told = getenv("COLUMNS");
	struct winsize size;

	if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0)
		return clamp(size.ws_col);
	if (told && *told >= '1' && *told <= '9')
		return clamp(strtol(told, NULL, 10));
	return COLUMNS_PIPE;
}

bool pa_cmd_colors(void)
{
	const char *term = getenv("TERM"), *no = getenv("NO_COLOR");

	return isatty(STDOUT_FILENO) && !(no && *no) && !(term && !strcmp(term, "dumb"));
}
