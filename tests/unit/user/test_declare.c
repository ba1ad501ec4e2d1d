/* SPDX-License-Identifier: Apache-2.0 */
#include "unit.h"

#include <errno.h>
#include <math.h>
#include <string.h>

#include "base/buf.h"
#include "user/declare.h"
#include "../config/help.h"
#include "model/advice.h"

static int declare(struct parsed *p, const char *text, struct pa_user *out)
{
	parse_text(p, text);
	assert_int_equal(p->code, 0);
	return pa_user_declare(&p->config, out, &p->err);
}

static void a_resource_is_understood(void **state)
{
	struct pa_user user;
	const struct pa_user_resource *r;
	struct parsed p;

	(void)state;
	assert_int_equal(
		declare(&p,
			"[resource orders]\n"
			"title = Queue of orders\n"
			"command = /usr/bin/stats -q\nuser = nobody\ntimeout = 500ms\n"
			"utilization = gauge of busy\nlimit = 8\n"
			"saturation = gauge of waiting: # jobs\nsaturated_above = 100\n"
			"errors = counter of failed\nerrors_above = 0.5\nutilized_above = 90 %\n"
			"unit = jobs\nclass = waiting\nculprit = shipper\n"
			"sentence = {title}: {saturation} wait.\nnext = stats -v  # which ones\n",
			&user),
		0);
	assert_int_equal(user.resource_count, 1);
	r = &user.resources[0];
	assert_string_equal(r->id, "user.orders");
	assert_int_equal(r->kind, PA_USER_COMMAND);
	assert_string_equal(r->source, "/usr/bin/stats -q");
	assert_string_equal(r->run_as, "nobody");
	assert_int_equal(r->timeout_ns, 500000000);
	assert_string_equal(r->part[PA_USER_SATURATION].where, "waiting: # jobs");
	assert_false(r->part[PA_USER_SATURATION].counter);
	assert_true(r->part[PA_USER_ERRORS].counter);
	assert_near(r->part[PA_USER_LIMIT].constant, 8, 0);
	assert_near(r->above[PA_USER_UTILIZATION], 0.9, 1e-9);
	assert_near(r->above[PA_USER_ERRORS], 0.5, 0);
	assert_int_equal(r->class, PA_CLASS_WAITING);
	assert_string_equal(r->next, "stats -v");
	assert_string_equal(r->why, "which ones");
	pa_config_done(&p.config);
}

static void what_is_left_out_has_its_usual_value(void **state)
{
	const struct pa_user_resource *r;
	struct pa_user user;
	struct parsed p;

	(void)state;
	assert_int_equal(declare(&p,
				 "[resource a]\nfile = /run/depth\nsaturation = gauge\n"
				 "[resource b]\nopenmetrics = http://[::1]:9100/metrics\n"
				 "errors = counter of x_total{q=\"1\"}\n",
				 &user),
			 0);
	assert_int_equal(user.resource_count, 2);
	r = &user.resources[0];
	assert_string_equal(r->title, "a");
	assert_string_equal(r->unit, "");
	assert_string_equal(r->part[PA_USER_SATURATION].where, "");
	assert_true(isnan(r->above[PA_USER_SATURATION]));
	assert_int_equal(r->class, UINT8_MAX);
	assert_null(r->sentence);
	assert_int_equal(user.resources[1].timeout_ns, 2000000000);
	pa_config_done(&p.config);
}

static void a_capacity_is_understood(void **state)
{
	struct pa_user user;
	struct parsed p;

	(void)state;
	assert_int_equal(declare(&p,
				 "[capacity]\ndisk vda = 3000 iops, 125 MB/s\n"
				 "net eth0 = 1 Gbit/s,100000 pps\nnet blue/eth1 = 2.5 MiB/s\n",
				 &user),
			 0);
	assert_int_equal(user.capacity_count, 3);
	assert_string_equal(user.capacities[0].instance, "vda");
	assert_int_equal(user.capacities[0].device, PA_USER_DISK);
	assert_near(user.capacities[0].per_s, 3000, 0);
	assert_near(user.capacities[0].bytes_per_s, 125e6, 0);
	assert_near(user.capacities[1].bytes_per_s, 125e6, 0);
	assert_near(user.capacities[1].per_s, 100000, 0);
	assert_string_equal(user.capacities[2].instance, "netns:blue/eth1");
	assert_near(user.capacities[2].bytes_per_s, 2621440, 0);
	assert_true(isnan(user.capacities[2].per_s));
	pa_config_done(&p.config);
}

#define FILE_ "[resource a]\nfile = /f\n"
#define PAGE_ "[resource a]\nopenmetrics = "

static void a_mistake_is_told_with_its_line(void **state)
{
	static const struct {
		const char *text, *said;
	} cases[] = {
		{ "[resource a]\nsaturation = gauge\n",
		  "f:2: [resource a]: it has no source: file, command or openmetrics" },
		{ FILE_, "f:2: [resource a]: it has none of utilization, saturation and errors" },
		{ FILE_ "command = /x\n",
		  "f:3: command is a second source: a resource has one of file, command and "
		  "openmetrics" },
		{ FILE_ "saturation = gaug\n",
		  "f:3: saturation wants gauge or counter, and perhaps 'of' where it stands, not "
		  "'gaug'" },
		{ FILE_ "saturation = gauge of\n",
		  "f:3: saturation wants gauge or counter, and perhaps 'of' where it stands, not "
		  "'gauge of'" },
		{ FILE_ "saturaton = gauge\n",
		  "f:3: [resource a] has no key 'saturaton'; did you mean saturation" },
		{ FILE_ "saturation =\n", "f:3: saturation wants a value, not ''" },
		{ FILE_ "saturation = gauge\nsaturated_above = many\n",
		  "f:4: saturated_above wants a number such as 100, or 90 %, not 'many'" },
		{ FILE_ "saturation = gauge\nerrors_above = 1\n",
		  "f:2: [resource a]: errors_above needs errors = …" },
		{ FILE_ "saturation = gauge\nlimit = 0\n",
		  "f:4: limit wants a number above 0, or gauge of where it stands, not '0'" },
		{ FILE_ "saturation = gauge\nlimit = 7\n",
		  "f:2: [resource a]: limit belongs to utilization" },
		{ FILE_ "saturation = gauge\nclass = bad\n",
		  "f:4: class wants one of failing|waiting|bound|notice, not 'bad'" },
		{ FILE_ "saturation = gauge\nsentence = {depth} wait\n",
		  "f:4: no word {depth}; there are {utilization} {saturation} {errors} {limit} "
		  "{title} {who}" },
		{ FILE_ "saturation = gauge\nsentence = {who\n",
		  "f:4: no word {who}; there are {utilization} {saturation} {errors} {limit} "
		  "{title} {who}" },
		{ FILE_ "saturation = gauge\ntimeout = 1s\n",
		  "f:2: [resource a]: timeout belongs to command and openmetrics" },
		{ FILE_ "saturation = gauge\nuser = x\n",
		  "f:2: [resource a]: user belongs to command" },
		{ "[resource a]\nfile = f\n", "f:2: file wants a whole path, not 'f'" },
		{ "[resource a]\ncommand = x\n",
		  "f:2: command wants the whole path of a program, not 'x'" },
		{ "[resource a]\ncommand = /x\nsaturation = gauge\n",
		  "f:2: [resource a]: its command needs user = NAME, who runs it" },
		{ "[resource a]\ncommand = /x\nuser = root\nsaturation = gauge\n",
		  "f:2: [resource a]: a command never runs as root: name another user" },
		{ "[resource a]\ncommand = /x\ntimeout = 1m\n",
		  "f:3: timeout wants a time between 10ms and 10s, not '1m'" },
		{ PAGE_ "https://127.0.0.1/m\n",
		  "f:2: openmetrics wants http://ADDRESS:PORT/PATH, not 'https://127.0.0.1/m'" },
		{ PAGE_ "http://example.org/m\n",
		  "f:2: openmetrics wants a numeric address or localhost, not "
		  "'http://example.org/m'" },
		{ PAGE_ "http://127.0.0.1:9100@evil/m\n",
		  "f:2: openmetrics wants http://ADDRESS:PORT/PATH, not "
		  "'http://127.0.0.1:9100@evil/m'" },
		{ PAGE_ "http://127.0.0.1/\nsaturation = gauge\n",
		  "f:2: [resource a]: a page has many numbers: say 'gauge of METRIC'" },
		{ "[resource a b]\nfile = /f\n",
		  "f:2: [resource a b]: a resource's name is made of up to 40 letters, digits, _ . "
		  "and -" },
		{ "[capacity]\ncpu 0 = 1\n",
		  "f:2: [capacity] has no key 'cpu 0'; it wants disk NAME or net NAME" },
		{ "[capacity]\ndisk vda = 100\n",
		  "f:2: disk vda wants a capacity such as '3000 iops, 125 MB/s', not '100'" },
		{ "[capacity]\ndisk vda = 100 pps\n",
		  "f:2: disk vda wants a capacity such as '3000 iops, 125 MB/s', not '100 pps'" },
		{ "[capacity]\ndisk vda = 5 iops 6 iops\n",
		  "f:2: disk vda wants a capacity such as '3000 iops, 125 MB/s', not '5 iops 6 "
		  "iops'" },
		{ "[capacity]\ndisk vda = 5 iops, 6 iops\n",
		  "f:2: disk vda wants a capacity such as '3000 iops, 125 MB/s', not '5 iops, 6 "
		  "iops'" },
		{ "[capacity]\nnet eth0 = -1 pps\n",
		  "f:2: net eth0 wants one such as '1 Gbit/s, 100000 pps', not '-1 pps'" },
		{ "[capacity]\nnet eth0 = 5 pps,\n",
		  "f:2: net eth0 wants one such as '1 Gbit/s, 100000 pps', not '5 pps,'" },
		{ "[capacity]\nnet eth0 = 0 pps\n",
		  "f:2: net eth0 wants one such as '1 Gbit/s, 100000 pps', not '0 pps'" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct pa_user user;
		struct parsed p;

		assert_true(declare(&p, cases[i].text, &user) < 0);
		assert_string_equal(p.err.text, cases[i].said);
		pa_config_done(&p.config);
	}
}

static void only_declarations_are_declared(void **state)
{
	struct pa_user user;
	struct parsed p, again;
	struct pa_buf text, twice;

	(void)state;
	pa_buf_init(&text, 4096);
	pa_buf_init(&twice, 4096);
	assert_int_equal(declare(&p,
				 "[advise]\nfor = 1s\n" FILE_ "saturation = gauge\n"
				 "[capacity]\ndisk vda = 5 iops\n",
				 &user),
			 0);
	pa_user_declared(&p.config, &text);
	assert_string_equal(text.bytes, "[resource a]\nfile = /f\nsaturation = gauge\n\n"
					"[capacity]\ndisk vda = 5 iops\n");
	assert_int_equal(declare(&again, text.bytes, &user), 0);
	pa_user_declared(&again.config, &twice);
	assert_string_equal(twice.bytes, text.bytes);
	pa_config_done(&again.config);
	pa_config_done(&p.config);
	pa_buf_done(&text);
	pa_buf_done(&twice);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_resource_is_understood),
		cmocka_unit_test(what_is_left_out_has_its_usual_value),
		cmocka_unit_test(a_capacity_is_understood),
		cmocka_unit_test(a_mistake_is_told_with_its_line),
		cmocka_unit_test(only_declarations_are_declared),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
