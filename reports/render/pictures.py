"""The pictures of a briefing: the map, the locators and the charts, made once an edition and kept in memory."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import msgspec

from reports.canvas import Picture
from reports.chartspec import ChartRow, ChartSpec, KeyEntry
from reports.languages import Language, language
from reports.languages.amounts import Code, names_unit, unit_words
from reports.languages.wording import Run
from reports.map import TileState, tiles
from reports.model import Briefing, Chart, Datum
from reports.render.content import SCHEME
from reports.render.drawings import Drawing, the_bars, the_key, the_locator, the_map
from reports.themes import Theme

MAP_WIDTH = 82.0
CHART_WIDTH = 84.0
LOCATOR_WIDTH = 13.0
LOGO_WIDTH, LOGO_HEIGHT = 50.0, 11.0
"""The most a logo may take, millimetres."""


class Shown(msgspec.Struct, frozen=True, kw_only=True):
    """A picture as a template uses it."""

    address: str
    alt: str
    width: float
    """Millimetres."""
    height: float


class ChartView(msgspec.Struct, frozen=True, kw_only=True):
    """A chart with its words."""

    picture: Shown
    title: str
    subtitle: str
    key: tuple[tuple[Shown, str], ...]
    figures: tuple[int, ...]
    kind: str
    """As :attr:`Chart.kind`."""


class Gallery:
    """Makes pictures and remembers their bytes by address."""

    def __init__(self, tongue: Language, theme: Theme) -> None:
        self.language = tongue
        self.theme = theme
        self.resources: dict[str, tuple[str, bytes]] = {}
        self.logo = self._logo()

    def _logo(self) -> Shown | None:
        """Return the logo of the publishing body, as large as the masthead has room for."""
        logo = self.theme.logo
        if logo is None:
            return None
        self.resources["logo"] = (logo.media_type, logo.content)
        height = min(LOGO_HEIGHT, LOGO_WIDTH / logo.ratio)
        alt = self.language.plain("masthead.logo", body=self.theme.name(self.language.code))
        return Shown(address=f"{SCHEME}logo", alt=alt, width=height * logo.ratio, height=height)

    def _keep(self, name: str, picture: Picture) -> Shown:
        self.resources[name] = ("image/svg+xml", picture.svg.encode())
        return Shown(address=SCHEME + name, alt=picture.alt, width=picture.width_mm, height=picture.height_mm)

    def map(self, briefing: Briefing) -> Shown:
        """Return the tile map."""
        return self._keep("map.svg", _map(briefing, self.language.code, self.theme).made())

    def locator(self, province: str | None) -> Shown | None:
        """Return the small map of one province; the country has none."""
        if province is None or province not in tiles():
            return None
        number = list(tiles()).index(province)
        drawing = the_locator(province, self.language.code, self.theme, LOCATOR_WIDTH)
        return self._keep(f"locator-{number}.svg", drawing.made())

    def charts(self, briefing: Briefing, data: Mapping[int, Datum]) -> list[ChartView]:
        """Return the charts with their titles."""
        return [
            self._chart(number, chart, [data[citation] for citation in chart.figures])
            for number, chart in enumerate(briefing.charts)
        ]

    def _chart(self, number: int, chart: Chart, bars: list[Datum]) -> ChartView:
        code, shown = self.language.code, spec(chart, bars)
        picture, key = _bars(shown, code, self.theme)
        return ChartView(
            picture=self._keep(f"chart-{number}.svg", picture.made()),
            title=shown.title(code),
            subtitle=subtitle(chart, bars, self.language),
            key=tuple(
                self._key(f"key-{number}-{place}.svg", entry) for place, entry in enumerate(key.made())
            ),
            figures=chart.figures,
            kind=chart.kind,
        )

    def _key(self, name: str, entry: KeyEntry) -> tuple[Shown, str]:
        return self._keep(name, entry.mark), entry.text


def drawings(briefing: Briefing, theme: Theme, languages: Sequence[Code]) -> Iterator[Drawing[Any]]:
    """Yield all that is drawn for the editions of a briefing, to have it drawn ahead."""
    known, data = tiles(), {datum.citation: datum for datum in briefing.data}
    provinces = [block.province for part in briefing.parts for block in part.blocks]
    specs = [spec(chart, [data[citation] for citation in chart.figures]) for chart in briefing.charts]
    for code in languages:
        yield _map(briefing, code, theme)
        for province in provinces:
            if province in known:
                yield the_locator(province, code, theme, LOCATOR_WIDTH)
        for one in specs:
            yield from _bars(one, code, theme)


def _map(briefing: Briefing, code: Code, theme: Theme) -> Drawing[Picture]:
    known = tiles()
    states = {
        state.province: TileState(figures=state.figures, disputed=state.disputed)
        for state in briefing.map
        if state.province in known
    }
    return the_map(states, code, theme, MAP_WIDTH)


def _bars(
    shown: ChartSpec, code: Code, theme: Theme
) -> tuple[Drawing[Picture], Drawing[tuple[KeyEntry, ...]]]:
    return the_bars(shown, code, theme, CHART_WIDTH), the_key(shown.rows, code, theme)


def spec(chart: Chart, bars: list[Datum]) -> ChartSpec:
    """Return what a chart says, in both languages."""
    fa, en = language("fa"), language("en")
    rows = tuple(
        ChartRow(
            label_fa=label(chart, datum, fa),
            label_en=label(chart, datum, en),
            low=datum.low if datum.low is not None else datum.high or 0,
            high=datum.high if datum.high is not None else datum.low or 0,
            qualifier=datum.qualifier,
            citation=datum.citation,
        )
        for datum in bars
    )
    return ChartSpec(
        title_fa=title(chart, bars, fa), title_en=title(chart, bars, en), unit=chart.unit, rows=rows
    )


def label(chart: Chart, datum: Datum, tongue: Language) -> str:
    """Return the name of a bar: the place, or the measure; the day too where the bars' days differ."""
    if chart.kind == "measures":
        return str(tongue.label(datum))
    where = str(tongue.where(datum))
    return tongue.plain("chart.bar", place=where, date=tongue.short_date(datum.date)) if datum.date else where


def title(chart: Chart, bars: list[Datum], tongue: Language) -> str:
    """Return the finding: who leads and by which figure, or what stands beside what."""
    first, second = bars[0], bars[1]
    place = str(tongue.where(first))
    if chart.kind == "measures":
        pair = tongue.join([tongue.phrase(first), tongue.phrase(second)]).striptags()
        return tongue.plain("chart.measures", place=place, figures=pair)
    key_name = "chart.leads" if chart.leads else "chart.places"
    return tongue.plain(
        key_name,
        place=place,
        figure=tongue.phrase(first).striptags(),
        other=str(tongue.where(second)),
        value=tongue.amount(second).text,
    )


def subtitle(chart: Chart, bars: list[Datum], tongue: Language) -> str:
    """Return measure, unit, level of place and date."""
    dates = [datum.date for datum in bars if datum.date]
    span = tongue.span(min(dates), max(dates)) if dates else ""
    what = str(tongue.label(bars[0])) if chart.kind == "places" else ""
    unit = (
        ""
        if chart.kind == "places" and names_unit(bars[0], tongue.code)
        else unit_words(chart.unit, 2, tongue.code)
    )
    first = str(tongue.sentence_case(Run(what or unit)))
    parts = [first, unit if what else "", tongue.plain(f"level.{chart.level}"), span]
    return tongue.plain("chart.dot").join(dict.fromkeys(filter(None, parts)))
