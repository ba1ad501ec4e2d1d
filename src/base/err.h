/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What was being tried when something failed: one line for a person, plus the code.
 * A pa_err is embedded by the caller and filled by the first function that fails.
 */
#ifndef PA_BASE_ERR_H
#define PA_BASE_ERR_H

enum { PA_ERR_TEXT_BYTES = 512 };

struct pa_err {
	int code;		      /* negative errno, 0 when nothing failed */
	char text[PA_ERR_TEXT_BYTES]; /* what was tried, on what; NUL-terminated */
};

/*
 * Note a failure: code is a negative errno, the rest is printf's. err may be NULL.
 * ": " and the system's text for code are added. Returns code.
 */
int pa_err_set(struct pa_err *err, int code, const char *format, ...)
	__attribute__((format(printf, 3, 4)));

/*
 * Note a failure whose reason is said in the text and not by an errno.
 * Returns code, which must be negative.
 */
int pa_err_say(struct pa_err *err, int code, const char *format, ...)
	__attribute__((format(printf, 3, 4)));

#endif
