/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Two network namespaces with a wire between them: what flows, queues and fails in one must be
 * seen there, under its name, and nowhere else; when they are gone, so are their instances.
 * Exits 77 without root or ip(8).
 */
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <poll.h>
#include <sched.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/err.h"
#include "base/names.h"
#include "catalog/values.h"
#include "model/moment.h"
#include "platform/platform.h"
#include "platform/root.h"

enum { SKIPPED = 77, DATAGRAMS = 10, DATAGRAM_BYTES = 1000, PATIENCE_MS = 5000, CLIENTS = 3 };

struct watch {
	struct pa_root *root;
	struct pa_names *names;
	struct pa_platform *platform;
	struct pa_moment moment;
};

static int failures;

static void check(bool holds, const char *what)
{
	if (holds)
		return;
	failures++;
	(void)fprintf(stderr, "test_netns: not so: %s\n", what);
}

static void die(const char *what)
{
	(void)fprintf(stderr, "test_netns: %s: %s\n", what, strerror(errno));
	exit(1);
}

static int run(const char *command)
{
	int status = system(command); /* a test's own constant text */

	return status;
}

static void clean(void)
{
	(void)run("ip netns del pa-test-a 2>/dev/null"); /* may be gone already */
	(void)run("ip netns del pa-test-b 2>/dev/null");
}

static void build(void)
{
	static const char *const commands[] = {
		"ip netns add pa-test-a",
		"ip netns add pa-test-b",
		"ip link add pav0 netns pa-test-a type veth peer name pav1 netns pa-test-b",
		"ip -n pa-test-a addr add 10.98.0.1/24 dev pav0",
		"ip -n pa-test-b addr add 10.98.0.2/24 dev pav1",
		"ip -n pa-test-a link set pav0 up",
		"ip -n pa-test-b link set pav1 up",
	};

	clean();
	if (atexit(clean))
		die("atexit");
	for (size_t i = 0; i < sizeof(commands) / sizeof(commands[0]); i++) {
		if (!run(commands[i]))
			continue;
		(void)fprintf(stderr, "test_netns: skipped: \"%s\" failed here\n", commands[i]);
		exit(SKIPPED);
	}
}

/* A socket that lives in a namespace, made by going there and coming back. */
static int socket_in(const char *path, int type)
{
	int home = open("/proc/thread-self/ns/net", O_RDONLY | O_CLOEXEC);
	int there = open(path, O_RDONLY | O_CLOEXEC), fd;

	if (home < 0 || there < 0 || setns(there, CLONE_NEWNET))
		die(path);
	fd = socket(AF_INET, type | SOCK_CLOEXEC, 0);
	if (setns(home, CLONE_NEWNET) || fd < 0)
		die("socket");
	(void)close(home);
	(void)close(there);
	return fd;
}

static struct sockaddr_in address_of(uint16_t port)
{
	struct sockaddr_in address = { .sin_family = AF_INET, .sin_port = htons(port) };

	if (inet_pton(AF_INET, "10.98.0.2", &address.sin_addr) != 1)
		die("inet_pton");
	return address;
}

static void wait_for(int fd, short events)
{
	struct pollfd poll_fd = { .fd = fd, .events = events };

	if (poll(&poll_fd, 1, PATIENCE_MS) != 1)
		die("poll");
}

static void send_datagrams(void)
{
	struct sockaddr_in address = address_of(9000);
	int to = socket_in("/run/netns/pa-test-b", SOCK_DGRAM);
	int from = socket_in("/run/netns/pa-test-a", SOCK_DGRAM);
	char bytes[DATAGRAM_BYTES] = { 0 };

	if (bind(to, (struct sockaddr *)&address, sizeof(address)) ||
	    connect(from, (struct sockaddr *)&address, sizeof(address)))
		die("bind, connect");
	for (int i = 0; i < DATAGRAMS; i++) {
		if (send(from, bytes, sizeof(bytes), 0) != sizeof(bytes))
			die("send");
		wait_for(to, POLLIN);
		if (recv(to, bytes, sizeof(bytes), 0) != sizeof(bytes))
			die("recv");
	}
	(void)close(to);
	(void)close(from);
}

/* A listener with room for one more than it says, and one client too many. */
static int fill_listener(int client[CLIENTS])
{
	struct sockaddr_in address = address_of(8080);
	int listener = socket_in("/run/netns/pa-test-b", SOCK_STREAM);

	if (bind(listener, (struct sockaddr *)&address, sizeof(address)) || listen(listener, 1))
		die("listen");
	for (int i = 0; i < CLIENTS; i++) {
		client[i] = socket_in("/run/netns/pa-test-a", SOCK_STREAM | SOCK_NONBLOCK);
		if (connect(client[i], (struct sockaddr *)&address, sizeof(address)) &&
		    errno != EINPROGRESS)
			die("connect");
		if (i < CLIENTS - 1)
			wait_for(client[i], POLLOUT);
	}
	return listener;
}

static void look(struct watch *watch, uint32_t passes)
{
	uint8_t kind = PA_MOMENT_TICK;

	pa_moment_clear(&watch->moment);
	if (pa_root_moment(watch->root, &kind, &watch->moment.mono_ns, &watch->moment.real_ns))
		die("moment");
	pa_platform_read(watch->platform, passes, &watch->moment);
}

/* The value, or UINT64_MAX when there is no such instance. */
static uint64_t value_of(const struct watch *watch, uint16_t metric, const char *instance)
{
	uint32_t id = pa_names_find(watch->names, instance, strlen(instance));

	for (uint32_t i = 0; i < watch->moment.sample_count; i++) {
		const struct pa_sample *sample = &watch->moment.samples[i];

		if (sample->metric == metric && sample->instance == id && sample->state == PA_OK)
			return sample->value;
	}
	return UINT64_MAX;
}

static void check_traffic(struct watch *watch)
{
	const char *const receiver = "netns:pa-test-b/pav1", *const sender = "netns:pa-test-a/pav0";
	uint64_t before_bytes, sent_before_count;

	/* An interface that carried nothing is left out: let something pass before. */
	send_datagrams();
	look(watch, PA_PASS_SYSTEM | PA_PASS_SLOW);
	before_bytes = value_of(watch, PA_V_NET_IF_RX_BYTES, receiver);
	sent_before_count = value_of(watch, PA_V_NET_UDP_SENT_COUNT, "netns:pa-test-a");
	check(before_bytes != UINT64_MAX, "the receiving interface is seen in its namespace");
	check(value_of(watch, PA_V_NET_IF_TX_BYTES, sender) != UINT64_MAX, "and the sending one");
	check(value_of(watch, PA_V_NET_IF_RX_BYTES, "pav1") == UINT64_MAX, "but not as ours");
	send_datagrams();
	look(watch, PA_PASS_SYSTEM);
	check(value_of(watch, PA_V_NET_IF_RX_BYTES, receiver) - before_bytes >=
		      DATAGRAMS * DATAGRAM_BYTES,
	      "the bytes that were sent were counted");
	check(value_of(watch, PA_V_NET_UDP_SENT_COUNT, "netns:pa-test-a") - sent_before_count ==
		      DATAGRAMS,
	      "the sender's namespace counts each datagram once");
	check(value_of(watch, PA_V_NET_UDP_RECEIVED_COUNT, "netns:pa-test-b") >= DATAGRAMS,
	      "the receiver's namespace has them");
}

static const struct pa_sock *listener_of(const struct watch *watch)
{
	uint32_t id = pa_names_find(watch->names, "netns:pa-test-b", strlen("netns:pa-test-b"));

	for (uint32_t i = 0; i < watch->moment.sock_count; i++) {
		const struct pa_sock *sock = &watch->moment.socks[i];

		if (sock->netns == id && sock->kind == PA_SOCK_TCP_LISTEN)
			return sock;
	}
	return NULL;
}

static void check_listener(struct watch *watch)
{
	const uint16_t metric = PA_V_NET_TCP_LISTEN_QUEUE_FULL_COUNT;
	const uint64_t deadline_ns = pa_clock_mono_ns() + PATIENCE_MS * UINT64_C(1000000);
	const struct pa_sock *sock;
	int client[CLIENTS], listener = fill_listener(client);

	do /* the client may be told before the listener's queue has it */
		look(watch, PA_PASS_SYSTEM);
	while (value_of(watch, metric, "netns:pa-test-b") != 1 && pa_clock_mono_ns() < deadline_ns);
	check(value_of(watch, metric, "netns:pa-test-b") == 1, "one listener is full there");
	check(value_of(watch, metric, "netns:pa-test-a") == 0, "and none here");
	sock = listener_of(watch);
	check(sock && sock->receive_queue == 2 && sock->send_queue == 1, "two wait, one may");
	check(sock && sock->local_port == 8080 &&
		      !strcmp(pa_names_text(watch->names, sock->local), "10.98.0.2"),
	      "the listener has its address");
	for (int i = 0; i < CLIENTS; i++)
		(void)close(client[i]);
	(void)close(listener);
}

static void check_gone(struct watch *watch)
{
	clean();
	look(watch, PA_PASS_SYSTEM);
	check(value_of(watch, PA_V_NET_IP_SENT_COUNT, "netns:pa-test-a") == UINT64_MAX,
	      "a namespace that was removed has no values");
	check(value_of(watch, PA_V_NET_IF_RX_BYTES, "lo") != UINT64_MAX, "ours still has");
}

int main(void)
{
	struct watch watch = { 0 };
	struct pa_err err = { 0 };

	if (geteuid() != 0) {
		(void)fprintf(stderr, "test_netns: skipped: only root may make namespaces\n");
		return SKIPPED;
	}
	build();
	watch.root = pa_root_live();
	watch.names = pa_names_new();
	pa_moment_init(&watch.moment);
	watch.platform = pa_platform_open(watch.root, watch.names, &err);
	if (!watch.platform)
		die(err.text);
	check_traffic(&watch);
	check_listener(&watch);
	check_gone(&watch);
	pa_platform_close(watch.platform);
	pa_moment_done(&watch.moment);
	pa_names_free(watch.names);
	pa_root_free(watch.root);
	return failures ? 1 : 0;
}
