"""Figures that cannot all be right: what is flagged, and what is not."""

import datetime as dt

from extract.pipeline import extract
from extract.resolve.conflicts import conflicts
from extract.statements import Conflict, Extraction
from tests.support.articles import article


def extraction(text: str, name: str = "a") -> Extraction:
    found = extract(article(text, name))
    return Extraction(
        id=name,
        source=name,
        date=dt.date(2025, 9, 2),
        agency=None,
        province=found.province,
        county=found.county,
        figures=found.figures,
    )


def flagged(*texts: str) -> list[Conflict]:
    extractions = [extraction(text, f"a{number}") for number, text in enumerate(texts)]
    return conflicts(extractions, {one.id: text for one, text in zip(extractions, texts, strict=True)})


def values(conflict: Conflict, *texts: str) -> list[str]:
    return [extraction(texts[int(name[1:])], name).figures[index].text for name, index in conflict.members]


HEAD = "مدیرکل تعاون استان گیلان گفت: "


def test_a_headline_that_the_body_contradicts() -> None:
    text = "افتتاح ۳۶ تعاونی در گیلان\n" + HEAD + "۳۹ تعاونی در گیلان افتتاح شد."
    (conflict,) = flagged(text)
    assert conflict.kind == "value"
    assert conflict.measure == "cooperatives_opened"
    assert values(conflict, text) == ["۳۶ تعاونی", "۳۹ تعاونی"]


def test_the_same_value_twice_is_no_conflict() -> None:
    assert not flagged("افتتاح ۳۶ تعاونی در گیلان\n" + HEAD + "۳۶ تعاونی در گیلان افتتاح شد.")


def test_a_rounded_value_is_no_conflict() -> None:
    assert not flagged(HEAD + "حدود ۷ هزار و ۹۰۰ تعاونی فعال است.\nوی گفت: هشت هزار تعاونی فعال داریم.")


def test_another_place_is_no_conflict() -> None:
    assert not flagged(HEAD + "در فومن ۳۶ تعاونی فعال است.\nوی گفت: در رشت ۵۱ تعاونی فعال است.")


def test_another_measure_is_no_conflict() -> None:
    assert not flagged(HEAD + "۳۲۰ تعاونی فعال است.\nوی گفت: ۴۱۰ تعاونی راکد است.")


def test_two_articles_that_contradict_each_other() -> None:
    texts = HEAD + "۳۲۰ تعاونی فعال است.", HEAD + "۴۱۰ تعاونی فعال است."
    (conflict,) = flagged(*texts)
    assert conflict.kind == "value"
    assert conflict.province == "گیلان"
    assert values(conflict, *texts) == ["۳۲۰ تعاونی", "۴۱۰ تعاونی"]


def test_a_factor_of_ten_is_named() -> None:
    texts = (
        HEAD + "سرمایه ثبتی تعاونی‌ها ۴۰ میلیارد تومان است.",
        HEAD + "سرمایه ثبتی تعاونی‌ها ۴۰۰ میلیارد تومان است.",
    )
    (conflict,) = flagged(*texts)
    assert conflict.kind == "factor_ten"


def test_an_amount_restated_wrongly_in_the_other_currency() -> None:
    wrong = HEAD + "درآمد آنها ۴۵ میلیون ریال، یعنی ۴۵ میلیون تومان است."
    (conflict,) = flagged(wrong)
    assert conflict.kind == "factor_ten"
    assert not flagged(HEAD + "درآمد آنها ۴۵ میلیون ریال، یعنی ۴.۵ میلیون تومان است.")


def test_parts_that_do_not_make_up_the_whole() -> None:
    text = HEAD + "از ۵۸ تعاونی، ۲۱ تعاونی فعال، ۲۴ تعاونی راکد و ۱۵ تعاونی منحل است."
    (conflict,) = flagged(text)
    assert conflict.kind == "sum"
    assert len(conflict.members) == 4
    assert not flagged(HEAD + "از ۶۰ تعاونی، ۲۱ تعاونی فعال، ۲۴ تعاونی راکد و ۱۵ تعاونی منحل است.")
