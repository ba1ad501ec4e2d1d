/* SPDX-License-Identifier: Apache-2.0 */
#include "fuzz.h"

#include <assert.h>
#include <string.h>

#include "platform/linux/kernel_module.h"
#include "platform/linux/netns.h"

static void see_mount(void *arg, uint64_t inode, const char *point, size_t point_bytes)
{
	(void)arg;
	(void)inode;
	assert(!memchr(point, ' ', point_bytes));
}

static void see_name(void *arg, const char *name, size_t name_bytes, uint64_t number)
{
	(void)arg;
	(void)number;
	assert(!name || (name_bytes < PA_NETNS_NAME_BYTES && !memchr(name, '/', name_bytes)));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const char *text = (const char *)data;
	uint64_t inode;

	pa_netns_mounts_parse(text, size, see_mount, NULL);
	(void)pa_netns_list_parse(text, size, see_name, NULL); /* any answer */
	(void)pa_netns_inode_parse(text, size, &inode);
	(void)pa_kernel_module_loaded(text, size, "tcp_diag");
	(void)pa_kernel_module_builtin(text, size, "tcp_diag");
	return 0;
}
