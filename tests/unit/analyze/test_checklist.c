/* SPDX-License-Identifier: Apache-2.0 */
#include "analyze/checklist.h"

#include <errno.h>
#include <string.h>

#include "analyze/facts.h"
#include "analyze/window.h"
#include "base/err.h"
#include "base/names.h"
#include "catalog/resources.h"
#include "catalog/values.h"
#include "model/moment.h"
#include "unit.h"

static const struct pa_checklist_row *row_of(const struct pa_checklist *list, const char *id)
{
	size_t i;

	for (i = 0; i < list->row_count; i++)
		if (strcmp(list->rows[i].resource->id, id) == 0)
			return &list->rows[i];
	fail_msg("no row %s", id);
	return NULL;
}

static void no_id_means_every_row(void **state)
{
	struct pa_checklist list;

	(void)state;
	assert_int_equal(pa_checklist_init(&list, PA_OS_LINUX, NULL, 0, NULL), 0);
	assert_int_equal(list.row_count, 170);
	assert_string_equal(list.rows[0].resource->id, "cpu.all");
	assert_false(list.live);
	pa_checklist_done(&list);
}

static void a_beginning_names_all_that_begin_so(void **state)
{
	static const char *const ids[] = { "net.tcp", "net.tcp.listen", "fd." };
	struct pa_checklist list;
	size_t i;

	(void)state;
	assert_int_equal(pa_checklist_init(&list, PA_OS_LINUX, ids, 3, NULL), 0);
	for (i = 0; i < list.row_count; i++)
		assert_true(strncmp(list.rows[i].resource->id, "net.tcp.", 8) == 0 ||
			    strncmp(list.rows[i].resource->id, "fd.", 3) == 0);
	assert_int_equal(list.row_count, 6 + 6);
	pa_checklist_done(&list);
}

static void half_a_word_names_nothing(void **state)
{
	static const char *const ids[] = { "net.tc" };
	struct pa_checklist list;
	struct pa_err err = { 0 };

	(void)state;
	assert_int_equal(pa_checklist_init(&list, PA_OS_LINUX, ids, 1, &err), -ENOENT);
	assert_non_null(strstr(err.text, "net.tc"));
	assert_int_equal(list.row_count, 0);
}

static void a_row_of_another_system_is_told_apart(void **state)
{
	static const char *const ids[] = { "net.netisr" };
	struct pa_checklist list;
	struct pa_err err = { 0 };

	(void)state;
	assert_int_equal(pa_checklist_init(&list, PA_OS_LINUX, ids, 1, &err), -ENOENT);
	assert_non_null(strstr(err.text, "--os"));
}

/* Two moments one second apart, handed to a list of all rows of Linux. */
struct fixture {
	struct pa_checklist list;
	struct pa_moment before, now;
	struct pa_names *names;
};

static void begin(struct fixture *f)
{
	assert_int_equal(pa_checklist_init(&f->list, PA_OS_LINUX, NULL, 0, NULL), 0);
	pa_moment_init(&f->before);
	pa_moment_init(&f->now);
	f->before.mono_ns = 5000000000;
	f->now.mono_ns = 7000000000;
	f->names = pa_names_new();
}

static void end(struct fixture *f)
{
	pa_moment_done(&f->before);
	pa_moment_done(&f->now);
	pa_names_free(f->names);
	pa_checklist_done(&f->list);
}

static const struct pa_reading *read_with(struct fixture *f, const struct pa_facts *facts,
					  const char *id, enum pa_cell_letter cell)
{
	static const struct pa_machine machine = { .hz = 100, .cpu_count = 1 };
	struct pa_window *window = pa_window_new(f->names, &machine);

	if (f->before.sample_count > 0)
		pa_window_add(window, &f->before);
	pa_window_add(window, &f->now);
	pa_checklist_read(&f->list, window, facts);
	pa_window_free(window);
	return &row_of(&f->list, id)->reading[cell];
}

static const struct pa_reading *read_cell(struct fixture *f, const char *id,
					  enum pa_cell_letter cell)
{
	return read_with(f, NULL, id, cell);
}

static uint16_t value(const char *id)
{
	uint16_t v = pa_value_find(id);

	assert_int_not_equal(v, PA_V_NONE);
	return v;
}

static void a_gauge_is_shown_as_it_is(void **state)
{
	struct fixture f;
	const struct pa_reading *r;

	(void)state;
	begin(&f);
	pa_moment_put(&f.now, value("task.blocked.blocked_count"), 0, 7);
	r = read_cell(&f, "task.blocked", PA_CELL_U);
	assert_true(r->has_state && r->has_value);
	assert_int_equal(r->state, PA_OK);
	assert_near(r->value, 7, 0);
	assert_string_equal(r->unit, "count");
	assert_string_equal(r->metric, "task.blocked.blocked_count");
	assert_string_equal(r->instance, "");
	assert_int_equal(row_of(&f.list, "task.blocked")->level, PA_LEVEL_LIVE);
	assert_true(f.list.live);
	end(&f);
}

static void a_counter_is_shown_per_second(void **state)
{
	struct fixture f;
	const struct pa_reading *r;
	uint16_t v = value("irq.hard.errors_count");

	(void)state;
	begin(&f);
	pa_moment_put(&f.before, v, 0, 100);
	pa_moment_put(&f.now, v, 0, 107);
	r = read_cell(&f, "irq.hard", PA_CELL_E);
	assert_true(r->has_value);
	assert_near(r->value, 3.5, 1e-9);
	assert_string_equal(r->unit, "per_s");
	end(&f);
}

static void one_moment_gives_a_state_and_no_rate(void **state)
{
	struct fixture f;
	const struct pa_reading *r;

	(void)state;
	begin(&f);
	pa_moment_put(&f.now, value("irq.hard.errors_count"), 0, 107);
	r = read_cell(&f, "irq.hard", PA_CELL_E);
	assert_true(r->has_state);
	assert_int_equal(r->state, PA_OK);
	assert_false(r->has_value);
	end(&f);
}

static void of_many_instances_the_largest_is_shown(void **state)
{
	struct fixture f;
	const struct pa_reading *r;
	uint16_t v = value("fs.ext4.errors_count");
	uint32_t vda, vdb;

	(void)state;
	begin(&f);
	vda = pa_names_id(f.names, "vda", 3);
	vdb = pa_names_id(f.names, "vdb", 3);
	pa_moment_put(&f.now, v, vda, 64);
	pa_moment_put(&f.now, v, vdb, 256);
	pa_moment_miss(&f.now, v, pa_names_id(f.names, "vdc", 3), PA_DENIED);
	r = read_cell(&f, "fs.ext4", PA_CELL_E);
	assert_near(r->value, 256, 0);
	assert_string_equal(r->instance, "vdb");
	end(&f);
}

static void every_value_that_was_told_is_listed_with_its_row(void **state)
{
	struct fixture f;
	const struct pa_checklist_row *row;
	uint32_t vda;

	(void)state;
	begin(&f);
	vda = pa_names_id(f.names, "vda", 3);
	pa_moment_put(&f.before, value("blk.dev.reads_count"), vda, 10);
	pa_moment_put(&f.now, value("blk.dev.reads_count"), vda, 30);
	pa_moment_put(&f.now, value("blk.dev.inflight_count"), vda, 4);
	pa_moment_miss(&f.now, value("blk.dev.busy_ms"), vda, PA_DENIED);
	(void)read_cell(&f, "blk.dev", PA_CELL_U);
	row = row_of(&f.list, "blk.dev");
	assert_int_equal(row->value_count, 2);
	assert_string_equal(row->values[0].metric, "blk.dev.inflight_count");
	assert_near(row->values[0].value, 4, 0);
	assert_string_equal(row->values[1].metric, "blk.dev.reads_count");
	assert_near(row->values[1].value, 10, 1e-9);
	assert_string_equal(row->values[1].unit, "per_s");
	assert_string_equal(row->values[1].instance, "vda");
	assert_int_equal(row_of(&f.list, "blk.merge")->value_count, 0);
	end(&f);
}

static void denied_says_more_than_absent(void **state)
{
	struct fixture f;
	const struct pa_reading *r;
	uint16_t v = value("fs.ext4.errors_count");

	(void)state;
	begin(&f);
	pa_moment_miss(&f.now, v, 0, PA_ABSENT);
	pa_moment_miss(&f.now, v, 1, PA_DENIED);
	r = read_cell(&f, "fs.ext4", PA_CELL_E);
	assert_true(r->has_state);
	assert_int_equal(r->state, PA_DENIED);
	assert_false(r->has_value);
	assert_int_equal(row_of(&f.list, "fs.ext4")->level, PA_LEVEL_COMPILED);
	end(&f);
}

static void what_nothing_was_said_about_stays_unknown(void **state)
{
	struct fixture f;

	(void)state;
	begin(&f);
	assert_false(read_cell(&f, "fs.ext4", PA_CELL_E)->has_state);
	assert_false(read_cell(&f, "cpu.smi", PA_CELL_U)->has_state);
	end(&f);
}

static void a_computed_value_stands_for_its_cell(void **state)
{
	struct fixture f;
	const struct pa_resource_os *cpu = pa_resource_find("cpu.all")->os[PA_OS_LINUX];
	uint16_t v = pa_cell_values[cpu->cells[PA_CELL_U].value_first];
	struct pa_facts facts;
	const struct pa_reading *r;

	(void)state;
	assert_int_equal(pa_values[v].kind, PA_VALUE_DERIVED);
	begin(&f);
	pa_moment_put(&f.now, value("cpu.all.user_ticks"), 0, 7);
	pa_facts_init(&facts);
	pa_facts_put(&facts, v, 0, 0.25);
	r = read_with(&f, &facts, "cpu.all", PA_CELL_U);
	assert_near(r->value, 0.25, 0);
	assert_string_equal(r->unit, cpu->cells[PA_CELL_U].unit);
	pa_facts_done(&facts);
	end(&f);
}

static void a_source_gives_its_cost_and_its_failure(void **state)
{
	struct fixture f;
	const struct pa_reading *r;

	(void)state;
	begin(&f);
	(void)read_cell(&f, "fs.ext4", PA_CELL_E); /* nothing was said */
	pa_checklist_source(&f.list, "ext4", -EACCES, 12500);
	r = &row_of(&f.list, "fs.ext4")->reading[PA_CELL_E];
	assert_true(r->has_state && r->has_cost);
	assert_int_equal(r->state, PA_DENIED);
	assert_near(r->cost_us, 12.5, 1e-9);
	assert_false(row_of(&f.list, "host.taint")->reading[PA_CELL_E].has_cost);
	end(&f);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(no_id_means_every_row),
		cmocka_unit_test(a_beginning_names_all_that_begin_so),
		cmocka_unit_test(half_a_word_names_nothing),
		cmocka_unit_test(a_row_of_another_system_is_told_apart),
		cmocka_unit_test(a_gauge_is_shown_as_it_is),
		cmocka_unit_test(a_counter_is_shown_per_second),
		cmocka_unit_test(one_moment_gives_a_state_and_no_rate),
		cmocka_unit_test(of_many_instances_the_largest_is_shown),
		cmocka_unit_test(every_value_that_was_told_is_listed_with_its_row),
		cmocka_unit_test(denied_says_more_than_absent),
		cmocka_unit_test(what_nothing_was_said_about_stays_unknown),
		cmocka_unit_test(a_computed_value_stands_for_its_cell),
		cmocka_unit_test(a_source_gives_its_cost_and_its_failure),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
