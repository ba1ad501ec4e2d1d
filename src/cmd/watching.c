/* SPDX-License-Identifier: Apache-2.0 */
#include "cmd/watching.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/err.h"
#include "cmd/declared.h"
#include "config/entries.h"
#include "model/advice.h"
#include "platform/root.h"
#include "snapshot/snapshot.h"

static const uint64_t tick_min_ns = 10000000, for_min_ns = 100000000, for_max_ns = 86400000000000U;

/* The only global state: a signal handler has no argument. */
static volatile sig_atomic_t stop_asked;

static void on_signal(int number)
{
	(void)number;
	stop_asked = 1;
}

int pa_watch_check(const struct pa_watch_options *o, struct pa_err *err)
{
	if (o->for_ns < for_min_ns || o->for_ns > for_max_ns)
		return pa_err_say(err, -EINVAL, "--for must be between 100ms and 1d");
	if (o->tick_ns < tick_min_ns || o->tick_ns > o->for_ns)
		return pa_err_say(err, -EINVAL,
				  "--tick must be between 10ms and the time of --for");
	if (o->pid < 0 || o->pid > INT32_MAX)
		return pa_err_say(err, -EINVAL, "--pid %lld is no process id", (long long)o->pid);
	if (o->pid && o->cgroup)
		return pa_err_say(err, -EINVAL, "--pid and --cgroup ask two questions: give one");
	if (o->cgroup && o->cgroup[0] != '/')
		return pa_err_say(err, -EINVAL,
				  "--cgroup wants the path inside its hierarchy, as in "
				  "the cgroup file of a process: /%s",
				  o->cgroup);
	return 0;
}

/* One line that is written over; only a terminal is shown it. */
static void show_progress(void *arg, const struct pa_observe_progress *p)
{
	(void)arg;
	(void)fprintf(stderr, "\rwatching %.0f of %.0f s, %u values, %u threads%s  ", p->seconds,
		      p->total_seconds, p->values, p->threads, p->close ? ", looking closely" : "");
}

static void clear_progress(void)
{
	(void)fprintf(stderr, "\r%70s\r", "");
}

struct pa_advice *pa_watch(struct pa_root *root, const struct pa_watch_options *o,
			   struct pa_err *err)
{
	bool live = !pa_root_is_replay(root);
	bool progress = live && !o->quiet && isatty(STDERR_FILENO) && o->for_ns > 2000000000U;
	struct sigaction action = { .sa_handler = on_signal, .sa_flags = (int)SA_RESETHAND };
	struct pa_observe_settings settings = {
		.for_ns = o->for_ns,
		.tick_ns = o->tick_ns,
		.drill = !o->drill || strcmp(o->drill, "never") != 0,
		.scope = { .pid = (int32_t)o->pid, .cgroup = o->cgroup },
		.stop = &stop_asked,
		.progress = progress ? show_progress : NULL,
	};
	struct pa_advice *advice;
	struct pa_buf declared;
	bool commands = false;

	pa_buf_init(&declared, PA_CONFIG_MAX_BYTES);
	if (live && pa_cmd_declared(o->config, &declared, &commands, err) < 0) {
		pa_buf_done(&declared);
		return NULL;
	}
	settings.declared = declared.bytes;
	settings.commands = commands;
	if (live) {
		(void)sigaction(SIGINT, &action, NULL); /* the handlers are valid: cannot fail */
		(void)sigaction(SIGTERM, &action, NULL);
	}
	advice = pa_observe(root, &settings, err);
	pa_buf_done(&declared);
	if (progress)
		clear_progress();
	return advice;
}

void pa_watch_note(struct pa_snapshot_writer *writer, const struct pa_advice *a)
{
	(void)pa_snapshot_meta(writer, "machine.hostname", a->machine.hostname);
	(void)pa_snapshot_meta(writer, "machine.kernel", a->machine.kernel);
	(void)pa_snapshot_meta(writer, "machine.architecture", a->machine.architecture);
	(void)pa_snapshot_meta(writer, "machine.cpu_model", a->machine.cpu_model);
	(void)pa_snapshot_meta_u64(writer, "machine.cpus", a->machine.cpu_count);
	(void)pa_snapshot_meta_u64(writer, "machine.memory_bytes", a->machine.memory_bytes);
	(void)pa_snapshot_meta_u64(writer, "machine.hz", a->machine.hz);
	(void)pa_snapshot_meta_u64(writer, "machine.page_bytes", a->machine.page_bytes);
	(void)pa_snapshot_meta_u64(writer, "window.start_ns", a->start_ns);
	(void)pa_snapshot_meta_u64(writer, "window.end_ns", a->end_ns);
	(void)pa_snapshot_meta_u64(writer, "window.tick_ns", a->tick_ns);
}
