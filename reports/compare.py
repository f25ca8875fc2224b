"""What may stand side by side: charts, the sentences of the first page, disputes."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Literal

from extract.statements import Conflict
from reports.measures import measure
from reports.model import Chart, Datum, Dispute, Finding, Statement
from reports.select import bounds, rules, size, weight


def _plain(datum: Datum) -> bool:
    """Whether a figure may be compared at all: a measurement, undisputed, with a finite value."""
    return (
        not datum.disputed and datum.modality == "measured" and datum.qualifier not in ("less_than", "up_to")
    )


def charts(data: Sequence[Datum]) -> tuple[Chart, ...]:
    """Return the charts, the fullest first.

    Comparable are figures of one measure, unit and period of reference in different places of one level; or several
    measures of one kind and unit that one article gives for one place. Never a county beside a province, a target
    beside a measurement, toman beside rial.
    """
    found = [*_over_places(data), *_in_one_place(data)]
    weights = {datum.citation: weight(datum) for datum in data}
    found.sort(key=lambda chart: (-len(chart.figures), -weights[chart.figures[0]], chart.figures))
    return tuple(found[: rules()["charts"]["most_charts"]])


def _over_places(data: Sequence[Datum]) -> Iterable[Chart]:
    groups: dict[tuple[str, str, str, str], list[Datum]] = {}
    for datum in data:
        if _plain(datum) and datum.measure and datum.unit and datum.level != "national":
            key = (datum.measure, datum.unit, datum.per or "", datum.level)
            groups.setdefault(key, []).append(datum)
    for (name, _, _, _), members in groups.items():
        places: dict[tuple[str | None, str | None], list[Datum]] = {}
        for datum in members:
            if _village(datum) is None:
                places.setdefault((datum.province, datum.county), []).append(datum)
        yield from _chart("places", [one for given in places.values() if (one := _newest(given))], name)


def _newest(given: Sequence[Datum]) -> Datum | None:
    """Return the figure of the last day, or none where that day has several: they need not count the same."""
    last = max((datum.date for datum in given if datum.date), default=None)
    newest = [datum for datum in given if datum.date == last]
    return newest[0] if len(newest) == 1 else None


def _village(datum: Datum) -> str | None:
    return datum.place if datum.place not in (None, datum.county, datum.province) else None


def _in_one_place(data: Sequence[Datum]) -> Iterable[Chart]:
    kinds = rules()["charts"]["kinds_in_one_place"]
    groups: dict[tuple[str | None, ...], list[Datum]] = {}
    for datum in data:
        known = measure(datum.measure)
        if _plain(datum) and known and known.kind in kinds and datum.unit and datum.per is None:
            key = (datum.article, datum.province, datum.county, datum.place, datum.unit, known.kind)
            groups.setdefault(key, []).append(datum)
    for members in groups.values():
        of_measure: dict[str | None, list[Datum]] = {}
        for datum in members:
            of_measure.setdefault(datum.measure, []).append(datum)
        yield from _chart("measures", [one[0] for one in of_measure.values() if len(one) == 1], None)


def _chart(
    kind: Literal["places", "measures"], members: Sequence[Datum], name: str | None
) -> Iterable[Chart]:
    table = rules()["charts"]
    bars = sorted(members, key=lambda datum: (-size(datum), datum.citation))[: table["most_bars"]]
    while bars and size(bars[-1]) < table["smallest_ratio"] * size(bars[0]):
        bars.pop()
    if len(bars) < table["least_bars"] or size(bars[0]) <= 0:
        return
    first = bars[0]
    yield Chart(
        kind=kind,
        measure=name,
        unit=first.unit or "",
        level=first.level,
        province=first.province if kind == "measures" else None,
        county=first.county if kind == "measures" else None,
        figures=tuple(datum.citation for datum in bars),
        leads=all(bounds(first)[0] > bounds(other)[1] for other in bars[1:]),
    )


def findings(
    data: Sequence[Datum], statements: Sequence[Statement], charted: Sequence[Chart]
) -> tuple[Finding, ...]:
    """Make the sentences of the first page: a comparison if there is one, then place by place.

    Where the figures do not yield enough of them, whoever says most fills up.
    """
    table = rules()["findings"]
    places = _place_findings(data, table["most_figures"])
    compared = [_comparison(chart) for chart in charted if chart.kind == "places" and chart.leads][:1]
    room = table["most"] - len(compared)
    chosen = places[:room] + compared
    if len(chosen) < table["most"]:
        chosen += _statement_findings(statements, table["most"] - len(chosen))
    order = {"week": 0, "before": 1, "after": 2, "undated": 3}
    return tuple(sorted(chosen, key=lambda finding: (finding.kind == "comparison", order[finding.section])))


def _comparison(chart: Chart) -> Finding:
    return Finding(
        kind="comparison", section="week", province=None, county=None, figures=chart.figures[:2], voice=None
    )


def _place_findings(data: Sequence[Datum], most: int) -> list[Finding]:
    groups: dict[tuple[str, str | None, str | None, int | None], list[Datum]] = {}
    for datum in data:
        if not datum.disputed and measure(datum.measure):
            groups.setdefault((datum.section, datum.province, datum.county, datum.voice), []).append(datum)
    made: list[tuple[float, int, Finding]] = []
    taken: dict[tuple[str | None, str | None], None] = {}
    ranked = sorted(groups.values(), key=lambda group: (-sum(map(weight, group)), group[0].citation))
    for group in ranked:
        first = group[0]
        if (first.province, first.county) in taken:
            continue
        taken[first.province, first.county] = None
        best = sorted(group, key=lambda datum: (-weight(datum), datum.citation))[:most]
        finding = Finding(
            kind="place",
            section=first.section,
            province=first.province,
            county=first.county,
            figures=tuple(sorted(datum.citation for datum in best)),
            voice=first.voice,
        )
        made.append(
            (sum(map(weight, group)) * (1.0 if first.section == "week" else 0.6), first.citation, finding)
        )
    made.sort(key=lambda entry: (-entry[0], entry[1]))
    return [finding for _, _, finding in made]


def _statement_findings(statements: Sequence[Statement], most: int) -> list[Finding]:
    by_voice: dict[tuple[str, int], list[int]] = {}
    for statement in statements:
        by_voice.setdefault((statement.section, statement.voice), []).append(statement.citation)
    ranked = sorted(by_voice.items(), key=lambda entry: (entry[0][0] != "week", -len(entry[1]), entry[1]))
    sections = {statement.citation: statement.section for statement in statements}
    return [
        Finding(
            kind="statements",
            section=sections[citations[0]],
            province=None,
            county=None,
            figures=(),
            voice=voice,
            statements=tuple(citations),
        )
        for (_, voice), citations in ranked[:most]
    ]


def disputes(conflicts: Iterable[Conflict], citations: Mapping[tuple[str, int], int]) -> tuple[Dispute, ...]:
    """Keep the conflicts of which at least two sides are printed.

    Args:
        conflicts: within and across articles.
        citations: of each printed figure, by article and index; repeated figures lead to the first.
    """
    kept: dict[tuple[int, ...], Dispute] = {}
    for conflict in conflicts:
        sides = tuple(dict.fromkeys(citations[member] for member in conflict.members if member in citations))
        if len(sides) > 1:
            kept.setdefault(
                tuple(sorted(sides)),
                Dispute(
                    kind=conflict.kind,
                    measure=conflict.measure,
                    province=conflict.province,
                    county=conflict.county,
                    figures=sides,
                ),
            )
    return tuple(kept.values())
