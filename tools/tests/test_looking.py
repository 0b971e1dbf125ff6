"""What `show` says: the command that compiles a listing."""

import pytest

from extract_and_test import catalogue
from extract_and_test.looking import compile_command

PART = '#pragma once\n#include "process_pool.hpp"\n#include <boost/filesystem.hpp>\n'
HEADER = "#pragma once\n#include <boost/archive/binary_oarchive.hpp>\n#include <vector>\n"


def command(root, includes, needs=""):
    """What compiles a listing of ch08 with these includes."""
    text = f"// ch08/01_one.cpp\n// One.\n// Python: none\n{needs}\n{includes}\nint main() {{}}\n"
    (root / "ch08").mkdir()
    (root / "ch08" / "01_one.cpp").write_text(text + "\n/* Output:\n*/\n")
    (root / "ch08" / "process_pool.hpp").write_text(HEADER)
    (root / "ch08" / "part.hpp").write_text(PART)
    found = catalogue.read(root)
    assert not found.problems
    return compile_command(found, found.get("ch08/01_one"))


@pytest.mark.parametrize(
    ("includes", "libraries"),
    [
        ("#include <vector>", ""),
        ("#include <boost/asio.hpp>", ""),
        ("#include <boost/thread.hpp>", " -lboost_thread -lboost_chrono"),
        ("#include <boost/thread/mutex.hpp>", " -lboost_thread -lboost_chrono"),
        ("#include <boost/serialization/vector.hpp>", " -lboost_serialization"),
        ("#include <boost/asio/ssl.hpp>", " -lssl -lcrypto"),
        ("// #include <boost/thread.hpp>", ""),
        ('#include "process_pool.hpp"', " -lboost_serialization"),
        ('#include <boost/thread.hpp>\n#include "process_pool.hpp"', None),
        ('#include "part.hpp"', " -lboost_serialization -lboost_filesystem"),
        ('#include "no_such_header.hpp"', ""),
    ],
)
def test_the_command_links_what_the_listing_and_its_chapters_header_include(
    tmp_path, includes, libraries
):
    if libraries is None:
        libraries = " -lboost_thread -lboost_chrono -lboost_serialization"
    assert command(tmp_path, includes) == (
        f"g++ -std=c++20 -O2 ch08/01_one.cpp -o 01_one{libraries}"
    )
