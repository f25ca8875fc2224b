"""Why each statement was found: rule, trigger and antecedent, in words and offsets."""

from collections.abc import Iterator

from extract.article import Article
from extract.statements import Extraction, Figure, Official, Quote

_WIDTH = 90


def explain(article: Article, extraction: Extraction) -> Iterator[str]:
    """Yield lines that tell, statement by statement, what was found, by which rule and on which words.

    Offsets are code points into the article's file, as ``start-end``.
    """
    yield f"{extraction.id}  {extraction.agency or '–'}  {extraction.province or '–'}  {extraction.date or '–'}"
    for number, figure in enumerate(extraction.figures):
        yield from _figure(article, number, figure)
    for number, quote in enumerate(extraction.quotes):
        yield from _quote(article, number, quote)
    for official in extraction.officials:
        yield from _official(article, official)
    for conflict in extraction.conflicts:
        members = ", ".join(f"figure {index}" for _, index in conflict.members)
        yield f"conflict {conflict.kind}: {members}"


def _words(article: Article, span: tuple[int, int] | None) -> str:
    if span is None:
        return "–"
    text = " ".join(article.text[span[0] : span[1]].split())
    shown = text if len(text) <= _WIDTH else f"{text[: _WIDTH // 2]} … {text[-_WIDTH // 2 :]}"
    return f"«{shown}» {span[0]}-{span[1]}"


def _figure(article: Article, number: int, figure: Figure) -> Iterator[str]:
    value = figure.low if figure.low == figure.high else f"{figure.low}…{figure.high}"
    yield f"figure {number}  {_words(article, (figure.start, figure.end))}"
    yield f"    rule {figure.rule}: {value} {figure.unit or '–'}, {figure.qualifier}, {figure.modality}"
    if figure.qualifier_span:
        yield f"    qualifier {_words(article, figure.qualifier_span)}"
    yield f"    measure {figure.measure or '–'}: {_words(article, figure.measure_span)}"
    where = figure.place or figure.province or "کشور"
    yield f"    place {where} ({figure.place_basis or '–'}): {_words(article, figure.place_span)}"
    if figure.period:
        yield f"    period {figure.period}: «{figure.period_text or ''}»"
    if figure.speaker:
        yield f"    speaker {figure.speaker}"
    if figure.repeats is not None:
        yield f"    says figure {figure.repeats} again"
    yield from _held(figure.held)


def _quote(article: Article, number: int, quote: Quote) -> Iterator[str]:
    yield f"statement {number}  {_words(article, (quote.start, quote.end))}"
    yield f"    rule {quote.rule} ({quote.kind}): trigger {_words(article, quote.cue)}"
    yield f"    speaker {quote.speaker or '–'} ({quote.basis or '–'}): said of {_words(article, quote.mention)}"
    if quote.antecedent:
        yield f"    antecedent {_words(article, quote.antecedent)}"
    yield from _held(quote.held)


def _official(article: Article, official: Official) -> Iterator[str]:
    yield f"official {official.name}: {official.role or '–'} | {official.organisation or '–'}"
    where = ", ".join(f"{start}-{end}" for start, end in official.mentions)
    yield f"    rule {official.rule}; province {official.province or '–'}; named at {where}"
    for role in official.other_roles:
        yield f"    also {role}"
    yield from _held(official.held)


def _held(reason: str | None) -> Iterator[str]:
    if reason:
        yield f"    HELD: {reason}"
