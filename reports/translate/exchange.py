"""Statements out to a translator's tool and reviewed translations back, as plain PO: Poedit, Weblate, OmegaT.

An exported file holds only what is to be done. A similar sentence's translation is a comment there and never the
translation itself, so that nobody's "fuzzy" becomes a printed text by accident.
"""

import datetime as dt
from collections.abc import Iterable
from pathlib import Path

import msgspec
import polib

from extract.errors import UsageError
from reports.translate import po
from reports.translate.guards import check, is_safe
from reports.translate.memory import Statement, TranslationMemory, fingerprint, fold_key, new_entry

_PASSAGE = 600
"""Characters of the surrounding paragraph that a translator gets to see."""


class ImportReport(msgspec.Struct):
    """What came back in a file, and what did not."""

    accepted: int = 0
    unchanged: int = 0
    """Reviewed before, with the same words."""
    untranslated: int = 0
    not_approved: int = 0
    """Still flagged fuzzy: the reviewer has not agreed to it."""
    warnings: list[str] = msgspec.field(default_factory=list)
    """Sentences for whoever imported the file."""


def export_missing(
    statements: Iterable[Statement],
    path: Path | str,
    memory: TranslationMemory | None = None,
    *,
    drafts: bool = False,
) -> int:
    """Write a PO file of the statements that the memory has no translation of; return how many.

    Each entry tells the article, the speaker with post and date, and the paragraph around; where a similar statement
    with the same numbers is known, that one too, as a comment. With ``drafts``, unreviewed translations go along,
    flagged fuzzy, to be reviewed.

    Raises:
        ReadError: the file cannot be written.
    """
    memory = memory or TranslationMemory()
    document = po.Document(po.new_file())
    done: dict[str, polib.POEntry] = {}
    for statement in sorted(statements, key=lambda each: (each.article, each.start)):
        key = fold_key(statement.text)
        if key in done:
            others = po.fields(done[key]).get("also")
            place = f"{statement.article} {statement.start}-{statement.end}"
            po.set_fields(done[key], {"also": f"{others}, {place}" if others else place})
            continue
        known = memory.lookup(statement.text)
        if not key or (known and not (drafts and known.status != "reviewed")):
            continue
        entry = done[key] = new_entry(statement)
        entry.comment = po.one_line(statement.passage)[:_PASSAGE]
        if known:
            entry.msgstr, entry.flags = known.text, ["fuzzy"]
            stamp = f"{known.engine or 'unreviewed'} {known.date or ''}".rstrip()
            po.set_fields(entry, {known.status: stamp})
        elif near := memory.suggest(statement.text):
            po.set_fields(entry, {"similar": near.translation.source, "unchecked": near.translation.text})
        document.file.append(entry)
    po.write(document, Path(path))
    return len(document.file)


def import_reviewed(memory_path: Path | str, file: Path | str, reviewer: str, date: dt.date) -> ImportReport:
    """Bring reviewed translations back into a memory, each stamped with who reviewed it and when.

    Taken are entries with a translation that are not flagged fuzzy. An entry whose Persian was changed on the way is
    not taken, since nobody said those words; a text that the guards would withhold is taken and reported. A memory
    that does not exist yet is made.

    Raises:
        ReadError: one of the files is no valid English PO file or cannot be written.
        UsageError: the reviewer has no name.
    """
    if not reviewer.strip():
        raise UsageError("A review needs the name of the reviewer.")
    path = Path(memory_path)
    returned = po.read(Path(file))
    memory = TranslationMemory.load([path]) if path.exists() else TranslationMemory()
    report = ImportReport()
    for entry in po.entries(returned):
        _take(entry, memory, report, reviewer, date)
    memory.save(path)
    report.warnings += memory.notes
    return report


def _take(
    entry: polib.POEntry, memory: TranslationMemory, report: ImportReport, reviewer: str, date: dt.date
) -> None:
    """Take one returned entry into the memory, or say why not."""
    values = po.fields(entry)
    name = f"«{po.one_line(entry.msgid)[:60]}»"
    if not entry.msgstr.strip():
        report.untranslated += 1
        return
    if values.get("key", fingerprint(entry.msgid)) != fingerprint(entry.msgid):
        report.warnings.append(
            f"The Persian text {name} was changed in the file; its translation was not taken."
        )
        return
    if "fuzzy" in entry.flags:
        report.not_approved += 1
        return
    known = memory.lookup(entry.msgid, entry.msgctxt)
    if known and known.status == "reviewed" and known.text == entry.msgstr:
        report.unchanged += 1
        return
    if known is None and "key" not in values:
        report.warnings.append(
            f"The text {name} was not known before; it was added as it stands in the file."
        )
    findings = check(entry.msgid, entry.msgstr)
    if not is_safe(findings):
        report.warnings.append(f"The translation of {name} will be withheld: {findings[0].message}")
    memory.add(
        _statement(entry),
        entry.msgstr,
        status="reviewed",
        date=date,
        reviewer=reviewer,
        context=entry.msgctxt,
        remarks=po.remarks(entry),
    )
    report.accepted += 1


def _statement(entry: polib.POEntry) -> Statement:
    """Rebuild the statement of an entry from its comment."""
    values = po.fields(entry)
    start, _, end = values.get("span", "").partition("-")
    try:
        article_date = dt.date.fromisoformat(values.get("date", ""))
    except ValueError:
        article_date = None
    return Statement(
        text=entry.msgid,
        article=values.get("article", ""),
        start=int(start) if start.isdecimal() else 0,
        end=int(end) if end.isdecimal() else 0,
        speaker=values.get("speaker"),
        role=values.get("post"),
        date=article_date,
    )
