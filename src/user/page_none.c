/* SPDX-License-Identifier: Apache-2.0 */
/* What stands in for page.c when the build found no libcurl. */
#include <errno.h>

#include "user/page.h"

int pa_user_page(const char *url, uint64_t timeout_ns, struct pa_buf *out)
{
	(void)url;
	(void)timeout_ns;
	(void)out;
	return -ENOTSUP;
}
