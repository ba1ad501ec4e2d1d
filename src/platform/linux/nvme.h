/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The SMART / health log of NVMe controllers, asked with the ioctl of linux/nvme_ioctl.h and kept
 * as text under src/nvme/CONTROLLER. Only a controller that says it is live is asked, in a
 * thread with a deadline: a command that nobody answers holds the caller for a minute.
 * Source: NVM Express Base Specification, "SMART / Health Information" (log 02h).
 */
#ifndef PA_PLATFORM_LINUX_NVME_H
#define PA_PLATFORM_LINUX_NVME_H

#include <stddef.h>
#include <stdint.h>

struct pa_buf;
struct pa_source;

extern const struct pa_source pa_source_nvme;

enum { PA_NVME_LOG_BYTES = 512 };

/* The log (PA_NVME_LOG_BYTES bytes) as lines "KEY NUMBER" behind what out holds. Numbers of
 * 128 bits are cut to 64, the greatest standing for all greater ones. */
void pa_nvme_log_text(const uint8_t *log, struct pa_buf *out);

#endif
