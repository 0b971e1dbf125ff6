"""Knows the address under which Compiler Explorer opens a listing."""

from __future__ import annotations

import base64
import json
import shlex
import urllib.parse
import zlib

from .listing import Listing
from .looking import compile_command

SITE = "https://godbolt.org/clientstate/"
COMPILER = "g122"
BOOST = "185"
"""Its number for Boost 1.85: the first that it links, the last whose Process needs no linking."""


def state(one: Listing) -> dict[str, object]:
    """What Compiler Explorer is to show: the whole listing, compiled, and run where it can be."""
    words = shlex.split(compile_command(one))
    source = words.index(str(one.path))
    options = shlex.join([*words[1:source], *words[source + 3 :]])
    libraries = [{"id": "boost", "version": BOOST}] if "<boost/" in one.text else []
    compiler = {"id": COMPILER, "options": options, "libs": libraries}
    executor = {"arguments": shlex.join(one.args), "stdin": one.input or "", "compiler": compiler}
    session: dict[str, object] = {
        "id": 1,
        "language": "c++",
        "source": one.text,
        "compilers": [compiler] if one.expect == "compile error" else [],
        "executors": [] if one.expect == "compile error" else [executor],
    }
    return {"sessions": [session]}


def address(one: Listing) -> str:
    """The address that carries the state: its JSON, compressed, in base 64."""
    packed = zlib.compress(json.dumps(state(one), separators=(",", ":")).encode(), 9)
    # The address is one segment of a path, in which / and + mean something else.
    return SITE + urllib.parse.quote(base64.b64encode(packed).decode(), safe="")
