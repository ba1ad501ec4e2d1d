/* SPDX-License-Identifier: Apache-2.0 */
#include "fuzz.h"

#include <assert.h>

#include "platform/linux/inet_diag.h"

static void see(void *arg, const struct pa_diag_sock *sock)
{
	(void)arg;
	assert(sock->family);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	(void)pa_inet_text_parse((const char *)data, size, false, see, NULL); /* any answer */
	(void)pa_inet_text_parse((const char *)data, size, true, see, NULL);
	return 0;
}
