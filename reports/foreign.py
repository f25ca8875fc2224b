"""Persian in the English edition: every run of it, and why it stands there.

An English page may hold Persian for five reasons and no other: it is the original of a statement, a passage of a
source, a name beside its romanised form, words that have no English yet and are marked as such, or a name of a file.
Which one it is can be told from the element that it stands in; pages and their HTML are compared elsewhere.
"""

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Literal

import msgspec

Reason = Literal["original", "passage", "name", "left", "file"]
REASONS: dict[Reason, tuple[str, str]] = {
    "original": ("original of a statement", "originals of statements"),
    "passage": ("passage of the sources", "passages of the sources"),
    "name": ("name beside its romanised form", "names beside their romanised form"),
    "left": ("phrase left in Persian and marked", "phrases left in Persian and marked"),
    "file": ("file name or address", "file names and addresses"),
}
"""The reasons with the words for one run and for several."""
_CLASSES: dict[str, Reason] = {
    "original": "original", "passage": "passage", "text": "passage", "beside": "name", "left": "left",
    "mono": "file", "url": "file",
}  # fmt: skip
_PERSIAN = re.compile("[\u0600-\u06ff\u0750-\u077f\u08a0-\u08ff\ufb50-\ufdff\ufe70-\ufefc]")
_VOID = frozenset({"img", "meta", "br", "link", "input", "hr", "wbr", "col"})
_READ = frozenset({"alt", "title", "aria-label", "content", "data-title", "placeholder"})


class Run(msgspec.Struct, frozen=True):
    """A run of text with Persian letters."""

    text: str
    reason: Reason | None
    """``None``: nothing says why it stands there."""


def runs(html: str) -> tuple[Run, ...]:
    """Return every run of Persian of a page, in order.

    A described picture may repeat words that are left in Persian and marked elsewhere on the page.
    """
    parser = _Runs()
    parser.feed(html)
    parser.close()
    found = parser.found
    left = {run.text for run in found if run.reason == "left"}
    return (*found, *(Run(text, _of_picture(text, left)) for text in parser.attributes))


def told(found: tuple[Run, ...]) -> str:
    """Return how many runs there are for each reason; empty for none."""
    counts = {reason: sum(run.reason == reason for run in found) for reason in REASONS}
    return ", ".join(f"{count} {REASONS[reason][count > 1]}" for reason, count in counts.items() if count)


def _of_picture(text: str, left: set[str]) -> Reason | None:
    for words in sorted(left, key=len, reverse=True):
        text = text.replace(words, "")
    return None if _PERSIAN.search(text) else "left"


class _Runs(HTMLParser):
    """Takes the text of each element that gives a reason together as one run; any other text stands alone."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.attributes: list[str] = []
        self._texts: list[tuple[list[str], Reason | None]] = []
        self._open: list[tuple[str, int | None]] = []  # element, and the text it adds to

    @property
    def found(self) -> list[Run]:
        """The runs in order."""
        joined = ((" ".join("".join(pieces).split()), reason) for pieces, reason in self._texts)
        return [Run(text, reason) for text, reason in joined if _PERSIAN.search(text)]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Enter an element."""
        self.attributes += [
            value for name, value in attrs if name in _READ and value and _PERSIAN.search(value)
        ]
        if tag in _VOID:
            return
        inside = self._open[-1][1] if self._open else None
        reason = next(self._reasons(dict(attrs).get("class") or ""), None)
        if reason is not None and inside is None:
            inside = len(self._texts)
            self._texts.append(([], reason))
        self._open.append((tag, inside))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Pass an element without content, of a drawing."""
        self.handle_starttag(tag, attrs)
        if tag not in _VOID:
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        """Leave an element and what was left open in it."""
        while self._open:
            if self._open.pop()[0] == tag:
                return

    def handle_data(self, data: str) -> None:
        """Take text in."""
        tag, inside = self._open[-1] if self._open else ("", None)
        if inside is not None:
            self._texts[inside][0].append(data)
        elif tag not in ("style", "script"):
            self._texts.append(([data], None))

    @staticmethod
    def _reasons(classes: str) -> Iterator[Reason]:
        return (_CLASSES[name] for name in classes.split() if name in _CLASSES)
