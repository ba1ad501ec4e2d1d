# SPDX-License-Identifier: Apache-2.0
"""check-rooms reports each kind of violation, at its line, and nothing in a tidy tree."""
import os
import subprocess
import sys
import tempfile
import unittest

ROOT = sys.argv.pop(1) if len(sys.argv) > 1 else os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
SPDX = "/* SPDX-License-Identifier: Apache-2.0 */\n"


def check(files):
    """Exit status and output lines for a tree of {name below src/: text}."""
    with tempfile.TemporaryDirectory() as tree:
        for name, text in files.items():
            path = os.path.join(tree, "src", name)
            os.makedirs(os.path.dirname(path), exist_ok=True)
            with open(path, "w", encoding="utf-8") as f:
                f.write(text)
        done = subprocess.run([sys.executable, os.path.join(ROOT, "tools/check-rooms"), tree],
                              capture_output=True, text=True, check=False)
        return done.returncode, (done.stdout + done.stderr).splitlines()


class Rooms(unittest.TestCase):
    def reported(self, name, body, text):
        status, lines = check({name: SPDX + body})
        self.assertEqual(status, 1, lines)
        self.assertIn("src/%s:%s" % (name, text), "\n".join(lines))

    def silent(self, name, body):
        status, lines = check({name: SPDX + body})
        self.assertEqual((status, lines), (0, []))

    def test_an_include_of_a_later_room(self):
        self.reported("analyze/x.c", '#include "platform/root.h"\n', "2: room analyze may not include platform/root.h")
        self.reported("render/x.c", '\n  # include "analyze/x.h"\n', "3: room render may not include analyze/x.h")
        self.reported("base/x.c", '#include "model/x.h"\n', "2: room base may not include model/x.h")

    def test_one_header_of_a_room(self):
        self.silent("probe/x.c", '#include "platform/root.h"\n')
        self.reported("probe/x.c", '#include "platform/platform.h"\n', "2: room probe may not include platform/platform.h")

    def test_allowed_includes(self):
        self.silent("observe/x.c", '#include <stdio.h>\n#include "platform/platform.h"\n#include "probe/x.h"\n')
        self.silent("cmd/x.c", '#include "render/x.h"\n#include "observe/x.h"\n')
        self.silent("snapshot/x.c", '#include <archive.h>\n#include "platform/root.h"\n')

    def test_an_include_without_room(self):
        self.reported("base/x.c", '#include "err.h"\n', '2: room base may not include "err.h"')

    def test_a_private_header_of_another_room(self):
        self.reported("model/x.c", '#include "base/options_internal.h"\n', "2: room model may not include base/options_internal.h")
        self.silent("base/x.c", '#include "base/options_internal.h"\n')

    def test_a_library_in_the_wrong_room(self):
        self.reported("analyze/x.c", "#include <libmnl/libmnl.h>\n", "2: room analyze may not include <libmnl/libmnl.h>")
        self.reported("cmd/x.c", "#include <linux/netlink.h>\n", "2: room cmd may not include <linux/netlink.h>")
        self.silent("platform/linux/x.c", "#include <libmnl/libmnl.h>\n#include <linux/netlink.h>\n")

    def test_paths_of_the_kernel(self):
        self.reported("analyze/x.c", 'const char *p = "/proc/stat";\n', "2: room analyze may not say /proc/stat")
        self.reported("platform/x.c", 'const char *p = "/sys/block";\n', "2: room platform may not say /sys/block")
        self.silent("platform/linux/x.c", 'const char *p = "/proc/stat";\n')
        self.silent("cmd/x.c", '/* "/proc/stat" */ const char *p = "cat /proc/stat";\n')

    def test_printing_and_exiting(self):
        for body in ('void f(void) { printf("x"); }\n', 'void f(void) { fprintf (f, "x"); }\n', "void f(void) { puts(x); }\n",
                     "void f(void) { exit(1); }\n", "void *f = stderr;\n"):
            self.reported("observe/x.c", body, "2: room observe may not say ")
            self.silent("cmd/x.c", body)
            self.silent("perfadvisor.c", body)
        self.silent("base/x.c", 'void f(void) { snprintf(b, 1, "printf("); pa_buf_printf(b); x->exit(1); }\n')

    def test_the_environment(self):
        self.reported("render/x.c", 'char *f(void) { return getenv("X"); }\n', "2: room render may not say getenv")

    def test_clocks(self):
        self.reported("analyze/x.c", '#include "base/clock.h"\n', "2: room analyze may not say base/clock.h")
        self.reported("snapshot/x.c", '#include "base/clock.h"\n', "2: room snapshot may not say base/clock.h")
        self.reported("observe/x.c", "void f(void) { clock_gettime(0, &t); }\n", "2: room observe may not say clock_gettime")
        self.silent("observe/x.c", '#include "base/clock.h"\n')
        self.silent("base/clock.c", '#include "base/clock.h"\nvoid f(void) { clock_gettime(0, &t); }\n')

    def test_rooms_that_only_compute(self):
        self.reported("analyze/x.c", "void f(void) { int fd = open(p, 0); }\n", "2: room analyze may not say open")
        self.reported("render/x.c", "int f(void) { return rand(); }\n", "2: room render may not say rand")
        self.silent("analyze/x.c", "void f(void) { x->open(p); pa_open(p); x.read(p); }\n")
        self.silent("platform/linux/x.c", "void f(void) { int fd = open(p, 0); }\n")

    def test_no_shell(self):
        self.reported("cmd/x.c", "void f(void) { system(p); }\n", "2: room cmd may not say system")

    def test_operating_systems(self):
        self.reported("cmd/x.c", "#ifdef __linux__\n#endif\n", "2: room cmd may not say __linux__")
        self.reported("platform/linux/x.c", "#if defined(__FreeBSD__)\n#endif\n", "2: room platform may not say __FreeBSD__")

    def test_banned_functions(self):
        for word in ("strcpy", "strcat", "strncpy", "sprintf", "strtok", "atoi", "atof", "gets", "gmtime", "localtime", "alloca"):
            self.reported("cmd/x.c", "\nvoid f(void) { %s(a, b); }\n" % word, "3: room cmd may not say %s" % word)
        self.silent("cmd/x.c", "void f(void) { strtok_r(a, b, c); localtime_r(a, b); }\n")

    def test_header_guards(self):
        self.reported("base/x.h", "#ifndef X_H\n#define X_H\n#endif\n", "1: the header guard must be PA_BASE_X_H")
        self.reported("base/x.h", "#pragma once\n#ifndef PA_BASE_X_H\n#define PA_BASE_X_H\n#endif\n", "1: #pragma once")
        self.silent("platform/linux/x.h", "#ifndef PA_PLATFORM_LINUX_X_H\n#define PA_PLATFORM_LINUX_X_H\n#endif\n")

    def test_gotos(self):
        self.reported("base/x.c", "void f(void) { goto fail; }\n", "2: goto leads only to the label out")
        self.silent("base/x.c", "void f(void) { goto out; }\n")

    def test_the_licence_line(self):
        status, lines = check({"base/x.c": "int x;\n"})
        self.assertEqual((status, lines), (1, ["src/base/x.c:1: the first line must be the SPDX line"]))

    def test_an_unknown_room(self):
        self.reported("attic/x.c", "", "1: room attic is not in tools/rooms.toml")

    def test_an_empty_tree_is_a_failure(self):
        self.assertEqual(check({})[0], 1)


if __name__ == "__main__":
    unittest.main()
