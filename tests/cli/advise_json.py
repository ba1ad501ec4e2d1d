# SPDX-License-Identifier: Apache-2.0
"""The JSON of advise is valid and of the types of schema perfadvisor.advice/1.

Handed the path of perfadvisor; watches this machine for a moment.
"""
import json
import subprocess
import sys

TEXT, NUMBER, WHOLE = (str,), (int, float), (int,)
MAYBE = (type(None),)
SHAPE = {
    "schema": TEXT, "version": TEXT, "rules": TEXT, "rung": TEXT, "scope": TEXT + MAYBE,
    "machine": {"hostname": TEXT, "kernel": TEXT, "architecture": TEXT, "cpu_model": TEXT, "cpus": WHOLE,
                "memory_bytes": WHOLE + MAYBE, "hz": WHOLE, "page_bytes": WHOLE, "privileged": (bool,)},
    "window": {"start": WHOLE, "end": WHOLE, "watched_ms": NUMBER, "suspended_ms": NUMBER, "clock_step_ms": NUMBER, "tick_ms": NUMBER + MAYBE, "missed_ticks": WHOLE},
    "verdict": {"state": TEXT, "sentence": TEXT, "resource": TEXT + MAYBE, "instance": TEXT + MAYBE,
                "aspect": TEXT + MAYBE, "cause": TEXT + MAYBE, "confidence": NUMBER + MAYBE},
    "findings": [{"rank": WHOLE, "resource": TEXT, "instance": TEXT, "aspect": TEXT, "class": TEXT, "value": NUMBER + MAYBE,
                  "unit": TEXT, "threshold": NUMBER + MAYBE, "since": WHOLE + MAYBE, "lost_ms_per_s": NUMBER + MAYBE,
                  "hypothesis": TEXT, "cause": TEXT, "sentence": TEXT, "why_not_first": TEXT + MAYBE, "confidence": NUMBER,
                  "evidence": [{"metric": TEXT, "value": NUMBER, "unit": TEXT, "source": TEXT, "text": TEXT}],
                  "culprits": [{"kind": TEXT, "id": TEXT, "name": TEXT, "share": NUMBER + MAYBE}],
                  "next": [{"command": TEXT, "why": TEXT}]}],
    "rejected": [TEXT], "also": [TEXT], "history": [TEXT],
    "hypotheses": [{"id": TEXT, "resource": TEXT, "instance": TEXT, "outcome": TEXT, "survived": (bool,),
                    "facts": [{"rule": TEXT, "value": NUMBER + MAYBE, "holds": (bool,), "against": (bool,),
                               "required": (bool,), "text": TEXT}]}],
    "tuning": [{"id": TEXT, "resource": TEXT, "setting": TEXT, "instance": TEXT, "value": NUMBER + TEXT, "unit": TEXT,
                "source": TEXT, "sentence": TEXT + MAYBE, "reason": TEXT, "matters_when": TEXT, "holds": (bool,) + MAYBE,
                "next": [{"command": TEXT, "why": TEXT}]}],
    "coverage": {"resources": WHOLE, "measured": WHOLE, "absent": WHOLE, "denied": WHOLE, "broken": WHOLE,
                 "no_code_point": WHOLE, "needs_ebpf": WHOLE, "lost": [TEXT],
                 "denied_by": [{"capability": TEXT, "resources": [TEXT]}], "limits": [TEXT]},
    "cost": {"cpu_s": NUMBER + MAYBE, "rss_bytes": WHOLE + MAYBE},
}


def check(value, shape, where):
    if isinstance(shape, dict):
        assert isinstance(value, dict), where
        assert set(value) == set(shape), "%s: %s" % (where, set(value) ^ set(shape))
        for key, below in shape.items():
            check(value[key], below, where + "." + key)
    elif isinstance(shape, list):
        assert isinstance(value, list), where
        for i, item in enumerate(value):
            check(item, shape[0], "%s[%d]" % (where, i))
    else:
        assert type(value) in shape, "%s is %r" % (where, value)


def main():
    run = subprocess.run([sys.argv[1], "advise", "--for", "300ms", "--tick", "100ms", "--json", "--explain"],
                         capture_output=True, check=False)
    assert run.returncode == 0, run.stderr
    assert run.stdout.endswith(b"}\n") and run.stdout.count(b"\n") == 1
    advice = json.loads(run.stdout.decode("utf-8"))
    check(advice, SHAPE, "advice")
    assert advice["schema"] == "perfadvisor.advice/1"
    assert advice["verdict"]["state"] in ("healthy", "bottleneck", "inconclusive")
    assert advice["window"]["end"] > advice["window"]["start"] > 10 ** 18
    c = advice["coverage"]
    assert sum(c[k] for k in ("measured", "absent", "denied", "broken", "no_code_point", "needs_ebpf")) == c["resources"], c
    assert [f["rank"] for f in advice["findings"]] == list(range(1, len(advice["findings"]) + 1))


main()
