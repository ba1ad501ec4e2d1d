/* SPDX-License-Identifier: Apache-2.0 */
#include "platform/linux/adjtimex.h"

#include <errno.h>
#include <stdlib.h>
#include <sys/timex.h>

#include "base/alloc.h"
#include "base/buf.h"
#include "base/names.h"
#include "base/scan.h"
#include "catalog/values.h"
#include "model/moment.h"
#include "platform/platform.h"
#include "platform/root.h"

#define CLOCKSOURCE "sys/devices/system/clocksource/clocksource0/current_clocksource"

static uint64_t size_of(int64_t number)
{
	return number < 0 ? (uint64_t)0 - (uint64_t)number : (uint64_t)number;
}

/* 1/65536 of a part in a million is 1000/65536 nanoseconds in a second. */
static uint64_t ns_per_s(int64_t scaled)
{
	uint64_t size = size_of(scaled);

	return size > UINT64_MAX / 1000 ? UINT64_MAX : size * 1000 >> 16;
}

int pa_adjtimex_parse(const char *text, size_t text_bytes, struct pa_adjtimex *out)
{
	int64_t returned, offset, freq, tolerance, max_error;
	struct pa_scan scan;
	uint64_t status;

	pa_scan_init(&scan, text, text_bytes);
	if (!pa_scan_i64(&scan, &returned) || !pa_scan_u64(&scan, &status) ||
	    !pa_scan_i64(&scan, &offset) || !pa_scan_i64(&scan, &freq) ||
	    !pa_scan_i64(&scan, &tolerance) || !pa_scan_i64(&scan, &max_error) || max_error < 0 ||
	    size_of(offset) > UINT64_MAX / 1000)
		return -EBADMSG;
	out->frequency_ns_per_s = ns_per_s(freq);
	out->frequency_limit_ns_per_s = ns_per_s(tolerance);
	out->offset_ns = status & STA_NANO ? size_of(offset) : size_of(offset) * 1000;
	out->max_error_us = (uint64_t)max_error;
	out->unsynchronized = (status & STA_UNSYNC) || returned == TIME_ERROR;
	return 0;
}

struct state {
	uint32_t source;   /* name id of the clock source, 0 before the first reading */
	uint64_t switches; /* seen since we began */
};

static int ask_adjtimex(void *arg, struct pa_buf *out)
{
	struct timex t = { .modes = 0 };
	int returned = adjtimex(&t);

	(void)arg;
	if (returned < 0)
		return -errno;
	pa_buf_printf(out, "%d %d %ld %ld %ld %ld\n", returned, t.status, (long)t.offset,
		      (long)t.freq, (long)t.tolerance, (long)t.maxerror);
	return 0;
}

static void read_source_name(struct state *s, struct pa_linux *sys, struct pa_moment *moment)
{
	int error = pa_root_read_path(sys->root, CLOCKSOURCE, sys->text);
	struct pa_scan scan;
	struct pa_word word;
	uint32_t source;

	pa_scan_init(&scan, sys->text->bytes, error ? 0 : sys->text->used_bytes);
	if (!error && !pa_scan_word(&scan, &word))
		error = -EBADMSG;
	if (error) {
		pa_moment_miss(moment, PA_V_CLOCK_SYNC_SWITCHES_COUNT, 0, pa_state_of_errno(error));
		return;
	}
	source = pa_names_id(sys->names, word.at, word.bytes);
	s->switches += s->source && s->source != source;
	s->source = source;
	pa_moment_put(moment, PA_V_CLOCK_SYNC_SWITCHES_COUNT, 0, s->switches);
}

static int read_source(void *self, struct pa_linux *sys, struct pa_moment *moment)
{
	static const uint16_t told[] = {
		PA_V_CLOCK_SYNC_FREQUENCY_NS_PER_S,  PA_V_CLOCK_SYNC_FREQUENCY_LIMIT_NS_PER_S,
		PA_V_CLOCK_SYNC_OFFSET_NS,	     PA_V_CLOCK_SYNC_MAX_ERROR_US,
		PA_V_CLOCK_SYNC_UNSYNCHRONIZED_FLAG,
	};
	struct pa_adjtimex got = { 0 };
	int error = pa_root_ask(sys->root, "src/adjtimex", ask_adjtimex, NULL, sys->text);

	if (!error)
		error = pa_adjtimex_parse(sys->text->bytes, sys->text->used_bytes, &got);
	if (error) {
		for (size_t i = 0; i < sizeof(told) / sizeof(told[0]); i++)
			pa_moment_miss(moment, told[i], 0, pa_state_of_errno(error));
	} else {
		pa_moment_put(moment, told[0], 0, got.frequency_ns_per_s);
		pa_moment_put(moment, told[1], 0, got.frequency_limit_ns_per_s);
		pa_moment_put(moment, told[2], 0, got.offset_ns);
		pa_moment_put(moment, told[3], 0, got.max_error_us);
		pa_moment_put(moment, told[4], 0, got.unsynchronized);
	}
	read_source_name(self, sys, moment);
	return error;
}

static void *open_source(struct pa_linux *sys)
{
	(void)sys;
	return pa_alloc(sizeof(struct state));
}

const struct pa_source pa_source_adjtimex = {
	.name = "adjtimex",
	.pass = PA_PASS_SLOW,
	.open = open_source,
	.read = read_source,
	.close = free,
};
