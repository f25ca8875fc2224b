"""The tile map: where the provinces lie, what their shades say, and what can be read on them."""

import xml.etree.ElementTree as ET
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from extract.errors import LexiconError, RenderError
from reports import map as tilemap
from reports.canvas import Canvas, text_width
from reports.map import TileState, legend, locator, shade, shade_label, tile_map, tiles
from reports.themes import Language, contrast, load_theme, luminance, readable_on
from tests.support.pixels import near, per_mm, pixels_of

THEME = load_theme()
BOTH: tuple[Language, Language] = ("fa", "en")
STATES = {
    "یزد": TileState(figures=9, disputed=True),
    "خراسان رضوی": TileState(figures=4),
    "مازندران": TileState(figures=12),
    "کهگیلویه و بویراحمد": TileState(figures=1),
}


def _lightness(colour: str) -> float:
    """CIE L*, 0 to 100: how light a colour is on a photocopy."""
    y = luminance(colour)
    return float(116 * y ** (1 / 3) - 16 if y > 0.008856 else 903.3 * y)


# --- places -----------------------------------------------------------------------------------------------------


def test_there_are_31_provinces_each_in_its_own_place() -> None:
    places = {(tile.column, tile.row) for tile in tiles().values()}
    assert len(tiles()) == len(places) == 31


@pytest.mark.parametrize(
    ("west", "east"),
    [("آذربایجان غربی", "خراسان شمالی"), ("ایلام", "سیستان و بلوچستان"), ("خوزستان", "هرمزگان")],
)
def test_west_is_left(west: str, east: str) -> None:
    assert tiles()[west].column < tiles()[east].column


@pytest.mark.parametrize(
    ("north", "south"), [("گیلان", "فارس"), ("تهران", "اصفهان"), ("خراسان رضوی", "کرمان")]
)
def test_north_is_up(north: str, south: str) -> None:
    assert tiles()[north].row < tiles()[south].row


def test_the_places_of_the_key_are_free() -> None:
    last = max(tile.row for tile in tiles().values())
    width = 1 + max(tile.column for tile in tiles().values())
    taken = {(tile.column, tile.row) for tile in tiles().values()}
    assert not taken & {(width - 1, last), (width - 2, last)}


def test_short_names_are_those_of_the_province() -> None:
    for tile in tiles().values():
        assert 1 <= len(tile.short_fa) <= 2
        assert 1 <= len(tile.short_en) <= 2
        assert set(tile.short_fa) <= {*tile.fa.split(), tile.fa}
        if len(tile.short_en) == 1:
            assert tile.short_en[0] == tile.en


def test_two_provinces_in_one_place_are_refused(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    path = tmp_path / "provinces.tsv"
    path.write_text("fa\ten\tcolumn\trow\nیزد\tYazd\t1\t1\nقم\tQom\t1\t1\n", "utf-8")
    monkeypatch.setattr(tilemap, "PROVINCES", path)
    with pytest.raises(LexiconError, match="share a place"):
        tiles.__wrapped__()


# --- shades -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("figures", "step"), [(0, 0), (1, 1), (2, 1), (3, 2), (5, 2), (6, 3), (400, 3)])
def test_shades_by_number_of_figures(figures: int, step: int) -> None:
    assert shade(figures, THEME) == THEME.shade[step]


def test_shades_are_labelled_in_both_languages() -> None:
    assert [shade_label(i, "en", THEME) for i in range(4)] == ["0", "1–2", "3–5", "6+"]
    assert [shade_label(i, "fa", THEME) for i in range(4)] == ["۰", "۱–۲", "۳–۵", "۶+"]


def test_shades_stay_apart_on_a_photocopy() -> None:
    steps = [_lightness(step.colour) for step in THEME.shade]
    assert all(lighter - darker >= 10 for lighter, darker in pairwise(steps))


def test_names_are_readable_on_every_shade() -> None:
    colours = THEME.colour
    assert contrast(colours.muted, THEME.shade[0].colour) >= 4.5
    for step in THEME.shade[1:]:
        assert contrast(readable_on(step.colour, colours.ink, colours.paper), step.colour) >= 4.5
    assert contrast(colours.disputed, colours.paper) >= 3  # the dot against its ring


# --- pictures ---------------------------------------------------------------------------------------------------


def _tile_pixels(pixels: np.ndarray, province: str, width: float, dpi: int = 150) -> np.ndarray:
    grid = tilemap._Grid(width, THEME.tile.gap)
    x, y = grid.corner(tiles()[province])
    left, top, side = (int(v * per_mm(dpi)) for v in (x, y, grid.side))
    return pixels[top : top + side, left : left + side]


@pytest.mark.parametrize("language", BOTH)
def test_every_tile_has_its_shade_in_its_place(language: Language) -> None:
    states = {name: TileState(figures=i % 9) for i, name in enumerate(tiles())}
    pixels = pixels_of(tile_map(states, language, THEME))
    for name, state in states.items():
        found = near(_tile_pixels(pixels, name, THEME.width.half), shade(state.figures, THEME).colour)
        assert found.mean() > 0.6, name


@pytest.mark.parametrize("width", [THEME.width.half, 112, THEME.width.full])
def test_tiles_do_not_overlap_and_fill_the_sheet(width: float) -> None:
    grid = tilemap._Grid(width, THEME.tile.gap)
    corners = [grid.corner(tile) for tile in tiles().values()]
    for i, (x, y) in enumerate(corners):
        assert -1e-9 <= x <= grid.width - grid.side + 1e-9
        assert -1e-9 <= y <= grid.height - grid.side + 1e-9
        assert all(abs(x - u) >= grid.side or abs(y - v) >= grid.side for u, v in corners[:i])


@pytest.mark.parametrize("language", BOTH)
@pytest.mark.parametrize("width", [THEME.width.half, 112, THEME.width.full])
def test_names_fit_their_tiles(width: float, language: Language, monkeypatch: pytest.MonkeyPatch) -> None:
    written: list[tuple[str, float]] = []
    draw = Canvas.text

    def text(
        canvas: Canvas, x: float, middle: float, words: str, points: float, *rest: object, **more: object
    ) -> None:
        written.append((words, points))
        draw(canvas, x, middle, words, points, *rest, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(Canvas, "text", text)
    tile_map(STATES, language, THEME, width_mm=width)
    side = tilemap._Grid(width, THEME.tile.gap).side
    names = {line for tile in tiles().values() for line in tile.lines(language)}
    sizes = dict(written)
    assert names <= sizes.keys()
    for name in names:
        assert text_width(name, sizes[name], language) <= side * 0.95
        assert sizes[name] >= 5


@pytest.mark.parametrize("language", BOTH)
def test_the_disputed_has_a_dot_and_the_others_have_none(language: Language) -> None:
    pixels = pixels_of(tile_map(STATES, language, THEME), 300)
    for name in STATES:
        dots = near(_tile_pixels(pixels, name, THEME.width.half, 300), THEME.colour.disputed).sum()
        assert (dots > 20) == STATES[name].disputed


def test_the_highlight_is_an_outline_of_one_tile() -> None:
    pixels = pixels_of(tile_map({}, "fa", THEME, highlight="قم"), 300)
    dark = {name: near(_tile_pixels(pixels, name, 84, 300)[2:5], THEME.colour.ink).mean() for name in tiles()}
    assert dark.pop("قم") > 0.7
    assert max(dark.values()) < 0.1


@pytest.mark.parametrize("language", BOTH)
def test_the_locator_fills_one_tile_at_the_place_of_the_map(language: Language) -> None:
    picture = locator("ایلام", language, THEME)
    assert picture.width_mm == 14
    filled = near(pixels_of(picture, 600), THEME.colour.accent)
    rows, columns = np.nonzero(filled)
    assert columns.mean() / filled.shape[1] == pytest.approx(0.5 / 7, abs=0.02)  # first column
    assert rows.mean() / filled.shape[0] == pytest.approx(3.5 / 5, abs=0.02)  # fourth row
    assert tiles()["ایلام"].name(language) in picture.alt


@pytest.mark.parametrize("language", BOTH)
def test_alternative_text_names_every_province_with_its_value(language: Language) -> None:
    alt = tile_map(STATES, language, THEME).alt
    for name, value in {"یزد": "۹", "خراسان رضوی": "۴", "مازندران": "۱۲", "کهگیلویه و بویراحمد": "۱"}.items():
        number = value if language == "fa" else str(int(value))
        assert f"{tiles()[name].name(language)}: {number}" in alt
    for tile in tiles().values():
        assert tile.name(language) in alt
    assert alt.count("(مورد اختلاف)" if language == "fa" else "(disputed)") == 1


def test_alternative_text_of_an_empty_map_says_so() -> None:
    assert "no figure" in tile_map({}, "en", THEME).alt
    full = {name: TileState(figures=1) for name in tiles()}
    assert "None:" not in tile_map(full, "en", THEME).alt


@pytest.mark.parametrize("language", BOTH)
def test_maps_are_the_same_bytes_in_any_order_of_states(language: Language) -> None:
    one = tile_map(STATES, language, THEME)
    other = tile_map(dict(reversed(STATES.items())), language, THEME)
    assert one.svg == other.svg
    assert one.alt == other.alt
    assert not {e.tag.rsplit("}")[-1] for e in ET.fromstring(one.svg).iter()} & {"text", "image", "date"}


def test_the_legend_as_data_has_every_shade_and_the_dot() -> None:
    assert [entry.text for entry in legend("en", THEME)] == ["0", "1–2", "3–5", "6+", "disputed"]
    assert near(pixels_of(legend("fa", THEME)[3].mark), THEME.shade[3].colour).mean() > 0.5


def test_unknown_provinces_are_refused() -> None:
    with pytest.raises(RenderError, match="ری"):
        tile_map({"ری": TileState(figures=1)}, "fa", THEME)
    with pytest.raises(RenderError):
        tile_map({}, "fa", THEME, highlight="استان یزد")
    with pytest.raises(RenderError):
        locator("تهران بزرگ", "fa", THEME)
