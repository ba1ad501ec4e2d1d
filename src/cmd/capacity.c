/* SPDX-License-Identifier: Apache-2.0 */
#include "cmd/capacity.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/options.h"
#include "cmd/say.h"
#include "platform/measure_disk.h"
#include "platform/root.h"
#include "render/json.h"

static const uint64_t budget_ns = 2000000000;

enum { PAGE_MAX_BYTES = 1 << 20, MB = 1000000 };

static int measure(struct pa_root *root, const char *device, struct pa_disk_capacity *out,
		   struct pa_err *err)
{
	const char *name = strncmp(device, "/dev/", 5) ? device : device + 5;

	if (pa_disk_has_swap(root, name))
		return pa_err_say(err, -EBUSY, "%s holds a swap area: it is left alone", name);
	return pa_disk_measure(name, budget_ns, out, err);
}

static void text(const char *device, const struct pa_disk_capacity *c, struct pa_buf *out)
{
	pa_buf_printf(out, "%-12s%10.0f IOPS%10.1f MB/s%10.1f us a read alone", device,
		      c->iops_per_s, c->bytes_per_s / MB, c->latency_us);
	if (c->knee_seen)
		pa_buf_printf(out, ", no more from %u at a time\n", c->depth_count);
	else
		pa_buf_printf(out, ", still rising at %u at a time\n", c->depth_count);
}

static void number(struct pa_buf *out, const char *name, double value)
{
	pa_buf_printf(out, ",\"%s\":", name);
	pa_json_number(out, value);
}

static void json(const char *device, const struct pa_disk_capacity *c, const char *error,
		 struct pa_buf *out)
{
	pa_buf_puts(out, out->bytes[out->used_bytes - 1] == '[' ? "" : ",");
	pa_buf_puts(out, "{\"device\":");
	pa_json_puts(out, device);
	pa_buf_puts(out, ",\"error\":");
	pa_json_puts(out, error);
	if (!error) {
		number(out, "iops_per_s", c->iops_per_s);
		number(out, "bytes_per_s", c->bytes_per_s);
		number(out, "latency_us", c->latency_us);
		number(out, "depth", c->depth_count);
		pa_buf_printf(out, ",\"knee_seen\":%s,\"steps\":[",
			      c->knee_seen ? "true" : "false");
		for (uint32_t i = 0; i < c->step_count; i++) {
			pa_buf_printf(out, "%s{\"depth\":%u", i ? "," : "", c->step[i].depth_count);
			number(out, "iops_per_s", c->step[i].iops_per_s);
			number(out, "latency_us", c->step[i].latency_us);
			pa_buf_putc(out, '}');
		}
		pa_buf_putc(out, ']');
	}
	pa_buf_putc(out, '}');
}

/* Before anything is done, and where a script does not read it. */
static void announce(size_t count)
{
	(void)fprintf(
		stderr,
		"Reading %zu disk%s for about %.0f s each: random blocks of 4 KiB at growing "
		"depth, then 1 MiB after the other, past the page cache. Nothing is written. A "
		"disk that is busy or holds swap is left alone. Ctrl-C ends it.\n",
		count, count == 1 ? "" : "s", (double)budget_ns / 1e9);
}

int pa_capacity_measure(const struct pa_command *self, const char *const *devices, size_t count,
			bool is_json)
{
	char(*found)[PA_DISK_NAME_BYTES] = pa_alloc_array(PA_DISKS_MAX, sizeof(*found));
	struct pa_root *root = pa_root_live();
	int status = PA_EXIT_FINE, disks = count ? 0 : pa_disk_list(root, found);
	bool named = count > 0;
	struct pa_buf out;

	pa_buf_init(&out, PAGE_MAX_BYTES);
	if (!named)
		count = disks > 0 ? (size_t)disks : 0;
	announce(count);
	if (is_json)
		pa_buf_puts(&out, "{\"schema\":\"perfadvisor.capacity/1\",\"disks\":[");
	for (size_t i = 0; i < count; i++) {
		const char *device = named ? devices[i] : found[i];
		struct pa_disk_capacity capacity = { 0 };
		struct pa_err err = { 0 };
		int error = measure(root, device, &capacity, &err);

		if (is_json)
			json(device, &capacity, error ? err.text : NULL, &out);
		else if (!error)
			text(device, &capacity, &out);
		/* What nobody named may be busy; what somebody named should not be. */
		if (error && !is_json)
			(void)pa_cmd_error(self, PA_EXIT_FAILED, &err);
		if (error && named)
			status = PA_EXIT_FAILED;
	}
	if (is_json)
		pa_buf_puts(&out, "]}\n");
	if (pa_cmd_write(self, &out) != PA_EXIT_FINE)
		status = PA_EXIT_FAILED;
	pa_buf_done(&out);
	pa_root_free(root);
	free(found);
	return status;
}
