"""Kinds and marks: what is found near, far, or only later is the same as by looking at every token."""

from hypothesis import given, settings
from hypothesis import strategies as st

from extract.grammar.lexicon import Lexicon
from extract.grammar.marks import Marks, between
from extract.grammar.tags import TAGS, TagSets
from extract.pipeline import extract, extract_all, extract_many, vocabulary
from extract.text.tokens import NOTHING, Vocabulary
from tests.support.articles import article, seeds

TEXTS = st.lists(
    st.sampled_from(["گفت", "و", "،", ":", "علی", "\n", "کتاب", "۱۲", "رئیس"]), max_size=300
).map(" ".join)
EXPRESSIONS = st.sampled_from(
    ["cue", "comma|colon", "word&!cue", "given_name&!place|break", "!word", "nothing.at.all"]
)
PLACES = st.integers(0, 300)


@settings(deadline=None)
@given(TEXTS, EXPRESSIONS, PLACES, PLACES)
def test_marks_find_what_a_look_at_every_token_finds(
    text: str, expression: str, first: int, last: int
) -> None:
    tokens = vocabulary().tokenise(text)
    marks, kind = Marks(tokens), TAGS.kind(expression)
    last = min(last, len(tokens))
    hits = [at for at in range(len(tokens)) if tokens.classes[at] in TAGS.members(expression)]
    wanted = [at for at in hits if first <= at < last]
    assert marks.all(kind) == hits
    assert marks.within(kind, first, last) == wanted
    assert between(hits, first, last) == wanted
    assert marks.first(kind, first, last) == (wanted[0] if wanted else None)
    assert marks.last(kind, first, last) == (wanted[-1] if wanted else None)
    assert [at for at, char in enumerate(tokens.chars) if char in kind] == hits  # the margin is of no kind


def test_a_kind_grows_with_its_register() -> None:
    sets = TagSets()
    kind = sets.kind("a&!b|c")
    assert not kind
    assert kind.search("", 0, 0) is None
    wanted = [sets.char(tags) for tags in (("a",), ("a", "d"), ("b", "c"))]
    others = [sets.char(tags) for tags in (("a", "b"), ("d",), ())]
    assert set(kind) == set(wanted)
    assert sets.kind("a&!b|c") is kind
    text = "".join([*others, *wanted])
    assert [match.start() for match in kind.finditer(text, 0, len(text))] == [3, 4, 5]
    assert NOTHING not in sets.kind("!a")


def test_kinds_hold_for_every_vocabulary() -> None:
    lexicon = Lexicon()
    lexicon.add("زرافه", ("only.here",))
    tokens = Vocabulary(lexicon).tokenise("یک زرافه آمد")
    assert Marks(tokens).all(TAGS.kind("only.here")) == [1]


def test_two_processes_find_what_one_finds() -> None:
    articles = [
        *seeds(),
        *(article(f"رئیس اتاق تعاون یزد گفت: {n} تعاونی ثبت شد.", f"{n}") for n in range(150)),
    ]
    found = list(extract_many(articles, 2))
    assert found == [extract(one) for one in articles]
    assert found == list(extract_all(articles)) == list(extract_many(iter(articles)))
