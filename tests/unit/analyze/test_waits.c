/* SPDX-License-Identifier: Apache-2.0 */
#include "unit.h"

#include <string.h>

#include "analyze/waits.h"
#include "base/names.h"
#include "model/task.h"

/* What a look at a thread says, in one row. */
struct look {
	const char *architecture;
	char state;
	const char *wchan; /* NULL: not read */
	int call;	   /* -9: not read */
	uint64_t op, value;
};

static enum pa_wait wait_of(struct look l)
{
	struct pa_names *names = pa_names_new();
	struct pa_task t = { .state = l.state, .has = PA_TASK_STAT };
	enum pa_wait wait;

	if (l.wchan) {
		t.has |= PA_TASK_WAIT;
		t.wchan = pa_names_id(names, l.wchan, strlen(l.wchan));
	}
	if (l.call != -9) {
		t.has |= PA_TASK_SYSCALL;
		t.syscall = l.call;
		t.syscall_args[1] = l.op;
		t.syscall_args[2] = l.value;
	}
	wait = pa_wait_of(names, l.architecture ? l.architecture : "x86_64", &t);
	names = pa_names_free(names);
	return wait;
}

#define FACT(name, wanted, ...)                                                                    \
	static void name(void **state)                                                             \
	{                                                                                          \
		(void)state;                                                                       \
		assert_int_equal(wait_of((struct look){ __VA_ARGS__ }), wanted);                   \
	}

FACT(a_contended_mutex_of_glibc_has_the_value_2, PA_WAIT_FUTEX, NULL, 'S', "futex_wait_queue", 202,
     128, 2)
FACT(a_contended_mutex_of_musl_has_the_top_bit, PA_WAIT_FUTEX, NULL, 'S', "futex_wait_queue", 202,
     128, 0x80000123)
FACT(a_mutex_with_priority_inheritance_is_a_lock, PA_WAIT_FUTEX, NULL, 'S', "futex_lock_pi", 202,
     128 | 6, 0)
FACT(a_condition_variable_is_idle, PA_WAIT_IDLE, NULL, 'S', "futex_wait_queue", 202, 0x189, 2)
FACT(a_futex_of_another_value_is_idle, PA_WAIT_IDLE, NULL, 'S', "futex_wait_queue", 202, 128, 1)
FACT(a_sleep_without_a_call_is_idle, PA_WAIT_IDLE, NULL, 'S', "do_epoll_wait", 232, 0, 0)
FACT(fsync_in_D_is_fsync, PA_WAIT_FSYNC, NULL, 'D', "io_schedule", 74, 0, 0)
FACT(the_journal_in_D_is_fsync, PA_WAIT_FSYNC, NULL, 'D', "jbd2_log_wait_commit", -9, 0, 0)
FACT(a_read_in_D_without_wchan_is_block, PA_WAIT_BLOCK, NULL, 'D', NULL, 0, 0, 0)
FACT(an_mmap_in_D_is_mmap, PA_WAIT_MMAP, NULL, 'D', NULL, 9, 0, 0)
FACT(an_munmap_in_a_semaphore_is_mmap, PA_WAIT_MMAP, NULL, 'D', "rwsem_down_write_slowpath", 11, 0,
     0)
FACT(an_mmap_that_reads_a_page_is_block, PA_WAIT_BLOCK, NULL, 'D', "io_schedule", 9, 0, 0)
FACT(a_semaphore_elsewhere_is_a_kernel_lock, PA_WAIT_LOCK, NULL, 'D', "rwsem_down_read_slowpath",
     82, 0, 0)
FACT(a_mutex_suffix_of_the_compiler_is_seen_through, PA_WAIT_LOCK, NULL, 'D',
     "__mutex_lock.constprop.0", 82, 0, 0)
FACT(reclaim_is_memory, PA_WAIT_MEMORY, NULL, 'D', "reclaim_throttle", 0, 0, 0)
FACT(a_full_send_buffer_is_sending, PA_WAIT_SEND, NULL, 'S', "sk_stream_wait_memory", 1, 0, 0)
FACT(a_pipe_is_a_pipe, PA_WAIT_PIPE, NULL, 'S', "anon_pipe_read", 0, 0, 0)
FACT(uninterruptible_for_the_unknown_is_disk, PA_WAIT_DISK, NULL, 'D', "rpc_wait_bit_killable", 500,
     0, 0)
FACT(a_running_thread_waits_for_nothing, PA_WAIT_RUN, NULL, 'R', "io_schedule", 0, 0, 0)
FACT(a_stopped_thread_is_idle, PA_WAIT_IDLE, NULL, 'T', NULL, -9, 0, 0)
FACT(arm_has_its_own_numbers, PA_WAIT_FSYNC, "aarch64", 'D', NULL, 82, 0, 0)
FACT(numbers_of_another_architecture_are_not_used, PA_WAIT_DISK, "riscv64", 'D', NULL, 74, 0, 0)
FACT(no_futex_is_known_on_another_architecture, PA_WAIT_IDLE, "s390x", 'S', "futex_wait_queue", 202,
     128, 2)

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_contended_mutex_of_glibc_has_the_value_2),
		cmocka_unit_test(a_contended_mutex_of_musl_has_the_top_bit),
		cmocka_unit_test(a_mutex_with_priority_inheritance_is_a_lock),
		cmocka_unit_test(a_condition_variable_is_idle),
		cmocka_unit_test(a_futex_of_another_value_is_idle),
		cmocka_unit_test(a_sleep_without_a_call_is_idle),
		cmocka_unit_test(fsync_in_D_is_fsync),
		cmocka_unit_test(the_journal_in_D_is_fsync),
		cmocka_unit_test(a_read_in_D_without_wchan_is_block),
		cmocka_unit_test(an_mmap_in_D_is_mmap),
		cmocka_unit_test(an_munmap_in_a_semaphore_is_mmap),
		cmocka_unit_test(an_mmap_that_reads_a_page_is_block),
		cmocka_unit_test(a_semaphore_elsewhere_is_a_kernel_lock),
		cmocka_unit_test(a_mutex_suffix_of_the_compiler_is_seen_through),
		cmocka_unit_test(reclaim_is_memory),
		cmocka_unit_test(a_full_send_buffer_is_sending),
		cmocka_unit_test(a_pipe_is_a_pipe),
		cmocka_unit_test(uninterruptible_for_the_unknown_is_disk),
		cmocka_unit_test(a_running_thread_waits_for_nothing),
		cmocka_unit_test(a_stopped_thread_is_idle),
		cmocka_unit_test(arm_has_its_own_numbers),
		cmocka_unit_test(numbers_of_another_architecture_are_not_used),
		cmocka_unit_test(no_futex_is_known_on_another_architecture),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
