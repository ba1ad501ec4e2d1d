#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# drill: its list, its errors in one line, and an answer where the kernel allows it.
# shellcheck source=tests/cli/expect.sh
. "${BASH_SOURCE[0]%/*}/expect.sh"

expect 0 "$perfadvisor" drill --list
says "$out" "runqlat *How long*ns of CPU time an event*" "the list"
expect 2 "$perfadvisor" drill
says "$err" "perfadvisor drill: say which question: drill --list names the tools" "no tool"
expect 2 "$perfadvisor" drill runqlatt
says "$err" "perfadvisor drill: no tool 'runqlatt'; drill --list names them" "a wrong tool"
expect 2 "$perfadvisor" drill runqlat --for 1ms
expect 2 "$perfadvisor" drill runqlat --pid -1

# Either an answer, or one line that says what is missing.
"$perfadvisor" drill runqlat --for 100ms --json > "$scratch/answer" 2> "$scratch/err"
status=$?
if [[ $status = 0 ]]; then
	expect 0 python3 -c '
import json, sys
d = json.load(open(sys.argv[1], encoding="utf-8"))
assert d["schema"] == "perfadvisor.drill/1" and d["tool"] == "runqlat", d
assert d["latency"]["count"] == sum(r[2] for r in d["latency"]["ranges"]), d
' "$scratch/answer"
else
	[[ $status = 1 && $(wc -l < "$scratch/err") = 1 ]] || complain "drill: status $status without one line of error"
fi
finish
