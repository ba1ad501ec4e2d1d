/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The pages under docs/ that come from the catalog: write them, or say which is stale.
 *     catalog_docs write|check DIR
 */
#include <stdio.h>
#include <string.h>

#include "analyze/checklist.h"
#include "base/buf.h"
#include "catalog/resources.h"
#include "catalog/rules.h"
#include "catalog/values.h"
#include "render/checklist.h"

enum { PAGE_MAX_BYTES = 8 << 20, PATH_BYTES = 4096 };

static int write_page(const char *path, const struct pa_buf *page)
{
	FILE *f = fopen(path, "w");

	if (!f || fwrite(page->bytes, 1, page->used_bytes, f) != page->used_bytes ||
	    fclose(f) != 0) {
		perror(path);
		return 1;
	}
	return 0;
}

static int check_page(const char *path, const struct pa_buf *page)
{
	struct pa_buf old;
	size_t bytes;
	char part[65536];
	FILE *f = fopen(path, "r");
	int stale;

	pa_buf_init(&old, PAGE_MAX_BYTES);
	while (f && (bytes = fread(part, 1, sizeof(part), f)) > 0)
		pa_buf_put(&old, part, bytes);
	if (f)
		(void)fclose(f); /* it was only read */
	stale = old.used_bytes != page->used_bytes ||
		memcmp(old.bytes, page->bytes, page->used_bytes) != 0;
	if (stale)
		fprintf(stderr, "%s is stale: ninja -C build docs, then commit it\n", path);
	pa_buf_done(&old);
	return stale;
}

static int handle(const char *what, const char *folder, const char *name, struct pa_buf *page)
{
	char path[PATH_BYTES];
	int status;

	(void)snprintf(path, sizeof(path), "%s/%s.md", folder, name); /* a cut path fails to open */
	if (page->overflow) {
		fprintf(stderr, "%s: larger than %d bytes\n", path, PAGE_MAX_BYTES);
		status = 1;
	} else if (strcmp(what, "write") == 0) {
		status = write_page(path, page);
	} else {
		status = check_page(path, page);
	}
	pa_buf_done(page);
	return status;
}

static void facts_of(const struct pa_tuning_rule *rule, size_t from, size_t to, struct pa_buf *out)
{
	for (size_t i = from; i < to; i++)
		pa_buf_printf(out, "%s`%s`", i > from ? ", " : "", rule->facts[i].text);
	if (from == to)
		pa_buf_puts(out, "any value");
}

static void tuning_page(struct pa_buf *out)
{
	pa_buf_puts(
		out,
		"# Settings that cost speed\n\n"
		"Made from catalog/tuning by `ninja -C build docs`: do not edit.\n\n"
		"`perfadvisor advise` audits the settings below. A setting is a remark under the "
		"verdict and only when what it\n"
		"costs was measured in the window; it is never a bottleneck by itself, and at most "
		"five are told. `--tuning all` (or\n"
		"`--explain`) lists every setting that was read, with the condition under which it "
		"matters; `--json` has them all\n"
		"under `tuning`: `id`, `resource`, `setting`, `instance`, `value`, `unit`, "
		"`source`, "
		"`sentence`, `reason`,\n"
		"`matters_when`, `holds` (null when what it costs could not be measured) and "
		"`next`.\n\n"
		"A comparison is about the same instance as the setting, the device of a mount, or "
		"the machine; `any` is about one\n"
		"of several instances. A counter stands for its growth per second.\n");
	for (size_t i = 0; i < pa_tuning_count; i++) {
		const struct pa_tuning_rule *rule = &pa_tunings[i];

		pa_buf_printf(out, "\n## %s\n\n%s\n\n| | |\n|---|---|\n", rule->id, rule->reason);
		pa_buf_printf(out, "| setting | %s (`%s`, read by %s) |\n| costs when it is | ",
			      rule->setting, pa_values[rule->value].id,
			      pa_values[rule->value].source);
		facts_of(rule, 0, rule->setting_facts, out);
		pa_buf_printf(out, " |\n| matters when | %s: ", rule->matters_when);
		facts_of(rule, rule->setting_facts, rule->fact_count, out);
		pa_buf_printf(out, " |\n| then says | %s |\n", rule->sentence);
	}
}

int main(int argc, char **argv)
{
	struct pa_checklist list;
	struct pa_buf page;
	char name[64];
	enum pa_os os;
	int status = 0;

	if (argc != 3)
		return 2;
	for (os = 0; os < PA_OS_COUNT; os++) {
		if (pa_checklist_init(&list, os, NULL, 0, NULL) < 0)
			return 1;
		pa_buf_init(&page, PAGE_MAX_BYTES);
		pa_checklist_markdown(&list, &page);
		(void)snprintf(name, sizeof(name), "catalog-%s", pa_os_text(os)); /* it fits */
		status |= handle(argv[1], argv[2], name, &page);
		pa_checklist_done(&list);
	}
	pa_buf_init(&page, PAGE_MAX_BYTES);
	pa_tools_markdown(pa_tools, PA_TOOL_COUNT, &page);
	status |= handle(argv[1], argv[2], "tools", &page);
	pa_buf_init(&page, PAGE_MAX_BYTES);
	tuning_page(&page);
	return status | handle(argv[1], argv[2], "tuning", &page);
}
