/* SPDX-License-Identifier: Apache-2.0 */
/*
 * PMUs as sysfs describes them (texts of intel and amd_umc PMUs, msr), and counts as told.
 */
#include "../platform/help.h"

#include "probe/pmu.h"
#include "probe/pmu_text.h"

static void a_format_says_where_a_term_stands(void **state)
{
	struct pa_pmu_format format;
	uint64_t config = 0;

	(void)state;
	assert_int_equal(pa_pmu_format_parse("config:8-15\n", 12, &format), 0);
	assert_int_equal(pa_pmu_format_write(&format, 0x0f, &config), 0);
	assert_int_equal(config, 0x0f00);
	assert_int_equal(pa_pmu_format_write(&format, 0x100, &config), -ERANGE);
	assert_int_equal(config, 0x0f00);
	assert_int_equal(pa_pmu_format_parse("config:0-7,32-35\n", 17, &format), 0);
	assert_int_equal(pa_pmu_format_write(&format, 0x1c7, &config), 0);
	assert_int_equal(config, 0x100000fc7);
	assert_int_equal(pa_pmu_format_parse("config:18\n", 10, &format), 0);
	assert_int_equal(format.part[0].last, 18);
	assert_int_equal(pa_pmu_format_parse("config1:0-63\n", 13, &format), 0);
	assert_int_equal(pa_pmu_format_write(&format, 1, &config), -ERANGE);
}

static void a_format_of_another_shape_is_refused(void **state)
{
	static const char *const bad[] = {
		"",	     "config",	    "config:64",       "config:9-3",
		"event:0-7", "config:0-7,", "config:1,2,3,4,5"
	};
	struct pa_pmu_format format;

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		assert_int_equal(pa_pmu_format_parse(bad[i], strlen(bad[i]), &format), -EBADMSG);
}

static void terms_have_values_or_stand_for_one(void **state)
{
	static const char text[] = "event=0x3c,umask=12,edge";
	struct pa_scan scan;
	struct pa_word name;
	uint64_t value;

	(void)state;
	pa_scan_init(&scan, text, sizeof(text) - 1);
	assert_true(pa_pmu_next_term(&scan, &name, &value));
	assert_true(pa_word_is(name, "event"));
	assert_int_equal(value, 0x3c);
	assert_true(pa_pmu_next_term(&scan, &name, &value));
	assert_int_equal(value, 12);
	assert_true(pa_pmu_next_term(&scan, &name, &value));
	assert_true(pa_word_is(name, "edge"));
	assert_int_equal(value, 1);
	assert_false(pa_pmu_next_term(&scan, &name, &value));
	assert_true(scan.at == scan.end);
	pa_scan_init(&scan, "event=?", 7);
	assert_false(pa_pmu_next_term(&scan, &name, &value));
	assert_true(scan.at != scan.end);
}

static void a_scale_in_mib_is_bytes_of_one_count(void **state)
{
	uint32_t bytes = 0;

	(void)state;
	assert_int_equal(pa_pmu_scale_bytes("6.103515625e-5", 14, "MiB", 3, &bytes), 0);
	assert_int_equal(bytes, 64);
	assert_int_equal(pa_pmu_scale_bytes("3.814697266e-6\n", 15, "MiB\n", 4, &bytes), 0);
	assert_int_equal(bytes, 4);
	assert_int_equal(
		pa_pmu_scale_bytes("2.3283064365386962890625e-10", 28, "Joules", 6, &bytes),
		-EBADMSG);
	assert_int_equal(pa_pmu_scale_bytes("nan", 3, "MiB", 3, &bytes), -EBADMSG);
	assert_int_equal(pa_pmu_scale_bytes("1e300", 5, "MiB", 3, &bytes), -EBADMSG);
	assert_int_equal(bytes, 4);
}

static void rows_fit_where_they_are_kept(void **state)
{
	uint32_t rows = 0;

	(void)state;
	while (pa_pmu_rows[rows].name)
		rows++;
	assert_true(rows < PA_PMU_ROWS_MAX);
	assert_false(pa_pmu_rows[0].grouped);
}

static const struct reply replies[] = {
	{ .path = "clock", .text = "1000 2000 0\n" },
	{ .path = "src/perf/pmu",
	  .text = "aperf cpu0 100 10 10\nmperf cpu0 50 10 10\ncas_read uncore_imc_0@0 640 10 5\n"
		  "iio_in_port0 uncore_iio_free_running_0@0 4 10 10\n"
		  "iio_in_port1 uncore_iio_free_running_0@0 8 10 10\n"
		  "error smi 13\nerror umc_read 19\nnonsense\n" },
	{ .path = "src/perf/pmu", .text = "aperf cpu0 300 20 20\n", .moment = 1 },
};

static void counts_are_scaled_and_ports_are_summed(void **state)
{
	struct machine machine = { replies, sizeof(replies) / sizeof(replies[0]) };
	struct pa_root *root = machine_root(&machine, 2);
	struct world world;
	struct pa_pmu *pmu;
	uint8_t kind = 0;

	(void)state;
	world_init(&world);
	assert_int_equal(pa_root_moment(root, &kind, &world.moment.mono_ns, &world.moment.real_ns),
			 0);
	pmu = pa_pmu_open(root, world.names);
	pa_pmu_read(pmu, &world.moment);
	assert_int_equal(value_of(&world, PA_V_CPU_FREQ_APERF_COUNT, "cpu0"), 100);
	assert_int_equal(value_of(&world, PA_V_MEM_BW_READ_BYTES, "uncore_imc_0@0"), 1280);
	assert_int_equal(value_of(&world, PA_V_IO_BUS_INBOUND_BYTES, "uncore_iio_free_running_0@0"),
			 12);
	assert_miss(&world, PA_V_CPU_SMI_INTERRUPTS_COUNT, PA_DENIED);
	assert_null(sample_of(&world, PA_V_MEM_BW_READ_BYTES, "")); /* one way led there */
	assert_miss(&world, PA_V_MEM_BW_WRITE_BYTES, PA_ABSENT);
	pa_moment_clear(&world.moment);
	assert_int_equal(pa_root_moment(root, &kind, &world.moment.mono_ns, &world.moment.real_ns),
			 0);
	pa_pmu_read(pmu, &world.moment);
	assert_int_equal(value_of(&world, PA_V_CPU_FREQ_APERF_COUNT, "cpu0"), 300);
	assert_null(pa_pmu_close(pmu));
	pa_root_free(root);
	world_done(&world);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_format_says_where_a_term_stands),
		cmocka_unit_test(a_format_of_another_shape_is_refused),
		cmocka_unit_test(terms_have_values_or_stand_for_one),
		cmocka_unit_test(a_scale_in_mib_is_bytes_of_one_count),
		cmocka_unit_test(rows_fit_where_they_are_kept),
		cmocka_unit_test(counts_are_scaled_and_ports_are_summed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
