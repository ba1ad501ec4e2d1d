/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What is known of the reader's terminal.
 */
#ifndef PA_CMD_TERMINAL_H
#define PA_CMD_TERMINAL_H

#include <stdbool.h>

/* Columns of standard output: of the terminal, else of COLUMNS, else 80; within 40..200. */
unsigned pa_cmd_columns(void);

/* May colours be used: standard output is a terminal, NO_COLOR is unset, TERM is not dumb. */
bool pa_cmd_colors(void);

#endif
