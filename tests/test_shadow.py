"""The shadow has the text's length and one spelling; the skeleton has neither spaces nor half-spaces."""

import sys
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.text.shadow import FILLER, shadow, skeleton

ANY = st.text(st.characters(exclude_categories=()), max_size=200)
"""Lone surrogates, unassigned and private code points too."""
PERSIAN = st.text(
    "ابپتثجچحخدذرزژسشصضطظعغفقکگلمنوهیيكىةۀأإؤئآءٱ ۰۱۲٣٤٥678.,،؛:؟«»()٪/-\n\r\t\u00a0\u200c\u200d\u200e\u200fـًَّ\ufeff",
    max_size=200,
)


@given(ANY | PERSIAN)
def test_length_is_kept(text: str) -> None:
    assert len(shadow(text)) == len(text)


def test_length_is_kept_for_every_code_point() -> None:
    text = "".join(map(chr, range(sys.maxunicode + 1)))
    assert len(shadow(text)) == len(text)


@given(ANY | PERSIAN)
def test_shadow_of_a_shadow_is_itself(text: str) -> None:
    assert shadow(shadow(text)) == shadow(text)
    assert skeleton(skeleton(text)) == skeleton(text)


@given(ANY, ANY)
def test_each_character_stands_for_itself_alone(left: str, right: str) -> None:
    assert shadow(left + right) == shadow(left) + shadow(right)


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("علي كريمى", "علی کریمی"),
        ("مسئول، مؤسسه، تأکید، إلا", "مسیول، موسسه، تاکید، الا"),
        ("خانۀ دایرةالمعارف", "خانه دایرهالمعارف"),
        ("١٢۳4", "1234"),
        ("१२", "12"),  # any decimal digit
        ("۱۲٫۵ ۱٬۲۶۴", "12٫5 1,264"),
        ("۵٪ — …", "5% - ."),
        ("کار\u00a0امید\u2009", "کار امید "),
        ("کار\r\nامید\u2028\u2029\x85", "کار \nامید\n\n\n"),
        ("می\u200cشود\u200e\u200f\u200d\ufeff\u00ad", f"می{FILLER}شود{FILLER * 5}"),
        ("قَلَمٌ کـار", f"ق{FILLER}ل{FILLER}م{FILLER} ک{FILLER}ار"),
        ("\ufb90\ufbfc\ufee1", "کیم"),  # presentation forms of one letter
        ("\ufefb", "\ufefb"),  # لا would change the length
        ("“سال” „تعاون‟ ‹کار›", "«سال» «تعاون‟ «کار»"),
        ("CNG Aa", "CNG Aa"),
    ],
)
def test_one_spelling(written: str, read: str) -> None:
    assert shadow(written) == read


@given(st.characters(categories=("Nd",)))
def test_every_decimal_digit_keeps_its_value(char: str) -> None:
    assert shadow(char) == str(unicodedata.digit(char))


@given(ANY)
def test_nothing_turns_into_a_letter_or_a_digit(text: str) -> None:
    for before, after in zip(text, shadow(text), strict=True):
        if after.isalpha() and after not in (FILLER, before):
            assert unicodedata.normalize("NFKC", before).isalpha(), repr(before)
        if after.isdigit():
            assert before.isnumeric(), repr(before)


@given(ANY | PERSIAN)
def test_skeletons_have_no_spaces(text: str) -> None:
    assert not set(skeleton(text)) & {" ", FILLER, "\u200c", "\u00a0"}


@given(PERSIAN, st.data())
def test_spaces_and_half_spaces_do_not_change_a_skeleton(text: str, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(text)))
    mark = data.draw(st.sampled_from([" ", "\u200c", "\u200e", "\u00a0", "ـ", "\u064e"]))
    assert skeleton(text[:at] + mark + text[at:]) == skeleton(text)


@pytest.mark.parametrize("word", ["تعاونی‌ها", "تعاونی ها", "تعاونیها", "تعاوني\u200eها", "تعاونـی هـا"])
def test_joined_spaced_and_half_spaced_are_one_skeleton(word: str) -> None:
    assert skeleton(word) == "تعاونیها"
