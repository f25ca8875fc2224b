"""The provinces as equal tiles: how much is known of each, and where the reports disagree.

Equal tiles, because a large empty province is no bigger news than a small full one. West is left in both languages.
"""

from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

import msgspec

import extract
from extract.errors import LexiconError, RenderError
from reports.canvas import MM_PER_POINT, Anchor, Canvas, Picture, text_width
from reports.chartspec import KeyEntry, digits
from reports.themes import FOLDER, Language, Shade, Theme, readable_on, wording

PROVINCES = Path(extract.__file__).parent / "lexicon" / "provinces.tsv"
"""The standard names and the grid: columns `fa`, `en`, `column` (0 is west) and `row` (0 is north)."""
TILES = FOLDER / "tiles.tsv"
"""Short names: columns `province`, `fa`, `en`, with `|` between lines."""


class TileState(msgspec.Struct, frozen=True, kw_only=True):
    """What is known of a province."""

    figures: int
    """How many figures are printed for it."""
    disputed: bool = False
    """Some of them contradict each other."""


class Tile(msgspec.Struct, frozen=True, kw_only=True):
    """A province on the grid."""

    fa: str
    """Standard name."""
    en: str
    short_fa: tuple[str, ...]
    """Lines of the name inside the tile."""
    short_en: tuple[str, ...]
    column: int
    row: int

    def name(self, language: Language) -> str:
        """Full name."""
        return self.fa if language == "fa" else self.en

    def lines(self, language: Language) -> tuple[str, ...]:
        """Lines of the short name."""
        return self.short_fa if language == "fa" else self.short_en


# --- data -------------------------------------------------------------------------------------------------------


def _table(path: Path, columns: Sequence[str]) -> list[dict[str, str]]:
    """Rows of a TSV by column name; its head line may be a comment, other comments are skipped."""
    try:
        lines = [line for line in path.read_text("utf-8").splitlines() if line.strip()]
    except OSError as error:
        raise LexiconError(f"The list {path} cannot be read: {error.strerror}.") from error
    head: list[str] = []
    rows = []
    for line in lines:
        cells = [cell.strip() for cell in line.removeprefix("#").split("\t")]
        if not head and set(columns) <= set(cells):
            head = cells
        elif not line.startswith("#"):
            rows.append(dict(zip(head, cells, strict=False)))
    if not head:
        raise LexiconError(f"The list {path} lacks a head line with the columns {', '.join(columns)}.")
    return rows


@cache
def tiles() -> dict[str, Tile]:
    """Tiles by the standard name of the province, from north to south and from west to east.

    Raises:
        LexiconError: a province has no short name, a place is not a number, or two provinces share a place.
    """
    short = {row["province"]: row for row in _table(TILES, ("province", "fa", "en"))}
    found: dict[tuple[int, int], Tile] = {}
    for row in _table(PROVINCES, ("fa", "en", "column", "row")):
        try:
            names = short[row["fa"]]
            column, line = int(row["column"]), int(row["row"])
        except (KeyError, ValueError) as error:
            raise LexiconError(f"The tile of {row.get('fa')} is not complete: {error}.") from error
        if (line, column) in found:
            raise LexiconError(f"{row['fa']} and {found[line, column].fa} share a place on the map.")
        found[line, column] = Tile(
            fa=row["fa"],
            en=row["en"],
            short_fa=tuple(names["fa"].split("|")),
            short_en=tuple(names["en"].split("|")),
            column=column,
            row=line,
        )
    return {found[place].fa: found[place] for place in sorted(found)}


def _known(province: str) -> Tile:
    if province not in tiles():
        raise RenderError(f"The map has no province {province}.")
    return tiles()[province]


# --- drawing ----------------------------------------------------------------------------------------------------


_FILL = 0.89  # of the width of a tile that a name may take
_LENIENCE = 1.12  # how much larger than the tightest name the others may be set
_DOT = 1.1  # largest radius of the dot, millimetres
_TALLEST = 0.21  # of the height of a tile that a line of a name may take


class _Grid:
    """Where the tiles lie on a sheet `width` millimetres wide."""

    def __init__(self, width: float, gap: float) -> None:
        places = tiles().values()
        self.columns = 1 + max(tile.column for tile in places)
        self.rows = 1 + max(tile.row for tile in places)
        self.gap = gap
        self.side = (width - gap * (self.columns - 1)) / self.columns
        self.width, self.height = width, self.rows * (self.side + gap) - gap

    def corner(self, tile: Tile) -> tuple[float, float]:
        """Upper left corner."""
        return tile.column * (self.side + self.gap), tile.row * (self.side + self.gap)


def shade(figures: int, theme: Theme) -> Shade:
    """The step of the theme for a number of figures."""
    return [step for step in theme.shade if step.start <= figures][-1]


def _fit(grid: _Grid, lines: Sequence[str], language: Language) -> float:
    """Type size at which the lines just fill the width of a tile."""
    return 100 * grid.side * _FILL / max(text_width(line, 100, language) for line in lines)


def _name_size(grid: _Grid, language: Language, limit: float) -> float:
    """Type size of names, nearly the same for all: the few longest may be a little smaller."""
    tightest = min(_fit(grid, tile.lines(language), language) for tile in tiles().values())
    return min(limit, tightest * _LENIENCE, grid.side * _TALLEST / MM_PER_POINT)


def _draw_tile(
    canvas: Canvas, grid: _Grid, tile: Tile, state: TileState, language: Language, theme: Theme, points: float
) -> None:
    """A tile: the name in the middle, the number of figures in the corner where reading starts, the dot opposite."""
    colours, (x, y), side = theme.colour, grid.corner(tile), grid.side
    fill, empty, back = shade(state.figures, theme).colour, state.figures == 0, language == "fa"
    ink = colours.muted if empty else readable_on(fill, colours.ink, colours.paper)
    edge = colours.rule if empty else None
    canvas.rectangle(x, y, side, side, fill, edge=edge, line=0.25, radius=theme.tile.radius)
    lines = tile.lines(language)
    size = min(points, _fit(grid, lines, language))
    pitch = size * MM_PER_POINT * (1.3 if back else 1.15)
    top = y + side * 0.6 - (len(lines) - 1) * pitch / 2
    for i, line in enumerate(lines):
        canvas.text(x + side / 2, top + i * pitch, line, size, language, colour=ink, anchor="middle")
    corner, margin = y + side * 0.17, side * 0.1
    start, end = (x + side - margin, x + margin) if back else (x + margin, x + side - margin)
    if not empty:
        number = digits(state.figures, language)
        side_of: Anchor = "end" if back else "start"
        canvas.text(start, corner, number, points * 0.95, language, colour=ink, bold=True, anchor=side_of)
    if state.disputed:
        radius = min(side * 0.07, _DOT)
        _dot(canvas, end + (radius if back else -radius), corner, radius, theme)


def _dot(canvas: Canvas, x: float, y: float, radius: float, theme: Theme) -> None:
    """The mark of the disputed: on any shade its white ring keeps it apart, without colour too."""
    canvas.circle(x, y, radius, theme.colour.disputed, ring=theme.colour.paper, line=radius * 0.35)


def tile_map(
    states: Mapping[str, TileState],
    language: Language,
    theme: Theme,
    *,
    highlight: str | None = None,
    width_mm: float | None = None,
) -> Picture:
    """The provinces by how much is known of them; those missing from `states` count as unknown.

    `states` and `highlight` go by standard Persian names; `width_mm` is half the text width unless told. The key
    stands in the empty south-east corner.

    Raises:
        RenderError: a name is not that of a province.
        LexiconError: the list of provinces or of their short names is malformed.
    """
    for province in (*states, *([highlight] if highlight else [])):
        _known(province)
    grid = _Grid(width_mm or theme.width.half, theme.tile.gap)
    canvas = Canvas(grid.width, grid.height)
    points = _name_size(grid, language, theme.sizes(language).label)
    for tile in tiles().values():
        state = states.get(tile.fa, TileState(figures=0))
        _draw_tile(canvas, grid, tile, state, language, theme, points)
    if highlight:
        x, y = grid.corner(tiles()[highlight])
        canvas.rectangle(
            x, y, grid.side, grid.side, "none", edge=theme.colour.ink, line=0.6, radius=theme.tile.radius
        )
    _draw_legend(canvas, grid, language, theme, points)
    return Picture(svg=canvas.svg(), alt=_alt(states, language), width_mm=grid.width, height_mm=grid.height)


def locator(province: str, language: Language, theme: Theme, *, width_mm: float = 14.0) -> Picture:
    """A small map with the tile of one province filled, for the head of its section.

    Raises :class:`RenderError` if `province` is not the standard Persian name of one.
    """
    there = _known(province)
    grid = _Grid(width_mm, width_mm * 0.014)
    canvas = Canvas(grid.width, grid.height)
    for tile in tiles().values():
        fill = theme.colour.accent if tile is there else theme.colour.rule
        canvas.rectangle(*grid.corner(tile), grid.side, grid.side, fill)
    alt = wording(language).locator.format(province=there.name(language))
    return Picture(svg=canvas.svg(), alt=alt, width_mm=grid.width, height_mm=grid.height)


# --- key and alternative text -----------------------------------------------------------------------------------


def shade_label(index: int, language: Language, theme: Theme) -> str:
    """What a step of the theme stands for: “0”, “1–2”, “6+”."""
    words, start = wording(language), theme.shade[index].start
    low = digits(start, language)
    if index + 1 == len(theme.shade):
        return words.and_more.format(low=low)
    end = theme.shade[index + 1].start - 1
    return low if end == start else words.step.format(low=low, high=digits(end, language))


def _draw_legend(canvas: Canvas, grid: _Grid, language: Language, theme: Theme, points: float) -> None:
    """The key in the two free places of the last row; it reads in the direction of the language."""
    words, colours = wording(language), theme.colour
    width = 1.84 * grid.side
    left, top, unit = grid.width - width, grid.height - grid.side, grid.side / 12
    back = language == "fa"
    size, edge = points * 0.92, grid.width if back else left
    start: Anchor = "end" if back else "start"
    step = -1 if back else 1
    canvas.text(edge, top + 1.5 * unit, words.figures, size, language, colour=colours.muted, anchor=start)
    swatch = width / len(theme.shade)
    for i, shade_step in enumerate(theme.shade):
        x = grid.width - (i + 1) * swatch if back else left + i * swatch
        line = colours.rule if i == 0 else None
        canvas.rectangle(x, top + 3.4 * unit, swatch, 2 * unit, shade_step.colour, edge=line, line=0.2)
        label = shade_label(i, language, theme)
        canvas.text(
            x + swatch / 2, top + 7 * unit, label, size, language, colour=colours.muted, anchor="middle"
        )
    _dot(canvas, edge + step * unit, top + 10.6 * unit, min(0.84 * unit, _DOT), theme)
    canvas.text(
        edge + step * 3 * unit,
        top + 10.6 * unit,
        words.disputed,
        size,
        language,
        colour=colours.muted,
        anchor=start,
    )


def legend(language: Language, theme: Theme) -> tuple[KeyEntry, ...]:
    """The key as data, for a template that would rather set it as text: each shade, then the mark of the disputed."""
    entries = []
    for i, step in enumerate(theme.shade):
        canvas = Canvas(3.4, 2.6)
        canvas.rectangle(0, 0.1, 3.4, 2.4, step.colour, edge=theme.colour.rule, line=0.2)
        text = shade_label(i, language, theme)
        entries.append(KeyEntry(mark=_picture(canvas, text), text=text))
    canvas = Canvas(2.6, 2.6)
    _dot(canvas, 1.3, 1.3, 0.9, theme)
    text = wording(language).disputed
    return (*entries, KeyEntry(mark=_picture(canvas, text), text=text))


def _picture(canvas: Canvas, alt: str) -> Picture:
    return Picture(svg=canvas.svg(), alt=alt, width_mm=canvas.width, height_mm=canvas.height)


def _alt(states: Mapping[str, TileState], language: Language) -> str:
    """The map in words: provinces with figures, most first, then those without."""
    words = wording(language)
    known = [tile for tile in tiles().values() if tile.fa in states and states[tile.fa].figures]
    known.sort(key=lambda tile: -states[tile.fa].figures)
    items = []
    for tile in known:
        state = states[tile.fa]
        item = words.item.format(label=tile.name(language), value=digits(state.figures, language))
        items.append(words.disputed_item.format(item=item) if state.disputed else item)
    none = words.names.join(tile.name(language) for tile in tiles().values() if tile not in known)
    if not known:
        return words.map_empty
    template = words.map if none else words.map_full
    return template.format(items=words.list.join(items), none=none)
