"""Knows which blocks of a Markdown text are C++ that stands under a slugline."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import PurePosixPath, PureWindowsPath

from markdown_it import MarkdownIt
from markdown_it.common.utils import unescapeAll

from .listing import Problem, slugline

_LANGUAGES = ("cpp", "c++")
_NAME_BYTES = 255
_NESTING = 100

# Only blocks matter here, so the text of paragraphs is left unread.
_MARKDOWN = MarkdownIt("commonmark", {"maxNesting": _NESTING}).disable(
    ["inline", "text_join"], ignoreInvalid=True
)
_ATTRIBUTE = re.compile(
    r"""
    \#\S+                               # an identifier
    | \.(?P<class>[^\s.\#][^\s\#]*)     # a class; the language is one
    | [^\s=]+=(?: "(?:\\.|[^"\\])*" | '(?:\\.|[^'\\])*' | \S* )
    | \S+
    """,
    re.VERBOSE,
)
_YAML_KEY = re.compile(r"""["'\w].*:(?:\s.*)?""")
_NOT_CODE = re.compile(
    r"""
    (?<!\w)(?:u8|[uUL])?R"(?P<end>[^()\\\s]{0,16})\(.*?\)(?P=end)"
    | //(?:\\\n|[^\n])*
    | /\*.*?(?:\*/|\Z)
    | "(?:\\.|[^"\\\n])*"
    | (?<!\w)\.?\d(?:'?[\w.])*          # a number: its ' opens no character
    | '(?:\\.|[^'\\\n])*'
    """,
    re.VERBOSE | re.DOTALL,
)
_MAIN = re.compile(r"\b(?:int|auto)\s+main\s*\(")


@dataclass(frozen=True)
class Block:
    """A fenced C++ block under a slugline.

    `file` is the manuscript as it was named, `fence` the line of its fence and
    `line` that of its slugline, from 1; `path` is what the slugline names, and
    `text` what the fence holds, slugline included, lines ended by \\n.
    """

    file: str
    fence: int
    line: int
    path: str
    text: str = field(repr=False)

    @property
    def program(self) -> str:
        """The text of the file that it stands for: it ends with one newline."""
        return self.text.rstrip("\n") + "\n"

    @property
    def place(self) -> str:
        """Where its slugline is: file:line."""
        return f"{self.file}:{self.line}"

    def problem(self, message: str, offset: int = 0) -> Problem:
        """What is wrong `offset` lines behind its slugline."""
        return Problem(self.file, self.line + offset, message)


def blocks(text: str, file: str) -> Iterator[Block]:
    """The C++ blocks under a slugline in the Markdown `text` of `file`.

    Takes any line ends and a byte-order mark; YAML front matter is no text.
    """
    text = re.sub(r"\r\n?", "\n", text.removeprefix("\ufeff"))
    # The parser fails on some texts whose last line is not ended.
    for token in _MARKDOWN.parse(_without_front_matter(text) + "\n"):
        if token.type != "fence" or not is_cpp(token.info):
            continue
        path = slugline(token.content)
        if path is not None and token.map is not None:
            fence = token.map[0] + 1
            yield Block(file, fence, fence + 1, path, token.content)


def is_cpp(info: str) -> bool:
    """Whether a fence's info string says C++.

    It is `cpp` or `c++`, with more behind it or not, or Pandoc attributes in
    braces, of which a class says it.
    """
    before, brace, attributes = info.strip().partition("{")
    if words := before.split():
        return unescapeAll(words[0]).lower() in _LANGUAGES
    inside, closed, _ = attributes.rpartition("}")
    found = _ATTRIBUTE.finditer(inside) if brace and closed else ()
    return any((a["class"] or "").lower() in _LANGUAGES for a in found)


def has_main(text: str) -> bool:
    """Whether C++ is a whole program: `int main(` or `auto main(` in its code."""
    return _MAIN.search(_NOT_CODE.sub(" ", text)) is not None


def path_fault(path: str) -> str | None:
    """Why a slugline's path must not be followed, and the mend; None if it may."""
    if not path.isprintable():
        return f"{path!a} has characters that can't be printed: leave them out"
    if PureWindowsPath(path).anchor:
        return f"'{path}' is absolute: name the file from the target folder on"
    if "\\" in path:
        return f"'{path}' has a backslash: separate folders by '/'"
    if ".." in path.split("/"):
        return f"'{path}' would leave the target folder: leave out '..'"
    plain = str(PurePosixPath(path))
    if path != plain:
        return f"'{path}' is no plain path: write '{plain}'"
    if any(len(part.encode()) > _NAME_BYTES for part in path.split("/")):
        return f"'{path}' has a name of over {_NAME_BYTES} bytes: shorten it"
    return None


def _without_front_matter(text: str) -> str:
    """`text` with blank lines for the YAML that it opens with."""
    lines = text.split("\n")
    if lines[0].rstrip() != "---":
        return text
    ends = (i for i, line in enumerate(lines) if i and _closes_yaml(line))
    end = next(ends, 0)
    said = (s for s in map(str.strip, lines[1:end]) if s and s[0] != "#")
    if not _YAML_KEY.fullmatch(next(said, "")):
        return text
    return "\n".join([""] * (end + 1) + lines[end + 1 :])


def _closes_yaml(line: str) -> bool:
    return line.rstrip() in ("---", "...")
