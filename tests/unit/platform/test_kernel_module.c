/* SPDX-License-Identifier: Apache-2.0 */
#include "unit.h"

#include <string.h>

#include "platform/linux/kernel_module.h"

static void kernel_module_is_loaded_by_its_whole_name(void **state)
{
	static const char text[] = "tcp_diag 16384 0 - Live 0x0\nudp_diag 1 0\n";

	(void)state;
	assert_true(pa_kernel_module_loaded(text, strlen(text), "udp_diag"));
	assert_false(pa_kernel_module_loaded(text, strlen(text), "inet_diag"));
	assert_false(pa_kernel_module_loaded(text, 5, "tcp_diag"));
	assert_false(pa_kernel_module_loaded("", 0, "tcp_diag"));
}

static void kernel_module_is_built_in_by_its_file(void **state)
{
	static const char text[] = "kernel/net/ipv4/tcp_diag.ko\nkernel/x/udp-diag.ko\ny/ab\n";

	(void)state;
	assert_true(pa_kernel_module_builtin(text, strlen(text), "tcp_diag"));
	assert_true(pa_kernel_module_builtin(text, strlen(text), "udp_diag"));
	assert_false(pa_kernel_module_builtin(text, strlen(text), "tcp"));
	assert_false(pa_kernel_module_builtin(text, strlen(text), "ab"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(kernel_module_is_loaded_by_its_whole_name),
		cmocka_unit_test(kernel_module_is_built_in_by_its_file),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
