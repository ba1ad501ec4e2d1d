/* SPDX-License-Identifier: Apache-2.0 */
#include "unit.h"

#include <errno.h>
#include <string.h>

#include "base/buf.h"
#include "base/names.h"
#include "catalog/values.h"
#include "model/moment.h"
#include "platform/linux/net_dev.h"
#include "platform/linux/netns.h"
#include "platform/linux/source.h"
#include "platform/platform.h"
#include "platform/root.h"

struct seen {
	int count;
	uint64_t number;
	char text[300];
};

static void see_mount(void *arg, uint64_t inode, const char *point, size_t point_bytes)
{
	struct seen *seen = arg;

	seen->count++;
	seen->number = inode;
	assert_true(point_bytes < sizeof(seen->text));
	memcpy(seen->text, point, point_bytes);
	seen->text[point_bytes] = '\0';
}

static void see_name(void *arg, const char *name, size_t name_bytes, uint64_t number)
{
	see_mount(arg, number, name ? name : "", name_bytes);
}

static void netns_finds_nsfs_mounts(void **state)
{
	static const char text[] = "22 27 0:21 / /proc rw - proc proc rw\n"
				   "44 42 0:4 net:[4026532177] /run/netns/a rw shared:2 - nsfs "
				   "nsfs rw\n45 42 0:4 mnt:[4026532178] /run/x rw - nsfs nsfs rw\n";
	struct seen seen = { 0 };

	(void)state;
	pa_netns_mounts_parse(text, strlen(text), see_mount, &seen);
	assert_int_equal(seen.count, 1);
	assert_int_equal(seen.number, 4026532177U);
	assert_string_equal(seen.text, "/run/netns/a");
	pa_netns_mounts_parse("1 2 3\nnet:[1]\n1 2 3 net:[", 25, see_mount, &seen);
	assert_int_equal(seen.count, 1);
}

static void netns_reads_the_inode_of_a_link(void **state)
{
	uint64_t inode = 0;

	(void)state;
	assert_true(pa_netns_inode_parse("net:[42]", 8, &inode));
	assert_int_equal(inode, 42);
	assert_false(pa_netns_inode_parse("net:[42", 7, &inode));
	assert_false(pa_netns_inode_parse("net:[]", 6, &inode));
	assert_false(pa_netns_inode_parse("net:[4x]", 8, &inode));
	assert_false(pa_netns_inode_parse("", 0, &inode));
}

static void netns_list_begins_with_ours(void **state)
{
	struct seen seen = { 0 };

	(void)state;
	assert_int_equal(pa_netns_list_parse("self 1\na 2\n- 3\n", 15, see_name, &seen), 0);
	assert_int_equal(seen.count, 3);
	assert_int_equal(seen.number, 3);
	assert_int_equal(pa_netns_list_parse("a 2\n", 4, see_name, &seen), -EBADMSG);
}

static void netns_list_takes_no_name_that_is_a_path(void **state)
{
	static const char *const bad[] = { "self 1\na/b 2\n", "self 1\n.. 2\n",	  "self 1\na\n",
					   "self 1\na 2 3\n", "self 1\nself 2\n", "self 1\n\n" };
	struct seen seen = { 0 };

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		assert_int_equal(pa_netns_list_parse(bad[i], strlen(bad[i]), see_name, &seen),
				 -EBADMSG);
}

/* A recorded machine with one more namespace, which is gone in the second moment. */
static int get(void *self, uint32_t moment, const char *path, const char **bytes, size_t *n)
{
	static const char dev[] = "eth0: 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16\n";
	const char *text = NULL;

	(void)self;
	if (!strcmp(path, "clock"))
		text = "1 2 0\n";
	else if (!strcmp(path, "src/netns/list"))
		text = moment ? "self 1\n" : "self 1\nbranch-a 2\n";
	else if (!strcmp(path, "src/netns/self/net/dev"))
		text = dev;
	else if (!strcmp(path, "src/netns/branch-a/net/dev"))
		text = dev;
	if (!text)
		return -ENOENT;
	*bytes = text;
	*n = strlen(text);
	return 0;
}

static int list(void *self, uint32_t moment, const char *path,
		void (*each)(void *arg, const char *name), void *arg)
{
	(void)self;
	(void)moment;
	(void)path;
	(void)each;
	(void)arg;
	return -ENOENT;
}

static int count_instance(const struct pa_moment *moment, uint32_t instance)
{
	int count = 0;

	for (uint32_t i = 0; i < moment->sample_count; i++)
		count += moment->samples[i].instance == instance &&
			 moment->samples[i].metric == PA_V_NET_IF_RX_BYTES;
	return count;
}

static void netns_is_replayed_and_forgotten(void **state)
{
	const struct pa_replay replay = { .get = get, .list = list, .moment_count = 2 };
	struct pa_root *root = pa_root_replay(&replay);
	struct pa_names *names = pa_names_new();
	struct pa_buf text;
	struct pa_linux sys = { .root = root, .names = names, .text = &text };
	struct pa_moment moment;
	uint32_t id = 77, other;
	void *self;

	(void)state;
	pa_buf_init(&text, 1 << 20);
	pa_moment_init(&moment);
	self = pa_source_netns.open(&sys);
	for (int i = 0; i < 2; i++) {
		pa_moment_clear(&moment);
		assert_int_equal(
			pa_root_moment(root, &moment.kind, &moment.mono_ns, &moment.real_ns), 0);
		assert_int_equal(pa_source_netns.read(self, &sys, &moment), 0);
		assert_int_equal(pa_netns_count(sys.netns), i ? 1 : 2);
		assert_int_equal(pa_netns_id(sys.netns, 2, &id), i == 0);
		assert_int_equal(pa_source_net_dev.read(NULL, &sys, &moment), 0);
		other = pa_names_find(names, "netns:branch-a/eth0", 19);
		assert_int_equal(count_instance(&moment, other), i ? 0 : 1);
		assert_int_equal(count_instance(&moment, pa_names_find(names, "eth0", 4)), 1);
	}
	assert_string_equal(pa_names_text(names, id), "netns:branch-a");
	pa_source_netns.close(self);
	pa_moment_done(&moment);
	pa_buf_done(&text);
	pa_names_free(names);
	pa_root_free(root);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(netns_finds_nsfs_mounts),
		cmocka_unit_test(netns_reads_the_inode_of_a_link),
		cmocka_unit_test(netns_list_begins_with_ours),
		cmocka_unit_test(netns_list_takes_no_name_that_is_a_path),
		cmocka_unit_test(netns_is_replayed_and_forgotten),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
