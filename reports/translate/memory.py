"""The translation memory: English texts of Persian statements, found by the exact words and by nothing less.

A memory that served near matches would put last year's number into this year's sentence. So :meth:`lookup` asks for
the same words in any spelling of them (:func:`fold_key`), and what is merely similar is shown to editors only
(:meth:`suggest`), and only where the numbers agree.
"""

import datetime as dt
import difflib
import hashlib
import re
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Literal

import msgspec
import polib

from extract.article import Article
from extract.errors import UsageError
from extract.statements import Extraction
from extract.text.shadow import FILLER, shadow
from reports.translate import po
from reports.translate.guards import has_remnants, same_numbers

Status = Literal["reviewed", "draft", "machine"]
_RANK: dict[Status, int] = {"machine": 0, "draft": 1, "reviewed": 2}

_ENDS = " .,،؛:;!?؟«»\"'()[]"
# Between digits, and between a digit and a separator, a space tells numbers apart: «۵، ۶۰۰» is not «۵،۶۰۰».
_SPACE = re.compile(r"(?<!\d)(?<!\d[,،./٫:-]) | (?![,،./٫:-]?\d)")
_STAMP = re.compile(r"(?:(?P<who>.+) )?(?P<date>\d{4}-\d{2}-\d{2})")
_ALIKE = 0.75
"""From this similarity on (:meth:`difflib.SequenceMatcher.ratio`) an old sentence may help an editor."""


class Statement(msgspec.Struct, frozen=True, kw_only=True):
    """A passage to be translated, with what a translator wants to know of it."""

    text: str
    article: str
    start: int
    """Code-point offsets into the article's text."""
    end: int
    speaker: str | None = None
    role: str | None = None
    date: dt.date | None = None
    passage: str = ""
    """The paragraph around it."""


class Translation(msgspec.Struct, frozen=True, kw_only=True):
    """An English text and how far it can be trusted."""

    text: str
    status: Status
    source: str
    """The Persian it was made for, as the memory has it."""
    reviewer: str | None = None
    engine: str | None = None
    date: dt.date | None = None
    """Of the review, the draft or the run of the engine."""


class Suggestion(msgspec.Struct, frozen=True):
    """A translation of a similar statement, for an editor's eyes only."""

    translation: Translation
    similarity: float
    """Between 0 and 1."""


def fold_key(text: str) -> str:
    """Return what two spellings of the same words have in common.

    ZWNJ, diacritics, tatweel, direction marks, spaces, and punctuation at the ends do not count; ي and ك are ی and ک,
    digits are digits of one script. Spaces that keep two numbers apart stay.
    """
    plain = " ".join(shadow(text).replace(FILLER, "").split())
    return _SPACE.sub("", plain.strip(_ENDS))


def fingerprint(text: str) -> str:
    """Return a short name of a statement's words: 16 hexadecimal digits of the SHA-256 of its folded key."""
    return hashlib.sha256(fold_key(text).encode()).hexdigest()[:16]


def statements_of(article: Article, extraction: Extraction, *, held: bool = False) -> list[Statement]:
    """Return the statements of an article in order, one for each contiguous passage; held ones only if asked for."""
    roles = {official.name: official.role for official in extraction.officials}
    found = []
    for quote in extraction.quotes:
        if quote.held and not held:
            continue
        for start, end in ((quote.start, quote.end), *quote.more):
            paragraph = next((p for p in article.paragraphs if p.start <= start < p.end), None)
            statement = Statement(
                text=article.text[start:end],
                article=article.id,
                start=start,
                end=end,
                speaker=quote.speaker,
                role=quote.speaker_role or roles.get(quote.speaker or ""),
                date=article.date,
                passage=article.text[paragraph.start : paragraph.end] if paragraph else "",
            )
            found.append(statement)
    return found


class TranslationMemory:
    """Translations of one or several PO files.

    Where files disagree, a reviewed text goes before a draft and a draft before a machine's; among equals the later
    file goes first. Nothing is dropped from the files themselves.
    """

    def __init__(self, documents: Sequence[po.Document] = ()) -> None:
        self._documents = list(documents) or [po.Document(po.new_file())]
        self._found: dict[tuple[str | None, str], Translation] = {}
        self._withheld: set[tuple[str, str]] = set()
        self.notes: list[str] = []
        """Sentences on entries that are kept and not used."""
        for document in self._documents:
            for entry in po.entries(document):
                self._index(entry, document)

    @classmethod
    def load(cls, paths: Iterable[Path | str]) -> "TranslationMemory":
        """Read a memory from PO files; none at all makes an empty memory.

        Raises:
            ReadError: a file is missing or no valid English PO file.
        """
        return cls([po.read(Path(path)) for path in paths])

    def __len__(self) -> int:
        return len(self._found)

    def lookup(self, source: str, context: str | None = None) -> Translation | None:
        """Return the translation of exactly these words, or ``None``.

        An entry made for this ``context`` (``msgctxt``) goes before one made for any.
        """
        key = fold_key(source)
        return self._found.get((context, key)) or self._found.get((None, key))

    def suggest(self, source: str) -> Suggestion | None:
        """Return the most similar statement's translation if every number in it is the same. Never to be printed."""
        key = fold_key(source)
        matcher = difflib.SequenceMatcher(autojunk=False)
        matcher.set_seq2(key)
        best: Suggestion | None = None
        for (_, other), translation in self._found.items():
            matcher.set_seq1(other)
            limit = best.similarity if best else _ALIKE
            if min(matcher.real_quick_ratio(), matcher.quick_ratio()) < limit or other == key:
                continue
            ratio = matcher.ratio()
            if (
                ratio >= _ALIKE
                and (not best or ratio > best.similarity)
                and same_numbers(source, translation.source)
            ):
                best = Suggestion(translation, ratio)
        return best

    def add(
        self,
        statement: Statement,
        text: str,
        *,
        status: Status,
        date: dt.date,
        reviewer: str | None = None,
        engine: str | None = None,
        context: str | None = None,
        remarks: Sequence[str] = (),
    ) -> bool:
        """Put a translation into the memory's last file; return whether it was taken.

        ``context`` makes it a translation for that ``msgctxt`` alone; ``remarks`` are kept as comment lines.
        What is less trusted never replaces what is more: a machine's text no draft, neither a reviewed one.

        Raises:
            UsageError: a reviewed text without reviewer, or a machine's without engine.
        """
        stamp = _stamp(status, date, reviewer, engine)
        document = self._documents[-1]
        entry = _entry(document, statement.text, context)
        if entry is not None and entry.msgstr:
            known = _translation(entry)
            if _RANK[known.status] > _RANK[status]:
                return False
            if known.status == "reviewed" and known.text != text:
                po.set_fields(entry, {"formerly": f"{known.text} ({known.reviewer}, {known.date})"})
        if entry is None:
            entry = new_entry(statement)
            entry.msgctxt = context
            document.file.append(entry)
        entry.msgstr = text
        entry.flags = [flag for flag in entry.flags if flag != "fuzzy"]
        if status != "reviewed":
            entry.flags.insert(0, "fuzzy")
        po.set_fields(entry, dict.fromkeys(("reviewed", "draft", "machine", "withheld", "because")))
        po.set_fields(entry, {status: stamp})
        lines = entry.tcomment.split("\n")
        entry.tcomment = "\n".join([*lines, *(line for line in remarks if line not in lines)])
        document.changed = True
        self._index(entry, document)
        return True

    def withhold(self, statement: Statement, *, engine: str, date: dt.date, reason: str) -> None:
        """Note in the memory's last file that an engine's text was refused; the text itself is not kept.

        The entry stays untranslated, for whoever translates it by hand. One with a translation is left as it is.
        """
        document = self._documents[-1]
        entry = _entry(document, statement.text, None)
        if entry is None:
            entry = new_entry(statement)
            document.file.append(entry)
        if not entry.msgstr:
            stamp = _stamp("machine", date, None, engine)
            po.set_fields(entry, {"withheld": stamp, "because": reason})
            document.changed = True
            self._index(entry, document)

    def was_withheld(self, source: str, engine: str) -> bool:
        """Return whether this engine's text for these words was refused before."""
        return (fold_key(source), po.one_line(engine)) in self._withheld

    def save(self, path: Path | str | None = None) -> None:
        """Write the files that were changed, each in one piece; with ``path``, the last file goes there.

        Raises:
            UsageError: a memory that was never on disk is saved without a path, or a file was changed meanwhile.
            ReadError: a file cannot be written.
        """
        for document in self._documents:
            last = document is self._documents[-1]
            if last and path is not None:
                po.write(document, Path(path))
            elif document.changed or (last and document.path is None):
                po.write(document)

    def _index(self, entry: polib.POEntry, document: po.Document) -> None:
        if not entry.msgstr.strip():
            if (match := _STAMP.fullmatch(po.fields(entry).get("withheld", ""))) and match["who"]:
                self._withheld.add((fold_key(entry.msgid), match["who"]))
            return
        if has_remnants(entry.msgstr):
            name = document.path or "the memory"
            self.notes.append(
                f"In {name} the translation of «{_short(entry.msgid)}» contains markup and is not used."
            )
            return
        translation = _translation(entry)
        place = (entry.msgctxt, fold_key(entry.msgid))
        known = self._found.get(place)
        if known is None or _RANK[translation.status] >= _RANK[known.status]:
            self._found[place] = translation


def new_entry(statement: Statement) -> polib.POEntry:
    """Return an entry without translation, with its article, span, speaker and post in the translator comment."""
    entry = polib.POEntry(msgid=statement.text)
    po.set_fields(
        entry,
        {
            "article": statement.article or None,
            "span": f"{statement.start}-{statement.end}" if statement.article else None,
            "date": statement.date.isoformat() if statement.date else None,
            "speaker": statement.speaker,
            "post": statement.role,
            "key": fingerprint(statement.text),
        },
    )
    return entry


def _entry(document: po.Document, text: str, context: str | None) -> polib.POEntry | None:
    """Return the entry of a file for exactly this text."""
    return next((e for e in po.entries(document) if e.msgid == text and e.msgctxt == context), None)


def _translation(entry: polib.POEntry) -> Translation:
    """Read what an entry's flags and stamps say; only a named reviewer makes a text reviewed."""
    values = po.fields(entry)
    status: Status = "machine" if "machine" in values else "draft"
    if "reviewed" in values and "fuzzy" not in entry.flags:
        status = "reviewed"
    match = _STAMP.fullmatch(values.get(status, ""))
    who = match["who"] if match else None
    if status == "reviewed" and not who:
        status = "draft"
    return Translation(
        text=entry.msgstr,
        status=status,
        source=entry.msgid,
        reviewer=who if status == "reviewed" else None,
        engine=who if status == "machine" else None,
        date=_date(match["date"]) if match else None,
    )


def _date(text: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        return None


def _stamp(status: Status, date: dt.date, reviewer: str | None, engine: str | None) -> str:
    who = po.one_line({"reviewed": reviewer, "machine": engine, "draft": "unreviewed"}[status] or "")
    if not who:
        needed = "the name of its reviewer" if status == "reviewed" else "the name of its engine"
        raise UsageError(f"A {status} translation needs {needed}.")
    return f"{who} {date.isoformat()}"


def _short(text: str, length: int = 60) -> str:
    text = po.one_line(text)
    return text if len(text) <= length else f"{text[:length]}…"
