/* SPDX-License-Identifier: Apache-2.0 */
/* What is concluded from the depths that were measured; measuring itself needs a device. */
#include "help.h"

#include <stdint.h>

#include "base/err.h"
#include "platform/measure_disk.h"

/* A device of a known latency and a known limit: more readers than it can serve queue. */
static struct pa_disk_capacity device(double latency_us, double limit_per_s, uint32_t steps)
{
	struct pa_disk_capacity c = { .step_count = steps };

	for (uint32_t i = 0; i < steps; i++) {
		double depth = 1U << i, wanted = depth * 1e6 / latency_us;
		double iops = wanted < limit_per_s ? wanted : limit_per_s;

		c.step[i] = (struct pa_disk_step){ .depth_count = 1U << i,
						   .iops_per_s = iops,
						   .latency_us = depth * 1e6 / iops };
	}
	return c;
}

static void the_knee_of_a_limited_device_is_where_more_depth_gives_no_more(void **state)
{
	struct pa_disk_capacity c = device(100, 38000, 6);

	(void)state;
	assert_true(pa_disk_knee(&c));
	assert_near(c.iops_per_s, 38000, 1);
	assert_near(c.latency_us, 100, 0.1);
	assert_int_equal(c.depth_count, 4);
	assert_true(c.knee_seen);
}

static void a_device_that_still_gets_faster_has_no_knee(void **state)
{
	struct pa_disk_capacity c = device(100, 1e9, 7);

	(void)state;
	assert_true(pa_disk_knee(&c));
	assert_int_equal(c.depth_count, 64);
	assert_false(c.knee_seen);
}

static void a_serial_device_has_its_knee_at_depth_one(void **state)
{
	struct pa_disk_capacity c = device(8000, 125, 3);

	(void)state;
	assert_true(pa_disk_knee(&c));
	assert_int_equal(c.depth_count, 1);
	assert_true(c.knee_seen);
}

static void without_a_step_nothing_is_concluded(void **state)
{
	struct pa_disk_capacity c = { .iops_per_s = 7 };

	(void)state;
	assert_false(pa_disk_knee(&c));
	assert_near(c.iops_per_s, 7, 0);
}

static void what_is_no_disk_is_refused(void **state)
{
	struct pa_disk_capacity c = { .iops_per_s = 7 };
	struct pa_err err = { .code = 0 };

	(void)state;
	assert_int_equal(pa_disk_measure("null", 1000000000, &c, &err), -ENOTBLK);
	assert_int_equal(pa_disk_measure("../null", 1000000000, &c, &err), -ENODEV);
	assert_int_equal(pa_disk_measure("null", 1000, &c, &err), -EINVAL);
	assert_near(c.iops_per_s, 7, 0);
}

static void disks_are_whole_ones_with_a_size(void **state)
{
	static const struct reply replies[] = {
		{ .path = "sys/block/dm-0/size", .text = "100\n" },
		{ .path = "sys/block/loop0/size", .text = "100\n" },
		{ .path = "sys/block/nvme0n1/size", .text = "2000\n" },
		{ .path = "sys/block/sda/size", .text = "1000\n" },
		{ .path = "sys/block/sdb/size", .text = "0\n" }, /* a reader without a card */
		{ .path = "sys/block/zram0/size", .text = "100\n" },
	};
	struct machine machine = { replies, sizeof(replies) / sizeof(replies[0]) };
	struct pa_root *root = machine_root(&machine, 1);
	char names[PA_DISKS_MAX][PA_DISK_NAME_BYTES];

	(void)state;
	assert_int_equal(pa_disk_list(root, names), 2);
	assert_string_equal(names[0], "nvme0n1");
	assert_string_equal(names[1], "sda");
	pa_root_free(root);
}

static void a_swap_area_is_of_its_disk(void **state)
{
	static const struct reply replies[] = {
		{ .path = "proc/swaps",
		  .text = "Filename Type Size Used Priority\n/dev/sda2 partition 100 0 -2\n" },
	};
	struct machine machine = { replies, 1 };
	struct pa_root *root = machine_root(&machine, 1);

	(void)state;
	assert_true(pa_disk_is_area("/dev/sda", "sda"));
	assert_true(pa_disk_is_area("/dev/sda12", "sda"));
	assert_true(pa_disk_is_area("/dev/nvme0n1p3", "nvme0n1"));
	assert_false(pa_disk_is_area("/dev/sdab", "sda"));
	assert_false(pa_disk_is_area("/dev/nvme0n10", "nvme0n1p"));
	assert_false(pa_disk_is_area("/swapfile", "sda"));
	assert_false(pa_disk_is_area("/dev/sda", ""));
	assert_true(pa_disk_has_swap(root, "sda"));
	assert_false(pa_disk_has_swap(root, "sdb"));
	pa_root_free(root);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_knee_of_a_limited_device_is_where_more_depth_gives_no_more),
		cmocka_unit_test(a_device_that_still_gets_faster_has_no_knee),
		cmocka_unit_test(a_serial_device_has_its_knee_at_depth_one),
		cmocka_unit_test(without_a_step_nothing_is_concluded),
		cmocka_unit_test(what_is_no_disk_is_refused),
		cmocka_unit_test(disks_are_whole_ones_with_a_size),
		cmocka_unit_test(a_swap_area_is_of_its_disk),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
