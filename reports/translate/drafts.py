"""A machine's drafts of what the memory lacks: asked for, guarded, and kept batch by batch, marked as a machine's.

What was got before an engine failed or somebody pressed Ctrl-C is in the file. Translations that are there already,
by whomever, are neither asked for nor touched; nor is anything else in the file.
"""

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from itertools import batched
from pathlib import Path

import msgspec

from extract.errors import UsageError
from reports.english.glossary import glossary_terms
from reports.translate.engines.base import Answer, Engine, Failure
from reports.translate.guards import check, is_safe
from reports.translate.memory import Statement, TranslationMemory, fold_key

Batch = tuple[Statement, ...]

_MOST_TERMS = 100
"""Of the glossary in one request: more than a batch of statements has."""
_ATTEMPTS = 3
"""At saving a file that another program saves at the same moment."""


class DraftReport(msgspec.Struct):
    """What came of asking an engine."""

    engine: str
    missing: int = 0
    """Statements without English, each wording once."""
    drafted: int = 0
    withheld: int = 0
    """Refused by a guard; noted, their text not kept."""
    withheld_before: int = 0
    """Refused in an earlier run, and not asked for again."""
    failed: int = 0
    """Without an answer that is a text."""
    overtaken: int = 0
    """Translated by somebody else meanwhile."""
    unasked: int = 0
    """Left, because the engine could not be used any more."""
    stopped: str | None = None
    """Why it could not."""
    reasons: Counter[str] = msgspec.field(default_factory=Counter)
    """Of failures and refusals, with their numbers."""


def draft_missing(
    statements: Iterable[Statement],
    engine: Engine,
    path: Path,
    date: dt.date,
    memory: TranslationMemory | None = None,
    *,
    again: bool = False,
    progress: Callable[[list[Batch]], Iterable[Batch]] = iter,
) -> DraftReport:
    """Have an engine translate what the memory lacks, and save each batch as soon as it is there.

    Args:
        statements: to be translated.
        engine: who is asked.
        path: the PO file that the drafts go into; made if missing.
        date: of the run, stamped on each draft.
        memory: other files whose translations are not asked for; that of ``path`` is always among them.
        again: also ask for what a guard refused before.
        progress: passes the batches through and shows how far it is.

    Raises:
        ReadError: the file is no PO file, or cannot be written.
        UsageError: somebody else keeps on changing the file.
    """
    known = [one for one in (memory, _read(path)) if one is not None]
    report = DraftReport(engine.label)
    wanted: dict[str, Statement] = {}
    for statement in sorted(statements, key=lambda each: (each.article, each.start)):
        key = fold_key(statement.text)
        if not key or key in wanted or any(one.lookup(statement.text) for one in known):
            continue
        wanted[key] = statement
    report.missing = len(wanted)
    asked = [
        one
        for one in wanted.values()
        if again or not any(each.was_withheld(one.text, engine.label) for each in known)
    ]
    report.withheld_before = report.missing - len(asked)
    report.unasked = len(asked)
    for batch in progress(list(batched(asked, engine.batch))):
        texts = [statement.text for statement in batch]
        answers = engine.translate(texts, _glossary(texts) if engine.uses_glossary else ())
        _keep(batch, answers, engine, path, date, report)
        if report.stopped:
            break
    return report


def _glossary(texts: Sequence[str]) -> list[tuple[str, str]]:
    return list(dict.fromkeys(term for text in texts for term in glossary_terms(text)))[:_MOST_TERMS]


def _read(path: Path) -> TranslationMemory:
    return TranslationMemory.load([path]) if path.exists() else TranslationMemory()


def _keep(
    batch: Sequence[Statement],
    answers: Sequence[Answer],
    engine: Engine,
    path: Path,
    date: dt.date,
    report: DraftReport,
) -> None:
    """Put a batch's answers into the file as it is now: an editor may have saved it since the last one."""
    report.unasked -= len(batch)
    good: list[tuple[Statement, str]] = []
    refused: list[tuple[Statement, str]] = []
    for statement, answer in zip(batch, answers, strict=True):
        if isinstance(answer, Failure):
            if answer.lasting:
                report.stopped = answer.reason
                report.unasked += 1
            else:
                report.failed += 1
                report.reasons[answer.reason] += 1
            continue
        findings = check(statement.text, answer)
        if is_safe(findings):
            good.append((statement, answer))
        else:
            refused.append((statement, findings[0].message))
            report.reasons[f"Refused by a guard: {findings[0].code.replace('_', ' ')}."] += 1
    if good or refused:
        taken = _save(good, refused, engine, path, date)
        report.drafted += taken
        report.overtaken += len(good) - taken
        report.withheld += len(refused)


def _save(
    good: Sequence[tuple[Statement, str]],
    refused: Sequence[tuple[Statement, str]],
    engine: Engine,
    path: Path,
    date: dt.date,
) -> int:
    """Add drafts and refusals to the file; return how many drafts were taken."""
    for attempt in range(1, _ATTEMPTS + 1):
        memory = _read(path)
        taken = 0
        for statement, text in good:
            if memory.lookup(statement.text) is None:
                taken += memory.add(statement, text, status="machine", date=date, engine=engine.label)
        for statement, reason in refused:
            if memory.lookup(statement.text) is None:
                memory.withhold(statement, engine=engine.label, date=date, reason=reason)
        try:
            memory.save(path)
        except UsageError:  # saved by somebody else between reading and writing
            if attempt == _ATTEMPTS:
                raise
        else:
            return taken
    return 0
