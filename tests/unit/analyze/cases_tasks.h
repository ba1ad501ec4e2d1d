/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Scenes of the hypotheses about limits of tasks and users, for test_cases.c.
 */
#ifndef PA_TESTS_ANALYZE_CASES_TASKS_H
#define PA_TESTS_ANALYZE_CASES_TASKS_H

struct scene;

/* What each accuses. */
void case_aio_contexts_exhausted(struct scene *s);
void case_audit_backlog(struct scene *s);
void case_audit_lost(struct scene *s);
void case_clock_unsynchronized(struct scene *s);
void case_inotify_exhausted(struct scene *s);
void case_inotify_full(struct scene *s);
void case_key_quota(struct scene *s);
void case_mqueue_full(struct scene *s);
void case_rlimit_addresses(struct scene *s);
void case_rlimit_threads(struct scene *s);
void case_signals_lost(struct scene *s);
void case_sysv_exhausted(struct scene *s);
void case_zombies(struct scene *s);

/* Machines on which nothing is wrong. */
void trap_calls_that_fail_far_from_a_limit(struct scene *s);
void trap_forks_that_a_group_refuses(struct scene *s);
void trap_full_limits_that_refuse_nobody(struct scene *s);
void trap_low_entropy(struct scene *s);
void trap_watches_counted_twice(struct scene *s);

#endif
