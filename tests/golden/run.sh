#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# Run one case: run.sh PERFADVISOR CASE_FOLDER
#   command    the arguments of perfadvisor, as in a shell, run in the folder of the case
#   expected   the exact bytes of its standard output
#   status     the exit status expected, when it is not 0
# With PA_GOLDEN_UPDATE=1 the outcome becomes what is expected: read the difference in git.
set -u

perfadvisor=$1
folder=$2
case $perfadvisor in /*) ;; *) perfadvisor=$PWD/$perfadvisor ;; esac
cd "$folder" || exit 1
[[ -f command ]] || { echo "$folder: no file named command"; exit 1; }

got=$(mktemp) || exit 1
trap 'rm -f "$got" "$got.err"' EXIT
arguments=()
eval "arguments=($(cat command))"
"$perfadvisor" "${arguments[@]}" > "$got" 2> "$got.err" < /dev/null
status=$?
wanted=0
[[ -f status ]] && wanted=$(< status)

if [[ ${PA_GOLDEN_UPDATE:-0} = 1 ]]; then
	cat "$got" > expected
	rm -f status
	[[ $status = 0 ]] || echo "$status" > status
	exit 0
fi
failed=0
if ! cmp -s expected "$got"; then
	diff -u expected "$got" | head -60
	failed=1
fi
if [[ $status != "$wanted" ]]; then
	echo "exit status $status, expected $wanted"
	failed=1
fi
[[ $failed = 0 ]] || head -20 "$got.err"
exit $failed
