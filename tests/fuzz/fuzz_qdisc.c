/* SPDX-License-Identifier: Apache-2.0 */
#include "fuzz.h"

#include <assert.h>
#include <string.h>

#include "platform/linux/qdisc.h"

static void see(void *arg, const struct pa_qdisc *qdisc)
{
	(void)arg;
	assert(qdisc->kind[0] && strlen(qdisc->kind) < sizeof(qdisc->kind));
}

static void see_link(void *arg, uint32_t ifindex, const char *name, size_t name_bytes)
{
	(void)arg;
	(void)ifindex;
	assert(!memchr(name, 0, name_bytes));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	(void)pa_qdisc_parse((const char *)data, size, see, NULL); /* any answer */
	(void)pa_links_parse((const char *)data, size, see_link, NULL);
	return 0;
}
