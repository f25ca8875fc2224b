"""The gazetteer as data: provinces.tsv, counties.tsv and cities.tsv of extract/lexicon."""

import csv
import re
from collections import Counter, defaultdict
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
LEXICON = ROOT / "extract" / "lexicon"
# A list of Iran's places to check against; it lies beside the repository and is no part of it.
REFERENCE = ROOT.parent / "shared" / "reference"

COLUMNS = {
    "provinces": ["fa", "en", "iso", "capital", "column", "row", "aliases"],
    "counties": ["fa", "province", "en", "aliases", "guard"],
    "cities": ["fa", "county", "province", "en", "aliases", "guard"],
}
GUARDS = ["word", "person", "province", "double"]
ZWNJ = "\u200c"
NON_JOINING = "اآدذرزژوأؤءة"
PERSIAN_NAME = re.compile(rf"[ءآأؤئابپتثجچحخدذرزژسشصضطظعغفقکگلمنوهی{ZWNJ} ]+")
ENGLISH_NAME = re.compile(r"[A-Z][a-z]*(?:[ -][A-Za-z][a-z]*)*")

Row = dict[str, str]


def rows(name: str) -> list[Row]:
    """The rows of one file, checked to have exactly the columns of its head line."""
    lines = (LEXICON / f"{name}.tsv").read_text(encoding="utf-8").split("\n")
    head, *body = (line.split("\t") for line in lines if line and not line.startswith("#"))
    assert head == COLUMNS[name]
    for cells in body:
        assert len(cells) == len(head), cells
    return [dict(zip(head, cells, strict=True)) for cells in body]


PROVINCES, COUNTIES, CITIES = rows("provinces"), rows("counties"), rows("cities")


def aliases(row: Row) -> list[str]:
    return row["aliases"].split("|") if row["aliases"] else []


def skeleton(name: str) -> str:
    """The name without spaces and half-spaces, the form it is looked up by."""
    return name.replace(ZWNJ, "").replace(" ", "")


def guarded(row: Row) -> set[str]:
    """Skeletons that the guard of a row speaks of: «fa» and the aliases without a space."""
    return {skeleton(name) for name in [row["fa"], *aliases(row)] if name == row["fa"] or " " not in name}


@pytest.mark.parametrize("name", COLUMNS)
def test_files_are_clean_and_explained(name: str) -> None:
    text = (LEXICON / f"{name}.tsv").read_bytes().decode("utf-8")
    assert text.startswith("# ")
    assert text.endswith("\n")
    assert not re.search(r"[يك٠-٩\ufeff\u200e\u200f\u00a0\r\u064b-\u0652\u0640]", text)
    comment = "\n".join(line for line in text.split("\n") if line.startswith("#"))
    for column in COLUMNS[name]:
        assert column in comment, f"{name}.tsv does not explain {column}"


@pytest.mark.parametrize("kind", [PROVINCES, COUNTIES, CITIES], ids=COLUMNS)
def test_names_are_well_spelled(kind: list[Row]) -> None:
    names = [name for row in kind for name in [row["fa"], *aliases(row)]]
    assert [name for name in names if not PERSIAN_NAME.fullmatch(name)] == []
    assert [name for name in names if name != name.strip(f" {ZWNJ}")] == []
    assert [name for name in names if re.search(rf"[ {ZWNJ}][ {ZWNJ}]", name)] == []
    # After a letter that joins to nothing a half-space is invisible.
    assert [name for name in names if re.search(rf"[{NON_JOINING}]{ZWNJ}", name)] == []
    assert [row["en"] for row in kind if not ENGLISH_NAME.fullmatch(row["en"])] == []


def test_no_alias_repeats_a_name_of_its_row() -> None:
    kinds = PROVINCES + COUNTIES + CITIES
    assert [row for row in kinds if len({*aliases(row), row["fa"]}) != len(aliases(row)) + 1] == []


def test_thirty_one_provinces_with_their_own_code_name_and_tile() -> None:
    assert len(PROVINCES) == 31
    for column in ("fa", "en", "iso", "capital"):
        assert len({row[column] for row in PROVINCES}) == 31, column
    assert {row["iso"] for row in PROVINCES} == {f"IR-{number:02}" for number in range(31)}
    tiles = {(int(row["column"]), int(row["row"])) for row in PROVINCES}
    assert len(tiles) == 31
    assert {column for column, _ in tiles} == set(range(7))
    assert {row for _, row in tiles} == set(range(5))


def test_tiles_lie_as_on_the_map() -> None:
    tile = {row["fa"]: (int(row["column"]), int(row["row"])) for row in PROVINCES}
    west_to_east = ["ایلام", "لرستان", "اصفهان", "یزد", "سیستان و بلوچستان"]
    north_to_south = ["مازندران", "تهران", "اصفهان", "فارس", "هرمزگان"]
    assert [tile[name][0] for name in west_to_east] == sorted(tile[name][0] for name in west_to_east)
    assert [tile[name][1] for name in north_to_south] == [0, 1, 2, 3, 4]


def test_province_names_are_unambiguous() -> None:
    count = Counter(key for row in PROVINCES for key in {skeleton(n) for n in [row["fa"], *aliases(row)]})
    assert [key for key, times in count.items() if times > 1] == []


@pytest.mark.parametrize("province", PROVINCES, ids=lambda row: row["fa"])
def test_every_province_has_counties_and_its_capital(province: Row) -> None:
    seats = {row["fa"] for row in COUNTIES + CITIES if row["province"] == province["fa"]}
    assert province["capital"] in seats
    assert any(row["province"] == province["fa"] for row in COUNTIES)


def test_every_county_and_city_lies_where_the_files_say() -> None:
    provinces = {row["fa"] for row in PROVINCES}
    counties = {(row["fa"], row["province"]) for row in COUNTIES}
    assert {row["province"] for row in COUNTIES} == provinces
    assert [row for row in CITIES if (row["county"], row["province"]) not in counties] == []


def test_nothing_is_listed_twice() -> None:
    places = Counter(("county", skeleton(row["fa"]), row["province"]) for row in COUNTIES)
    places.update((row["county"], skeleton(row["fa"]), row["province"]) for row in CITIES)
    assert [place for place, times in places.items() if times > 1] == []
    # A seat that bears its county's name is read from counties.tsv.
    assert [row["fa"] for row in CITIES if skeleton(row["fa"]) == skeleton(row["county"])] == []


def test_the_lists_are_complete_in_size() -> None:
    assert len(COUNTIES) >= 480
    assert len(CITIES) >= 900


def test_guards_are_of_the_four_kinds_and_in_order() -> None:
    for row in COUNTIES + CITIES:
        guards = row["guard"].split()
        assert guards == [guard for guard in GUARDS if guard in guards], row
        assert row["guard"] == " ".join(guards), row


def test_double_marks_exactly_the_names_of_several_places() -> None:
    bearers: defaultdict[str, int] = defaultdict(int)
    for row in COUNTIES + CITIES:
        for key in {skeleton(name) for name in [row["fa"], *aliases(row)]}:
            bearers[key] += 1
    for row in COUNTIES + CITIES:
        shared = any(bearers[key] > 1 for key in guarded(row))
        assert ("double" in row["guard"].split()) == shared, row
        unguarded = [name for name in aliases(row) if skeleton(name) not in guarded(row)]
        assert [name for name in unguarded if bearers[skeleton(name)] > 1] == [], row


def test_province_marks_exactly_the_names_of_provinces() -> None:
    names = {skeleton(name) for row in PROVINCES for name in [row["fa"], *aliases(row)]}
    for row in COUNTIES + CITIES:
        assert ("province" in row["guard"].split()) == bool(guarded(row) & names), row


@pytest.mark.parametrize(
    ("fa", "guard"),
    [
        ("نور", "word"),
        ("مهر", "word"),
        ("بافت", "word"),
        ("ری", "word"),
        ("سلسله", "word"),
        ("سراب", "word"),
        ("باوی", "word"),
        ("کلمه", "word"),
        ("رستم", "person"),
        ("زنگنه", "person"),
        ("قم", "province"),
        ("البرز", "province"),
        ("گلستان", "province"),
        ("رودبار", "double"),
        ("نورآباد", "double"),
    ],
)
def test_risky_names_are_guarded(fa: str, guard: str) -> None:
    bearers = [row for row in COUNTIES + CITIES if row["fa"] == fa]
    assert bearers
    assert all(guard in row["guard"].split() for row in bearers)


@pytest.mark.parametrize(
    ("fa", "province", "en"),
    [
        ("خلیل‌آباد", "خراسان رضوی", "Khalilabad"),
        ("تربت حیدریه", "خراسان رضوی", "Torbat-e Heydarieh"),
        ("گناباد", "خراسان رضوی", "Gonabad"),
        ("دورود", "لرستان", "Dorud"),
        ("خرم‌آباد", "لرستان", "Khorramabad"),
        ("جویبار", "مازندران", "Juybar"),
        ("شهرکرد", "چهارمحال و بختیاری", "Shahr-e Kord"),
        ("علی‌آباد کتول", "گلستان", "Aliabad-e Katul"),
        ("بندرعباس", "هرمزگان", "Bandar Abbas"),
        ("خمین", "مرکزی", "Khomein"),
    ],
)
def test_well_known_counties_are_named_as_usual(fa: str, province: str, en: str) -> None:
    assert [row["en"] for row in COUNTIES if (row["fa"], row["province"]) == (fa, province)] == [en]


def reference(name: str) -> list[Row]:
    path = REFERENCE / f"{name}.csv"
    if not path.is_file():
        pytest.skip(f"SKIPPED: the reference list {path} is not here; names are not checked against it")
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def loose(name: str) -> str:
    """The skeleton with the letters levelled that the reference spells carelessly."""
    return skeleton(name).translate(str.maketrans("آئيك", "اییک"))


def known_places(province: str, kinds: list[Row]) -> set[str]:
    return {
        loose(name) for row in kinds if row["province"] == province for name in [row["fa"], *aliases(row)]
    }


def reference_provinces() -> dict[str, str]:
    """The standard name of each province of the reference, by its id there."""
    standard = {loose(name): row["fa"] for row in PROVINCES for name in [row["fa"], *aliases(row)]}
    return {row["id"]: standard[loose(row["name"])] for row in reference("provinces")}


def test_every_province_of_the_reference_is_here_with_its_code() -> None:
    standard = reference_provinces()
    assert set(standard.values()) == {row["fa"] for row in PROVINCES}
    iso = {row["fa"]: row["iso"] for row in PROVINCES}
    assert all(iso[standard[row["id"]]] == f"IR-{row['code']}" for row in reference("provinces"))


def test_every_county_of_the_reference_is_here_in_its_province() -> None:
    standard = reference_provinces()
    missing = [
        (row["name"], standard[row["province_id"]])
        for row in reference("counties")
        if loose(row["name"]) not in known_places(standard[row["province_id"]], COUNTIES)
    ]
    assert missing == []


def test_every_city_of_the_reference_is_here_in_its_province() -> None:
    standard = reference_provinces()
    county_province = {row["id"]: standard[row["province_id"]] for row in reference("counties")}
    known = {province: known_places(province, COUNTIES + CITIES) for province in standard.values()}
    missing = []
    for row in reference("cities"):
        # The reference writes a second name in brackets: «هشتپر (تالش)».
        names = [part for part in re.split(r"[()]", row["name"]) if part.strip()]
        province = county_province[row["county_id"]]
        assert province == standard[row["province_id"]]
        if not any(loose(name) in known[province] for name in names):
            missing.append((row["name"], province))
    assert missing == []
