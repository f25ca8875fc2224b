"""Figures and statements as tables, for people who live in a spreadsheet: CSV, and a workbook in both languages."""

import csv
import datetime as dt
import io
from collections.abc import Iterable, Mapping, Sequence

import msgspec
import xlsxwriter

from reports.languages import Language, language
from reports.languages.amounts import unit_words
from reports.model import Briefing, Datum, Statement
from reports.render.datafile import Passage, Translation

Cell = str | int | float | dt.date | None
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_MOST_CELL = 32_767  # characters that a cell of a workbook holds
_NUMBERS = frozenset({"citation", "low", "high", "start", "end"})
_WIDE = frozenset({"statement", "passage", "what", "post", "value"})


class Table(msgspec.Struct, frozen=True):
    """Rows under the ids of their columns."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


def figures(briefing: Briefing, passages: Sequence[Passage], tongue: Language) -> Table:
    """Return a row a figure, worded in one language."""
    words = {passage.citation: passage.text for passage in passages}
    files = {source.article: source.file for source in briefing.sources}
    return _table([_figure(datum, words[datum.citation], briefing, files, tongue) for datum in briefing.data])


def _figure(
    datum: Datum, passage: str, briefing: Briefing, files: Mapping[str, str], tongue: Language
) -> dict[str, Cell]:
    voice = None if datum.voice is None else briefing.voices[datum.voice]
    known = "annex.measured" if datum.modality == "measured" else f"modality.{datum.modality}"
    return {
        "citation": datum.citation,
        "value": tongue.amount(datum, bare=False).text,
        "low": datum.low,
        "high": datum.high,
        "unit": unit_words(datum.unit, None, tongue.code),
        "what": str(tongue.label(datum)),
        "province": str(tongue.province(datum.province)),
        "place": str(tongue.where(datum)),
        "modality": tongue.plain(known),
        "disputed": tongue.plain("annex.yes" if datum.disputed else "annex.no"),
        "who": str(tongue.voice(voice)) if voice else "",
        **_source(datum, tongue),
        "file": files[datum.article],
        "start": datum.start,
        "end": datum.end,
        "passage": passage,
    }


def statements(briefing: Briefing, translations: Sequence[Translation], tongue: Language) -> Table:
    """Return a row a statement; in English the translation stands beside the Persian, with its state."""
    known = {translation.citation: translation for translation in translations}
    files = {source.article: source.file for source in briefing.sources}
    return _table(
        [_statement(one, known.get(one.citation), briefing, files, tongue) for one in briefing.statements]
    )


def _statement(
    one: Statement,
    translation: Translation | None,
    briefing: Briefing,
    files: Mapping[str, str],
    tongue: Language,
) -> dict[str, Cell]:
    voice = briefing.voices[one.voice]
    english = {} if tongue.code == "fa" else _english(translation, tongue)
    return {
        "citation": one.citation,
        **english,
        "who": str(tongue.voice(voice)),
        "post": str(tongue.post(voice)),
        **_source(one, tongue),
        "file": files[one.article],
        "start": one.start,
        "end": one.end,
        "passage": one.text,
    }


def _english(translation: Translation | None, tongue: Language) -> dict[str, Cell]:
    if translation is None:
        return {"statement": "", "status": tongue.plain("statement.none")}
    key = "annex.reviewed" if translation.status == "reviewed" else f"statement.{translation.status}"
    return {"statement": translation.text, "status": tongue.plain(key)}


def _source(one: Datum | Statement, tongue: Language) -> dict[str, Cell]:
    return {
        "date": one.date,
        "day": tongue.date(one.date) if one.date else tongue.plain("date.none"),
        "agency": str(tongue.agency(one.agency)) if one.agency else "",
    }


def _table(rows: Sequence[dict[str, Cell]]) -> Table:
    columns = tuple(rows[0]) if rows else ("citation",)
    return Table(columns, tuple(tuple(row.values()) for row in rows))


def csv_of(persian: Table, english: Table) -> bytes:
    """Return a table as CSV (RFC 4180) in UTF-8 with a mark, which Excel needs to read Persian.

    The columns that differ between the languages stand twice, and every head names its column in both.
    """
    fa, en = language("fa"), language("en")
    target = io.StringIO()
    writer = csv.writer(target, lineterminator="\r\n")
    head, picks = [], []
    for place, name in enumerate(english.columns):
        key = f"annex.column.{name}"
        here = persian.columns.index(name) if name in persian.columns else None
        same = here is None or all(
            a[here] == b[place] for a, b in zip(persian.rows, english.rows, strict=True)
        )
        if same:
            head.append(f"{en.plain(key)} | {fa.plain(key)}")
            picks.append((False, place))
        else:
            assert here is not None
            head += [f"{en.plain(key)} | {fa.plain(key)} ({code})" for code in ("fa", "en")]
            picks += [(True, here), (False, place)]
    writer.writerow(head)
    for pair in zip(persian.rows, english.rows, strict=True):
        writer.writerow([_plain(pair[0 if in_persian else 1][place]) for in_persian, place in picks])
    return target.getvalue().encode("utf-8-sig")


def _plain(cell: Cell) -> str:
    """Return a cell as text; words that a spreadsheet would take for a formula get an apostrophe before them."""
    if cell is None:
        return ""
    if isinstance(cell, dt.date):
        return cell.isoformat()
    if isinstance(cell, str) and cell.startswith(_FORMULA):
        return f"'{cell}"
    return str(cell)


def workbook(sheets: Iterable[tuple[Language, str, Table]], title: str, day: dt.date) -> bytes:
    """Return a workbook of (language, id of the sheet's name, table); Persian sheets run from right to left.

    Args:
        title: of the document.
        day: its date, whatever the clock says.
    """
    target = io.BytesIO()
    options = {"in_memory": True, "strings_to_urls": False, "strings_to_formulas": False}
    book = xlsxwriter.Workbook(target, options)
    created = dt.datetime.combine(day, dt.time())
    book.set_properties({"title": title, "created": created})
    formats = _formats(book)
    for tongue, name, table in sheets:
        sheet = book.add_worksheet(tongue.plain(f"annex.sheet.{name}"))
        if tongue.direction == "rtl":
            sheet.right_to_left()
        _fill(sheet, table, tongue, formats)
    book.close()
    return target.getvalue()


def _formats(book: xlsxwriter.Workbook) -> dict[str, object]:
    return {
        "head": book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"}),
        "number": book.add_format({"num_format": "#,##0.###", "valign": "top"}),
        "whole": book.add_format({"num_format": "0", "valign": "top"}),
        "date": book.add_format({"num_format": "yyyy-mm-dd", "valign": "top"}),
        "text": book.add_format({"text_wrap": True, "valign": "top"}),
    }


def _fill(sheet: object, table: Table, tongue: Language, formats: Mapping[str, object]) -> None:
    put = sheet  # XlsxWriter is untyped
    for column, name in enumerate(table.columns):
        put.write_string(0, column, tongue.plain(f"annex.column.{name}"), formats["head"])  # type: ignore[attr-defined]
        put.set_column(column, column, 48 if name in _WIDE else 16)  # type: ignore[attr-defined]
    for line, row in enumerate(table.rows, 1):
        for column, (name, cell) in enumerate(zip(table.columns, row, strict=True)):
            _write(put, line, column, name, cell, formats)
    put.freeze_panes(1, 1)  # type: ignore[attr-defined]
    put.autofilter(0, 0, len(table.rows), len(table.columns) - 1)  # type: ignore[attr-defined]


def _write(
    sheet: object, line: int, column: int, name: str, cell: Cell, formats: Mapping[str, object]
) -> None:
    if cell is None:
        return
    if isinstance(cell, dt.date):
        sheet.write_datetime(line, column, dt.datetime.combine(cell, dt.time()), formats["date"])  # type: ignore[attr-defined]
    elif isinstance(cell, str):
        sheet.write_string(line, column, cell[:_MOST_CELL], formats["text"])  # type: ignore[attr-defined]
    else:
        kind = "whole" if name in _NUMBERS - {"low", "high"} else "number"
        sheet.write_number(line, column, cell, formats[kind])  # type: ignore[attr-defined]
