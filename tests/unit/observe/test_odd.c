/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Odd, huge and foreign machines, made of recorded ones (tests/machine): each gets a verdict, none
 * an accusation that rests on what is odd about it, and what was left out is told.
 */
#include "unit.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "base/err.h"
#include "machine.h"
#include "model/advice.h"
#include "observe/observe.h"
#include "platform/root.h"
#include "render/advice.h"
#include "snapshot/snapshot.h"

enum { MOMENTS = 3, TEXT_BYTES = 1 << 20 };

static struct pa_snapshot *recorded, *made;
static struct pa_advice *advice;
static struct machine machine;

static int open_recording(const char *path)
{
	struct pa_err err = { 0 };

	recorded = pa_snapshot_open(path, &err);
	if (!recorded)
		fprintf(stderr, "%s\n", err.text);
	return recorded ? 0 : -1;
}

static int setup(void **state)
{
	(void)state;
	if (open_recording(PA_TEST_DIR "/../golden/idle/machine.tar.zst"))
		return -1;
	machine_begin(&machine, recorded, MOMENTS);
	return 0;
}

static int setup_saturated(void **state)
{
	(void)state;
	if (open_recording(PA_TEST_DIR "/../golden/saturated/machine.tar.zst"))
		return -1;
	machine_begin(&machine, recorded, UINT32_MAX);
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	advice = pa_advice_free(advice);
	made = pa_snapshot_close(made);
	recorded = pa_snapshot_close(recorded);
	return 0;
}

/* Advise on the machine that was put together, with this edit of what was recorded. */
static void advise(machine_edit *edit)
{
	const struct pa_observe_settings settings = { .drill = 1 };
	struct pa_err err = { 0 };
	struct pa_replay replay;
	struct pa_root *root;

	made = machine_end(&machine, edit, NULL);
	replay = pa_snapshot_replay(made);
	root = pa_root_replay(&replay);
	advice = pa_observe(root, &settings, &err);
	pa_root_free(root);
	if (!advice)
		fail_msg("%s", err.text);
	assert_non_null(advice->verdict.sentence);
}

static bool says(const char *words)
{
	for (size_t i = 0; i < advice->coverage.limit_count; i++)
		if (strstr(advice->coverage.limits[i], words))
			return true;
	return false;
}

static void assert_limit(const char *words)
{
	if (!says(words))
		fail_msg("no limit says '%s' (%zu limits)", words, advice->coverage.limit_count);
}

static void assert_healthy(void)
{
	if (advice->verdict.state != PA_VERDICT_HEALTHY)
		fail_msg("%s", advice->verdict.sentence);
}

static void assert_not_accused(void)
{
	if (advice->verdict.state == PA_VERDICT_BOTTLENECK)
		fail_msg("%s", advice->verdict.sentence);
}

static bool starts(const char *text, const char *with)
{
	return !strncmp(text, with, strlen(with));
}

/* The number of proc/N/…, 0 of any other path. */
static unsigned int process_of(const char *path)
{
	unsigned int number;

	return sscanf(path, "proc/%u/", &number) == 1 ? number : 0;
}

static void as_recorded_it_is_healthy_and_whole(void **state)
{
	(void)state;
	advise(NULL);
	assert_healthy();
	assert_int_equal(advice->coverage.limit_count, 0);
	assert_int_equal(advice->coverage.denied_by_count, 0);
	assert_near(advice->suspended_s, 0, 0.001);
}

/* ---- less than others have ---- */

static bool without_pressure(void *arg, struct machine_reply *r)
{
	(void)arg;
	return !starts(r->path, "proc/pressure/");
}

static void without_pressure_files_waiting_is_known_all_the_same(void **state)
{
	(void)state;
	advise(without_pressure);
	assert_not_accused();
}

/* Linux 4.18: no pressure, no version 2 statistics, no descriptor counts, no taskstats version. */
static bool old_kernel(void *arg, struct machine_reply *r)
{
	static const char *const newer[] = {
		"proc/pressure/",
		"sys/fs/cgroup/unified/",
		"sys/kernel/",
		"src/taskstats/",
		"proc/sys/kernel/task_delayacct",
		"proc/sys/kernel/hung_task_detect_count",
		"src/perf/",
		"src/clocks",
		"src/qdisc/",
	};

	(void)arg;
	for (size_t i = 0; i < sizeof(newer) / sizeof(newer[0]); i++)
		if (starts(r->path, newer[i]))
			return false;
	if (strstr(r->path, "/fd-count")) {
		r->bytes = "0\n";
		r->size_bytes = 2;
	}
	return true;
}

static void an_old_kernel_without_many_files_is_not_accused(void **state)
{
	(void)state;
	machine_put_all(&machine, "src/uname", "release 4.18.0-553.el8\nmachine x86_64\n");
	advise(old_kernel);
	assert_not_accused();
	assert_string_equal(advice->machine.kernel, "4.18.0-553.el8");
}

static bool no_schedstat(void *arg, struct machine_reply *r)
{
	(void)arg;
	return !strstr(r->path, "/schedstat") && !starts(r->path, "src/taskstats/");
}

static void a_kernel_that_does_not_tell_run_delay_says_so(void **state)
{
	(void)state;
	advise(no_schedstat);
	assert_not_accused();
	assert_limit("CONFIG_SCHED_INFO");
}

/* fs/proc/base.c, has_pid_permissions(): with hidepid=2 others' processes have no folder. */
static bool hide_processes(void *arg, struct machine_reply *r)
{
	unsigned int pid = process_of(r->path);

	(void)arg;
	return !pid || pid > 12000;
}

static void hidden_processes_are_told(void **state)
{
	(void)state;
	advise(hide_processes);
	assert_not_accused();
	assert_limit("threads can be seen: the others are hidden");
}

/* PSI says that some task waited for a CPU half of the time. */
static void waiting_that_cannot_be_seen_is_not_healthy(void **state)
{
	char text[128];

	(void)state;
	for (uint32_t moment = 0; moment < MOMENTS; moment++) {
		(void)snprintf(text, sizeof(text),
			       "some avg10=50.00 avg60=50.00 avg300=50.00 total=%u\n",
			       1000000 + moment * 500000);
		machine_put(&machine, moment, "proc/pressure/cpu", text);
	}
	advise(hide_processes);
	assert_int_equal(advice->verdict.state, PA_VERDICT_INCONCLUSIVE);
	assert_non_null(strstr(advice->verdict.sentence, "threads can be seen from here"));
}

static bool of_nobody(void *arg, struct machine_reply *r)
{
	(void)arg;
	if (process_of(r->path) &&
	    (strstr(r->path, "/io") || strstr(r->path, "/fd-count") || strstr(r->path, "/ns/net")))
		r->error = -EACCES;
	if (starts(r->path, "src/taskstats/") || starts(r->path, "src/perf/"))
		r->error = -EPERM;
	if (!strcmp(r->path, "src/kmsg"))
		r->error = -EPERM;
	return true;
}

static void without_root_each_loss_names_its_capability(void **state)
{
	(void)state;
	machine_put_all(&machine, "src/uid", "65534\n");
	advise(of_nobody);
	assert_not_accused();
	assert_false(advice->machine.privileged);
	assert_limit("CAP_SYS_PTRACE");
	assert_true(advice->coverage.denied_by_count > 0);
	for (size_t i = 0; i < advice->coverage.denied_by_count; i++) {
		assert_true(advice->coverage.denied_by[i].row_count > 0);
		assert_true(starts(advice->coverage.denied_by[i].capability, "CAP_"));
	}
}

/* ---- more than others have ---- */

static void one_cpu_is_a_machine(void **state)
{
	(void)state;
	machine_grow(&machine, &(struct machine_size){ .cpus = 1 });
	advise(NULL);
	assert_int_equal(advice->machine.cpu_count, 1);
	assert_healthy();
}

static void a_thousand_cpus_are_a_machine(void **state)
{
	(void)state;
	machine_grow(&machine, &(struct machine_size){ .cpus = 1024 });
	advise(NULL);
	assert_int_equal(advice->machine.cpu_count, 1024);
	assert_healthy();
}

static void offline_cpus_are_no_idle_ones(void **state)
{
	(void)state;
	machine_grow(&machine, &(struct machine_size){ .cpus = 64, .online = 32 });
	advise(NULL);
	assert_int_equal(advice->machine.cpu_count, 48);
	assert_healthy();
}

static void groups_that_are_not_read_are_told(void **state)
{
	(void)state;
	machine_grow(&machine, &(struct machine_size){ .cgroups = 2000 });
	advise(NULL);
	assert_healthy();
	assert_limit("cgroups were not read");
}

static void a_server_that_does_not_answer_among_many_mounts_is_no_bottleneck(void **state)
{
	(void)state;
	machine_grow(&machine, &(struct machine_size){ .mounts = 3000 });
	advise(NULL);
	assert_healthy();
	assert_limit("mounted file systems were not asked");
}

static void namespaces_that_are_not_read_are_told(void **state)
{
	(void)state;
	machine_grow(&machine, &(struct machine_size){ .namespaces = 500 });
	advise(NULL);
	assert_healthy();
	assert_limit("245 network namespaces were not read");
}

static void many_tasks_are_a_machine(void **state)
{
	(void)state;
	machine_grow(&machine, &(struct machine_size){ .processes = 200, .threads = 10 });
	advise(NULL);
	assert_healthy();
}

/* ---- counters and clocks that jump ---- */

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool begin_again(void *arg, struct machine_reply *r)
{
	static const char *const files[] = {
		"proc/stat",
		"proc/diskstats",
		"proc/softirqs",
		"src/netns/self/net/dev",
		"src/netns/self/net/snmp",
		"src/netns/self/net/netstat",
	};
	static char text[4][TEXT_BYTES];
	static unsigned int used;

	(void)arg;
	if (r->moment || r->error || r->size_bytes >= TEXT_BYTES / 2)
		return true;
	for (size_t i = 0; i < sizeof(files) / sizeof(files[0]); i++) {
		char *to = text[used++ % 4];
		size_t size_bytes = 0;

		if (strcmp(r->path, files[i]) != 0)
			continue;
		/* In the first moment each number of two digits or more has one more in front. */
		for (size_t k = 0; k < r->size_bytes; k++) {
			const char *at = r->bytes + k;

			if (k && k + 1 < r->size_bytes && at[-1] == ' ' && is_digit(at[0]) &&
			    is_digit(at[1]))
				to[size_bytes++] = '9';
			to[size_bytes++] = *at;
		}
		r->bytes = to;
		r->size_bytes = size_bytes;
	}
	return true;
}

static void counters_that_begin_again_are_no_load(void **state)
{
	(void)state;
	advise(begin_again);
	assert_not_accused();
}

static void put_clocks(uint32_t moment, uint64_t boot_s, uint64_t mono_s, uint64_t real_s)
{
	char text[96];

	(void)snprintf(
		text, sizeof(text), "%llu %llu %llu\n", (unsigned long long)boot_s * 1000000000U,
		(unsigned long long)mono_s * 1000000000U, (unsigned long long)real_s * 1000000000U);
	machine_put(&machine, moment, "src/clocks", text);
}

static void a_machine_that_slept_says_so(void **state)
{
	(void)state;
	put_clocks(0, 8094, 8094, 1795179414);
	put_clocks(1, 8095, 8095, 1795179415);
	put_clocks(2, 11696, 8096, 1795183016);
	advise(NULL);
	assert_healthy();
	assert_near(advice->suspended_s, 3600, 0.001);
	assert_near(advice->clock_step_s, 0, 0.001);
	assert_limit("the machine slept 3600 s");
	assert_true(advice->watched_ns < 3000000000U);
}

static void a_clock_that_was_set_back_says_so(void **state)
{
	struct pa_buf text;

	(void)state;
	for (uint32_t moment = 0; moment < MOMENTS; moment++)
		put_clocks(moment, 8094 + moment, 8094 + moment,
			   1795179414 + moment - (moment == 2 ? 7200 : 0));
	machine_put(&machine, 2, "clock", "8096570378866 1795172216973927415 0\n");
	advise(NULL);
	assert_healthy();
	assert_near(advice->clock_step_s, -7200, 0.001);
	assert_limit("set back by 7200 s");
	pa_buf_init(&text, TEXT_BYTES);
	pa_advice_text(advice, 80, 0, &text);
	assert_non_null(strstr(text.bytes, "watched 2.0 s"));
	pa_buf_done(&text);
}

static bool old_recording(void *arg, struct machine_reply *r)
{
	(void)arg;
	return strcmp(r->path, "src/clocks") != 0;
}

static void a_recording_without_the_clocks_says_nothing_of_them(void **state)
{
	(void)state;
	advise(old_recording);
	assert_healthy();
	assert_false(says("slept") || says("clock"));
}

/* ---- names ---- */

/* fs/proc/array.c: comm in stat is as the process set it, up to 15 bytes of anything. */
static bool rename_all(void *arg, struct machine_reply *r)
{
	static char text[8][1024];
	static unsigned int used;
	char *to = text[used++ % 8];
	const char *open, *close;

	(void)arg;
	if (r->error || !strstr(r->path, "/stat") || !process_of(r->path) ||
	    strstr(r->path, "status") || strstr(r->path, "statm") || r->size_bytes > 900)
		return true;
	open = memchr(r->bytes, '(', r->size_bytes);
	close = memrchr(r->bytes, ')', r->size_bytes);
	if (!open || !close)
		return true;
	r->size_bytes = (size_t)snprintf(to, sizeof(text[0]), "%.*s) R 1\n(\xff\"\033[1m%.*s",
					 (int)(open - r->bytes + 1), r->bytes,
					 (int)(r->bytes + r->size_bytes - close), close);
	r->bytes = to;
	return true;
}

static bool is_clean(const struct pa_buf *text)
{
	for (size_t i = 0; i < text->used_bytes; i++)
		if ((unsigned char)text->bytes[i] == 0xff ||
		    ((unsigned char)text->bytes[i] < ' ' && text->bytes[i] != '\n'))
			return false;
	return true;
}

static void names_of_any_bytes_do_no_harm(void **state)
{
	struct pa_buf text;

	(void)state;
	advise(rename_all);
	assert_int_equal(advice->verdict.state, PA_VERDICT_BOTTLENECK);
	pa_buf_init(&text, TEXT_BYTES);
	pa_advice_text(advice, 80, PA_ADVICE_EXPLAIN, &text);
	assert_true(is_clean(&text));
	pa_buf_clear(&text);
	pa_advice_json(advice, PA_ADVICE_EXPLAIN, &text);
	assert_true(is_clean(&text));
	pa_buf_done(&text);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
	const struct CMUnitTest tests[] = {
		TEST(as_recorded_it_is_healthy_and_whole),
		TEST(without_pressure_files_waiting_is_known_all_the_same),
		TEST(an_old_kernel_without_many_files_is_not_accused),
		TEST(a_kernel_that_does_not_tell_run_delay_says_so),
		TEST(hidden_processes_are_told),
		TEST(waiting_that_cannot_be_seen_is_not_healthy),
		TEST(without_root_each_loss_names_its_capability),
		TEST(one_cpu_is_a_machine),
		TEST(a_thousand_cpus_are_a_machine),
		TEST(offline_cpus_are_no_idle_ones),
		TEST(groups_that_are_not_read_are_told),
		TEST(a_server_that_does_not_answer_among_many_mounts_is_no_bottleneck),
		TEST(namespaces_that_are_not_read_are_told),
		TEST(many_tasks_are_a_machine),
		TEST(counters_that_begin_again_are_no_load),
		TEST(a_machine_that_slept_says_so),
		TEST(a_clock_that_was_set_back_says_so),
		TEST(a_recording_without_the_clocks_says_nothing_of_them),
		cmocka_unit_test_setup_teardown(names_of_any_bytes_do_no_harm, setup_saturated,
						teardown),
	};
#undef TEST
	return cmocka_run_group_tests(tests, NULL, NULL);
}
