/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A process that holds what users have limits of and whose threads wait in queues that no
 * counter shows: each is found by the pass that looks for it. It watches 600 files without
 * reading what happens to them, holds an epoll instance, reserves asynchronous I/O, and has a
 * thread in each of a full pipe, a full message queue of both kinds, and a contended mutex; and
 * a child of it sends more signals than may be queued.
 */
#include "live.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/aio_abi.h>
#include <mqueue.h>
#include <pthread.h>
#include <signal.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/inotify.h>
#include <sys/ipc.h>
#include <sys/msg.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/err.h"
#include "base/names.h"
#include "catalog/values.h"
#include "model/moment.h"
#include "platform/platform.h"
#include "platform/root.h"
#include "probe/counters.h"

enum { WATCHES = 600, EVENTS = 128, SIGNALS = 8 };

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static char queue_name[64], folder[] = "/tmp/perfadvisor-live-XXXXXX";
static int message_queue;

static void file_name(char out[128], int i)
{
	(void)snprintf(out, 128, "%s/%d", folder, i);
}

static void *fill_pipe(void *arg)
{
	static const char bytes[4096];
	int ends[2];

	(void)arg;
	while (!pipe(ends))
		for (;;)
			if (write(ends[1], bytes, sizeof(bytes)) < 0)
				return NULL;
	return NULL;
}

static void *fill_posix_queue(void *arg)
{
	struct mq_attr attr = { .mq_maxmsg = 2, .mq_msgsize = 64 };
	mqd_t queue = mq_open(queue_name, O_CREAT | O_WRONLY, 0600, &attr);

	(void)arg;
	while (queue >= 0 && !mq_send(queue, "x", 1, 0))
		;
	return NULL;
}

static void *fill_system_v_queue(void *arg)
{
	struct {
		long type;
		char text[1024];
	} message = { .type = 1 };

	(void)arg;
	while (!msgsnd(message_queue, &message, sizeof(message.text), 0))
		;
	return NULL;
}

static void *want_mutex(void *arg)
{
	(void)arg;
	(void)pthread_mutex_lock(&mutex); /* never comes back */
	return NULL;
}

static void watch_files(void)
{
	int inotify = inotify_init1(IN_NONBLOCK), fd;
	char name[128];

	for (int i = 0; i < WATCHES; i++) {
		file_name(name, i);
		fd = open(name, O_CREAT | O_WRONLY, 0600);
		(void)inotify_add_watch(inotify, name, IN_MODIFY);
		(void)write(fd, "x", 1); /* an event that nobody reads */
		(void)close(fd);
	}
}

static void watch_descriptors(void)
{
	struct epoll_event event = { .events = EPOLLIN };
	int poller = epoll_create1(0), ends[2];

	if (!pipe(ends))
		(void)epoll_ctl(poller, EPOLL_CTL_ADD, ends[0], &event);
}

static void send_too_many_signals(void)
{
	const struct rlimit limit = { .rlim_cur = SIGNALS, .rlim_max = SIGNALS };
	const union sigval value = { 0 };

	(void)setrlimit(RLIMIT_SIGPENDING, &limit);
	for (;;) {
		(void)sigqueue(getpid(), SIGRTMIN, value);
		(void)poll(NULL, 0, 5);
	}
}

__attribute__((noreturn)) static void child(void)
{
	void *(*const waits[])(void *) = { fill_pipe, fill_posix_queue, fill_system_v_queue,
					   want_mutex, want_mutex };
	aio_context_t context = 0;
	pthread_t thread;
	sigset_t set;

	(void)sigemptyset(&set);
	(void)sigaddset(&set, SIGRTMIN);
	(void)sigprocmask(SIG_BLOCK, &set, NULL); /* threads inherit it */
	(void)prctl(PR_SET_PDEATHSIG, SIGKILL);	  /* cannot fail */
	(void)pthread_mutex_lock(&mutex);
	for (size_t i = 0; i < sizeof(waits) / sizeof(waits[0]); i++)
		if (pthread_create(&thread, NULL, waits[i], NULL))
			_exit(1);
	watch_files();
	watch_descriptors();
	(void)syscall(SYS_io_setup, EVENTS, &context);
	send_too_many_signals();
	_exit(0);
}

struct scene {
	struct pa_root *root;
	struct pa_names *names;
	struct pa_platform *platform;
	struct pa_counters *counters;
	struct pa_moment moment;
	int32_t pid;
};

/* The largest that was told of a value; 0 when it could not be read. */
static uint64_t most(const struct scene *s, uint16_t metric)
{
	uint64_t most = 0;

	for (uint32_t i = 0; i < s->moment.sample_count; i++) {
		const struct pa_sample *sample = &s->moment.samples[i];

		if (sample->metric == metric && sample->state == PA_OK && sample->value > most)
			most = sample->value;
	}
	return most;
}

/* What must be told, and at least how much of it. */
static const struct {
	uint16_t metric;
	uint64_t least;
} wanted[] = {
	{ PA_V_FD_INOTIFY_WATCHES_COUNT, WATCHES },
	{ PA_V_FD_INOTIFY_HOLDER_COUNT, WATCHES },
	{ PA_V_FD_INOTIFY_INSTANCES_COUNT, 1 },
	{ PA_V_FD_INOTIFY_QUEUED_BYTES, WATCHES * sizeof(struct inotify_event) },
	{ PA_V_FD_EPOLL_WATCHES_COUNT, 1 },
	{ PA_V_FD_PIPE_PIPES_COUNT, 1 },
	{ PA_V_FD_PIPE_WRITERS_COUNT, 1 },
	{ PA_V_IPC_MQUEUE_QUEUES_COUNT, 1 },
	{ PA_V_IPC_MQUEUE_FULLEST_BYTES, 2 },
	{ PA_V_IPC_MQUEUE_SENDERS_COUNT, 1 },
	{ PA_V_IPC_SYSV_QUEUES_COUNT, 1 },
	{ PA_V_IPC_SYSV_FULLEST_QUEUE_BYTES, 1024 },
	{ PA_V_IPC_SYSV_SENDERS_COUNT, 1 },
	{ PA_V_LOCK_FUTEX_QUEUED_COUNT, 1 },
	{ PA_V_AIO_NATIVE_USED_COUNT, EVENTS },
	{ PA_V_SIG_QUEUE_PENDING_COUNT, SIGNALS },
	{ PA_V_SIG_QUEUE_OVERFLOWS_COUNT, 1 },
};

enum { WANTED = sizeof(wanted) / sizeof(wanted[0]) };

static bool all_is_told(void *arg)
{
	struct scene *s = arg;
	bool all = true;

	pa_moment_clear(&s->moment);
	(void)pa_root_moment(s->root, &s->moment.kind, &s->moment.mono_ns, &s->moment.real_ns);
	pa_platform_read(s->platform, PA_PASS_SYSTEM | PA_PASS_TASKS | PA_PASS_SLOW | PA_PASS_RARE,
			 &s->moment);
	pa_counters_read(s->counters, &s->moment);
	for (size_t i = 0; i < WANTED; i++)
		all = all && most(s, wanted[i].metric) >= wanted[i].least;
	return all;
}

static void clean_up(void)
{
	char name[128];

	(void)mq_unlink(queue_name);
	(void)msgctl(message_queue, IPC_RMID, NULL);
	for (int i = 0; i < WATCHES; i++) {
		file_name(name, i);
		(void)unlink(name);
	}
	(void)rmdir(folder);
}

int main(void)
{
	struct scene s = { .root = pa_root_live(), .names = pa_names_new() };
	struct pa_err err = { 0 };
	bool told;

	if (geteuid())
		live_skip("needs root: what other processes wait in is not shown to others");
	message_queue = msgget(IPC_PRIVATE, 0600);
	(void)snprintf(queue_name, sizeof(queue_name), "/perfadvisor-live-%d", (int)getpid());
	if (message_queue < 0 || !mkdtemp(folder))
		live_skip("needs message queues (CONFIG_SYSVIPC) and a folder in /tmp");
	pa_moment_init(&s.moment);
	s.platform = pa_platform_open(s.root, s.names, &err);
	live_check(s.platform != NULL, err.text);
	s.counters = pa_counters_open(s.root, s.names);
	s.pid = fork();
	live_check(s.pid >= 0, "a child can be started");
	if (!s.pid)
		child();
	told = live_wait(all_is_told, &s);
	(void)kill(s.pid, SIGKILL);
	(void)waitpid(s.pid, NULL, 0); /* it has been told to end */
	clean_up();
	for (size_t i = 0; !told && i < WANTED; i++)
		(void)fprintf(stderr, "%s: %llu, at least %llu wanted\n",
			      pa_values[wanted[i].metric].id,
			      (unsigned long long)most(&s, wanted[i].metric),
			      (unsigned long long)wanted[i].least);
	s.counters = pa_counters_close(s.counters);
	s.platform = pa_platform_close(s.platform);
	pa_moment_done(&s.moment);
	pa_names_free(s.names);
	pa_root_free(s.root);
	live_check(told, "everything the process holds and waits in is told");
	return 0;
}
