# SPDX-License-Identifier: Apache-2.0
"""check-lists reports each kind of file that stands in no list, and nothing in a tidy tree."""
import os
import subprocess
import sys
import tempfile
import unittest

ROOT = sys.argv.pop(1) if len(sys.argv) > 1 else os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
TIDY = {
    "meson.build": "executable('x', 'src/perfadvisor.c')\n",
    "src/perfadvisor.c": "rows = { &pa_cmd_watch, };\n",
    "src/cmd/meson.build": "files('watch.c')\n",
    "src/cmd/watch.c": "const struct pa_command pa_cmd_watch = {\n};\n",
    "src/platform/linux/meson.build": "files('psi.c')\n",
    "src/platform/linux/psi.c": "",
    "catalog/meson.build": "files('values/cpu.toml')\n",
    "catalog/values/cpu.toml": "",
    "tests/unit/base/meson.build": "unit_names = [\n  'buf',\n]\n",
    "tests/unit/base/test_buf.c": "",
    "tests/fuzz/meson.build": "fuzz_targets = { 'psi': [platform_dep] }\n",
    "tests/fuzz/fuzz_psi.c": "",
    "tests/fuzz/corpus/psi/one": "some",
    "tests/golden/meson.build": "golden_cases = ['quota']\n",
    "tests/golden/quota/command": "advise",
    "tests/tools/meson.build": "tool_tests = ['x']\n",
    "tests/tools/test_x.py": "",
    "tests/live/meson.build": "live_names = ['root.sh']\n",
    "tests/live/root.sh": "#!/bin/sh\n",
}


def check(files):
    with tempfile.TemporaryDirectory() as tree:
        for name, text in files.items():
            path = os.path.join(tree, name)
            os.makedirs(os.path.dirname(path), exist_ok=True)
            with open(path, "w", encoding="utf-8") as f:
                f.write(text)
            os.chmod(path, 0o755 if name.endswith(".sh") else 0o644)
        done = subprocess.run([sys.executable, os.path.join(ROOT, "tools/check-lists"), tree],
                              capture_output=True, text=True, check=False)
        return done.returncode, done.stdout + done.stderr


class Lists(unittest.TestCase):
    def reported(self, name, what, text=""):
        files = dict(TIDY)
        files[name] = text
        status, output = check(files)
        self.assertEqual((status, output), (1, "%s: %s\n" % (name, what)))

    def test_a_tidy_tree_is_silent(self):
        self.assertEqual(check(TIDY), (0, ""))

    def test_a_source(self):
        self.reported("src/cmd/new.c", "'new.c' is not in src/cmd/meson.build")
        self.reported("src/platform/linux/stat.c", "'stat.c' is not in src/platform/linux/meson.build")

    def test_a_commented_line_is_no_entry(self):
        files = dict(TIDY)
        files["src/platform/linux/meson.build"] = "files(\n  # 'psi.c'\n)\n"
        self.assertEqual(check(files)[0], 1)

    def test_a_command(self):
        self.reported("src/cmd/watch.c", "pa_cmd_stat is not in src/perfadvisor.c", "const struct pa_command pa_cmd_stat = {\n};\n")

    def test_a_catalog_file(self):
        self.reported("catalog/values/gpu.toml", "'values/gpu.toml' is not in catalog/meson.build")

    def test_a_unit_test(self):
        self.reported("tests/unit/base/test_map.c", "'map' is not in tests/unit/base/meson.build")

    def test_a_fuzz_target_and_its_corpus(self):
        files = dict(TIDY)
        files["tests/fuzz/fuzz_stat.c"] = ""
        self.assertEqual(check(files), (1, "tests/fuzz/fuzz_stat.c: 'stat' is not in tests/fuzz/meson.build\n"
                                           "tests/fuzz/fuzz_stat.c: has no input in tests/fuzz/corpus/stat\n"))

    def test_a_golden_case(self):
        self.reported("tests/golden/disk/command", "'disk' is not in tests/golden/meson.build", "advise")

    def test_a_live_script(self):
        self.reported("tests/live/new.sh", "'new.sh' is not in tests/live/meson.build", "#!/bin/sh\n")

    def test_a_test_of_a_tool(self):
        self.reported("tests/tools/test_y.py", "'y' is not in tests/tools/meson.build")


if __name__ == "__main__":
    unittest.main()
