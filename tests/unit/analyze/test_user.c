/* SPDX-License-Identifier: Apache-2.0 */
#include "unit.h"

#include <errno.h>
#include <math.h>
#include <string.h>

#include "analyze/checklist.h"
#include "analyze/user.h"
#include "base/err.h"
#include "model/user.h"
#include "scene.h"

/* A queue of a service with everything declared that can be. */
static const struct pa_user_resource queue = {
	.name = "orders",
	.id = "user.orders",
	.title = "Order queue",
	.source = "/run/orders",
	.unit = "orders",
	.culprit = "shipper",
	.sentence = "{title} holds {saturation}; {who} is {utilization} busy of {limit}{else}.",
	.next = "journalctl -u orders",
	.why = "what it says",
	.part = { [PA_USER_UTILIZATION] = { .given = true, .where = "busy", .constant = NAN },
		  [PA_USER_SATURATION] = { .given = true, .where = "queued", .constant = NAN },
		  [PA_USER_ERRORS] = { .given = true,
				       .counter = true,
				       .where = "failed",
				       .constant = NAN },
		  [PA_USER_LIMIT] = { .given = true, .constant = 4 } },
	.above = { 0.9, 100, 0.5 },
	.class = UINT8_MAX,
};

struct stage {
	struct scene scene;
	struct pa_user_resource resource;
	struct pa_user user;
	const struct pa_window *window;
};

static void add(struct stage *s, double second, enum pa_user_part part, enum pa_state state,
		double value)
{
	struct pa_moment moment;

	pa_moment_init(&moment);
	moment.mono_ns = SCENE_START_NS + (uint64_t)(second * 1e9);
	pa_moment_user(&moment, 0, part, state, value);
	/* The scene's window is const for everybody else. */
	pa_window_add_users(s->scene.window, &moment);
	pa_moment_done(&moment);
}

static void stage_init(struct stage *s)
{
	scene_init(&s->scene);
	s->resource = queue;
	s->user = (struct pa_user){ .resources = &s->resource, .resource_count = 1 };
	s->window = scene_window(&s->scene);
	s->scene.window->user = &s->user;
}

static struct pa_advice *advise(struct stage *s)
{
	return pa_advise(s->window, &s->scene.scope, NULL, 0);
}

/* Three readings of a level. */
static void level(struct stage *s, enum pa_user_part part, double a, double b, double c)
{
	add(s, 0, part, PA_OK, a);
	add(s, 5, part, PA_OK, b);
	add(s, 10, part, PA_OK, c);
}

static void a_level_above_its_threshold_is_the_verdict(void **state)
{
	struct stage s;
	struct pa_advice *advice;
	const struct pa_finding *f;

	(void)state;
	stage_init(&s);
	level(&s, PA_USER_SATURATION, 200, 300, 400);
	level(&s, PA_USER_UTILIZATION, 2, 2, 2);
	advice = advise(&s);
	assert_int_equal(advice->verdict.state, PA_VERDICT_BOTTLENECK);
	f = &advice->findings[0];
	assert_string_equal(f->resource, "user.orders");
	assert_string_equal(f->aspect, "saturation");
	assert_int_equal(f->class, PA_CLASS_WAITING);
	assert_string_equal(f->sentence,
			    "Order queue holds 300 orders; shipper is 50 % busy of 4 orders-.");
	assert_near(f->value, 300, 0);
	assert_near(f->threshold, 100, 0);
	assert_true(isnan(f->lost_ms_per_s)); /* nobody measured any */
	assert_int_equal(f->evidence_count, 2);
	assert_string_equal(f->evidence[1].metric, "user.orders.saturation");
	assert_string_equal(f->evidence[1].source, "file");
	assert_string_equal(f->evidence[1].text,
			    "saturation 200 orders to 400 orders in 3 readings (file)");
	assert_string_equal(f->next[0].command, "journalctl -u orders");
	pa_advice_free(advice);
	scene_done(&s.scene);
}

static void one_reading_below_acquits(void **state)
{
	static const double readings[][3] = { { 99, 1000, 1000 },
					      { 1000, 100, 1000 },
					      { 1000, 1000, 3 } };
	struct pa_advice *advice;
	struct stage s;

	(void)state;
	for (size_t i = 0; i < 3; i++) {
		stage_init(&s);
		level(&s, PA_USER_SATURATION, readings[i][0], readings[i][1], readings[i][2]);
		advice = advise(&s);
		assert_int_equal(advice->verdict.state, PA_VERDICT_HEALTHY);
		pa_advice_free(advice);
		scene_done(&s.scene);
	}
}

static void one_reading_alone_accuses_nobody(void **state)
{
	struct pa_advice *advice;
	struct stage s;

	(void)state;
	stage_init(&s);
	add(&s, 0, PA_USER_SATURATION, PA_OK, 1000);
	add(&s, 0, PA_USER_ERRORS, PA_OK, 1000);
	advice = advise(&s);
	assert_int_equal(advice->finding_count, 0);
	pa_advice_free(advice);
	scene_done(&s.scene);
}

static void without_a_threshold_nobody_is_accused(void **state)
{
	struct pa_advice *advice;
	struct stage s;

	(void)state;
	stage_init(&s);
	s.resource.above[PA_USER_SATURATION] = NAN;
	level(&s, PA_USER_SATURATION, 1e9, 1e9, 1e9);
	advice = advise(&s);
	assert_int_equal(advice->finding_count, 0);
	pa_advice_free(advice);
	scene_done(&s.scene);
}

static void a_counter_counts_by_its_rate(void **state)
{
	struct pa_user_cell cell;
	struct pa_advice *advice;
	struct stage s;

	(void)state;
	stage_init(&s);
	/* 20 a second for five, then the service is started anew. */
	level(&s, PA_USER_ERRORS, 1000, 1100, 0);
	assert_true(pa_user_cell(s.window, 0, PA_USER_ERRORS, &cell));
	assert_near(cell.value, 10, 1e-9);
	assert_true(cell.per_s);
	advice = advise(&s);
	assert_string_equal(advice->verdict.aspect, "errors");
	assert_int_equal(advice->findings[0].class, PA_CLASS_FAILING);
	assert_string_equal(advice->findings[0].unit, "orders/s");
	pa_advice_free(advice);
	scene_done(&s.scene);
}

static void a_limit_that_is_unknown_gives_no_share(void **state)
{
	struct pa_user_cell cell;
	struct stage s;

	(void)state;
	stage_init(&s);
	s.resource.part[PA_USER_LIMIT].where = "workers";
	level(&s, PA_USER_UTILIZATION, 4, 4, 4);
	assert_true(pa_user_cell(s.window, 0, PA_USER_UTILIZATION, &cell));
	assert_true(isnan(cell.value));
	level(&s, PA_USER_LIMIT, 0, 0, 0);
	assert_true(pa_user_cell(s.window, 0, PA_USER_UTILIZATION, &cell));
	assert_true(isnan(cell.value)); /* a limit of 0 is none */
	scene_done(&s.scene);
}

static void a_class_of_ones_own_holds(void **state)
{
	struct pa_advice *advice;
	struct stage s;

	(void)state;
	stage_init(&s);
	s.resource.class = PA_CLASS_NOTICE;
	level(&s, PA_USER_SATURATION, 200, 300, 400);
	advice = advise(&s);
	assert_int_equal(advice->verdict.state, PA_VERDICT_HEALTHY);
	assert_int_equal(advice->finding_count, 1);
	assert_int_equal(advice->also_count, 1);
	pa_advice_free(advice);
	scene_done(&s.scene);
}

/* Time that was measured as lost weighs more than a threshold that somebody set. */
static void measured_waiting_ranks_before_declared_waiting(void **state)
{
	struct pa_advice *advice;
	struct stage s;

	(void)state;
	memset(&s, 0, sizeof(s));
	scene_init(&s.scene);
	scene_cpus(&s.scene, 0.95, 0.03);
	for (int32_t pid = 100; pid < 108; pid++)
		scene_task(&s.scene, pid, pid, "hog", 0.5)->per_s.run_delay_ns = 500000000;
	scene_counter(&s.scene, PA_V_PSI_ALL_CPU_SOME_US, "", 900000);
	s.resource = queue;
	s.user = (struct pa_user){ .resources = &s.resource, .resource_count = 1 };
	s.window = scene_window(&s.scene);
	s.scene.window->user = &s.user;
	level(&s, PA_USER_SATURATION, 200, 300, 400);
	advice = advise(&s);
	assert_string_equal(advice->findings[0].hypothesis, "cpu.saturated");
	assert_non_null(scene_finding(advice, "user.orders"));
	assert_non_null(scene_finding(advice, "user.orders")->why_not_first);
	pa_advice_free(advice);
	scene_done(&s.scene);
}

static void what_could_not_be_read_is_told(void **state)
{
	struct pa_advice *advice;
	struct stage s;
	bool told = false;

	(void)state;
	stage_init(&s);
	add(&s, 0, PA_USER_SATURATION, PA_DENIED, 0);
	advice = advise(&s);
	for (size_t i = 0; i < advice->also_count; i++)
		told = told || !strcmp(advice->also[i], "user.orders: saturation could not be read "
							"(file, DENIED)");
	assert_true(told);
	pa_advice_free(advice);
	scene_done(&s.scene);
}

static void thresholds_are_explained(void **state)
{
	const struct pa_hypothesis *h = NULL;
	struct pa_advice *advice;
	struct stage s;

	(void)state;
	stage_init(&s);
	level(&s, PA_USER_SATURATION, 20, 30, 40);
	advice = advise(&s);
	for (size_t i = 0; i < advice->hypothesis_count; i++)
		if (!strcmp(advice->hypotheses[i].id, "user.orders") &&
		    !isnan(advice->hypotheses[i].judged[0].value))
			h = &advice->hypotheses[i];
	assert_non_null(h);
	assert_string_equal(h->judged[0].rule, "user.orders.saturation > 100");
	assert_false(h->survived);
	assert_string_equal(h->outcome, "dropped: saturation 20 orders to 40 orders in 3 readings "
					"(file)");
	pa_advice_free(advice);
	scene_done(&s.scene);
}

static void declared_resources_are_the_last_rows(void **state)
{
	static const char *const ids[] = { "user.orders", "cpu.all" }, *const wrong[] = {
		"user.x"
	};
	const struct pa_checklist_row *row;
	struct pa_checklist list;
	struct pa_err err = { 0 };
	struct stage s;

	(void)state;
	stage_init(&s);
	level(&s, PA_USER_SATURATION, 200, 300, 400);
	add(&s, 0, PA_USER_ERRORS, PA_BROKEN, 0);
	assert_int_equal(pa_checklist_init(&list, PA_OS_LINUX, ids, 2, NULL), 0);
	pa_checklist_read(&list, s.window, NULL);
	assert_int_equal(pa_checklist_check_users(&list, NULL), 0);
	assert_int_equal(list.row_count, 2);
	row = &list.rows[1];
	assert_string_equal(row->resource->id, "user.orders");
	assert_string_equal(row->os->name, "Order queue");
	assert_string_equal(row->os->cells[PA_CELL_S].code_point, "file /run/orders: queued");
	assert_near(row->reading[PA_CELL_S].value, 400, 0);
	assert_string_equal(row->reading[PA_CELL_S].unit, "orders");
	assert_int_equal(row->reading[PA_CELL_E].state, PA_BROKEN);
	assert_false(row->reading[PA_CELL_U].has_state);
	pa_checklist_done(&list);
	assert_int_equal(pa_checklist_init(&list, PA_OS_LINUX, wrong, 1, NULL), 0);
	pa_checklist_read(&list, s.window, NULL);
	assert_int_equal(pa_checklist_check_users(&list, &err), -ENOENT);
	pa_checklist_done(&list);
	scene_done(&s.scene);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_level_above_its_threshold_is_the_verdict),
		cmocka_unit_test(one_reading_below_acquits),
		cmocka_unit_test(one_reading_alone_accuses_nobody),
		cmocka_unit_test(without_a_threshold_nobody_is_accused),
		cmocka_unit_test(a_counter_counts_by_its_rate),
		cmocka_unit_test(a_limit_that_is_unknown_gives_no_share),
		cmocka_unit_test(a_class_of_ones_own_holds),
		cmocka_unit_test(measured_waiting_ranks_before_declared_waiting),
		cmocka_unit_test(what_could_not_be_read_is_told),
		cmocka_unit_test(thresholds_are_explained),
		cmocka_unit_test(declared_resources_are_the_last_rows),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
