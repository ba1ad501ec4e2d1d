/* SPDX-License-Identifier: Apache-2.0 */
#include "render/checklist.h"

#include <string.h>

#include "base/buf.h"
#include "model/checklist.h"
#include "render/checklist_internal.h"
#include "render/wrap.h"
#include "unit.h"

enum { PAGE_BYTES = 1 << 16 };

static const struct pa_resource_os disk_linux = {
	.name = "Disk, time | busy",
	.function = "update_io_ticks",
	.note = "",
	.warning = "not capacity",
	.seen = 'Y',
	.level = PA_LEVEL_COMPILED,
	.cells = {
		[PA_CELL_U] = { .code_point = "/sys/block/*/stat",
				.kernel = ">=4.18",
				.tool = "iostat -x: %util",
				.source = "diskstats",
				.unit = "ratio",
				.needs = "",
				.capability = "",
				.status = PA_STATUS_MEASURED,
				.semantics = PA_SEMANTICS_GAUGE },
		[PA_CELL_S] = { .code_point = "NONE",
				.kernel = "",
				.tool = "none",
				.source = "",
				.unit = "",
				.needs = "",
				.capability = "",
				.status = PA_STATUS_NO_CODE_POINT },
		[PA_CELL_E] = { .code_point = "n/a",
				.kernel = "",
				.tool = "",
				.source = "",
				.unit = "",
				.needs = "",
				.capability = "",
				.status = PA_STATUS_NOT_APPLICABLE },
	},
};

static const struct pa_resource disk = {
	.id = "blk.dev", .group = "Storage", .name = "Disk", .os = { [PA_OS_LINUX] = &disk_linux }
};

static struct pa_checklist list_of(struct pa_checklist_row *row)
{
	*row = (struct pa_checklist_row){ .resource = &disk,
					  .os = &disk_linux,
					  .level = PA_LEVEL_COMPILED };
	return (struct pa_checklist){ .os = PA_OS_LINUX, .rows = row, .row_count = 1 };
}

static struct pa_checklist live_list_of(struct pa_checklist_row *row)
{
	struct pa_checklist list = list_of(row);

	list.live = true;
	row->level = PA_LEVEL_LIVE;
	row->reading[PA_CELL_U] = (struct pa_reading){ .has_state = true,
						       .has_value = true,
						       .has_cost = true,
						       .state = PA_OK,
						       .value = 0.125,
						       .cost_us = 2.5,
						       .unit = "ratio",
						       .metric = "blk.dev.busy_ratio",
						       .instance = "vda" };
	return list;
}

static void json_has_the_shape_that_scripts_rely_on(void **state)
{
	struct pa_checklist_row row;
	struct pa_checklist list = live_list_of(&row);
	struct pa_buf out;

	(void)state;
	pa_buf_init(&out, PAGE_BYTES);
	pa_checklist_json(&list, &out);
	assert_string_equal(
		out.bytes,
		"{\"schema\":\"perfadvisor.checklist/1\",\"os\":\"linux\",\"resources\":[\n"
		"{\"id\":\"blk.dev\",\"group\":\"Storage\",\"resource\":\"Disk, time | busy\",\n "
		"\"utilization\":{\"code_point\":\"/sys/block/*/stat\",\"tool\":\"iostat -x: "
		"%util\",\"source\":\"diskstats\",\"unit\":\"ratio\",\"status\":\"measured\","
		"\"state\":\"OK\",\"value\":0.125,\"cost_us\":2.5,\"blocker\":null},\n "
		"\"saturation\":{\"code_point\":\"NONE\",\"tool\":\"none\",\"source\":null,"
		"\"unit\":null,\"status\":\"no-code-point\",\"state\":\"NONE\",\"value\":null,"
		"\"cost_us\":null,\"blocker\":null},\n "
		"\"errors\":{\"code_point\":\"n/a\",\"tool\":null,\"source\":null,\"unit\":null,"
		"\"status\":\"not-applicable\",\"state\":\"NA\",\"value\":null,\"cost_us\":null,"
		"\"blocker\":null},"
		"\n \"evidence\":\"live\",\n \"values\":[]}\n]}\n");
	pa_buf_done(&out);
}

static void all_values_of_a_row_are_shown(void **state)
{
	static const struct pa_shown_value value = { .metric = "blk.dev.iops_per_s",
						     .unit = "per_s",
						     .help = "requests",
						     .instance = "vda",
						     .value = 20,
						     .cell = 'W' };
	struct pa_checklist_row row;
	struct pa_checklist list = live_list_of(&row);
	struct pa_buf out;

	(void)state;
	row.values = &value;
	row.value_count = 1;
	pa_buf_init(&out, PAGE_BYTES);
	pa_checklist_json(&list, &out);
	assert_non_null(strstr(out.bytes, "\"values\":[{\"metric\":\"blk.dev.iops_per_s\","
					  "\"value\":20,\"unit\":\"per_s\",\"instance\":\"vda\","
					  "\"cell\":\"W\"}]}"));
	pa_buf_clear(&out);
	pa_checklist_details(&list, 100, &out);
	assert_non_null(strstr(out.bytes, "20/s of vda: requests (blk.dev.iops_per_s)"));
	pa_buf_done(&out);
}

static void what_this_machine_was_not_asked_is_null(void **state)
{
	struct pa_checklist_row row;
	struct pa_checklist list = list_of(&row);
	struct pa_buf out;

	(void)state;
	pa_buf_init(&out, PAGE_BYTES);
	pa_checklist_json(&list, &out);
	assert_non_null(strstr(out.bytes, "\"status\":\"measured\",\"state\":null,\"value\":null,"
					  "\"cost_us\":null"));
	assert_non_null(strstr(out.bytes, "\"evidence\":\"compiled\""));
	pa_buf_done(&out);
}

/* JSON of the first cell, whose reading failed so, of a catalog that says what it needs. */
static void assert_blocker(enum pa_state failed, const char *needs, const char *capability,
			   const char *text)
{
	struct pa_checklist_row row;
	struct pa_checklist list = live_list_of(&row);
	struct pa_resource_os os = *row.os;
	struct pa_buf out;

	os.cells[PA_CELL_U].needs = needs;
	os.cells[PA_CELL_U].capability = capability;
	row.os = &os;
	row.reading[PA_CELL_U] = (struct pa_reading){ .has_state = failed != PA_STATE_COUNT,
						      .state = (uint8_t)failed };
	pa_buf_init(&out, PAGE_BYTES);
	pa_checklist_json(&list, &out);
	assert_non_null(strstr(out.bytes, text));
	pa_buf_done(&out);
}

static void a_cell_without_a_value_names_its_blocker(void **state)
{
	(void)state;
	assert_blocker(PA_ABSENT, "a disk", "", "\"blocker\":\"needs a disk\"");
	assert_blocker(PA_ABSENT, "", "", "\"blocker\":\"not on this machine: /sys/block/*/stat\"");
	assert_blocker(PA_DENIED, "a disk", "CAP_SYSLOG",
		       "\"blocker\":\"denied: needs CAP_SYSLOG\"");
	assert_blocker(PA_DENIED, "", "", "\"blocker\":\"denied: needs root\"");
	assert_blocker(PA_BROKEN, "", "",
		       "\"blocker\":\"cannot be understood: /sys/block/*/stat\"");
	/* Its source ran and told nothing. */
	assert_blocker(PA_STATE_COUNT, "a disk", "", "\"state\":\"ABSENT\",\"value\":null");
}

static void no_line_is_wider_than_the_terminal(void **state)
{
	static const unsigned widths[] = { 80, 100, 120, 200 };
	struct pa_checklist_row row;
	struct pa_checklist list = live_list_of(&row);
	struct pa_buf out;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(widths) / sizeof(widths[0]); i++) {
		const char *line, *end;

		pa_buf_init(&out, PAGE_BYTES);
		pa_checklist_text(&list, widths[i], &out);
		pa_checklist_details(&list, widths[i], &out);
		for (line = out.bytes; *line; line = end + 1) {
			end = strchr(line, '\n');
			assert_non_null(end);
			assert_true(pa_wrap_columns(line, (size_t)(end - line)) <= widths[i]);
		}
		pa_buf_done(&out);
	}
}

static void a_wide_terminal_shows_values(void **state)
{
	struct pa_checklist_row row;
	struct pa_checklist list = live_list_of(&row);
	struct pa_buf out;

	(void)state;
	pa_buf_init(&out, PAGE_BYTES);
	pa_checklist_text(&list, 80, &out);
	assert_null(strstr(out.bytes, "12.5 %"));
	pa_buf_clear(&out);
	pa_checklist_text(&list, 140, &out);
	assert_non_null(strstr(out.bytes, "OK 12.5 %"));
	assert_non_null(strstr(out.bytes, "NONE"));
	pa_buf_done(&out);
}

static void details_say_everything(void **state)
{
	static const char *const expected[] = {
		"update_io_ticks",
		"/sys/block/*/stat",
		">=4.18",
		"iostat -x: %util",
		"diskstats",
		"not capacity",
		"measured",
		"12.5 %",
		"vda",
		"2.5 us",
		"no-code-point",
		"Storage",
	};
	struct pa_checklist_row row;
	struct pa_checklist list = live_list_of(&row);
	struct pa_buf out;
	size_t i;

	(void)state;
	pa_buf_init(&out, PAGE_BYTES);
	pa_checklist_details(&list, 200, &out);
	for (i = 0; i < sizeof(expected) / sizeof(expected[0]); i++)
		if (!strstr(out.bytes, expected[i]))
			fail_msg("no %s in:\n%s", expected[i], out.bytes);
	pa_buf_done(&out);
}

static void markdown_is_not_broken_by_what_it_quotes(void **state)
{
	struct pa_checklist_row row;
	struct pa_checklist list = live_list_of(&row);
	struct pa_buf out;

	(void)state;
	pa_buf_init(&out, PAGE_BYTES);
	pa_checklist_markdown(&list, &out);
	assert_non_null(strstr(out.bytes, "Disk, time \\| busy"));
	assert_non_null(strstr(out.bytes, "/sys/block/\\*/stat"));
	assert_null(strstr(out.bytes, "12.5")); /* nothing of this machine */
	assert_null(strstr(out.bytes, "vda"));
	pa_buf_done(&out);
}

static void told_as(double value, const char *unit, const char *text)
{
	struct pa_buf out;

	pa_buf_init(&out, 128);
	pa_checklist_put_value(&out, value, unit);
	assert_string_equal(out.bytes, text);
	pa_buf_done(&out);
}

static void values_are_told_as_people_tell_them(void **state)
{
	(void)state;
	told_as(0.5, "ratio", "50 %");
	told_as(3 * 1048576.0, "bytes_per_s", "3 MiB/s");
	told_as(2048, "kib", "2 MiB");
	told_as(1500000, "ns_per_s", "1.5 ms/s");
	told_as(42, "count", "42");
	told_as(12345.6, "per_s", "12346/s");
	told_as(7, "pages_per_s", "7 pages/s");
	told_as(61, "celsius", "61 celsius");
}

static void a_tool_tells_where_it_misleads(void **state)
{
	static const char *const pitfalls[] = { "it counts time" };
	static const char *const ours[] = { "perfadvisor checklist blk" };
	static const struct pa_tool_use uses[] = {
		{ .resource = &disk, .how = "iostat -x: %util", .letter = PA_CELL_U },
	};
	const struct pa_tool tool = { .name = "iostat",
				      .question = "How busy?",
				      .planned = "perfadvisor drill blklat",
				      .pitfalls = pitfalls,
				      .ours = ours,
				      .uses = uses,
				      .pitfall_count = 1,
				      .ours_count = 1,
				      .use_count = 1 };
	struct pa_buf out;

	(void)state;
	pa_buf_init(&out, PAGE_BYTES);
	pa_tool_text(&tool, 80, &out);
	assert_non_null(strstr(out.bytes, "it counts time"));
	assert_non_null(strstr(out.bytes, "blk.dev"));
	pa_buf_clear(&out);
	pa_tool_json(&tool, &out);
	assert_string_equal(out.bytes,
			    "{\"schema\":\"perfadvisor.tool/1\",\"tool\":\"iostat\",\"question\":"
			    "\"How busy?\",\"pitfalls\":[\"it counts time\"],\"cells\":[{\"id\":"
			    "\"blk.dev\",\"aspect\":\"utilization\",\"how\":\"iostat -x: %util\"}],"
			    "\"ours\":[\"perfadvisor checklist blk\"],\"planned\":\"perfadvisor "
			    "drill blklat\"}\n");
	pa_buf_done(&out);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(json_has_the_shape_that_scripts_rely_on),
		cmocka_unit_test(all_values_of_a_row_are_shown),
		cmocka_unit_test(what_this_machine_was_not_asked_is_null),
		cmocka_unit_test(a_cell_without_a_value_names_its_blocker),
		cmocka_unit_test(no_line_is_wider_than_the_terminal),
		cmocka_unit_test(a_wide_terminal_shows_values),
		cmocka_unit_test(details_say_everything),
		cmocka_unit_test(markdown_is_not_broken_by_what_it_quotes),
		cmocka_unit_test(values_are_told_as_people_tell_them),
		cmocka_unit_test(a_tool_tells_where_it_misleads),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
