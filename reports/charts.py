"""Figures as charts: one question each, values at the bars, the same order and colours in both languages.

Titles and subtitles are the template's; a picture holds names, bars, values and citation numbers. What is certain is
solid, what may or may not be («تا ۸۰», the upper part of a range) is light, what is disputed is hatched in the second
colour. Scales start at zero and are never logarithmic.
"""

from collections.abc import Sequence
from math import isfinite

import msgspec

from extract.errors import RenderError
from reports.canvas import MM_PER_POINT, Canvas, Picture, text_width, wrap
from reports.chartmarks import CEILINGS, MARK_SIZE, MARKS, block
from reports.chartspec import (
    ChartRow,
    ChartSpec,
    KeyEntry,
    Number,
    alternative,
    common_scale,
    digits,
    value_text,
)
from reports.languages import amounts
from reports.themes import Language, Theme, wording

__all__ = ["ChartRow", "ChartSpec", "KeyEntry", "bar_chart", "comparison_chart", "key", "range_chart"]


class _Layout:
    """Where things lie in a chart of rows, in millimetres from the start side."""

    def __init__(
        self, spec: ChartSpec, rows: Sequence[ChartRow], language: Language, theme: Theme, width: float
    ):
        _check(rows)
        self.rows, self.language, self.theme, self.width = rows, language, theme, width
        self.words, self.sizes = wording(language), theme.sizes(language)
        scale = common_scale(rows, spec.unit)
        self.values = [value_text(row, scale, spec.unit, language) for row in rows]
        limit = width * theme.bar.label_share
        self.labels = [wrap(row.label(language), self.sizes.label, language, limit) for row in rows]
        widest = max(text_width(line, self.sizes.label, language) for lines in self.labels for line in lines)
        self.label_width = min(widest, limit)
        self.zero = self.label_width + theme.bar.gap
        after = max(self._after(row, value) for row, value in zip(rows, self.values, strict=True))
        self.length = width - self.zero - after
        if self.length < width * 0.15:
            raise RenderError(f"The values of the chart “{spec.title('en')}” leave no room for its bars.")
        self.largest = max(row.high for row in rows) or 1
        self.heights = [theme.bar.row + (len(lines) - 1) * theme.bar.line for lines in self.labels]

    def _after(self, row: ChartRow, value: str) -> float:
        """Room that mark, value and citation need beyond the bar."""
        gap = self.theme.bar.gap
        room = gap + self._mark_width(row) + text_width(value, self.sizes.value, self.language, True)
        return room + (gap * 0.6 + self._cite_width(row) if row.citation is not None else 0)

    def _mark_width(self, row: ChartRow) -> float:
        if row.qualifier not in MARKS:
            return 0.0
        return self.sizes.value * MM_PER_POINT * MARK_SIZE + self.theme.bar.gap * 0.7

    def _cite_width(self, row: ChartRow) -> float:
        return text_width(self.cite(row), self.sizes.small, self.language)

    def cite(self, row: ChartRow) -> str:
        """Citation number in its brackets."""
        return self.words.cite.format(number=digits(row.citation or 0, self.language))

    def x(self, value: Number) -> float:
        """Distance of a value from the start side."""
        return self.zero + self.length * float(value) / float(self.largest)

    def canvas(self) -> Canvas:
        """An empty sheet of the right size."""
        return Canvas(self.width, sum(self.heights), mirrored=self.language == "fa")

    def middles(self) -> list[float]:
        """Middle height of each row."""
        return [sum(self.heights[:i]) + height / 2 for i, height in enumerate(self.heights)]

    def draw_label(self, canvas: Canvas, lines: Sequence[str], middle: float) -> None:
        """Name of a row, flush with the titles above and below the chart."""
        first = middle - (len(lines) - 1) * self.theme.bar.line / 2
        for i, line in enumerate(lines):
            points = self.sizes.label
            points *= min(1, self.label_width / max(text_width(line, points, self.language), 1e-9))
            y = first + i * self.theme.bar.line
            canvas.text(0, y, line, points, self.language, colour=self.theme.colour.ink)

    def draw_value(self, canvas: Canvas, row: ChartRow, value: str, x: float, middle: float) -> None:
        """Mark, value and citation from `x` on."""
        colours, sizes, gap = self.theme.colour, self.sizes, self.theme.bar.gap
        if row.qualifier in MARKS:
            MARKS[row.qualifier](canvas, x, middle, sizes.value * MM_PER_POINT * MARK_SIZE, colours.ink)
            x += self._mark_width(row)
        colour = colours.disputed if row.disputed else colours.ink
        canvas.text(x, middle, value, sizes.value, self.language, colour=colour, bold=True)
        if row.citation is not None:
            x += text_width(value, sizes.value, self.language, True) + gap * 0.6
            canvas.text(x, middle, self.cite(row), sizes.small, self.language, colour=colours.muted)


def _check(rows: Sequence[ChartRow]) -> None:
    if not rows:
        raise RenderError("A chart needs at least one value.")
    for row in rows:
        if not (isfinite(row.low) and isfinite(row.high) and 0 <= row.low <= row.high):
            raise RenderError(f"The chart cannot show {row.low} to {row.high} of “{row.label_en}”.")


def _bars(layout: _Layout, canvas: Canvas) -> None:
    theme, thickness = layout.theme, layout.theme.bar.thickness
    rows = zip(layout.rows, layout.labels, layout.values, layout.middles(), strict=True)
    for row, label, value, middle in rows:
        layout.draw_label(canvas, label, middle)
        top, certain = middle - thickness / 2, 0 if row.qualifier in CEILINGS else row.low
        start, sure, end = layout.zero, layout.x(certain), layout.x(row.high)
        block(canvas, theme, sure, top, end - sure, thickness, light=True, disputed=row.disputed)
        block(canvas, theme, start, top, sure - start, thickness, light=False, disputed=row.disputed)
        layout.draw_value(canvas, row, value, end + theme.bar.gap, middle)
    _zero_line(layout, canvas)


def _zero_line(layout: _Layout, canvas: Canvas) -> None:
    inset = (layout.theme.bar.row - layout.theme.bar.thickness) / 4
    canvas.lines(
        [[(layout.zero, inset), (layout.zero, canvas.height - inset)]], layout.theme.colour.ink, 0.25
    )


def bar_chart(spec: ChartSpec, language: Language, theme: Theme, *, width_mm: float | None = None) -> Picture:
    """Horizontal bars, largest first (of a range its middle counts); equal ones keep the order of `spec`.

    `width_mm` is the full text width unless told. In Persian the bars grow from right to left.

    Raises:
        RenderError: there is no row, or a value is negative, infinite or upside down.
    """
    rows = sorted(spec.rows, key=lambda row: -(row.low + row.high))
    layout = _Layout(spec, rows, language, theme, width_mm or theme.width.full)
    canvas = layout.canvas()
    _bars(layout, canvas)
    return _finish(canvas, alternative(layout.words.bars, spec, rows, language))


def comparison_chart(
    spec: ChartSpec, language: Language, theme: Theme, *, width_mm: float | None = None
) -> Picture:
    """Values that contradict each other, side by side in the order of `spec` (by date), all of them hatched.

    A thin line carries the end of the smallest value across the others, so that the difference is seen.
    The rows are named after who said so. Raises :class:`RenderError` as :func:`bar_chart`, or for a single row.
    """
    if len(spec.rows) < 2:
        raise RenderError("A comparison needs at least two values.")
    rows = [msgspec.structs.replace(row, disputed=True) for row in spec.rows]
    layout = _Layout(spec, rows, language, theme, width_mm or theme.width.half)
    canvas = layout.canvas()
    _bars(layout, canvas)
    least, middles = layout.x(min(row.high for row in rows)), layout.middles()
    reach = theme.bar.thickness / 2 + 0.6
    canvas.lines([[(least, middles[0] - reach), (least, middles[-1] + reach)]], theme.colour.ink, 0.25)
    return _finish(canvas, alternative(layout.words.comparison, spec, rows, language))


def range_chart(
    spec: ChartSpec, language: Language, theme: Theme, *, width_mm: float | None = None
) -> Picture:
    """Ranges such as «۵۰ تا ۸۰» as stretches of a line that starts at zero; rows in the order of `spec`.

    Raises :class:`RenderError` as :func:`bar_chart`.
    """
    layout = _Layout(spec, spec.rows, language, theme, width_mm or theme.width.half)
    canvas, thickness = layout.canvas(), theme.bar.thickness
    rows = zip(layout.rows, layout.labels, layout.values, layout.middles(), strict=True)
    for row, label, value, middle in rows:
        layout.draw_label(canvas, label, middle)
        low, high = layout.x(row.low), layout.x(row.high)
        canvas.lines([[(layout.zero, middle), (low, middle)]], theme.colour.rule, 0.35)
        block(
            canvas,
            theme,
            low,
            middle - thickness / 2,
            high - low,
            thickness,
            light=False,
            disputed=row.disputed,
        )
        layout.draw_value(canvas, row, value, high + theme.bar.gap, middle)
    _zero_line(layout, canvas)
    return _finish(canvas, alternative(layout.words.spans, spec, spec.rows, language))


def _finish(canvas: Canvas, alt: str) -> Picture:
    return Picture(svg=canvas.svg(), alt=alt, width_mm=canvas.width, height_mm=canvas.height)


# --- key --------------------------------------------------------------------------------------------------------


def key(
    rows: Sequence[ChartRow], language: Language, theme: Theme, *, spans: bool = False
) -> tuple[KeyEntry, ...]:
    """Marks that occur in the rows of one chart or of several, with their meanings: «▸ بیش از».

    `spans`: the rows are those of a :func:`range_chart`, which has no light bars.
    """
    words, entries = wording(language), []
    light = any(row.low != row.high or row.qualifier in CEILINGS for row in rows) and not spans
    for qualifier, draw in MARKS.items():
        if any(row.qualifier == qualifier for row in rows):
            text = amounts.table().qualifier[qualifier].of(language)
            canvas = Canvas(2.6, 2.6, mirrored=language == "fa")
            draw(canvas, 0.4, 1.3, 1.8, theme.colour.ink)
            entries.append(KeyEntry(mark=_finish(canvas, text), text=text))
    blocks = (
        (words.possible, light, False),
        (words.disputed, any(row.disputed for row in rows), True),
    )
    for text, occurs, disputed in blocks:
        if occurs:
            canvas = Canvas(5.2, 2.6, mirrored=language == "fa")
            block(canvas, theme, 0, 0.2, 5.2, 2.2, light=not disputed, disputed=disputed)
            entries.append(KeyEntry(mark=_finish(canvas, text), text=text))
    return tuple(entries)
