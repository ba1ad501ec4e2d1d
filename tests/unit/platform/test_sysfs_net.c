/* SPDX-License-Identifier: Apache-2.0 */
#include "unit.h"

#include <errno.h>

#include "platform/linux/sysfs_net.h"

static void sysfs_net_speed_is_in_bytes(void **state)
{
	uint64_t bytes_per_s = 0;

	(void)state;
	assert_int_equal(pa_sysfs_net_speed("1000\n", 5, &bytes_per_s), 0);
	assert_int_equal(bytes_per_s, 125000000);
}

static void sysfs_net_unknown_speed_is_no_value(void **state)
{
	uint64_t bytes_per_s = 7;

	(void)state;
	assert_int_equal(pa_sysfs_net_speed("-1\n", 3, &bytes_per_s), -ENODATA);
	assert_int_equal(pa_sysfs_net_speed("4294967295\n", 11, &bytes_per_s), -ENODATA);
	assert_int_equal(pa_sysfs_net_speed("\n", 1, &bytes_per_s), -EBADMSG);
	assert_int_equal(bytes_per_s, 7);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(sysfs_net_speed_is_in_bytes),
		cmocka_unit_test(sysfs_net_unknown_speed_is_no_value),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
