/* SPDX-License-Identifier: Apache-2.0 */
#include "catalog/resources.h"

#include <string.h>

#include "catalog/values.h"
#include "unit.h"

static void each_system_has_its_rows(void **state)
{
	(void)state;
	assert_int_equal(pa_resource_count(PA_OS_LINUX), 170);
	assert_int_equal(pa_resource_count(PA_OS_FREEBSD), 60);
	assert_int_equal(pa_resource_count(PA_OS_ILLUMOS), 34);
	assert_int_equal(pa_resource_count(PA_OS_OPENBSD), 16);
	assert_int_equal(pa_resource_count(PA_OS_NETBSD), 15);
	assert_int_equal(pa_resource_count(PA_OS_DARWIN), 16);
}

static void ids_are_sorted_and_unique(void **state)
{
	size_t i;

	(void)state;
	for (i = 1; i < PA_RESOURCE_COUNT; i++)
		assert_true(strcmp(pa_resources[i - 1].id, pa_resources[i].id) < 0);
}

static void every_row_is_found_by_its_id(void **state)
{
	size_t i;

	(void)state;
	for (i = 0; i < PA_RESOURCE_COUNT; i++)
		assert_ptr_equal(pa_resource_find(pa_resources[i].id), &pa_resources[i]);
	assert_null(pa_resource_find(""));
	assert_null(pa_resource_find("net"));
	assert_null(pa_resource_find("net.tcp.listener"));
}

static void places_in_reports_are_distinct(void **state)
{
	bool taken[PA_RESOURCE_COUNT] = { false };
	size_t i;

	(void)state;
	for (i = 0; i < PA_RESOURCE_COUNT; i++) {
		assert_true(pa_resources[i].order < PA_RESOURCE_COUNT);
		assert_false(taken[pa_resources[i].order]);
		taken[pa_resources[i].order] = true;
	}
}

static void check_linux_cell(const struct pa_cell *cell)
{
	bool is_none = cell->status == PA_STATUS_NO_CODE_POINT;
	bool is_na = cell->status == PA_STATUS_NOT_APPLICABLE;

	assert_true(is_none || is_na || cell->status == PA_STATUS_MEASURED ||
		    cell->status == PA_STATUS_PLANNED || cell->status == PA_STATUS_NEEDS_HARDWARE ||
		    cell->status == PA_STATUS_NEEDS_EBPF || cell->status == PA_STATUS_INVESTIGATE);
	assert_true(*cell->code_point != '\0');
	assert_int_equal(is_na, strncmp(cell->code_point, "n/a", 3) == 0);
	if (strncmp(cell->code_point, "NONE", 4) == 0)
		assert_true(is_none);
	if (is_none || is_na) {
		assert_string_equal(cell->kernel, "");
		return;
	}
	assert_int_equal(strncmp(cell->kernel, ">=", 2), 0);
	assert_true(*cell->tool != '\0');
	assert_true(*cell->unit != '\0');
	assert_true(cell->semantics != PA_SEMANTICS_UNKNOWN);
}

static void status_agrees_with_the_cell_on_linux(void **state)
{
	size_t i;
	int c;

	(void)state;
	for (i = 0; i < PA_RESOURCE_COUNT; i++)
		for (c = 0; pa_resources[i].os[PA_OS_LINUX] && c < PA_CELL_COUNT; c++)
			check_linux_cell(&pa_resources[i].os[PA_OS_LINUX]->cells[c]);
}

static void check_other_cell(const struct pa_cell *cell)
{
	switch (cell->status) {
	case PA_STATUS_UNCATALOGUED:
		assert_string_equal(cell->code_point, "");
		break;
	case PA_STATUS_NOT_APPLICABLE:
		break;
	case PA_STATUS_AVAILABLE:
	case PA_STATUS_SCRIPT:
	case PA_STATUS_NONE:
	case PA_STATUS_LATER:
		assert_true(*cell->code_point != '\0');
		assert_true(cell->evidence != PA_EVIDENCE_NA);
		break;
	default:
		fail_msg("status %s", pa_status_text(cell->status));
	}
	assert_int_equal(cell->value_count, 0);
}

static void status_agrees_with_the_cell_elsewhere(void **state)
{
	enum pa_os os;
	size_t i;
	int c;

	(void)state;
	for (os = PA_OS_FREEBSD; os < PA_OS_COUNT; os++)
		for (i = 0; i < PA_RESOURCE_COUNT; i++)
			for (c = 0; pa_resources[i].os[os] && c < PA_CELL_COUNT; c++)
				check_other_cell(&pa_resources[i].os[os]->cells[c]);
}

static bool some_value_fills(const struct pa_resource *resource, char letter)
{
	int v;

	for (v = PA_V_NONE + 1; v < PA_V_COUNT; v++)
		if (strcmp(pa_values[v].resource, resource->id) == 0 &&
		    pa_values[v].cell == letter && strcmp(pa_values[v].source, "-") != 0)
			return true;
	return false;
}

static void measured_means_that_a_value_fills_the_cell(void **state)
{
	size_t i;
	int c;

	(void)state;
	for (i = 0; i < PA_RESOURCE_COUNT; i++) {
		const struct pa_resource_os *os = pa_resources[i].os[PA_OS_LINUX];

		for (c = 0; os && c < PA_CELL_COUNT; c++) {
			bool filled = some_value_fills(&pa_resources[i], "USE"[c]);

			assert_int_equal(os->cells[c].status == PA_STATUS_MEASURED, filled);
			assert_int_equal(os->cells[c].value_count > 0, filled);
			assert_int_equal(*os->cells[c].source != '\0', filled);
		}
	}
}

static void every_value_has_its_resource(void **state)
{
	int v;

	(void)state;
	for (v = PA_V_NONE + 1; v < PA_V_COUNT; v++)
		assert_string_equal(pa_resources[pa_value_resource[v]].id, pa_values[v].resource);
}

static void a_counter_is_shown_as_its_rate(void **state)
{
	uint16_t ticks = pa_value_find("cpu.all.user_ticks");

	(void)state;
	assert_int_not_equal(ticks, PA_V_NONE);
	assert_string_equal(pa_value_shown_unit[ticks], "ticks_per_s");
}

static void retired_lore_carries_its_warning(void **state)
{
	const struct pa_resource_os *entropy = pa_resource_find("rnd.entropy")->os[PA_OS_LINUX];
	const struct pa_resource_os *disk = pa_resource_find("blk.dev")->os[PA_OS_LINUX];
	const struct pa_resource_os *softnet = pa_resource_find("net.softnet")->os[PA_OS_LINUX];
	const struct pa_resource_os *cpu = pa_resource_find("cpu.all")->os[PA_OS_LINUX];

	(void)state;
	assert_non_null(strstr(entropy->warning, "No alarm on entropy"));
	assert_non_null(strstr(entropy->cells[PA_CELL_U].kernel, "<5.18"));
	assert_non_null(strstr(disk->cells[PA_CELL_U].code_point, "NOT capacity"));
	assert_non_null(strstr(disk->warning, "not capacity"));
	assert_non_null(strstr(softnet->cells[PA_CELL_S].code_point, "time_squeeze"));
	assert_null(strstr(softnet->cells[PA_CELL_E].code_point, "time_squeeze"));
	assert_non_null(strstr(cpu->warning, "load average"));
}

static void pressure_holds_from_the_kernel_that_brought_it(void **state)
{
	const struct pa_resource_os *psi = pa_resource_find("psi.all")->os[PA_OS_LINUX];
	const struct pa_resource_os *lock = pa_resource_find("lock.kernel")->os[PA_OS_LINUX];

	(void)state;
	assert_int_equal(strncmp(psi->cells[PA_CELL_S].kernel, ">=4.20", 6), 0);
	assert_string_equal(lock->cells[PA_CELL_S].kernel, ">=5.19");
}

static void no_system_but_ours_claims_to_be_live(void **state)
{
	enum pa_os os;
	size_t i;

	(void)state;
	for (os = PA_OS_LINUX; os < PA_OS_COUNT; os++)
		for (i = 0; i < PA_RESOURCE_COUNT; i++)
			if (pa_resources[i].os[os])
				assert_true(pa_resources[i].os[os]->level < PA_LEVEL_LIVE);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_system_has_its_rows),
		cmocka_unit_test(ids_are_sorted_and_unique),
		cmocka_unit_test(every_row_is_found_by_its_id),
		cmocka_unit_test(places_in_reports_are_distinct),
		cmocka_unit_test(status_agrees_with_the_cell_on_linux),
		cmocka_unit_test(status_agrees_with_the_cell_elsewhere),
		cmocka_unit_test(measured_means_that_a_value_fills_the_cell),
		cmocka_unit_test(every_value_has_its_resource),
		cmocka_unit_test(a_counter_is_shown_as_its_rate),
		cmocka_unit_test(retired_lore_carries_its_warning),
		cmocka_unit_test(pressure_holds_from_the_kernel_that_brought_it),
		cmocka_unit_test(no_system_but_ours_claims_to_be_live),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
