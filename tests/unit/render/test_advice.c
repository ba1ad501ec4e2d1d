/* SPDX-License-Identifier: Apache-2.0 */
#include "unit.h"

#include <math.h>
#include <stdbool.h>
#include <string.h>

#include "base/buf.h"
#include "model/advice.h"
#include "render/advice.h"
#include "render/wrap.h"

static struct pa_advice *advice;
static struct pa_buf out;

static struct pa_evidence evidence[] = {
	{ .metric = "cg.cpu.throttled_ratio",
	  .unit = "ratio",
	  .source = "analyze",
	  .text = "throttled in 98 % of its periods (cpu.stat)",
	  .value = 0.98 },
	{ .metric = "cg.cpu.lost_ms_per_s",
	  .unit = "ms_per_s",
	  .source = "analyze",
	  .text = "its threads stood ready for 791 ms/s (schedstat)",
	  .value = 791 },
};
static struct pa_culprit culprits[] = {
	{ .kind = "cgroup", .id = "/tenant-blue", .name = "tenant-blue", .share = 1 },
	{ .kind = "process", .id = "100", .name = "pricing-api", .share = 0.6 },
};
static struct pa_next next[] = {
	{ "perfadvisor advise --cgroup /tenant-blue", "where the time of this cgroup goes" },
	{ "cat /sys/fs/cgroup/cpu/tenant-blue/cpu.stat", "how often it was throttled" },
};
static struct pa_judged judged = { .text = "throttled in 98 % of its periods",
				   .rule = "cg.cpu.throttled_ratio > 0.1",
				   .value = 0.98,
				   .holds = 1,
				   .required = 1 };
static struct pa_hypothesis hypothesis = { .id = "cpu.quota",
					   .resource = "cg.cpu",
					   .instance = "cg1:cpu:/tenant-blue",
					   .outcome = "survived",
					   .survived = 1,
					   .judged = &judged,
					   .judged_count = 1 };
static const char *also[] = { "vda busy 12 %, 0.10 ms a request, 0.01 in flight" };
static const char *history[] = { "OOM kill of mailq 14 min ago" };
static struct pa_finding findings[2];

static int setup(void **state)
{
	(void)state;
	advice = pa_advice_new();
	pa_buf_init(&out, 1 << 20);
	findings[0] = (struct pa_finding){
		.resource = "cg.cpu",
		.instance = "cg1:cpu:/tenant-blue",
		.aspect = "saturation",
		.hypothesis = "cpu.quota",
		.cause = "CPU quota: the cgroup is throttled",
		.sentence = "The CPU quota of cgroup tenant-blue: pricing-api (pid 100) may use "
			    "0.20 of a CPU and stood still for 791 ms of every second.",
		.unit = "ratio",
		.value = 0.98,
		.threshold = 0.1,
		.lost_ms_per_s = 791,
		.confidence = 1,
		.class = PA_CLASS_WAITING,
		.evidence = evidence,
		.evidence_count = 2,
		.culprits = culprits,
		.culprit_count = 2,
		.next = next,
		.next_count = 2,
	};
	findings[1] = findings[0];
	findings[1].why_not_first = "it loses 5 ms/s, the first 791 ms/s";
	findings[1].lost_ms_per_s = NAN;
	advice->findings = findings;
	advice->finding_count = 2;
	advice->verdict = (struct pa_verdict){ .state = PA_VERDICT_BOTTLENECK,
					       .sentence = findings[0].sentence,
					       .resource = "cg.cpu",
					       .instance = findings[0].instance,
					       .aspect = "saturation",
					       .cause = findings[0].cause,
					       .confidence = 1 };
	advice->hypotheses = &hypothesis;
	advice->hypothesis_count = 1;
	advice->also = also;
	advice->also_count = 1;
	advice->history = history;
	advice->history_count = 1;
	advice->rules_hash = "0123456789abcdef";
	advice->start_ns = 1700000000000000000U;
	advice->end_ns = 1700000010000000000U;
	advice->watched_ns = 10000000000U;
	advice->cost.cpu_s = NAN;
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	advice = pa_advice_free(advice);
	pa_buf_done(&out);
	return 0;
}

static bool has(const char *text)
{
	return strstr(out.bytes, text) != NULL;
}

/* Every line but those that begin a command fits; a command may be the whole of its line. */
static void fits(unsigned columns)
{
	const char *line;

	pa_advice_text(advice, columns, PA_ADVICE_EXPLAIN, &out);
	for (line = out.bytes; *line; line += strcspn(line, "\n") + 1) {
		size_t n = strcspn(line, "\n");

		if (memmem(line, n, "perfadvisor advise", 18) || memmem(line, n, "cat /sys", 8))
			continue;
		if (pa_wrap_columns(line, n) > columns)
			print_message("too wide: %.*s\n", (int)n, line);
		assert_true(pa_wrap_columns(line, n) <= columns);
	}
}

static void text_fits_40_columns(void **state)
{
	(void)state;
	fits(40);
}

static void text_fits_80_columns(void **state)
{
	(void)state;
	fits(80);
}

static void text_fits_200_columns(void **state)
{
	(void)state;
	fits(200);
}

static void a_command_is_whole_on_any_width(void **state)
{
	(void)state;
	pa_advice_text(advice, 40, 0, &out);
	assert_true(has("cat /sys/fs/cgroup/cpu/tenant-blue/cpu.stat\n"));
	assert_true(has("# how often it was"));
}

static void a_reason_is_a_comment_behind_its_command(void **state)
{
	(void)state;
	pa_advice_text(advice, 100, 0, &out);
	assert_true(has("perfadvisor advise --cgroup /tenant-blue     # where the time"));
	assert_true(has("cat /sys/fs/cgroup/cpu/tenant-blue/cpu.stat  # how often"));
}

static void there_is_no_colour_without_the_flag(void **state)
{
	(void)state;
	pa_advice_text(advice, 80, 0, &out);
	assert_false(has("\033"));
}

static void the_verdict_has_colour_with_the_flag(void **state)
{
	(void)state;
	pa_advice_text(advice, 80, PA_ADVICE_COLOR, &out);
	assert_memory_equal(out.bytes, "\033[1;31mBottleneck: ", 19);
	assert_true(has("\033[0m"));
}

static void quiet_is_the_sentence_alone(void **state)
{
	(void)state;
	pa_advice_text(advice, 40, PA_ADVICE_QUIET, &out);
	assert_string_equal(out.bytes,
			    "Bottleneck: The CPU quota of cgroup tenant-blue: pricing-api (pid "
			    "100) may use 0.20 of a CPU and stood still for 791 ms of every "
			    "second.\n");
}

static void a_runner_up_says_why_it_is_not_first(void **state)
{
	(void)state;
	pa_advice_text(advice, 300, 0, &out);
	assert_true(has("(not first: it loses 5 ms/s, the first 791 ms/s)"));
}

static void the_past_is_marked_as_earlier(void **state)
{
	(void)state;
	pa_advice_text(advice, 300, 0, &out);
	assert_true(has("earlier: OOM kill of mailq"));
}

static void an_unknown_cost_is_not_told(void **state)
{
	(void)state;
	pa_advice_text(advice, 80, 0, &out);
	assert_false(has("own cost"));
	assert_false(has("nan %"));
}

static void control_characters_of_a_name_stay_off_the_terminal(void **state)
{
	(void)state;
	findings[0].sentence = "a \033[2Jname\nof \302\233 \377 ours";
	advice->verdict.sentence = findings[0].sentence;
	culprits[1].name = "x\033]0;y\a";
	next[1].command = "cat /a\nb";
	hypothesis.instance = "cg1:\033[1m";
	pa_advice_text(advice, 80, PA_ADVICE_EXPLAIN, &out);
	culprits[1].name = "pricing-api";
	next[1].command = "cat /sys/fs/cgroup/cpu/tenant-blue/cpu.stat";
	hypothesis.instance = "cg1:cpu:/tenant-blue";
	assert_false(has("\033"));
	assert_false(has("\a"));
	assert_false(has("\302\233"));
	assert_true(has("a ?[2Jname?of ? \xef\xbf\xbd ours"));
	assert_true(has("cat /a?b"));
}

static void json_escapes_what_a_name_holds(void **state)
{
	(void)state;
	culprits[1].name = "x\033\"\377";
	pa_advice_json(advice, 0, &out);
	culprits[1].name = "pricing-api";
	assert_true(has("\"name\":\"x\\u001b\\\"\xef\xbf\xbd\""));
}

static void unknown_numbers_are_null_in_json(void **state)
{
	(void)state;
	pa_advice_json(advice, 0, &out);
	assert_true(has("\"cost\":{\"cpu_s\":null,\"rss_bytes\":null}"));
	assert_true(has("\"memory_bytes\":null"));
	assert_true(has("\"tick_ms\":null"));
	assert_true(has("\"since\":null,\"lost_ms_per_s\":791"));
	assert_true(has("\"lost_ms_per_s\":null"));
	assert_false(has(":nan"));
}

static void since_is_an_integer_of_the_epoch(void **state)
{
	(void)state;
	findings[0].since_ns = 1700000005000000000U;
	pa_advice_json(advice, 0, &out);
	assert_true(has("\"since\":1700000005000000000,"));
}

static void hypotheses_are_in_json_only_when_explained(void **state)
{
	(void)state;
	pa_advice_json(advice, 0, &out);
	assert_false(has("\"hypotheses\""));
	pa_buf_clear(&out);
	pa_advice_json(advice, PA_ADVICE_EXPLAIN, &out);
	assert_true(has("\"hypotheses\":[{\"id\":\"cpu.quota\""));
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
	const struct CMUnitTest tests[] = {
		TEST(text_fits_40_columns),
		TEST(text_fits_80_columns),
		TEST(text_fits_200_columns),
		TEST(a_command_is_whole_on_any_width),
		TEST(a_reason_is_a_comment_behind_its_command),
		TEST(there_is_no_colour_without_the_flag),
		TEST(the_verdict_has_colour_with_the_flag),
		TEST(quiet_is_the_sentence_alone),
		TEST(a_runner_up_says_why_it_is_not_first),
		TEST(the_past_is_marked_as_earlier),
		TEST(an_unknown_cost_is_not_told),
		TEST(control_characters_of_a_name_stay_off_the_terminal),
		TEST(json_escapes_what_a_name_holds),
		TEST(unknown_numbers_are_null_in_json),
		TEST(since_is_an_integer_of_the_epoch),
		TEST(hypotheses_are_in_json_only_when_explained),
	};
#undef TEST
	return cmocka_run_group_tests(tests, NULL, NULL);
}
