/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Fetching a page of metrics from this machine or its neighbourhood.
 */
#ifndef PA_USER_PAGE_H
#define PA_USER_PAGE_H

#include <stdint.h>

struct pa_buf;

/*
 * GET a page over plain HTTP: no proxy, no redirection, nothing sent but the request.
 * url: "http://ADDRESS:PORT/PATH" as user/declare.h has checked it.
 * Returns 0; -ENOTSUP (built without libcurl), -ELIBACC (libcurl is not installed),
 * -ECONNREFUSED, -ETIMEDOUT, -E2BIG (more than out may hold), -EPROTO (a status of 400 or
 * above), -EIO (anything else).
 */
int pa_user_page(const char *url, uint64_t timeout_ns, struct pa_buf *out);

#endif
