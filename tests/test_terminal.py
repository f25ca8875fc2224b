"""Tables for terminals: visual order and joined letters where the terminal does neither, nothing lost, nothing wide."""

import io

import pytest
from rich.cells import cell_len
from rich.console import Console

from extract.read.text import article_from_bytes
from extract.statements import Extraction, Figure, Official, Quote
from reports.terminal import Printer, terminal_does_bidi, value, visual, wrapped

PERSIAN = "بیش از ۱۶ هزار و ۷۵۴ نفر در ۱۲۶۴ تعاونیِ استان قم (مرکز) کار می‌کنند"


def figure(**changes: object) -> Figure:
    fields = {
        "start": 0, "end": 2, "low": 16754, "high": 16754, "qualifier": "exact", "unit": "person", "measure": None,
        "measure_text": "اشتغال برای نفر در تعاونی‌های فعال استان", "place": "قم", "province": "قم", "county": None,
        "period": None, "speaker": None, "rule": "r", "held": None, "text": "x", "sentence": (0, 1),
    } | changes  # fmt: skip
    return Figure(**fields)  # type: ignore[arg-type]


def extraction() -> Extraction:
    quote = Quote(
        start=0, end=1, speaker="سید علی اصغر حسینی شیروانی", speaker_role=None, verb="گفت", kind="clause",
        basis="pronoun", rule="r", held="several_candidates", text=PERSIAN * 3, cue=(0, 1),
    )  # fmt: skip
    official = Official(
        name="علی آشتاب", role="مدیرکل", organisation="تعاون، کار و رفاه اجتماعی", province="قم", county=None,
        mentions=((0, 1),), held=None,
    )  # fmt: skip
    return Extraction(
        id="a", source="a.txt", date=None, agency="ایلنا", province="قم", county=None,
        figures=(figure(), figure(low=0, high=10**18, unit="rial", qualifier="range", held="unknown_measure")),
        quotes=(quote,), officials=(official,),
    )  # fmt: skip


def printed(width: int, reorder: bool) -> str:
    file = io.StringIO()
    article = article_from_bytes(PERSIAN.encode(), "a", "a.txt")
    Printer(Console(file=file, width=width, highlight=False, markup=False), reorder).extraction(
        article, extraction()
    )
    return file.getvalue()


def test_letters_are_joined_and_in_visual_order() -> None:
    # «سلام ۱۲»: the first letter stands last; sin and lam-alef in their joined forms; the number keeps its order
    assert visual("سلام ۱۲") == "۱۲ \ufee1\ufefc\ufeb3"
    assert visual("abc") == "abc"
    assert visual("(الف)") == f"({visual('الف')})"


def test_numbers_and_latin_keep_their_order() -> None:
    shown = visual("قم ۱۲۶۴ تعاونی (ABC) در «۱۴۰۴»")
    assert "۱۲۶۴" in shown
    assert "(ABC)" in shown
    assert "«۱۴۰۴»" in shown
    assert shown.index("۱۴۰۴") < shown.index("ABC") < shown.index("۱۲۶۴")


@pytest.mark.parametrize("width", [1, 7, 16, 33, 80])
def test_wrapping_loses_nothing(width: int) -> None:
    lines = wrapped(PERSIAN, width)
    assert "".join("".join(lines).split()) == "".join(PERSIAN.split())
    assert all(cell_len(line) <= width for line in lines)
    assert wrapped("", width) == []


@pytest.mark.parametrize("width", [80, 100, 160])
@pytest.mark.parametrize("reorder", [True, False])
def test_tables_keep_to_the_terminal(width: int, reorder: bool) -> None:
    lines = printed(width, reorder).splitlines()
    assert max(map(cell_len, lines)) <= width
    assert sum("┏" in line for line in lines) == 3


def test_first_line_of_a_cell_is_the_beginning_of_its_text() -> None:
    text = printed(100, reorder=True)
    start, later = visual("بیش از"), visual("کار می‌کنند")
    assert text.index(start) < text.index(later)
    assert "several_" in text
    assert "16,754 person" in text


@pytest.mark.parametrize(
    ("changes", "shown"),
    [
        ({}, "16,754 person"),
        ({"low": 50e6, "high": 80e6, "qualifier": "range", "unit": "rial"}, "50,000,000.0–80,000,000.0 rial"),
        ({"qualifier": "more_than", "unit": None}, "more than 16,754"),
        ({"low": None, "high": None}, "? person"),
        ({"low": 1.5, "high": 1.5, "unit": "megawatt"}, "1.5 megawatt"),
    ],
)
def test_values(changes: dict[str, object], shown: str) -> None:
    assert value(figure(**changes)) == shown


@pytest.mark.parametrize(
    ("environment", "does"),
    [
        ({"TERM": "xterm-256color"}, False),
        ({"VTE_VERSION": "7200"}, True),
        ({"VTE_VERSION": "5202"}, False),
        ({"VTE_VERSION": "x"}, False),
        ({"TERM": "mlterm"}, True),
        ({"TERM_PROGRAM": "Apple_Terminal"}, True),
    ],
)
def test_terminals(environment: dict[str, str], does: bool) -> None:
    assert terminal_does_bidi(environment) is does
