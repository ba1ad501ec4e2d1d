/* SPDX-License-Identifier: Apache-2.0 */
#include "source_help.h"

#include "platform/linux/key_users.h"

/* From a 6.18 guest; the second line is synthetic. */
static const struct reply replies[] = {
	{ .path = "proc/key-users",
	  .text = "    0:     9 8/8 3/1000000 40/25000000\n 1000:   201 200/200 200/200 "
		  "19000/20000\n" },
};

static void each_user_has_its_quota(void **state)
{
	struct scene s;

	(void)state;
	scene_begin(&s, &pa_source_key_users, replies, 1);
	assert_int_equal(scene_read(&s), 0);
	assert_int_equal(value_of(&s.world, PA_V_KEY_RING_KEYS_COUNT, "uid:0"), 3);
	assert_int_equal(value_of(&s.world, PA_V_KEY_RING_KEY_LIMIT_COUNT, "uid:0"), 1000000);
	assert_int_equal(value_of(&s.world, PA_V_KEY_RING_KEYS_COUNT, "uid:1000"), 200);
	assert_int_equal(value_of(&s.world, PA_V_KEY_RING_USED_BYTES, "uid:1000"), 19000);
	assert_int_equal(value_of(&s.world, PA_V_KEY_RING_LIMIT_BYTES, "uid:1000"), 20000);
	scene_end(&s);
}

static void lines_that_are_no_users_are_skipped(void **state)
{
	static const char text[] = "x\n5: 1 1/1 1/2\n7: 1 1/1 1/2 3/4\n";
	struct world world;

	(void)state;
	world_init(&world);
	assert_int_equal(pa_key_users_parse(text, 2, world.names, &world.moment), -EBADMSG);
	assert_int_equal(pa_key_users_parse(text, sizeof(text) - 1, world.names, &world.moment), 0);
	assert_int_equal(world.moment.sample_count, 4);
	assert_int_equal(value_of(&world, PA_V_KEY_RING_LIMIT_BYTES, "uid:7"), 4);
	world_done(&world);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_user_has_its_quota),
		cmocka_unit_test(lines_that_are_no_users_are_skipped),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
