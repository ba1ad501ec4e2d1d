/* SPDX-License-Identifier: Apache-2.0 */
#include "help.h"

#include "platform/linux/interrupts.h"
#include "platform/linux/softirqs.h"
#include "platform/linux/softnet_stat.h"

static void lines_are_summed_over_cpus_and_named(void **state)
{
	static const char text[] =
		"           CPU0       CPU1       \n"
		" 28:          0          0 PCI-MSIX-0000:00:01.0   0-edge      virtio0-config\n"
		" 36:          3      41732 PCI-MSIX-0000:00:02.0   1-edge      virtio1-req.0\n"
		"LOC:      24057      24755   Local timer interrupts\n"
		"RES:       5738       5062   Rescheduling interrupts\n"
		"TRM:          1          0   Thermal event interrupts\n"
		"MCE:          0          2   Machine check exceptions\n"
		"MCP:          9          9   Machine check polls\n"
		"ERR:          4\nMIS:          1\n";
	struct pa_interrupts interrupts = { 0 };
	struct world world;

	(void)state;
	world_init(&world);
	for (int i = 0; i < 2; i++) {
		pa_moment_clear(&world.moment);
		assert_int_equal(pa_interrupts_parse(&interrupts, text, strlen(text), world.names,
						     &world.moment),
				 0);
		assert_int_equal(value_of(&world, PA_V_IRQ_HARD_LINE_COUNT, "36:virtio1-req.0"),
				 41735);
		assert_int_equal(value_of(&world, PA_V_IRQ_HARD_LINE_COUNT, "LOC"), 48812);
		assert_null(sample_of(&world, PA_V_IRQ_HARD_LINE_COUNT, "28:virtio0-config"));
		assert_int_equal(value_of(&world, PA_V_IPI_CALL_RESCHED_COUNT, ""), 10800);
		assert_int_equal(value_of(&world, PA_V_CPU_MCE_EVENTS_COUNT, ""), 3);
		assert_int_equal(value_of(&world, PA_V_IRQ_HARD_ERRORS_COUNT, ""), 5);
		assert_miss(&world, PA_V_IPI_CALL_TLB_COUNT, PA_ABSENT);
		assert_int_equal(value_of(&world, PA_V_IRQ_HARD_CPU_COUNT, "cpu1/RES"), 5062);
		assert_int_equal(value_of(&world, PA_V_IRQ_HARD_CPU_COUNT, "cpu0/TRM"), 1);
		assert_null(sample_of(&world, PA_V_IRQ_HARD_CPU_COUNT, "cpu1/TRM"));
		assert_null(sample_of(&world, PA_V_IRQ_HARD_CPU_COUNT, "cpu0/ERR"));
	}
	pa_interrupts_done(&interrupts);
	world_done(&world);
}

static void a_machine_of_many_lines_has_a_limit_of_cells(void **state)
{
	struct pa_cell_names cells = { 0 };
	struct pa_names *names = pa_names_new();
	uint32_t line = pa_names_id(names, "LOC", 3);

	(void)state;
	for (uint32_t cpu = 0; cpu < PA_CELL_NAMES_MAX; cpu++)
		assert_int_not_equal(pa_cell_names_id(&cells, names, line, cpu), 0);
	assert_int_equal(pa_cell_names_id(&cells, names, line, PA_CELL_NAMES_MAX), 0);
	assert_string_equal(pa_names_text(names, pa_cell_names_id(&cells, names, line, 7)),
			    "cpu7/LOC");
	pa_cell_names_done(&cells);
	pa_names_free(names);
}

static void a_chip_that_begins_with_a_digit_is_no_count(void **state)
{
	static const char text[] = "  CPU0\n 8: 5 9chip 8-edge rtc0\n";
	struct pa_interrupts interrupts = { 0 };
	struct world world;

	(void)state;
	world_init(&world);
	assert_int_equal(
		pa_interrupts_parse(&interrupts, text, strlen(text), world.names, &world.moment),
		0);
	assert_int_equal(value_of(&world, PA_V_IRQ_HARD_LINE_COUNT, "8:rtc0"), 5);
	pa_interrupts_done(&interrupts);
	world_done(&world);
}

static void texts_without_a_heading_put_nothing(void **state)
{
	struct pa_interrupts interrupts = { 0 };
	struct pa_softirqs softirqs = { 0 };
	struct pa_softnet_stat softnet = { 0 };
	struct world world;

	(void)state;
	world_init(&world);
	assert_int_equal(pa_interrupts_parse(&interrupts, "", 0, world.names, &world.moment),
			 -EBADMSG);
	assert_int_equal(pa_interrupts_parse(&interrupts, " 1: 2\n", 6, world.names, &world.moment),
			 -EBADMSG);
	assert_int_equal(pa_softirqs_parse(&softirqs, "  CPU0\n", 7, world.names, &world.moment),
			 -EBADMSG);
	assert_int_equal(
		pa_softnet_stat_parse(&softnet, "zz\n1 2\n", 7, world.names, &world.moment),
		-EBADMSG);
	assert_int_equal(world.moment.sample_count, 0);
	world_done(&world);
}

static void a_name_with_a_nul_is_not_taken_for_a_longer_one(void **state)
{
	static const char text[] = "CPU0\nA\0BCDEFGHIJKLMNOPQRSTUVWXYZ: 1\n";
	struct pa_softirqs softirqs = { 0 };
	struct world world;

	(void)state;
	world_init(&world);
	for (int i = 0; i < 2; i++) {
		pa_moment_clear(&world.moment);
		assert_int_equal(pa_softirqs_parse(&softirqs, text, sizeof(text) - 1, world.names,
						   &world.moment),
				 0);
		assert_int_equal(value_of(&world, PA_V_IRQ_SOFT_VECTOR_COUNT, "A"), 1);
	}
	pa_softirqs_done(&softirqs);
	world_done(&world);
}

static void softirqs_have_vectors_and_net_rx_of_each_cpu(void **state)
{
	static const char text[] = "                    CPU0       CPU1       \n"
				   "          HI:          0          0\n"
				   "      NET_RX:        291        375\n"
				   "       BLOCK:          0      41732\n";
	struct pa_softirqs softirqs = { 0 };
	struct world world;

	(void)state;
	world_init(&world);
	assert_int_equal(
		pa_softirqs_parse(&softirqs, text, strlen(text), world.names, &world.moment), 0);
	assert_int_equal(value_of(&world, PA_V_IRQ_SOFT_VECTOR_COUNT, "NET_RX"), 666);
	assert_int_equal(value_of(&world, PA_V_IRQ_SOFT_NET_RX_COUNT, "cpu1"), 375);
	assert_int_equal(value_of(&world, PA_V_IRQ_SOFT_VECTOR_COUNT, "HI"), 0);
	assert_int_equal(value_of(&world, PA_V_IRQ_SOFT_CPU_COUNT, "cpu1/BLOCK"), 41732);
	assert_null(sample_of(&world, PA_V_IRQ_SOFT_CPU_COUNT, "cpu0/BLOCK"));
	pa_softirqs_done(&softirqs);
	world_done(&world);
}

static void softnet_takes_the_cpu_from_its_column(void **state)
{
	static const char text[] =
		"00000009 00000000 00000000 00000000 00000000 00000000 00000000 00000000 00000000 "
		"00000000 00000000 00000000 00000000 00000000 00000000\n"
		"000002bd 00000002 0000001f 00000000 00000000 00000000 00000000 00000000 00000000 "
		"00000000 00000007 0000000a 00000003 00000000 00000000\n";
	struct pa_softnet_stat softnet = { 0 };
	struct world world;

	(void)state;
	world_init(&world);
	assert_int_equal(
		pa_softnet_stat_parse(&softnet, text, strlen(text), world.names, &world.moment), 0);
	assert_int_equal(value_of(&world, PA_V_NET_SOFTNET_PROCESSED_COUNT, "cpu3"), 0x2bd);
	assert_int_equal(value_of(&world, PA_V_NET_SOFTNET_DROPPED_COUNT, "cpu3"), 2);
	assert_int_equal(value_of(&world, PA_V_NET_SOFTNET_SQUEEZED_COUNT, "cpu3"), 0x1f);
	assert_int_equal(value_of(&world, PA_V_NET_SOFTNET_FLOW_LIMIT_COUNT, "cpu3"), 7);
	assert_int_equal(value_of(&world, PA_V_NET_SOFTNET_BACKLOG_COUNT, "cpu3"), 10);
	assert_int_equal(value_of(&world, PA_V_NET_SOFTNET_INPUT_BACKLOG_COUNT, "cpu0"), 0);
	assert_int_equal(value_of(&world, PA_V_NET_SOFTNET_PROCESSED_COUNT, "cpu0"), 9);
	pa_softnet_stat_done(&softnet);
	world_done(&world);
}

static void an_old_softnet_counts_lines_and_lacks_the_backlog(void **state)
{
	static const char text[] = "1 0 0 0 0 0 0 0 0 0 0\n2 0 0 0 0 0 0 0 0 0 0\n";
	struct pa_softnet_stat softnet = { 0 };
	struct world world;

	(void)state;
	world_init(&world);
	assert_int_equal(
		pa_softnet_stat_parse(&softnet, text, strlen(text), world.names, &world.moment), 0);
	assert_int_equal(value_of(&world, PA_V_NET_SOFTNET_PROCESSED_COUNT, "cpu1"), 2);
	assert_miss(&world, PA_V_NET_SOFTNET_BACKLOG_COUNT, PA_ABSENT);
	pa_softnet_stat_done(&softnet);
	world_done(&world);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(lines_are_summed_over_cpus_and_named),
		cmocka_unit_test(a_machine_of_many_lines_has_a_limit_of_cells),
		cmocka_unit_test(a_chip_that_begins_with_a_digit_is_no_count),
		cmocka_unit_test(texts_without_a_heading_put_nothing),
		cmocka_unit_test(a_name_with_a_nul_is_not_taken_for_a_longer_one),
		cmocka_unit_test(softirqs_have_vectors_and_net_rx_of_each_cpu),
		cmocka_unit_test(softnet_takes_the_cpu_from_its_column),
		cmocka_unit_test(an_old_softnet_counts_lines_and_lacks_the_backlog),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
