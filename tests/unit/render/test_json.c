/* SPDX-License-Identifier: Apache-2.0 */
#include "render/json.h"

#include <math.h>
#include <string.h>

#include "base/buf.h"
#include "unit.h"

static void expect_text(const char *text, size_t bytes, const char *json)
{
	struct pa_buf out;

	pa_buf_init(&out, 1024);
	pa_json_put(&out, text, bytes);
	assert_string_equal(out.bytes, json);
	pa_buf_done(&out);
}

static void quotes_and_controls_are_escaped(void **state)
{
	(void)state;
	expect_text("a\"b\\c\n\x7f", 7, "\"a\\\"b\\\\c\\u000a\\u007f\"");
}

static void characters_pass_as_they_are(void **state)
{
	(void)state;
	expect_text("÷ → Σ \xf0\x9f\x98\x80", strlen("÷ → Σ ") + 4, "\"÷ → Σ \xf0\x9f\x98\x80\"");
}

static void bytes_that_are_no_character_are_replaced(void **state)
{
	(void)state;
	expect_text("a\xff", 2, "\"a\xef\xbf\xbd\"");
	expect_text("\xc0\xaf", 2, "\"\xef\xbf\xbd\xef\xbf\xbd\""); /* too long a form */
	expect_text("\xed\xa0\x80", 3,
		    "\"\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\"");    /* half of a pair */
	expect_text("\xe2\x86", 2, "\"\xef\xbf\xbd\xef\xbf\xbd\""); /* cut */
}

static void what_is_no_number_is_null(void **state)
{
	struct pa_buf out;

	(void)state;
	pa_buf_init(&out, 64);
	pa_json_number(&out, 0.5);
	pa_buf_putc(&out, ' ');
	pa_json_number(&out, NAN);
	pa_buf_putc(&out, ' ');
	pa_json_number(&out, INFINITY);
	pa_buf_putc(&out, ' ');
	pa_json_puts(&out, NULL);
	pa_buf_putc(&out, ' ');
	pa_json_put_known(&out, "");
	assert_string_equal(out.bytes, "0.5 null null null null");
	pa_buf_done(&out);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(quotes_and_controls_are_escaped),
		cmocka_unit_test(characters_pass_as_they_are),
		cmocka_unit_test(bytes_that_are_no_character_are_replaced),
		cmocka_unit_test(what_is_no_number_is_null),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
