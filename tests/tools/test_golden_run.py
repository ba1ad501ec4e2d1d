# SPDX-License-Identifier: Apache-2.0
"""tests/golden/run.sh fails on a wrong byte and on a wrong exit status, and can take over both."""
import os
import subprocess
import sys
import tempfile
import unittest

ROOT = sys.argv.pop(1) if len(sys.argv) > 1 else os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))


class Golden(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)

    def run_case(self, update=False, **files):
        for name, text in files.items():
            with open(os.path.join(self.folder.name, name), "w", encoding="utf-8") as f:
                f.write(text)
        env = dict(os.environ, PA_GOLDEN_UPDATE="1" if update else "0")
        done = subprocess.run([os.path.join(ROOT, "tests/golden/run.sh"), "/bin/bash", self.folder.name],
                              capture_output=True, text=True, check=False, env=env)
        return done.returncode, done.stdout + done.stderr

    def test_the_same_bytes_pass(self):
        self.assertEqual(self.run_case(command="-c 'echo \"a b\"'", expected="a b\n"), (0, ""))

    def test_a_different_byte_fails_and_is_shown(self):
        status, output = self.run_case(command="-c 'echo new'", expected="old\n")
        self.assertEqual(status, 1)
        self.assertIn("-old\n+new", output)

    def test_a_missing_newline_fails(self):
        self.assertEqual(self.run_case(command="-c 'printf x'", expected="x\n")[0], 1)

    def test_the_exit_status_counts(self):
        self.assertEqual(self.run_case(command="-c 'exit 3'", expected="")[0], 1)
        self.assertEqual(self.run_case(status="3\n")[0], 0)
        self.assertEqual(self.run_case(status="0\n")[0], 1)

    def test_a_case_without_expectation_fails(self):
        self.assertEqual(self.run_case(command="-c 'echo x'")[0], 1)
        self.assertEqual(self.run_case(expected="x\n", command="")[0], 1)

    def test_an_update_is_then_what_is_expected(self):
        self.assertEqual(self.run_case(True, command="-c 'echo x; exit 3'")[0], 0)
        self.assertEqual(self.run_case()[0], 0)

    def test_it_runs_in_the_folder_of_the_case(self):
        self.assertEqual(self.run_case(command="-c 'cat data'", data="d\n", expected="d\n")[0], 0)


if __name__ == "__main__":
    unittest.main()
