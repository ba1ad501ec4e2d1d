/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include "base/scan.h"
#include "catalog/values.h"
#include "model/note.h"
#include "platform/linux/kmsg.h"

/* Sources: mm/page_alloc.c warn_alloc(); mm/oom_kill.c dump_oom_victim() (>= 5.0); mm/page_io.c
 * (swap); mm/slub.c slab_out_of_memory(); mm/util.c __vm_enough_memory() (>= 6.0);
 * mm/vmalloc.c alloc_vmap_area() and its callers; mm/percpu.c pcpu_alloc_noprof(); fs/buffer.c
 * buffer_io_error(); drivers/virtio/virtio_balloon.c fill_balloon(); kernel/dma/swiotlb.c;
 * drivers/iommu/amd/iommu.c and drivers/iommu/intel/dmar.c. */
const struct pa_kmsg_counted_row pa_kmsg_counted[PA_KMSG_COUNTED] = {
	{ ": page allocation failure", NULL, PA_V_MEM_CAP_ALLOC_FAILURES_COUNT },
	{ "oom-kill:constraint=CONSTRAINT_CPUSET", NULL, PA_V_MEM_ZONE_OOM_NODE_COUNT },
	{ "oom-kill:constraint=CONSTRAINT_MEMORY_POLICY", NULL, PA_V_MEM_ZONE_OOM_POLICY_COUNT },
	{ "oom-kill:constraint=CONSTRAINT_CPUSET", NULL, PA_V_NUMA_NODE_OOM_CPUSET_COUNT },
	{ "oom-kill:constraint=CONSTRAINT_MEMORY_POLICY", NULL, PA_V_NUMA_NODE_OOM_POLICY_COUNT },
	{ "Read-error on swap-device", NULL, PA_V_MEM_SWAP_READ_ERRORS_COUNT },
	{ "Write-error on swap-device", NULL, PA_V_MEM_SWAP_WRITE_ERRORS_COUNT },
	{ "SLUB: Unable to allocate memory on", NULL, PA_V_MEM_SLAB_ALLOC_FAILURES_COUNT },
	{ "not enough memory for the allocation", "__vm_enough_memory",
	  PA_V_MEM_COMMIT_REFUSED_COUNT },
	{ "vmap allocation for size", " failed", PA_V_MEM_VMALLOC_FAILURES_COUNT },
	{ "vmalloc error: size", NULL, PA_V_MEM_VMALLOC_ALLOC_FAILURES_COUNT },
	{ "percpu: allocation failed", NULL, PA_V_MEM_PERCPU_FAILURES_COUNT },
	{ "lost async page write", NULL, PA_V_MEM_DIRTY_LOST_WRITES_COUNT },
	{ "lost sync page write", NULL, PA_V_MEM_DIRTY_LOST_SYNC_WRITES_COUNT },
	{ "Out of puff! Can't get", NULL, PA_V_MEM_BALLOON_ALLOC_FAILURES_COUNT },
	{ "swiotlb buffer is full", NULL, PA_V_MEM_IOMMU_BOUNCE_FULL_COUNT },
	{ "IO_PAGE_FAULT", "AMD-Vi", PA_V_MEM_IOMMU_AMD_FAULTS_COUNT },
	{ "fault addr", "DMAR: ", PA_V_MEM_IOMMU_INTEL_FAULTS_COUNT },
	{ "fork rejected by pids controller", NULL, PA_V_CG_PIDS_REJECTED_COUNT },
};

static bool holds(const struct pa_scan *line, const char *text)
{
	return memmem(line->at, (size_t)(line->end - line->at), text, strlen(text)) != NULL;
}

void pa_kmsg_count(const char *text, size_t text_bytes, uint64_t counts[PA_KMSG_COUNTED])
{
	struct pa_scan scan, line;
	struct pa_note note = { 0 };

	if (!text_bytes)
		return;
	pa_scan_init(&scan, text, text_bytes);
	while (pa_kmsg_next(&scan, &line, &note))
		for (uint32_t i = 0; i < PA_KMSG_COUNTED; i++)
			counts[i] += holds(&line, pa_kmsg_counted[i].has) &&
				     (!pa_kmsg_counted[i].also ||
				      holds(&line, pa_kmsg_counted[i].also));
}
