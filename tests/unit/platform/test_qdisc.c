/* SPDX-License-Identifier: Apache-2.0 */
#include "load.h"

#include <errno.h>
#include <string.h>

#include "platform/linux/qdisc.h"

struct seen {
	int count;
	struct pa_qdisc qdisc;
};

static void see(void *arg, const struct pa_qdisc *qdisc)
{
	struct seen *seen = arg;

	seen->count++;
	seen->qdisc = *qdisc;
}

static void qdisc_reads_the_rate_of_a_token_bucket(void **state)
{
	struct seen seen = { 0 };
	size_t bytes;
	char *reply = load("qdisc_tbf.bin", &bytes);

	(void)state;
	assert_int_equal(pa_qdisc_parse(reply, bytes, see, &seen), 0);
	assert_int_equal(seen.count, 1);
	assert_string_equal(seen.qdisc.kind, "tbf");
	assert_true(seen.qdisc.has_rate && seen.qdisc.has_stats);
	assert_int_equal(seen.qdisc.rate_bytes_per_s, 1250000);
	assert_int_equal(seen.qdisc.sent_bytes, 2794);
	assert_int_equal(seen.qdisc.packets_count, 11);
	free(reply);
}

static void qdisc_has_no_rate_without_a_bucket(void **state)
{
	struct seen seen = { 0 };
	size_t bytes;
	char *reply = load("qdisc_noqueue.bin", &bytes);

	(void)state;
	assert_int_equal(pa_qdisc_parse(reply, bytes, see, &seen), 0);
	assert_string_equal(seen.qdisc.kind, "noqueue");
	assert_false(seen.qdisc.has_rate);
	free(reply);
}

static void qdisc_survives_any_attribute_length(void **state)
{
	size_t bytes;
	char *reply = load("qdisc_tbf.bin", &bytes);

	(void)state;
	/* every 2-byte field behind the headers in turn lies: too small, too large */
	for (size_t at = 36; at + 2 <= bytes; at += 2) {
		const uint16_t lies[] = { 0, 3, 5, UINT16_MAX };
		char kept[2];

		memcpy(kept, reply + at, 2);
		for (size_t i = 0; i < sizeof(lies) / sizeof(lies[0]); i++) {
			struct seen seen = { 0 };

			memcpy(reply + at, &lies[i], 2);
			assert_int_equal(pa_qdisc_parse(reply, bytes, see, &seen), 0);
			assert_true(seen.count <= 1);
		}
		memcpy(reply + at, kept, 2);
	}
	assert_int_equal(pa_qdisc_parse(reply, bytes - 1, see, &(struct seen){ 0 }), -EBADMSG);
	free(reply);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(qdisc_reads_the_rate_of_a_token_bucket),
		cmocka_unit_test(qdisc_has_no_rate_without_a_bucket),
		cmocka_unit_test(qdisc_survives_any_attribute_length),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
