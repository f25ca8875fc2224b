"""Whatever the text: spans give back their passage, nothing crashes, time grows with length, spelling changes nothing."""

import gc
import re
import signal
import time
from collections import Counter
from collections.abc import Callable, Iterator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from extract.article import Article
from extract.grammar.lexicon import load
from extract.pipeline import extract
from extract.statements import HELD, Extraction
from extract.text.shadow import skeleton
from tests.support.articles import article, dev_articles, seeds
from tests.support.marked import read

SHORT = [article(case.text, f"{case.phenomenon}-{number}") for number, case in enumerate(read())]
ZWNJ = "\u200c"


def inside(span: tuple[int, int] | None, text: str) -> bool:
    return span is None or (0 <= span[0] < span[1] <= len(text))


def check(one: Article) -> Extraction:
    """All that must hold of every extraction."""
    found = extract(one)
    text = one.text
    for quote in found.quotes:
        assert inside((quote.start, quote.end), text), quote
        assert text[quote.start : quote.end] == quote.text
        assert quote.text.strip() == quote.text
        assert all(
            inside(span, text) for span in (quote.cue, quote.mention, quote.antecedent, *quote.more)
        ), quote
        assert skeleton(quote.verb) == skeleton(" ".join(text[slice(*quote.cue)].split())), quote
        assert quote.held is None or quote.held in HELD
        assert quote.speaker is not None or quote.held is not None
        assert quote.speaker is None or quote.speaker.split(), quote
        assert quote.cue[1] <= quote.start or quote.end <= quote.cue[0], "the verb stays outside"
    for figure in found.figures:
        assert inside((figure.start, figure.end), text), figure
        assert text[figure.start : figure.end] == figure.text
        spans = (figure.sentence, figure.qualifier_span, figure.measure_span, figure.place_span)
        assert all(inside(span, text) for span in spans), figure
        assert figure.sentence[0] <= figure.start < figure.end <= figure.sentence[1]
        assert figure.low is None or figure.high is None or figure.low <= figure.high
        assert figure.held is None or figure.held in HELD
        assert figure.quote is None or figure.quote < len(found.quotes)
        if figure.quote is not None:
            quote = found.quotes[figure.quote]
            assert quote.start <= figure.start < quote.end
    for official in found.officials:
        assert official.mentions, official
        assert all(inside(span, text) for span in official.mentions), official
        assert skeleton(text[slice(*official.mentions[0])].replace("\n", " ")) == skeleton(official.name)
        assert official.held is None or official.held in HELD
    assert len({(quote.start, quote.end, quote.cue) for quote in found.quotes}) == len(found.quotes), (
        "said twice"
    )
    return found


# ------------------------------------------------------------------ spans of real articles


@pytest.mark.parametrize("one", seeds(), ids=lambda one: one.id)
def test_spans_of_seeds(one: Article) -> None:
    assert check(one).quotes


def test_spans_of_gold_texts() -> None:
    for one in dev_articles():
        check(one)


def test_spans_of_short_texts() -> None:
    for one in SHORT:
        check(one)


def test_the_same_text_gives_the_same_statements() -> None:
    for one in (*seeds(), *SHORT):
        assert extract(one) == extract(one)


def test_what_was_read_before_changes_nothing() -> None:
    first = [extract(one) for one in seeds()]
    extract(article("علی نوواژه مدیر زرافه دارکوبان گفت: هفتصدوهشتاد تعاونی سنجاقک ساختیم."))
    assert [extract(one) for one in reversed(seeds())] == first[::-1]


# ------------------------------------------------------------------ spelling


def mapped(text: str, pattern: str, put: Callable[[re.Match[str]], str]) -> tuple[str, list[int]]:
    """The text with each match replaced, and the new position of every old one."""
    pieces: list[str] = []
    moved: list[int] = []
    length = at = 0
    for found in re.finditer(pattern, text):
        moved += range(length, length + found.start() - at)
        pieces.append(text[at : found.start()])
        length += found.start() - at
        replacement = put(found)
        moved += [length + min(offset, len(replacement)) for offset in range(len(found[0]))]
        pieces.append(replacement)
        length += len(replacement)
        at = found.end()
    moved += range(length, length + len(text) - at + 1)
    pieces.append(text[at:])
    return "".join(pieces), moved


def by_table(table: dict[int, int]) -> Callable[[re.Match[str]], str]:
    return lambda found: found[0].translate(table)


_PERSIAN, _ARABIC, _LATIN = "۰۱۲۳۴۵۶۷۸۹", "٠١٢٣٤٥٦٧٨٩", "0123456789"
_ANY_DIGIT = f"[{_PERSIAN}{_ARABIC}{_LATIN}]"


def digits(script: str) -> dict[int, int]:
    return {ord(other[n]): ord(script[n]) for other in (_PERSIAN, _ARABIC, _LATIN) for n in range(10)}


REWRITINGS: dict[str, tuple[str, Callable[[re.Match[str]], str]]] = {
    "arabic_letters": ("[یک]", by_table(str.maketrans("یک", "يك"))),
    "persian_letters": ("[يك]", by_table(str.maketrans("يك", "یک"))),
    "latin_digits": (_ANY_DIGIT, by_table(digits(_LATIN))),
    "persian_digits": (_ANY_DIGIT, by_table(digits(_PERSIAN))),
    "arabic_digits": (_ANY_DIGIT, by_table(digits(_ARABIC))),
    "half_spaces_dropped": (ZWNJ, lambda found: ""),
    "spaced_suffixes": (rf"(?<=\w){ZWNJ}(?=(?:ها|های|هایی)(?!\w))", lambda found: " "),
    "spaced_mi": (rf"(?<!\w)(?<!{ZWNJ})(ن?م[یي]){ZWNJ}(?=\w)", lambda found: f"{found[1]} "),
    "direction_marks": (rf"(?<=\w){ZWNJ}(?=\w)", lambda found: f"{ZWNJ}\u200e"),
    "no_break_spaces": (" ", lambda found: "\u00a0"),
    "some_no_break_spaces": (" (?=[ا-ش])", lambda found: "\u00a0"),
    "windows_lines": (r"(?<!\r)\n", lambda found: "\r\n"),
    "diacritics": ("[بتدرسلمن](?=[ا-ی])", lambda found: f"{found[0]}\u064e"),
    "tatweel": ("[بتسلمن](?=[ا-ی])", lambda found: f"{found[0]}ـ"),
    "byte_order_mark": (r"\A", lambda found: "\ufeff"),
    "spaces_at_line_ends": (r"(?=\n)|\Z", lambda found: " "),
    "double_spaces": (r"(?<=[\w،.])(?<!\bمی) (?!ها|تر)(?=\w)", lambda found: "  "),
}
KEEPS_LENGTH = {"arabic_letters", "persian_letters", "latin_digits", "persian_digits", "arabic_digits"}
KEEPS_LENGTH |= {"no_break_spaces", "some_no_break_spaces"}


def statements(one: Article) -> Iterator[tuple[object, ...]]:
    """What readers are told, without offsets and spelling."""
    found = extract(one)
    for quote in found.quotes:
        yield (
            "quote",
            quote.kind,
            skeleton(quote.text.replace("\r", "").replace("\n", "")),
            skeleton(quote.speaker or "∅"),
            quote.held,
        )
    for figure in found.figures:
        yield "figure", figure.low, figure.high, figure.qualifier, figure.unit, figure.held
    for official in found.officials:
        yield "official", skeleton(official.name), skeleton(f"{official.role} {official.organisation}")


def differences(one: Article, name: str) -> list[str]:
    pattern, put = REWRITINGS[name]
    text, moved = mapped(one.text, pattern, put)
    other = article(text, one.id)
    before, after = Counter(statements(one)), Counter(statements(other))
    lines = [f"{one.id}: lost {line}" for line in (before - after).elements()]
    lines += [f"{one.id}: new {line}" for line in (after - before).elements()]
    if not lines:
        old, new = extract(one).quotes, extract(other).quotes
        starts = sorted(moved[quote.start] for quote in old)
        shifted = sorted(quote.start for quote in new)
        near = all(abs(a - b) <= 3 for a, b in zip(starts, shifted, strict=True))
        if not near or (name in KEEPS_LENGTH and starts != shifted):
            lines.append(f"{one.id}: quotes begin at {shifted}, not at {starts}")
    return lines


@pytest.mark.parametrize("name", REWRITINGS)
def test_spelling_changes_nothing_in_short_texts(name: str) -> None:
    changed = [line for one in SHORT for line in differences(one, name)]
    assert changed == []


@pytest.mark.parametrize("name", REWRITINGS)
def test_spelling_changes_nothing_in_seeds(name: str) -> None:
    assert [line for one in seeds() for line in differences(one, name)] == []


@pytest.mark.parametrize("name", REWRITINGS)
def test_spelling_changes_nothing_in_gold_texts(name: str) -> None:
    assert [line for one in dev_articles() for line in differences(one, name)] == []


@pytest.mark.parametrize("name", REWRITINGS)
def test_each_rewriting_rewrites(name: str) -> None:
    texts = [one.text for one in (*SHORT, *seeds())] + [f"می{ZWNJ}شود\nتعاونی{ZWNJ}ها ي ك ٣ 4 ۵ بته"]
    pattern, put = REWRITINGS[name]
    assert any(mapped(text, pattern, put)[0] != text for text in texts)
    for text in texts:
        new, moved = mapped(text, pattern, put)
        assert len(moved) == len(text) + 1
        assert moved == sorted(moved)
        assert moved[-1] == len(new)
        assert (len(new) == len(text)) or name not in KEEPS_LENGTH


# ------------------------------------------------------------------ no text is too strange

SALAD = st.lists(
    st.sampled_from(
        ["گفت", "گفت:", "افزود", "وی", "با بیان اینکه", "که", "را", "دانست", "از", "خبر داد", "بر", "تأکید کرد", "و", "نیز", "«", "»", "،", ".",
         ":", "؛", "\n", "مدیرکل", "تعاون،", "کار و", "رفاه اجتماعی", "استان", "یزد", "علی", "رضایی", "سید", "دکتر", "به گفته", "این", "مسئول",
         "خواست", "خواستار", "شد", "اعلام", "عنوان کرد", "۱۲", "هزار", "میلیارد", "تومان", "درصد", "تا", "بانک", "جمعی", "انتهای پیام/",
         "به گزارش", "خبرگزاری مهر", "(", ")", "\"", "-", "…", "\u200c", "می", "ها", "شود", "است", "سال", "۱۴۰۴/۶/۱۱", "٪", "یک‌سوم"]
    ),
    max_size=60,
).map(" ".join)  # fmt: skip
LEXICON = st.lists(st.sampled_from(sorted(entry.word for entry in load().entries.values())), max_size=30).map(
    " ".join
)
ANY = st.text(st.characters(exclude_categories=()), max_size=300)
fuzz = settings(max_examples=250, suppress_health_check=[HealthCheck.too_slow])


@fuzz
@given(SALAD)
def test_word_salad(text: str) -> None:
    check(article(text))


@fuzz
@given(LEXICON)
def test_words_of_the_lexicon_in_any_order(text: str) -> None:
    check(article(text))


@fuzz
@given(ANY)
def test_any_text(text: str) -> None:
    check(article(text))


@fuzz
@given(st.sampled_from([*seeds(), *SHORT]), st.data())
def test_pieces_of_articles(one: Article, data: st.DataObject) -> None:
    """Cut anywhere, with a mark put in: what a broken feed delivers."""
    start = data.draw(st.integers(0, len(one.text)))
    end = data.draw(st.integers(start, len(one.text)))
    mark = data.draw(
        st.sampled_from(["", "\n", ":", "«", "»", ".", "،", " ", "گفت: ", "وی ", "\u200c", "\r\n\r\n"])
    )
    check(article(one.text[start:end] + mark + one.text[end : end + 40]))


@pytest.mark.parametrize("text", ["", " ", "\n", "\ufeff", "\u200c", "ـ", ".", ":", "گفت", "گفت:", "گفت: ", "وی گفت:\n", "«", "به گفته", "خواستار", "با بیان اینکه", "«» این را علی گفت", "\ud800"])  # fmt: skip
def test_next_to_nothing(text: str) -> None:
    assert not any(quote.speaker for quote in check(article(text)).quotes)


# ------------------------------------------------------------------ time

_LETTERS = "بپتجچحخدسشصطغفقکگلمنه"


def word(number: int) -> str:
    """An unknown word for each number."""
    letters, number = "", number + 441
    while number:
        letters += _LETTERS[number % 21]
        number //= 21
    return letters


REPEATED = [
    "و ", "می ", "گفت: ", "گفت ", "به گفته ", "به گفته علی ", "« ", "» ", "، ", "۱،", "1/", "1.", "مدیرکل ", "مدیرکل تعاون، کار و رفاه ", "علی ",
    "علی رضایی مدیرکل ", "علی رضایی، ", ". ", "ـ", "\u200c", "\n", "با بیان اینکه ", "که ", "را دانست ", "از تعاون خبر داد ", "بر کار ", "سید ",
    "وی گفت. ", "وی گفت:\n", "علی رضایی گفت: کار\n", "رئیس کار گفت: کار\n", "«این را ", "هزار ", "هزار و ", "1", "ا", "1 ", "درصد ", "خواستار ",
    "آقای ", "۱ تا ", "یک‌", "میلیون ", "استان یزد ", "سال ", "بیش از ", "چهار تعاونی در خوسف، ", "۳۲۰ تعاونی با ۴ هزار عضو و ",
    "وی افزود: ۶۰ درصد در ساوه و ۲۰ عضو در اراک؛ ", "تعاونی «مهر» ", "در دو استان ۹۰ نفر ", "در ایتالیا ۸ درصد ",
]  # fmt: skip
DISTINCT: dict[str, Callable[[int], str]] = {
    "people": lambda n: f"علی {word(n)} مدیر تعاون {word(n + 3)} گفت: کار {word(n)} شد.\n",
    "posts": lambda n: f"مدیر تعاون {word(n)} گفت: کار {word(n)} شد.\n",
    "new posts": lambda n: f"رئیس اداره {word(n)} نیز گفت: کار شد.\n",
    "surnames": lambda n: f"{word(n)} گفت: کار شد.\n",
    "guests": lambda n: f"علی {word(n)} مدیر تعاون {word(n + 5)}، ",
    "bodies": lambda n: f"بانک {word(n)} اعلام کرد: کار شد.\n",
    "one sentence": lambda n: f"علی {word(n)} مدیر تعاون گفت و {word(n)} افزود ",
    "commas": lambda n: f"{word(n)}، ",
    "speech in speech": lambda n: f"بانک گفت {word(n)} «",
    "after quotation": lambda n: f"«{word(n)}» این را علی {word(n)} می‌گوید. ",
    "endless post": lambda n: f"مدیر {word(n)} و {word(n + 1)} ",
    "endless name": lambda n: f"علی رضا {word(n)} {word(n + 7)} {word(n + 13)} ",
    "figures": lambda n: f"{n} تعاونی {word(n)} در یزد با {n} عضو و {3 * n} میلیون تومان وام ",
    "figure lines": lambda n: f"{n} تعاونی در شهرستان {word(n)} با {n} عضو.\n",
    "words": lambda n: f"{word(n)} ",
}


def seconds(text: str, runs: int = 2) -> float:
    """The shortest of some runs, so that a pause of the machine does not count."""
    one = article(text)
    taken = []
    for _ in range(runs):
        gc.collect()
        begin = time.process_time()
        extract(one)
        taken.append(time.process_time() - begin)
    return min(taken)


def growth(make: Callable[[int], str], size: int = 500) -> float:
    """How many times longer four times the text takes: 4 where time grows with length, 16 with its square.

    Begins with ``size`` characters and doubles them until there is something to measure, so that a bad case is found
    where it is still short.
    """
    pieces = max(1, size // len(make(1000)))
    while seconds("".join(map(make, range(pieces))), 1) < MEASURABLE and pieces * len(make(1000)) < LONGEST:
        pieces *= 2
    once, fourfold = ("".join(map(make, range(factor * pieces))) for factor in (1, 4))
    return seconds(fourfold) / max(seconds(once), 0.002)


def grows_out_of_proportion(make: Callable[[int], str], size: int = 500) -> bool:
    """Whether it does so each time: other work on the machine can make it seem so once, a square does every time."""
    return all(growth(make, size) >= MOST for _ in range(3))


@pytest.fixture
def no_hang() -> Iterator[None]:
    """Ends a test that does not come back, which a ratio of times would never show."""

    def stop(number: int, frame: object) -> None:
        raise TimeoutError("still not done after 20 seconds")

    before = signal.signal(signal.SIGALRM, stop)
    signal.alarm(20)
    yield
    signal.alarm(0)
    signal.signal(signal.SIGALRM, before)


MEASURABLE = 0.03
"""Seconds."""
LONGEST = 64_000
"""Characters."""
MOST = 12.0
"""Fourfold text: a little more than fourfold time is the memory's, sixteenfold is its square."""


@pytest.mark.usefixtures("no_hang")
@pytest.mark.parametrize("unit", REPEATED, ids=[repr(unit) for unit in REPEATED])
def test_time_grows_with_length_of_repeated_words(unit: str) -> None:
    assert not grows_out_of_proportion(lambda _: unit)


@pytest.mark.usefixtures("no_hang")
@pytest.mark.parametrize("name", DISTINCT)
def test_time_grows_with_length_of_ever_new_words(name: str) -> None:
    assert not grows_out_of_proportion(DISTINCT[name])


@pytest.mark.usefixtures("no_hang")
@pytest.mark.parametrize("left_out", ["", ".\n", "،.:\n"])
def test_time_grows_with_length_of_one_line(left_out: str) -> None:
    """A quarter of a megabyte, and a megabyte, in one line with ever fewer marks in it."""
    text = " ".join(one.text for one in seeds())
    text = text.translate({ord(mark): " " for mark in left_out}) + " "
    copies = 250_000 // len(text)
    assert len(text) * copies * 4 > 900_000
    assert not grows_out_of_proportion(lambda _: text * copies, 1)
