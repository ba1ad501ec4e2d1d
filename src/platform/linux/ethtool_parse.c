/* SPDX-License-Identifier: Apache-2.0 */
#include <errno.h>
#include <string.h>

#include "base/scan.h"
#include "platform/linux/ethtool.h"

enum { DUPLEX_FULL_NUMBER = 1, DUPLEX_UNKNOWN_NUMBER = 0xff, MODE_WORDS_MAX = 8 };

/* Runs of link mode bits of one speed. Bits between them are no speeds. */
static const struct {
	uint8_t first, last;
	uint32_t mbit;
} modes[] = {
	{ 0, 1, 10 },	    { 2, 3, 100 },	{ 4, 5, 1000 },	    { 12, 12, 10000 },
	{ 15, 15, 2500 },   { 17, 17, 1000 },	{ 18, 20, 10000 },  { 21, 22, 20000 },
	{ 23, 26, 40000 },  { 27, 30, 56000 },	{ 31, 33, 25000 },  { 34, 35, 50000 },
	{ 36, 39, 100000 }, { 40, 40, 50000 },	{ 41, 41, 1000 },   { 42, 46, 10000 },
	{ 47, 47, 2500 },   { 48, 48, 5000 },	{ 52, 56, 50000 },  { 57, 61, 100000 },
	{ 62, 66, 200000 }, { 67, 67, 100 },	{ 68, 68, 1000 },   { 69, 73, 400000 },
	{ 75, 79, 100000 }, { 80, 84, 200000 }, { 85, 89, 400000 }, { 90, 91, 100 },
	{ 92, 92, 10 },	    { 93, 98, 800000 },
};

/* A counter is of the first row whose every word stands in its name and none of not. */
static const struct {
	enum pa_ethtool_kind kind;
	const char *all[2], *not [4];
} rows[] = {
	{ PA_ETHTOOL_IN_EXCEEDED, { "bw_in_allowance_exceeded" }, { NULL } },
	{ PA_ETHTOOL_OUT_EXCEEDED, { "bw_out_allowance_exceeded" }, { NULL } },
	{ PA_ETHTOOL_PACKETS_EXCEEDED, { "pps_allowance_exceeded" }, { NULL } },
	{ PA_ETHTOOL_TRACKING_EXCEEDED, { "conntrack_allowance_exceeded" }, { NULL } },
	{ PA_ETHTOOL_LOCAL_EXCEEDED, { "linklocal_allowance_exceeded" }, { NULL } },
	{ PA_ETHTOOL_TRACKING_AVAILABLE, { "conntrack_allowance_available" }, { NULL } },
	{ PA_ETHTOOL_XDP_PACKETS, { "xdp_packets" }, { NULL } },
	{ PA_ETHTOOL_KIND_COUNT, { "xdp" }, { NULL } },
	{ PA_ETHTOOL_KIND_COUNT, { "xsk" }, { NULL } },
	{ PA_ETHTOOL_KICKS, { "kicks" }, { NULL } },
	{ PA_ETHTOOL_TIMEOUTS, { "tx_timeout" }, { NULL } },
	{ PA_ETHTOOL_SYMBOL_ERRORS, { "symbol_err" }, { NULL } },
	{ PA_ETHTOOL_PAUSES, { "xoff" }, { "prio", "priority" } },
	{ PA_ETHTOOL_PAUSES, { "pause" }, { "prio", "duration", "transition", "storm" } },
	{ PA_ETHTOOL_ALLOC_FAILS, { "alloc", "fail" }, { NULL } },
	{ PA_ETHTOOL_ALLOC_FAILS, { "alloc", "err" }, { NULL } },
	{ PA_ETHTOOL_QUEUE_DROPS, { "out_of_buf" }, { NULL } },
	{ PA_ETHTOOL_QUEUE_DROPS, { "no_buf" }, { NULL } },
	{ PA_ETHTOOL_QUEUE_DROPS, { "nobuf" }, { NULL } },
	{ PA_ETHTOOL_QUEUE_DROPS, { "no_dma" }, { NULL } },
	{ PA_ETHTOOL_QUEUE_DROPS, { "missed" }, { NULL } },
	{ PA_ETHTOOL_QUEUE_DROPS, { "discard" }, { "filter", "vlan", "prio" } },
	{ PA_ETHTOOL_QUEUE_DROPS, { "drop" }, { "filter", "vlan", "prio", "rule" } },
	{ PA_ETHTOOL_ERRORS, { "_err" }, { "fdir", "pause" } },
	{ PA_ETHTOOL_ERRORS, { "bad_csum" }, { NULL } },
};

static bool holds(const char *name, size_t name_bytes, const char *word)
{
	return memmem(name, name_bytes, word, strlen(word)) != NULL;
}

enum pa_ethtool_kind pa_ethtool_kind_of(const char *name, size_t name_bytes)
{
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		bool fits = true;

		for (size_t w = 0; w < 2 && rows[i].all[w]; w++)
			fits = fits && holds(name, name_bytes, rows[i].all[w]);
		for (size_t w = 0; w < 4 && rows[i].not [w]; w++)
			fits = fits && !holds(name, name_bytes, rows[i].not [w]);
		if (fits)
			return rows[i].kind;
	}
	return PA_ETHTOOL_KIND_COUNT;
}

/* A number that follows the direction or the word queue, or stands in brackets. */
bool pa_ethtool_is_of_queue(const char *name, size_t name_bytes)
{
	static const char *const before[] = {
		"rx", "tx", "queue_", "queue", "[", "ch", "ring", "q"
	};

	for (size_t i = 1; i < name_bytes; i++) {
		if (name[i] < '0' || name[i] > '9' || (name[i - 1] >= '0' && name[i - 1] <= '9'))
			continue;
		for (size_t w = 0; w < sizeof(before) / sizeof(before[0]); w++) {
			size_t bytes = strlen(before[w]);

			if (bytes <= i && !memcmp(name + i - bytes, before[w], bytes))
				return true;
		}
	}
	return false;
}

/* Sums of one kind: of the counters of queues, and of the others. */
struct sums {
	uint64_t of_queues[PA_ETHTOOL_KIND_COUNT], of_all[PA_ETHTOOL_KIND_COUNT];
};

static void take_stat(struct pa_scan *line, struct sums *sums, struct pa_ethtool *out)
{
	enum pa_ethtool_kind kind;
	size_t bytes;
	uint64_t value;

	if (!pa_scan_u64(line, &value))
		return;
	while (line->at < line->end && *line->at == ' ')
		line->at++;
	bytes = (size_t)(line->end - line->at);
	kind = pa_ethtool_kind_of(line->at, bytes);
	if (kind == PA_ETHTOOL_KIND_COUNT)
		return;
	out->has[kind] = true;
	if (pa_ethtool_is_of_queue(line->at, bytes))
		sums->of_queues[kind] += value;
	else
		sums->of_all[kind] += value;
}

static uint64_t fastest(const uint32_t words[MODE_WORDS_MAX])
{
	uint32_t mbit = 0;

	for (size_t i = 0; i < sizeof(modes) / sizeof(modes[0]); i++)
		for (uint32_t bit = modes[i].first; bit <= modes[i].last; bit++)
			if (words[bit / 32] >> bit % 32 & 1 && modes[i].mbit > mbit)
				mbit = modes[i].mbit;
	return mbit;
}

/* The driver's idea of "unknown" is 0 or all bits one. */
static void take_link(struct pa_scan *line, struct pa_ethtool *out)
{
	uint32_t words[MODE_WORDS_MAX] = { 0 };
	uint64_t speed_mbit, duplex, word;

	if (!pa_scan_u64(line, &speed_mbit) || !pa_scan_u64(line, &duplex))
		return;
	out->has_link = true;
	if (speed_mbit < INT32_MAX)
		out->speed_mbit = speed_mbit;
	out->has_duplex = duplex != DUPLEX_UNKNOWN_NUMBER;
	out->full_duplex = duplex == DUPLEX_FULL_NUMBER;
	for (size_t i = 0; i < MODE_WORDS_MAX && pa_scan_hex(line, &word); i++)
		words[i] = (uint32_t)word;
	out->max_speed_mbit = fastest(words);
}

int pa_ethtool_parse(const char *text, size_t text_bytes, struct pa_ethtool *out)
{
	struct pa_ethtool found = { 0 };
	struct sums sums = { 0 };
	struct pa_scan scan, line;
	struct pa_word word;

	pa_scan_init(&scan, text, text_bytes);
	while (pa_scan_line(&scan, &line)) {
		if (pa_scan_text(&line, "driver ") && pa_scan_word(&line, &word)) {
			if (word.bytes >= sizeof(found.driver))
				word.bytes = sizeof(found.driver) - 1;
			memcpy(found.driver, word.at, word.bytes);
			found.driver[word.bytes] = '\0';
		} else if (pa_scan_text(&line, "link ")) {
			take_link(&line, &found);
		} else if (pa_scan_text(&line, "ring ")) {
			found.has_ring = pa_scan_u64(&line, &found.ring_rx_count) &&
					 pa_scan_u64(&line, &found.ring_rx_max_count);
		} else if (pa_scan_text(&line, "stat ")) {
			take_stat(&line, &sums, &found);
		}
	}
	if (!found.driver[0])
		return -EBADMSG;
	for (int k = 0; k < PA_ETHTOOL_KIND_COUNT; k++)
		found.sum[k] = sums.of_queues[k] > sums.of_all[k] ? sums.of_queues[k]
								  : sums.of_all[k];
	*out = found;
	return 0;
}
