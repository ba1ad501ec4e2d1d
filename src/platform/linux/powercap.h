/* SPDX-License-Identifier: Apache-2.0 */
/*
 * /sys/class/powercap (RAPL and its like): energy used by packages, cores and memory, against
 * the power that each may draw. Instance "intel-rapl:0:package-0"; at most 32 zones. energy_uj is
 * for root alone since 5.10.
 */
#ifndef PA_PLATFORM_LINUX_POWERCAP_H
#define PA_PLATFORM_LINUX_POWERCAP_H

#include <stdint.h>

struct pa_source;

extern const struct pa_source pa_source_powercap;

/* A counter that begins anew beyond its range. All zero is a new one. */
struct pa_powercap_energy {
	uint64_t raw_uj;   /* as last read */
	uint64_t total_uj; /* without the wraps seen since the first reading */
};

/*
 * Take in the next reading; range_uj is max_energy_range_uj, 0 when it is not known. At 200 W a
 * range of 262 kJ is used up every 22 minutes: read it more often than that.
 * Returns total_uj; a reading that fell without a known range adds nothing.
 * Source: Documentation/power/powercap/powercap.rst.
 */
uint64_t pa_powercap_energy_add(struct pa_powercap_energy *energy, uint64_t raw_uj,
				uint64_t range_uj);

#endif
