# shellcheck shell=bash
# SPDX-License-Identifier: Apache-2.0
# Sourced by the scripts here. A script is handed the path of perfadvisor; every expectation
# that fails writes a line, and finish() ends the script.
set -u
# shellcheck disable=SC2034 # used by those who source this
out="" err=""
# shellcheck disable=SC2034 # for those who source this
perfadvisor=$1
failures=0
scratch=$(mktemp -d) || exit 1
trap 'rm -rf "$scratch"' EXIT

complain()
{
	printf '%s\n' "$*"
	failures=$((failures + 1))
}

# expect STATUS COMMAND...: run it; its output is then in $out and $err.
expect()
{
	local wanted=$1 status
	shift

	"$@" > "$scratch/out" 2> "$scratch/err" < /dev/null
	status=$?
	# shellcheck disable=SC2034
	out=$(cat "$scratch/out") err=$(cat "$scratch/err")
	[[ $status = "$wanted" ]] || complain "$*: exit status $status, expected $wanted: $err"
}

# says TEXT PATTERN WHAT: the text matches the pattern of the shell.
says()
{
	# shellcheck disable=SC2053 # the pattern is meant as one
	[[ $1 = $2 ]] || complain "$3: '$1' is not like '$2'"
}

finish()
{
	[[ $failures = 0 ]]
	exit
}
