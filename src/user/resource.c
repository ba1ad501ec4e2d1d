/* SPDX-License-Identifier: Apache-2.0 */
/* [resource NAME]: one table of keys, and what makes a resource whole. */
#include <errno.h>
#include <math.h>
#include <stddef.h>
#include <string.h>

#include "base/err.h"
#include "base/options.h"
#include "base/scan.h"
#include "base/units.h"
#include "config/entries.h"
#include "config/settings.h"
#include "user/declare_internal.h"
#include "model/advice.h"

enum { NAME_MAX_BYTES = 40 };

static const uint64_t timeout_min_ns = 10000000, timeout_max_ns = 10000000000U,
		      timeout_usual_ns = 2000000000U;

/* How the value of a key is understood. */
enum kind {
	TEXT,	   /* const char * */
	SENTENCE,  /* the same, with words in braces */
	NEXT_STEP, /* "COMMAND # why" */
	PATH,	   /* the source: a file, a command, a page */
	COMMAND,
	PAGE,
	FIGURE, /* "gauge of WHERE" */
	LIMIT,	/* the same, or a number */
	ABOVE,	/* a number, "90 %" */
	TIME,
	CLASS,
};

struct key {
	const char *name;
	uint8_t kind;
	size_t offset; /* of the member */
};

#define MEMBER(m) offsetof(struct pa_user_resource, m)

static const struct key keys[] = {
	{ "title", TEXT, MEMBER(title) },
	{ "file", PATH, MEMBER(source) },
	{ "command", COMMAND, MEMBER(source) },
	{ "openmetrics", PAGE, MEMBER(source) },
	{ "user", TEXT, MEMBER(run_as) },
	{ "timeout", TIME, MEMBER(timeout_ns) },
	{ "utilization", FIGURE, MEMBER(part[PA_USER_UTILIZATION]) },
	{ "saturation", FIGURE, MEMBER(part[PA_USER_SATURATION]) },
	{ "errors", FIGURE, MEMBER(part[PA_USER_ERRORS]) },
	{ "limit", LIMIT, MEMBER(part[PA_USER_LIMIT]) },
	{ "unit", TEXT, MEMBER(unit) },
	{ "utilized_above", ABOVE, MEMBER(above[PA_USER_UTILIZATION]) },
	{ "saturated_above", ABOVE, MEMBER(above[PA_USER_SATURATION]) },
	{ "errors_above", ABOVE, MEMBER(above[PA_USER_ERRORS]) },
	{ "class", CLASS, MEMBER(class) },
	{ "sentence", SENTENCE, MEMBER(sentence) },
	{ "next", NEXT_STEP, MEMBER(next) },
	{ "culprit", TEXT, MEMBER(culprit) },
};

enum { KEY_COUNT = sizeof(keys) / sizeof(keys[0]) };

static int wants(struct pa_declaring *d, const struct pa_config_entry *entry, const char *what)
{
	return pa_config_wrong(d->config, entry, -EINVAL, d->err, "%.60s wants %s, not '%.100s'",
			       entry->key, what, entry->value);
}

/* ---- sources ---- */

static int take_source(struct pa_declaring *d, const struct pa_config_entry *entry,
		       struct pa_user_resource *r, uint8_t kind)
{
	if (r->source[0])
		return pa_config_wrong(d->config, entry, -EINVAL, d->err,
				       "%s is a second source: a resource has one of file, command "
				       "and openmetrics",
				       entry->key);
	if (kind != PA_USER_OPENMETRICS && entry->value[0] != '/')
		return wants(d, entry,
			     kind == PA_USER_FILE ? "a whole path" : "the whole path of a program");
	r->source = entry->value;
	r->kind = kind;
	return 0;
}

/* "http://", a numeric address or localhost, perhaps ":PORT", and a path. Names would have to
 * be looked up by somebody else's machine, and TLS is no matter of a page on the way by. */
static int take_page(struct pa_declaring *d, const struct pa_config_entry *entry,
		     struct pa_user_resource *r)
{
	static const char digits[] = "0123456789.", hex[] = "0123456789abcdefABCDEF:.";
	const char *at = entry->value;
	size_t host;

	if (strncmp(at, "http://", 7) != 0)
		return wants(d, entry, "http://ADDRESS:PORT/PATH");
	at += 7;
	host = *at == '[' ? strspn(at + 1, hex) + 2 : strspn(at, digits);
	if (!strncmp(at, "localhost", 9))
		host = 9;
	if (!host || (*at == '[' && at[host - 1] != ']'))
		return wants(d, entry, "a numeric address or localhost");
	at += host;
	if (*at == ':')
		at += 1 + strspn(at + 1, "0123456789");
	if ((*at && *at != '/') || strpbrk(at, " \t"))
		return wants(d, entry, "http://ADDRESS:PORT/PATH");
	return take_source(d, entry, r, PA_USER_OPENMETRICS);
}

/* ---- figures ---- */

static bool take_word(const char **at, const char *word)
{
	size_t bytes = strlen(word);

	if (strncmp(*at, word, bytes) != 0 ||
	    ((*at)[bytes] && (*at)[bytes] != ' ' && (*at)[bytes] != '\t'))
		return false;
	*at += bytes;
	*at += strspn(*at, " \t");
	return true;
}

static int take_figure(struct pa_declaring *d, const struct pa_config_entry *entry,
		       struct pa_user_figure *out)
{
	const char *at = entry->value;
	struct pa_user_figure figure = { .given = true, .constant = NAN };

	figure.counter = take_word(&at, "counter");
	if (!figure.counter && !take_word(&at, "gauge"))
		return wants(d, entry, "gauge or counter, and perhaps 'of' where it stands");
	if (*at && (!take_word(&at, "of") || !*at))
		return wants(d, entry, "gauge or counter, and perhaps 'of' where it stands");
	figure.where = at;
	*out = figure;
	return 0;
}

static int take_limit(struct pa_declaring *d, const struct pa_config_entry *entry,
		      struct pa_user_figure *out)
{
	struct pa_scan scan;
	double number;

	pa_scan_init(&scan, entry->value, strlen(entry->value));
	if (!pa_scan_double(&scan, &number))
		return take_figure(d, entry, out);
	if (number <= 0 || scan.at != scan.end)
		return wants(d, entry, "a number above 0, or gauge of where it stands");
	*out = (struct pa_user_figure){ .given = true, .constant = number };
	return 0;
}

/* "100", or "90 %" for a share. */
static int take_above(struct pa_declaring *d, const struct pa_config_entry *entry, double *out)
{
	struct pa_scan scan;
	double number;

	pa_scan_init(&scan, entry->value, strlen(entry->value));
	if (!pa_scan_double(&scan, &number) || number < 0)
		return wants(d, entry, "a number such as 100, or 90 %");
	if (pa_scan_text(&scan, "%"))
		number /= 100;
	if (scan.at != scan.end)
		return wants(d, entry, "a number such as 100, or 90 %");
	*out = number;
	return 0;
}

/* ---- words ---- */

static int take_sentence(struct pa_declaring *d, const struct pa_config_entry *entry,
			 const char **out)
{
	static const char *const words[] = { "utilization", "saturation", "errors",
					     "limit",	    "title",	  "who" };
	const char *at = entry->value;

	while ((at = strchr(at, '{'))) {
		size_t bytes = strcspn(at + 1, "}"), i = 0;

		while (i < 6 && (strlen(words[i]) != bytes || memcmp(words[i], at + 1, bytes) != 0))
			i++;
		if (i == 6 || at[1 + bytes] != '}')
			return pa_config_wrong(d->config, entry, -EINVAL, d->err,
					       "no word {%.*s}; there are {utilization} "
					       "{saturation} {errors} {limit} {title} {who}",
					       (int)(bytes < 40 ? bytes : 40), at + 1);
		at++;
	}
	*out = entry->value;
	return 0;
}

static int take_next(struct pa_declaring *d, const struct pa_config_entry *entry,
		     struct pa_user_resource *r)
{
	const char *why = strstr(entry->value, " # ");
	size_t bytes = why ? (size_t)(why - entry->value) : strlen(entry->value);

	while (bytes && entry->value[bytes - 1] == ' ')
		bytes--;
	r->next = pa_arena_printf(&d->config->arena, "%.*s", (int)bytes, entry->value);
	r->why = why ? why + 3 + strspn(why + 3, " ") : "as the configuration says";
	return *r->next ? 0 : wants(d, entry, "a command");
}

static int take_class(struct pa_declaring *d, const struct pa_config_entry *entry, uint8_t *out)
{
	static const char *const names[] = { [PA_CLASS_FAILING] = "failing",
					     [PA_CLASS_WAITING] = "waiting",
					     [PA_CLASS_BOUND] = "bound",
					     [PA_CLASS_NOTICE] = "notice" };

	for (size_t i = 0; i <= PA_CLASS_NOTICE; i++)
		if (!strcmp(names[i], entry->value)) {
			*out = (uint8_t)i;
			return 0;
		}
	return wants(d, entry, "one of failing|waiting|bound|notice");
}

static int take_time(struct pa_declaring *d, const struct pa_config_entry *entry, uint64_t *out)
{
	uint64_t ns;

	if (pa_units_parse_ns(entry->value, &ns) || ns < timeout_min_ns || ns > timeout_max_ns)
		return wants(d, entry, "a time between 10ms and 10s");
	*out = ns;
	return 0;
}

/* ---- keys ---- */

static int take_key(struct pa_declaring *d, const struct pa_config_entry *entry,
		    const struct key *key, struct pa_user_resource *r)
{
	void *member = (char *)r + key->offset;

	if (!entry->value[0])
		return wants(d, entry, "a value");
	switch ((enum kind)key->kind) {
	case TEXT:
		*(const char **)member = entry->value;
		return 0;
	case SENTENCE:
		return take_sentence(d, entry, member);
	case NEXT_STEP:
		return take_next(d, entry, r);
	case PATH:
		return take_source(d, entry, r, PA_USER_FILE);
	case COMMAND:
		return take_source(d, entry, r, PA_USER_COMMAND);
	case PAGE:
		return take_page(d, entry, r);
	case FIGURE:
		return take_figure(d, entry, member);
	case LIMIT:
		return take_limit(d, entry, member);
	case ABOVE:
		return take_above(d, entry, member);
	case TIME:
		return take_time(d, entry, member);
	case CLASS:
		return take_class(d, entry, member);
	}
	return -EINVAL;
}

static int unknown_key(struct pa_declaring *d, const struct pa_config_entry *entry)
{
	const char *names[KEY_COUNT], *near;

	for (size_t i = 0; i < KEY_COUNT; i++)
		names[i] = keys[i].name;
	near = pa_options_nearest(entry->key, strlen(entry->key), names, KEY_COUNT);
	return pa_config_wrong(d->config, entry, -EINVAL, d->err, "[%.49s] has no key '%.60s'%s%s",
			       entry->section, entry->key, near ? "; did you mean " : "",
			       near ? near : "");
}

/* The resource of this section, begun when it is new; NULL when it cannot be. */
static struct pa_user_resource *begin(struct pa_declaring *d, const struct pa_config_entry *entry)
{
	static const char plain[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
				    "0123456789_.-";
	const char *name = entry->section + strlen(PA_CONFIG_RESOURCE);
	struct pa_user_resource *r;

	for (size_t i = 0; i < d->out->resource_count; i++)
		if (!strcmp(d->out->resources[i].name, name))
			return &d->out->resources[i];
	if (!*name || name[strspn(name, plain)] || strlen(name) > NAME_MAX_BYTES) {
		(void)pa_config_wrong(d->config, entry, -EINVAL, d->err,
				      "[%.49s]: a resource's name is made of up to %d letters, "
				      "digits, _ . and -",
				      entry->section, NAME_MAX_BYTES);
		return NULL;
	}
	if (d->out->resource_count >= PA_USER_RESOURCES_MAX) {
		(void)pa_config_wrong(d->config, entry, -EINVAL, d->err, "more than %d resources",
				      PA_USER_RESOURCES_MAX);
		return NULL;
	}
	r = &d->out->resources[d->out->resource_count++];
	*r = (struct pa_user_resource){ .name = name, .source = "", .class = UINT8_MAX };
	r->id = pa_arena_printf(&d->config->arena, "user.%s", name);
	for (size_t i = 0; i < PA_USER_LIMIT; i++)
		r->above[i] = NAN;
	return r;
}

int pa_user_take_resource(struct pa_declaring *d, const struct pa_config_entry *entry)
{
	struct pa_user_resource *r = begin(d, entry);

	if (!r)
		return -EINVAL;
	for (size_t i = 0; i < KEY_COUNT; i++)
		if (!strcmp(keys[i].name, entry->key))
			return take_key(d, entry, &keys[i], r);
	return unknown_key(d, entry);
}

/* ---- the whole ---- */

static const char *lacks_figures(const struct pa_user_resource *r)
{
	static const char *const above[] = {
		"utilized_above needs utilization = …",
		"saturated_above needs saturation = …",
		"errors_above needs errors = …",
	};
	bool any = false;

	for (size_t i = 0; i < PA_USER_LIMIT; i++) {
		if (!isnan(r->above[i]) && !r->part[i].given)
			return above[i];
		any = any || r->part[i].given;
	}
	if (!any)
		return "it has none of utilization, saturation and errors";
	if (r->part[PA_USER_LIMIT].given && !r->part[PA_USER_UTILIZATION].given)
		return "limit belongs to utilization";
	for (size_t i = 0; r->kind == PA_USER_OPENMETRICS && i < PA_USER_PART_COUNT; i++)
		if (r->part[i].given && r->part[i].where && !*r->part[i].where)
			return "a page has many numbers: say 'gauge of METRIC'";
	return NULL;
}

static const char *lacks(const struct pa_user_resource *r)
{
	if (!r->source[0])
		return "it has no source: file, command or openmetrics";
	if (r->kind == PA_USER_COMMAND && !r->run_as)
		return "its command needs user = NAME, who runs it";
	if (r->kind != PA_USER_COMMAND && r->run_as)
		return "user belongs to command";
	if (r->run_as && !strcmp(r->run_as, "root"))
		return "a command never runs as root: name another user";
	if (r->kind == PA_USER_FILE && r->timeout_ns)
		return "timeout belongs to command and openmetrics";
	return lacks_figures(r);
}

int pa_user_check_resource(struct pa_declaring *d, const struct pa_config_entry *first,
			   const struct pa_user_resource *resource)
{
	struct pa_user_resource *r = &d->out->resources[resource - d->out->resources];
	const char *what = lacks(r);

	if (what)
		return pa_config_wrong(d->config, first, -EINVAL, d->err, "[%.49s]: %s",
				       first->section, what);
	if (!r->timeout_ns)
		r->timeout_ns = timeout_usual_ns;
	if (!r->unit)
		r->unit = "";
	if (!r->title)
		r->title = r->name;
	return 0;
}
