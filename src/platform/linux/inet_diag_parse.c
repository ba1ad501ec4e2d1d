/* SPDX-License-Identifier: Apache-2.0 */
#include "platform/linux/inet_diag.h"

#include <arpa/inet.h>
#include <errno.h>
#include <linux/inet_diag.h>
#include <linux/netlink.h>
#include <linux/sock_diag.h>
#include <linux/tcp.h>
#include <string.h>
#include <sys/socket.h>

#include "base/scan.h"
#include "platform/linux/nl.h"

/* By our header's layout, which the kernel only ever appends to. */
static void take_info(const struct pa_nl_attr *attr, struct pa_diag_sock *out)
{
	const size_t least = offsetof(struct tcp_info, tcpi_sndbuf_limited) + sizeof(__u64);
	struct tcp_info info;

	if (pa_nl_attr_get(attr, &info, sizeof(info)) < least)
		return;
	out->has_info = true;
	out->retransmits_count = info.tcpi_total_retrans;
	out->segments_out_count = info.tcpi_segs_out;
	out->rtt_us = info.tcpi_rtt;
	out->min_rtt_us = info.tcpi_min_rtt;
	out->bytes_sent = info.tcpi_bytes_sent;
	out->bytes_received = info.tcpi_bytes_received;
	out->bytes_acked = info.tcpi_bytes_acked;
	out->bytes_resent = info.tcpi_bytes_retrans;
	out->idle_ms = info.tcpi_last_data_sent;
	out->busy_us = info.tcpi_busy_time;
	out->rwnd_limited_us = info.tcpi_rwnd_limited;
	out->sndbuf_limited_us = info.tcpi_sndbuf_limited;
	out->delivery_bytes_per_s = info.tcpi_delivery_rate;
	out->pacing_bytes_per_s = info.tcpi_pacing_rate;
}

static bool parse_one(const struct pa_nl_msg *msg, bool is_udp, struct pa_diag_sock *out)
{
	struct inet_diag_msg diag;
	struct pa_nl_walk walk;
	struct pa_nl_attr attr;

	if (msg->type != SOCK_DIAG_BY_FAMILY || !pa_nl_attrs_of(msg, sizeof(diag), &walk))
		return false;
	memcpy(&diag, msg->body, sizeof(diag));
	if (diag.idiag_family != AF_INET && diag.idiag_family != AF_INET6)
		return false;
	*out = (struct pa_diag_sock){
		.is_udp = is_udp,
		.family = diag.idiag_family,
		.state = diag.idiag_state,
		.local_port = ntohs(diag.id.idiag_sport),
		.peer_port = ntohs(diag.id.idiag_dport),
		.receive_queue = diag.idiag_rqueue,
		.send_queue = diag.idiag_wqueue,
		.uid = diag.idiag_uid,
		.inode = diag.idiag_inode,
	};
	memcpy(out->local, diag.id.idiag_src, sizeof(out->local));
	memcpy(out->peer, diag.id.idiag_dst, sizeof(out->peer));
	while (pa_nl_attr_next(&walk, &attr)) {
		if (attr.type == INET_DIAG_INFO && !is_udp)
			take_info(&attr, out);
		else if (attr.type == INET_DIAG_SKMEMINFO)
			out->has_memory = pa_sk_meminfo_get(&attr, &out->memory);
	}
	out->has_drops = out->has_memory;
	out->drops_count = out->has_memory ? out->memory.drops_count : 0;
	return true;
}

int pa_inet_diag_parse(const char *bytes, size_t size_bytes, bool is_udp,
		       void (*each)(void *arg, const struct pa_diag_sock *sock), void *arg)
{
	struct pa_diag_sock sock;
	struct pa_nl_walk walk;
	struct pa_nl_msg msg;
	int cut = 0;

	pa_nl_walk_init(&walk, bytes, size_bytes);
	while (pa_nl_msg_next(&walk, &msg)) {
		if (msg.type == NLMSG_OVERRUN)
			cut = 1;
		else if (parse_one(&msg, is_udp, &sock))
			each(arg, &sock);
	}
	return walk.at == walk.end ? cut : -EBADMSG;
}

/* One character after blanks were skipped. */
static bool take_char(struct pa_scan *scan, char c)
{
	if (scan->at >= scan->end || *scan->at != c)
		return false;
	scan->at++;
	return true;
}

/* Exactly eight hexadecimal digits: 32 bits as this CPU holds what came from the network. */
static bool take_address(struct pa_scan *scan, uint8_t *out, size_t words)
{
	for (size_t i = 0; i < words; i++) {
		struct pa_scan digits;
		uint64_t value;
		uint32_t word;

		if (scan->end - scan->at < 8)
			return false;
		pa_scan_init(&digits, scan->at, 8);
		if (!pa_scan_hex(&digits, &value) || digits.at != digits.end)
			return false;
		word = (uint32_t)value;
		memcpy(out + 4 * i, &word, sizeof(word));
		scan->at += 8;
	}
	return true;
}

/* "0100007F:1F90" or the same with 32 digits; the length tells the family. */
static bool take_end(struct pa_scan *line, uint8_t *address, uint16_t *port, uint8_t *family)
{
	struct pa_word word;
	struct pa_scan scan;
	uint64_t value;
	size_t words;

	if (!pa_scan_word(line, &word) || (word.bytes != 13 && word.bytes != 37))
		return false;
	words = word.bytes == 37 ? 4 : 1;
	*family = words == 4 ? AF_INET6 : AF_INET;
	pa_scan_init(&scan, word.at, word.bytes);
	if (!take_address(&scan, address, words) || !take_char(&scan, ':') ||
	    !pa_scan_hex(&scan, &value) || value > UINT16_MAX)
		return false;
	*port = (uint16_t)value;
	return true;
}

static bool take_hex32(struct pa_scan *line, uint32_t *out)
{
	uint64_t value;

	if (!pa_scan_hex(line, &value) || value > UINT32_MAX)
		return false;
	*out = (uint32_t)value;
	return true;
}

/* "tx:rx tr:when retransmits uid timeout inode" */
static bool take_numbers(struct pa_scan *line, struct pa_diag_sock *out)
{
	struct pa_word word;
	uint64_t uid;

	if (!take_hex32(line, &out->send_queue) || !take_char(line, ':') ||
	    !take_hex32(line, &out->receive_queue))
		return false;
	for (int i = 0; i < 2; i++) /* the timer, retransmits of the current segment */
		if (!pa_scan_word(line, &word))
			return false;
	if (!pa_scan_u64(line, &uid) || uid > UINT32_MAX || !pa_scan_word(line, &word))
		return false;
	out->uid = (uint32_t)uid;
	return pa_scan_u64(line, &out->inode);
}

/* UDP goes on: "references pointer drops". */
static void take_text_drops(struct pa_scan *line, struct pa_diag_sock *out)
{
	struct pa_word word;
	uint64_t drops_count;

	if (!pa_scan_word(line, &word) || !pa_scan_word(line, &word) ||
	    !pa_scan_u64(line, &drops_count))
		return;
	out->has_drops = true;
	out->drops_count = (uint32_t)drops_count; /* an int in the kernel */
}

static bool parse_line(struct pa_scan *line, bool is_udp, struct pa_diag_sock *out)
{
	const uint8_t listen = 10;
	struct pa_word slot;
	uint32_t state;

	*out = (struct pa_diag_sock){ .is_udp = is_udp };
	if (!pa_scan_word(line, &slot) || slot.at[slot.bytes - 1] != ':' ||
	    !take_end(line, out->local, &out->local_port, &out->family) ||
	    !take_end(line, out->peer, &out->peer_port, &out->family) ||
	    !take_hex32(line, &state) || state > UINT8_MAX || !take_numbers(line, out))
		return false;
	out->state = (uint8_t)state;
	if (is_udp)
		take_text_drops(line, out);
	else if (state == listen)
		out->send_queue = UINT32_MAX;
	return true;
}

int pa_inet_text_parse(const char *text, size_t text_bytes, bool is_udp,
		       void (*each)(void *arg, const struct pa_diag_sock *sock), void *arg)
{
	struct pa_diag_sock sock;
	struct pa_scan scan, line;

	pa_scan_init(&scan, text, text_bytes);
	if (!pa_scan_line(&scan, &line) || !pa_scan_text(&line, "sl"))
		return -EBADMSG;
	while (pa_scan_line(&scan, &line))
		if (parse_line(&line, is_udp, &sock))
			each(arg, &sock);
	return 0;
}
