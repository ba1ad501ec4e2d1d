/* SPDX-License-Identifier: Apache-2.0 */
#include "load.h"

#include <errno.h>
#include <string.h>

#include "catalog/values.h"
#include "platform/linux/columns.h"
#include "platform/linux/conntrack.h"
#include "platform/linux/neigh.h"
#include "platform/linux/netstat.h"
#include "platform/linux/snmp.h"

static uint64_t value_of(const struct pa_columns *columns, const struct pa_columns_values *values,
			 uint16_t metric)
{
	for (uint32_t i = 0; i < columns->wanted_count; i++)
		if (columns->wanted[i].metric == metric) {
			assert_true(values->has[i]);
			return values->value[i];
		}
	fail_msg("not a column");
	return 0;
}

static void columns_take_snmp(void **state)
{
	struct pa_columns_values values;
	struct pa_columns columns;
	size_t bytes;
	char *text = load("net_snmp", &bytes);

	(void)state;
	pa_columns_init(&columns, pa_snmp_columns());
	assert_int_equal(pa_columns_parse_pairs(&columns, text, bytes, &values), 0);
	assert_int_equal(value_of(&columns, &values, PA_V_NET_TCP_CONN_ESTABLISHED_COUNT), 2);
	assert_int_equal(value_of(&columns, &values, PA_V_NET_TCP_CONN_ACTIVE_OPENS_COUNT), 3);
	assert_int_equal(value_of(&columns, &values, PA_V_NET_IP_RECEIVED_COUNT), 4);
	assert_int_equal(value_of(&columns, &values, PA_V_NET_IP_SENT_COUNT), 7);
	assert_int_equal(value_of(&columns, &values, PA_V_NET_UDP_MEM_ERRORS_COUNT), 0);
	pa_columns_done(&columns);
	free(text);
}

static void columns_find_all_of_netstat(void **state)
{
	struct pa_columns_values values;
	struct pa_columns columns;
	size_t bytes;
	char *text = load("net_netstat", &bytes);

	(void)state;
	pa_columns_init(&columns, pa_netstat_columns());
	assert_int_equal(pa_columns_parse_pairs(&columns, text, bytes, &values), 0);
	assert_int_equal(values.found, columns.wanted_count);
	pa_columns_done(&columns);
	free(text);
}

static void columns_learn_again_when_names_move(void **state)
{
	static const char before[] = "TcpExt: ListenDrops ListenOverflows\nTcpExt: 5 6\n";
	static const char after[] = "TcpExt: ListenOverflows NewThing ListenDrops\nTcpExt: 7 -1 8";
	struct pa_columns_values values;
	struct pa_columns columns;

	(void)state;
	pa_columns_init(&columns, pa_netstat_columns());
	assert_int_equal(pa_columns_parse_pairs(&columns, before, strlen(before), &values), 0);
	assert_int_equal(value_of(&columns, &values, PA_V_NET_TCP_LISTEN_OVERFLOWS_COUNT), 6);
	assert_int_equal(pa_columns_parse_pairs(&columns, after, strlen(after), &values), 0);
	assert_int_equal(value_of(&columns, &values, PA_V_NET_TCP_LISTEN_OVERFLOWS_COUNT), 7);
	assert_int_equal(value_of(&columns, &values, PA_V_NET_TCP_LISTEN_DROPS_COUNT), 8);
	pa_columns_done(&columns);
}

static void columns_reject_what_has_none_of_them(void **state)
{
	static const char *const bad[] = { "",
					   "\n",
					   "Tcp:",
					   "Tcp: CurrEstab\n",
					   "Tcp: CurrEstab\nUdp: 1\n",
					   "Tcp: CurrEstab\nTcp: x\n",
					   "Tcp: CurrEstab\nTcp:\n" };
	struct pa_columns_values values = { .found = 77 };
	struct pa_columns columns;

	(void)state;
	pa_columns_init(&columns, pa_snmp_columns());
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		assert_int_equal(pa_columns_parse_pairs(&columns, bad[i], strlen(bad[i]), &values),
				 -EBADMSG);
	assert_int_equal(values.found, 77);
	pa_columns_done(&columns);
}

static void columns_sum_over_cpus(void **state)
{
	static const enum pa_columns_fold fold[PA_COLUMNS_MAX] = { PA_COLUMNS_SUM };
	static const char text[] = "entries  drop early_drop\n00000005 0000000a 00000001\n"
				   "00000005 00000010 00000002\n";
	struct pa_columns_values values;
	struct pa_columns columns;

	(void)state;
	pa_columns_init(&columns, pa_conntrack_columns());
	assert_int_equal(pa_columns_parse_cpus(&columns, fold, text, strlen(text), &values), 0);
	assert_int_equal(value_of(&columns, &values, PA_V_NET_CONNTRACK_DROPS_COUNT), 26);
	assert_int_equal(value_of(&columns, &values, PA_V_NET_CONNTRACK_EARLY_DROPS_COUNT), 3);
	assert_int_equal(pa_columns_parse_cpus(&columns, fold, text, 20, &values), -EBADMSG);
	pa_columns_done(&columns);
}

static void columns_take_a_repeated_number_once(void **state)
{
	static const enum pa_columns_fold fold[] = { PA_COLUMNS_FIRST, PA_COLUMNS_SUM,
						     PA_COLUMNS_SUM, PA_COLUMNS_SUM,
						     PA_COLUMNS_SUM };
	struct pa_columns_values values;
	struct pa_columns columns;
	size_t bytes;
	char *text = load("arp_cache", &bytes);

	(void)state;
	pa_columns_init(&columns, pa_neigh_columns());
	assert_int_equal(pa_columns_parse_cpus(&columns, fold, text, bytes, &values), 0);
	assert_int_equal(value_of(&columns, &values, PA_V_NET_NEIGH_ENTRIES_COUNT), 5);
	assert_int_equal(value_of(&columns, &values, PA_V_NET_NEIGH_TABLE_FULL_COUNT), 0);
	pa_columns_done(&columns);
	free(text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(columns_take_snmp),
		cmocka_unit_test(columns_find_all_of_netstat),
		cmocka_unit_test(columns_learn_again_when_names_move),
		cmocka_unit_test(columns_reject_what_has_none_of_them),
		cmocka_unit_test(columns_sum_over_cpus),
		cmocka_unit_test(columns_take_a_repeated_number_once),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
