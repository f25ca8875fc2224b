"""Reads ``extract/lexicon``: word lists in TOML, tables in TSV; looks words up by their skeleton.

A TOML file holds groups::

    [qualifier.more_than]            # tags: qualifier, qualifier.more_than
    words = ["بیش از", "افزون بر"]   # a space or half-space in an entry may be written or not in the text
    inflect = ["plural"]             # optional: suffix sets of morphology.toml that the words take
    product = [["با"], ["بیان", "ذکر"], ["اینکه"]]   # instead of words: each combination, one of each list
    tags = ["…"]                     # optional further tags

    [number.unit]                    # words with a value: entry.values["number.unit"]
    values = { "یک" = 1, "دو" = 2 }
"""

import csv
import itertools
import tomllib
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

from extract.errors import LexiconError
from extract.grammar import gazetteer, verbs
from extract.text.shadow import FILLER, shadow, skeleton

FOLDER = Path(__file__).resolve().parent.parent / "lexicon"


class Entry:
    """All that the lexicon says of one skeleton: its tags, and values by group."""

    __slots__ = ("inflect", "tags", "values", "word")

    def __init__(self, word: str) -> None:
        self.word = word
        """The spelling of the lexicon, with its half-spaces."""
        self.tags: set[str] = set()
        self.values: dict[str, Any] = {}
        self.inflect: set[str] = set()

    def inflected(self, *more: str) -> "Entry":
        """Return a copy of this entry that carries further tags and takes no suffix."""
        copy = Entry(self.word)
        copy.tags = self.tags | set(more)
        copy.values = self.values
        return copy


class Lexicon:
    """The words that are known, by skeleton."""

    def __init__(self) -> None:
        self.entries: dict[str, Entry] = {}
        self.prefixes: set[str] = set()
        """Skeletons that begin an entry and end at one of its breaks (a space or half-space)."""
        self.phrases: set[str] = set()
        """Skeletons of the entries that have a break within; no other is ever joined from several tokens."""
        self.suffixes: list[tuple[str, str]] = []
        """(skeleton of the suffix, name of its set), longest first."""

    def add(
        self,
        word: str,
        tags: Iterable[str],
        *,
        values: dict[str, Any] | None = None,
        inflect: Iterable[str] = (),
    ) -> Entry:
        """Add one word or phrase; an entry of the same skeleton is extended."""
        key = skeleton(word)
        if not key:
            raise LexiconError(f"the lexicon has an empty word («{word}»); remove it")
        entry = self.entries.get(key)
        if entry is None:
            entry = self.entries[key] = Entry(word)
        entry.tags.update(tags)
        entry.values.update(values or {})
        entry.inflect.update(inflect)
        parts = shadow(word).replace(FILLER, " ").split()
        for number in range(1, len(parts)):
            self.prefixes.add("".join(parts[:number]))
        if len(parts) > 1:
            self.phrases.add(key)
        return entry

    def find(self, key: str) -> Entry | None:
        """Return the entry of the skeleton ``key``, its suffixes taken off where the entry allows them."""
        entry = self.entries.get(key)
        if entry is not None:
            return entry
        for suffix, name in self.suffixes:
            if key.endswith(suffix):
                stem = self.entries.get(key[: -len(suffix)])
                if stem is not None and name in stem.inflect:
                    return stem.inflected("inflected", f"suffix.{name}")
        return None


def rows(path: Path) -> Iterator[dict[str, str]]:
    """Yield the rows of a TSV file with a header line; empty lines and lines that begin with ``#`` are passed over.

    Raises:
        LexiconError: a row has more or fewer fields than the header.
    """
    with path.open(encoding="utf-8", newline="") as file:
        lines = (line for line in file if line.strip() and not line.startswith("#"))
        reader = csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
        for row in reader:
            if None in row or None in row.values():
                raise LexiconError(f"{path.name}: a row has the wrong number of fields: {row}")
            yield {key: value.strip() for key, value in row.items()}


def tables(path: Path) -> dict[str, Any]:
    """Return a TOML file as a dictionary.

    Raises:
        LexiconError: the file is not TOML; the sentence names file and line.
    """
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise LexiconError(f"{path.name} is not valid TOML: {error}") from error


def _groups(
    table: dict[str, Any], path: tuple[str, ...] = ()
) -> Iterator[tuple[tuple[str, ...], dict[str, Any]]]:
    if "words" in table or "values" in table or "product" in table:
        yield path, table
    for name, value in table.items():
        if isinstance(value, dict) and name != "values":
            yield from _groups(value, (*path, name))


def add_groups(lexicon: Lexicon, table: dict[str, Any]) -> None:
    """Add every group of a TOML word list to ``lexicon``."""
    for path, group in _groups(table):
        for key in ("words", "tags", "inflect"):
            if isinstance(group.get(key, []), str):
                raise LexiconError(
                    f"[{'.'.join(path)}]: {key} must be a list, not a single word; put it in brackets"
                )
        tags = [".".join(path[: n + 1]) for n in range(len(path))] + list(group.get("tags", ()))
        inflect = group.get("inflect", ())
        for word in group.get("words", ()):
            lexicon.add(word, tags, inflect=inflect)
        for parts in itertools.product(*group.get("product", ([],))):
            lexicon.add(" ".join(part for part in parts if part), tags, inflect=inflect)
        for word, value in group.get("values", {}).items():
            lexicon.add(word, tags, values={".".join(path): value}, inflect=inflect)


def add_verbs(lexicon: Lexicon, table: dict[str, Any]) -> None:
    """Add the finite forms of ``verbs.toml`` with the tag ``verb``, except those it lists as other words.

    Those that deny have ``verb.negative``, too, unless they are also what another verb affirms («نشست»).
    """
    left_out = {skeleton(word) for word in table["except"]["words"]}
    forms = set(table["forms"]["words"])
    denied = {form for form in forms if form.startswith("ن")}
    affirmed: set[str] = set()
    for past_stem, present_stem in table["finite"].items():
        negative = set(verbs.negative(past_stem, present_stem))
        finite = set(verbs.finite(past_stem, present_stem))
        forms |= finite
        denied |= negative
        affirmed |= finite - negative
    denied -= affirmed
    for form in sorted(forms):
        if skeleton(form) not in left_out:
            lexicon.add(form, ("verb", "verb.negative") if form in denied else ("verb",))


def add_reporting(lexicon: Lexicon, table: dict[str, Any]) -> None:
    """Add the reporting verbs of ``reporting.toml``: each nonverbal part with each form of its light verbs.

    Forms that deny («خبر نداد») have ``cue.not``, too.
    """
    for name, group in table.items():
        tags = ("cue", f"cue.{name}", *group.get("tags", ()))
        for past_stem, present_stem in group.get("simple", {}).items():
            denied = set(verbs.negative(past_stem, present_stem))
            for form in (*verbs.past(past_stem), *verbs.present(present_stem)):
                if form not in (f"{past_stem}ه", f"ن{past_stem}ه"):  # «ارزش افزوده» reports nothing
                    lexicon.add(form, (*tags, "cue.not") if form in denied else tags)
        for part in group.get("nonverbal", ()):
            for past_stem, present_stem in group["light"].items():
                denied = set(verbs.negative(past_stem, present_stem))
                for form in (*verbs.past(past_stem), *verbs.present(present_stem)):
                    lexicon.add(f"{part} {form}", (*tags, "cue.not") if form in denied else tags)
        for word in group.get("words", ()):
            lexicon.add(word, tags)


def add_names(lexicon: Lexicon, folder: Path) -> None:
    """Add given names (tag ``given_name``, gender as value) and surnames (tag ``surname``)."""
    for row in rows(folder / "given_names.tsv"):
        lexicon.add(row["fa"], ("given_name",), values={"given_name": row["gender"]})
    for row in rows(folder / "surnames.tsv"):
        if row["kind"] == "surname":
            lexicon.add(row["fa"], ("surname",))


COUNTED = frozenset(("unit", "counter", "counted", "beast"))
"""Tags of what stands after a number."""


def add_inflected(lexicon: Lexicon) -> None:
    """Give entries of their own that are also inflected units or counted nouns («واحدی», a surname) those tags, too."""
    for key, entry in lexicon.entries.items():
        if entry.tags & COUNTED:
            continue
        for suffix, name in lexicon.suffixes:
            stem = lexicon.entries.get(key[: -len(suffix)]) if key.endswith(suffix) else None
            if stem is not None and name in stem.inflect and stem.tags & COUNTED:
                entry.tags |= {tag for tag in stem.tags if tag.split(".")[0] in COUNTED} | {f"suffix.{name}"}
                entry.values = {**stem.values, **entry.values}
                break


class _Spellings(Lexicon):
    """Takes down how words are written, and nothing else of them."""

    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []
        self._entry = Entry("")

    def add(
        self,
        word: str,
        tags: Iterable[str],
        *,
        values: dict[str, Any] | None = None,
        inflect: Iterable[str] = (),
    ) -> Entry:
        """Take down one word or phrase."""
        self.words.append(word)
        return self._entry


def _add_words(lexicon: Lexicon) -> None:
    for path in sorted((FOLDER / "words").glob("*.toml")):
        add_groups(lexicon, tables(path))
    add_verbs(lexicon, tables(FOLDER / "verbs.toml"))
    add_reporting(lexicon, tables(FOLDER / "reporting.toml"))
    add_names(lexicon, FOLDER)


@cache
def load() -> Lexicon:
    """Return the project's lexicon: ``extract/lexicon/words/*.toml``, verbs, places and the morphology."""
    lexicon = Lexicon()
    suffixes = tables(FOLDER / "morphology.toml")["suffix"]
    found = [(skeleton(form), name) for name, group in suffixes.items() for form in group["forms"]]
    lexicon.suffixes = sorted(found, key=lambda pair: (-len(pair[0]), pair))
    _add_words(lexicon)
    gazetteer.add_places(lexicon, FOLDER)
    add_inflected(lexicon)
    return lexicon


def spellings() -> dict[str, str]:
    """Return skeleton and spelling of every word in :func:`load`, in half its time: all that printing asks for."""
    written = _Spellings()
    _add_words(written)
    places = Lexicon()  # a real one: whether a place is added depends on those before it
    gazetteer.add_places(places, FOLDER)
    words = [*written.words, *(entry.word for entry in places.entries.values())]
    found: dict[str, str] = {}
    for key, word in zip(skeleton("\n".join(words)).split("\n"), words, strict=True):
        found.setdefault(key, word)  # the first spelling of several stays
    return found
