"""The signs of charts: marks of qualifiers, and stretches of bars that are certain, possible or disputed."""

from collections.abc import Callable

from extract.statements import Qualifier
from reports.canvas import Canvas
from reports.themes import Theme

_Draw = Callable[[Canvas, float, float, float, str], None]


def _more(canvas: Canvas, x: float, y: float, size: float, colour: str) -> None:
    """A full triangle that points the way the bar grows: it goes on."""
    canvas.polygon([(x, y - size / 2), (x + size * 0.8, y), (x, y + size / 2)], colour)


def _angle(x: float, y: float, size: float) -> list[tuple[float, float]]:
    """The stroke of “<”."""
    return [(x + size, y - size * 0.42), (x, y), (x + size, y + size * 0.42)]


def _wave(x: float, y: float, size: float) -> list[tuple[float, float]]:
    """The stroke of “~”: a cubic that rises, falls and rises."""
    steps = [i / 12 for i in range(13)]
    return [(x + t * size, y + size * 2.3 * t * (t - 0.5) * (t - 1) * -1.6) for t in steps]


def _less(canvas: Canvas, x: float, y: float, size: float, colour: str) -> None:
    canvas.lines([_angle(x, y, size)], colour, size * 0.15)


def _up_to(canvas: Canvas, x: float, y: float, size: float, colour: str) -> None:
    foot = y + size * 0.52
    canvas.lines([_angle(x, y - size * 0.14, size), [(x, foot), (x + size, foot)]], colour, size * 0.15)


def _nearly(canvas: Canvas, x: float, y: float, size: float, colour: str) -> None:
    canvas.lines([_angle(x, y - size * 0.2, size), _wave(x, y + size * 0.5, size)], colour, size * 0.15)


def _about(canvas: Canvas, x: float, y: float, size: float, colour: str) -> None:
    canvas.lines([_wave(x, y - size * 0.2, size), _wave(x, y + size * 0.25, size)], colour, size * 0.15)


# Drawn, since Vazirmatn has neither ▸ nor ≲. They turn with the bars, as Unicode mirrors ≤ and ≈ in Persian text.
MARKS: dict[Qualifier, _Draw] = {
    "more_than": _more,  # ▸
    "less_than": _less,  # <
    "about": _about,  # ≈
    "nearly": _nearly,  # ≲
    "up_to": _up_to,  # ≤
}
MARK_SIZE = 0.62  # of the type size of values
CEILINGS = ("less_than", "up_to")  # the whole bar is light: any lesser value would fit too


def block(
    canvas: Canvas,
    theme: Theme,
    x: float,
    y: float,
    width: float,
    height: float,
    *,
    light: bool,
    disputed: bool,
) -> None:
    """A stretch of a bar: solid, light (possible), or hatched (disputed)."""
    colours = theme.colour
    if width <= 0:
        return
    if disputed:
        canvas.rectangle(x, y, width, height, colours.paper if light else colours.disputed_tint)
        canvas.hatch(x, y, width, height, colours.disputed, pitch=1.9 if light else 1.15, line=0.32)
        canvas.rectangle(x, y, width, height, "none", edge=colours.disputed, line=0.25)
    elif light:
        canvas.rectangle(x, y, width, height, colours.accent_tint, edge=colours.accent, line=0.2)
    else:
        canvas.rectangle(x, y, width, height, colours.accent)
