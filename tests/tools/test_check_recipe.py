# SPDX-License-Identifier: Apache-2.0
"""check-recipe names each step of a recipe that was forgotten."""
import os
import subprocess
import sys
import tempfile
import unittest

ROOT = sys.argv.pop(1) if len(sys.argv) > 1 else os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
RESOURCE = {
    "catalog/memory.toml": '[[resource]]\nid = "mem.cap"\n[resource.linux]\n[resource.haiku]\n',
    "catalog/values/memory.toml": '[[value]]\nid = "mem.cap.free_kib"\nsource = "meminfo"\n'
                                  '[[value]]\nid = "mem.cap.used_ratio"\nsource = "analyze"\n',
    "src/platform/linux/meminfo.c": "x = PA_V_MEM_CAP_FREE_KIB;",
    "src/platform/linux/sources.c": "\t&pa_source_meminfo,\n",
    "src/analyze/derive.c": "x = PA_V_MEM_CAP_USED_RATIO;",
    "tests/unit/platform/test_meminfo.c": "",
    "tests/fuzz/meson.build": "'meminfo': [platform_dep],",
}
PLATFORM = {
    "catalog/memory.toml": RESOURCE["catalog/memory.toml"],
    "src/platform/platform.h": "void pa_platform_read(struct a *b,\n\t\t int c);\nstruct p *pa_platform_open(void);\n",
    "src/platform/haiku/meson.build": "",
    "src/platform/haiku/a.c": "void pa_platform_read(struct a *b,\n\tint c)\n{\n}\nstruct p *pa_platform_open(void)\n{\n}\n",
    "tests/unit/platform/test_haiku_cpu.c": "",
}
DRILL = dict(dict.fromkeys(("src/bpf/x.h", "src/probe/x.c", "catalog/drill/x.toml", "tests/unit/probe/test_x.c"), ""),
             **{"src/bpf/x.bpf.c": '#include "bpf/pa_kernel.h"\n#include "bpf/x.h"\n'})
CHART = {"src/render/x.c": "", "src/render/x.h": "", "tests/unit/render/test_x.c": "", "src/cmd/draw.c": '#include "render/x.h"\n'}
RECIPES = (("resource", "mem.cap", RESOURCE), ("resource", "all", RESOURCE), ("platform", "haiku", PLATFORM),
           ("drill", "x", DRILL), ("chart", "x", CHART))


def check(recipe, name, files):
    with tempfile.TemporaryDirectory() as tree:
        for path, text in files.items():
            path = os.path.join(tree, path)
            os.makedirs(os.path.dirname(path), exist_ok=True)
            with open(path, "w", encoding="utf-8") as f:
                f.write(text)
        done = subprocess.run([sys.executable, os.path.join(ROOT, "tools/check-recipe"), recipe, name],
                              capture_output=True, text=True, check=False, env=dict(os.environ, PA_ROOT=tree))
        return done.returncode, done.stdout + done.stderr


class Recipes(unittest.TestCase):
    def test_a_recipe_followed_is_silent(self):
        for recipe, name, files in RECIPES:
            self.assertEqual(check(recipe, name, files), (0, ""), recipe)

    def test_every_step_that_is_forgotten_is_named(self):
        for recipe, name, files in RECIPES:
            for path in files:
                status, output = check(recipe, name, {p: t for p, t in files.items() if p != path})
                if path == "src/platform/platform.h" or (name == "all" and path.startswith("catalog/values")):
                    continue  # nothing is promised then
                self.assertEqual(status, 1, "%s without %s" % (recipe, path))
                self.assertTrue(output, path)

    def test_a_value_that_nobody_fills(self):
        files = dict(RESOURCE, **{"src/platform/linux/meminfo.c": "x = PA_V_MEM_CAP_FREE_KIB_2;"})
        self.assertIn("mem.cap.free_kib: nobody fills it", check("resource", "mem.cap", files)[1])

    def test_a_function_of_the_platform_that_is_only_declared(self):
        files = dict(PLATFORM, **{"src/platform/haiku/a.c": "void pa_platform_read(struct a *b);\nstruct p *pa_platform_open(void)\n{\n}\n"})
        self.assertIn("pa_platform_read() of platform.h is not defined", check("platform", "haiku", files)[1])

    def test_misuse(self):
        self.assertNotEqual(check("cake", "x", {})[0], 0)


if __name__ == "__main__":
    unittest.main()
