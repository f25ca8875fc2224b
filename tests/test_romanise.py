"""Names in Latin letters: the press spelling, one spelling for one name, and honest about what it rests on."""

import csv
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.errors import LexiconError
from extract.text.shadow import skeleton
from reports.english import letters
from reports.english.letters import GAZETTEER, fold, table
from reports.english.romanise import romanise, surname_key

CASES = Path(__file__).parent / "cases" / "romanise.tsv"


def _cases() -> list[dict[str, str]]:
    lines = [line for line in CASES.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    return list(csv.DictReader(lines, delimiter="\t"))


@pytest.mark.parametrize("case", _cases(), ids=lambda case: case["fa"])
def test_press_spelling_and_basis(case: dict[str, str]) -> None:
    found = romanise(case["fa"])
    assert (found.text, found.basis) == (case["en"], case["basis"])


def test_enough_cases() -> None:
    cases = _cases()
    assert len(cases) >= 120
    assert {case["basis"] for case in cases} == {"override", "lexicon", "affix", "guess"}


def test_basis_is_the_weakest_part() -> None:
    found = romanise("محمد لشتوزاده")
    assert [part.basis for part in found.parts] == ["lexicon", "guess"]
    assert found.basis == "guess"


def test_parts_cover_the_whole_name() -> None:
    for case in _cases():
        persian = "".join(part.persian for part in romanise(case["fa"]).parts)
        assert persian.replace(" ", "") == fold(case["fa"])


@pytest.mark.parametrize(
    "spellings",
    [
        ("علی‌اصغر نیک‌پور", "علی اصغر نیک پور", "علیاصغر نیکپور", "علي‌اصغر نيك‌پور"),
        ("سیدرضا پورمحمدی", "سید رضا پور محمدی", "سید‌رضا پور‌محمدی"),
        ("روح‌الله رضائی", "روح الله رضایی", "روح‌اله رضایی"),
        ("محمدجواد حاجی‌زاده", "محمد جواد حاجی زاده", "محمدجواد حاجیزاده"),
    ],
)
def test_one_name_has_one_spelling(spellings: tuple[str, ...]) -> None:
    assert len({romanise(name).text for name in spellings}) == 1


@pytest.mark.parametrize("surname", ["رستمی مال خلیفه", "صارمی زاده", "پور محمدی", "محمدی مقدم", "میر حسینی"])
def test_a_surname_alone_reads_as_in_the_full_name(surname: str) -> None:
    assert romanise(f"بهروز {surname}").text == f"Behrouz {romanise(surname).text}"


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("یعقوب رستمی مال خلیفه", "rostami mal khalifeh, yaghoub"),
        ("سید علی اصغر حسینی شیروانی", "hosseini shirvani, ali asghar, seyyed"),
        ("سیدرضا پور محمدی", "pourmohammadi, reza, seyyed"),
        ("مهندس بهمن عبداللهی", "abdollahi, bahman"),
        ("توصیفیان", "tosifian"),
    ],
)
def test_surname_key(name: str, key: str) -> None:
    assert surname_key(name) == key


def test_index_order_is_by_surname_first() -> None:
    names = ["رضا یزدانی", "زهرا کریمی", "سید علی احمدی", "آرش کریمی"]
    assert sorted(names, key=surname_key) == ["سید علی احمدی", "آرش کریمی", "زهرا کریمی", "رضا یزدانی"]


@given(st.text(alphabet="ابپتجحخدرزسشعغفقکگلمنوهیآئءيك ‌‎ة،().12aZ", max_size=60))
def test_any_text_gives_latin_letters(text: str) -> None:
    found = romanise(text)
    assert not any("\u0600" <= char <= "\u06ff" for char in found.text)
    assert bool(found.text) == any(char.isalpha() and char != "ء" for char in skeleton(text)) or "(" in text


@pytest.mark.parametrize("name", ["ب" * 50_000, "علی " * 5_000, "سید" * 3_000, "رضا‌" * 3_000])
def test_hostile_names_end(name: str) -> None:
    assert romanise(name).text


def test_enough_names_are_known() -> None:
    given_names = table(GAZETTEER / "given_names.tsv", "fa", "gender", "en")
    assert len(given_names) >= 1500
    assert {row["gender"] for row in given_names} == {"m", "f", "mf"}
    assert sum(row["gender"] != "m" for row in given_names) >= 500
    assert len(table(GAZETTEER / "surnames.tsv", "fa", "kind", "en")) >= 500


@pytest.mark.parametrize("name", ["given_names.tsv", "surnames.tsv"])
def test_no_name_is_listed_twice(name: str) -> None:
    """Two rows of one skeleton could give one name two spellings."""
    counted = Counter(fold(row["fa"]) for row in table(GAZETTEER / name, "fa", "en"))
    assert [row for row, count in counted.items() if count > 1] == []


def test_the_lexicon_is_latin_and_capitalised() -> None:
    for name in ("given_names.tsv", "surnames.tsv"):
        for row in table(GAZETTEER / name, "fa", "en"):
            assert row["en"].isascii(), row
            assert row["en"][0].isupper(), row


def test_a_malformed_table_is_named(tmp_path: Path) -> None:
    broken = tmp_path / "names.tsv"
    broken.write_text("fa\ten\nعلی\tAli\textra\n", encoding="utf-8")
    with pytest.raises(LexiconError, match=r"names\.tsv.*علی"):
        letters.table(broken, "fa", "en")
    broken.write_text("fa\nعلی\n", encoding="utf-8")
    with pytest.raises(LexiconError, match="no column «en»"):
        letters.table(broken, "fa", "en")
    with pytest.raises(LexiconError, match="cannot be read"):
        letters.table(tmp_path / "absent.tsv", "fa")
