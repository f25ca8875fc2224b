"""The guards catch what changes a meaning and let faithful translations through."""

import csv
import re
from collections.abc import Iterator
from pathlib import Path

import polib
import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.errors import LexiconError
from reports.translate import check, is_safe
from reports.translate import words as word_lists
from reports.translate.guards import same_numbers
from reports.translate.negation import english_negations, persian_negations
from reports.translate.tokens import read_english, read_persian

CASES = Path(__file__).parent / "cases" / "guards.tsv"
SEEDS = Path(__file__).parent.parent / "seeds" / "translations.en.po"


def rows() -> list[tuple[str, str, str, str]]:
    with CASES.open(encoding="utf-8", newline="") as file:
        lines = (line for line in file if not line.startswith("#"))
        return [
            (row[0], row[1], row[2], row[3]) for row in csv.reader(lines, "excel-tab", quoting=csv.QUOTE_NONE)
        ]


def drafts() -> list[tuple[str, str]]:
    return [(entry.msgid, entry.msgstr) for entry in polib.pofile(str(SEEDS))]


def hard(source: str, text: str) -> set[str]:
    return {finding.code for finding in check(source, text) if finding.severity == "hard"}


@pytest.mark.parametrize(("code", "source", "good", "bad"), rows())
def test_corruption_is_caught(code: str, source: str, good: str, bad: str) -> None:
    assert code in hard(source, bad)


def test_there_are_enough_cases_and_few_false_alarms() -> None:
    faithful = [(source, good) for _, source, good, _ in rows()] + drafts()
    alarms = [(source, text) for source, text in faithful if hard(source, text)]
    assert len(rows()) >= 60
    assert len(alarms) < 0.05 * len(faithful), alarms


def test_all_drafts_of_the_seeds_are_safe() -> None:
    assert len(drafts()) == 63
    assert {source: check(source, text) for source, text in drafts() if hard(source, text)} == {}


def mutations(text: str) -> Iterator[str]:
    """Change every number, scale and currency of a text, one at a time."""
    for match in re.finditer(r"\d[\d,]*", text):
        before, number, after = text[: match.start()], match[0], text[match.end() :]
        yield before + str(int(number.replace(",", "")) + 1) + after
        yield before + number.replace(",", "") + "0" + after
        yield before + "several" + after
    swaps = {
        "billion": "million",
        "million": "billion",
        "tomans": "rials",
        "rials": "tomans",
        "trillion": "billion",
    }
    for word, other in swaps.items():
        for match in re.finditer(rf"\b{word}\b", text):
            yield text[: match.start()] + other + text[match.end() :]


@pytest.mark.parametrize(("source", "text"), [pair for pair in drafts() if any(mutations(pair[1]))])
def test_every_changed_number_scale_or_currency_of_a_draft_is_caught(source: str, text: str) -> None:
    assert [mutant for mutant in mutations(text) if not hard(source, mutant)] == []


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("۱۶ هزار و ۷۵۴ نفر", "16754", ""),
        ("هزار و ۹۱۸ فروشگاه", "1918", ""),
        ("هزارو ۳۴۰ شغل", "1340", ""),
        ("۳هزار و ۷۲۳ نفر", "3723", ""),
        ("یک و نیم مگاوات", "3/2", "megawatt"),
        ("وام ۱۵۰ میلیون تومانی", "150000000", "toman"),
        ("۱۱.۷ هزار میلیارد ریال", "11700000000000", "rial"),
        ("۱۲ هزار و ۸۰۰ میلیارد تومان", "12800000000000", "toman"),
        ("۲ میلیون و ۲۱۵ هزار نفر", "2215000", ""),
        ("۱۲ همت", "12000000000000", "toman"),
        ("چهار ممیز هفت دهم درصد", "47/10", "percent"),
        ("هشت صدم درصد", "2/25", "percent"),
        ("یک‌سوم اعضا", "1/3", ""),
        ("قرن بیست و یکم", "21", ""),
        ("٪۲۵", "25", "percent"),
        ("١٢٬٥٠٠ متر مربع", "12500", "square_metre"),
        ("۱۲\u200e۵", "125", ""),
    ],
)
def test_one_persian_number(text: str, value: str, unit: str) -> None:
    (quantity,) = read_persian(text)
    assert (str(quantity.readings[0].value), quantity.readings[0].unit) == (value, unit)


@pytest.mark.parametrize(
    "text",
    ["سه شنبه", "سه‌شنبه", "سهم تعاون", "سیم برق", "به همت مردم", "هفته تعاون", "دوره آموزشی", "صدا و سیما"],
)
def test_no_persian_number(text: str) -> None:
    assert read_persian(text) == ()


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("16,754 people", "16754", ""),
        ("one and a half megawatts", "3/2", "megawatt"),
        ("1½ million", "1500000", ""),
        ("2¾ million", "2750000", ""),
        ("the 25th festival", "25", ""),
        ("450 m²", "450", ""),
        ("half a million", "500000", ""),
        ("a 150-million-toman loan", "150000000", "toman"),
        ("195bn tomans", "195000000000", "toman"),
        ("$1.5 million", "1500000", "dollar"),
        ("one hundred and eighty", "180", ""),
        ("the twenty-first century", "21", ""),
        ("two thirds", "2/3", ""),
        ("four point seven per cent", "47/10", "percent"),
        ("450 square metres", "450", "square_metre"),
    ],
)
def test_one_english_number(text: str, value: str, unit: str) -> None:
    (quantity,) = read_english(text)
    assert (str(quantity.readings[0].value), quantity.readings[0].unit) == (value, unit)


@pytest.mark.parametrize(
    "text", ["50 to 80 million rials", "50–80 million rials", "between 50 and 80 million rials"]
)
def test_a_scale_and_a_currency_belong_to_both_ends_of_a_range(text: str) -> None:
    expected = [("50000000", "rial"), ("80000000", "rial")]
    for numbers in (read_english(text), read_persian("۵۰ تا ۸۰ میلیون ریال")):
        assert [(str(n.readings[0].value), n.readings[0].unit) for n in numbers] == expected


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("فعال نیست", 1), ("نمی‌شود", 1), ("نمی شود", 1), ("نمیشود", 1), ("نیامده‌اند", 1), ("بدون آن", 1), ("غیرفعال", 1),
        ("نشست مدیران", 0), ("نقش و نیاز", 0), ("نماز جمعه", 0), ("نزد مردم", 0), ("و غیره", 0), ("نه تنها", 0), ("بیش از بیست", 0),
    ],
)  # fmt: skip
def test_persian_negation(text: str, asked: int) -> None:
    assert persian_negations(text).asked == asked


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("it isn't", 1),
        ("it isn’t", 1),
        ("cannot", 1),
        ("non-active", 1),
        ("has no 5 members", 1),
        ("No. 5", 0),
        ("not only", 0),
        ("notable", 0),
    ],
)
def test_english_negation(text: str, asked: int) -> None:
    assert english_negations(text).asked == asked


@pytest.mark.parametrize("text", ["بیفتد", "بیاید", "بیمارستانی", "بیشتر"])
def test_a_word_in_bi_that_negates_nothing_excuses_nothing(text: str) -> None:
    assert persian_negations(text).any == 0


def test_names_are_hard_and_terms_are_soft() -> None:
    source, text = "وزارت تعاون و علی رضایی", "The ministry and Ali Rezai"
    findings = check(
        source,
        text,
        names={"علی رضایی": ["Ali Rezaei"]},
        glossary={"وزارت تعاون": ["Ministry of Cooperatives"]},
    )
    assert {(finding.code, finding.severity) for finding in findings} == {
        ("name", "hard"),
        ("glossary", "soft"),
    }
    assert (
        check(source, "The Ministry of Cooperatives and Ali Rezaei", names={"علی رضایی": ["Ali Rezaei"]})
        == ()
    )


def test_a_woman_may_be_called_she_where_the_source_says_woman() -> None:
    assert hard("این بانو تعاونی را اداره می‌کند", "She runs the cooperative") == set()
    assert hard("وی تعاونی را اداره می‌کند", "She runs the cooperative") == {"gender"}


def test_a_repeated_number_is_left_to_an_editor() -> None:
    findings = check("۱۲ برنامه اجرا می‌شود", "There are 12 programmes, and these 12 will be carried out")
    assert [(finding.code, finding.severity) for finding in findings] == [("number_added", "soft")]


def test_swapped_numbers_are_pointed_out() -> None:
    findings = check("۲ تعاونی ملی و ۷ تعاونی استانی", "7 national and 2 provincial cooperatives")
    assert "order" in {finding.code for finding in findings}


def test_findings_are_sorted_and_decide() -> None:
    findings = check("۱۲ تعاونی «برتر» در استان فعال است و رشد می‌کند", "13 cooperatives")
    assert [finding.severity for finding in findings] == sorted(finding.severity for finding in findings)
    assert not is_safe(findings)


@pytest.mark.parametrize(
    ("one", "two", "same"),
    [
        ("۸ هزار تعاونی فعال", "8000 تعاونی فعال", True),
        ("۸ هزار تعاونی", "۹ هزار تعاونی", False),
        ("۸ هزار تومان", "۸ هزار ریال", False),
        ("۸ میلیون تومان", "۸ میلیارد تومان", False),
        ("چند هزار نفر", "چند میلیون نفر", False),
        ("بیش از ۸ نفر", "کمتر از ۸ نفر", False),
    ],
)
def test_same_numbers(one: str, two: str, same: bool) -> None:
    assert same_numbers(one, two) is same


@pytest.mark.parametrize(
    "text",
    [
        "۱" * 5000,
        "و " * 5000,
        "هزار " * 2000,
        "یک" * 3000,
        "<" * 5000,
        "{" * 5000,
        "not " * 3000,
        "۱ " * 4000,
        "ممیز ۱ " * 2000,
        "۱ ممیز " + "۲ " * 3000,
        "هزاران " * 2000,
    ],
)
def test_hostile_texts_are_read_in_linear_time(text: str) -> None:
    assert check(text, text[:4000])


_SNIPPETS = st.sampled_from(
    [
        "یک",
        "دو",
        "بیست",
        "صد",
        "هزار",
        "میلیون",
        "و",
        "نیم",
        "تا",
        "ممیز",
        "سوم",
        "دهم",
        "درصد",
        "تومان",
        "ریال",
        "چند",
        "بین",
        "۵۰",
        "1.264",
        "12/5",
        "1404/06/11",
        "٪",
        "one",
        "two",
        "twenty",
        "hundred",
        "thousand",
        "billion",
        "and",
        "a",
        "half",
        "to",
        "point",
        "third",
        "of",
        "per",
        "cent",
        "tomans",
        "$",
        "3",
        "1,264",
        "½",
        "²",
        "❶",
        "-",
        "20",
        "th",
        "bn",
        "No",
        "not",
    ]
)


@given(
    st.lists(_SNIPPETS | st.text(max_size=4), max_size=25),
    st.lists(_SNIPPETS | st.text(max_size=4), max_size=25),
    st.sampled_from(["", " "]),
)
def test_no_text_breaks_a_guard(source: list[str], text: list[str], joiner: str) -> None:
    findings = check(joiner.join(source), joiner.join(text))
    assert findings == check(joiner.join(source), joiner.join(text))


@given(st.integers(min_value=2, max_value=10**15))
def test_digits_of_both_scripts_are_the_same_number(value: int) -> None:
    persian = str(value).translate(str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹"))
    assert not hard(f"مبلغ {persian} ریال", f"The sum of {value:,} rials")
    assert hard(f"مبلغ {persian} ریال", f"The sum of {value + 1:,} rials")


def test_a_broken_word_list_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "broken.toml").write_text("a = ", encoding="utf-8")
    monkeypatch.setattr(word_lists, "DATA", tmp_path)
    with pytest.raises(LexiconError, match=r"broken\.toml is not valid TOML"):
        word_lists.table("broken")
    with pytest.raises(LexiconError, match=r"absent\.toml cannot be read"):
        word_lists.table("absent")
