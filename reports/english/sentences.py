"""Figures as English phrases, made from their fields alone: “more than 9,000 housing units under construction”."""

from typing import TYPE_CHECKING

from markupsafe import Markup
from msgspec import structs

from reports.languages.amounts import names_unit
from reports.languages.wording import Run
from reports.measures import measure
from reports.model import Datum

if TYPE_CHECKING:
    from reports.languages.base import Language


_OF_ONE = frozenset({"price", "rent", "wages", "interest_rate"})
"""Measures of which one value is one of them: a price, not prices."""


def noun_phrase(english: "Language", datum: Datum) -> Markup:
    """Return a figure as a noun phrase.

    A counted thing agrees with its number (“1 active cooperative”, “2 active cooperatives a year”); anything else is
    named before its value (“investment (about 195 billion tomans)”).
    """
    known = measure(datum.measure)
    amount = english.amount(datum)
    if names_unit(datum, "en"):
        one = known is not None and (datum.low, datum.high) == (1, 1)
        what = Run(known.en) if known and one else english.measure(datum)
        return english.t(
            "phrase.counted", amount=structs.replace(amount, per="").text, what=_per(what, amount.per)
        )
    what = english.measure(datum)
    if known and (datum.measure in _OF_ONE or datum.unit == "percent"):
        what = Run(known.en)
    return english.t("phrase.measured", amount=amount.text, what=what)


def _per(what: Run, per: str) -> Markup | Run:
    return Markup("{} {}").format(what, per) if per else what


def figure_line(english: "Language", datum: Datum) -> Markup:
    """Return a figure with its place: what stands under a statement that has no translation."""
    return english.t("phrase.placed", phrase=noun_phrase(english, datum), place=english.where(datum))
