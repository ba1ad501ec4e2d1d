#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Worked examples show real output: a fenced block whose info string is `golden/NAME` must be a
part of tests/golden/NAME/expected, whole lines.

    examples.py SOURCE_ROOT
"""
import os
import re
import sys

DOCS = ("README.md", "docs/configuration.md", "docs/methods.md")


def main():
    root, bad, seen = sys.argv[1], 0, 0
    for doc in DOCS:
        with open(os.path.join(root, doc), encoding="utf-8") as f:
            text = f.read()
        for name, block in re.findall(r"^```golden/(\S+)\n(.*?)^```$", text, re.S | re.M):
            seen += 1
            with open(os.path.join(root, "tests/golden", name, "expected"), encoding="utf-8") as f:
                expected = f.read()
            # A line that begins with $ shows the command, one of dots leaves lines out.
            parts = re.split(r"^(?:\$.*|\.\.\.)\n", block, flags=re.M)
            for part in parts:
                if part and part not in expected:
                    print("%s: the example golden/%s is not what the command prints:\n%s" % (doc, name, part))
                    bad = 1
    if not seen:
        print("no example was found in %s" % " ".join(DOCS))
        bad = 1
    sys.exit(bad)


if __name__ == "__main__":
    main()
