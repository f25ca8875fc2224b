"""What an editor should look at in the English edition, collected without printing anything.

The list is for the office that publishes: it lies beside the briefing and is no part of it.
"""

import csv
import io
from collections.abc import Iterator
from typing import Literal

import msgspec

from reports.english.posts import agency_in_english, post_in_english
from reports.english.romanise import romanise
from reports.languages import language
from reports.languages.base import post_and_body
from reports.languages.gazetteer import county_in_english
from reports.languages.wording import Run
from reports.model import Briefing, Datum, Statement
from reports.translate.memory import TranslationMemory
from reports.translate.shown import Translated, passages_of, shown

Kind = Literal["withheld", "check", "untranslated", "suggestion", "name", "place", "post", "agency", "phrase"]
KINDS: dict[Kind, tuple[str, str]] = {
    "withheld": ("translation withheld", "translations withheld"),
    "check": ("translation to be checked", "translations to be checked"),
    "untranslated": ("statement without translation", "statements without translation"),
    "suggestion": ("similar translation in the memory", "similar translations in the memory"),
    "name": ("name by guess", "names by guess"),
    "place": ("place by guess", "places by guess"),
    "post": ("post left in Persian", "posts left in Persian"),
    "agency": ("agency left in Persian", "agencies left in Persian"),
    "phrase": ("phrase with Persian words", "phrases with Persian words"),
}
"""The kinds in the order of the list, with the words for one and for several."""
_COLUMNS = ("kind", "citation", "article", "persian", "english", "why", "remedy")
_REMEDY: dict[Kind, str] = {
    "withheld": "correct it in the PO file",
    "check": "correct it in the PO file, or review it",
    "untranslated": "taavon quotes export",
    "suggestion": "adapt it in the PO file if it fits",
    "name": "reports/english/data/overrides.tsv",
    "place": "extract/lexicon/cities.tsv",
    "post": "reports/english/data/posts.tsv, bodies.tsv",
    "agency": "reports/english/data/agencies.tsv",
    "phrase": "reports/english/data/glossary.tsv",
}
_MOST_COMPARED = 20_000
"""Pairs of statements and translations: with more of them, similar ones are left to «taavon quotes export»."""
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


class Doubt(msgspec.Struct, frozen=True, kw_only=True):
    """One thing to look at."""

    kind: Kind
    citation: int | None
    """Where it is first printed with a number."""
    article: str
    persian: str
    english: str
    """As printed; empty where nothing is."""
    why: str = ""


def doubts(briefing: Briefing, memory: TranslationMemory | None = None) -> tuple[Doubt, ...]:
    """Return everything in the English edition that somebody should look at, each once, sorted by kind and citation."""
    first: dict[tuple[str, ...], Doubt] = {}
    every = [
        *_statements(briefing, memory),
        *_people(briefing),
        *_places(briefing),
        *_agencies(briefing),
        *_phrases(briefing),
    ]
    for one in every:
        key = (one.kind, one.persian, str(one.citation) if one.kind in ("withheld", "check") else "")
        first.setdefault(key, one)
    kinds = list(KINDS)
    return tuple(
        sorted(first.values(), key=lambda one: (kinds.index(one.kind), one.citation or 0, one.persian))
    )


def told(found: tuple[Doubt, ...]) -> str:
    """Return how many of each kind: “3 names by guess, 1 phrase with Persian words”; empty for none."""
    counts = {kind: sum(one.kind == kind for one in found) for kind in KINDS}
    return ", ".join(f"{count} {KINDS[kind][count > 1]}" for kind, count in counts.items() if count)


def to_csv(found: tuple[Doubt, ...]) -> bytes:
    """Return the list as CSV (RFC 4180) in UTF-8 with the mark that Excel needs to read Persian."""
    target = io.StringIO()
    writer = csv.writer(target, lineterminator="\r\n")
    writer.writerow(_COLUMNS)
    for one in found:
        cells = (
            KINDS[one.kind][0], str(one.citation or ""), one.article, one.persian, one.english, one.why,
            _REMEDY[one.kind],
        )  # fmt: skip
        # a spreadsheet takes no word for a formula
        writer.writerow([f"'{cell}" if cell.startswith(_FORMULA) else cell for cell in cells])
    return target.getvalue().encode("utf-8-sig")


# --- by kind


def _statements(briefing: Briefing, memory: TranslationMemory | None) -> Iterator[Doubt]:
    found = shown(briefing, memory)
    lacking = len(briefing.statements) - len(found)
    near = memory if memory is not None and lacking * len(memory) <= _MOST_COMPARED else None
    for one in briefing.statements:
        known = found.get(one.citation)
        if known is None:
            yield Doubt(
                kind="untranslated", citation=one.citation, article=one.article, persian=one.text, english=""
            )
            yield from _near(one, near)
        elif known.findings:
            yield _judged(one, known)


def _judged(one: Statement, known: Translated) -> Doubt:
    return Doubt(
        kind="withheld" if known.status == "withheld" else "check",
        citation=one.citation,
        article=one.article,
        persian=one.text,
        english=known.text,
        why=" ".join(finding.message for finding in known.findings),
    )


def _near(one: Statement, memory: TranslationMemory | None) -> Iterator[Doubt]:
    for passage in passages_of(one) if memory else ():
        near = memory.suggest(passage) if memory else None
        if near is not None:
            why = f"{near.similarity:.0%} like «{near.translation.source}»"
            yield Doubt(
                kind="suggestion",
                citation=one.citation,
                article=one.article,
                persian=passage,
                english=near.translation.text,
                why=why,
            )


def _people(briefing: Briefing) -> Iterator[Doubt]:
    heard = {one.voice: one for one in reversed(briefing.statements)}
    for entry in briefing.people:
        citation, article = next(iter(entry.statements), None), entry.mentions[0][0] if entry.mentions else ""
        yield from _name(entry.name, citation, article)
        roles = entry.roles or (None,)
        yield from _post(
            roles[0], entry.organisation, entry.province, entry.county, citation=citation, article=article
        )
        for role in roles[1:]:
            yield from _post(role, None, None, None, citation=citation, article=article)
    for number, voice in enumerate(briefing.voices):
        said = heard.get(number)
        citation, article = (said.citation, said.article) if said else (None, "")
        if voice.named:
            yield from _name(voice.name, citation, article)
            yield from _post(
                voice.role,
                voice.organisation,
                voice.province,
                voice.county,
                citation=citation,
                article=article,
            )
        else:
            yield from _post(voice.name, None, None, None, citation=citation, article=article)


def _name(name: str, citation: int | None, article: str) -> Iterator[Doubt]:
    found = romanise(name)
    if found.basis == "guess":
        parts = ", ".join(part.persian for part in found.parts if part.basis == "guess")
        yield Doubt(
            kind="name",
            citation=citation,
            article=article,
            persian=name,
            english=found.text,
            why=f"guessed: {parts}",
        )


def _post(
    role: str | None,
    body: str | None,
    province: str | None,
    county: str | None,
    *,
    citation: int | None,
    article: str,
) -> Iterator[Doubt]:
    if role is None and body is None:
        return
    post = post_in_english(role, body, province, county)
    if not post.complete:
        yield Doubt(
            kind="post",
            citation=citation,
            article=article,
            persian=post_and_body(role, body),
            english=post.text,
            why=f"not known: {', '.join(post.leftovers)}",
        )


def _places(briefing: Briefing) -> Iterator[Doubt]:
    for datum in briefing.data:
        name = datum.county or datum.place
        if name is None or datum.level == "national" or name == datum.province:
            continue
        english = language("en").where(datum).text
        if county_in_english(name, datum.province) is None and romanise(name).basis == "guess":
            yield Doubt(
                kind="place", citation=datum.citation, article=datum.article, persian=name, english=english
            )


def _agencies(briefing: Briefing) -> Iterator[Doubt]:
    for source in briefing.sources:
        if source.agency and agency_in_english(source.agency) is None:
            yield Doubt(
                kind="agency", citation=None, article=source.article, persian=source.agency, english=""
            )


def _phrases(briefing: Briefing) -> Iterator[Doubt]:
    english = language("en")
    for datum in briefing.data:
        measure = english.measure(datum)
        if measure.lacking:
            yield _left(datum, datum.measure_text, measure, "words without English")
        elif datum.measure is None and datum.unit == "item" and measure.text in ("item", "items"):
            yield _left(datum, datum.measure_text, measure, "what is counted has no English")
        if datum.period_text and (period := english.about_period(datum)).lacking:
            yield _left(datum, datum.period_text, period, "words without English")


def _left(datum: Datum, persian: str | None, run: Run, why: str) -> Doubt:
    return Doubt(
        kind="phrase",
        citation=datum.citation,
        article=datum.article,
        persian=persian or "",
        english=run.text,
        why=why,
    )
