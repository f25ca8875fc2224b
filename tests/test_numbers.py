"""Numbers and what only looks like one: ``cases/numbers.tsv``."""

import pytest

from extract.pipeline import vocabulary
from extract.recognise.numbers import Number, NumberGrammar, digits, too_large
from tests.support.tables import table

GRAMMAR = NumberGrammar(vocabulary())
CASES = [(row["text"], row["numbers"]) for row in table("numbers")]


def written(number: Number) -> str:
    if number.low is None:
        return "?"
    return str(number.low) if number.low == number.high else f"{number.low}..{number.high}"


def read(text: str) -> list[Number]:
    return list(GRAMMAR.find(vocabulary().tokenise(text)))


@pytest.mark.parametrize(("text", "numbers"), CASES)
def test_numbers(text: str, numbers: str) -> None:
    assert "|".join(map(written, read(text))) == numbers


@pytest.mark.parametrize(("text", "numbers"), [case for case in CASES if case[1] and case[0][0].isnumeric()])
def test_a_number_keeps_its_value_inside_a_sentence(text: str, numbers: str) -> None:
    inside = f"این شمار، {text} است."
    assert "|".join(map(written, read(inside))) == numbers


def test_the_run_of_number_words_is_the_span() -> None:
    tokens = vocabulary().tokenise("بیش از ۱۲ هزار و ۸۰۰ میلیارد تومان وام")
    (number,) = GRAMMAR.find(tokens)
    assert tokens.string(number.first, number.last) == "۱۲ هزار و ۸۰۰ میلیارد"
    assert number.scaled
    assert not number.in_words


def test_repeated_scales_are_marked() -> None:
    (number,) = read("۴۱۲ میلیون و ۳۰۸ هزار و ۲۵۰ هزار ریال")
    assert number.malformed
    (number,) = read("۴۱۲ میلیون و ۳۰۸ هزار و ۲۵۰ ریال")
    assert not number.malformed


def test_beyond_ten_to_the_eighteenth_is_too_large() -> None:
    (number,) = read("۹ میلیارد میلیارد و ۵ میلیارد ریال")
    assert too_large(number) is (number.high is not None and number.high > 10**18)
    (large,) = read("۲۰ هزار میلیارد میلیارد ریال")
    assert too_large(large)
    (small,) = read("۹۰۰ هزار میلیارد ریال")
    assert not too_large(small)


@pytest.mark.parametrize(
    ("word", "value"),
    [("12/5", 12.5), ("12.5", 12.5), ("12٫5", 12.5), ("1,264", 1264), ("1.264", 1264), ("0.264", 0.264)],
)
def test_digits(word: str, value: float) -> None:
    assert digits(word) == value


def test_what_deny_rules_take_is_named() -> None:
    tokens = vocabulary().tokenise("طبق ماده ۲۱۵ و از ۱۵ خرداد سال ۹۷")
    denied = [(tokens.string(first, last), rule) for first, last, rule in GRAMMAR.denied(tokens)]
    assert denied == [("۲۱۵", "deny.numbered"), ("۱۵ خرداد", "deny.month"), ("۹۷", "deny.year")]
