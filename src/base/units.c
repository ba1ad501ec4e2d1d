/* SPDX-License-Identifier: Apache-2.0 */
#include "base/units.h"

#include <errno.h>
#include <stddef.h>
#include <string.h>

#include "base/scan.h"

struct unit {
	const char *name;
	uint64_t factor;
};

static const struct unit times[] = {
	{ "", 1000000000U },
	{ "s", 1000000000U },
	{ "ms", 1000000U },
	{ "us", 1000U },
	{ "ns", 1U },
	{ "m", 60000000000U },
	{ "min", 60000000000U },
	{ "h", 3600000000000U },
	{ "d", 86400000000000U },
};

static const struct unit sizes[] = {
	{ "", 1U },	   { "k", 1U << 10 }, { "K", 1U << 10 },
	{ "M", 1U << 20 }, { "G", 1U << 30 }, { "T", (uint64_t)1 << 40 },
};

static int parse(const char *text, const struct unit *units, size_t count, uint64_t *out)
{
	struct pa_scan scan;
	uint64_t n;

	pa_scan_init(&scan, text, strlen(text));
	if (!strchr("0123456789", text[0]) || !pa_scan_u64(&scan, &n))
		return -EINVAL;
	for (size_t i = 0; i < count; i++) {
		if (strcmp(units[i].name, scan.at) != 0)
			continue;
		if (n > UINT64_MAX / units[i].factor)
			return -ERANGE;
		*out = n * units[i].factor;
		return 0;
	}
	return -EINVAL;
}

int pa_units_parse_ns(const char *text, uint64_t *out_ns)
{
	return parse(text, times, sizeof(times) / sizeof(times[0]), out_ns);
}

int pa_units_parse_bytes(const char *text, uint64_t *out_bytes)
{
	char copy[32];
	size_t n = strlen(text);

	if (n >= sizeof(copy))
		return -EINVAL;
	memcpy(copy, text, n + 1);
	if (n > 2 && !strcmp(copy + n - 2, "iB"))
		copy[n - 2] = '\0';
	else if (n > 1 && copy[n - 1] == 'B')
		copy[n - 1] = '\0';
	return parse(copy, sizes, sizeof(sizes) / sizeof(sizes[0]), out_bytes);
}
