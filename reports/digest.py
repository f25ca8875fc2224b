"""The weekly digest: a briefing of one week of the calendar, set against the articles before it.

Public and stable::

    build_digest(articles, extractions, week, notices) -> Briefing

The articles of the week are set in full. Of earlier ones only those figures are printed that the week's differ from;
later ones are left alone, so that the digest of a past week stays what it was.
"""

import datetime as dt
from collections.abc import Collection, Mapping, Sequence

import msgspec
from persiantools.jdatetime import JalaliDate

from extract.article import Article
from extract.resolve.conflicts import conflicts
from extract.resolve.persons import merge_persons
from extract.statements import Extraction
from reports.briefing import build_briefing, identified
from reports.changes import Comparison, Member, Names, compare
from reports.deliver.weeks import Week
from reports.languages.collation import persian_key
from reports.model import Briefing, Change, News, Notice
from reports.period import Period
from reports.select import prints_figure, prints_quote

LOOK_BACK = dt.timedelta(days=366)
"""How long before the week an article still says something about what is new."""


def period_of(week: Week) -> Period:
    """Return the days of a week as a period."""
    year = int(JalaliDate.to_jalali(week.first).year)
    return Period(kind="week", year=year, first=week.first, last=week.last)


def belongs(date: dt.date | None, week: Week) -> bool:
    """Say whether an article of this date has a part in the digest of a week: its own, or one to compare with."""
    return date is not None and week.first - LOOK_BACK <= date <= week.last


def build_digest(
    articles: Sequence[Article],
    extractions: Sequence[Extraction],
    week: Week,
    notices: Sequence[Notice] = (),
) -> Briefing:
    """Build the digest of a week.

    Args:
        articles: those of the week and from before it, with distinct ids; others are left out.
        extractions: what was found in them, one an article.
        week: Saturday to Friday.
        notices: sources that could not be relied on.
    """
    texts = {one.id: one for one in articles}
    dated = [(one.date, one.id, one) for one in extractions if one.date and belongs(one.date, week)]
    found = [(date, one) for date, _, one in sorted(dated, key=lambda entry: entry[:2])]
    own = [one for date, one in found if date >= week.first]
    earlier = [one for date, one in found if date < week.first]
    compared = compare(own, earlier)
    quoted = _quoted(compared, {one.id for one in earlier})
    used = [*own, *(one for one in earlier if one.id in quoted)]
    across = [one for one in conflicts(own) if len({article for article, _ in one.members}) > 1]
    briefing = build_briefing(
        [texts[one.id] for one in used],
        used,
        period_of(week),
        persons=merge_persons(own),
        conflicts=[*across, *compared.disputed],
        issue=week.number,
        quoted=quoted,
    )
    return identified(
        msgspec.structs.replace(
            briefing,
            kind="digest",
            news=_news(briefing, compared, own, earlier, notices),
            changes=_changes(briefing, compared),
        )
    )


def _quoted(compared: Comparison, earlier: Collection[str]) -> Mapping[str, Collection[int]]:
    """Return the figures of earlier articles that are printed beside the week's."""
    members = [pair.old for pair in compared.changed]
    members += [member for conflict in compared.disputed for member in conflict.members]
    found: dict[str, list[int]] = {}
    for article, index in members:
        if article in earlier:
            found.setdefault(article, []).append(index)
    return found


def _citations(briefing: Briefing) -> Mapping[Member, int]:
    return {(datum.article, datum.index): datum.citation for datum in briefing.data}


def _changes(briefing: Briefing, compared: Comparison) -> tuple[Change, ...]:
    number = _citations(briefing)
    places = {datum.citation: datum for datum in briefing.data}
    changes = [
        Change(new=number[pair.new], old=number[pair.old])
        for pair in compared.changed
        if pair.new in number and pair.old in number
    ]

    def by_place(change: Change) -> tuple[object, ...]:
        datum = places[change.new]
        return (datum.province is not None, persian_key(datum.province or ""), change.new)

    return tuple(sorted(changes, key=by_place))


def _news(
    briefing: Briefing,
    compared: Comparison,
    own: Sequence[Extraction],
    earlier: Sequence[Extraction],
    notices: Sequence[Notice],
) -> News:
    number = _citations(briefing)
    days = [one.date for one in earlier if one.date]
    names = Names(earlier)
    told = _provinces(earlier)
    return News(
        earlier=len(earlier),
        since=max(days, default=None),
        first_day=min(days, default=None),
        figures=tuple(sorted(number[member] for member in compared.unheard if member in number)),
        unchanged=tuple(sorted(number[pair.new] for pair in compared.unchanged if pair.new in number)),
        people=tuple(
            index
            for index, entry in enumerate(briefing.people)
            if entry.statements and not names.knows((entry.name, *entry.spellings))
        ),
        provinces=tuple(sorted(_provinces(own) - told, key=persian_key)),
        notices=tuple(notices),
    )


def _provinces(extractions: Sequence[Extraction]) -> set[str]:
    """Return the provinces of which something is printed."""
    found = set()
    for one in extractions:
        found |= {figure.province for figure in one.figures if prints_figure(figure, disputed=False)}
        if any(prints_quote(quote) for quote in one.quotes):
            found.add(one.province)
    return {province for province in found if province is not None}
