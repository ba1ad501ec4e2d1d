/* SPDX-License-Identifier: Apache-2.0 */
/* Each rule of catalog/tuning speaks when all its facts hold, and is silent when one does not. */
#include "unit.h"

#include <string.h>

#include "analyze/tuning.h"
#include "scene.h"

static struct scene s;
static struct pa_case c;

static int setup(void **state)
{
	(void)state;
	scene_init(&s);
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	pa_case_done(&c);
	scene_done(&s);
	return 0;
}

/* A value on the wanted side of a comparison. */
static double on_side(const struct pa_tuning_fact *fact, bool holds)
{
	double step = fact->than > 1 || fact->than < -1 ? fact->than / 2 : 0.5;

	switch (fact->op) {
	case PA_OP_GT:
	case PA_OP_GE:
		return holds ? fact->than + step : fact->than - step;
	case PA_OP_EQ:
		return holds ? fact->than : fact->than + 1;
	case PA_OP_NE:
		return holds ? fact->than + 1 : fact->than;
	default:
		return holds ? fact->than - step : fact->than + step;
	}
}

static void put(const struct pa_tuning_fact *fact, bool holds)
{
	uint32_t instance = fact->any ? scene_name(&s, "other") : 0;

	pa_facts_put(&c.facts, fact->value, instance, on_side(fact, holds));
}

static bool is_setting_twice(const struct pa_tuning_rule *rule, size_t i)
{
	for (size_t k = 0; k < rule->fact_count; k++)
		if (k != i && rule->facts[k].value == rule->facts[i].value)
			return true;
	return false;
}

/* All facts of the rule hold, but that one (fact_count: none). */
static enum pa_tuned_state judged(const struct pa_tuning_rule *rule, size_t but)
{
	uint32_t at;

	pa_case_done(&c);
	pa_case_init(&c, s.window);
	for (size_t i = 0; i < rule->fact_count; i++)
		put(&rule->facts[i], true);
	/* Of several about one value the last word counts: a state that none of them names. */
	for (size_t i = 0; i < rule->fact_count; i++)
		if (rule->facts[i].op == PA_OP_NE)
			pa_facts_put(&c.facts, rule->facts[i].value, 0, 100);
	if (but < rule->fact_count)
		put(&rule->facts[but], false);
	return pa_tuning_judge(&c, rule, 0, &at);
}

static void each_rule_speaks_when_all_its_facts_hold(void **state)
{
	(void)state;
	pa_case_init(&c, scene_window(&s));
	for (size_t r = 0; r < pa_tuning_count; r++) {
		if (judged(&pa_tunings[r], pa_tunings[r].fact_count) != PA_TUNED_HOLDS)
			fail_msg("%s is silent", pa_tunings[r].id);
	}
}

static void each_rule_is_silent_when_one_fact_does_not_hold(void **state)
{
	(void)state;
	pa_case_init(&c, scene_window(&s));
	for (size_t r = 0; r < pa_tuning_count; r++) {
		for (size_t i = 0; i < pa_tunings[r].fact_count; i++) {
			if (is_setting_twice(&pa_tunings[r], i) &&
			    pa_tunings[r].facts[i].op != PA_OP_NE)
				continue;
			if (judged(&pa_tunings[r], i) == PA_TUNED_HOLDS)
				fail_msg("%s speaks without %s", pa_tunings[r].id,
					 pa_tunings[r].facts[i].text);
		}
	}
}

/* The settings of the wrong side alone, on a machine on which nothing is measured beside them. */
static void no_rule_speaks_on_a_quiet_machine(void **state)
{
	const struct pa_tuning_rule *rule;
	uint32_t at;

	(void)state;
	pa_case_init(&c, scene_window(&s));
	for (size_t r = 0; r < pa_tuning_count; r++) {
		rule = &pa_tunings[r];
		pa_case_done(&c);
		pa_case_init(&c, s.window);
		for (size_t i = 0; i < rule->setting_facts; i++)
			put(&rule->facts[i], true);
		if (pa_tuning_judge(&c, rule, 0, &at) == PA_TUNED_HOLDS)
			fail_msg("%s speaks of a quiet machine", rule->id);
	}
}

static void each_rule_says_why_and_when(void **state)
{
	(void)state;
	pa_case_init(&c, scene_window(&s));
	for (size_t r = 0; r < pa_tuning_count; r++) {
		assert_true(pa_tunings[r].fact_count > pa_tunings[r].setting_facts);
		assert_true(strlen(pa_tunings[r].reason) > 20);
		assert_true(strlen(pa_tunings[r].matters_when) > 10);
	}
}

static bool speaks_of(const struct pa_tuning_rule *rule, const char *id)
{
	bool named = strstr(rule->sentence, id) != NULL;

	for (size_t i = 0; i < rule->fact_count; i++)
		named |= strstr(rule->facts[i].text, id) != NULL;
	return named;
}

/* What no rule speaks of need not be read. */
static void each_setting_that_is_read_has_a_rule(void **state)
{
	(void)state;
	pa_case_init(&c, scene_window(&s));
	for (uint16_t v = PA_V_NONE + 1; v < PA_V_COUNT; v++) {
		bool any = pa_values[v].cell != 'C';

		for (size_t r = 0; r < pa_tuning_count && !any; r++)
			any = pa_tunings[r].value == v ||
			      speaks_of(&pa_tunings[r], pa_values[v].id);
		if (!any)
			fail_msg("no rule speaks of %s", pa_values[v].id);
	}
}

static const struct pa_tuned *tuned(const struct pa_advice *advice, const char *id)
{
	for (size_t i = 0; i < advice->tuning_count; i++)
		if (!strcmp(advice->tuning[i].id, id))
			return &advice->tuning[i];
	return NULL;
}

static void a_short_accept_queue_is_a_remark_only_when_it_was_full(void **state)
{
	struct pa_advice *advice;

	(void)state;
	scene_gauge(&s, PA_V_NET_TCP_LISTEN_SOMAXCONN_COUNT, "", 128);
	scene_counter(&s, PA_V_NET_TCP_RETX_SEGMENTS_OUT_COUNT, "", 1000);
	scene_counter(&s, PA_V_NET_TCP_LISTEN_OVERFLOWS_COUNT, "", 3);
	advice = scene_advise(&s);
	assert_int_equal(tuned(advice, "net.somaxconn")->state, PA_TUNED_HOLDS);
	assert_string_equal(
		tuned(advice, "net.somaxconn")->sentence,
		"net.core.somaxconn is 128 and an accept queue was full 3 times a second: "
		"no listener may have a longer one, whatever it asks for.");
	assert_string_equal(tuned(advice, "net.somaxconn")->source, "sysctl_tuning");
	pa_advice_free(advice);
	pa_case_init(&c, s.window);
}

static void a_short_accept_queue_that_was_never_full_is_none(void **state)
{
	struct pa_advice *advice;

	(void)state;
	scene_gauge(&s, PA_V_NET_TCP_LISTEN_SOMAXCONN_COUNT, "", 128);
	scene_counter(&s, PA_V_NET_TCP_RETX_SEGMENTS_OUT_COUNT, "", 1000);
	scene_counter(&s, PA_V_NET_TCP_LISTEN_OVERFLOWS_COUNT, "", 0);
	advice = scene_advise(&s);
	assert_int_equal(tuned(advice, "net.somaxconn")->state, PA_TUNED_QUIET);
	assert_null(tuned(advice, "net.somaxconn")->sentence);
	pa_advice_free(advice);
	pa_case_init(&c, s.window);
}

static void a_state_is_told_in_its_word(void **state)
{
	struct pa_advice *advice;
	const struct pa_tuned *t;

	(void)state;
	scene_disk(&s, "nvme0n1", 60000, 0.2, 0.9, 4096);
	scene_gauge(&s, PA_V_BLK_SCHED_SCHEDULER_STATE, "nvme0n1",
		    (double)pa_value_state(PA_V_BLK_SCHED_SCHEDULER_STATE, "bfq", 3));
	advice = scene_advise(&s);
	t = tuned(advice, "disk.scheduler-fast");
	assert_int_equal(t->state, PA_TUNED_HOLDS);
	assert_string_equal(t->word, "bfq");
	assert_string_equal(t->instance, "nvme0n1");
	assert_non_null(strstr(t->sentence, "nvme0n1 is bfq at 60,000 requests a second"));
	pa_advice_free(advice);
	pa_case_init(&c, s.window);
}

static void a_mount_is_judged_by_its_device(void **state)
{
	struct pa_advice *advice;
	const struct pa_tuned *t;

	(void)state;
	scene_disk(&s, "vda", 500, 2, 0.5, 100000);
	scene_mount(&s, "/var", "vda", 1000000000, 500000000);
	scene_gauge(&s, PA_V_FS_JBD2_DATA_FLAG, "/var", 1);
	advice = scene_advise(&s);
	t = tuned(advice, "fs.data-journal");
	assert_non_null(t);
	assert_string_equal(t->instance, "/var");
	assert_string_equal(t->text, "on");
	assert_true(t->state != PA_TUNED_UNKNOWN);
	pa_advice_free(advice);
	pa_case_init(&c, s.window);
}

static void devices_that_are_alike_are_told_as_one(void **state)
{
	struct pa_advice *advice;
	const struct pa_tuned *t;

	(void)state;
	for (int i = 0; i < 6; i++) {
		char name[] = "sda";

		name[2] = (char)('a' + i);
		scene_gauge(&s, PA_V_BLK_DEV_READ_AHEAD_KIB, name, 128);
	}
	scene_gauge(&s, PA_V_BLK_DEV_READ_AHEAD_KIB, "loop0", 128); /* stands for a file */
	advice = scene_advise(&s);
	t = tuned(advice, "disk.read-ahead");
	assert_string_equal(t->instance, "sda, sdb, sdc, sdd and 2 more");
	pa_advice_free(advice);
	pa_case_init(&c, s.window);
}

static void a_lowered_clock_is_told_in_gigahertz(void **state)
{
	struct pa_advice *advice;
	const struct pa_tuned *t;

	(void)state;
	scene_gauge(&s, PA_V_CPU_FREQ_CEILING_HZ, "policy0", 1700000000);
	scene_gauge(&s, PA_V_CPU_FREQ_HARDWARE_HZ, "policy0", 3400000000);
	scene_cpus(&s, 0.7, 0.05);
	advice = scene_advise(&s);
	t = tuned(advice, "cpu.ceiling");
	assert_int_equal(t->state, PA_TUNED_HOLDS);
	assert_non_null(strstr(t->sentence, "policy0 may use 1.7 GHz of the 3.4 GHz"));
	assert_near(t->value, 0.5, 0.001);
	pa_advice_free(advice);
	pa_case_init(&c, s.window);
}

static void packets_on_one_cpu_are_seen(void **state)
{
	double share = 0;

	(void)state;
	scene_counter(&s, PA_V_NET_SOFTNET_PROCESSED_COUNT, "cpu0", 97000);
	scene_counter(&s, PA_V_NET_SOFTNET_PROCESSED_COUNT, "cpu1", 3000);
	scene_cpu(&s, "cpu0", 0.95);
	pa_case_init(&c, scene_window(&s));
	assert_true(pa_facts_exact(&c.facts, PA_V_NET_SOFTNET_BUSIEST_RATIO, 0, &share));
	assert_near(share, 0.97, 0.01);
	assert_true(pa_facts_exact(&c.facts, PA_V_NET_SOFTNET_BUSIEST_CPU_RATIO, 0, &share));
	assert_near(share, 0.95, 0.02);
}

static void a_swap_area_belongs_to_the_disk_of_its_partition(void **state)
{
	double value;

	(void)state;
	scene_gauge(&s, PA_V_BLK_DEV_ROTATIONAL_FLAG, "sda", 1);
	scene_gauge(&s, PA_V_BLK_DEV_ROTATIONAL_FLAG, "nvme0n1", 0);
	scene_gauge(&s, PA_V_MEM_SWAP_DEVICE_SIZE_KIB, "/dev/sda3", 1000);
	scene_gauge(&s, PA_V_MEM_SWAP_DEVICE_SIZE_KIB, "/dev/nvme0n1p2", 1000);
	scene_gauge(&s, PA_V_MEM_SWAP_DEVICE_SIZE_KIB, "/dev/sdab", 1000);
	pa_case_init(&c, scene_window(&s));
	assert_true(pa_facts_exact(&c.facts, PA_V_MEM_SWAP_ROTATIONAL_FLAG,
				   scene_name(&s, "/dev/sda3"), &value));
	assert_near(value, 1, 0);
	assert_true(pa_facts_exact(&c.facts, PA_V_MEM_SWAP_ROTATIONAL_FLAG,
				   scene_name(&s, "/dev/nvme0n1p2"), &value));
	assert_near(value, 0, 0);
	assert_false(pa_facts_exact(&c.facts, PA_V_MEM_SWAP_ROTATIONAL_FLAG,
				    scene_name(&s, "/dev/sdab"), &value));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(each_rule_speaks_when_all_its_facts_hold),
		TEST(each_rule_is_silent_when_one_fact_does_not_hold),
		TEST(no_rule_speaks_on_a_quiet_machine),
		TEST(each_rule_says_why_and_when),
		TEST(each_setting_that_is_read_has_a_rule),
		TEST(a_short_accept_queue_is_a_remark_only_when_it_was_full),
		TEST(a_short_accept_queue_that_was_never_full_is_none),
		TEST(a_state_is_told_in_its_word),
		TEST(a_mount_is_judged_by_its_device),
		TEST(devices_that_are_alike_are_told_as_one),
		TEST(a_lowered_clock_is_told_in_gigahertz),
		TEST(packets_on_one_cpu_are_seen),
		TEST(a_swap_area_belongs_to_the_disk_of_its_partition),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
