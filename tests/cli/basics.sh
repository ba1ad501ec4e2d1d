#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# What every command has in common: help, version, exit status, one line for an error.
# shellcheck disable=SC2016 # the inner shell is to expand $1
# shellcheck source=tests/cli/expect.sh
. "${BASH_SOURCE[0]%/*}/expect.sh"

commands=$("$perfadvisor" --help | sed -n '/^Commands:/,/^$/s/^  \([a-z]*\) .*/\1/p')
[[ -n $commands ]] || complain "--help lists no command"

for command in $commands; do
	expect 0 "$perfadvisor" "$command" --help
	says "$out" "Usage: perfadvisor $command*" "$command --help"
	help=$out
	expect 0 "$perfadvisor" help "$command"
	[[ $out = "$help" ]] || complain "help $command differs from $command --help"
	expect 2 "$perfadvisor" "$command" --no-such-option
	says "$err" "perfadvisor $command: unknown option --no-such-option*" "$command"
	[[ $(wc -l < "$scratch/err") = 1 && -z $out ]] || complain "$command: an error is one line on stderr"
done

expect 0 "$perfadvisor" --version
says "$out" "perfadvisor [0-9]*.[0-9]*.[0-9]*compiler*optional*" version
expect 0 "$perfadvisor" -h
says "$out" "Usage: perfadvisor *" -h
expect 0 "$perfadvisor" -q --no-color help
expect 2 "$perfadvisor" hlep
says "$err" "perfadvisor: unknown command 'hlep'; did you mean help*" "a wrong command"
expect 2 "$perfadvisor" help no-such-command
expect 2 "$perfadvisor" man surplus
expect 2 "$perfadvisor" completion
expect 2 "$perfadvisor" completion csh

# Control characters of somebody else's text do not reach the terminal.
expect 2 "$perfadvisor" $'\e[31mred\nline'
[[ $err != *$'\e'* && $(wc -l < "$scratch/err") = 1 ]] || complain "control characters in an error"

# What cannot be written is a failure; a reader that left is no message.
expect 1 bash -c '"$1" --help > /dev/full' - "$perfadvisor"
says "$err" "perfadvisor: write standard output: No space left on device" /dev/full
expect 1 bash -c '"$1" --help >&-' - "$perfadvisor"
expect 0 bash -c '"$1" --help 2>&-' - "$perfadvisor"
expect 0 bash -c '{ sleep 0; "$1" man; } | head -1' - "$perfadvisor"
[[ -z $err ]] || complain "a closed pipe: $err"

# A program started with SIGPIPE ignored behaves the same.
expect 0 bash -c 'trap "" PIPE; "$1" man | true' - "$perfadvisor"
finish
