"""Knows what one line of expected output matches: text, {{regex}} and captures."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache

_PIECE = re.compile(r"(?P<slashes>\\*)\{\{")
_CAPTURE = re.compile(r"(?P<name>[A-Za-z_]\w*):(?P<regex>.*)", re.DOTALL)
_REFERENCE = re.compile(r"=(?P<name>[A-Za-z_]\w*)")
_GLOBAL_FLAGS = re.compile(r"\(\?(?P<flags>[aimsux]+)\)")
_GROUP = "lane_capture_"


class PatternError(ValueError):
    """An expected line that can't be read; the text says why."""


@dataclass(frozen=True)
class Part:
    """One piece of a line: literal text, a regex, or a reference to a name.

    `name` alone is a reference, `regex` alone is anonymous, both are a capture.
    """

    text: str = ""
    regex: str | None = None
    name: str | None = None


@dataclass(frozen=True)
class Pattern:
    """One line of expected output, without its lanes.

    `rules` are what the texts of its names must match besides: in a block, the
    regexes of all the lines that capture them.
    """

    source: str
    parts: tuple[Part, ...]
    rules: tuple[tuple[str, str], ...] = ()

    @cached_property
    def literal(self) -> str | None:
        """The one text it matches, or None where a regex or a name decides."""
        if any(p.regex is not None or p.name is not None for p in self.parts):
            return None
        return "".join(p.text for p in self.parts)

    @cached_property
    def binds(self) -> frozenset[str]:
        """The names it captures."""
        return frozenset(p.name for p in self.parts if p.name and p.regex is not None)

    @cached_property
    def names(self) -> frozenset[str]:
        """The names it captures or refers to."""
        return frozenset(p.name for p in self.parts if p.name)

    def match(self, text: str, bound: Mapping[str, str]) -> dict[str, str] | None:
        """What `text` newly binds, given what is bound already; None: no match.

        Every name it refers to must be bound, or captured in this line.
        """
        if self.literal is not None:
            return {} if text == self.literal else None
        known = tuple(sorted((n, bound[n]) for n in self.names if n in bound))
        compiled = _compiled(self.parts, known)
        found = compiled.fullmatch(text) if compiled else None
        if found is None:
            return None
        groups = found.groupdict()
        fresh = {n: groups[_GROUP + n] for n in self.names if n not in bound}
        own = ((p.name, p.regex) for p in self.parts if p.name and p.regex is not None)
        for name, regex in (*own, *self.rules):
            if name in fresh and not re.fullmatch(regex, fresh[name]):
                return None
        return fresh

    def possible(self, text: str) -> bool:
        """Whether `text` could match for some values of the names."""
        if self.literal is not None:
            return text == self.literal
        return self._fullmatch(text) is not None

    @cached_property
    def _fullmatch(self) -> Callable[[str], re.Match[str] | None]:
        return _loose(self.parts).fullmatch


def parse(source: str) -> Pattern:
    """The pattern written as `source`, a line of the block without its lanes.

    Raises PatternError where a {{ is not closed or a regex is not valid.
    """
    if "{{" not in source:  # nearly all lines
        return Pattern(source, (Part(source),) if source else ())
    parts: list[Part] = []
    at = 0
    while piece := _PIECE.search(source, at):
        slashes = piece["slashes"]
        parts.append(Part(text=source[at : piece.start()]))
        if slashes:
            parts.append(Part(text=slashes[1:] + "{{"))
            at = piece.end()
            continue
        inside, at = _closed(source, piece.end())
        parts.append(_part(inside))
    parts.append(Part(text=source[at:]))
    pattern = Pattern(source, tuple(p for p in parts if p != Part()))
    try:
        _loose(pattern.parts)
    except (re.error, OverflowError, RecursionError) as error:
        raise PatternError(f"the line's expressions clash: {error}") from None
    return pattern


def resolved(pattern: Pattern, captures: Mapping[str, Sequence[str]]) -> Pattern:
    """`pattern` as a line of a block that captures names by the regexes `captures`.

    A reference then stands for what a capture of that name could match, so
    that it can come before the line that binds the name.
    """
    if not pattern.names:
        return pattern
    parts = (
        replace(p, regex=captures[p.name][0]) if p.name and p.regex is None else p
        for p in pattern.parts
    )
    rules = ((name, regex) for name in sorted(pattern.names) for regex in captures[name])
    return Pattern(pattern.source, tuple(parts), tuple(rules))


def _closed(source: str, start: int) -> tuple[str, int]:
    """The regex that begins at `start`, and where the line goes on after its }}.

    It is the shortest one whose braces pair up, those of classes and escapes
    aside; }} may stand within it.
    """
    first = end = source.find("}}", start)
    paired = -1
    while end >= 0:
        inside = source[start:end]
        bare = re.sub(r"\\.|\[\^?\]?(?:\\.|[^\]])*\]", "", inside)
        if bare.count("{") == bare.count("}"):
            if _compiles(inside):
                return inside, end + 2
            paired = end if paired < 0 else paired
        end = source.find("}}", end + 1)
    if first < 0:
        raise PatternError("'{{' is not closed: write '}}', or '\\{{' for the text '{{'")
    end = paired if paired >= 0 else first
    return source[start:end], end + 2


def _compiles(regex: str) -> bool:
    try:
        re.compile(regex)
    except (re.error, OverflowError, RecursionError):
        return False
    return True


def _part(inside: str) -> Part:
    if reference := _REFERENCE.fullmatch(inside):
        return Part(name=reference["name"])
    capture = _CAPTURE.fullmatch(inside)
    name, regex = (capture["name"], capture["regex"]) if capture else (None, inside)
    # Python takes flags for the whole expression only; here each is a part.
    if flags := _GLOBAL_FLAGS.match(regex):
        # The line's end closes a comment, which (?x) allows.
        end = "\n" if "x" in flags["flags"] else ""
        regex = f"(?{flags['flags']}:{regex[flags.end():]}{end})"
    try:
        re.compile(regex)
    except (re.error, OverflowError, RecursionError) as error:
        raise PatternError(f"'{{{{{inside}}}}}' is not a regular expression: {error}") from None
    return Part(regex=regex, name=name)


@lru_cache(maxsize=4096)
def _compiled(
    parts: tuple[Part, ...], known: tuple[tuple[str, str], ...]
) -> re.Pattern[str] | None:
    """The expression for a line once `known` names have their texts."""
    bound = dict(known)
    captures: dict[str, str] = {}
    for part in parts:
        if part.name and part.regex is not None:
            captures.setdefault(part.name, part.regex)
    written: set[str] = set()
    pieces: list[str] = []
    groups = 0
    for part in parts:
        regex = part.regex
        if part.name is None:
            pieces.append(
                re.escape(part.text) if regex is None else f"(?:{_shifted(regex, groups)})"
            )
        elif part.name in bound:
            text = bound[part.name]
            if regex is not None and not re.fullmatch(regex, text):
                return None
            pieces.append(re.escape(text))
            continue
        elif part.name in written:
            pieces.append(f"(?P={_GROUP}{part.name})")
            continue
        else:
            written.add(part.name)
            regex = captures[part.name]
            groups += 1
            pieces.append(f"(?P<{_GROUP}{part.name}>{_shifted(regex, groups)})")
        groups += re.compile(regex).groups if regex is not None else 0
    return re.compile("".join(pieces))


def _shifted(regex: str, by: int) -> str:
    """`regex` with its numbered references counted on by the groups before it."""
    if not by:
        return regex
    return re.sub(
        r"\\(?:([1-9]\d?)|.)",
        lambda found: f"(?:\\{int(found[1]) + by})" if found[1] else found[0],
        regex,
        flags=re.DOTALL,
    )


@lru_cache(maxsize=4096)
def _loose(parts: tuple[Part, ...]) -> re.Pattern[str]:
    """The expression for a line of whose names nothing is known."""
    pieces: list[str] = []
    groups = 0
    for part in parts:
        if part.regex is not None:
            pieces.append(f"(?:{_shifted(part.regex, groups)})")
            groups += re.compile(part.regex).groups
        else:
            pieces.append(".*" if part.name else re.escape(part.text))
    return re.compile("".join(pieces))
