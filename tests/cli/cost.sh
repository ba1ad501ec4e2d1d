#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# cost: what it refuses, and that it tells each source and the ways beside it.
# shellcheck source=tests/cli/expect.sh
. "${BASH_SOURCE[0]%/*}/expect.sh"

for bad in "--times 0" "--times 1001" "--times x" "--source no_such_source" "--source proc_stat,vmstats" operand; do
	# shellcheck disable=SC2086 # the words are meant
	expect 2 "$perfadvisor" cost --times 1 $bad
	[[ -n $err && $err != *$'\n'* && -z $out ]] || complain "cost $bad: not one line: $err"
done

# ---- capacity: what is no disk is refused, and it says first what it does
expect 1 "$perfadvisor" cost --measure-capacity no-such-disk
says "$err" "Reading 1 disk *Nothing is written*perfadvisor cost: open /dev/no-such-disk: *" "a disk that is not there"
expect 1 "$perfadvisor" cost --measure-capacity null --json
says "$out" '{"schema":"perfadvisor.capacity/1","disks":\[{"device":"null","error":"*"}\]}' "no disk, in JSON"

expect 0 "$perfadvisor" cost --times 2
says "$out" "*source*proc_stat*each tick*us of CPU time a second*Ways to the same number*/proc/stat, kept open*" "a table"
expect 0 "$perfadvisor" cost --times 2 --source vmstat,meminfo
says "$out" "*vmstat*" "one source"
[[ $out != *proc_stat* && $out != *Ways* ]] || complain "--source shows others: $out"

expect 0 "$perfadvisor" cost --times 2 --json
python3 -c '
import json, sys
cost = json.load(sys.stdin)
assert cost["schema"] == "perfadvisor.cost/1" and cost["times"] == 2, cost
rows = {r["name"]: r for r in cost["sources"]}
stat = rows["proc_stat"]
assert stat["every_ticks"] == 1 and stat["readings"] == 2 and stat["values"] > 0, stat
assert 0 < stat["cpu_us_min"] <= stat["cpu_us_median"], stat
assert stat["calls"] >= 1 and rows["perf"]["calls"] is None
asks = {}
for way in cost["alternatives"]:
    asks.setdefault(way["asks"], []).append(way["in_use"])
assert len(asks) > 4 and all(len(w) > 1 and sum(w) == 1 for w in asks.values()), asks
' <<< "$out" || complain "the JSON of cost"
finish
