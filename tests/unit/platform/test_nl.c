/* SPDX-License-Identifier: Apache-2.0 */
#include "unit.h"

#include <errno.h>
#include <linux/netlink.h>
#include <string.h>

#include "platform/linux/nl.h"

/* Two messages of 4 bytes of body each. */
struct pair {
	struct nlmsghdr head1;
	uint32_t body1;
	struct nlmsghdr head2;
	uint32_t body2;
};

static struct pair two(void)
{
	return (struct pair){
		.head1 = { .nlmsg_len = 20, .nlmsg_type = 100, .nlmsg_seq = 7 },
		.body1 = 1,
		.head2 = { .nlmsg_len = 20, .nlmsg_type = 101, .nlmsg_seq = 8 },
		.body2 = 2,
	};
}

static int count_of(const void *bytes, size_t size_bytes)
{
	struct pa_nl_walk walk;
	struct pa_nl_msg msg;
	int count = 0;

	pa_nl_walk_init(&walk, bytes, size_bytes);
	while (pa_nl_msg_next(&walk, &msg))
		count++;
	return count;
}

static void nl_walks_whole_messages(void **state)
{
	struct pair pair = two();
	struct pa_nl_walk walk;
	struct pa_nl_msg msg;

	(void)state;
	pa_nl_walk_init(&walk, (const char *)&pair, sizeof(pair));
	assert_true(pa_nl_msg_next(&walk, &msg));
	assert_int_equal(msg.type, 100);
	assert_true(pa_nl_msg_next(&walk, &msg));
	assert_int_equal(msg.sequence, 8);
	assert_int_equal(msg.body_bytes, 4);
	assert_false(pa_nl_msg_next(&walk, &msg));
	assert_true(walk.at == walk.end);
}

static void nl_stops_at_a_message_that_is_cut(void **state)
{
	struct pair pair = two();

	(void)state;
	assert_int_equal(count_of(&pair, sizeof(pair) - 1), 1);
	assert_int_equal(count_of(&pair, 20), 1);
	assert_int_equal(count_of(&pair, 19), 0);
	assert_int_equal(count_of(&pair, 3), 0);
}

static void nl_stops_at_a_length_that_lies(void **state)
{
	const uint32_t lies[] = { 0, 15, 21 + 20, 0x80000010U, UINT32_MAX };

	(void)state;
	for (size_t i = 0; i < sizeof(lies) / sizeof(lies[0]); i++) {
		struct pair pair = two();

		pair.head1.nlmsg_len = lies[i];
		assert_int_equal(count_of(&pair, sizeof(pair)), 0);
	}
}

static void nl_stops_at_an_attribute_that_lies(void **state)
{
	struct {
		struct nlattr head;
		uint32_t value;
	} bytes = { { 8, 1 }, 42 };
	const uint16_t lies[] = { 0, 3, 9, UINT16_MAX };
	struct pa_nl_walk walk;
	struct pa_nl_attr attr;
	uint32_t value;

	(void)state;
	pa_nl_walk_init(&walk, (const char *)&bytes, sizeof(bytes));
	assert_true(pa_nl_attr_next(&walk, &attr));
	assert_true(pa_nl_attr_u32(&attr, &value));
	assert_int_equal(value, 42);
	for (size_t i = 0; i < sizeof(lies) / sizeof(lies[0]); i++) {
		bytes.head.nla_len = lies[i];
		pa_nl_walk_init(&walk, (const char *)&bytes, sizeof(bytes));
		assert_false(pa_nl_attr_next(&walk, &attr));
	}
}

static void nl_an_empty_attribute_has_no_number(void **state)
{
	struct nlattr head = { 4, 1 };
	struct pa_nl_walk walk;
	struct pa_nl_attr attr;
	uint64_t wide;
	uint32_t value;

	(void)state;
	pa_nl_walk_init(&walk, (const char *)&head, sizeof(head));
	assert_true(pa_nl_attr_next(&walk, &attr));
	assert_false(pa_nl_attr_u32(&attr, &value));
	assert_false(pa_nl_attr_u64(&attr, &wide));
	assert_int_equal(pa_nl_attr_get(&attr, &wide, sizeof(wide)), 0);
	assert_int_equal(wide, 0);
}

static void nl_tells_the_errno_of_an_error(void **state)
{
	int32_t body = -EPERM;
	struct pa_nl_msg msg = { .type = NLMSG_ERROR, .body = (char *)&body, .body_bytes = 4 };

	(void)state;
	assert_int_equal(pa_nl_msg_error(&msg), -EPERM);
	body = 1;
	assert_int_equal(pa_nl_msg_error(&msg), -EBADMSG);
	msg.body_bytes = 3;
	assert_int_equal(pa_nl_msg_error(&msg), -EBADMSG);
	msg.type = NLMSG_DONE;
	assert_int_equal(pa_nl_msg_error(&msg), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(nl_walks_whole_messages),
		cmocka_unit_test(nl_stops_at_a_message_that_is_cut),
		cmocka_unit_test(nl_stops_at_a_length_that_lies),
		cmocka_unit_test(nl_stops_at_an_attribute_that_lies),
		cmocka_unit_test(nl_an_empty_attribute_has_no_number),
		cmocka_unit_test(nl_tells_the_errno_of_an_error),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
