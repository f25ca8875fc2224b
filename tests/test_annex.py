"""What the PDF carries for whoever wants to compute with it: JSON with its schema, CSV, a workbook."""

import csv
import datetime as dt
import hashlib
import io
import json
import re
import zipfile
from typing import Any

import pikepdf
import pytest

from reports.briefing import build_briefing
from reports.languages import language
from reports.languages.amounts import Code
from reports.render.annex import Annex, annexes, bytes_of
from reports.render.datafile import SCHEMA_ID, Data, decode, digest, encode, schema
from reports.render.tables import csv_of, figures
from tests.support.corpus import article, extraction, figure, official, quote
from tests.support.editions import CODES, edition, seeds

pytestmark = pytest.mark.filterwarnings("ignore:unclosed file.*sRGB2014:ResourceWarning")  # WeasyPrint's


@pytest.fixture(scope="module")
def files() -> dict[str, Annex]:
    briefing, articles, memory = seeds()
    return {one.name: one for one in annexes(briefing, articles, language("fa"), memory=memory)}


# JSON and its schema


def test_the_data_hold_the_briefing_and_what_a_reader_needs(files: dict[str, Annex]) -> None:
    briefing, articles, _ = seeds()
    data = decode(files["briefing.json"].content)
    assert data.briefing == briefing
    assert data.digest == digest(data)
    texts = {one.id: one.text for one in articles}
    words = {passage.citation: passage.text for passage in data.passages}
    for datum in data.data:
        assert words[datum.citation] == texts[datum.article][datum.start : datum.end]
    assert {one.status for one in data.translations} <= {"reviewed", "draft", "machine"}
    assert len(data.translations) > 50


def test_the_data_name_every_other_file(files: dict[str, Annex]) -> None:
    data = decode(files["briefing.json"].content)
    named = {one.name: (one.sha256, one.size) for one in data.files}
    assert named == {
        name: (hashlib.sha256(one.content).hexdigest(), len(one.content))
        for name, one in files.items()
        if name != "briefing.json"
    }


def conforms(value: Any, rule: dict[str, Any], rules: dict[str, Any]) -> bool:
    """Whether a value is as a schema says; of JSON Schema only what ours uses."""
    if "$ref" in rule:
        return conforms(value, rules[rule["$ref"].rsplit("/", 1)[1]], rules)
    if "anyOf" in rule:
        return any(conforms(value, one, rules) for one in rule["anyOf"])
    if "enum" in rule and value not in rule["enum"]:
        return False
    match rule.get("type"):
        case "object":
            given = rule.get("properties", {})
            closed = rule.get("additionalProperties", True) is not False or set(value) <= set(given)
            return (
                isinstance(value, dict)
                and closed
                and set(rule.get("required", ())) <= set(value)
                and all(conforms(value[name], one, rules) for name, one in given.items() if name in value)
            )
        case "array":
            inner = rule.get("prefixItems")
            pairs = (
                zip(value, inner, strict=True) if inner else ((one, rule.get("items", {})) for one in value)
            )
            return isinstance(value, list) and all(conforms(one, each, rules) for one, each in pairs)
        case "string":
            return isinstance(value, str)
        case "integer":
            return isinstance(value, int)
        case "number":
            return isinstance(value, int | float)
        case "boolean":
            return isinstance(value, bool)
        case "null":
            return value is None
    return True


def test_the_data_conform_to_the_schema_beside_them(files: dict[str, Annex]) -> None:
    rule = json.loads(files["briefing.schema.json"].content)
    data = json.loads(files["briefing.json"].content)
    assert rule["$id"] == SCHEMA_ID
    assert rule["$schema"].startswith("https://json-schema.org/")
    assert conforms(data, rule, rule["$defs"])
    for wrong in ({"counts": None}, {"unknown": 1}, {"data": [{}]}, {"schema": "other"}):
        assert not conforms(data | wrong, rule, rule["$defs"]), wrong


def test_every_field_of_the_schema_that_is_not_plain_is_described() -> None:
    rules = json.loads(schema())["$defs"]
    assert {"Datum", "Statement", "Source", "Passage", "Translation"} <= set(rules)
    assert all(rule.get("description") for rule in rules.values() if rule.get("type") == "object")


def test_both_editions_carry_the_same_files() -> None:
    carried = []
    for code in CODES:
        with pikepdf.open(io.BytesIO(edition(code).content)) as pdf:
            carried.append({name: spec.get_file().read_bytes() for name, spec in pdf.attachments.items()})
    assert carried[0] == carried[1]
    assert {"briefing.json", "briefing.schema.json", "figures.csv", "statements.csv", "briefing.xlsx"} <= set(
        carried[0]
    )


@pytest.mark.parametrize("code", CODES)
def test_files_are_associated_dated_and_described(code: Code) -> None:
    with pikepdf.open(io.BytesIO(edition(code).content)) as pdf:
        specs = list(pdf.Root.AF)
        assert len(specs) == len(pdf.attachments)
        for spec in specs:
            name, kind = str(spec.UF), str(spec.AFRelationship)
            assert kind == ("/Source" if name.endswith(".txt") else "/Data")
            assert str(spec.Desc)
            assert "/" in str(spec.EF.F.Subtype)[1:]
            dates = {str(spec.EF.F.Params[key]) for key in ("/CreationDate", "/ModDate")}
            assert len(dates) == 1
            assert re.match(r"D:20250[89]|D:20251", dates.pop())


# tables


def rows(content: bytes) -> list[list[str]]:
    assert content.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def test_the_tables_hold_every_figure_and_statement(files: dict[str, Annex]) -> None:
    briefing, _, _ = seeds()
    for name, found in (("figures.csv", briefing.data), ("statements.csv", briefing.statements)):
        head, *body = rows(files[name].content)
        assert [int(row[0]) for row in body] == [one.citation for one in found]
        assert all(len(row) == len(head) for row in body)
        assert all(re.search("[a-zA-Z]", cell) and re.search("[\u0600-\u06ff]", cell) for cell in head)
    by_name = dict(zip(*rows(files["figures.csv"].content)[:2], strict=True))
    low = next(cell for name, cell in by_name.items() if name.startswith("Lowest value"))
    assert float(low) == briefing.data[0].low


def test_a_spreadsheet_takes_no_word_for_a_formula() -> None:
    words = "=HYPERLINK(1) ۱۲ تعاونی"
    one = article("a", words)
    found = extraction(one, figures=(figure(one, words, 12, measure=None, measure_text="=1+1"),))
    briefing = build_briefing([one], [found], seeds()[0].period)
    names = {annex.name: annex.content for annex in annexes(briefing, [one], language("fa"))}
    cells = [cell for row in rows(names["figures.csv"])[1:] for cell in row]
    assert f"'{words}" in cells
    assert not [cell for cell in cells if cell.startswith(("=", "+", "@"))]
    with zipfile.ZipFile(io.BytesIO(names["briefing.xlsx"])) as book:
        sheets = [book.read(name).decode() for name in book.namelist() if "sheets/sheet" in name]
    assert not any("<f>" in sheet for sheet in sheets)


def test_the_workbook_has_sheets_in_both_languages(files: dict[str, Annex]) -> None:
    with zipfile.ZipFile(io.BytesIO(files["briefing.xlsx"].content)) as book:
        names = re.findall(r'<sheet name="([^"]+)"', book.read("xl/workbook.xml").decode())
        sheets = [book.read(f"xl/worksheets/sheet{n}.xml").decode() for n in range(1, 5)]
        core = book.read("docProps/core.xml").decode()
    assert names == ["ارقام", "سخنان", "Figures", "Statements"]
    assert ["rightToLeft" in sheet for sheet in sheets] == [True, True, False, False]
    briefing, _, _ = seeds()
    assert sheets[0].count("<row ") == len(briefing.data) + 1
    newest = max(source.date for source in briefing.sources if source.date)
    assert f"{newest.isoformat()}T00:00:00Z" in core


def test_the_same_data_give_the_same_bytes() -> None:
    briefing, articles, memory = seeds()
    once, again = (annexes(briefing, articles, language("en"), memory=memory) for _ in range(2))
    assert [one.content for one in once] == [one.content for one in again]


def test_tables_of_nothing_are_still_tables() -> None:
    one = article("a", "هیچ")
    briefing = build_briefing([one], [extraction(one)], seeds()[0].period)
    names = {annex.name: annex.content for annex in annexes(briefing, [one], language("en"))}
    assert len(rows(names["figures.csv"])) == 1
    assert isinstance(decode(names["briefing.json"]), Data)


def test_a_very_long_statement_fits_a_cell_of_the_workbook() -> None:
    words = "تعاونی " * 6000
    one = article("a", f"مجید کریمی گفت: {words.strip()}")
    found = extraction(
        one, quotes=(quote(one, words.strip(), "مجید کریمی"),), officials=(official(one, "مجید کریمی"),)
    )
    briefing = build_briefing([one], [found], seeds()[0].period)
    names = {annex.name: annex.content for annex in annexes(briefing, [one], language("en"))}
    assert words.strip() in rows(names["statements.csv"])[1]
    with zipfile.ZipFile(io.BytesIO(names["briefing.xlsx"])) as book:
        assert (
            max(map(len, re.findall("<t[^>]*>([^<]*)", book.read("xl/sharedStrings.xml").decode()))) == 32_767
        )


def test_columns_that_differ_between_the_languages_stand_twice() -> None:
    briefing, articles, _ = seeds()
    texts = {one.id: one.text for one in articles}
    data = decode(
        {one.name: one.content for one in annexes(briefing, articles, language("fa"))}["briefing.json"]
    )
    assert texts
    fa, en = (figures(briefing, data.passages, language(code)) for code in CODES)
    head = rows(csv_of(fa, en))[0]
    assert sum(name.startswith("Place") for name in head) == 2
    assert sum(name.startswith("Passage") for name in head) == 1


# articles


def test_the_bytes_of_an_article_in_another_encoding_are_those_that_were_read(tmp_path: Any) -> None:
    text = "تعاونی"
    path = tmp_path / "a.txt"
    path.write_bytes(text.encode("utf-16"))
    one = article("a", text)
    moved = type(one)(
        **{name: getattr(one, name) for name in one.__struct_fields__ if name not in ("sha256", "source")},
        sha256=hashlib.sha256(path.read_bytes()).hexdigest(),
        source=str(path),
    )
    assert bytes_of(moved) == path.read_bytes()
    path.unlink()
    assert bytes_of(moved) == text.encode()


def test_encoding_is_the_inverse_of_decoding(files: dict[str, Annex]) -> None:
    content = files["briefing.json"].content
    assert encode(decode(content)) == content
    assert dt.date.fromisoformat(json.loads(content)["data"][0]["date"])
