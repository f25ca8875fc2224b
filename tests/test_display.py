"""Text for print: half-spaces restored, Persian letters and digits, nothing else changed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.article import Article
from extract.grammar.lexicon import load, spellings
from extract.text.display import display
from extract.text.shadow import skeleton
from tests.support.articles import dev_articles, seeds
from tests.support.tables import table

CASES = [(row["phenomenon"], row["source"], row["print"]) for row in table("display")]
ANY = st.text(st.characters(exclude_categories=()), max_size=200)
PERSIAN = st.text("ابپتجدرزسشکلمنوهیيكآ  ۰۱۲٣٤5.,،؛:؟«»()٪/-\n\r\t\u00a0\u200c\u200eـَA", max_size=200)
WORDS = st.lists(
    st.sampled_from(["می", "نمی", "ها", "های", "ترین", "شود", "میشود", "تعاونیها", "سرمایهگذاری", "گفتهاند", "12", "١٢", "A4", "،", "\n", "كار"])
).flatmap(lambda words: st.sampled_from(["", " ", "\u200c", "  "]).map(lambda gap: gap.join(words)))  # fmt: skip


@pytest.mark.parametrize(
    ("phenomenon", "source", "printed"), CASES, ids=[f"{case[0]}-{n}" for n, case in enumerate(CASES)]
)
def test_cases(phenomenon: str, source: str, printed: str) -> None:
    assert display(source) == printed


@pytest.mark.parametrize("case", CASES, ids=[f"{case[0]}-{n}" for n, case in enumerate(CASES)])
def test_cases_keep_the_skeleton(case: tuple[str, str, str]) -> None:
    assert skeleton(case[1]) == skeleton(case[2])


def test_the_spellings_are_those_of_the_lexicon() -> None:
    assert spellings() == {key: entry.word for key, entry in load().entries.items()}


def test_there_are_enough_cases() -> None:
    assert len(CASES) >= 50


@given(ANY | PERSIAN | WORDS)
def test_the_skeleton_is_kept(text: str) -> None:
    assert skeleton(display(text)) == skeleton(text)


@given(ANY | PERSIAN | WORDS)
def test_lines_are_kept(text: str) -> None:
    assert [skeleton(line) for line in display(text).split("\n")] == [
        skeleton(line) for line in text.split("\n")
    ]


@given(PERSIAN | WORDS)
def test_printing_twice_changes_nothing_more(text: str) -> None:
    assert display(display(text)) == display(text)


@given(PERSIAN | WORDS)
def test_no_foreign_letters_or_digits_remain(text: str) -> None:
    assert not set(display(text)) & set("يكـ\u200e\ufeff٣٤")


def test_seeds_and_gold_texts_keep_their_skeleton() -> None:
    for one in (*seeds(), *dev_articles()):
        printed = display(one.text)
        assert skeleton(printed) == skeleton(one.text), one.id
        assert display(printed) == printed, one.id


@pytest.mark.parametrize("one", seeds(), ids=lambda one: one.id)
def test_seeds_are_well_printed(one: Article) -> None:
    """What the seeds lost is restored: no verb or plural in them stays joined."""
    printed = display(one.text)
    assert "\u200c" in printed
    for joined in (
        "میشود",
        "میکند",
        "میدهد",
        "میسازند",
        "تعاونیها",
        "فرصتها",
        "سرمایهگذاری",
        "برنامههای",
        "شدهاند",
    ):
        assert joined not in printed, joined
