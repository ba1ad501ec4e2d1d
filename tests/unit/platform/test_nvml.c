/* SPDX-License-Identifier: Apache-2.0 */
/*
 * NVIDIA's library, by a stand-in (fake_nvml.c), and what its figures become. PA_FAKE_NVML is the
 * path of the stand-in.
 */
#include "one_source.h"

#include "platform/linux/nvml.h"
#include "platform/linux/nvml_library.h"

static void a_library_that_is_not_there_is_no_library(void **state)
{
	struct pa_nvml_library *library = NULL;

	(void)state;
	assert_int_equal(pa_nvml_library_open("libno-such-library.so.1", &library), -ENOENT);
	assert_int_equal(pa_nvml_library_open("libc.so.6", &library), -ENOENT);
	assert_null(library);
}

static void what_the_library_says_becomes_lines(void **state)
{
	struct pa_nvml_library *library = NULL;
	struct pa_buf text;

	(void)state;
	pa_buf_init(&text, 4096);
	assert_int_equal(pa_nvml_library_open(PA_FAKE_NVML, &library), 0);
	pa_nvml_library_tell(library, &text);
	assert_string_equal(text.bytes,
			    "0 busy_percent 83\n0 memory_busy_percent 41\n"
			    "0 memory_total_bytes 80000\n0 memory_used_bytes 30000\n"
			    "0 clock_reasons 4\n0 ecc_corrected 9\n0 ecc_uncorrected 0\n"
			    "0 pcie_replays 3\n0 temperature_celsius 66\n"
			    "0 process 4121 80\n");
	pa_buf_clear(&text);
	pa_nvml_library_tell(library, &text);
	assert_null(strstr(text.bytes, "process")); /* told once */
	assert_null(pa_nvml_library_close(library));
	pa_buf_done(&text);
}

static void lines_become_values(void **state)
{
	static const struct reply replies[] = {
		{ .path = "clock", .text = "1 2 0\n" },
		{ .path = "src/nvml",
		  .text = "0 busy_percent 83\n0 clock_reasons 64\nnonsense\n99 busy_percent 1\n"
			  "0 power_mw 412000\n0 process 4121 80\n0 unknown 7\n" },
	};
	struct one_source one;

	(void)state;
	ONE_SOURCE(&one, &pa_source_nvml, replies);
	assert_int_equal(one_source_read(&one), 0);
	assert_int_equal(value_of(&one.world, PA_V_GPU_NV_BUSY_PERCENT, "gpu0"), 83);
	assert_int_equal(value_of(&one.world, PA_V_GPU_NV_HEAT_SLOWED_FLAG, "gpu0"), 1);
	assert_int_equal(value_of(&one.world, PA_V_GPU_NV_POWER_CAPPED_FLAG, "gpu0"), 0);
	assert_int_equal(value_of(&one.world, PA_V_GPU_NV_POWER_WATTS, "gpu0"), 412);
	assert_int_equal(value_of(&one.world, PA_V_GPU_NV_PROCESS_PERCENT, "gpu0/4121"), 80);
	assert_int_equal(one.world.moment.sample_count, 5);
	one_source_done(&one);
}

static void without_a_device_nothing_is_loaded(void **state)
{
	static const struct reply replies[] = { { .path = "clock", .text = "1 2 0\n" } };
	struct one_source one;

	(void)state;
	ONE_SOURCE(&one, &pa_source_nvml, replies);
	assert_int_equal(one_source_read(&one), -ENOENT);
	assert_miss(&one.world, PA_V_GPU_NV_BUSY_PERCENT, PA_ABSENT);
	one_source_done(&one);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_library_that_is_not_there_is_no_library),
		cmocka_unit_test(what_the_library_says_becomes_lines),
		cmocka_unit_test(lines_become_values),
		cmocka_unit_test(without_a_device_nothing_is_loaded),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
