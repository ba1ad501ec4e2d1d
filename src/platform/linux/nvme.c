/* SPDX-License-Identifier: Apache-2.0 */
#include "platform/linux/nvme.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/nvme_ioctl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/buf.h"
#include "base/names.h"
#include "catalog/values.h"
#include "model/moment.h"
#include "platform/linux/ask_thread.h"
#include "platform/linux/file_rows.h"
#include "platform/linux/folder.h"
#include "platform/linux/source.h"
#include "platform/platform.h"
#include "platform/root.h"

enum {
	CONTROLLERS_MAX = 128,
	DEADLINE_MS = 100,
	GET_LOG_PAGE = 0x02,
	LOG_SMART = 0x02,
	KELVIN_OF_ZERO_CELSIUS = 273,
};

/* Fields of the log: first byte and length, little endian. */
static const struct {
	const char *key;
	uint16_t metric;
	uint8_t at, bytes;
} fields[] = {
	{ "critical_warning", PA_V_BLK_NVME_WARNINGS_STATE, 0, 1 },
	{ "temperature_kelvin", PA_V_BLK_NVME_TEMPERATURE_CELSIUS, 1, 2 },
	{ "available_spare", PA_V_BLK_NVME_SPARE_COUNT, 3, 1 },
	{ "percentage_used", PA_V_BLK_NVME_WEAR_COUNT, 5, 1 },
	{ "busy_minutes", PA_V_BLK_NVME_BUSY_S, 96, 16 },
	{ "media_errors", PA_V_BLK_NVME_MEDIA_ERRORS_COUNT, 160, 16 },
	{ "error_log_entries", PA_V_BLK_NVME_ERROR_LOG_COUNT, 176, 16 },
};

enum { FIELDS = sizeof(fields) / sizeof(fields[0]) };

static uint64_t little_endian(const uint8_t *at, size_t bytes)
{
	uint64_t value = 0;

	for (size_t i = bytes; i-- > 0;) {
		if (i >= 8 && at[i])
			return UINT64_MAX;
		value = value << 8 | at[i];
	}
	return value;
}

void pa_nvme_log_text(const uint8_t *log, struct pa_buf *out)
{
	for (size_t i = 0; i < FIELDS; i++)
		pa_buf_printf(
			out, "%s %llu\n", fields[i].key,
			(unsigned long long)little_endian(log + fields[i].at, fields[i].bytes));
}

static int ask_log(const char *path, void *reply, size_t reply_bytes)
{
	struct nvme_passthru_cmd command = {
		.opcode = GET_LOG_PAGE,
		.nsid = UINT32_MAX, /* of the whole controller */
		.addr = (uint64_t)(uintptr_t)reply,
		.data_len = (uint32_t)reply_bytes,
		.cdw10 = LOG_SMART | (uint32_t)(reply_bytes / 4 - 1) << 16,
	};
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	int error;

	if (fd < 0)
		return -errno;
	/* The kernel's own timeout stays: a shorter one would make it reset the controller. */
	error = ioctl(fd, NVME_IOCTL_ADMIN_CMD, &command);
	if (error)
		error = error < 0 ? -errno : -EIO; /* a status of the controller */
	(void)close(fd);
	return error;
}

struct question {
	struct pa_ask_thread **waiting;
	const char *controller;
};

static int ask(void *arg, struct pa_buf *out)
{
	const struct question *question = arg;
	uint8_t log[PA_NVME_LOG_BYTES];
	char path[80];
	int error;

	(void)snprintf(path, sizeof(path), "/dev/%.64s", question->controller);
	error = pa_ask_thread(question->waiting, path, ask_log, DEADLINE_MS, log, sizeof(log));
	if (!error)
		pa_nvme_log_text(log, out);
	return error;
}

static void put_log(struct pa_linux *sys, uint32_t id, struct pa_moment *moment)
{
	const struct pa_buf *text = sys->text;
	uint64_t value;

	for (size_t i = 0; i < FIELDS; i++) {
		if (pa_file_rows_number(text->bytes, text->used_bytes, fields[i].key, 0, &value))
			continue;
		if (fields[i].metric == PA_V_BLK_NVME_BUSY_S)
			value = value < UINT64_MAX / 60 ? value * 60 : UINT64_MAX;
		if (fields[i].metric == PA_V_BLK_NVME_TEMPERATURE_CELSIUS) {
			if (value < KELVIN_OF_ZERO_CELSIUS)
				continue; /* 0: not told */
			value -= KELVIN_OF_ZERO_CELSIUS;
		}
		pa_moment_put(moment, fields[i].metric, id, value);
	}
}

/* False when it is no controller. */
static bool put_controller(struct pa_ask_thread **waiting, struct pa_linux *sys, const char *name,
			   struct pa_moment *moment)
{
	struct question question = { .waiting = waiting, .controller = name };
	uint32_t id = pa_names_id(sys->names, name, strlen(name));
	char path[128];
	bool live;
	int error;

	(void)snprintf(path, sizeof(path), "sys/class/nvme/%.64s/state", name);
	if (pa_root_read_path(sys->root, path, sys->text))
		return false;
	live = pa_file_rows_is(sys->text->bytes, sys->text->used_bytes, "live");
	pa_moment_put(moment, PA_V_BLK_NVME_LIVE_FLAG, id, live);
	if (!live)
		return true;
	(void)snprintf(path, sizeof(path), "src/nvme/%.64s", name);
	error = pa_root_ask(sys->root, path, ask, &question, sys->text);
	if (!error)
		put_log(sys, id, moment);
	for (size_t i = 0; i < FIELDS && error; i++)
		pa_moment_miss(moment, fields[i].metric, id, pa_state_of_errno(error));
	return true;
}

static int read_source(void *self, struct pa_linux *sys, struct pa_moment *moment)
{
	struct pa_folder controllers = { 0 };
	bool any = false;

	(void)pa_folder_list(&controllers, sys->root, "sys/class/nvme"); /* then it is empty */
	for (uint32_t i = 0; i < controllers.count && i < CONTROLLERS_MAX; i++)
		any = put_controller(self, sys, controllers.name[i], moment) || any;
	pa_folder_done(&controllers);
	return any ? 0 : pa_source_fail(moment, pa_source_nvme.name, -ENOENT);
}

static void *open_source(struct pa_linux *sys)
{
	(void)sys;
	return pa_alloc(sizeof(struct pa_ask_thread *));
}

static void close_source(void *self)
{
	pa_ask_thread_abandon(self);
	free(self);
}

const struct pa_source pa_source_nvme = {
	.name = "nvme",
	.pass = PA_PASS_RARE,
	.open = open_source,
	.read = read_source,
	.close = close_source,
};
