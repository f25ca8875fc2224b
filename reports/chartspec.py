"""What a chart says, in no language, and how it reads in each: values at the bars, alternative text."""

from collections.abc import Sequence
from decimal import Decimal

import msgspec
from babel.numbers import format_decimal

from extract.statements import Qualifier
from reports.canvas import Picture, plain
from reports.languages import amounts
from reports.themes import Language, wording

Number = int | float

_PERSIAN_DIGITS = str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹")


class ChartRow(msgspec.Struct, frozen=True, kw_only=True):
    """One bar."""

    label_fa: str
    label_en: str
    low: Number
    """In base units, as in :class:`extract.statements.Figure`."""
    high: Number
    qualifier: Qualifier = "exact"
    disputed: bool = False
    citation: int | None = None
    """Number of the citation, printed beside the value."""

    def label(self, language: Language) -> str:
        """Name of the bar."""
        return plain(self.label_fa if language == "fa" else self.label_en)


class ChartSpec(msgspec.Struct, frozen=True, kw_only=True):
    """What a chart shows, in no language: bars of one measure, one unit and one level of place."""

    title_fa: str
    """The finding as a sentence without its full stop; goes into the alternative text."""
    title_en: str
    unit: str
    """As in :class:`extract.statements.Figure`."""
    rows: tuple[ChartRow, ...]

    def title(self, language: Language) -> str:
        """The finding."""
        return plain(self.title_fa if language == "fa" else self.title_en).rstrip(".")


class KeyEntry(msgspec.Struct, frozen=True, kw_only=True):
    """A mark and what it means, for the line under a chart."""

    mark: Picture
    text: str


# --- numbers in words -------------------------------------------------------------------------------------------


def digits(value: Number | Decimal, language: Language) -> str:
    """A number with the digits and separators of the language, never rounded."""
    text = format_decimal(
        Decimal(str(value)),
        format="#,##0.###",
        locale=language,
        decimal_quantization=False,
        numbering_system="default",
    )
    # Babel 2.18 puts «٬» and «٫» for Persian but leaves the digits European.
    return text.translate(_PERSIAN_DIGITS) if language == "fa" else text


def _exact(value: Number) -> Decimal:
    return Decimal(str(value))


def common_scale(rows: Sequence[ChartRow], unit: str) -> int:
    """Power of ten that all values of a chart are given in, so that none is rounded; 0 for none."""
    return amounts.scale_of([_exact(value) for row in rows for value in (row.low, row.high)], unit)


def value_text(row: ChartRow, scale: int, unit: str, language: Language) -> str:
    """The value as it stands at the bar: «۱٬۲۶۴», «۵۰ تا ۸۰ میلیون», “25%”; the qualifier is left to its mark."""
    words = wording(language)
    low, high = (digits(_exact(value).scaleb(-scale), language) for value in (row.low, row.high))
    text = low if row.low == row.high else words.range.format(low=low, high=high)
    if unit == "percent":
        text = words.percent.format(value=text)
    return f"{text} {amounts.table().scale[scale].of(language)}" if scale else text


def _spoken(row: ChartRow, scale: int, unit: str, language: Language) -> str:
    """One bar in words, with qualifier, unit and whether it is disputed."""
    words = wording(language)
    parts = (
        amounts.table().qualifier[row.qualifier].of(language),
        value_text(row, scale, unit, language),
        "" if unit == "percent" else amounts.unit_words(unit, row.high, language),
    )
    item = words.item.format(label=row.label(language), value=" ".join(filter(None, parts)))
    return words.disputed_item.format(item=item) if row.disputed else item


def alternative(template: str, spec: ChartSpec, rows: Sequence[ChartRow], language: Language) -> str:
    """The chart in words, for those who cannot see it: `template` of the wording with its title and every bar."""
    scale = common_scale(rows, spec.unit)
    items = wording(language).list.join(_spoken(row, scale, spec.unit, language) for row in rows)
    return template.format(title=spec.title(language), items=items)
