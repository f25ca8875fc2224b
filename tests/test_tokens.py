"""Tokens: where a text is cut, and that offsets, skeletons and classes fit together."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.article import Span
from extract.grammar.lexicon import Lexicon
from extract.pipeline import vocabulary
from extract.text import tokens as tokens_module
from extract.text.glued import glued
from extract.text.shadow import FILLER, shadow, skeleton
from extract.text.tokens import Tokens, Vocabulary
from tests.support.tables import table

CASES = [(row["phenomenon"], row["tokens"]) for row in table("tokens")]
ANY = st.text(st.characters(exclude_categories=()), max_size=200)
PERSIAN = st.text("ابپتجدرزسشکلمنوهیيكآ  ۰۱۲٣٤5.,،؛:؟«»()٪/-\n\r\t\u00a0\u200c\u200eـَ", max_size=200)
PHRASES = st.lists(
    st.sampled_from(["بیش از", "می", "شود", "ها", "های", "تر", "هزار", "هزارو", "و", "۱۲", "۱۲،۵۰۰", "۳/۵", "با بیان", "اینکه", "متر", "مکعب", "رئیس", "جمهور", "،", ":", "\n", "CNG"])
).map(" ".join)  # fmt: skip


def pieces(tokens: Tokens) -> list[str]:
    return [tokens.text[start:end] for start, end in zip(tokens.starts, tokens.ends, strict=True)]


@pytest.mark.parametrize(("phenomenon", "marked"), CASES, ids=[f"{p}-{n}" for n, (p, _) in enumerate(CASES)])
def test_cuts(phenomenon: str, marked: str) -> None:
    expected = [piece.strip(" \u200c") if "\n" not in piece else piece for piece in marked.split("|")]
    assert pieces(vocabulary().tokenise(marked.replace("|", ""))) == expected


def test_there_are_enough_cases() -> None:
    assert len(CASES) >= 50


@given(ANY | PERSIAN | PHRASES)
def test_columns_fit_together(text: str) -> None:
    tokens = vocabulary().tokenise(text)
    assert len(tokens) == len(tokens.words) == len(tokens.starts) == len(tokens.ends) == len(tokens.classes)
    at = 0
    for start, end in zip(tokens.starts, tokens.ends, strict=True):
        assert at <= start < end
        at = end
    assert at <= len(text)


@given(ANY | PERSIAN | PHRASES)
def test_a_word_is_the_skeleton_of_its_passage(text: str) -> None:
    tokens = vocabulary().tokenise(text)
    for index, (word, piece) in enumerate(zip(tokens.words, pieces(tokens), strict=True)):
        assert word == ("\n" if "\n" in shadow(piece) else skeleton(piece))
        assert tokens.span(index, index + 1) == Span(tokens.starts[index], tokens.ends[index])
        assert tokens.string(index, index + 1) == piece


@given(ANY | PERSIAN | PHRASES)
def test_the_short_cut_for_common_words_cuts_as_the_whole_expression(text: str) -> None:
    assert tokens_module._PIECE.findall(shadow(text)) == re.findall(tokens_module._ANY, shadow(text))


@given(ANY | PERSIAN | PHRASES)
def test_nothing_is_lost_between_tokens(text: str) -> None:
    tokens = vocabulary().tokenise(text)
    gaps = zip([0, *tokens.ends], [*tokens.starts, len(text)], strict=True)
    for start, end in gaps:
        assert not shadow(text[start:end]).strip(f" {FILLER}")


@given(ANY | PERSIAN | PHRASES)
def test_a_token_never_runs_over_a_line_end(text: str) -> None:
    for word, piece in zip(
        *(lambda tokens: (tokens.words, pieces(tokens)))(vocabulary().tokenise(text)), strict=True
    ):
        assert word == "\n" or "\n" not in shadow(piece)


@given(PHRASES)
def test_classes_are_the_words_own(text: str) -> None:
    tokens = vocabulary().tokenise(text)
    for index in range(len(tokens)):
        entry = tokens.entry(index)
        assert entry is None or entry.tags <= tokens.tags(index) | {"phrase.begins"}


@given(PHRASES, PHRASES)
def test_a_line_end_parts_two_texts(left: str, right: str) -> None:
    whole = vocabulary().tokenise(f"{left.strip()}.\n{right.strip()}").words
    parts = [vocabulary().tokenise(part).words for part in (left.strip() + ".", right.strip())]
    assert [word for word in whole if word != "\n"] == [
        word for part in parts for word in part if word != "\n"
    ]


def test_the_same_text_gives_the_same_tokens_whatever_was_read_before() -> None:
    text = "معاون وزیر گفت: بیش از یکهزار و ۲۰۰ تعاونی‌ دارکوبان ثبت شد."
    fresh, used = Vocabulary(vocabulary().lexicon), vocabulary()
    used.tokenise("دارکوبان زرافه هزارونهصد نوواژه")
    one, other = fresh.tokenise(text), used.tokenise(text)
    assert (one.words, one.starts, one.ends) == (other.words, other.starts, other.ends)
    assert [one.tags(n) for n in range(len(one))] == [other.tags(n) for n in range(len(other))]


# ------------------------------------------------------------------ phrases and glued words, with a lexicon of our own


def small(*words: str) -> Vocabulary:
    lexicon = Lexicon()
    for word in words:
        lexicon.add(word, ("known",))
    return Vocabulary(lexicon)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("بیش از حد", ["بیشاز", "حد"]),
        ("بیش\u200cاز حد", ["بیشاز", "حد"]),
        ("بیش از ده نفر", ["بیشازده", "نفر"]),  # the longest
        ("بیش و از ده", ["بیش", "و", "از", "ده"]),
        ("بیش، از", ["بیش", "،", "از"]),
        ("بیش\nاز", ["بیش", "\n", "از"]),
        ("بیش از\u00a0ده", ["بیشازده"]),
        ("بیش بیش از", ["بیش", "بیشاز"]),
        ("از ده", ["از", "ده"]),
    ],
)
def test_phrases(text: str, expected: list[str]) -> None:
    assert small("بیش از", "بیش از ده").tokenise(text).words == expected


def test_a_phrase_carries_its_tags() -> None:
    tokens = small("بیش از").tokenise("او بیش از آن")
    assert [("known" in tokens.tags(n)) for n in range(len(tokens))] == [False, True, False]


@pytest.mark.parametrize(
    ("word", "parts"),
    [
        ("یکهزار", ["یک", "هزار"]),
        ("هزارو", ["هزار", "و"]),
        ("چهارهزارو", ["چهار", "هزار", "و"]),
        ("دوهزارونهصد", ["دو", "هزار", "و", "نهصد"]),
    ],
)
def test_glued_numbers(word: str, parts: list[str]) -> None:
    entry = glued(word, vocabulary().lexicon)
    assert entry is not None
    assert entry.values["number.glued"] == parts


@pytest.mark.parametrize(
    "word", ["سیما", "سهم", "دولت", "یکی", "پنجره", "شش", "دهیاری", "هزاره", "صدا", "ودو", "سیب"]
)
def test_words_that_only_begin_like_numbers(word: str) -> None:
    entry = glued(word, vocabulary().lexicon)
    assert entry is None or "number.glued" not in entry.tags
    assert "number.glued" not in vocabulary().tokenise(word).tags(0)


def test_shapes() -> None:
    tokens = vocabulary().tokenise("۱۴۰۴/۰۶/۱۱ ۱۲٬۵۰۰ کار CNG ، » \n")
    tags = [tokens.tags(n) for n in range(len(tokens))]
    assert {"number", "digits", "date_digits"} <= tags[0]
    assert {"number", "digits"} <= tags[1]
    assert "date_digits" not in tags[1]
    assert "word" in tags[2]
    assert "latin" not in tags[2]
    assert {"word", "latin"} <= tags[3]
    assert tags[4] >= {"comma"}
    assert tags[5] >= {"quote.close"}
    assert tags[6] >= {"break"}
