"""Knows what a measuring session is given: where it works, on what, how often."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Plan:
    """How to measure.

    `folder` is where everything is put, `sample` are the selectors of what is
    built, `jobs` how many are compiled or run at once where that can be said,
    `sizes` how many listings synthetic projects have, `tell` is given each step.
    """

    folder: Path
    sample: Sequence[str]
    rounds: int
    jobs: int
    sizes: Sequence[int]
    tell: Callable[[str], object]

    @property
    def said(self) -> str:
        """The sample, as a person would name it."""
        return " ".join(self.sample) or "all chapters"
