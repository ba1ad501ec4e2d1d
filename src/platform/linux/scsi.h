/* SPDX-License-Identifier: Apache-2.0 */
/*
 * /sys/block/NAME/device of SCSI, SATA and SAS disks, and /sys/class/scsi_host: commands given,
 * completed, failed and timed out, what device and controller hold and may hold. Instances are
 * the disk ("sda") and the controller ("host0"). Parsed by pa_file_rows_number().
 * Source: drivers/scsi/scsi_sysfs.c (the four counters are hexadecimal; iotmo_cnt since 6.2).
 */
#ifndef PA_PLATFORM_LINUX_SCSI_H
#define PA_PLATFORM_LINUX_SCSI_H

struct pa_source;

extern const struct pa_source pa_source_scsi;

#endif
