/* SPDX-License-Identifier: Apache-2.0 */
/* The verdict's rules: who survives, who explains whom, who is named, what is said. */
#include "unit.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "analyze/coverage.h"
#include "analyze/judge.h"
#include "analyze/words.h"
#include "base/buf.h"
#include "render/advice.h"
#include "scene.h"

static struct scene s;
static struct pa_advice *advice;
static struct pa_case c;
static struct pa_arena arena;

static int setup(void **state)
{
	(void)state;
	advice = NULL;
	memset(&c, 0, sizeof(c));
	pa_arena_init(&arena);
	scene_init(&s);
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	advice = pa_advice_free(advice);
	pa_case_done(&c);
	pa_arena_done(&arena);
	scene_done(&s);
	return 0;
}

static const struct pa_rule *rule_of(const char *id)
{
	for (size_t i = 0; i < pa_rule_count; i++)
		if (!strcmp(pa_rules[i].id, id))
			return &pa_rules[i];
	return NULL;
}

/* The judgement of a rule on its first instance. */
static struct pa_judgement judged(const char *id)
{
	struct pa_judgement *list = NULL, found = { 0 };
	size_t count;

	pa_case_init(&c, scene_window(&s));
	count = pa_judge(&c, &list);
	for (size_t i = 0; i < count && !found.rule; i++)
		if (list[i].rule == rule_of(id))
			found = list[i];
	free(list);
	return found;
}

static void loss(double per_s)
{
	scene_counter(&s, PA_V_NET_TCP_RETX_RETRANSMITS_COUNT, "", per_s);
}

static void quota(const char *group)
{
	struct scene_task *t = scene_task(&s, 100, 100, "pricing", 0.2);

	scene_joins(&s, t, group);
	t->per_s.run_delay_ns = 790000000;
	scene_gauge(&s, PA_V_CG_CPU_QUOTA_US, group, 20000);
	scene_gauge(&s, PA_V_CG_CPU_PERIOD_US, group, 100000);
	scene_counter(&s, PA_V_CG_CPU_PERIODS_COUNT, group, 10);
	scene_counter(&s, PA_V_CG_CPU_THROTTLED_COUNT, group, 9);
	scene_counter(&s, PA_V_CG_CPU_THROTTLED_US, group, 790000);
	scene_counter(&s, PA_V_CG_CPU_USAGE_US, group, 200000);
}

/* ---- judging ---- */

static void an_unknown_required_fact_drops_the_hypothesis(void **state)
{
	struct pa_judgement j;

	(void)state;
	scene_counter(&s, PA_V_MEM_SWAP_IN_PAGES, "", 5000);
	scene_forget(&s, PA_V_PSI_ALL_MEMORY_SOME_US);
	j = judged("mem.swap-thrash");
	assert_non_null(j.rule);
	assert_false(j.survived);
	assert_int_equal(j.failed->value, PA_V_MEM_CAP_PRESSURE_SOME_RATIO);
}

static void a_fact_against_acquits(void **state)
{
	struct pa_judgement j;

	(void)state;
	scene_disk(&s, "vda", 20, 45, 0.9, 1 << 20);
	scene_counter(&s, PA_V_PSI_ALL_IO_SOME_US, "", 900000);
	j = judged("disk.slow");
	assert_false(j.survived);
	assert_int_equal(j.failed->against, 1);
	assert_near(j.held, 1, 1e-9);
	assert_near(j.confidence, 0, 0);
}

static void confidence_is_the_weight_that_was_measured_and_holds(void **state)
{
	struct pa_judgement j;

	(void)state;
	scene_counter(&s, PA_V_NET_TCP_LISTEN_OVERFLOWS_COUNT, "", 5);
	j = judged("net.listen-overflow");
	assert_true(j.survived);
	assert_near(j.confidence, 3.0 / 5, 1e-9);
}

/* ---- healthy or inconclusive ---- */

static void verdict_without(uint16_t a, uint16_t b, const char *named)
{
	scene_forget(&s, a);
	scene_forget(&s, b);
	advice = scene_advise(&s);
	assert_int_equal(advice->verdict.state, PA_VERDICT_INCONCLUSIVE);
	assert_non_null(strstr(advice->verdict.sentence, named));
}

static void a_quiet_machine_is_healthy(void **state)
{
	(void)state;
	advice = scene_advise(&s);
	assert_int_equal(advice->verdict.state, PA_VERDICT_HEALTHY);
	assert_null(advice->verdict.resource);
	assert_int_equal(advice->finding_count, 0);
}

static void without_cpu_saturation_nobody_is_healthy(void **state)
{
	(void)state;
	s.task_count = 0;
	verdict_without(PA_V_PSI_ALL_CPU_SOME_US, PA_V_PSI_ALL_CPU_SOME_US, "the CPUs");
}

static void without_memory_saturation_nobody_is_healthy(void **state)
{
	(void)state;
	scene_forget(&s, PA_V_PSI_ALL_MEMORY_SOME_US);
	verdict_without(PA_V_MEM_THRASH_REFAULT_FILE_PAGES, PA_V_MEM_THRASH_REFAULT_ANON_PAGES,
			"memory");
}

static void without_storage_saturation_nobody_is_healthy(void **state)
{
	(void)state;
	verdict_without(PA_V_PSI_ALL_IO_SOME_US, PA_V_PSI_ALL_IO_SOME_US, "storage");
}

static void without_network_saturation_nobody_is_healthy(void **state)
{
	(void)state;
	verdict_without(PA_V_NET_TCP_RETX_RETRANSMITS_COUNT, PA_V_NET_TCP_RETX_RETRANSMITS_COUNT,
			"the network");
}

static void without_cgroup_saturation_nobody_is_healthy(void **state)
{
	(void)state;
	verdict_without(PA_V_CG_COUNT_GROUPS_COUNT, PA_V_CG_COUNT_GROUPS_COUNT, "the cgroups");
}

static void a_bottleneck_is_told_though_others_are_unknown(void **state)
{
	(void)state;
	scene_forget(&s, PA_V_CG_COUNT_GROUPS_COUNT);
	loss(50);
	advice = scene_advise(&s);
	assert_string_equal(scene_verdict(advice), "net.loss");
}

static void a_machine_seen_once_is_inconclusive(void **state)
{
	struct pa_moment m;

	(void)state;
	pa_moment_init(&m);
	m.mono_ns = SCENE_START_NS;
	pa_window_add(s.window, &m);
	pa_moment_done(&m);
	advice = pa_advise(s.window, &s.scope, NULL, 0);
	assert_int_equal(advice->verdict.state, PA_VERDICT_INCONCLUSIVE);
	assert_non_null(strstr(advice->verdict.sentence, "only once"));
}

/* ---- order ---- */

/* Whose members could not be told, so that their waiting stays in the run queue's account. */
static void the_quota_explains_the_run_queue(void **state)
{
	(void)state;
	quota("cg1:cpu:/blue");
	scene_cpus(&s, 0.98, 0);
	s.tasks[1].base.has &= ~(uint32_t)PA_TASK_CGROUPS;
	s.tasks[1].base.cgroup_cpu = 0;
	s.tasks[1].base.cgroup_memory = 0;
	s.tasks[1].base.cgroup_io = 0;
	s.tasks[1].per_s.run_delay_ns = 2 * SCENE_S;
	advice = scene_advise(&s);
	assert_string_equal(scene_verdict(advice), "cpu.quota");
	assert_non_null(
		strstr(scene_finding(advice, "cpu.saturated")->why_not_first, "explained by"));
}

static void failing_ranks_before_waiting(void **state)
{
	(void)state;
	quota("cg1:cpu:/blue");
	loss(50);
	advice = scene_advise(&s);
	assert_string_equal(scene_verdict(advice), "net.loss");
	assert_string_equal(advice->findings[1].hypothesis, "cpu.quota");
	assert_non_null(strstr(advice->findings[1].why_not_first, "threads wait"));
}

static void the_shaper_explains_the_loss(void **state)
{
	(void)state;
	loss(50);
	scene_counter(&s, PA_V_NET_QDISC_SENT_BYTES, "eth0", 125000);
	scene_counter(&s, PA_V_NET_QDISC_OVERLIMITS_COUNT, "eth0", 300);
	scene_gauge(&s, PA_V_NET_QDISC_BACKLOG_BYTES, "eth0", 60000);
	advice = scene_advise(&s);
	assert_string_equal(scene_verdict(advice), "net.shaped");
	assert_non_null(strstr(scene_finding(advice, "net.loss")->why_not_first, "explained by"));
}

static void unrelated_processes_do_not_explain_each_other(void **state)
{
	struct scene_task *t;

	(void)state;
	for (int i = 0; i < 3; i++) {
		t = scene_task(&s, 100, 100 + i, "locker", 0.1);
		scene_queues(&s, t, 0x10, 0.9);
		t->per_s.voluntary_switches = 100;
	}
	(void)scene_task(&s, 200, 200, "hot", 0.99);
	scene_cpu(&s, "cpu0", 1);
	scene_cpu(&s, "cpu1", 0.1);
	advice = scene_advise(&s);
	assert_string_equal(scene_verdict(advice), "lock.futex");
	assert_null(strstr(scene_finding(advice, "cpu.onehot")->why_not_first, "explained by"));
}

static void the_larger_loss_of_time_is_first(void **state)
{
	const struct pa_finding *first;

	(void)state;
	quota("cg1:cpu:/blue");
	scene_disk(&s, "vda", 20, 45, 0.9, 4096);
	scene_counter(&s, PA_V_PSI_ALL_IO_SOME_US, "", 300000);
	advice = scene_advise(&s);
	first = &advice->findings[0];
	assert_string_equal(first->hypothesis, "cpu.quota");
	assert_non_null(strstr(scene_finding(advice, "disk.slow")->why_not_first,
			       "it loses 300 ms/s, the first 790 ms/s"));
}

/* ---- what is said ---- */

static void a_group_below_the_limited_one_is_its_member(void **state)
{
	(void)state;
	quota("cg1:cpu:/blue");
	scene_joins(&s, &s.tasks[1], "cg1:cpu:/blue/pod/app");
	advice = scene_advise(&s);
	assert_string_equal(scene_verdict(advice), "cpu.quota");
	assert_string_equal(scene_culprit(&advice->findings[0], "process")->id, "100");
	assert_near(advice->findings[0].lost_ms_per_s, 790, 1);
}

static void a_finding_that_began_while_we_looked_says_since_when(void **state)
{
	(void)state;
	scene_counter(&s, PA_V_NET_TCP_RETX_RETRANSMITS_COUNT, "", 50)->from_tick = 4;
	advice = scene_advise(&s);
	assert_int_equal(advice->findings[0].since_ns, SCENE_EPOCH_NS + 5 * SCENE_S);
}

static void a_finding_that_was_there_before_has_no_since(void **state)
{
	(void)state;
	loss(50);
	advice = scene_advise(&s);
	assert_int_equal(advice->findings[0].since_ns, 0);
}

static void a_name_in_a_command_is_quoted(void **state)
{
	(void)state;
	quota("cg1:cpu:/x; rm -rf $HOME");
	advice = scene_advise(&s);
	assert_string_equal(advice->findings[0].next[0].command,
			    "perfadvisor advise --cgroup '/x; rm -rf $HOME'");
}

static void a_command_without_its_program_is_not_proposed(void **state)
{
	(void)state;
	loss(50);
	advice = pa_advise(scene_window(&s), &s.scope, NULL, 0);
	assert_int_equal(advice->findings[0].next_count, 1);
	assert_string_equal(advice->findings[0].next[0].command,
			    "perfadvisor checklist net.tcp.retx");
}

static void a_rival_that_lost_says_why(void **state)
{
	(void)state;
	quota("cg1:cpu:/blue");
	(void)scene_task(&s, 200, 200, "hot", 0.99);
	advice = scene_advise(&s);
	for (size_t i = 0; i < advice->rejected_count; i++) {
		assert_null(strstr(advice->rejected[i], "hardware counters were read"));
		assert_null(strstr(advice->rejected[i], "{"));
		assert_null(strstr(advice->rejected[i], " : "));
	}
}

static void the_past_is_told_as_history(void **state)
{
	(void)state;
	scene_note(&s, PA_NOTE_OOM_KILL, "mailq", -840);
	scene_note(&s, PA_NOTE_OOM_KILL, "mailq", -830);
	advice = scene_advise(&s);
	assert_int_equal(advice->history_count, 1);
	assert_string_equal(advice->history[0], "OOM kill of mailq (2 times) 14 min ago");
}

/* ---- culprits ---- */

/* A child that has the listening socket from its parent is not the one to blame. */
static void a_socket_belongs_to_its_oldest_holder(void **state)
{
	struct pa_sock *sock = scene_sock(&s, PA_SOCK_TCP_LISTEN);

	(void)state;
	sock->receive_queue = 6;
	sock->send_queue = 5;
	scene_task(&s, 200, 200, "child", 0.02)->base.start_ticks = 900;
	scene_task(&s, 300, 300, "parent", 0.01)->base.start_ticks = 800;
	(void)scene_file(&s, 200, "socket:[9001]", 0);
	(void)scene_file(&s, 300, "socket:[9001]", 0);
	scene_counter(&s, PA_V_NET_TCP_LISTEN_OVERFLOWS_COUNT, "", 30);
	advice = scene_advise(&s);
	assert_non_null(scene_finding(advice, "net.listen-overflow"));
	assert_string_equal(
		scene_culprit(scene_finding(advice, "net.listen-overflow"), "process")->name,
		"parent");
}

static void no_culprit_is_below_a_twentieth(void **state)
{
	const struct pa_finding *f;

	(void)state;
	scene_cpus(&s, 1, 0);
	for (int i = 0; i < 4; i++)
		scene_task(&s, 100 + i, 100 + i, "eater", i ? 0.02 : 0.95)->per_s.run_delay_ns =
			i ? SCENE_S / 100 : 2 * SCENE_S;
	advice = scene_advise(&s);
	f = scene_finding(advice, "cpu.saturated");
	assert_non_null(f);
	assert_int_equal(f->culprit_count, 1);
	assert_near(f->culprits[0].share, 0.95 / 1.011, 0.001);
}

static void the_observer_is_no_culprit(void **state)
{
	(void)state;
	scene_cpus(&s, 1, 0);
	scene_task(&s, 4242, 4242, "perfadvisor", 1)->per_s.run_delay_ns = 9 * SCENE_S;
	scene_task(&s, 100, 100, "eater", 1)->per_s.run_delay_ns = 2 * SCENE_S;
	advice = scene_advise(&s);
	assert_string_equal(scene_culprit(&advice->findings[0], "process")->id, "100");
}

static void the_real_time_thread_is_named_and_not_the_hottest(void **state)
{
	struct scene_task *t = scene_task(&s, 100, 100, "rt", 0.9);

	(void)state;
	t->base.policy = 1;
	(void)scene_task(&s, 200, 200, "ordinary", 1);
	scene_task(&s, 300, 300, "poor", 0.1)->per_s.run_delay_ns = SCENE_S;
	advice = scene_advise(&s);
	assert_string_equal(scene_verdict(advice), "cpu.rt-hog");
	assert_string_equal(scene_culprit(&advice->findings[0], "process")->id, "100");
}

static void who_holds_most_files_is_named(void **state)
{
	struct scene_task *t = scene_task(&s, 100, 100, "holder", 0);

	(void)state;
	t->base.has |= PA_TASK_FDS;
	t->base.fd_count = 90000;
	(void)scene_task(&s, 200, 200, "runner", 1);
	scene_gauge(&s, PA_V_FD_SYS_USED_COUNT, "", 99900);
	scene_gauge(&s, PA_V_FD_SYS_LIMIT_COUNT, "", 100000);
	advice = scene_advise(&s);
	assert_string_equal(
		scene_culprit(scene_finding(advice, "fd.system-exhausted"), "process")->id, "100");
}

/* ---- scope ---- */

static void a_scope_is_told_where_its_time_went(void **state)
{
	(void)state;
	loss(50);
	quota("cg1:cpu:/blue/app");
	s.scope.cgroup = "/blue";
	advice = scene_advise(&s);
	assert_string_equal(scene_verdict(advice), "cpu.quota");
	assert_null(scene_finding(advice, "net.loss"));
	assert_non_null(strstr(advice->also[0], "790 ready without one"));
}

static void a_scope_that_is_not_there_is_told_so(void **state)
{
	(void)state;
	s.scope.pid = 77777;
	advice = scene_advise(&s);
	assert_non_null(strstr(advice->also[0], "nothing of it ran"));
	assert_int_equal(advice->verdict.state, PA_VERDICT_INCONCLUSIVE);
}

/* ---- suspects ---- */

static void who_runs_and_who_is_asked_about_are_suspects(void **state)
{
	struct pa_suspects out;

	(void)state;
	(void)scene_task(&s, 100, 100, "hot", 0.9);
	(void)scene_task(&s, 200, 200, "asked", 0);
	s.scope.pid = 200;
	pa_suspects_choose(scene_window(&s), &s.scope, &out);
	assert_int_equal(out.pid_count, 2);
	assert_int_equal(out.pids[0], 200);
	assert_int_equal(out.pids[1], 100);
	assert_int_equal(out.watch[0], 100);
}

static void an_idle_machine_has_no_suspect(void **state)
{
	struct pa_suspects out;

	(void)state;
	pa_suspects_choose(scene_window(&s), &s.scope, &out);
	assert_int_equal(out.pid_count, 0);
	assert_int_equal(out.watch_count, 0);
}

/* ---- coverage ---- */

static void every_row_of_the_catalog_is_counted_once(void **state)
{
	const struct pa_coverage *v;

	(void)state;
	scene_miss(&s, PA_V_MEM_SWAP_IN_PAGES, "", PA_DENIED);
	scene_miss(&s, PA_V_FD_SYS_USED_COUNT, "", PA_BROKEN);
	advice = scene_advise(&s);
	v = &advice->coverage;
	assert_int_equal(v->resources, 170);
	assert_int_equal(v->measured + v->absent + v->denied + v->broken + v->no_code_point +
				 v->needs_ebpf,
			 170);
	assert_int_equal(v->denied, 1);
	assert_int_equal(v->broken, 1);
}

/* ---- words ---- */

static void said(uint16_t metric, double value, enum pa_words_style style, const char *wanted)
{
	assert_string_equal(pa_words_value(&arena, metric, value, style), wanted);
}

static void values_have_their_unit(void **state)
{
	(void)state;
	said(PA_V_CPU_RUNQ_DELAY_MS_PER_S, 791.4, PA_WORDS_SHORT, "791 ms/s");
	said(PA_V_CPU_RUNQ_DELAY_MS_PER_S, 791.4, PA_WORDS_LONG, "791 ms of every second");
	said(PA_V_BLK_DEV_AWAIT_MS, 3.44, PA_WORDS_SHORT, "3.4 ms");
	said(PA_V_MEM_CAP_TOTAL_KIB, 2048, PA_WORDS_SHORT, "2 MB");
	said(PA_V_NET_IF_RX_BYTES_PER_S, 1024 * 1024, PA_WORDS_LONG, "1 MB per second");
	said(PA_V_TASK_CTXSW_RUN_US, 6, PA_WORDS_SHORT, "6 us");
}

static void thousands_are_parted(void **state)
{
	(void)state;
	said(PA_V_TASK_CTXSW_SWITCHES_PER_S, 4120, PA_WORDS_SHORT, "4,120/s");
	said(PA_V_TASK_CTXSW_SWITCHES_PER_S, 1234567, PA_WORDS_SHORT, "1,234,567/s");
	said(PA_V_TASK_CTXSW_SWITCHES_PER_S, 1000000005.0, PA_WORDS_SHORT, "1,000,000,005/s");
}

static void not_quite_all_does_not_read_as_all(void **state)
{
	(void)state;
	said(PA_V_CPU_ALL_BUSY_RATIO, 0.9996, PA_WORDS_SHORT, "99.9 %");
	said(PA_V_CPU_ALL_BUSY_RATIO, 1, PA_WORDS_SHORT, "100 %");
	said(PA_V_CPU_ALL_BUSY_RATIO, 0.0013, PA_WORDS_SHORT, "0.13 %");
	said(PA_V_CPU_ALL_BUSY_RATIO, 0, PA_WORDS_SHORT, "0 %");
}

static void the_unknown_is_a_dash(void **state)
{
	(void)state;
	said(PA_V_CPU_ALL_BUSY_RATIO, NAN, PA_WORDS_SHORT, "-");
}

static void templates_name_the_group_the_namespace_and_the_process(void **state)
{
	const struct pa_culprit who = { .kind = "process", .id = "12", .name = "api" };
	struct pa_words w = { .c = &c, .arena = &arena, .culprits = &who, .culprit_count = 1 };

	(void)state;
	pa_case_init(&c, scene_window(&s));
	w.instance = scene_name(&s, "cg1:cpu:/a/blue");
	assert_string_equal(pa_words_fill(&w, "{leaf} {cgroup} {file}", PA_WORDS_SHORT),
			    "blue /a/blue /cpu/a/blue/cpu.stat");
	w.instance = scene_name(&s, "netns:red/eth0");
	assert_string_equal(pa_words_fill(&w, "x{netns}: {who} {pid}", PA_WORDS_SHORT),
			    "x in network namespace red: api (pid 12) 12");
	w.culprit_count = 0;
	assert_string_equal(pa_words_fill(&w, "{who} {pid} {mem.swap.in_per_s}", PA_WORDS_SHORT),
			    "a process that could not be named PID -");
}

static void a_fact_reads_right_in_every_outcome(void **state)
{
	const struct pa_fact_rule *fact = NULL;
	const struct pa_rule *rule = rule_of("cpu.full");
	struct pa_words w = { .c = &c, .arena = &arena };

	(void)state;
	pa_case_init(&c, scene_window(&s));
	for (size_t i = 0; i < rule->fact_count; i++)
		if (rule->facts[i].value == PA_V_CPU_PIPELINE_UNSEEN_FLAG)
			fact = &rule->facts[i];
	assert_string_equal(pa_words_fact(&w, fact, 1), "hardware counters were read");
	assert_string_equal(pa_words_fact(&w, fact, 0), "no hardware counter could be read");
	assert_string_equal(pa_words_fact(&w, fact, -1),
			    "cpu.pipeline.unseen_flag could not be measured");
}

static void a_quoted_word_is_one_word(void **state)
{
	(void)state;
	assert_string_equal(pa_words_quote(&arena, "/a/b-1.c"), "/a/b-1.c");
	assert_string_equal(pa_words_quote(&arena, "it's"), "'it'\\''s'");
	assert_string_equal(pa_words_quote(&arena, ""), "''");
}

/* ---- the same again ---- */

static void equal_input_gives_equal_bytes(void **state)
{
	struct pa_buf first, second;

	(void)state;
	pa_buf_init(&first, 1 << 20);
	pa_buf_init(&second, 1 << 20);
	quota("cg1:cpu:/blue");
	loss(50);
	scene_disk(&s, "vda", 20, 45, 0.9, 4096);
	scene_counter(&s, PA_V_PSI_ALL_IO_SOME_US, "", 300000);
	advice = scene_advise(&s);
	pa_advice_json(advice, PA_ADVICE_EXPLAIN, &first);
	advice = pa_advice_free(advice);
	scene_done(&s);
	scene_init(&s);
	quota("cg1:cpu:/blue");
	loss(50);
	scene_disk(&s, "vda", 20, 45, 0.9, 4096);
	scene_counter(&s, PA_V_PSI_ALL_IO_SOME_US, "", 300000);
	advice = scene_advise(&s);
	pa_advice_json(advice, PA_ADVICE_EXPLAIN, &second);
	assert_string_equal(first.bytes, second.bytes);
	pa_buf_done(&first);
	pa_buf_done(&second);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
	const struct CMUnitTest tests[] = {
		TEST(an_unknown_required_fact_drops_the_hypothesis),
		TEST(a_fact_against_acquits),
		TEST(confidence_is_the_weight_that_was_measured_and_holds),
		TEST(a_quiet_machine_is_healthy),
		TEST(without_cpu_saturation_nobody_is_healthy),
		TEST(without_memory_saturation_nobody_is_healthy),
		TEST(without_storage_saturation_nobody_is_healthy),
		TEST(without_network_saturation_nobody_is_healthy),
		TEST(without_cgroup_saturation_nobody_is_healthy),
		TEST(a_bottleneck_is_told_though_others_are_unknown),
		TEST(a_machine_seen_once_is_inconclusive),
		TEST(the_quota_explains_the_run_queue),
		TEST(failing_ranks_before_waiting),
		TEST(the_shaper_explains_the_loss),
		TEST(unrelated_processes_do_not_explain_each_other),
		TEST(the_larger_loss_of_time_is_first),
		TEST(a_group_below_the_limited_one_is_its_member),
		TEST(a_finding_that_began_while_we_looked_says_since_when),
		TEST(a_finding_that_was_there_before_has_no_since),
		TEST(a_name_in_a_command_is_quoted),
		TEST(a_command_without_its_program_is_not_proposed),
		TEST(a_rival_that_lost_says_why),
		TEST(the_past_is_told_as_history),
		TEST(a_socket_belongs_to_its_oldest_holder),
		TEST(no_culprit_is_below_a_twentieth),
		TEST(the_observer_is_no_culprit),
		TEST(the_real_time_thread_is_named_and_not_the_hottest),
		TEST(who_holds_most_files_is_named),
		TEST(a_scope_is_told_where_its_time_went),
		TEST(a_scope_that_is_not_there_is_told_so),
		TEST(who_runs_and_who_is_asked_about_are_suspects),
		TEST(an_idle_machine_has_no_suspect),
		TEST(every_row_of_the_catalog_is_counted_once),
		TEST(values_have_their_unit),
		TEST(thousands_are_parted),
		TEST(not_quite_all_does_not_read_as_all),
		TEST(the_unknown_is_a_dash),
		TEST(templates_name_the_group_the_namespace_and_the_process),
		TEST(a_fact_reads_right_in_every_outcome),
		TEST(a_quoted_word_is_one_word),
		TEST(equal_input_gives_equal_bytes),
	};
#undef TEST
	return cmocka_run_group_tests(tests, NULL, NULL);
}
