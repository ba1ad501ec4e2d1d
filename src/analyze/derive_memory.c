/* SPDX-License-Identifier: Apache-2.0 */
#include "analyze/derive.h"
#include "catalog/values.h"

static void capacity(struct pa_case *c)
{
	double total, available, free_kib, pages;

	if (!pa_window_last(c->window, PA_V_MEM_CAP_TOTAL_KIB, 0, &total) || total <= 0)
		return;
	if (pa_window_last(c->window, PA_V_MEM_CAP_AVAILABLE_KIB, 0, &available)) {
		pa_facts_put(&c->facts, PA_V_MEM_CAP_AVAILABLE_RATIO, 0, available / total);
		pa_facts_put(&c->facts, PA_V_MEM_CAP_USED_RATIO, 0, 1 - available / total);
	}
	if (pa_window_last(c->window, PA_V_MEM_SWAP_TOTAL_KIB, 0, &total) && total > 0 &&
	    pa_window_last(c->window, PA_V_MEM_SWAP_FREE_KIB, 0, &free_kib))
		pa_facts_put(&c->facts, PA_V_MEM_SWAP_USED_RATIO, 0, 1 - free_kib / total);
	if (pa_window_mean(c->window, PA_V_MEM_DIRTY_DIRTY_KIB, 0, &free_kib) &&
	    pa_window_last(c->window, PA_V_MEM_DIRTY_THRESHOLD_PAGES, 0, &pages) && pages > 0)
		pa_facts_put(&c->facts, PA_V_MEM_DIRTY_DIRTY_RATIO, 0,
			     free_kib * 1024 / (pages * c->machine->page_bytes));
}

void pa_derive_memory(struct pa_case *c)
{
	struct pa_facts *f = &c->facts;
	double some, anon = 0, file = 0;
	bool has_anon, has_file;

	capacity(c);
	pa_derive_rate(c, PA_V_MEM_CAP_PRESSURE_FULL_RATIO, PA_V_PSI_ALL_MEMORY_FULL_US, 0, 1e-6);
	pa_derive_rate(c, PA_V_MEM_CAP_OOM_KILLS_PER_S, PA_V_MEM_CAP_OOM_KILLS_COUNT, 0, 1);
	pa_derive_rate(c, PA_V_MEM_SWAP_IN_PER_S, PA_V_MEM_SWAP_IN_PAGES, 0, 1);
	pa_derive_rate(c, PA_V_MEM_SWAP_OUT_PER_S, PA_V_MEM_SWAP_OUT_PAGES, 0, 1);
	pa_derive_rate(c, PA_V_MEM_RECLAIM_DIRECT_PER_S, PA_V_MEM_RECLAIM_SCAN_DIRECT_PAGES, 0, 1);
	pa_derive_rate(c, PA_V_MEM_THRASH_MAJOR_FAULTS_PER_S, PA_V_MEM_THRASH_MAJOR_FAULTS_COUNT, 0,
		       1);
	has_anon = pa_window_rate(c->window, PA_V_MEM_THRASH_REFAULT_ANON_PAGES, 0, &anon);
	has_file = pa_window_rate(c->window, PA_V_MEM_THRASH_REFAULT_FILE_PAGES, 0, &file);
	if (has_anon)
		pa_facts_put(f, PA_V_MEM_THRASH_REFAULT_ANON_PER_S, 0, anon);
	if (has_file)
		pa_facts_put(f, PA_V_MEM_THRASH_REFAULT_FILE_PER_S, 0, file);
	if (has_anon || has_file)
		pa_facts_put(f, PA_V_MEM_THRASH_REFAULTS_PER_S, 0, anon + file);
	/* One currency: the time in which somebody waited for memory. PSI counts each moment
	 * once however many wait, so this is the least it can be. */
	if (pa_window_rate(c->window, PA_V_PSI_ALL_MEMORY_SOME_US, 0, &some)) {
		pa_facts_put(f, PA_V_MEM_CAP_PRESSURE_SOME_RATIO, 0, some / 1e6);
		pa_facts_put(f, PA_V_MEM_RECLAIM_LOST_MS_PER_S, 0, some / 1000);
	}
}
