# SPDX-License-Identifier: Apache-2.0
"""lint-cached finds what the checkers find, remembers what passed, and forgets it on a change."""
import json
import os
import shutil
import subprocess
import sys
import tempfile
import unittest

ROOT = sys.argv.pop(1) if len(sys.argv) > 1 else os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
GOOD = "int f(int a);\nint f(int a)\n{\n\treturn a;\n}\n"
FREED_TWICE = ("#include <stdlib.h>\nvoid use(char *p);\nint f(int a);\nint f(int a)\n{\n\tchar *p = malloc(4);\n\n"
               "\tif (!p)\n\t\treturn 1;\n\tuse(p);\n\tif (a)\n\t\tfree(p);\n\tfree(p);\n\treturn 0;\n}\n")
SUSPICIOUS = '#include <string.h>\nint f(const char *a);\nint f(const char *a)\n{\n\treturn strcmp(a, "x") == 1;\n}\n'


class LintCached(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)
        self.tree = os.path.realpath(self.folder.name)
        for name in ("src/base", "build", "tools"):
            os.makedirs(os.path.join(self.tree, name))
        shutil.copy(os.path.join(ROOT, "tools/lint-cached"), os.path.join(self.tree, "tools"))
        shutil.copy(os.path.join(ROOT, ".clang-tidy"), self.tree)
        self.source = os.path.join(self.tree, "src/base/x.c")
        with open(os.path.join(self.tree, "build/compile_commands.json"), "w", encoding="utf-8") as f:
            json.dump([{"directory": os.path.join(self.tree, "build"), "file": "../src/base/x.c",
                        "command": "ccache gcc -fdiagnostics-color=always -Wall -MD -MF x.d -o x.o -c ../src/base/x.c"}], f)

    def check(self, kind, text):
        with open(self.source, "w", encoding="utf-8") as f:
            f.write(text)
        done = subprocess.run([sys.executable, os.path.join(self.tree, "tools/lint-cached"), kind,
                               os.path.join(self.tree, "build")], capture_output=True, text=True, check=False)
        return done.returncode, done.stdout + done.stderr

    def stamps(self, kind):
        return len(os.listdir(os.path.join(self.tree, "build/lint-cache", kind)))

    @unittest.skipUnless(shutil.which("gcc"), "gcc is not here")
    def test_the_analyzer_sees_a_double_free(self):
        status, text = self.check("analyzer", FREED_TWICE)
        self.assertEqual(status, 1)
        self.assertIn("double-free", text)
        self.assertEqual(self.stamps("analyzer"), 0)

    @unittest.skipUnless(shutil.which("gcc"), "gcc is not here")
    def test_what_passed_is_remembered_until_it_changes(self):
        self.assertEqual(self.check("analyzer", GOOD), (0, ""))
        self.assertEqual(self.check("analyzer", GOOD), (0, ""))
        self.assertEqual(self.stamps("analyzer"), 1)
        self.assertEqual(self.check("analyzer", GOOD + "/* a comment may suppress */\n"), (0, ""))
        self.assertEqual(self.stamps("analyzer"), 2)
        self.assertEqual(self.check("analyzer", FREED_TWICE)[0], 1)

    @unittest.skipUnless(shutil.which("gcc") and shutil.which("clang-tidy"), "clang-tidy is not here")
    def test_tidy_sees_a_suspicious_comparison(self):
        status, text = self.check("tidy", SUSPICIOUS)
        self.assertEqual(status, 1)
        self.assertIn("bugprone-suspicious-string-compare", text)
        self.assertEqual(self.check("tidy", GOOD), (0, ""))


if __name__ == "__main__":
    unittest.main()
