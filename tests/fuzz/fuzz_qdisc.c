/* SPDX-License-Identifier: Apache-2.0 */
#include "fuzz.h"

#include <assert.h>
#include <string.h>

#include "platform/linux/link.h"
#include "platform/linux/qdisc.h"

static void see(void *arg, const struct pa_qdisc *qdisc)
{
	(void)arg;
	assert(qdisc->kind[0] && strlen(qdisc->kind) < sizeof(qdisc->kind));
}

static void see_link(void *arg, const struct pa_link *link)
{
	(void)arg;
	assert(link->name[0] && strlen(link->name) < sizeof(link->name));
	assert(strlen(link->kind) < sizeof(link->kind));
	assert(strlen(link->parent) < sizeof(link->parent));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	(void)pa_qdisc_parse((const char *)data, size, see, NULL); /* any answer */
	(void)pa_link_parse((const char *)data, size, see_link, NULL);
	return 0;
}
