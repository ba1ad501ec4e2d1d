/* SPDX-License-Identifier: Apache-2.0 */
#include "help.h"

#include "platform/linux/containers.h"

#define HASH "3f2a1b9c0d1e2f3a4b5c6d7e8f90a1b2c3d4e5f60718293a4b5c6d7e8f90a1b2"

static void an_id_is_found_in_the_last_part_of_a_path(void **state)
{
	static const char *const with[] = { ("/docker/" HASH), HASH,
					    ("/system.slice/docker-" HASH ".scope"),
					    ("/a.slice/cri-containerd-" HASH ".scope") };
	static const char *const without[] = {
		"", "/", ("/docker/" HASH "/child"), ("/" HASH "0"), ("/x" HASH), "/docker/3f2a"
	};

	(void)state;
	for (size_t i = 0; i < sizeof(with) / sizeof(with[0]); i++) {
		assert_non_null(pa_containers_id(with[i]));
		assert_memory_equal(pa_containers_id(with[i]), HASH, 64);
	}
	for (size_t i = 0; i < sizeof(without) / sizeof(without[0]); i++)
		assert_null(pa_containers_id(without[i]));
}

static void a_key_is_found_at_its_depth(void **state)
{
	static const char text[] = "{ \"State\": {\"Name\": \"inner\"}, \"a\": [\"Name\", 1],\n"
				   "  \"Name\" : \"/web-1\", \"x\": \"Name\" }";
	char name[32] = "";

	(void)state;
	assert_true(pa_containers_json(text, strlen(text), "Name", 1, name, sizeof(name)));
	assert_string_equal(name, "/web-1");
	assert_true(pa_containers_json(text, strlen(text), "Name", 0, name, sizeof(name)));
	assert_string_equal(name, "inner");
	assert_false(pa_containers_json(text, strlen(text), "inner", 0, name, sizeof(name)));
}

static void broken_json_ends_the_search(void **state)
{
	static const char *const bad[] = { "",
					   "{",
					   "\"Name",
					   "{\"Name\"",
					   "{\"Name\":",
					   "{\"Name\":\"",
					   "{\"Name\":\"a\\",
					   "{\"Name\":7}",
					   "{\"Name\":\"a\\u0041\"}",
					   "{\"Name\":\"much too long for the room\"}" };
	char name[8] = "before";

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		assert_false(
			pa_containers_json(bad[i], strlen(bad[i]), "Name", 1, name, sizeof(name)));
	assert_string_equal(name, "before");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_id_is_found_in_the_last_part_of_a_path),
		cmocka_unit_test(a_key_is_found_at_its_depth),
		cmocka_unit_test(broken_json_ends_the_search),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
