"""What is to be drawn for print, as calls that can be kept, sent to another process, and compared.

The same call gives the same picture. So a picture may be drawn ahead (:mod:`reports.render.ahead`): whoever shows it
takes the one that is there, and draws it where there is none.
"""

from collections.abc import Callable, Hashable, Mapping
from typing import Any, NamedTuple

from reports.canvas import Picture
from reports.charts import bar_chart, key
from reports.chartspec import ChartRow, ChartSpec, KeyEntry
from reports.map import TileState, locator, tile_map
from reports.themes import Language, Theme

_AHEAD: dict["Drawing[Any]", Any] = {}


class Drawing[T](NamedTuple):
    """A call that draws."""

    draw: Callable[..., T]
    """A function of a module, so that it can be sent by its name."""
    arguments: tuple[Hashable, ...]

    def here(self) -> T:
        """Draw it now, in this process."""
        return self.draw(*self.arguments)

    def made(self) -> T:
        """Return what was drawn ahead; without it, draw now."""
        found = _AHEAD.get(self)
        return self.here() if found is None else found


def keep(pictures: Mapping[Drawing[Any], Any]) -> None:
    """Keep what was drawn ahead, for the rest of this process."""
    _AHEAD.update(pictures)


def the_map(states: Mapping[str, TileState], code: Language, theme: Theme, width: float) -> Drawing[Picture]:
    """Return the drawing of the tile map, ``width`` millimetres wide."""
    return Drawing(_map, (tuple(states.items()), code, theme, width))


def the_locator(province: str, code: Language, theme: Theme, width: float) -> Drawing[Picture]:
    """Return the drawing of the small map of one province."""
    return Drawing(_locator, (province, code, theme, width))


def the_bars(spec: ChartSpec, code: Language, theme: Theme, width: float) -> Drawing[Picture]:
    """Return the drawing of a bar chart."""
    return Drawing(_bars, (spec, code, theme, width))


def the_key(rows: tuple[ChartRow, ...], code: Language, theme: Theme) -> Drawing[tuple[KeyEntry, ...]]:
    """Return the drawing of the marks that occur in a chart."""
    return Drawing(_key, (rows, code, theme))


def _map(states: tuple[tuple[str, TileState], ...], code: Language, theme: Theme, width: float) -> Picture:
    return tile_map(dict(states), code, theme, width_mm=width)


def _locator(province: str, code: Language, theme: Theme, width: float) -> Picture:
    return locator(province, code, theme, width_mm=width)


def _bars(spec: ChartSpec, code: Language, theme: Theme, width: float) -> Picture:
    return bar_chart(spec, code, theme, width_mm=width)


def _key(rows: tuple[ChartRow, ...], code: Language, theme: Theme) -> tuple[KeyEntry, ...]:
    return key(rows, code, theme)
