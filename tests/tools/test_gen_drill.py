# SPDX-License-Identifier: Apache-2.0
"""gen-drill answers each mistake with one line naming the file."""
import os
import subprocess
import sys
import tempfile
import unittest

ROOT = sys.argv.pop(1) if len(sys.argv) > 1 else os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
DRILL = """id = "runqlat"
question = "How long?"
about = "Waits."
resource = "cpu.runq"
hooks = ["tp_btf/sched_switch"]
chart = "latency"
cost_ns = 200
measured = "here"
look = "the right end"
"""


def generate(drill, name="runqlat.toml"):
    """(exit status, stderr, generated C)"""
    with tempfile.TemporaryDirectory() as tree:
        path, out = os.path.join(tree, name), os.path.join(tree, "out.c")
        with open(path, "w", encoding="utf-8") as f:
            f.write(drill)
        run = subprocess.run([os.path.join(ROOT, "tools/gen-drill"), out, path], capture_output=True, text=True, check=False)
        text = ""
        if os.path.exists(out):
            with open(out, encoding="utf-8") as f:
                text = f.read()
        return run.returncode, run.stderr, text


class GenDrill(unittest.TestCase):
    def refused(self, complaint, drill, **more):
        status, stderr, _ = generate(drill, **more)
        self.assertEqual(status, 1)
        self.assertIn(complaint, stderr)
        self.assertEqual(stderr.count("\n"), 1)

    def test_a_drill_becomes_a_row(self):
        status, stderr, text = generate(DRILL)
        self.assertEqual((status, stderr), (0, ""))
        self.assertIn('.id = "runqlat"', text)
        self.assertIn(".cost_ns = 200", text)
        self.assertIn("pa_drill_count = 1", text)

    def test_a_missing_key(self):
        self.refused("no key look", DRILL.replace('look = "the right end"\n', ""))

    def test_an_unknown_key(self):
        self.refused("unknown key colour", DRILL + 'colour = "red"\n')

    def test_a_name_that_is_not_the_files(self):
        self.refused("not the name of the file", DRILL, name="other.toml")

    def test_a_chart_that_does_not_exist(self):
        self.refused("chart is 'pie'", DRILL.replace('"latency"', '"pie"'))

    def test_a_cost_that_was_not_measured(self):
        self.refused("cost_ns", DRILL.replace("200", "0"))

    def test_a_hook_without_a_kind(self):
        self.refused("hooks", DRILL.replace("tp_btf/", ""))


if __name__ == "__main__":
    unittest.main()
