"""The pictures of a web page: map and bars as data that templates draw as inline SVG, in the page's own type.

The same data, order and steps as :mod:`reports.map` and :mod:`reports.charts`, which draw for print; here they follow
the width of the screen and its light or dark ground. Lengths are in hundredths: of a tile, or of the longest bar.
"""

from collections.abc import Mapping, Sequence

import msgspec
from markupsafe import Markup

from reports.canvas import MM_PER_POINT, text_width
from reports.chartmarks import CEILINGS
from reports.languages import Language
from reports.map import shade_label, tiles
from reports.model import Briefing, Chart, Datum
from reports.render.pictures import label, subtitle, title
from reports.themes import Theme

TILE = 100
GAP = 6
_FILL = 0.9  # of the width of a tile that a name may take
_LENIENCE = 1.12  # how much larger than the tightest name the others may be set
_LARGEST = 22.0
_LEAST_BAR = 0.6  # so that a small value is still seen


class TileView(msgspec.Struct, frozen=True, kw_only=True):
    """A province on the map."""

    x: int
    y: int
    name: str
    lines: tuple[str, ...]
    size: float
    """Of the letters."""
    count: str
    """Figures in the language's digits, or nothing."""
    shade: int
    disputed: bool
    anchor: str | None
    """Where the province stands, if it does."""
    tally: str


class Step(msgspec.Struct, frozen=True, kw_only=True):
    """A shade of the map and what it stands for."""

    shade: int
    text: str


class Bar(msgspec.Struct, frozen=True, kw_only=True):
    """A bar with its words: the certain stretch, then the one that may or may not be."""

    citation: int
    label: str
    value: str
    sure: float
    possible: float
    disputed: bool


class BarsView(msgspec.Struct, frozen=True, kw_only=True):
    """A chart."""

    title: str
    subtitle: str
    bars: tuple[Bar, ...]
    kind: str
    """As :attr:`reports.model.Chart.kind`."""

    @property
    def has_possible(self) -> bool:
        """Whether the key must explain the light stretch."""
        return any(bar.possible for bar in self.bars)

    @property
    def has_disputed(self) -> bool:
        """Whether the key must explain the hatch."""
        return any(bar.disputed for bar in self.bars)


def map_tiles(
    briefing: Briefing, tongue: Language, theme: Theme, stands: Mapping[str, tuple[str, Markup]]
) -> list[TileView]:
    """Return the provinces from north to south and from west to east.

    Args:
        stands: anchor and tally of each province that the page has a section for.
    """
    states = {state.province: state for state in briefing.map}
    starts = [shade.start for shade in theme.shade]
    sizes = _name_sizes(tongue)
    views = []
    for name, tile in tiles().items():
        state = states.get(name)
        figures = state.figures if state else 0
        anchor, tally = stands.get(name, (None, Markup("")))
        views.append(
            TileView(
                x=tile.column * (TILE + GAP),
                y=tile.row * (TILE + GAP),
                name=tile.name(tongue.code),
                lines=tile.lines(tongue.code),
                size=sizes[name],
                count=tongue.number(figures) if figures else "",
                shade=sum(start <= figures for start in starts) - 1,
                disputed=bool(state and state.disputed),
                anchor=anchor,
                tally=tally.striptags(),
            )
        )
    return views


def map_size() -> tuple[int, int]:
    """Return width and height of the map."""
    columns = 1 + max(tile.column for tile in tiles().values())
    rows = 1 + max(tile.row for tile in tiles().values())
    return columns * (TILE + GAP) - GAP, rows * (TILE + GAP) - GAP


def _name_sizes(tongue: Language) -> dict[str, float]:
    """Return the type size of each name: nearly the same for all, the few longest a little smaller."""
    fits = {}
    for name, tile in tiles().items():
        widest = max(text_width(line, 100, tongue.code) for line in tile.lines(tongue.code))
        fits[name] = _FILL * TILE / (widest / (100 * MM_PER_POINT))
    limit = min(_LARGEST, min(fits.values()) * _LENIENCE)
    return {name: round(min(limit, fit), 1) for name, fit in fits.items()}


def map_key(tongue: Language, theme: Theme) -> list[Step]:
    """Return the steps of the map."""
    return [
        Step(shade=number, text=shade_label(number, tongue.code, theme)) for number in range(len(theme.shade))
    ]


def bars(chart: Chart, data: Mapping[int, Datum], tongue: Language) -> BarsView:
    """Return a chart, the longest bar first as in print."""
    figures = [data[citation] for citation in chart.figures]
    longest = max(_ends(datum)[1] for datum in figures) or 1
    ordered = sorted(figures, key=lambda datum: -sum(_ends(datum)))
    return BarsView(
        title=title(chart, figures, tongue).rstrip("."),
        subtitle=subtitle(chart, figures, tongue),
        bars=tuple(_bar(chart, datum, longest, tongue) for datum in ordered),
        kind=chart.kind,
    )


def charts(briefing: Briefing, data: Mapping[int, Datum], tongue: Language) -> Sequence[BarsView]:
    """Return all charts in their order."""
    return [bars(chart, data, tongue) for chart in briefing.charts]


def _bar(chart: Chart, datum: Datum, longest: float, tongue: Language) -> Bar:
    low, high = _ends(datum)
    certain = 0.0 if datum.qualifier in CEILINGS else float(low)
    whole = max(100 * float(high) / longest, _LEAST_BAR)
    sure = round(whole * certain / high, 2) if high else whole
    return Bar(
        citation=datum.citation,
        label=label(chart, datum, tongue),
        value=tongue.amount(datum).text,
        sure=sure,
        possible=round(whole - sure, 2),
        disputed=datum.disputed,
    )


def _ends(datum: Datum) -> tuple[float, float]:
    """Return both ends of a value, in base units; an open end is as the other."""
    low = datum.low if datum.low is not None else datum.high or 0
    high = datum.high if datum.high is not None else datum.low or 0
    return low, high
