#!/usr/bin/env python3
"""Writes the texts of a format's tests as seeds: seeds.py FOLDER FILE.rs...

Every string of a test that is long enough to be input becomes a file, named by what it holds.
"""
import ast
import hashlib
import pathlib
import re
import sys

STRING = re.compile(r'r(#*)"(.*?)"\1|"((?:[^"\\]|\\.)*)"', re.DOTALL)


def texts(source):
    for _, raw, plain in STRING.findall(source):
        if raw:
            yield raw
            continue
        plain = re.sub(r"\\\n\s*", "", plain).replace("\n", "\\n")
        plain = re.sub(r"\\u\{(\w+)\}", lambda code: chr(int(code[1], 16)), plain)
        try:
            yield ast.literal_eval(f'"{plain}"')
        except (SyntaxError, ValueError):
            continue


folder = pathlib.Path(sys.argv[1])
folder.mkdir(parents=True, exist_ok=True)
for name in sys.argv[2:]:
    path = pathlib.Path(name)
    for text in texts(path.read_text(encoding="utf-8")) if path.exists() else ():
        data = text.encode("utf-8", "replace")
        if len(data) >= 16:
            (folder / f"seed-{hashlib.sha256(data).hexdigest()[:16]}").write_bytes(data)
