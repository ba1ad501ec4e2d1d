/* SPDX-License-Identifier: Apache-2.0 */
#include "unit.h"

#include <errno.h>
#include <linux/netlink.h>

#include "platform/linux/audit.h"

/* An answer of a 6.18 guest: 44 bytes of audit_status; a backlog and a wait were put in. */
static const uint32_t answer[] = { 60, 1000, 0, 7, 0, 1, 1, 0, 0, 64, 3, 5, 127, 15000, 42 };

static int parse(const uint32_t *words, size_t bytes, struct pa_audit *out)
{
	return pa_audit_parse((const char *)words, bytes, out);
}

static void the_members_are_read_by_place(void **state)
{
	struct pa_audit got;

	(void)state;
	assert_int_equal(parse(answer, sizeof(answer), &got), 0);
	assert_int_equal(got.enabled, 1);
	assert_int_equal(got.backlog_limit, 64);
	assert_int_equal(got.lost, 3);
	assert_int_equal(got.backlog, 5);
	assert_true(got.has_waited);
	assert_int_equal(got.waited_ticks, 42);
}

static void an_older_kernel_tells_less(void **state)
{
	uint32_t words[14];
	struct pa_audit got;

	(void)state;
	for (size_t i = 0; i < 14; i++)
		words[i] = answer[i];
	words[0] = sizeof(words);
	assert_int_equal(parse(words, sizeof(words), &got), 0);
	assert_false(got.has_waited);
}

static void a_refusal_is_its_errno(void **state)
{
	/* Operation not permitted, and the header it is about. */
	const uint32_t words[] = { 36, NLMSG_ERROR, 1, 7, (uint32_t)-EPERM, 16, 1000, 1, 7 };
	struct pa_audit got;

	(void)state;
	assert_int_equal(parse(words, sizeof(words), &got), -EPERM);
}

static void what_is_cut_short_is_no_answer(void **state)
{
	struct pa_audit got = { .backlog = 9 };
	uint32_t words[10];

	(void)state;
	for (size_t i = 0; i < 10; i++)
		words[i] = answer[i];
	assert_int_equal(parse(words, sizeof(words), &got), -EBADMSG);
	words[0] = sizeof(words);
	assert_int_equal(parse(words, sizeof(words), &got), -EBADMSG);
	assert_int_equal(parse(words, 3, &got), -EBADMSG);
	assert_int_equal(got.backlog, 9);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_members_are_read_by_place),
		cmocka_unit_test(an_older_kernel_tells_less),
		cmocka_unit_test(a_refusal_is_its_errno),
		cmocka_unit_test(what_is_cut_short_is_no_answer),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
