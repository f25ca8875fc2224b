"""Figures: value, unit, qualifier and span, from ``cases/figures.tsv``."""

import datetime as dt

import pytest

from extract.pipeline import vocabulary
from extract.recognise.figures import recognise_figures
from extract.recognise.places import article_place, find_places
from extract.statements import Figure
from tests.support.tables import table

CASES = [(row["text"], row["figures"]) for row in table("figures")]


def figures(text: str, date: dt.date | None = None) -> list[Figure]:
    tokens = vocabulary().tokenise(text)
    places = find_places(tokens)
    province, county = article_place(tokens, places)
    return recognise_figures(tokens, places, date=date, province=province, county=county)


def written(figure: Figure) -> str:
    value = str(figure.low) if figure.low == figure.high else f"{figure.low}..{figure.high}"
    qualifier = "" if figure.qualifier == "exact" else f" {figure.qualifier}"
    unit = "person" if figure.unit == "job" else figure.unit
    return f"{value} {unit}{qualifier}"


@pytest.mark.parametrize(("text", "expected"), CASES)
def test_figures(text: str, expected: str) -> None:
    assert " | ".join(map(written, figures(text))) == expected


@pytest.mark.parametrize("text", [text for text, expected in CASES if expected])
def test_spans_hold_the_number_and_leave_the_qualifier_out(text: str) -> None:
    for figure in figures(text):
        assert figure.text == text[figure.start : figure.end]
        assert figure.sentence[0] <= figure.start < figure.end <= figure.sentence[1]
        if figure.qualifier_span:
            low, high = figure.qualifier_span
            assert high <= figure.start or low >= figure.end


@pytest.mark.parametrize(
    "text",
    [
        "اعضا در مجموع ۱۷ میلیارد و ۴۰۰ آورده‌اند.",
        "قیمت آن ۱۲ میلیون و ۵۰۰ تومان است.",
        "میزان تحقق درآمدها ۷۷. ۶ درصد است.",
    ],
)
def test_an_amount_that_lost_a_part_is_held(text: str) -> None:
    (figure,) = figures(text)
    assert figure.held == "malformed_number"


@pytest.mark.parametrize(
    "text",
    [
        "قیمت آن ۱۲ میلیون و ۳۵۰ هزار و ۵۰۰ تومان است.",
        "بدهی ۴۵۰ تومان است.",
        "این سهم در سال ۹۷. ۶ درصد سهم دولت است.",
    ],
)
def test_a_whole_amount_is_not(text: str) -> None:
    assert all(figure.held != "malformed_number" for figure in figures(text))


@pytest.mark.parametrize(
    ("text", "held"),
    [
        ("تا پایان سال ۹۷ تعاونی احیا می‌شود.", True),
        ("تا پایان سال ۵۶ تعاونی احیا می‌شود.", False),
        ("در سال ۹۷ هزار تن گندم خریدیم.", True),
        ("این کارخانه در سال ۵۰ هزار تن خوراک تولید می‌کند.", False),
    ],
)
def test_a_number_that_may_be_the_year_is_held(text: str, held: bool) -> None:
    (figure,) = figures(text, dt.date(2018, 9, 1))
    assert (figure.held == "year_or_count") is held
    assert figure.period in (None, "1397")


def test_an_amount_is_held_where_nothing_tells_its_currency() -> None:
    (figure,) = figures("از فروش ماهی ۸ میلیون درآمد داریم.")
    assert figure.held == "unknown_currency"
    told, elided = figures("هزینه ساخت ۳۰۰ میلیون تومان بود. ماهی ۸ میلیون درآمد داریم.")
    assert (elided.unit, elided.held) == (told.unit, None)
