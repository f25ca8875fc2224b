"""Charts: what they say in words, and what a reader sees on the page."""

import hashlib
import subprocess
import sys
import xml.etree.ElementTree as ET
from pathlib import Path
from typing import Any, NamedTuple

import msgspec
import numpy as np
import pikepdf
import pytest
from PIL import features

from extract.errors import RenderError, SetupError, UsageError
from extract.statements import Qualifier
from reports import fontfiles
from reports.canvas import MM_PER_POINT, Anchor, Canvas, Picture, plain, text_width, wrap
from reports.charts import ChartRow, ChartSpec, bar_chart, comparison_chart, key, range_chart
from reports.chartspec import digits
from reports.render.svgpaint import paint
from reports.themes import FOLDER, Language, contrast, load_theme
from tests.conftest import environment
from tests.support.pixels import ink_of, likeness, near, pdf_of, per_mm, pixels_of, shaped_by_raqm

THEME = load_theme()
BOTH: tuple[Language, Language] = ("fa", "en")
CHARTS = (bar_chart, comparison_chart, range_chart)


def row(
    fa: str,
    en: str,
    low: float,
    high: float | None = None,
    qualifier: Qualifier = "exact",
    disputed: bool = False,
) -> ChartRow:
    return ChartRow(
        label_fa=fa,
        label_en=en,
        low=low,
        high=low if high is None else high,
        qualifier=qualifier,
        disputed=disputed,
        citation=7,
    )


COUNTS = ChartSpec(
    title_fa="یزد بیشترین تعاونی را دارد",
    title_en="Yazd has most cooperatives",
    unit="cooperative",
    rows=(
        row("خراسان رضوی", "Razavi Khorasan", 918, None, "about"),
        row("یزد", "Yazd", 1264, None, "more_than"),
        row("چهارمحال و بختیاری", "Chaharmahal and Bakhtiari", 407, None, "nearly"),
        row("البرز", "Alborz", 560, 610, "range", True),
        row("فارس", "Fars", 300, None, "up_to"),
        row("قم", "Qom", 80, None, "less_than"),
        row("ایلام", "Ilam", 0),
    ),
)
MONEY = ChartSpec(
    title_fa="بانک بیش از صندوق وام داده است",
    title_en="The bank lent more than the fund",
    unit="toman",
    rows=(
        row("صندوق کارآفرینی", "Entrepreneurship fund", 6_000_000_000),
        row(
            "بانک توسعه تعاون و شعبه‌های روستایی آن",
            "Cooperative bank and its rural branches",
            125_500_000_000,
        ),
    ),
)
SHARES = ChartSpec(
    title_fa="سهم زنان بیشتر است",
    title_en="Women hold the larger share",
    unit="percent",
    rows=(row("زنان", "Women", 31.7), row("جوانان", "Youth", 12, 15, "range")),
)
SOLID = ChartSpec(
    title_fa="سه میله",
    title_en="Three bars",
    unit="job",
    rows=(row("الف", "A", 250), row("ب", "B", 1000), row("پ", "C", 500)),
)
SPECS = (COUNTS, MONEY, SHARES, SOLID)


class Label(NamedTuple):
    """A box around a label, in millimetres; as tall as the type size."""

    left: float
    top: float
    right: float
    bottom: float


@pytest.fixture
def labels(monkeypatch: pytest.MonkeyPatch) -> list[Label]:
    """The place of every label that is written."""
    seen: list[Label] = []
    write = Canvas.text

    def text(
        canvas: Canvas, x: float, middle: float, words: str, points: float, language: Language, **more: Any
    ) -> None:
        width = text_width(words, points, language, more.get("bold", False))
        left = x - width * {"start": 0, "middle": 0.5, "end": 1}[more.get("anchor", "start")]
        height = points * MM_PER_POINT
        seen.append(Label(left, middle - height / 2, left + width, middle + height / 2))
        write(canvas, x, middle, words, points, language, **more)

    monkeypatch.setattr(Canvas, "text", text)
    return seen


# --- words ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("spec", "language", "values"),
    [
        (COUNTS, "fa", ["۱٬۲۶۴", "۹۱۸", "۵۶۰ تا ۶۱۰", "۴۰۷", "۳۰۰", "۸۰", "۰"]),
        (COUNTS, "en", ["1,264", "918", "560–610", "407", "300", "80", "0"]),
        (MONEY, "fa", ["۶ میلیارد", "۱۲۵٫۵ میلیارد"]),
        (MONEY, "en", ["6 billion", "125.5 billion"]),
        (SHARES, "fa", ["۳۱٫۷٪", "۱۲ تا ۱۵٪"]),
        (SHARES, "en", ["31.7%", "12–15%"]),
    ],
)
def test_alternative_text_names_every_bar_with_its_value(
    spec: ChartSpec, language: Language, values: list[str]
) -> None:
    alt = bar_chart(spec, language, THEME).alt
    for value in values:
        assert f": {value}" in alt or f" {value}" in alt
    for one in spec.rows:
        assert one.label(language) in alt
    assert spec.title(language) in alt


def test_alternative_text_keeps_qualifiers_and_disputes() -> None:
    alt = bar_chart(COUNTS, "fa", THEME).alt
    assert "یزد: بیش از ۱٬۲۶۴ تعاونی؛" in alt
    assert "قم: کمتر از ۸۰ تعاونی" in alt
    assert "البرز: ۵۶۰ تا ۶۱۰ تعاونی (مورد اختلاف)" in alt
    assert "Yazd: more than 1,264 cooperatives; Razavi" in bar_chart(COUNTS, "en", THEME).alt


@pytest.mark.parametrize(
    ("value", "fa", "en"),
    [
        (0, "۰", "0"),
        (1264, "۱٬۲۶۴", "1,264"),
        (16754.5, "۱۶٬۷۵۴٫۵", "16,754.5"),
        (0.125, "۰٫۱۲۵", "0.125"),
        (12.34567, "۱۲٫۳۴۵۶۷", "12.34567"),
        (6_000_000_000, "۶٬۰۰۰٬۰۰۰٬۰۰۰", "6,000,000,000"),
    ],
)
def test_digits_are_the_language_s_and_never_rounded(value: float, fa: str, en: str) -> None:
    assert (digits(value, "fa"), digits(value, "en")) == (fa, en)


def test_a_scale_is_used_only_if_no_value_needs_rounding() -> None:
    odd = msgspec.structs.replace(MONEY, rows=(*MONEY.rows, row("الف", "Odd", 1_234_567_891)))
    alt = bar_chart(odd, "en", THEME).alt
    assert "1,234,567,891 tomans" in alt
    assert "6,000,000,000 tomans" in alt


def test_the_key_explains_the_marks_that_occur_and_no_others() -> None:
    texts = [entry.text for entry in key(COUNTS.rows, "fa", THEME)]
    assert texts == ["بیش از", "کمتر از", "حدود", "نزدیک به", "تا", "ممکن است کمتر باشد", "مورد اختلاف"]
    assert key(SOLID.rows, "fa", THEME) == ()
    assert key(SHARES.rows, "fa", THEME, spans=True) == ()


# --- refusals ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("low", "high"), [(-1, 5), (5, 4), (0, float("inf")), (float("nan"), 1)])
def test_what_a_bar_cannot_show_is_refused(low: float, high: float) -> None:
    spec = msgspec.structs.replace(SOLID, rows=(row("الف", "A", low, high),))
    with pytest.raises(RenderError):
        bar_chart(spec, "fa", THEME)


def test_no_rows_and_lone_comparisons_are_refused() -> None:
    with pytest.raises(RenderError):
        bar_chart(msgspec.structs.replace(SOLID, rows=()), "fa", THEME)
    with pytest.raises(RenderError):
        comparison_chart(msgspec.structs.replace(SOLID, rows=SOLID.rows[:1]), "fa", THEME)


def test_a_missing_font_is_told_in_one_sentence(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(fontfiles, "_FOLDERS", (tmp_path,))
    with pytest.raises(SetupError, match=r"Vazirmatn-Bold\.ttf is missing"):
        fontfiles.font_path(bold=True)
    (tmp_path / "Vazirmatn-Regular.ttf").touch()
    assert fontfiles.font_path(bold=False).parent == tmp_path


@pytest.mark.parametrize(
    ("old", "new"),
    [('ink = "#1B2226"', 'ink = "black"'), ("full = 174.0", "fool = 174.0"), ("from = 3", "from = 1")],
)
def test_a_theme_with_a_mistake_is_refused(tmp_path: Path, old: str, new: str) -> None:
    text = (FOLDER / "theme.toml").read_text("utf-8")
    assert old in text
    path = tmp_path / "theme.toml"
    path.write_text(text.replace(old, new, 1), "utf-8")
    with pytest.raises(UsageError, match=str(path)):
        load_theme(path)


# --- bytes ------------------------------------------------------------------------------------------------------

_DIGEST = """
import hashlib, sys
sys.path.insert(0, ".")
from tests.test_charts import CHARTS, SPECS, BOTH, THEME
whole = "".join(draw(spec, la, THEME).svg for draw in CHARTS for spec in SPECS for la in BOTH)
print(hashlib.sha256(whole.encode()).hexdigest())
"""


def test_the_same_bytes_again_in_another_process() -> None:
    def elsewhere(seed: str, zone: str) -> str:
        command = [sys.executable, "-c", _DIGEST]
        extra = {"PYTHONHASHSEED": seed, "TZ": zone, "SOURCE_DATE_EPOCH": seed}
        root = Path(__file__).parent.parent
        return subprocess.run(
            command, cwd=root, env=environment(**extra), capture_output=True, text=True, check=True
        ).stdout.strip()

    whole = "".join(draw(spec, la, THEME).svg for draw in CHARTS for spec in SPECS for la in BOTH)
    here = hashlib.sha256(whole.encode()).hexdigest()
    assert elsewhere("1", "Asia/Tehran") == elsewhere("2", "UTC") == here


@pytest.mark.parametrize("language", BOTH)
@pytest.mark.parametrize("draw", CHARTS)
def test_a_picture_is_self_contained_outlines(draw: type, language: Language) -> None:
    svg = draw(COUNTS, language, THEME).svg
    names = {element.tag.rsplit("}")[-1] for element in ET.fromstring(svg).iter()}
    assert not names & {"text", "image", "script", "foreignObject", "date"}
    links = [v for e in ET.fromstring(svg).iter() for k, v in e.attrib.items() if k.endswith("href")]
    assert links
    assert all(link.startswith("#") for link in links)
    assert "<!--" not in svg


@pytest.mark.parametrize("draw", CHARTS)
def test_a_picture_has_nothing_that_pages_could_not_paint(draw: type) -> None:
    for spec in SPECS:
        assert paint(draw(spec, "fa", THEME).svg.encode()).get_intrinsic_size(1, 1)[0] > 0


def test_settings_of_the_machine_change_nothing() -> None:
    from matplotlib import rc_context

    def sheet() -> str:
        canvas = Canvas(120, 12)
        canvas.lines([[(x / 2, 5) for x in range(200)]], "#000000", 0.3)
        canvas.text(60, 6, "تعاونی", 12, "fa", colour="#000000")
        return canvas.svg()

    before = sheet()
    with rc_context({"svg.fonttype": "none", "svg.id": "mine", "path.simplify": False}):
        assert sheet() == before


# --- pixels -----------------------------------------------------------------------------------------------------


def _line(text: str, language: Language = "fa", *, bold: bool = False) -> Picture:
    canvas = Canvas(120, 12)
    canvas.text(60, 6, text, 24, language, colour="#000000", bold=bold, anchor="middle")
    return Picture(svg=canvas.svg(), alt=text, width_mm=120, height_mm=12)


@pytest.mark.skipif(not features.check("raqm"), reason="NOT TESTED: this Pillow comes without libraqm")
@pytest.mark.parametrize(
    "text",
    [
        "تسهیلات",
        "تعاونی‌های فعال",
        "خراسان رضوی",
        "۵۰ تا ۸۰ میلیون",
        "۱٬۲۶۴ تعاونی",
        "کهگیلویه و بویراحمد",
        "لا لأ",
    ],
)
@pytest.mark.parametrize("bold", [False, True])
def test_persian_is_joined_and_in_order(text: str, bold: bool) -> None:
    """Against the same words set by another program, and against what goes wrong: turned round, or unjoined."""
    seen = ink_of(pixels_of(_line(text, bold=bold), 300))
    assert likeness(seen, shaped_by_raqm(text, bold=bold)) > 0.93
    assert likeness(seen, shaped_by_raqm(text[::-1], bold=bold)) < 0.75
    assert likeness(seen, shaped_by_raqm(text, shaping=False, bold=bold)) < 0.75
    assert likeness(seen[:, ::-1], shaped_by_raqm(text, bold=bold)) < 0.75


def test_a_label_that_starts_with_a_latin_word_still_runs_from_the_right() -> None:
    mixed, latin = (ink_of(pixels_of(_line(text), 200)) for text in ("ABC شرکت", "ABC"))
    columns = np.flatnonzero(mixed.max(axis=0) > 0.5)
    width = np.ptp(np.flatnonzero(latin.max(axis=0) > 0.5))
    assert likeness(mixed[:, columns[-1] - width - 1 : columns[-1] + 1], latin) > 0.9


def test_the_percent_sign_stands_left_of_a_persian_number() -> None:
    whole, sign = (ink_of(pixels_of(_line(text), 200)) for text in ("۲۵٪", "٪"))
    columns = np.flatnonzero(whole.max(axis=0) > 0.5)
    width = np.ptp(np.flatnonzero(sign.max(axis=0) > 0.5))
    assert likeness(whole[:, columns[0] : columns[0] + width + 1], sign) > 0.9


@pytest.mark.parametrize("anchor", ["start", "middle", "end"])
@pytest.mark.parametrize("mirrored", [False, True])
def test_a_line_stands_where_its_width_says(anchor: Anchor, mirrored: bool) -> None:
    text, points = "تعاونی‌های فعال", 24
    canvas = Canvas(120, 12, mirrored=mirrored)
    canvas.text(60, 6, text, points, "fa", colour="#000000", anchor=anchor)
    ink = ink_of(pixels_of(Picture(svg=canvas.svg(), alt=text, width_mm=120, height_mm=12), 200))
    columns = np.flatnonzero(ink.max(axis=0) > 0.5) / per_mm(200)
    width = text_width(text, points, "fa")
    left = 60 - width * {"start": 0, "middle": 0.5, "end": 1}[anchor]
    if mirrored:
        left = 120 - left - width
    assert columns[0] == pytest.approx(left, abs=1)  # letters stand a little away from the ends of their line
    assert columns[-1] == pytest.approx(left + width, abs=1)


def test_letters_that_the_font_has_not_are_boxes() -> None:
    """Without a warning: warnings are errors here."""
    assert text_width("水", 24, "en") > 0
    assert ink_of(pixels_of(_line("水"), 200)).max() > 0.5


@pytest.mark.parametrize("language", BOTH)
def test_bars_start_at_the_names_and_are_as_long_as_their_values(language: Language) -> None:
    picture = bar_chart(SOLID, language, THEME)
    bars = near(pixels_of(picture), THEME.colour.accent)
    if language == "fa":
        bars = bars[:, ::-1]  # from here on both run alike
    row_height = THEME.bar.row * per_mm()
    found = [np.flatnonzero(bars[int((i + 0.5) * row_height)]) for i in range(3)]
    starts, lengths = [bar[0] for bar in found], [np.ptp(bar) for bar in found]
    assert max(starts) - min(starts) <= 1
    assert starts[0] < 0.1 * bars.shape[1]
    assert lengths[1] / lengths[0] == pytest.approx(0.5, abs=0.01)
    assert lengths[2] / lengths[0] == pytest.approx(0.25, abs=0.01)


def test_both_languages_have_the_same_rows_and_colours() -> None:
    def strip(language: Language) -> list[tuple[bool, ...]]:
        pixels = pixels_of(bar_chart(COUNTS, language, THEME))
        colours = (THEME.colour.accent, THEME.colour.accent_tint, THEME.colour.disputed)
        height = THEME.bar.row * per_mm()
        return [
            tuple(bool(near(pixels[int(i * height) : int((i + 1) * height)], c).sum() > 400) for c in colours)
            for i in range(len(COUNTS.rows))
        ]

    assert strip("fa") == strip("en")
    assert strip("fa")[0] == (True, False, False)  # more than 1264: solid
    assert strip("fa")[2] == (False, False, True)  # 560 to 610, disputed: hatched
    assert strip("fa")[4] == (False, True, False)  # up to 300: light


def test_the_disputed_is_hatched_so_that_it_shows_without_colour() -> None:
    picture = comparison_chart(SOLID, "fa", THEME)
    grey = ink_of(pixels_of(picture, 300))
    line = grey[int(THEME.bar.row / 2 * per_mm(300))]
    changes = np.count_nonzero(np.diff(line > 0.35))
    assert changes > 40  # strokes and gaps; a solid bar has two
    solid = ink_of(pixels_of(bar_chart(SOLID, "fa", THEME, width_mm=84), 300))
    assert np.count_nonzero(np.diff(solid[int(THEME.bar.row / 2 * per_mm(300))] > 0.35)) < 40


def test_a_range_lies_between_its_ends() -> None:
    spec = msgspec.structs.replace(SOLID, rows=(row("الف", "A", 50, 80, "range"),))
    pixels = pixels_of(range_chart(spec, "en", THEME), 300)
    middle = pixels[pixels.shape[0] // 2]
    span = np.flatnonzero(near(pixels, THEME.colour.accent)[pixels.shape[0] // 2])
    zero = np.flatnonzero(near(middle[None], THEME.colour.rule)[0])[0]
    assert (span[0] - zero) / (span[-1] - zero) == pytest.approx(50 / 80, abs=0.015)


@pytest.mark.parametrize("language", BOTH)
@pytest.mark.parametrize("width", [THEME.width.half, THEME.width.full])
@pytest.mark.parametrize("spec", SPECS)
def test_no_label_leaves_the_sheet_or_lies_on_another(
    spec: ChartSpec, width: float, language: Language, labels: list[Label]
) -> None:
    picture = bar_chart(spec, language, THEME, width_mm=width)
    assert len(labels) >= 3 * len(spec.rows)  # name, value, citation
    for i, one in enumerate(labels):
        assert one.left > -0.1
        assert one.right < picture.width_mm + 0.1
        assert one.top > -0.1
        assert one.bottom < picture.height_mm + 0.1
        for other in labels[:i]:
            apart = one.left >= other.right or other.left >= one.right
            assert apart or one.top >= other.bottom or other.top >= one.bottom


def test_wrapped_names_keep_their_words_and_their_width() -> None:
    name = MONEY.rows[1].label_fa
    lines = wrap(name, 8, "fa", 30)
    assert len(lines) > 1
    assert " ".join(lines) == name
    assert all(text_width(line, 8, "fa") <= 30 for line in lines)
    assert wrap("یک‌واژهٔ‌بسیاربسیاردراز", 8, "fa", 3) == ["یک‌واژهٔ‌بسیاربسیاردراز"]


# --- hostile text -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "name", ["$x_1^{2}$", "<script>&amp;", "-->", "\u202e۱۲۳\u202c", "\x00\x07", "٪s {x} %d"]
)
def test_names_are_text_whatever_they_hold(name: str) -> None:
    spec = msgspec.structs.replace(SOLID, rows=(row(f"الف {name}", f"A {name}", 5),))
    for language in BOTH:
        ET.fromstring(bar_chart(spec, language, THEME).svg)


def test_an_override_cannot_turn_a_number_round() -> None:
    assert plain("می‌شود \u202e۱۲۳\u202c\u200e") == "می‌شود ۱۲۳"
    assert _line("\u202e۱۲۳\u202c").svg == _line("۱۲۳").svg


# --- page -------------------------------------------------------------------------------------------------------


def test_the_alternative_text_reaches_the_tag_tree(tmp_path: Path) -> None:
    picture = bar_chart(COUNTS, "fa", THEME)
    path = tmp_path / "page.pdf"
    path.write_bytes(pdf_of(picture, pdf_variant="pdf/ua-1"))
    with pikepdf.open(path) as pdf:
        figures = [o for o in pdf.objects if isinstance(o, pikepdf.Dictionary) and o.get("/S") == "/Figure"]
        assert [str(figure["/Alt"]) for figure in figures] == [picture.alt]


def test_colours_are_readable() -> None:
    colours = THEME.colour
    for text in (colours.ink, colours.muted, colours.accent, colours.disputed):
        for ground in (colours.paper, colours.surface):
            assert contrast(text, ground) >= 4.5
    assert contrast(colours.disputed, colours.disputed_tint) >= 3  # strokes of the hatch
    assert contrast(colours.accent, colours.accent_tint) >= 3  # solid beside light
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast("#777777", "#FFFFFF") == pytest.approx(4.48, abs=0.01)  # known from the literature
