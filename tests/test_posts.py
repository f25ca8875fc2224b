"""Posts and bodies in English: order turned round, places placed, nothing unknown passed off as known."""

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.english.letters import DATA, fold, table
from reports.english.posts import Phrase, agency_in_english, post_in_english
from reports.english.titles import entries

CASES = Path(__file__).parent / "cases" / "posts.tsv"


def _cases() -> list[dict[str, str]]:
    lines = [line for line in CASES.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    return list(csv.DictReader(lines, delimiter="\t", restval=""))


@pytest.mark.parametrize("case", _cases(), ids=lambda case: case["role"] or case["organisation"])
def test_post(case: dict[str, str]) -> None:
    found = post_in_english(*(case[key] or None for key in ("role", "organisation", "province", "county")))
    leftovers = tuple(filter(None, case["leftovers"].split("|")))
    assert (found.text, found.leftovers) == (case["en"], leftovers)
    assert found.complete is (not leftovers)


def test_enough_cases_and_entries() -> None:
    assert len(_cases()) >= 80
    assert len(entries()) >= 300


def test_spelling_does_not_matter() -> None:
    spellings = (
        "مدیرکل تعاون، کار و رفاه اجتماعی استان قم",
        "مدیر کل تعاون کار و رفاه اجتماعی استان قم",
        "مدير‌كل تعاون ، كار و رفاه‌اجتماعي استان قم",
        "مدیرکل تعاون،کار و رفاه اجتماعی قم",
        "مدیرکل اداره کل تعاون، کار و رفاه اجتماعی قم",
        "مدیرکل ادارهکل تعاون، کار و رفاهاجتماعی قم",
    )
    assert {post_in_english(role, None, "قم", None) for role in spellings} == {
        Phrase("Director-General of Cooperatives, Labour and Social Welfare, Qom Province", True, ())
    }


@pytest.mark.parametrize("body", ["بانک توسعه تعاون", "وزارت تعاون، کار و رفاه اجتماعی", "اتاق تعاون ایران"])
def test_a_national_body_has_no_province(body: str) -> None:
    assert "Province" not in post_in_english(f"سخنگوی {body}", None, "فارس", None).text


def test_a_county_that_is_called_as_a_province() -> None:
    head = "رئیس اداره تعاون"
    assert post_in_english(f"{head} شهرستان قم", None, "قم", None).text.endswith("Qom County, Qom Province")
    assert post_in_english(f"{head} قم", None, "قم", None).text.endswith(", Qom Province")
    assert post_in_english(f"{head} البرز", None, "قزوین", None).text.endswith(
        "Alborz County, Qazvin Province"
    )


@pytest.mark.parametrize("empty", [None, "", "  ", "،"])
def test_nothing_is_not_a_post(empty: str | None) -> None:
    found = post_in_english(empty, None, None, None)
    assert (found.text, found.complete) == ("", False)


def test_an_unknown_word_makes_every_known_title_incomplete() -> None:
    for case in _cases():
        role = f"{case['role'] or case['organisation']} ژغقاتسه"
        found = post_in_english(role, None, case["province"] or None, None)
        assert not found.complete
        assert "ژغقاتسه" in found.leftovers


@given(
    st.lists(st.sampled_from(sorted(entries())) | st.text("ابتدرسمنوهیژ‌ ", max_size=8), max_size=12),
    st.sampled_from(["قم", "مازندران", None]),
)
def test_any_chain_is_latin_and_honest(words: list[str], province: str | None) -> None:
    found = post_in_english(" ".join(words), None, province, None)
    assert not any("\u0600" <= char <= "\u06ff" for char in found.text)
    assert "  " not in found.text
    assert "{" not in found.text
    assert found.complete is (bool(found.text) and not found.leftovers)


@pytest.mark.parametrize("role", ["کار " * 3_000, "ب" * 50_000, "شهرستان " * 3_000, "معاون " * 2_000])
def test_hostile_titles_end(role: str) -> None:
    assert post_in_english(role, role, "قم", None).text


def test_entries_are_british_and_well_formed() -> None:
    american = ("Organization", "Labor", "Center", "Program ", "Defense", "Counselor")
    for name, columns in (("posts.tsv", ("fa", "kind", "en")), ("bodies.tsv", ("fa", "kind", "en", "the"))):
        for row in table(DATA / name, *columns):
            assert row["en"] or row["kind"] in ("skip", "national"), row
            assert row["en"].count("{}") <= 1, row
            if row["fa"] != "سازمان بین المللی کار":  # the ILO's own spelling
                assert not any(word in row["en"] for word in american), row


@pytest.mark.parametrize(
    ("text", "english"),
    [
        ("خبرگزاری مهر", "Mehr News Agency"),
        ("خبرگزاري مهر", "Mehr News Agency"),
        ("خبرنگار مهر", "Mehr News Agency"),
        ("ایرنا", "Islamic Republic News Agency (IRNA)"),
        ("خبرگزاری جمهوری اسلامی", "Islamic Republic News Agency (IRNA)"),
        ("خبرگزاری ایسنا منطقه خلیج فارس", "Iranian Students’ News Agency (ISNA)"),
        ("ایلنا", "Iranian Labour News Agency (ILNA)"),
        ("خبرگزاری فارس از قم", "Fars News Agency"),
        ("تسنیم", "Tasnim News Agency"),
        ("خبرگزاری صداوسیمای استان لرستان", "IRIB News Agency"),
        ("خبرگزاری صدا و سیما", "IRIB News Agency"),
        ("صدا و سیما", "IRIB"),
        ("روزنامه همشهری", "Hamshahri"),
        ("خبرگزاری ژغقات", None),
        ("مهر ماه", None),
        ("", None),
    ],
)
def test_agency(text: str, english: str | None) -> None:
    assert agency_in_english(text) == english


def test_enough_agencies() -> None:
    rows = table(DATA / "agencies.tsv", "fa", "en")
    assert len({fold(row["fa"]) for row in rows}) == len(rows) >= 50
