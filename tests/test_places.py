"""Places in texts and places of figures: ``cases/places.tsv`` and ``cases/figure_places.tsv``."""

import pytest

from extract.pipeline import extract, vocabulary
from extract.read.text import article_from_bytes
from extract.recognise.places import PlaceMention, article_place, find_places
from tests.support.tables import table
from tests.test_figures import figures


def mentions(text: str) -> list[PlaceMention]:
    return [one for one in find_places(vocabulary().tokenise(text)) if not one.generic]


def written(mention: PlaceMention) -> str:
    if mention.national:
        return "national"
    marks = ("R" if mention.role else "") + ("D" if mention.dateline else "")
    return ":".join(filter(None, (mention.level, mention.name, mention.county))) + marks


@pytest.mark.parametrize(("text", "places"), [(row["text"], row["places"]) for row in table("places")])
def test_mentions(text: str, places: str) -> None:
    assert " | ".join(written(one) for one in mentions(text)) == places


@pytest.mark.parametrize(("text", "places"), [(row["text"], row["places"]) for row in table("figure_places")])
def test_places_of_figures(text: str, places: str) -> None:
    found = [
        figure.place or "–" for figure in extract(article_from_bytes(text.encode(), "a", "a.txt")).figures
    ]
    assert "|".join(found) == places


@pytest.mark.parametrize("text", [row["text"] for row in table("figure_places")])
def test_a_national_figure_has_no_place_at_all(text: str) -> None:
    for figure in figures(text):
        assert (figure.place is None) == (figure.province is None) or figure.held in (
            "several_provinces",
            "abroad",
        )
        assert figure.county is None or figure.province is not None


@pytest.mark.parametrize(
    ("text", "province", "county"),
    [
        ("فرماندار فومن گفت: کار پیش می‌رود.", "گیلان", "فومن"),
        ("به گزارش خبرگزاری فارس از رشت، فرماندار فومن گفت: کار پیش می‌رود.", "گیلان", "فومن"),
        ("مدیرکل تعاون گیلان گفت: کار پیش می‌رود.", "گیلان", None),
        ("به گزارش خبرگزاری فارس از رشت، کار پیش می‌رود.", "گیلان", None),
        ("معاون وزیر تعاون گفت: در گیلان و مازندران کار پیش می‌رود.", None, None),
        ("کار پیش می‌رود.", None, None),
    ],
)
def test_place_of_the_article(text: str, province: str | None, county: str | None) -> None:
    tokens = vocabulary().tokenise(text)
    assert article_place(tokens, find_places(tokens)) == (province, county)


def test_a_name_of_two_places_is_read_by_the_province_of_the_text() -> None:
    text = "مدیرکل تعاون آذربایجان غربی گفت: در شهرستان سردشت کار پیش می‌رود."
    assert [one.province for one in mentions(text)] == ["آذربایجان غربی", "آذربایجان غربی"]


def test_a_village_that_the_gazetteer_lacks_is_learned_from_a_list() -> None:
    text = "استاندار گیلان گفت: در بخش ماسوله، زرآوران و نوکنده کار پیش می‌رود. در زرآوران ۱۲ تعاونی فعال است."
    assert [figure.place for figure in figures(text)] == ["زرآوران"]
