# SPDX-License-Identifier: Apache-2.0
"""check-coverage finds a value without a source, a source without a value, a gap without a page."""
import os
import subprocess
import sys
import tempfile
import unittest

ROOT = sys.argv.pop(1) if len(sys.argv) > 1 else os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))

TREE = {
    "src/platform/linux/sources.c": "&pa_source_stat,\n",
    "src/platform/linux/stat.h": "extern const struct pa_source pa_source_stat;\n",
    "src/platform/linux/stat.c": "put(PA_V_A_B_USED_COUNT);\n",
    "src/probe/perf.c": "put(PA_V_A_B_MISSES_COUNT);\n",
    "src/analyze/derive.c": "put(PA_V_A_B_USED_RATIO);\n",
    "src/cmd/checklist_live.c": 'pa_checklist_source(list, "perf", 0, 0);\n',
    "catalog/values/a.toml": "".join('[[value]]\nid = "%s"\nsource = "%s"\ncell = "%s"\n' % v for v in (
        ("a.b.used_count", "stat", "U"), ("a.b.misses_count", "perf", "S"), ("a.b.used_ratio", "analyze", "U"))),
    "catalog/a.toml": '[[resource]]\nid = "a.b"\n[resource.linux]\nU = { status = "planned" }\n'
                      'S = { status = "needs-hardware" }\nE = { status = "no-code-point" }\n',
    "catalog/open-cells": "# none\n",
    "docs/kernel-gaps.md": "# Gaps\n\n## a.b E\n\nnone\n",
}


def check(changes, *words):
    """(exit status, output, catalog/open-cells afterwards)"""
    with tempfile.TemporaryDirectory() as tree:
        for name, text in (TREE | changes).items():
            os.makedirs(os.path.join(tree, os.path.dirname(name)), exist_ok=True)
            with open(os.path.join(tree, name), "w", encoding="utf-8") as f:
                f.write(text)
        run = subprocess.run([sys.executable, os.path.join(ROOT, "tools", "check-coverage"), *words],
                             capture_output=True, text=True, check=False, env=os.environ | {"PA_ROOT": tree})
        with open(os.path.join(tree, "catalog/open-cells"), encoding="utf-8") as f:
            return run.returncode, run.stdout + run.stderr, f.read()


class CheckCoverage(unittest.TestCase):
    def found(self, words, **changes):
        status, out, _ = check({name: TREE[name].replace(old, new) for name, (old, new) in changes["changes"].items()})
        self.assertEqual(status, 1, out)
        self.assertIn(words, out)

    def test_a_tree_that_agrees_passes(self):
        self.assertEqual(check({})[:2], (0, ""))

    def test_a_value_of_no_source_is_found(self):
        self.found("a.b.used_count: there is no source stats", changes={"catalog/values/a.toml": ('"stat"', '"stats"')})

    def test_a_value_that_nobody_puts_is_found(self):
        self.found("a.b.misses_count: src/probe never puts it", changes={"src/probe/perf.c": ("MISSES", "HITS")})

    def test_a_source_without_a_row_is_found(self):
        self.found("source stat is in no row", changes={"src/platform/linux/sources.c": ("stat", "task")})

    def test_a_row_without_a_header_is_found(self):
        self.found("no header declares pa_source_stat", changes={"src/platform/linux/stat.h": ("stat;", "other;")})

    def test_a_source_without_values_is_found(self):
        self.found("source stat: no value", changes={"catalog/values/a.toml": ('"stat"', '"perf"')})

    def test_a_gap_without_a_section_is_found(self):
        self.found("no section ## a.b E", changes={"docs/kernel-gaps.md": ("## a.b E", "## a.b")})

    def test_a_section_of_no_gap_is_found(self):
        self.found("a.b S has a code point", changes={"docs/kernel-gaps.md": ("none\n", "none\n\n## a.b S\n")})

    def test_a_planned_cell_that_is_not_listed_is_found(self):
        self.found("a.b S: planned", changes={"catalog/a.toml": ("needs-hardware", "investigate"),
                                             "catalog/values/a.toml": ('"S"', '"W"')})

    def test_a_listed_cell_may_stay_open(self):
        changes = {"catalog/a.toml": TREE["catalog/a.toml"].replace("needs-hardware", "planned"),
                   "catalog/values/a.toml": TREE["catalog/values/a.toml"].replace('"S"', '"W"'),
                   "catalog/open-cells": "# open\na.b S\n"}
        self.assertEqual(check(changes)[:2], (0, ""))

    def test_prune_takes_out_what_is_closed(self):
        status, out, left = check({"catalog/open-cells": "# open\na.b S\n"}, "prune")
        self.assertEqual((status, out, left), (0, "", "# open\n"))


if __name__ == "__main__":
    unittest.main()
