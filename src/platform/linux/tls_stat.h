/* SPDX-License-Identifier: Apache-2.0 */
/*
 * TLS sessions that the kernel encrypts, in each network namespace: /proc/net/tls_stat (5.5,
 * CONFIG_TLS). Sending and receiving are counted apart, by software and by the network card.
 * Source: net/tls/tls_proc.c, tls_statistics_seq_show(); Documentation/networking/tls.rst.
 */
#ifndef PA_PLATFORM_LINUX_TLS_STAT_H
#define PA_PLATFORM_LINUX_TLS_STAT_H

struct pa_source;

extern const struct pa_source pa_source_tls_stat;

#endif
