# SPDX-License-Identifier: Apache-2.0
"""gen-catalog computes what is measured, and answers each mistake with one line naming file and id."""
import os
import subprocess
import sys
import tempfile
import unittest

ROOT = sys.argv.pop(1) if len(sys.argv) > 1 else os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))

CELL = """
[resource.linux.%s]
code_point = "/proc/x"
kernel = ">=4.18"
tool = "iostat -x 1: %%util, free: available"
unit = "ticks"
semantics = "counter"
status = "planned"
"""
GROUP = """group = "Storage"

[[resource]]
id = "blk.dev"
name = "Disk"

[resource.linux]
function = "f"
seen = "Y"
E = "n/a"
""" + CELL % "U" + CELL % "S" + """
[resource.freebsd]
level = "catalogued"

[resource.freebsd.U]
code_point = "devstat"
status = "available"
evidence = "V"
"""
TOOLS = """[[tool]]
name = "iostat"
question = "How busy?"
pitfalls = ["It is time, not capacity."]
ours = ["perfadvisor checklist blk"]
"""
VALUES = """[[value]]
id = "blk.dev.busy_ms"
kind = "counter"
source = "diskstats"
cell = "U"
help = "time"
"""


def generate(group=GROUP, tools=TOOLS, values=VALUES):
    """(exit status, stderr, generated C)"""
    with tempfile.TemporaryDirectory() as tree:
        path = {name: os.path.join(tree, name) for name in ("group.toml", "tools.toml", "values.toml", "out.h", "out.c")}
        for name, text in (("group.toml", group), ("tools.toml", tools), ("values.toml", values)):
            with open(path[name], "w", encoding="utf-8") as f:
                f.write(text)
        done = subprocess.run(
            [sys.executable, os.path.join(ROOT, "tools/gen-catalog"), path["out.h"], path["out.c"],
             path["tools.toml"], path["group.toml"], "--", path["values.toml"]],
            capture_output=True, text=True, check=False)
        out = ""
        if os.path.exists(path["out.c"]):
            with open(path["out.c"], encoding="utf-8") as f:
                out = f.read()
        return done.returncode, done.stderr.replace(tree + "/", ""), out


class Catalog(unittest.TestCase):
    def refused(self, line, **files):
        status, text, out = generate(**files)
        self.assertEqual((status, text, out), (1, "gen-catalog: %s\n" % line, ""))

    def test_a_good_catalog_is_compiled(self):
        status, text, out = generate()
        self.assertEqual((status, text), (0, ""))
        self.assertIn('.id = "blk.dev"', out)

    def test_a_value_makes_its_cell_measured_and_no_other(self):
        _, _, out = generate()
        u = out[out.index("linux_blk_dev"):out.index("[PA_CELL_S]", out.index("linux_blk_dev"))]
        s = out[out.index("[PA_CELL_S]", out.index("linux_blk_dev")):]
        self.assertIn("PA_STATUS_MEASURED", u)
        self.assertIn('.source = "diskstats"', u)
        self.assertIn('.unit = "ms_per_s"', u)
        self.assertTrue(s.startswith("[PA_CELL_S] = { .status = PA_STATUS_PLANNED"))

    def test_without_values_nothing_is_measured(self):
        self.assertNotIn("PA_STATUS_MEASURED", generate(values="")[2])

    def test_a_tool_is_found_in_the_cells_with_its_part(self):
        self.assertIn('.how = "iostat -x 1: %util"', generate()[2])

    def test_measured_is_never_written(self):
        self.refused("group.toml: blk.dev: linux.U: status is 'measured', and must be one of: "
                     "planned no-code-point needs-hardware needs-ebpf investigate",
                     group=GROUP.replace('"planned"', '"measured"', 1))

    def test_a_cell_that_waits_for_ebpf_says_for_what(self):
        self.refused("group.toml: blk.dev: linux.S: needs-ebpf: no needs, which names the tracepoint or hook",
                     group="needs-ebpf".join(GROUP.rsplit("planned", 1)), values="")

    def test_a_capability_that_is_none(self):
        self.refused('group.toml: blk.dev: linux.U: capability is \'root\', not like "CAP_PERFMON"',
                     group=GROUP.replace('status = "planned"', 'capability = "root"\nstatus = "planned"', 1))

    def test_an_unknown_key(self):
        self.refused("group.toml: blk.dev: linux: unknown key colour",
                     group=GROUP.replace('seen = "Y"', 'seen = "Y"\ncolour = "red"'))

    def test_a_missing_key(self):
        self.refused("group.toml: blk.dev: linux.U: no kernel", group=GROUP.replace('kernel = ">=4.18"\n', "", 1))

    def test_an_id_that_is_there_twice(self):
        self.refused("group.toml: blk.dev: the id is there twice", group=GROUP + GROUP[GROUP.index("[[resource]]"):])

    def test_a_kernel_range_that_is_none(self):
        self.refused("group.toml: blk.dev: linux.U: kernel is 'new', not like \">=5.11 (psi >=4.20)\"",
                     group=GROUP.replace(">=4.18", "new", 1))

    def test_a_value_without_its_resource(self):
        self.refused("value blk.tape.busy_ms: the catalog has no resource blk.tape",
                     values=VALUES.replace("blk.dev", "blk.tape"))

    def test_a_value_in_a_cell_that_makes_no_sense(self):
        self.refused("value blk.dev.busy_ms: cell E of blk.dev says not-applicable",
                     values=VALUES.replace('cell = "U"', 'cell = "E"'))

    def test_the_value_that_is_shown_must_fill_the_cell(self):
        self.refused("blk.dev: linux.U: shows: no value blk.dev.busy_ratio fills this cell",
                     group=GROUP.replace('status = "planned"', 'shows = "blk.dev.busy_ratio"\nstatus = "planned"', 1))

    def test_a_command_that_does_not_exist(self):
        self.refused("tools.toml: iostat: ours: 'perfadvisor draw blklat' is no command of this version",
                     tools=TOOLS.replace("checklist blk", "draw blklat"))


if __name__ == "__main__":
    unittest.main()
