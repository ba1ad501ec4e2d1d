# SPDX-License-Identifier: Apache-2.0
"""gen-alternatives compiles a good table, and answers each mistake with one line."""
import os
import subprocess
import sys
import tempfile
import unittest

ROOT = sys.argv.pop(1) if len(sys.argv) > 1 else os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))

GOOD = """[[question]]
id = "memory"
asks = "memory"
[[question.way]]
id = "kept"
text = "a file"
use = true
why = "it is cheap"
[[question.way]]
id = "other"
text = "another file"
"""


def generate(text):
    """(exit status, stderr, generated C)"""
    with tempfile.TemporaryDirectory() as tree:
        path, out = os.path.join(tree, "a.toml"), os.path.join(tree, "a.c")
        with open(path, "w", encoding="utf-8") as f:
            f.write(text)
        run = subprocess.run([sys.executable, os.path.join(ROOT, "tools", "gen-alternatives"), out, path],
                             capture_output=True, text=True, check=False)
        made = ""
        if os.path.exists(out):
            with open(out, encoding="utf-8") as f:
                made = f.read()
        return run.returncode, run.stderr, made


class GenAlternatives(unittest.TestCase):
    def refused(self, words, old, new):
        self.assertIn(old, GOOD)
        status, stderr, made = generate(GOOD.replace(old, new, 1))
        self.assertEqual((status, made), (1, ""), stderr)
        self.assertEqual(stderr.count("\n"), 1, stderr)
        self.assertIn(words, stderr)

    def test_a_good_table_is_compiled(self):
        status, stderr, made = generate(GOOD)
        self.assertEqual((status, stderr), (0, ""))
        self.assertIn('.id = "memory.kept"', made)
        self.assertIn("pa_way_count = 2", made)

    def test_a_question_with_nothing_in_use_is_refused(self):
        self.refused("exactly one is in use", 'use = true\nwhy = "it is cheap"\n', "")

    def test_a_way_in_use_without_a_reason_is_refused(self):
        self.refused("way kept", 'why = "it is cheap"\n', "")

    def test_a_way_twice_is_refused(self):
        self.refused("each once", 'id = "other"', 'id = "kept"')

    def test_an_unknown_key_is_refused(self):
        self.refused("way other", 'text = "another file"', 'text = "another file"\ncost = 1')

    def test_broken_toml_is_refused(self):
        self.refused("a.toml", 'asks = "memory"', "asks = memory")


if __name__ == "__main__":
    unittest.main()
