"""Periods, «per» and modality: ``cases/periods.tsv``."""

import datetime as dt

import pytest

from extract.recognise.dates import full_year
from tests.support.tables import table
from tests.test_figures import figures

DATE = dt.date(2025, 9, 2)


@pytest.mark.parametrize("row", table("periods"), ids=lambda row: row["text"][:20])
def test_periods(row: dict[str, str]) -> None:
    found = figures(row["text"], DATE)
    assert "|".join(figure.period or "-" for figure in found) == row["period"]
    assert "|".join(figure.per or "-" for figure in found) == row["per"]
    assert "|".join(figure.modality for figure in found) == row["modality"]


@pytest.mark.parametrize("row", table("periods"), ids=lambda row: row["text"][:20])
def test_without_a_date_only_years_that_are_written_out_are_known(row: dict[str, str]) -> None:
    for figure in figures(row["text"]):
        assert figure.period is None or "سال" in (figure.period_text or "")


def test_the_year_turns_at_nowruz() -> None:
    (before,) = figures("امسال ۳۲۰ تعاونی ثبت شد.", dt.date(2025, 3, 20))
    (after,) = figures("امسال ۳۲۰ تعاونی ثبت شد.", dt.date(2025, 3, 21))
    assert (before.period, after.period) == ("1403", "1404")


@pytest.mark.parametrize(("number", "year"), [(97, 1397), (57, 1357), (3, 1403), (1402, 1402)])
def test_full_year(number: int, year: int) -> None:
    assert full_year(number) == year
