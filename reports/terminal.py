"""Findings as tables in a terminal, readable also where the terminal does no bidirectional text.

Most terminals print what they get from left to right and join no letters; for them Persian is joined by
arabic-reshaper and put into visual order by python-bidi, line by line after wrapping. Terminals that do both
themselves (and files, and pagers) get the text as it is.
"""

import os
import sys
from collections.abc import Mapping, Sequence

import arabic_reshaper
from bidi.algorithm import get_display
from rich.cells import cell_len
from rich.console import Console
from rich.table import Table
from rich.text import Text

from extract.article import Article
from extract.statements import Extraction, Figure, Official, Quote

VALUE, PLACE, NAME, BASIS, HELD = 22, 12, 16, 8, 10
"""Widths of the columns, in cells: together they leave half of an 80-column terminal to the text."""
NARROWEST = 16
"""Width of the text below which lines are rather cut by the terminal."""
BIDI_SINCE_VTE = 5800
"""VTE 0.58, the widget of the GNOME, Xfce and MATE terminals, reorders and joins; its number is in VTE_VERSION."""
_SHAPER = arabic_reshaper.ArabicReshaper({"delete_harakat": False, "support_zwj": True})
_INVISIBLE = dict.fromkeys((*range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x2070), 0xFEFF))
"""Zero-width and direction marks: of no use once the order is visual, and boxes in many terminal fonts."""


def terminal_does_bidi(environment: Mapping[str, str]) -> bool:
    """Whether the terminal is known to reorder and join Persian by itself."""
    vte = environment.get("VTE_VERSION", "")
    return (
        (vte.isdecimal() and int(vte) >= BIDI_SINCE_VTE)
        or "KONSOLE_VERSION" in environment
        or environment.get("TERM_PROGRAM") == "Apple_Terminal"
        or environment.get("TERM", "").startswith("mlterm")
    )


def visual(line: str) -> str:
    """One line in visual order with joined letters, for a terminal that does neither; base direction is right to left."""
    shaped: str = _SHAPER.reshape(line)
    ordered = get_display(
        shaped, base_dir="R"
    )  # the one of bidi.algorithm: the faster bidi.get_display mirrors no brackets
    return str(ordered).translate(_INVISIBLE)


def wrapped(text: str, width: int) -> list[str]:
    """Logical lines of at most ``width`` cells, broken between words; a longer word is cut."""
    lines: list[str] = []
    line = ""
    for word in text.split():
        while cell_len(word) > width:
            lines += [line] if line else []
            line, word = "", _cut(lines, word, width)
        longer = f"{line} {word}" if line else word
        if cell_len(longer) > width:
            lines.append(line)
            longer = word
        line = longer
    return [*lines, line] if line else lines


def _cut(lines: list[str], word: str, width: int) -> str:
    lines.append(word[:width])
    return word[width:]


class Printer:
    """Prints tables of findings to one console."""

    def __init__(self, console: Console, reorder: bool) -> None:
        self.console = console
        self.reorder = reorder
        self.width = console.width

    def persian(self, text: str | None, width: int) -> Text:
        """A cell of Persian: wrapped first, because a line that is already in visual order would break backwards."""
        lines = wrapped(_plain(text or ""), width)
        return Text("\n".join(visual(line) if self.reorder else line for line in lines), no_wrap=True)

    def table(
        self, title: str, columns: Sequence[tuple[str, int]], rows: Sequence[Sequence[str | Text]]
    ) -> None:
        """Print one table, if there is anything in it.

        ``columns`` are headings and widths in cells; a negative width is for Persian, aligned to the right.
        """
        if not rows:
            return
        table = Table(title=f"{title} ({len(rows)})", title_justify="left", show_lines=True)
        for heading, width in columns:
            table.add_column(
                heading,
                min_width=abs(width),
                max_width=abs(width),
                justify="right" if width < 0 else "left",
                overflow="fold",
            )
        for row in rows:
            table.add_row(*(Text(cell) if isinstance(cell, str) else cell for cell in row))
        self.console.print(table, crop=False, no_wrap=False)

    def extraction(self, article: Article, found: Extraction) -> None:
        """Print one article's findings."""
        head = "  ".join(filter(None, (found.id, str(found.date or "undated"))))
        self.console.rule(Text(_plain(head)), align="left")
        place = " - ".join(filter(None, (found.agency, found.province, found.county)))
        if place:
            self.console.print(self.persian(place, self.console.width))
        self.figures(found.figures)
        self.quotes(found.quotes)
        self.officials(found.officials)

    def figures(self, figures: Sequence[Figure]) -> None:
        """Value with qualifier and unit, what is counted, where, why it is held."""
        text = self.rest(VALUE, PLACE, HELD)
        rows = [
            (
                value(figure),
                self.persian(figure.measure_text or figure.text, text),
                self.persian(figure.place or figure.county or figure.province, PLACE),
                figure.held or "",
            )
            for figure in figures
        ]
        self.table("Figures", (("value", VALUE), ("what", -text), ("where", -PLACE), ("held", HELD)), rows)

    def quotes(self, quotes: Sequence[Quote]) -> None:
        """Who says what, how the speaker was found, why it is held."""
        text = self.rest(NAME, BASIS, HELD)
        rows = [
            (
                self.persian(quote.speaker or quote.speaker_role, NAME),
                quote.basis or "",
                self.persian(quote.text, text),
                quote.held or "",
            )
            for quote in quotes
        ]
        self.table("Statements", (("who", -NAME), ("basis", BASIS), ("what", -text), ("held", HELD)), rows)

    def officials(self, officials: Sequence[Official]) -> None:
        """Name, post with body, place, why it is held."""
        text = self.rest(NAME, PLACE, HELD)
        rows = [
            (
                self.persian(official.name, NAME),
                self.persian(" ".join(filter(None, (official.role, official.organisation))), text),
                self.persian(official.county or official.province, PLACE),
                official.held or "",
            )
            for official in officials
        ]
        self.table("Officials", (("name", -NAME), ("post", -text), ("where", -PLACE), ("held", HELD)), rows)

    def rest(self, *widths: int) -> int:
        """Width of the one column that takes what the others and the borders leave."""
        borders = 3 * len(widths) + 4
        return max(NARROWEST, self.width - sum(widths) - borders)


def value(figure: Figure) -> str:
    """Qualifier, value in base units and unit; a range has a dash, nothing is rounded."""
    ends = [end for end in (figure.low, figure.high) if end is not None]
    number = "–".join(dict.fromkeys(f"{end:,}" for end in ends)) or "?"
    qualifier = "" if figure.qualifier in ("exact", "range") else figure.qualifier.replace("_", " ")
    return " ".join(filter(None, (qualifier, number, figure.unit)))


def show_extraction(article: Article, found: Extraction, reorder: bool | None) -> None:
    """Print one article's findings to standard output.

    ``reorder`` None: visual order on a terminal that is not known to do bidirectional text; never into a file.
    """
    if reorder is None:
        reorder = sys.stdout.isatty() and not terminal_does_bidi(os.environ)
    width = None if sys.stdout.isatty() else 120
    Printer(
        Console(file=sys.stdout, width=width, highlight=False, markup=False, emoji=False), reorder
    ).extraction(article, found)


def _plain(text: str) -> str:
    """Without control characters: an article must not steer the terminal."""
    return "".join(c if c.isprintable() or c in "\u200c\u200d " else " " for c in text)
