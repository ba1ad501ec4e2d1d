/* SPDX-License-Identifier: Apache-2.0 */
#include "help.h"

#include "platform/linux/cpu_list.h"
#include "platform/linux/file_nr.h"
#include "platform/linux/loadavg.h"
#include "platform/linux/machine.h"
#include "platform/linux/numbers.h"
#include "platform/linux/pressure.h"

static int column(const char *text, uint32_t number, uint64_t *out)
{
	return pa_numbers_column(text, strlen(text), number, out);
}

static void columns_are_counted_over_lines(void **state)
{
	uint64_t value = 7;

	(void)state;
	assert_int_equal(column("282993\t377324\t565986\n", 2, &value), 0);
	assert_int_equal(value, 565986);
	assert_int_equal(column("1\n2\n", 1, &value), 0);
	assert_int_equal(value, 2);
	assert_int_equal(column("1 2\n", 2, &value), -EBADMSG);
	assert_int_equal(column("1 x 3\n", 2, &value), -EBADMSG);
	assert_int_equal(column("", 0, &value), -EBADMSG);
	assert_int_equal(column("-1\n", 0, &value), -EBADMSG);
	assert_int_equal(value, 2);
}

static void threads_stand_behind_the_slash(void **state)
{
	struct world world;

	(void)state;
	world_init(&world);
	assert_int_equal(pa_loadavg_parse("0.00 0.01 0.05 4/92 7162\n", 25, &world.moment), 0);
	assert_int_equal(value_of(&world, PA_V_TASK_PID_THREADS_COUNT, ""), 92);
	assert_int_equal(pa_loadavg_parse("0.00 0.01 0.05 4", 16, &world.moment), -EBADMSG);
	world_done(&world);
}

static void free_file_handles_are_not_used(void **state)
{
	struct world world;

	(void)state;
	world_init(&world);
	assert_int_equal(pa_file_nr_parse("540\t40\t2466183\n", 15, &world.moment), 0);
	assert_int_equal(value_of(&world, PA_V_FD_SYS_USED_COUNT, ""), 500);
	assert_int_equal(value_of(&world, PA_V_FD_SYS_LIMIT_COUNT, ""), 2466183);
	assert_int_equal(pa_file_nr_parse("1\t2\t3\n", 6, &world.moment), -EBADMSG);
	world_done(&world);
}

static void irq_pressure_has_only_full(void **state)
{
	static const char text[] = "full avg10=0.00 avg60=0.00 avg300=0.00 total=42\n";
	struct pa_pressure psi = { .some_us = 9 };

	(void)state;
	assert_int_equal(pa_pressure_parse(text, strlen(text), &psi), 0);
	assert_true(psi.has_full && !psi.has_some);
	assert_int_equal(psi.full_us, 42);
}

static void pressure_without_a_total_is_untouched(void **state)
{
	struct pa_pressure psi = { .some_us = 9 };

	(void)state;
	assert_int_equal(pa_pressure_parse("", 0, &psi), -EBADMSG);
	assert_int_equal(pa_pressure_parse("some avg10=0.00 total=", 22, &psi), -EBADMSG);
	assert_int_equal(pa_pressure_parse("some total=99999999999999999999", 31, &psi), -EBADMSG);
	assert_int_equal(psi.some_us, 9);
}

static int list(const char *text, struct pa_cpu_list *out)
{
	return pa_cpu_list_parse(text, strlen(text), out);
}

static void cpu_lists_are_counted(void **state)
{
	struct pa_cpu_list cpus = { 0 };

	(void)state;
	assert_int_equal(list("0-3,8,10-11\n", &cpus), 0);
	assert_int_equal(cpus.count, 7);
	assert_int_equal(cpus.first, 0);
	assert_int_equal(cpus.last, 11);
	assert_int_equal(list("\n", &cpus), 0);
	assert_int_equal(cpus.count, 0);
	assert_int_equal(list("", &cpus), 0);
	assert_int_equal(list("3-1\n", &cpus), -EBADMSG);
	assert_int_equal(list("0-99999999\n", &cpus), -EBADMSG);
	assert_int_equal(list("0,\n", &cpus), -EBADMSG);
	assert_int_equal(list("a\n", &cpus), -EBADMSG);
}

static void releases_and_cache_sizes_are_understood(void **state)
{
	(void)state;
	assert_int_equal(pa_machine_version("6.18.44-x", 9), 6 << 16 | 18 << 8);
	assert_int_equal(pa_machine_version("rolling", 7), 0);
	assert_int_equal(pa_machine_version("6", 1), 0);
	assert_int_equal(pa_machine_cache_bytes("48K\n", 4), 48 << 10);
	assert_int_equal(pa_machine_cache_bytes("2M\n", 3), 2 << 20);
	assert_int_equal(pa_machine_cache_bytes("x\n", 2), 0);
	assert_int_equal(pa_machine_cache_bytes("18446744073709551615K", 21), 0);
}

static void the_model_name_is_cut_to_its_place(void **state)
{
	static const char text[] =
		"processor\t: 0\nmodel\t\t: 167\nmodel name\t: Some CPU @ 2.7GHz\n";
	char model[9];

	(void)state;
	pa_machine_cpu_model(text, strlen(text), model, sizeof(model));
	assert_string_equal(model, "Some CPU");
	pa_machine_cpu_model("", 0, model, sizeof(model));
	assert_string_equal(model, "");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(columns_are_counted_over_lines),
		cmocka_unit_test(threads_stand_behind_the_slash),
		cmocka_unit_test(free_file_handles_are_not_used),
		cmocka_unit_test(irq_pressure_has_only_full),
		cmocka_unit_test(pressure_without_a_total_is_untouched),
		cmocka_unit_test(cpu_lists_are_counted),
		cmocka_unit_test(releases_and_cache_sizes_are_understood),
		cmocka_unit_test(the_model_name_is_cut_to_its_place),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
