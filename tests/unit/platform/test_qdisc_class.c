/* SPDX-License-Identifier: Apache-2.0 */
#include "load.h"

#include <errno.h>
#include <string.h>

#include "platform/linux/qdisc_class.h"

struct seen {
	int count;
	struct pa_qdisc_class class[4];
};

static void see(void *arg, const struct pa_qdisc_class *class)
{
	struct seen *seen = arg;

	if (seen->count < 4)
		seen->class[seen->count] = *class;
	seen->count++;
}

/* Two classes of an htb on 6.18: 1:10 of 10 Mbit with traffic, 1:20 of 100 Mbit without. */
static void qdisc_class_reads_the_ceiling_of_htb(void **state)
{
	struct seen seen = { 0 };
	size_t bytes;
	char *reply = load("qdisc_class_htb.bin", &bytes);

	(void)state;
	assert_int_equal(pa_qdisc_class_parse(reply, bytes, see, &seen), 0);
	assert_int_equal(seen.count, 2);
	assert_int_equal(seen.class[0].handle, 0x10010);
	assert_true(seen.class[0].has_rate && seen.class[0].has_stats);
	assert_int_equal(seen.class[0].rate_bytes_per_s, 1250000);
	assert_true(seen.class[0].sent_bytes > 0);
	assert_int_equal(seen.class[1].rate_bytes_per_s, 12500000);
	assert_int_equal(seen.class[1].sent_bytes, 0);
	assert_int_equal(pa_qdisc_class_parse(reply, bytes - 3, see, &seen), -EBADMSG);
	free(reply);
}

static void qdisc_class_survives_any_attribute_length(void **state)
{
	const uint16_t lies[] = { 0, 3, 5, UINT16_MAX };
	size_t bytes;
	char *reply = load("qdisc_class_htb.bin", &bytes);

	(void)state;
	for (size_t at = 36; at + 2 <= bytes; at += 2) {
		char kept[2] = { reply[at], reply[at + 1] };

		for (size_t i = 0; i < sizeof(lies) / sizeof(lies[0]); i++) {
			memcpy(reply + at, &lies[i], 2);
			(void)pa_qdisc_class_parse(reply, bytes, see, &(struct seen){ 0 });
		}
		memcpy(reply + at, kept, 2);
	}
	free(reply);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(qdisc_class_reads_the_ceiling_of_htb),
		cmocka_unit_test(qdisc_class_survives_any_attribute_length),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
