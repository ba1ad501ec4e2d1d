/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The table of a command: its options, operands, help and examples. One table drives parsing,
 * --help, the man page and the completion of the shells, so they cannot differ.
 * Tables are const and live as long as the program; nothing here is allocated for them.
 *
 * How an option is written: "--name VALUE", "--name=VALUE", "-n VALUE", "-nVALUE"; flags of one
 * letter may be joined ("-qv"). "--" ends the options, "-" alone is an operand. Options and
 * operands may be mixed. Names are never shortened: a prefix that is unambiguous today would
 * break scripts when an option is added. The last of several wins.
 */
#ifndef PA_BASE_OPTIONS_H
#define PA_BASE_OPTIONS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct pa_buf;
struct pa_err;

/* What an option stores at its offset in the settings. */
enum pa_opt_kind {
	PA_OPT_FLAG,	 /* bool: "--name" is yes; "--name=no" takes back what a file says */
	PA_OPT_TEXT,	 /* const char *, borrowed from argv */
	PA_OPT_NUMBER,	 /* int64_t, decimal */
	PA_OPT_DURATION, /* uint64_t nanoseconds: base/units.h */
	PA_OPT_SIZE,	 /* uint64_t bytes: base/units.h */
	PA_OPT_CHOICE,	 /* const char *, one of choices, borrowed from argv */
};

struct pa_option {
	const char *name;     /* without the dashes */
	char letter;	      /* 0 when there is no short form */
	uint8_t kind;	      /* enum pa_opt_kind */
	const char *argument; /* "FILE" as help shows it; NULL: the kind's usual word */
	const char *choices;  /* PA_OPT_CHOICE: "auto|never" */
	const char *help;     /* one sentence, no full stop needed */
	const char *fallback; /* what holds when nobody says anything, as it is written; or NULL */
	/* "a|b": options whose value in a file does not count when this one is given. */
	const char *excludes;
	size_t offset; /* of the member in the settings */
};

/* command is the whole line, "perfadvisor advise --for 30s". */
struct pa_example {
	const char *command, *why;
};

struct pa_command {
	const char *name, *summary; /* "advise", one line */
	const char *operands;	    /* "[ID…]" as usage shows it; NULL: none are allowed */
	const char *description;    /* paragraphs parted by an empty line; may be NULL */
	const struct pa_option *options;
	size_t option_count;
	const struct pa_example *examples;
	size_t example_count;
	/* argv[0] is the command's own name. Returns the exit status. */
	int (*run)(const struct pa_command *self, int argc, char **argv);
};

/* What every command accepts besides --help; see PA_OPTIONS_GLOBAL. */
struct pa_globals {
	bool no_color, quiet, verbose;
	const char *config; /* the file of settings, "none", or NULL: the usual one */
};

/*
 * Rows for the table of a command that heeds --no-color, --quiet, --verbose and --config: type is
 * its settings, member the struct pa_globals in it. A command without these rows accepts the
 * options all the same and pays no attention to them.
 */
/* NOLINTBEGIN(bugprone-macro-parentheses): a type and a member take no parentheses. */
#define PA_OPTIONS_GLOBAL(type, member)                                                            \
	{ .name = "no-color", .offset = offsetof(type, member.no_color) },                         \
		{ .name = "quiet", .letter = 'q', .offset = offsetof(type, member.quiet) },        \
		{ .name = "config",                                                                \
		  .kind = PA_OPT_TEXT,                                                             \
		  .argument = "FILE",                                                              \
		  .offset = offsetof(type, member.config) },                                       \
	{                                                                                          \
		.name = "verbose", .letter = 'v', .offset = offsetof(type, member.verbose)         \
	}
/* NOLINTEND(bugprone-macro-parentheses) */

/*
 * Read the options in argv into settings.
 * argv: argc texts, argv[0] is the command's own name; reordered so that operands come last.
 * settings: the struct that the offsets of the table point into; members of options that were
 * not given get their fallback, or keep what they hold when there is none. After a failure some
 * members may have been written.
 * Returns the index of the first operand (argc when there is none), or -EINVAL or -ERANGE with
 * a line for a person in err: "unknown option --foo; perfadvisor advise --help lists them".
 * --help is only skipped here: whoever calls run() asks pa_options_want_help() first.
 */
int pa_options_parse(const struct pa_command *command, int argc, char **argv, void *settings,
		     struct pa_err *err);

/* True when --help or -h stands among the options of argv (not as a value, not after "--"). */
bool pa_options_want_help(const struct pa_command *command, int argc, char *const *argv);

/*
 * How many arguments from argv[at] on are one global option (--no-color, -q, --config FILE …);
 * 0 when argv[at] is none.
 */
int pa_options_global_words(int argc, char *const *argv, int at);

/* The row of this long option, the global ones included; NULL when the command has none. */
const struct pa_option *pa_options_find(const struct pa_command *command, const char *name);

/* The long option that was probably meant by a name that the command lacks; NULL: none is near. */
const char *pa_options_nearest_option(const struct pa_command *command, const char *name);

/*
 * Would this option take this value (for a flag "yes" or "no")? shown is what messages call it.
 * Returns 0, or -EINVAL or -ERANGE with a line in err: "for wants a time such as 500ms, …".
 */
int pa_options_check(const struct pa_option *option, const char *shown, const char *value,
		     struct pa_err *err);

/*
 * Call each(arg, option, value) for every option among argv, in their order, without storing
 * anything; value is that of a flag too ("yes"). argv stays as it is. Returns as
 * pa_options_parse() does, and like that one stops at the first mistake.
 */
int pa_options_each(const struct pa_command *command, int argc, char *const *argv,
		    void (*each)(void *arg, const struct pa_option *option, const char *value),
		    void *arg, struct pa_err *err);

/* Is name among names ("a|b", may be NULL)? */
bool pa_options_has_word(const char *names, const char *name);

/*
 * Which of these names was probably meant by text (not NUL-terminated, text_bytes long)?
 * names: count texts. Returns one of them, or NULL when none is near.
 */
const char *pa_options_nearest(const char *text, size_t text_bytes, const char *const *names,
			       size_t count);

/* The text of --help, 80 columns. Check out->overflow. */
void pa_options_help(const struct pa_command *command, struct pa_buf *out);

/* One manual page of mdoc(7) for all count commands. Check out->overflow. */
void pa_options_man(const struct pa_command *const *commands, size_t count, struct pa_buf *out);

/* A completion script. shell: "bash", "zsh" or "fish". Returns 0, or -EINVAL for another. */
int pa_options_completion(const struct pa_command *const *commands, size_t count, const char *shell,
			  struct pa_buf *out);

#endif
