#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# checklist: the pages under docs/ are what it prints, JSON is JSON of the promised shape, and
# the machine it runs on answers.
# shellcheck source=tests/cli/expect.sh
. "${BASH_SOURCE[0]%/*}/expect.sh"

docs=$(cd "${BASH_SOURCE[0]%/*}/../../docs" && pwd) || exit 1

for os in linux freebsd illumos openbsd netbsd darwin; do
	expect 0 "$perfadvisor" checklist --os "$os" --format md
	cmp -s "$scratch/out" "$docs/catalog-$os.md" || complain "docs/catalog-$os.md is stale: ninja -C build docs"
done
expect 0 "$perfadvisor" checklist --tool all --format md
cmp -s "$scratch/out" "$docs/tools.md" || complain "docs/tools.md is stale: ninja -C build docs"

cat > "$scratch/check.py" <<'PYTHON'
import json
import sys

CELL = ["code_point", "tool", "source", "unit", "status", "state", "value", "cost_us", "blocker"]
ROW = ["id", "group", "resource", "utilization", "saturation", "errors", "evidence"]
STATES = ("OK", "ABSENT", "DENIED", "BROKEN", "NONE", "NA", "UNCATALOGUED", None)
with open(sys.argv[1], encoding="utf-8") as f:
    doc = json.load(f)
assert list(doc) == ["schema", "os", "resources"], list(doc)
assert doc["schema"] == "perfadvisor.checklist/1"
assert doc["os"] == sys.argv[2], doc["os"]
for row in doc["resources"]:
    asked = sys.argv[3] == "live"
    assert list(row) == ROW + ["values"] * asked, row
    for value in row.get("values", []):
        assert list(value) == ["metric", "value", "unit", "instance", "cell"], value
        assert value["metric"].startswith(row["id"] + "."), value
    for aspect in ROW[3:6]:
        cell = row[aspect]
        assert list(cell) == CELL, cell
        assert cell["state"] in STATES, cell
        assert cell["value"] is None or cell["state"] == "OK", cell
        blocked = asked and cell["state"] not in ("OK", "NONE", "NA")
        assert bool(cell["blocker"]) == blocked, cell
if sys.argv[3] == "live":
    known = [c for r in doc["resources"] for c in (r[a] for a in ROW[3:6]) if c["state"] == "OK"]
    assert known, "nothing could be read"
    assert any(c["cost_us"] for c in known), "no cost"
    assert any(r["evidence"] == "live" for r in doc["resources"])
    # Without the privilege it is DENIED, on another kernel ABSENT; silence is neither.
    said = {r["id"]: r["errors"]["state"] for r in doc["resources"]}
    assert said["net.drop"] in ("OK", "ABSENT", "DENIED"), said["net.drop"]
else:
    assert not any(r["evidence"] == "live" for r in doc["resources"])
PYTHON

expect 0 "$perfadvisor" checklist --os freebsd --json
expect 0 python3 "$scratch/check.py" <(printf '%s' "$out") freebsd stored
expect 0 "$perfadvisor" checklist --json
expect 0 python3 "$scratch/check.py" <(printf '%s' "$out") linux live
expect 0 "$perfadvisor" checklist --tool all --json
expect 0 python3 -m json.tool <(printf '%s' "$out")
expect 0 "$perfadvisor" checklist --tool perf --json
expect 0 python3 -m json.tool <(printf '%s' "$out")

# No line is wider than the terminal says it is.
for columns in 80 120 200; do
	expect 0 env COLUMNS=$columns "$perfadvisor" checklist
	wide=$(LC_ALL=C.UTF-8 wc -L < "$scratch/out")
	((wide <= columns)) || complain "a line of $wide columns on a terminal of $columns"
done

# A recorded machine: the states and rates of its recording, the same bytes each time.
recording=${BASH_SOURCE[0]%/*}/../golden/saturated/machine.tar.zst
expect 0 "$perfadvisor" checklist --root "$recording" --json
cp "$scratch/out" "$scratch/first"
expect 0 "$perfadvisor" checklist --root "$recording" --json
cmp -s "$scratch/first" "$scratch/out" || complain "checklist --root differs from itself"
cat > "$scratch/recorded.py" <<'PYTHON'
import json
import sys

with open(sys.argv[1], encoding="utf-8") as f:
    rows = {r["id"]: r for r in json.load(f)["resources"]}
assert rows["cpu.all"]["utilization"]["value"] > 0.9, rows["cpu.all"]
assert rows["cpu.all"]["evidence"] == "replayed"
assert rows["cpu.all"]["saturation"]["state"] == "OK"
assert not any(r["evidence"] == "live" for r in rows.values())
assert not any(r[a]["cost_us"] for r in rows.values() for a in ("utilization", "saturation", "errors"))
PYTHON
expect 0 python3 "$scratch/recorded.py" "$scratch/first"
expect 0 "$perfadvisor" checklist --root "$recording" cpu.all
says "$out" "*here *OK, *cpu.all.busy_ratio*" "a row of a recorded machine"
expect 1 "$perfadvisor" checklist --root "$scratch/none"
says "$err" "perfadvisor checklist: open $scratch/none: *" "no recording"
for bad in "--os linux" "--format md" "--tool iostat"; do
	# shellcheck disable=SC2086 # the words are meant
	expect 2 "$perfadvisor" checklist --root "$recording" $bad
done

expect 0 "$perfadvisor" checklist net.tcp.listen
says "$out" "net.tcp.listen *code point*kernel*tool*status*" "one row"
expect 2 "$perfadvisor" checklist no.such
says "$err" "perfadvisor checklist: no resource 'no.such'*" "a wrong id"
expect 2 "$perfadvisor" checklist --tool iostat cpu
finish
