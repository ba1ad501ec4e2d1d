/* SPDX-License-Identifier: Apache-2.0 */
#include "platform/linux/drm.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/buf.h"
#include "base/names.h"
#include "base/scan.h"
#include "catalog/values.h"
#include "model/moment.h"
#include "platform/linux/attributes.h"
#include "platform/linux/source.h"
#include "platform/linux/task.h"
#include "platform/platform.h"
#include "platform/root.h"

enum { CARDS_MAX = 16, CLIENTS_MAX = 64, PATH_BYTES = 64 };

/* ---- what a client says */

static void copy_name(struct pa_word word, char *out)
{
	size_t bytes = word.bytes < PA_DRM_NAME_BYTES - 1 ? word.bytes : PA_DRM_NAME_BYTES - 1;

	memcpy(out, word.at, bytes);
	out[bytes] = '\0';
}

/* "NAME" of the key "drm-engine-NAME:"; false when the key begins otherwise. */
static bool part_of(struct pa_word key, const char *prefix, struct pa_word *part)
{
	size_t bytes = strlen(prefix);

	if (!pa_word_starts(key, prefix) || key.bytes < bytes + 2 || key.at[key.bytes - 1] != ':')
		return false;
	*part = (struct pa_word){ key.at + bytes, key.bytes - bytes - 1 };
	return true;
}

static bool take_bytes(struct pa_scan *line, uint64_t *bytes)
{
	if (!pa_scan_u64(line, bytes) || *bytes > UINT64_MAX >> 20)
		return false;
	if (pa_scan_text(line, "KiB"))
		*bytes <<= 10;
	else if (pa_scan_text(line, "MiB"))
		*bytes <<= 20;
	return true;
}

static void take_engine(struct pa_word name, struct pa_scan *line, struct pa_drm_client *out)
{
	uint64_t busy_ns;

	if (out->engine_count == PA_DRM_ENGINES_MAX || !pa_scan_u64(line, &busy_ns) ||
	    !pa_scan_text(line, "ns"))
		return; /* drm-engine-capacity-NAME has no unit */
	copy_name(name, out->engine[out->engine_count].name);
	out->engine[out->engine_count++].busy_ns = busy_ns;
}

int pa_drm_fdinfo_parse(const char *text, size_t text_bytes, struct pa_drm_client *out)
{
	struct pa_drm_client client = { 0 };
	uint64_t resident = 0, memory = 0, bytes;
	bool has_driver = false, has_client = false, has_resident = false;
	struct pa_scan scan, line;
	struct pa_word key, word;

	pa_scan_init(&scan, text, text_bytes);
	while (pa_scan_line(&scan, &line)) {
		if (!pa_scan_word(&line, &key))
			continue;
		if (pa_word_is(key, "drm-driver:") && pa_scan_word(&line, &word)) {
			copy_name(word, client.driver);
			has_driver = true;
		} else if (pa_word_is(key, "drm-pdev:") && pa_scan_word(&line, &word)) {
			copy_name(word, client.device);
		} else if (pa_word_is(key, "drm-client-id:")) {
			has_client = pa_scan_u64(&line, &client.client);
		} else if (part_of(key, "drm-engine-", &word)) {
			take_engine(word, &line, &client);
		} else if (part_of(key, "drm-resident-", &word) && take_bytes(&line, &bytes)) {
			resident += bytes;
			has_resident = true;
		} else if (part_of(key, "drm-memory-", &word) && take_bytes(&line, &bytes)) {
			memory += bytes;
			client.has_memory = true;
		}
	}
	if (!has_driver || !has_client)
		return -ENODATA;
	client.memory_bytes = has_resident ? resident : memory;
	client.has_memory |= has_resident;
	*out = client;
	return 0;
}

/* ---- who holds one */

struct clients {
	struct {
		uint64_t client;
		char device[PA_DRM_NAME_BYTES];
	} seen[CLIENTS_MAX];
	uint32_t count;
};

/* Several descriptors may stand for one client; beyond CLIENTS_MAX none is told. */
static bool is_new(struct clients *clients, const struct pa_drm_client *client)
{
	for (uint32_t i = 0; i < clients->count; i++)
		if (clients->seen[i].client == client->client &&
		    !strcmp(clients->seen[i].device, client->device))
			return false;
	if (clients->count == CLIENTS_MAX)
		return false;
	clients->seen[clients->count].client = client->client;
	memcpy(clients->seen[clients->count++].device, client->device, PA_DRM_NAME_BYTES);
	return true;
}

static void put_client(struct pa_linux *sys, int32_t pid, const struct pa_drm_client *client,
		       struct pa_moment *moment)
{
	const char *device = *client->device ? client->device : client->driver;

	for (uint32_t i = 0; i < client->engine_count; i++)
		pa_moment_put(moment, PA_V_GPU_DRM_ENGINE_NS,
			      pa_names_idf(sys->names, "%s/%s/%d/%llu", device,
					   client->engine[i].name, pid,
					   (unsigned long long)client->client),
			      client->engine[i].busy_ns);
	if (client->has_memory)
		pa_moment_put(moment, PA_V_GPU_DRM_CLIENT_MEMORY_BYTES,
			      pa_names_idf(sys->names, "%s/%d/%llu", device, pid,
					   (unsigned long long)client->client),
			      client->memory_bytes);
}

static void look_at(struct pa_linux *sys, int32_t pid, struct clients *clients,
		    struct pa_moment *moment)
{
	static const char node[] = "/dev/dri/";
	PA_CLEANUP(pa_freep) int32_t *fds = NULL;
	struct pa_drm_client client;
	char path[PATH_BYTES];
	int64_t count;

	(void)snprintf(path, sizeof(path), "proc/%d/fd", pid);
	count = pa_task_list_numbers(sys->root, path, &fds);
	for (int64_t i = 0; i < count && i < PA_TASK_FILES_MAX; i++) {
		(void)snprintf(path, sizeof(path), "proc/%d/fd/%d", pid, fds[i]);
		if (pa_root_link(sys->root, path, sys->text) ||
		    sys->text->used_bytes < sizeof(node) ||
		    memcmp(sys->text->bytes, node, sizeof(node) - 1) != 0)
			continue;
		(void)snprintf(path, sizeof(path), "proc/%d/fdinfo/%d", pid, fds[i]);
		if (pa_root_read_path(sys->root, path, sys->text) ||
		    pa_drm_fdinfo_parse(sys->text->bytes, sys->text->used_bytes, &client))
			continue;
		if (is_new(clients, &client))
			put_client(sys, pid, &client, moment);
	}
}

static uint32_t put_clients(struct pa_linux *sys, struct pa_moment *moment)
{
	PA_CLEANUP(pa_freep) int32_t *pids = NULL;
	struct clients clients = { 0 };
	int64_t count = pa_task_list_numbers(sys->root, "proc", &pids);

	for (int64_t i = 0; i < count && clients.count < CLIENTS_MAX; i++)
		look_at(sys, pids[i], &clients, moment);
	return clients.count;
}

/* ---- cards */

static const struct pa_attribute card_rows[] = {
	{ .file = "device/gpu_busy_percent", .metric = PA_V_GPU_DRM_BUSY_PERCENT },
	{ .file = "device/mem_busy_percent", .metric = PA_V_GPU_DRM_MEMORY_BUSY_PERCENT },
	{ .file = "device/mem_info_vram_used", .metric = PA_V_GPU_DRM_MEMORY_USED_BYTES },
	{ .file = "device/mem_info_vram_total", .metric = PA_V_GPU_DRM_MEMORY_TOTAL_BYTES },
};

/* "card0", and not "card0-DP-1", which is a connector. */
static bool is_card(const char *name)
{
	const char *number = name + 4;

	return !strncmp(name, "card", 4) && *number &&
	       strspn(number, "0123456789") == strlen(number);
}

/* Whether the last rare pass found any: without one, others spare the listing. */
struct reader {
	bool found;
};

static int read_source(void *self, struct pa_linux *sys, struct pa_moment *moment)
{
	static const char folder[] = "sys/class/drm";
	struct pa_folder entries = { 0 };
	uint32_t cards = 0, told = 0;
	struct reader *reader = self;
	int error;

	if (!(sys->passes & PA_PASS_RARE) && !reader->found)
		return 0;
	error = pa_folder_list(&entries, sys->root, folder);
	for (uint32_t i = 0; i < entries.count && cards < CARDS_MAX; i++) {
		char path[PA_ATTRIBUTE_PATH_BYTES];
		const char *name = entries.name[i];

		if (!is_card(name) ||
		    snprintf(path, sizeof(path), "%s/%s", folder, name) >= (int)sizeof(path))
			continue;
		cards++;
		told += pa_attributes_put(sys, path, card_rows,
					  sizeof(card_rows) / sizeof(card_rows[0]),
					  pa_names_id(sys->names, name, strlen(name)), moment);
	}
	pa_folder_done(&entries);
	reader->found = cards > 0;
	if (cards && (sys->passes & PA_PASS_RARE))
		told += put_clients(sys, moment);
	if (!told && (sys->passes & PA_PASS_RARE))
		pa_source_miss(moment, pa_source_drm.name,
			       error ? pa_state_of_errno(error) : PA_ABSENT);
	return error;
}

static void *open_source(struct pa_linux *sys)
{
	(void)sys;
	return pa_alloc(sizeof(struct reader));
}

const struct pa_source pa_source_drm = {
	.name = "drm",
	.pass = PA_PASS_SLOW,
	.open = open_source,
	.read = read_source,
	.close = free,
};
