/* SPDX-License-Identifier: Apache-2.0 */
#include "probe/pmu_text.h"

#include <errno.h>
#include <linux/perf_event.h>
#include <stdlib.h>
#include <string.h>

#include "catalog/values.h"

enum { ERRNO_MAX = 4095, CACHE_LINE_BYTES = 64 };

#define DTLB_READ (PERF_COUNT_HW_CACHE_DTLB | PERF_COUNT_HW_CACHE_OP_READ << 8)
#define IIO_PORT(number)                                                                           \
	{                                                                                          \
		.name = "iio_in_port" number, .pmu = "uncore_iio_free_running",                    \
		.event = "bw_in_port" number, .metric = PA_V_IO_BUS_INBOUND_BYTES,                 \
		.place = PA_PMU_EACH_PMU                                                           \
	}

/* Codes that are not in sysfs: amd_umc and uncore_upi from the event lists of the makers
 * (tools/perf/pmu-events), machine clears from Intel's of Skylake and later. */
const struct pa_pmu_row pa_pmu_rows[] = {
	{ .name = "aperf",
	  .pmu = "msr",
	  .event = "aperf",
	  .metric = PA_V_CPU_FREQ_APERF_COUNT,
	  .place = PA_PMU_EACH_CPU },
	{ .name = "mperf",
	  .pmu = "msr",
	  .event = "mperf",
	  .metric = PA_V_CPU_FREQ_MPERF_COUNT,
	  .place = PA_PMU_EACH_CPU,
	  .grouped = true },
	{ .name = "smi",
	  .pmu = "msr",
	  .event = "smi",
	  .metric = PA_V_CPU_SMI_INTERRUPTS_COUNT,
	  .place = PA_PMU_FIRST_CPU },
	{ .name = "slots",
	  .pmu = "cpu",
	  .event = "slots",
	  .metric = PA_V_CPU_PIPELINE_SLOTS_COUNT,
	  .place = PA_PMU_EACH_CPU },
	{ .name = "retiring",
	  .pmu = "cpu",
	  .event = "topdown-retiring",
	  .metric = PA_V_CPU_PIPELINE_RETIRING_COUNT,
	  .place = PA_PMU_EACH_CPU,
	  .grouped = true },
	{ .name = "bad_spec",
	  .pmu = "cpu",
	  .event = "topdown-bad-spec",
	  .metric = PA_V_CPU_PIPELINE_BAD_SPECULATION_COUNT,
	  .place = PA_PMU_EACH_CPU,
	  .grouped = true },
	{ .name = "fe_bound",
	  .pmu = "cpu",
	  .event = "topdown-fe-bound",
	  .metric = PA_V_CPU_PIPELINE_FRONTEND_COUNT,
	  .place = PA_PMU_EACH_CPU,
	  .grouped = true },
	{ .name = "be_bound",
	  .pmu = "cpu",
	  .event = "topdown-be-bound",
	  .metric = PA_V_CPU_PIPELINE_BACKEND_COUNT,
	  .place = PA_PMU_EACH_CPU,
	  .grouped = true },
	{ .name = "machine_clears",
	  .pmu = "cpu",
	  .terms = "event=0xc3,umask=0x01,cmask=0x01,edge=1",
	  .only_with = "topdown-retiring",
	  .metric = PA_V_CPU_PIPELINE_CLEARS_COUNT,
	  .place = PA_PMU_SOME_CPUS },
	{ .name = "dtlb_loads",
	  .generic = DTLB_READ | PERF_COUNT_HW_CACHE_RESULT_ACCESS << 16,
	  .metric = PA_V_CPU_TLB_LOADS_COUNT,
	  .place = PA_PMU_SOME_CPUS },
	{ .name = "dtlb_misses",
	  .generic = DTLB_READ | PERF_COUNT_HW_CACHE_RESULT_MISS << 16,
	  .metric = PA_V_CPU_TLB_MISSES_COUNT,
	  .place = PA_PMU_SOME_CPUS,
	  .grouped = true },
	{ .name = "cas_read",
	  .pmu = "uncore_imc",
	  .event = "cas_count_read",
	  .metric = PA_V_MEM_BW_READ_BYTES,
	  .place = PA_PMU_EACH_PMU },
	{ .name = "cas_write",
	  .pmu = "uncore_imc",
	  .event = "cas_count_write",
	  .metric = PA_V_MEM_BW_WRITE_BYTES,
	  .place = PA_PMU_EACH_PMU },
	{ .name = "data_reads",
	  .pmu = "uncore_imc",
	  .event = "data_reads",
	  .metric = PA_V_MEM_BW_READ_BYTES,
	  .place = PA_PMU_EACH_PMU },
	{ .name = "data_writes",
	  .pmu = "uncore_imc",
	  .event = "data_writes",
	  .metric = PA_V_MEM_BW_WRITE_BYTES,
	  .place = PA_PMU_EACH_PMU },
	{ .name = "data_read",
	  .pmu = "uncore_imc_free_running",
	  .event = "data_read",
	  .metric = PA_V_MEM_BW_READ_BYTES,
	  .place = PA_PMU_EACH_PMU },
	{ .name = "data_write",
	  .pmu = "uncore_imc_free_running",
	  .event = "data_write",
	  .metric = PA_V_MEM_BW_WRITE_BYTES,
	  .place = PA_PMU_EACH_PMU },
	{ .name = "umc_read",
	  .pmu = "amd_umc",
	  .terms = "event=0x0a,rdwrmask=0x1",
	  .metric = PA_V_MEM_BW_READ_BYTES,
	  .place = PA_PMU_EACH_PMU,
	  .bytes = CACHE_LINE_BYTES },
	{ .name = "umc_write",
	  .pmu = "amd_umc",
	  .terms = "event=0x0a,rdwrmask=0x2",
	  .metric = PA_V_MEM_BW_WRITE_BYTES,
	  .place = PA_PMU_EACH_PMU,
	  .bytes = CACHE_LINE_BYTES },
	{ .name = "upi_data",
	  .pmu = "uncore_upi",
	  .terms = "event=0x02,umask=0x0f",
	  .metric = PA_V_IC_SOCKET_FLITS_COUNT,
	  .place = PA_PMU_EACH_PMU,
	  .bytes = 1 },
	IIO_PORT("0"),
	IIO_PORT("1"),
	IIO_PORT("2"),
	IIO_PORT("3"),
	{ 0 },
};

int pa_pmu_format_parse(const char *text, size_t text_bytes, struct pa_pmu_format *out)
{
	struct pa_pmu_format format = { 0 };
	uint64_t first, last, word = 0;
	struct pa_scan scan;

	pa_scan_init(&scan, text, text_bytes);
	if (!pa_scan_text(&scan, "config"))
		return -EBADMSG;
	(void)pa_scan_u64(&scan, &word); /* "config" alone is the first */
	if (word > 9 || !pa_scan_text(&scan, ":"))
		return -EBADMSG;
	format.word = (uint8_t)word;
	do {
		if (format.parts == 4 || !pa_scan_u64(&scan, &first))
			return -EBADMSG;
		last = first;
		if (pa_scan_text(&scan, "-") && !pa_scan_u64(&scan, &last))
			return -EBADMSG;
		if (last > 63 || first > last)
			return -EBADMSG;
		format.part[format.parts].first = (uint8_t)first;
		format.part[format.parts++].last = (uint8_t)last;
	} while (pa_scan_text(&scan, ","));
	*out = format;
	return 0;
}

int pa_pmu_format_write(const struct pa_pmu_format *format, uint64_t value, uint64_t *config)
{
	uint64_t bits = *config;

	if (format->word)
		return -ERANGE;
	for (uint8_t i = 0; i < format->parts; i++)
		for (uint8_t bit = format->part[i].first; bit <= format->part[i].last; bit++) {
			bits &= ~(1ULL << bit);
			bits |= (value & 1) << bit;
			value >>= 1;
		}
	if (value)
		return -ERANGE;
	*config = bits;
	return 0;
}

bool pa_pmu_next_term(struct pa_scan *terms, struct pa_word *name, uint64_t *value)
{
	const char *end = terms->at;
	struct pa_scan term;

	while (end < terms->end && *end != ',' && *end != '\n')
		end++;
	term = (struct pa_scan){ terms->at, end };
	name->at = term.at;
	while (term.at < end && *term.at != '=')
		term.at++;
	name->bytes = (size_t)(term.at - name->at);
	if (!name->bytes)
		return false;
	*value = 1;
	if (pa_scan_text(&term, "=") && (term.at == end || !(end - term.at > 2 && term.at[1] == 'x'
								     ? pa_scan_hex(&term, value)
								     : pa_scan_u64(&term, value))))
		return false;
	terms->at = end < terms->end && *end == ',' ? end + 1 : terms->end;
	return true;
}

int pa_pmu_scale_bytes(const char *scale, size_t scale_bytes, const char *unit, size_t unit_bytes,
		       uint32_t *out)
{
	char text[32];
	double bytes;
	char *end;

	if (unit_bytes < 3 || memcmp(unit, "MiB", 3) != 0 || !scale_bytes ||
	    scale_bytes >= sizeof(text))
		return -EBADMSG;
	memcpy(text, scale, scale_bytes);
	text[scale_bytes] = '\0';
	bytes = strtod(text, &end) * 1024 * 1024;
	if (end == text || !(bytes >= 1 && bytes <= 1 << 20))
		return -EBADMSG;
	*out = (uint32_t)(bytes + 0.5);
	return 0;
}

static bool row_of(struct pa_word name, uint32_t *row)
{
	for (uint32_t i = 0; pa_pmu_rows[i].name; i++)
		if (pa_word_is(name, pa_pmu_rows[i].name)) {
			*row = i;
			return true;
		}
	return false;
}

static bool parse_line(struct pa_scan *line, struct pa_pmu_line *out)
{
	struct pa_pmu_line got = { 0 };
	struct pa_word name, instance;
	uint64_t error;

	if (!pa_scan_word(line, &name))
		return false;
	if (pa_word_is(name, "error")) {
		if (!pa_scan_word(line, &name) || !row_of(name, &got.row) ||
		    !pa_scan_u64(line, &error) || !error || error > ERRNO_MAX)
			return false;
		got.error = (int32_t)error;
	} else {
		if (!row_of(name, &got.row) || !pa_scan_word(line, &instance) ||
		    instance.bytes >= sizeof(got.instance) || !pa_scan_u64(line, &got.value) ||
		    !pa_scan_u64(line, &got.enabled_ns) || !pa_scan_u64(line, &got.running_ns))
			return false;
		memcpy(got.instance, instance.at, instance.bytes);
	}
	*out = got;
	return true;
}

bool pa_pmu_next(struct pa_scan *text, struct pa_pmu_line *out)
{
	struct pa_scan line;

	while (pa_scan_line(text, &line))
		if (parse_line(&line, out))
			return true;
	return false;
}
