"""An issue from a briefing: the words of the message are those of the pages, and so are the citations."""

import datetime as dt
from collections.abc import Mapping, Sequence

from markupsafe import Markup

from extract.article import Article
from reports.briefing import by_citation
from reports.deliver.issue import Edition, Issue, Line, Link, Notice, Pdf
from reports.deliver.weeks import Week
from reports.deliver.words import words
from reports.languages import Language, language
from reports.languages.amounts import Code
from reports.model import Briefing, Change, Datum, Finding, Statement
from reports.render.html import Memory, Page
from reports.themes import load_theme

_MOST_CHANGES = 5
CODES: tuple[Code, ...] = ("fa", "en")


def issue_from_briefing(
    briefing: Briefing,
    articles: Sequence[Article],
    week: Week,
    pdfs: Mapping[Code, bytes],
    *,
    notices: Sequence[Notice] = (),
    links: Mapping[Code, Sequence[Link]] | None = None,
    late: bool = False,
    memory: Memory | None = None,
) -> Issue:
    """Return the issue of a week.

    Args:
        briefing: what it says.
        articles: those that the briefing was built from.
        week: gives the id and the title.
        pdfs: the editions as they were rendered.
        notices: sources that could not be relied on.
        links: where the editions can be read.
        late: whether it is sent late.
        memory: translations, for the English edition.
    """
    editions = {
        code: _edition(briefing, articles, week, code, (links or {}).get(code, ()), memory) for code in CODES
    }
    return Issue(
        id=week.id,
        first=week.first,
        last=week.last,
        editions=editions,
        pdfs={code: _pdf(week, code, data) for code, data in pdfs.items()},
        notices=tuple(notices),
        late=late,
    )


def empty_issue(week: Week, *, notices: Sequence[Notice] = (), late: bool = False) -> Issue:
    """Return the short issue of a week without news."""
    return Issue(
        id=week.id,
        first=week.first,
        last=week.last,
        editions={code: Edition(title=title(week, code), days=_days(week, code)) for code in CODES},
        pdfs={},
        notices=tuple(notices),
        late=late,
        empty=True,
    )


def title(week: Week, code: Code) -> str:
    """Return the title of the issue of a week."""
    tongue = language(code)
    return words(code, "issue.title", week=tongue.digits(week.number), year=tongue.digits(week.year))


def _edition(
    briefing: Briefing,
    articles: Sequence[Article],
    week: Week,
    code: Code,
    links: Sequence[Link],
    memory: Memory | None,
) -> Edition:
    tongue = language(code)
    page = Page(briefing, code, articles, load_theme(), memory)
    cited = by_citation(briefing)
    return Edition(
        title=title(week, code),
        days=_days(week, code),
        figures=tuple(_figure(tongue, page.datum(citation)) for citation in briefing.key_figures),
        summary=(
            *(_change(tongue, page, change) for change in briefing.changes[:_MOST_CHANGES]),
            *(_sentence(tongue, page, finding, cited) for finding in briefing.findings),
        ),
        links=tuple(links),
    )


def _figure(tongue: Language, datum: Datum) -> Line:
    return Line(
        amount=tongue.amount(datum).text,
        text=str(tongue.label(datum)),
        phrase=_plain(tongue.phrase(datum)),
        place=str(tongue.where(datum)),
        citation=_citations(tongue, [datum]),
        province=datum.province,
        disputed=datum.disputed,
    )


def _change(tongue: Language, page: Page, change: Change) -> Line:
    """Return a changed figure with its value before, and where both come from."""
    new, old = page.datum(change.new), page.datum(change.old)
    return Line(
        text=_plain(page.change(change)),
        citation=_citations(tongue, [new, old]),
        province=new.province,
        disputed=new.disputed,
    )


def _sentence(tongue: Language, page: Page, finding: Finding, cited: Mapping[int, Datum | Statement]) -> Line:
    rests_on = [cited[citation] for citation in finding.figures or finding.statements[:1]]
    return Line(
        text=_plain(page.finding(finding)),
        citation=_citations(tongue, rests_on),
        province=finding.province,
        disputed=any(isinstance(one, Datum) and one.disputed for one in rests_on),
    )


def _plain(words_of_a_page: object) -> str:
    """Return words without their marks: the message marks nothing up."""
    return words_of_a_page.striptags() if isinstance(words_of_a_page, Markup) else str(words_of_a_page)


def _citations(tongue: Language, cited: Sequence[Datum | Statement]) -> str:
    """Return the numbers with agency and date, each article once."""
    by_article: dict[str, list[Datum | Statement]] = {}
    for one in cited:
        by_article.setdefault(one.article, []).append(one)
    return words(tongue.code, "citation.between").join(
        _citation(tongue, all_of) for all_of in by_article.values()
    )


def _citation(tongue: Language, cited: Sequence[Datum | Statement]) -> str:
    one = cited[0]
    comma = tongue.plain("list.comma")
    known = {"number": comma.join(tongue.digits(each.citation) for each in cited)}
    if one.agency:
        known["agency"] = str(tongue.agency(one.agency))
    if one.date:
        known["date"] = tongue.short_date(one.date)
    keys = {(True, True): "full", (True, False): "agency", (False, True): "date", (False, False): "bare"}
    return words(tongue.code, f"citation.{keys[bool(one.agency), bool(one.date)]}", **known)


def _days(week: Week, code: Code) -> str:
    tongue = language(code)
    first: dt.date = week.first
    return tongue.plain(
        "date.both", own=tongue.span(first, week.last), other=tongue.other_span(first, week.last)
    )


def _pdf(week: Week, edition: Code, data: bytes) -> Pdf:
    names = {
        code: words(
            code, "issue.file", week=language(code).digits(week.number), year=language(code).digits(week.year)
        )
        for code in CODES
    }
    # both editions may lie in one message, or in one folder of a reader whose program knows the ASCII name alone
    mark = "" if edition == "en" else f"-{edition}"
    return Pdf.of(data, f"{names['fa']}.pdf", f"{names['en']}{mark}.pdf")
