/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The hardware below the threads: clocks, heat, idle states, pipelines, memory controllers, links,
 * power and accelerators.
 */
#include <string.h>

#include "analyze/derive.h"
#include "analyze/forecast.h"
#include "base/names.h"
#include "catalog/values.h"

/* Flits of a UPI link that carry a cache line, and the bytes of that. */
enum { FLITS_OF_LINE = 9, LINE_BYTES = 64 };

static bool last(const struct pa_case *c, uint16_t metric, uint32_t instance, double *out)
{
	return pa_window_last(c->window, metric, instance, out);
}

/* Put part over whole, both counters, all their instances. */
static void ratio_of_rates(struct pa_case *c, uint16_t metric, uint16_t part, uint16_t whole)
{
	double a, b;

	if (pa_derive_rate_sum(c, part, &a) && pa_derive_rate_sum(c, whole, &b) && b > 0)
		pa_facts_put(&c->facts, metric, 0, a / b);
}

/* Put gauge over limit, both as last seen. */
static void ratio_of_last(struct pa_case *c, uint16_t metric, uint16_t gauge, uint16_t limit,
			  uint32_t instance)
{
	double a, b;

	if (last(c, gauge, instance, &a) && last(c, limit, instance, &b) && b > 0)
		pa_facts_put(&c->facts, metric, instance, a / b);
}

/* Put the part of possible that actual does not reach. */
static void withheld(struct pa_case *c, uint16_t metric, uint16_t actual, uint16_t possible,
		     uint32_t instance)
{
	double a, b;

	if (last(c, actual, instance, &a) && last(c, possible, instance, &b) && b > 0)
		pa_facts_put(&c->facts, metric, instance, a < b ? 1 - a / b : 0);
}

/* ---- CPUs */

static void one_policy(struct pa_case *c, uint32_t policy)
{
	double clock, most;

	if (pa_window_mean(c->window, PA_V_CPU_FREQ_CURRENT_HZ, policy, &clock) &&
	    last(c, PA_V_CPU_FREQ_MAX_HZ, policy, &most) && most > 0)
		pa_facts_put(&c->facts, PA_V_CPU_FREQ_MAX_RATIO, policy, clock / most);
	withheld(c, PA_V_CPU_FREQ_WITHHELD_RATIO, PA_V_CPU_FREQ_LIMIT_HZ, PA_V_CPU_FREQ_MAX_HZ,
		 policy);
}

static void one_zone(struct pa_case *c, uint32_t zone)
{
	double now, slows, ends;

	if (!last(c, PA_V_CPU_THERMAL_ZONE_CELSIUS, zone, &now))
		return;
	if (!last(c, PA_V_CPU_THERMAL_PASSIVE_CELSIUS, zone, &slows))
		slows = 0;
	if (last(c, PA_V_CPU_THERMAL_CRITICAL_CELSIUS, zone, &ends) && (slows <= 0 || ends < slows))
		slows = ends;
	if (slows > 0)
		pa_facts_put(&c->facts, PA_V_CPU_THERMAL_TRIP_RATIO, zone, now / slows);
}

/* The hottest CPU, by itself or with its package. */
static void throttled(struct pa_case *c)
{
	double most = -1, ms_per_s;

	for (uint32_t i = 0; i < c->window->series_count; i++) {
		const struct pa_series *s = &c->window->series[i];

		if ((s->metric == PA_V_CPU_THERMAL_CORE_THROTTLED_MS ||
		     s->metric == PA_V_CPU_THERMAL_PACKAGE_THROTTLED_MS) &&
		    pa_window_rate(c->window, s->metric, s->instance, &ms_per_s) && ms_per_s > most)
			most = ms_per_s;
	}
	if (most >= 0)
		pa_facts_put(&c->facts, PA_V_CPU_THERMAL_THROTTLED_RATIO, 0, most / 1000);
}

static const char *after_slash(const struct pa_case *c, uint32_t instance)
{
	const char *slash = strchr(pa_names_text(c->names, instance), '/');

	return slash ? slash + 1 : "";
}

/* "cpu0/C6": the mean of all CPUs that have this state, told once. */
static void one_idle_state(struct pa_case *c, uint32_t instance)
{
	const char *name = after_slash(c, instance);
	uint32_t state = pa_names_id(c->names, name, strlen(name)), cpus = 0;
	double us_per_s, sum = 0, known;

	if (!*name || pa_facts_exact(&c->facts, PA_V_CPU_IDLE_STATE_RATIO, state, &known))
		return;
	for (uint32_t i = 0; i < c->window->series_count; i++) {
		const struct pa_series *s = &c->window->series[i];

		if (s->metric != PA_V_CPU_IDLE_TIME_US ||
		    strcmp(after_slash(c, s->instance), name) != 0 ||
		    !pa_window_rate(c->window, s->metric, s->instance, &us_per_s))
			continue;
		sum += us_per_s / 1e6;
		cpus++;
	}
	if (cpus)
		pa_facts_put(&c->facts, PA_V_CPU_IDLE_STATE_RATIO, state, sum / cpus);
}

static void idle_choices(struct pa_case *c)
{
	double above, below, entries;

	if (pa_derive_rate_sum(c, PA_V_CPU_IDLE_ABOVE_COUNT, &above) &&
	    pa_derive_rate_sum(c, PA_V_CPU_IDLE_BELOW_COUNT, &below) &&
	    pa_derive_rate_sum(c, PA_V_CPU_IDLE_ENTRIES_COUNT, &entries) && entries > 0)
		pa_facts_put(&c->facts, PA_V_CPU_IDLE_WRONG_RATIO, 0, (above + below) / entries);
}

static void cpus(struct pa_case *c)
{
	pa_derive_each(c, PA_V_CPU_FREQ_CURRENT_HZ, one_policy);
	ratio_of_rates(c, PA_V_CPU_FREQ_BASE_RATIO, PA_V_CPU_FREQ_APERF_COUNT,
		       PA_V_CPU_FREQ_MPERF_COUNT);
	pa_derive_each(c, PA_V_CPU_THERMAL_ZONE_CELSIUS, one_zone);
	throttled(c);
	pa_derive_each(c, PA_V_CPU_IDLE_TIME_US, one_idle_state);
	idle_choices(c);
	ratio_of_rates(c, PA_V_CPU_PIPELINE_RETIRING_RATIO, PA_V_CPU_PIPELINE_RETIRING_COUNT,
		       PA_V_CPU_PIPELINE_SLOTS_COUNT);
	ratio_of_rates(c, PA_V_CPU_PIPELINE_BAD_SPECULATION_RATIO,
		       PA_V_CPU_PIPELINE_BAD_SPECULATION_COUNT, PA_V_CPU_PIPELINE_SLOTS_COUNT);
	ratio_of_rates(c, PA_V_CPU_PIPELINE_FRONTEND_RATIO, PA_V_CPU_PIPELINE_FRONTEND_COUNT,
		       PA_V_CPU_PIPELINE_SLOTS_COUNT);
	ratio_of_rates(c, PA_V_CPU_PIPELINE_BACKEND_RATIO, PA_V_CPU_PIPELINE_BACKEND_COUNT,
		       PA_V_CPU_PIPELINE_SLOTS_COUNT);
	ratio_of_rates(c, PA_V_CPU_TLB_MISS_RATIO, PA_V_CPU_TLB_MISSES_COUNT,
		       PA_V_CPU_TLB_LOADS_COUNT);
}

/* ---- memory and links */

static void memory_and_links(struct pa_case *c)
{
	double read, written, flits, corrected, uncorrected;

	/* Where controllers are not told apart, groups of the cache monitor are. */
	if (pa_derive_rate_sum(c, PA_V_MEM_BW_READ_BYTES, &read) &&
	    pa_derive_rate_sum(c, PA_V_MEM_BW_WRITE_BYTES, &written))
		pa_facts_put(&c->facts, PA_V_MEM_BW_BYTES_PER_S, 0, read + written);
	else if (pa_derive_rate_sum(c, PA_V_MEM_BW_MONITORED_BYTES, &read))
		pa_facts_put(&c->facts, PA_V_MEM_BW_BYTES_PER_S, 0, read);
	if (pa_derive_rate_sum(c, PA_V_IC_SOCKET_FLITS_COUNT, &flits))
		pa_facts_put(&c->facts, PA_V_IC_SOCKET_SENT_BYTES_PER_S, 0,
			     flits * LINE_BYTES / FLITS_OF_LINE);
	if (!pa_derive_rate_sum(c, PA_V_MEM_ECC_CORRECTED_COUNT, &corrected))
		return;
	pa_facts_put(&c->facts, PA_V_MEM_ECC_CORRECTED_PER_S, 0, corrected);
	if (!pa_derive_rate_sum(c, PA_V_MEM_ECC_UNCORRECTED_COUNT, &uncorrected))
		uncorrected = 0;
	pa_facts_put(&c->facts, PA_V_MEM_BW_ERRORS_PER_S, 0, corrected + uncorrected);
}

static void one_controller(struct pa_case *c, uint32_t controller)
{
	(void)pa_derive_rate(c, PA_V_MEM_ECC_UNCORRECTED_PER_S, PA_V_MEM_ECC_UNCORRECTED_COUNT,
			     controller, 1);
}

static void one_link_errors(struct pa_case *c, uint32_t device)
{
	(void)pa_derive_rate(c, PA_V_PCIE_LINK_FATAL_PER_S, PA_V_PCIE_LINK_FATAL_COUNT, device, 1);
}

/* The kernel's counters, or where it has none (before 6.16) its log. */
static void stalls(struct pa_case *c)
{
	static const uint16_t counters[] = { PA_V_HOST_LOCKUP_SOFTLOCKUPS_COUNT,
					     PA_V_HOST_LOCKUP_HARDLOCKUPS_COUNT,
					     PA_V_HOST_LOCKUP_RCU_STALLS_COUNT };
	double growth, counted = 0, logged = 0;
	bool known = pa_window_delta(c->window, PA_V_HOST_LOCKUP_LOGGED_COUNT, 0, &logged);

	for (size_t i = 0; i < sizeof(counters) / sizeof(counters[0]); i++) {
		if (!pa_window_delta(c->window, counters[i], 0, &growth))
			continue;
		counted += growth;
		known = true;
	}
	if (known)
		pa_facts_put(&c->facts, PA_V_HOST_LOCKUP_STALLS_COUNT, 0,
			     counted > logged ? counted : logged);
}

static void one_link(struct pa_case *c, uint32_t device)
{
	withheld(c, PA_V_PCIE_LINK_WITHHELD_RATIO, PA_V_PCIE_LINK_CAPACITY_BYTES_PER_S,
		 PA_V_PCIE_LINK_POSSIBLE_BYTES_PER_S, device);
}

/* ---- power */

static void one_power_zone(struct pa_case *c, uint32_t zone)
{
	double watts, limit;

	if (!pa_window_rate(c->window, PA_V_PWR_RAPL_ENERGY_JOULES, zone, &watts))
		return;
	pa_facts_put(&c->facts, PA_V_PWR_RAPL_POWER_WATTS, zone, watts);
	if (last(c, PA_V_PWR_RAPL_LIMIT_WATTS, zone, &limit) && limit > 0)
		pa_facts_put(&c->facts, PA_V_PWR_RAPL_LIMIT_RATIO, zone, watts / limit);
}

static void one_sensor(struct pa_case *c, uint32_t sensor)
{
	ratio_of_last(c, PA_V_PWR_PSU_TEMPERATURE_RATIO, PA_V_PWR_PSU_TEMPERATURE_CELSIUS,
		      PA_V_PWR_PSU_CRITICAL_CELSIUS, sensor);
}

/* ---- accelerators */

static void share_of_readings(struct pa_case *c, uint16_t metric, uint16_t gauge, double whole,
			      uint32_t instance)
{
	double mean;

	if (pa_window_mean(c->window, gauge, instance, &mean))
		pa_facts_put(&c->facts, metric, instance, mean / whole);
}

static void one_nvidia(struct pa_case *c, uint32_t gpu)
{
	double total;

	share_of_readings(c, PA_V_GPU_NV_BUSY_RATIO, PA_V_GPU_NV_BUSY_PERCENT, 100, gpu);
	share_of_readings(c, PA_V_GPU_NV_HEAT_SLOWED_RATIO, PA_V_GPU_NV_HEAT_SLOWED_FLAG, 1, gpu);
	share_of_readings(c, PA_V_GPU_NV_POWER_CAPPED_RATIO, PA_V_GPU_NV_POWER_CAPPED_FLAG, 1, gpu);
	ratio_of_last(c, PA_V_GPU_NV_MEMORY_RATIO, PA_V_GPU_NV_MEMORY_USED_BYTES,
		      PA_V_GPU_NV_MEMORY_TOTAL_BYTES, gpu);
	if (last(c, PA_V_GPU_NV_MEMORY_TOTAL_BYTES, gpu, &total))
		(void)pa_forecast_full_in(c, PA_V_GPU_NV_MEMORY_FULL_IN_S, gpu,
					  PA_V_GPU_NV_MEMORY_USED_BYTES, total);
}

static void one_card(struct pa_case *c, uint32_t card)
{
	share_of_readings(c, PA_V_GPU_DRM_BUSY_RATIO, PA_V_GPU_DRM_BUSY_PERCENT, 100, card);
}

static void one_card_memory(struct pa_case *c, uint32_t card)
{
	double total;

	ratio_of_last(c, PA_V_GPU_DRM_MEMORY_RATIO, PA_V_GPU_DRM_MEMORY_USED_BYTES,
		      PA_V_GPU_DRM_MEMORY_TOTAL_BYTES, card);
	if (last(c, PA_V_GPU_DRM_MEMORY_TOTAL_BYTES, card, &total))
		(void)pa_forecast_full_in(c, PA_V_GPU_DRM_MEMORY_FULL_IN_S, card,
					  PA_V_GPU_DRM_MEMORY_USED_BYTES, total);
}

/* "0000:03:00.0/render/812/7", a client: its engine is the sum of all clients. */
static void one_client(struct pa_case *c, uint32_t client)
{
	const char *name = pa_names_text(c->names, client), *slash = strchr(name, '/');
	double ns_per_s, sum = 0;
	uint32_t engine;

	slash = slash ? strchr(slash + 1, '/') : NULL;
	if (!slash || !pa_window_rate(c->window, PA_V_GPU_DRM_ENGINE_NS, client, &ns_per_s))
		return;
	engine = pa_names_id(c->names, name, (size_t)(slash - name));
	(void)pa_facts_exact(&c->facts, PA_V_GPU_DRM_ENGINE_RATIO, engine, &sum);
	pa_facts_put(&c->facts, PA_V_GPU_DRM_ENGINE_RATIO, engine, sum + ns_per_s / 1e9);
}

static void one_queue(struct pa_case *c, uint32_t queue)
{
	ratio_of_last(c, PA_V_ACC_NPU_QUEUED_RATIO, PA_V_ACC_NPU_QUEUED_COUNT,
		      PA_V_ACC_NPU_QUEUE_SIZE_COUNT, queue);
}

void pa_derive_platform(struct pa_case *c)
{
	cpus(c);
	memory_and_links(c);
	stalls(c);
	pa_derive_each(c, PA_V_MEM_ECC_UNCORRECTED_COUNT, one_controller);
	pa_derive_each(c, PA_V_PCIE_LINK_FATAL_COUNT, one_link_errors);
	pa_derive_each(c, PA_V_PCIE_LINK_CAPACITY_BYTES_PER_S, one_link);
	pa_derive_each(c, PA_V_PWR_RAPL_ENERGY_JOULES, one_power_zone);
	pa_derive_each(c, PA_V_PWR_PSU_TEMPERATURE_CELSIUS, one_sensor);
	pa_derive_each(c, PA_V_GPU_NV_BUSY_PERCENT, one_nvidia);
	pa_derive_each(c, PA_V_GPU_DRM_BUSY_PERCENT, one_card);
	pa_derive_each(c, PA_V_GPU_DRM_MEMORY_USED_BYTES, one_card_memory);
	pa_derive_each(c, PA_V_GPU_DRM_ENGINE_NS, one_client);
	pa_derive_each(c, PA_V_ACC_NPU_QUEUED_COUNT, one_queue);
}
