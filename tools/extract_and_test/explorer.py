"""Knows the address under which Compiler Explorer opens a listing."""

from __future__ import annotations

import base64
import json
import re
import shlex
import urllib.parse
import zlib
from collections.abc import Mapping

from .listing import Listing

LONGEST = 8000
"""Characters of an address that servers take at least."""
_OWN = re.compile(r'^#include "([^"/]+)"', re.MULTILINE)
SITE = "https://godbolt.org/clientstate/"
COMPILER = "g122"
BOOST = "185"
"""Its number for Boost 1.85: the first that it links, the last whose Process needs no linking."""


def source(one: Listing, headers: Mapping[str, str]) -> str:
    """The whole listing in one file: the chapter's `headers`, by name, where it includes them."""
    left = dict(headers)

    def text_of(found: re.Match[str]) -> str:
        text = left.pop(found[1], None)
        if text is None:
            return "" if found[1] in headers else found[0]
        once = re.sub(r"^#pragma once\n", "", text, flags=re.MULTILINE)
        return _OWN.sub(text_of, once.rstrip("\n"))

    return _OWN.sub(text_of, one.text)


def state(one: Listing, command: str, headers: Mapping[str, str]) -> dict[str, object]:
    """What Compiler Explorer is to show: the listing, compiled as by `command`, and run."""
    words = shlex.split(command)
    file = words.index(str(one.path))
    options = shlex.join([*words[1:file], *words[file + 3 :]])
    whole = source(one, headers)
    libraries = [{"id": "boost", "version": BOOST}] if "<boost/" in whole else []
    compiler = {"id": COMPILER, "options": options, "libs": libraries}
    executor = {"arguments": shlex.join(one.args), "stdin": one.input or "", "compiler": compiler}
    session: dict[str, object] = {
        "id": 1,
        "language": "c++",
        "source": whole,
        "compilers": [compiler] if one.expect == "compile error" else [],
        "executors": [] if one.expect == "compile error" else [executor],
    }
    return {"sessions": [session]}


def address(one: Listing, command: str, headers: Mapping[str, str]) -> str:
    """The address that carries the state: its JSON, compressed, in base 64."""
    text = json.dumps(state(one, command, headers), separators=(",", ":"))
    packed = zlib.compress(text.encode(), 9)
    # The address is one segment of a path, in which / and + mean something else.
    return SITE + urllib.parse.quote(base64.b64encode(packed).decode(), safe="")
