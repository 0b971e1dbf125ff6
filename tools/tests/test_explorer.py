"""What Compiler Explorer is told, read back from the address as its server reads it."""

import base64
import json
import urllib.parse
import zlib
from pathlib import Path

import pytest
from project import listing, main, output

from extract_and_test import catalogue, explorer, listing as listing_format
from extract_and_test.looking import compile_command

EVERY = catalogue.read(Path(__file__).parents[2])


def told(
    one: listing_format.Listing, headers: dict[str, str] | None = None, command: str = ""
) -> dict:
    """The session that the address opens."""
    address = explorer.address(one, command or compile_command(EVERY, one), headers or {})
    assert address.startswith("https://godbolt.org/clientstate/")
    segment = address.removeprefix("https://godbolt.org/clientstate/")
    assert not set(segment) & set("/+?# ")
    packed = base64.b64decode(urllib.parse.unquote(segment), validate=True)
    # Its server takes the state to be compressed if the low bits of its first byte say so.
    assert packed[0] & 0x0F == 8
    (session,) = json.loads(zlib.decompress(packed))["sessions"]
    return session


def read(code: str, blocks: str, *header: str) -> listing_format.Listing:
    path = "ch01/01_x.cpp"
    return listing_format.parse(listing(path, code, blocks, *header), path)


def test_the_whole_listing_is_in_it():
    one = read(main('puts("ü < 1 & \\"2\\"");'), output('ü < 1 & "2"'))
    session = told(one)
    assert session["source"] == one.text
    assert session["language"] == "c++"
    (executor,) = session["executors"]
    assert executor["compiler"] == {"id": "g122", "options": "-std=c++20 -O2", "libs": []}
    assert session["compilers"] == []


def test_boost_and_what_links_it():
    one = read("#include <boost/thread.hpp>\n" + main("return 0;"), output())
    command = "g++ -std=c++20 -O2 ch01/01_x.cpp -o 01_x -lboost_thread -lboost_chrono"
    compiler = told(one, command=command)["executors"][0]["compiler"]
    assert compiler["libs"] == [{"id": "boost", "version": "185"}]
    assert compiler["options"] == "-std=c++20 -O2 -lboost_thread -lboost_chrono"


def test_arguments_and_input():
    one = read(main("return 0;"), "/* Input:\na\nb\n*/\n" + output(), "Args: 'two words' x")
    (executor,) = told(one)["executors"]
    assert (executor["arguments"], executor["stdin"]) == ("'two words' x", "a\nb\n")


def test_what_must_not_compile_is_not_run():
    one = read(main("return x;"), "/* Errors:\n...\n*/", "Expect: compile error")
    session = told(one)
    assert session["executors"] == []
    assert session["compilers"][0]["id"] == "g122"


def test_the_chapters_own_headers_are_in_it_once():
    one = read('#include "pool.hpp"\n#include "base.hpp"\n' + main("return 0;"), output())
    headers = {
        "pool.hpp": '#pragma once\n#include <boost/asio.hpp>\n#include "base.hpp"\nclass Pool {};\n',
        "base.hpp": "#pragma once\nclass Base {};\n",
        "other.hpp": "class Other {};\n",
    }
    session = told(one, headers)
    assert (
        session["source"].count("class Pool {};") == session["source"].count("class Base {};") == 1
    )
    assert session["source"].index("Base") < session["source"].index("Pool {}")
    assert not {"pragma once", 'include "', "Other"} & set(session["source"].splitlines())
    assert session["executors"][0]["compiler"]["libs"]


@pytest.mark.parametrize("one", EVERY.listings, ids=lambda one: one.name)
def test_every_listing_can_be_opened(one):
    assert told(one)["source"] == one.text
    assert len(explorer.address(one, compile_command(EVERY, one), {})) <= explorer.LONGEST
