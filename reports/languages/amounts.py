"""Numbers in words and figures: what both languages share, worded by ``amounts.toml``."""

import tomllib
from decimal import Decimal
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Literal

import msgspec
from babel.numbers import format_decimal

from extract.statements import Qualifier
from extract.text.shadow import skeleton
from reports.english.units import unit_in_english
from reports.measures import measure
from reports.model import Datum

Code = Literal["fa", "en"]
Number = int | float

_LARGEST_DENOMINATOR = 10
_FRACTION_SLACK = Fraction(4, 1000)
_PERSIAN_DIGITS = str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹")


def persian_digits(text: str) -> str:
    """Return a text with ASCII digits as Persian ones, otherwise unchanged."""
    return text.translate(_PERSIAN_DIGITS)


class Words(msgspec.Struct, frozen=True):
    """One thing in both languages."""

    fa: str
    en: str

    def of(self, code: Code) -> str:
        """Return the words of one language."""
        return self.fa if code == "fa" else self.en


class Unit(Words, frozen=True):
    """A unit; English has a plural, Persian counts in the singular."""

    en_plural: str | None = None
    counted: bool = False

    def after(self, value: Number | None, code: Code) -> str:
        """Return the unit as it stands after a number."""
        if code == "fa" or value == 1:
            return self.of(code)
        return self.en_plural if self.en_plural is not None else f"{self.en}s"


class Months(msgspec.Struct, frozen=True):
    """Names of the Jalali months."""

    fa: tuple[str, ...]
    en: tuple[str, ...]


class Table(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """``amounts.toml``."""

    qualifier: dict[Qualifier, Words]
    range: Words
    scale: dict[int, Words]
    per: dict[str, Words]
    fraction: dict[str, Words]
    jalali_months: Months
    unit: dict[str, Unit]


@cache
def table() -> Table:
    """Return the wording of amounts."""
    text = Path(__file__).with_name("amounts.toml").read_text(encoding="utf-8")
    return msgspec.convert(tomllib.loads(text), Table, strict=False)


class Amount(msgspec.Struct, frozen=True, kw_only=True):
    """A value in the parts that a page may set apart; empty parts are left out of :attr:`text`."""

    qualifier: str
    number: str
    scale: str
    unit: str
    per: str

    @property
    def text(self) -> str:
        """The whole: “more than 6 billion tomans a year”."""
        return " ".join(filter(None, (self.qualifier, self.number, self.scale, self.unit, self.per)))

    @property
    def measured_in(self) -> str:
        """What follows the number: “billion tomans a year”."""
        return " ".join(filter(None, (self.scale, self.unit, self.per)))


def decimal(value: Number | Decimal, code: Code) -> str:
    """Return a number in the language's digits and separators, never rounded: ۱۶٬۷۵۴٫۵, 16,754.5."""
    exact = Decimal(str(value))
    shown = format_decimal(
        abs(exact), format="#,##0.###", locale=code, numbering_system="default", decimal_quantization=False
    )
    if code == "fa":
        shown = persian_digits(shown)  # Babel gives the separators alone
    return f"−{shown}" if exact < 0 else shown


def scale_of(values: list[Decimal], unit: str | None) -> int:
    """Return the power of ten to word: the largest that leaves no value more than two decimals, else 0."""
    if unit in ("percent", "fraction", "times", "point"):
        return 0
    largest = max((abs(value) for value in values), default=Decimal(0))
    for power in sorted(table().scale, reverse=True):
        if largest >= Decimal(10) ** power and all(
            value % Decimal(10) ** (power - 2) == 0 for value in values
        ):
            return power
    return 0


def amount(datum: Datum, code: Code, *, bare: bool = False) -> Amount:
    """Word a figure's value.

    Args:
        datum: the figure; its values in base units.
        code: the language.
        bare: leave the unit out where the measure's name already says what is counted.
    """
    words = table()
    values = [end for end in (datum.low, datum.high) if end is not None]
    exact = [Decimal(str(value)) for value in values]
    power = scale_of(exact, datum.unit)
    number = _number(exact, power, datum.unit, code)
    return Amount(
        qualifier=words.qualifier[datum.qualifier].of(code),
        number=number,
        scale=words.scale[power].of(code) if power else "",
        unit="" if bare and names_unit(datum, code) else unit_words(datum.unit, values[-1], code),
        per=words.per[datum.per].of(code) if datum.per in words.per else "",
    )


def _number(values: list[Decimal], power: int, unit: str | None, code: Code) -> str:
    if unit == "fraction" and values[0] == values[-1] and (worded := _fraction(values[0], code)):
        return worded
    ends = [decimal(value.scaleb(-power), code) for value in dict.fromkeys(values)]
    if len(ends) == 1:
        return ends[0]
    return table().range.of(code).format(low=ends[0], high=ends[-1])


def _fraction(value: Decimal, code: Code) -> str | None:
    near = Fraction(value).limit_denominator(_LARGEST_DENOMINATOR)
    words = table().fraction.get(f"{near.numerator}/{near.denominator}")
    return words.of(code) if words and abs(near - Fraction(value)) <= _FRACTION_SLACK else None


def unit_words(unit: str | None, value: Number | None, code: Code) -> str:
    """Return a unit after a number; a unit without an entry is its own English name, and nothing in Persian."""
    if unit is None:
        return ""
    if unit in table().unit:
        return table().unit[unit].after(value, code)
    return unit_in_english(unit, value) if code == "en" else ""


def names_unit(datum: Datum, code: Code) -> bool:
    """Say whether the name beside the value already says what is counted: “active cooperatives” for a cooperative.

    A measure outside the taxonomy is named by the source's words in Persian, and by its unit in English.
    """
    known = measure(datum.measure)
    if datum.unit is None or not is_counted(datum.unit):
        return False
    if known is None:
        own = skeleton(unit_words(datum.unit, None, "fa"))
        return code == "en" or own in skeleton(datum.measure_text or "")
    if known.unit == "head" and datum.unit == "head":
        return True  # “310 head of livestock”
    return known.unit == datum.unit and known.en_plural not in (None, known.en)


def is_counted(unit: str) -> bool:
    """Say whether a unit is a thing that is counted, and not money, a share or a measure."""
    known = table().unit.get(unit)
    return known is None or known.counted
