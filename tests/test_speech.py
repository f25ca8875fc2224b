"""Who says what: every case of ``cases/speech.tsv``, spans, speakers, kinds and people with a post."""

import re

import pytest

from extract.pipeline import extract
from extract.text.shadow import skeleton
from tests.support.articles import article
from tests.support.marked import Case, read

CASES = read()
TITLES = (
    "حجت‌الاسلام",
    "والمسلمین",
    "آیت‌الله",
    "آقای",
    "خانم",
    "دکتر",
    "مهندس",
    "سردار",
    "سرهنگ",
    "سرکار",
    "جناب",
)
EDGES = " \t\n\r«»\"'،,.؛:!؟?-*…/\u200c"


def tight(text: str, start: int, end: int) -> tuple[int, int]:
    """The span without punctuation, quotation marks and white space at its ends."""
    while start < end and text[start] in EDGES:
        start += 1
    while end > start and text[end - 1] in EDGES:
        end -= 1
    return start, end


def folded(name: str | None) -> str | None:
    """Letters alone, in one spelling, titles dropped: «دکتر علي رضايي» → «علیرضایی»."""
    if name is None:
        return None
    words = [skeleton(re.sub(r"[^\w\u200c]", "", word)) for word in name.split()]
    titles = {skeleton(title) for title in TITLES}
    return "".join(word for word in words if word not in titles)


Line = tuple[int, int, str | None, str]


def found_in(case: Case) -> list[Line]:
    quotes = extract(article(case.text)).quotes
    return sorted((*tight(case.text, one.start, one.end), folded(one.speaker), one.kind) for one in quotes)


def expected_in(case: Case) -> list[Line]:
    return sorted(
        (*tight(case.text, one.start, one.end), folded(one.speaker), one.kind) for one in case.quotes
    )


def shown(case: Case, lines: list[Line]) -> list[str]:
    """The same with words for offsets, so that a failure can be read."""
    return [f"⟦{case.text[start:end]}⟧{{{speaker or '∅'}}}{{{kind}}}" for start, end, speaker, kind in lines]


def names() -> list[str]:
    numbers: dict[str, int] = {}
    result = []
    for case in CASES:
        numbers[case.phenomenon] = numbers.get(case.phenomenon, 0) + 1
        result.append(f"{case.phenomenon}-{numbers[case.phenomenon]}")
    return result


@pytest.mark.parametrize("case", CASES, ids=names())
def test_reported_speech(case: Case) -> None:
    assert shown(case, found_in(case)) == shown(case, expected_in(case)), case.text


@pytest.mark.parametrize("case", CASES, ids=names())
def test_people_with_a_post(case: Case) -> None:
    officials = extract(article(case.text)).officials
    found = {
        folded(one.name): folded(" ".join(filter(None, (one.role, one.organisation)))) for one in officials
    }
    assert len(found) == len(officials), "somebody is listed twice"
    assert found == {folded(name): folded(post) for name, post in case.officials.items()}, case.text


def test_unclear_speakers_are_held() -> None:
    """Where nobody can be named, the statement may not be printed."""
    unclear = [case for case in CASES if any(quote.speaker is None for quote in case.quotes)]
    assert unclear
    for case in unclear:
        for quote in extract(article(case.text)).quotes:
            assert quote.speaker is not None or quote.held is not None, case.text


def test_cases_are_well_made() -> None:
    assert len(CASES) >= 160
    assert len({case.phenomenon for case in CASES}) >= 40
    assert len({case.text for case in CASES}) == len(CASES)
    for case in CASES:
        for quote in case.quotes:
            assert tight(case.text, quote.start, quote.end) == (quote.start, quote.end), case.text
        for name in case.officials:
            assert name in case.text, case.text
