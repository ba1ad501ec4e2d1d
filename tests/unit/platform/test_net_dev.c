/* SPDX-License-Identifier: Apache-2.0 */
#include "load.h"

#include <errno.h>
#include <string.h>

#include "platform/linux/net_dev.h"

struct seen {
	int count;
	char last[64];
	struct pa_net_dev dev;
};

static void see(void *arg, const struct pa_net_dev *dev)
{
	struct seen *seen = arg;

	seen->count++;
	seen->dev = *dev;
	assert_true(dev->name_bytes < sizeof(seen->last));
	memcpy(seen->last, dev->name, dev->name_bytes);
	seen->last[dev->name_bytes] = '\0';
}

static void net_dev_names_both_directions(void **state)
{
	struct seen seen = { 0 };
	size_t bytes;
	char *text = load("net_dev", &bytes);

	(void)state;
	assert_int_equal(pa_net_dev_parse(text, bytes, see, &seen), 0);
	assert_int_equal(seen.count, 2);
	assert_string_equal(seen.last, "pav1");
	assert_int_equal(seen.dev.value[PA_NET_DEV_RX_BYTES], 2794);
	assert_int_equal(seen.dev.value[PA_NET_DEV_TX_BYTES], 588);
	assert_int_equal(seen.dev.value[PA_NET_DEV_TX_PACKETS], 8);
	free(text);
}

static void net_dev_skips_a_line_that_is_cut(void **state)
{
	static const char text[] = "a: 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16\nb: 1 2 3\n: 1\n";
	struct seen seen = { 0 };

	(void)state;
	assert_int_equal(pa_net_dev_parse(text, strlen(text), see, &seen), 0);
	assert_int_equal(seen.count, 1);
	assert_int_equal(seen.dev.value[PA_NET_DEV_TX_COMPRESSED], 16);
}

static void net_dev_rejects_what_names_no_interface(void **state)
{
	struct seen seen = { 0 };

	(void)state;
	assert_int_equal(pa_net_dev_parse("", 0, see, &seen), -EBADMSG);
	assert_int_equal(pa_net_dev_parse("Inter-|  Re:\n", 13, see, &seen), -EBADMSG);
	assert_int_equal(seen.count, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(net_dev_names_both_directions),
		cmocka_unit_test(net_dev_skips_a_line_that_is_cut),
		cmocka_unit_test(net_dev_rejects_what_names_no_interface),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
