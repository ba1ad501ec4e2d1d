/* SPDX-License-Identifier: Apache-2.0 */
#include "platform/linux/taskstats.h"

#include <errno.h>
#include <linux/genetlink.h>
#include <linux/netlink.h>
#include <linux/taskstats.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/buf.h"
#include "platform/linux/nl.h"
#include "platform/root.h"

enum {
	BATCH = 64,	     /* answers that fit the default receive buffer many times over */
	ANSWER_BYTES = 2048, /* one is 620 on 6.18; there is room for three times the fields */
	REQUEST_BYTES = 28,
	PATH_BYTES = 32,
};

/* What came for one thread of the batch. */
struct answer {
	bool came;
	int error;
	const char *stats;
	size_t stats_bytes;
};

struct pa_taskstats {
	struct pa_root *root;
	int fd; /* -1 in a replay */
	uint16_t family;
	uint32_t sequence; /* of the first request of the batch */
	struct pa_buf text;
	char received[BATCH][ANSWER_BYTES] __attribute__((aligned(8)));
	struct answer answer[BATCH];
	const int32_t *tids; /* of the batch */
	size_t tid_count;
	size_t came_count;
};

struct request {
	struct nlmsghdr head;
	struct genlmsghdr genl;
	struct nlattr attr;
	char value[16];
};

static void make(struct request *request, uint16_t type, uint8_t command, uint16_t attr,
		 const void *value, uint16_t value_bytes)
{
	*request = (struct request){
		.head = { .nlmsg_len = (uint32_t)offsetof(struct request, value) +
				       NLA_ALIGN((uint32_t)value_bytes),
			  .nlmsg_type = type,
			  .nlmsg_flags = NLM_F_REQUEST },
		.genl = { .cmd = command, .version = 1 },
		.attr = { .nla_len = (uint16_t)(NLA_HDRLEN + value_bytes), .nla_type = attr },
	};
	memcpy(request->value, value, value_bytes);
}

/* The id of the TASKSTATS family, or a negative errno. */
static int ask_family(int fd)
{
	static const char name[] = TASKSTATS_GENL_NAME;
	char answer[8192] __attribute__((aligned(8)));
	struct request request;
	struct pa_nl_walk walk;
	struct pa_nl_msg msg;
	uint16_t family;
	ssize_t n;

	make(&request, GENL_ID_CTRL, CTRL_CMD_GETFAMILY, CTRL_ATTR_FAMILY_NAME, name, sizeof(name));
	if (send(fd, &request, request.head.nlmsg_len, 0) < 0)
		return -errno;
	n = recv(fd, answer, sizeof(answer), 0);
	if (n < 0)
		return errno == EAGAIN ? -ETIMEDOUT : -errno;
	family = pa_taskstats_family(answer, (size_t)n);
	if (family)
		return family;
	pa_nl_walk_init(&walk, answer, (size_t)n);
	return pa_nl_msg_next(&walk, &msg) && pa_nl_msg_error(&msg) ? pa_nl_msg_error(&msg)
								    : -EBADMSG;
}

static void take(void *arg, int32_t tid, int error, const char *stats, size_t stats_bytes)
{
	struct pa_taskstats *self = arg;
	struct answer *answer = NULL;

	if (error && (uint32_t)tid - self->sequence < self->tid_count)
		answer = &self->answer[(uint32_t)tid - self->sequence];
	/* Answers come in the order of the requests: look where the next one belongs first. */
	for (size_t i = 0; !error && !answer && i < self->tid_count; i++) {
		size_t at = (self->came_count + i) % self->tid_count;

		if (self->tids[at] == tid && !self->answer[at].came)
			answer = &self->answer[at];
	}
	if (!answer || answer->came)
		return;
	*answer = (struct answer){ true, error, stats, stats_bytes };
	self->came_count++;
}

static int send_batch(struct pa_taskstats *self)
{
	struct request request;
	char bytes[BATCH * REQUEST_BYTES];
	size_t used_bytes = 0;

	for (size_t i = 0; i < self->tid_count; i++) {
		make(&request, self->family, TASKSTATS_CMD_GET, TASKSTATS_CMD_ATTR_PID,
		     &self->tids[i], sizeof(self->tids[i]));
		request.head.nlmsg_seq = self->sequence + (uint32_t)i;
		memcpy(bytes + used_bytes, &request, REQUEST_BYTES);
		used_bytes += REQUEST_BYTES;
	}
	return send(self->fd, bytes, used_bytes, 0) < 0 ? -errno : 0;
}

/* Take what has come: every answer is a datagram of its own. */
static int receive_some(struct pa_taskstats *self)
{
	struct mmsghdr header[BATCH] = { 0 };
	struct iovec vec[BATCH];
	size_t want = self->tid_count - self->came_count, first = self->came_count;
	int n;

	for (size_t i = 0; i < want; i++) {
		vec[i] = (struct iovec){ self->received[first + i], ANSWER_BYTES };
		header[i].msg_hdr.msg_iov = &vec[i];
		header[i].msg_hdr.msg_iovlen = 1;
	}
	n = recvmmsg(self->fd, header, (unsigned int)want, MSG_WAITFORONE, NULL);
	if (n < 0)
		return errno == EAGAIN ? -ETIMEDOUT : -errno;
	for (int i = 0; i < n; i++)
		(void)pa_taskstats_replies(self->received[first + (size_t)i], header[i].msg_len,
					   take, self); /* what is no answer counts as none */
	return self->came_count > first ? 0 : -EBADMSG;
}

static int ask_batch(struct pa_taskstats *self)
{
	int error;

	self->sequence += BATCH;
	self->came_count = 0;
	memset(self->answer, 0, sizeof(self->answer));
	error = send_batch(self);
	while (!error && self->came_count < self->tid_count)
		error = receive_some(self);
	return error;
}

/* May we? Our own thread must be told. */
static int try_out(struct pa_taskstats *self)
{
	const int32_t tid = gettid();
	int family = ask_family(self->fd), error;

	if (family < 0)
		return family;
	self->family = (uint16_t)family;
	self->tids = &tid;
	self->tid_count = 1;
	error = ask_batch(self);
	self->tids = NULL;
	return error ? error : self->answer[0].error;
}

static int ask_open(void *arg, struct pa_buf *out)
{
	struct pa_taskstats *self = arg;
	int error;

	self->fd = pa_nl_open(NETLINK_GENERIC);
	error = self->fd < 0 ? self->fd : try_out(self);
	if (!error)
		pa_buf_puts(out, "yes\n");
	return error;
}

int pa_taskstats_open(struct pa_root *root, struct pa_taskstats **out)
{
	struct pa_taskstats *self = pa_alloc(sizeof(*self));
	int error;

	self->root = root;
	self->fd = -1;
	pa_buf_init(&self->text, ANSWER_BYTES);
	error = pa_root_ask(root, "src/taskstats/open", ask_open, self, &self->text);
	if (error) {
		pa_taskstats_close(self);
		return error;
	}
	*out = self;
	return 0;
}

struct pa_taskstats *pa_taskstats_close(struct pa_taskstats *taskstats)
{
	if (!taskstats)
		return NULL;
	pa_fd_closep(&taskstats->fd);
	pa_buf_done(&taskstats->text);
	free(taskstats);
	return NULL;
}

/* "src/taskstats/TID"; formatted by hand, it is done for every thread of the machine. */
static void path_of(char path[PATH_BYTES], int32_t tid)
{
	static const char head[] = "src/taskstats/";
	char digits[12];
	uint32_t rest = (uint32_t)tid;
	size_t n = 0, at = sizeof(head) - 1;

	memcpy(path, head, at);
	do {
		digits[n++] = (char)('0' + rest % 10);
		rest /= 10;
	} while (rest);
	while (n)
		path[at++] = digits[--n];
	path[at] = '\0';
}

static int ask_answer(void *arg, struct pa_buf *out)
{
	const struct answer *answer = arg;

	if (!answer->error)
		pa_buf_put(out, answer->stats, answer->stats_bytes);
	return answer->error;
}

static int query_batch(struct pa_taskstats *self,
		       void (*each)(void *arg, int32_t tid, int error, const char *stats,
				    size_t stats_bytes),
		       void *arg)
{
	char path[PATH_BYTES];
	int error = pa_root_is_replay(self->root) ? 0 : ask_batch(self);

	if (error)
		return error;
	for (size_t i = 0; i < self->tid_count; i++) {
		path_of(path, self->tids[i]);
		error = pa_root_ask(self->root, path, ask_answer, &self->answer[i], &self->text);
		each(arg, self->tids[i], error, error ? NULL : self->text.bytes,
		     error ? 0 : self->text.used_bytes);
	}
	return 0;
}

int pa_taskstats_query(struct pa_taskstats *taskstats, const int32_t *tids, size_t tid_count,
		       void (*each)(void *arg, int32_t tid, int error, const char *stats,
				    size_t stats_bytes),
		       void *arg)
{
	int error = 0;

	for (size_t at = 0; at < tid_count && !error; at += BATCH) {
		taskstats->tids = tids + at;
		taskstats->tid_count = tid_count - at < BATCH ? tid_count - at : BATCH;
		error = query_batch(taskstats, each, arg);
	}
	taskstats->tids = NULL;
	return error;
}
