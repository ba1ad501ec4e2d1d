/* SPDX-License-Identifier: Apache-2.0 */
#include "fuzz.h"

#include <assert.h>

#include "platform/linux/columns.h"
#include "platform/linux/conntrack.h"
#include "platform/linux/netstat.h"
#include "platform/linux/snmp.h"

static void parse_pairs(const struct pa_column *wanted, const char *text, size_t size)
{
	struct pa_columns_values first, again;
	struct pa_columns columns;
	int error;

	pa_columns_init(&columns, wanted);
	error = pa_columns_parse_pairs(&columns, text, size, &first);
	/* What was learned must not change the answer. */
	assert(pa_columns_parse_pairs(&columns, text, size, &again) == error);
	assert(error || first.found == again.found);
	pa_columns_done(&columns);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const enum pa_columns_fold fold[PA_COLUMNS_MAX] = { PA_COLUMNS_SUM };
	struct pa_columns_values values;
	struct pa_columns columns;

	parse_pairs(pa_snmp_columns(), (const char *)data, size);
	parse_pairs(pa_netstat_columns(), (const char *)data, size);
	pa_columns_init(&columns, pa_conntrack_columns());
	(void)pa_columns_parse_cpus(&columns, fold, (const char *)data, size, &values);
	pa_columns_done(&columns);
	return 0;
}
