#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# The completion scripts: bash's is used as a shell would, the others parse where there is one.
# shellcheck source=tests/cli/expect.sh
. "${BASH_SOURCE[0]%/*}/expect.sh"

for shell in bash zsh fish; do
	expect 0 "$perfadvisor" completion $shell
	cp "$scratch/out" "$scratch/completion.$shell"
	command -v $shell > /dev/null || continue
	expect 0 $shell -n "$scratch/completion.$shell"
done

# shellcheck disable=SC1091
. "$scratch/completion.bash"

# completed WORD...: what Tab offers at the end of these words.
completed()
{
	COMP_WORDS=(perfadvisor "$@")
	COMP_CWORD=$#
	COMPREPLY=()
	_perfadvisor
	echo "${COMPREPLY[*]}"
}

says "$(completed '')" "*help*" "the commands"
says "$(completed compl)" completion "a command"
says "$(completed completion '')" "bash zsh fish" "operands that are choices"
says "$(completed completion z)" zsh "an operand"
says "$(completed man --no)" --no-color "an option"
says "$(completed help man)" man "a command as operand"
finish
