"""Reads the marked strings of ``tests/cases/speech.tsv``."""

import re
from typing import NamedTuple

from tests.support.tables import table

_MARK = re.compile(r"⟦|⟧\{([^{}]*)\}\{(clause|complement|nominal)\}")
NOBODY = "∅"


class Reported(NamedTuple):
    """One reported content; offsets are code points of the text without its marks, half-open."""

    start: int
    end: int
    speaker: str | None
    kind: str


class Case(NamedTuple):
    """A short text and all that must be found in it."""

    phenomenon: str
    text: str
    quotes: tuple[Reported, ...]
    officials: dict[str, str]
    """Name → post."""


def unmark(marked: str) -> tuple[str, tuple[Reported, ...]]:
    """Return the text without marks, and what was marked, in order of the text."""
    text, opened, found, done = "", [], [], 0
    for mark in _MARK.finditer(marked):
        text += marked[done : mark.start()]
        done = mark.end()
        if mark[0] == "⟦":
            opened.append(len(text))
        else:
            speaker = None if mark[1] == NOBODY else mark[1]
            found.append(Reported(opened.pop(), len(text), speaker, mark[2]))
    text += marked[done:]
    assert not opened, marked
    assert not set("⟦⟧{}⏎∅") & set(text), marked
    return text, tuple(sorted(found))


def read() -> list[Case]:
    """Return the cases of the file in its order."""
    cases = []
    for row in table("speech"):
        text, quotes = unmark(row["text"])
        pairs = [one.split("=") for one in row["officials"].split(" | ") if one]
        cases.append(
            Case(row["phenomenon"], text, quotes, {name.strip(): post.strip() for name, post in pairs})
        )
    return cases
