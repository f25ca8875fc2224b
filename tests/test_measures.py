"""The taxonomy, and which measure a figure is given: ``lexicon/measures.toml`` and ``cases/measures.tsv``."""

import pytest

from extract.recognise.measures import KINDS, load_measures
from tests.support.tables import table
from tests.test_figures import figures

MEASURES = load_measures()
PERSIAN = set("آابپتثجچحخدذرزژسشصضطظعغفقکگلمنوهیئءأؤ‌ -")


@pytest.mark.parametrize(("text", "expected"), [(row["text"], row["measures"]) for row in table("measures")])
def test_measures(text: str, expected: str) -> None:
    assert "|".join(figure.measure or "–" for figure in figures(text)) == expected


def test_what_the_taxonomy_lacks_keeps_its_persian_words() -> None:
    (figure,) = figures("۵۳ گلیم‌باف آموزش ندیده‌اند.")
    assert figure.measure is None or figure.measure_text
    (figure,) = figures("۲۳ هزار تن نهاده دامی رسید.")
    assert figure.measure_text is not None
    assert figure.held is None


def test_a_second_value_has_the_measure_of_the_first() -> None:
    first, second = figures("صادرات تعاونی‌ها از ۲۲ میلیون دلار به ۲۴ میلیون دلار رسید.")
    assert first.measure == second.measure == "exports"


@pytest.mark.parametrize("name", sorted(MEASURES))
def test_an_entry_is_whole(name: str) -> None:
    body = MEASURES[name]
    assert body["kind"] in KINDS
    assert body["importance"] in range(1, 6)
    assert body["units"]
    assert set(body["fa"]) <= PERSIAN
    assert set(body["fa_plural"]) <= PERSIAN
    assert body["en"].isascii()
    assert body["en_plural"].isascii()


def test_the_taxonomy_is_large_enough_to_matter() -> None:
    assert len(MEASURES) >= 80
    assert {body["kind"] for body in MEASURES.values()} == set(KINDS)


def test_what_stands_before_a_link_is_of_the_figure_before() -> None:
    first, second = figures("۱۲۰ تن میگو و ۴۵ تن ماهی پرورش داده شد.")
    assert (first.measure_text, second.measure_text) == ("میگو", "ماهی")
    (_, second) = figures("سال ۸۸ با هفت نفر و ۳۵۰ هزار تومان شروع کردیم.")
    assert second.measure_text is None
    assert second.held == "unknown_measure"
