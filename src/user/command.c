/* SPDX-License-Identifier: Apache-2.0 */
#include "user/command.h"

#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <poll.h>
#include <pwd.h>
#include <signal.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/buf.h"
#include "base/clock.h"

enum {
	PASSWD_BYTES = 16384,
	PIECE_BYTES = 4096,
	WAIT_NS = 5000000,
	FDS_MAX = 1024,
	GROUP_COUNT_MAX = 256
};

/* One run. */
struct run {
	char *words; /* the words of line, each ending in NUL */
	char *argv[PA_USER_WORDS_MAX + 1];
	struct passwd who;
	char *who_text;
	gid_t groups[GROUP_COUNT_MAX];
	int group_count;
	int out, status; /* pipes: what it writes; why it could not begin */
	pid_t pid;
	uint64_t deadline_ns;
};

/* Cut line into words, in place. */
static int split(struct run *run, const char *line)
{
	size_t count = 0;
	char *to;

	run->words = to = pa_alloc(strlen(line) + 1);
	for (const char *at = line + strspn(line, " \t"); *at; at += strspn(at, " \t")) {
		if (count == PA_USER_WORDS_MAX)
			return -E2BIG;
		run->argv[count++] = to;
		while (*at && *at != ' ' && *at != '\t') {
			char quote = *at == '\'' || *at == '"' ? *at++ : '\0';
			size_t bytes = strcspn(at, quote == '\'' ? "'" : quote ? "\"" : " \t'\"");

			memcpy(to, at, bytes);
			to += bytes;
			at += bytes;
			if (quote && *at++ != quote)
				return -EINVAL;
		}
		*to++ = '\0';
	}
	return count && run->argv[0][0] == '/' ? 0 : -EINVAL;
}

static int find_user(struct run *run, const char *name)
{
	struct passwd *found = NULL;
	int error;

	run->who_text = pa_alloc(PASSWD_BYTES);
	error = getpwnam_r(name, &run->who, run->who_text, PASSWD_BYTES, &found);
	if (error || !found)
		return error ? -error : -ESRCH;
	if (found->pw_uid == 0 || (geteuid() != 0 && geteuid() != found->pw_uid))
		return -EPERM;
	/* Those that do not fit are rights that it then lacks. */
	run->group_count = GROUP_COUNT_MAX;
	if (getgrouplist(name, run->who.pw_gid, run->groups, &run->group_count) < 0)
		run->group_count = GROUP_COUNT_MAX;
	return 0;
}

/* ---- the child: only what may be called between fork and exec ---- */

static void close_others(int status)
{
#ifdef SYS_close_range
	if (syscall(SYS_close_range, 3U, (unsigned)status - 1, 0U) == 0 &&
	    syscall(SYS_close_range, (unsigned)status + 1, ~0U, 0U) == 0)
		return;
#endif
	for (int fd = 3; fd < FDS_MAX; fd++)
		if (fd != status)
			(void)close(fd); /* most are not open */
}

static int become(const struct run *run)
{
	if (geteuid() == 0 && (setgroups((size_t)run->group_count, run->groups) < 0 ||
			       setresgid(run->who.pw_gid, run->who.pw_gid, run->who.pw_gid) < 0 ||
			       setresuid(run->who.pw_uid, run->who.pw_uid, run->who.pw_uid) < 0))
		return -errno;
	return prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) < 0 ? -errno : 0;
}

static void child(const struct run *run, int out, int status) __attribute__((noreturn));

static void child(const struct run *run, int out, int status)
{
	static char path[] = "PATH=/usr/local/bin:/usr/bin:/bin", lang[] = "LANG=C";
	char *const environment[] = { path, lang, NULL };
	int nowhere = open("/dev/null", O_RDWR), error = 0;
	sigset_t none;

	(void)sigemptyset(&none);
	(void)sigprocmask(SIG_SETMASK, &none, NULL);
	if (nowhere < 0 || setsid() < 0 || dup2(nowhere, STDIN_FILENO) < 0 ||
	    dup2(out, STDOUT_FILENO) < 0 || dup2(nowhere, STDERR_FILENO) < 0 || chdir("/") < 0)
		error = -errno;
	if (!error)
		error = become(run);
	if (!error) {
		close_others(status);
		(void)execve(run->argv[0], run->argv, environment);
		error = -errno;
	}
	(void)write(status, &error, sizeof(error)); /* else it is an end without output */
	_exit(127);
}

/* ---- we ---- */

static int begin(struct run *run)
{
	int out[2], status[2];

	if (pipe2(out, O_CLOEXEC) < 0)
		return -errno;
	run->out = out[0];
	if (pipe2(status, O_CLOEXEC) < 0) {
		int error = -errno;

		(void)close(out[1]);
		return error;
	}
	run->status = status[0];
	run->pid = fork();
	if (run->pid == 0)
		child(run, out[1], status[1]);
	(void)close(out[1]);
	(void)close(status[1]);
	return run->pid < 0 ? -errno : 0;
}

static int left_ms(const struct run *run)
{
	uint64_t now = pa_clock_mono_ns();

	return now >= run->deadline_ns ? 0 : (int)((run->deadline_ns - now) / 1000000) + 1;
}

/* Wait until fd can be read or has ended. */
static int wait_for(const struct run *run, int fd)
{
	for (;;) {
		struct pollfd wait = { .fd = fd, .events = POLLIN };
		int ms = left_ms(run), ready = ms ? poll(&wait, 1, ms) : 0;

		if (ready > 0)
			return 0;
		if (ready < 0 && errno != EINTR)
			return -errno;
		if (!ms)
			return -ETIMEDOUT;
	}
}

/* Why it could not begin: 0 when it could. The pipe closes when the program begins. */
static int failed_to_begin(const struct run *run)
{
	int error = wait_for(run, run->status), told = 0;
	ssize_t n;

	if (error)
		return error;
	do
		n = read(run->status, &told, sizeof(told));
	while (n < 0 && errno == EINTR);
	return n == sizeof(told) && told < 0 ? told : 0;
}

static int take_output(const struct run *run, struct pa_buf *out)
{
	char piece[PIECE_BYTES];

	for (;;) {
		int error = wait_for(run, run->out);
		ssize_t n;

		if (error)
			return error;
		n = read(run->out, piece, sizeof(piece));
		if (n < 0 && errno != EINTR)
			return -errno;
		if (n == 0)
			return 0;
		if (n > 0)
			pa_buf_put(out, piece, (size_t)n);
		if (out->overflow)
			return -E2BIG;
	}
}

/* Wait until the program itself has ended, without reaping it: its group is still its own. */
static int wait_for_end(const struct run *run)
{
	const struct timespec nap = { .tv_nsec = WAIT_NS };
	siginfo_t info = { 0 };

	for (;;) {
		info.si_pid = 0;
		if (waitid(P_PID, (id_t)run->pid, &info, WEXITED | WNOHANG | WNOWAIT) < 0 &&
		    errno != EINTR)
			return -errno;
		if (info.si_pid == run->pid)
			return info.si_code == CLD_EXITED && info.si_status == 0 ? 0 : -EIO;
		if (!left_ms(run))
			return -ETIMEDOUT;
		(void)nanosleep(&nap, NULL);
	}
}

static void end(struct run *run)
{
	if (run->pid > 0) {
		(void)kill(-run->pid, SIGKILL); /* it may be gone already */
		(void)kill(run->pid, SIGKILL);
		while (waitpid(run->pid, NULL, 0) < 0 && errno == EINTR)
			;
	}
	pa_fd_closep(&run->out);
	pa_fd_closep(&run->status);
	free(run->words);
	free(run->who_text);
}

int pa_user_command(const char *line, const char *run_as, uint64_t timeout_ns, struct pa_buf *out)
{
	struct run run = { .out = -1,
			   .status = -1,
			   .deadline_ns = pa_clock_mono_ns() + timeout_ns };
	int error = split(&run, line);

	if (!error)
		error = find_user(&run, run_as);
	if (!error)
		error = begin(&run);
	if (!error)
		error = failed_to_begin(&run);
	if (!error)
		error = take_output(&run, out);
	if (!error)
		error = wait_for_end(&run);
	end(&run);
	return error;
}
