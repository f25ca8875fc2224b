"""Which English of a statement is shown, and what is said of it: the memory's text after the guards have read it.

A text with a hard finding is withheld: its place is taken by what is known for certain (who, when, topics, figures) and
the Persian. One with soft findings is shown with a note. Nothing here looks at who made the text: a reviewer
mistypes a number as easily as an engine.
"""

import datetime as dt
import re
from collections.abc import Iterator, Mapping
from functools import cache, lru_cache
from typing import Literal, Protocol, cast

import msgspec

from extract.text.shadow import shadow
from reports.english.glossary import Segment, key, marker
from reports.english.glossary import segments as cut
from reports.english.letters import table
from reports.english.romanise import romanise
from reports.model import Briefing, Statement
from reports.translate.guards import Code, Finding, check, is_safe
from reports.translate.words import DATA

Status = Literal["reviewed", "draft", "machine", "withheld"]
STATUSES: tuple[Status, ...] = ("reviewed", "draft", "machine", "withheld")
_TRUST: tuple[Status, ...] = ("withheld", "machine", "draft", "reviewed")
_VOWELS = re.compile(r"[aeiouy'’\s-]+")
_WORD = re.compile(r"[^\W\d_]+")


class Known(Protocol):
    """A statement in English, as a memory has it."""

    @property
    def text(self) -> str:
        """The words."""

    @property
    def status(self) -> str:
        """``reviewed``, ``draft`` or ``machine``; ``withheld`` where a file says so."""

    @property
    def reviewer(self) -> str | None:
        """Who reviewed it."""

    @property
    def engine(self) -> str | None:
        """Which engine made it."""

    @property
    def date(self) -> dt.date | None:
        """Of the review, the draft or the engine's run."""


class Memory(Protocol):
    """Where translations are looked up: :class:`reports.translate.memory.TranslationMemory` or the like."""

    def lookup(self, text: str, /) -> Known | None:
        """Return the translation of exactly these words, if there is one."""


class Translated(msgspec.Struct, frozen=True, kw_only=True):
    """The English of a printed statement, or why there is none."""

    text: str
    """Empty where it is withheld."""
    status: Status
    reviewer: str | None = None
    engine: str | None = None
    date: dt.date | None = None
    findings: tuple[Finding, ...] = ()
    """What the guards found: hard ones first."""

    @property
    def notes(self) -> tuple[Code, ...]:
        """The kinds of findings, each once."""
        return tuple(dict.fromkeys(finding.code for finding in self.findings))


@lru_cache(maxsize=4096)
def segments(text: str) -> tuple[Segment, ...]:
    """Cut a text; every statement is asked about its places, its terms and its topics."""
    return tuple(cut(text))


def shown(briefing: Briefing, memory: Memory | None) -> dict[int, Translated]:
    """Return the English of every statement that has one, shown or withheld, by citation."""
    if memory is None:
        return {}
    persons = dict(_persons(briefing))
    found = ((one, _found(one, memory)) for one in briefing.statements)
    return {one.citation: _judged(one.text, known, persons) for one, known in found if known is not None}


def passages_of(statement: Statement) -> tuple[str, ...]:
    """Return the passages of a statement apart: each is a text of its own to a translator."""
    lengths = [end - start for start, end in ((statement.start, statement.end), *statement.more)]
    parts, at = [], 0
    for length in lengths:
        parts.append(statement.text[at : at + length])
        at += length + 1  # the line end between them
    return tuple(parts) if "\n".join(parts) == statement.text else (statement.text,)


def _found(statement: Statement, memory: Memory) -> Translated | None:
    """Look a statement up, whole or passage by passage; it is trusted no further than the least of these."""
    if whole := memory.lookup(statement.text):
        return _taken(whole)
    parts = passages_of(statement)
    found = [memory.lookup(part) for part in parts] if len(parts) > 1 else []
    known = [_taken(one) for one in found if one is not None]
    if not known or len(known) < len(parts):
        return None
    least = min(known, key=lambda one: _TRUST.index(one.status))
    return msgspec.structs.replace(least, text="\n".join(one.text for one in known))


def _taken(known: Known) -> Translated:
    findings = tuple(
        Finding(cast(Code, code), "hard" if known.status == "withheld" else "soft", "")
        for code in getattr(known, "notes", ())
    )
    return Translated(
        text=known.text,
        status=cast(Status, known.status),
        reviewer=known.reviewer,
        engine=known.engine,
        date=known.date,
        findings=findings,
    )


def _judged(persian: str, known: Translated, persons: Mapping[str, tuple[str, bool]]) -> Translated:
    if known.status == "withheld":  # read from a file that has no more of it
        return known
    sure, unsure = _names(persian, known.text, persons)
    findings = check(persian, known.text, names=sure, doubtful=unsure, glossary=_terms(persian))
    if is_safe(findings):
        return msgspec.structs.replace(known, findings=findings)
    return msgspec.structs.replace(known, text="", status="withheld", findings=findings)


# --- what must be in a translation


def _persons(briefing: Briefing) -> Iterator[tuple[str, tuple[str, bool]]]:
    """Return the full names of the briefing with their English, and whether it is sure; a surname may be a word too."""
    for entry in briefing.people:
        for name in (entry.name, *entry.spellings):
            if " " in name.strip():
                found = romanise(name)
                yield name, (found.text, found.basis != "guess")


def _names(
    persian: str, english: str, persons: Mapping[str, tuple[str, bool]]
) -> tuple[dict[str, list[str]], dict[str, list[str]]]:
    """Return persons and places of a statement: those that must be there, and those spelt otherwise or not surely named."""
    plain, said = _letters(persian), {_consonants(word) for word in _WORD.findall(english)}
    sure: dict[str, list[str]] = {}
    unsure: dict[str, list[str]] = {}
    for name, (text, known) in persons.items():
        if _letters(name) in plain:
            surname = text.split()[-1]
            kept = sure if known and _consonants(surname) not in said else unsure
            kept[name] = [text, surname]
    for name, text, marked in _places(persian):
        alike = {_consonants(word) for word in _WORD.findall(text)} <= said
        kept = sure if marked and not alike else unsure
        kept[name] = [text]
    return sure, unsure


def _places(persian: str) -> Iterator[tuple[str, str, bool]]:
    """Return places as written, their English, and whether a word before them says that they are places."""
    before = None
    for segment in segments(persian):
        if segment.place:
            marked = before is not None and marker(before) is not None
            yield persian[segment.start : segment.end], segment.place.en, marked
        before = segment


def _terms(persian: str) -> dict[str, list[str]]:
    """Return the terms of a statement, as written there, that have one English form, or a few."""
    found: dict[str, list[str]] = {}
    for segment in segments(persian):
        written = persian[segment.start : segment.end]
        for entry in segment.match.entries[:1]:
            whole = _table().get(key(shadow(entry.fa)))
            parts = [whole] if whole else [_table().get(key(word)) for word in shadow(entry.fa).split()]
            for forms in filter(None, parts):
                found[written] = forms
    return found


@cache
def _table() -> dict[str, list[str]]:
    rows = table(DATA / "terms.tsv", "fa", "en")
    return {key(shadow(row["fa"])): row["en"].split("|") for row in rows}


def _letters(text: str) -> str:
    return " ".join(key(word) for word in shadow(text).split())


def _consonants(word: str) -> str:
    """Return what spellings of one name have in common: Azarbaijan and Azerbaijan, Ruhollah and Rouhollah."""
    bare = _VOWELS.sub("", word.casefold()).replace("gh", "q").replace("w", "v")
    return re.sub(r"(.)\1+", r"\1", bare) or word.casefold()


# --- what a statement without English is about


@cache
def _topics() -> tuple[tuple[str, frozenset[str]], ...]:
    rows = table(DATA / "topics.tsv", "en", "fa")
    return tuple((row["en"], frozenset(key(shadow(word)) for word in row["fa"].split("|"))) for row in rows)


def topics(persian: str) -> tuple[str, ...]:
    """Return what a text is about, in English, from its words alone; nothing where none of them tells."""
    words: set[str] = set()
    for segment in segments(persian):
        words.add(segment.skeleton)
        for entry in segment.match.entries:
            words.add(key(shadow(entry.fa)))
            words.update(key(word) for word in shadow(entry.fa).split())
    return tuple(name for name, telling in _topics() if words & telling)
