"""Drafts go into the memory marked as a machine's, guarded, batch by batch; what was there stays as it was."""

import datetime as dt
import difflib
from collections.abc import Callable, Sequence
from pathlib import Path

import polib
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extract.errors import ReadError
from reports.translate import Statement, TranslationMemory, fold_key
from reports.translate.drafts import draft_missing
from reports.translate.engines import Answer, Engine, EngineError, Failure
from reports.translate.engines.base import Glossary
from tests.conftest import SEEDS

DAY, EARLIER = dt.date(2026, 11, 21), dt.date(2026, 11, 1)
ENGLISH = {
    "۸ هزار تعاونی فعال است": "8,000 cooperatives are active",
    "تعاون راه توسعه است": "Cooperation is the road to development",
    "۱۲ واحد تولیدی راه افتاد": "12 production units were started",
    "مردم در تعاونی‌ها عضو هستند": "People are members of cooperatives",
    "صادرات رشد کرد": "Exports grew",
}
TEXTS = list(ENGLISH)


class Book(Engine):
    """Answers from a table; what is not in it fails."""

    name, model = "Book", "m-1"
    uses_glossary = True

    def __init__(self, table: dict[str, Answer] | None = None, batch: int = 2) -> None:
        super().__init__(batch)
        self.table: dict[str, Answer] = dict(ENGLISH) if table is None else table
        self.asked: list[str] = []
        self.glossaries: list[Glossary] = []
        self.before: Callable[[Sequence[str]], None] = lambda texts: None

    def _ask(self, texts: Sequence[str], glossary: Glossary) -> list[Answer]:
        self.before(texts)
        self.asked += texts
        self.glossaries.append(glossary)
        return [self.table.get(text, Failure("Book has no such text.")) for text in texts]


def statements(texts: Sequence[str] = TEXTS) -> list[Statement]:
    return [
        Statement(text=text, article="a", start=place * 100, end=place * 100 + len(text))
        for place, text in enumerate(texts)
    ]


def entries(path: Path) -> dict[str, polib.POEntry]:
    return {entry.msgid: entry for entry in polib.pofile(str(path))}


def test_drafts_are_marked_with_engine_model_and_date(tmp_path: Path) -> None:
    path = tmp_path / "m.po"
    report = draft_missing(statements(), Book(), path, DAY)
    assert (report.missing, report.drafted, report.failed, report.withheld, report.unasked) == (5, 5, 0, 0, 0)
    for text, english in ENGLISH.items():
        entry = entries(path)[text]
        assert (entry.msgstr, entry.flags) == (english, ["fuzzy"])
        assert "machine: Book m-1 2026-11-21" in entry.tcomment.split("\n")
        found = TranslationMemory.load([path]).lookup(text)
        assert found is not None
        assert (found.status, found.engine, found.date) == ("machine", "Book m-1", DAY)


def test_the_same_run_makes_the_same_bytes_and_a_second_asks_nothing(tmp_path: Path) -> None:
    for name in ("one.po", "two.po"):
        draft_missing(statements(), Book(), tmp_path / name, DAY)
    first = (tmp_path / "one.po").read_bytes()
    assert first == (tmp_path / "two.po").read_bytes()
    engine = Book()
    assert draft_missing(statements(), engine, tmp_path / "one.po", EARLIER).missing == 0
    assert engine.asked == []
    assert (tmp_path / "one.po").read_bytes() == first


def test_each_wording_is_asked_for_once_and_the_glossary_goes_along(tmp_path: Path) -> None:
    engine = Book()
    draft_missing(
        statements([TEXTS[0], TEXTS[0] + ".", "8 هزار تعاوني فعال است", "«»"]), engine, tmp_path / "m.po", DAY
    )
    assert engine.asked == TEXTS[:1]
    assert ("تعاونی", "cooperative") in engine.glossaries[0]


def test_what_a_guard_refuses_is_noted_and_not_kept(tmp_path: Path) -> None:
    path = tmp_path / "m.po"
    wrong = {
        TEXTS[0]: "9,000 cooperatives are active",
        TEXTS[1]: "<b>Cooperation</b> is the road",
        TEXTS[4]: "Exports did not grow",
    }
    engine = Book(ENGLISH | wrong)
    report = draft_missing(statements(), engine, path, DAY)
    assert (report.drafted, report.withheld) == (2, 3)
    assert sum(report.reasons.values()) == 3
    raw = path.read_text(encoding="utf-8")
    for text, english in wrong.items():
        entry = entries(path)[text]
        assert (entry.msgstr, entry.flags) == ("", [])
        assert "withheld: Book m-1 2026-11-21" in entry.tcomment.split("\n")
        assert TranslationMemory.load([path]).lookup(text) is None
        assert english not in raw
    again = Book(ENGLISH | wrong)
    report = draft_missing(statements(), again, path, DAY)
    assert (again.asked, report.withheld_before) == ([], 3)
    assert path.read_text(encoding="utf-8") == raw
    other = Book()
    other.model = "m-2"
    report = draft_missing(statements(), other, path, DAY)
    assert report.drafted == 3
    assert "withheld" not in path.read_text(encoding="utf-8")


def test_again_asks_for_what_was_refused(tmp_path: Path) -> None:
    path = tmp_path / "m.po"
    draft_missing(statements(), Book({TEXTS[0]: "7,000 cooperatives are active"}), path, DAY)
    assert draft_missing(statements(), Book(), path, DAY, again=True).drafted == 5


@pytest.mark.parametrize("status", ["reviewed", "draft", "machine"])
def test_what_is_translated_is_neither_asked_for_nor_touched(status: str, tmp_path: Path) -> None:
    path = tmp_path / "m.po"
    memory = TranslationMemory()
    memory.add(statements()[0], "Mine", status=status, date=EARLIER, reviewer="Sara", engine="e")  # type: ignore[arg-type]
    memory.save(path)
    before = str(entries(path)[TEXTS[0]])
    engine = Book()
    assert draft_missing(statements(), engine, path, DAY).drafted == 4
    assert TEXTS[0] not in engine.asked
    assert str(entries(path)[TEXTS[0]]) == before


def test_other_files_of_the_memory_count_too(tmp_path: Path) -> None:
    other = TranslationMemory()
    other.add(statements()[0], "Mine", status="draft", date=EARLIER)
    engine = Book()
    assert draft_missing(statements(), engine, tmp_path / "m.po", DAY, other).drafted == 4
    assert TEXTS[0] not in engine.asked


def test_a_translation_that_is_not_served_is_not_overwritten(tmp_path: Path) -> None:
    """A human text with markup is kept and never printed; a machine's does not take its place."""
    path = tmp_path / "m.po"
    memory = TranslationMemory()
    memory.add(statements()[0], "<i>8,000</i> cooperatives", status="reviewed", date=EARLIER, reviewer="Sara")
    memory.save(path)
    report = draft_missing(statements()[:1], Book(), path, DAY)
    assert (report.drafted, report.overtaken) == (0, 1)
    assert entries(path)[TEXTS[0]].msgstr == "<i>8,000</i> cooperatives"


def test_partial_failure_keeps_the_rest(tmp_path: Path) -> None:
    table: dict[str, Answer] = {text: english for text, english in ENGLISH.items() if text != TEXTS[1]}
    report = draft_missing(statements(), Book(table), tmp_path / "m.po", DAY)
    assert (report.drafted, report.failed, report.unasked, report.stopped) == (4, 1, 0, None)
    assert report.reasons == {"Book has no such text.": 1}
    assert TEXTS[1] not in entries(tmp_path / "m.po")


def test_an_engine_that_goes_down_halfway_loses_nothing(tmp_path: Path) -> None:
    engine = Book()

    def go_down(texts: Sequence[str]) -> None:
        if TEXTS[2] in texts:
            raise EngineError("Book is down.")

    engine.before = go_down
    report = draft_missing(statements(), engine, tmp_path / "m.po", DAY)
    assert (report.drafted, report.unasked, report.stopped) == (2, 3, "Book is down.")
    assert set(entries(tmp_path / "m.po")) == set(TEXTS[:2])


def test_an_interruption_loses_nothing(tmp_path: Path) -> None:
    engine = Book()

    def interrupt(texts: Sequence[str]) -> None:
        if TEXTS[4] in texts:
            raise KeyboardInterrupt

    engine.before = interrupt
    with pytest.raises(KeyboardInterrupt):
        draft_missing(statements(), engine, tmp_path / "m.po", DAY)
    assert set(entries(tmp_path / "m.po")) == set(TEXTS[:4])
    assert [path.name for path in tmp_path.iterdir()] == ["m.po"]


def test_an_editor_who_saves_meanwhile_goes_first(tmp_path: Path) -> None:
    path = tmp_path / "m.po"
    engine = Book()

    def edit(texts: Sequence[str]) -> None:
        if TEXTS[2] in texts:
            memory = TranslationMemory.load([path])
            memory.add(statements()[2], "By hand: 12 units", status="reviewed", date=DAY, reviewer="Sara")
            memory.save()

    engine.before = edit
    report = draft_missing(statements(), engine, path, DAY)
    assert (report.drafted, report.overtaken) == (4, 1)
    assert entries(path)[TEXTS[2]].msgstr == "By hand: 12 units"
    assert set(entries(path)) == set(TEXTS)


def test_a_file_that_is_no_po_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "m.po"
    path.write_text('msgid "cut', encoding="utf-8")
    engine = Book()
    with pytest.raises(ReadError):
        draft_missing(statements(), engine, path, DAY)
    assert (engine.asked, path.read_text(encoding="utf-8")) == ([], 'msgid "cut')


_WORDS = st.text(alphabet="ابپتکگیه‌ ۰۱۲", min_size=1, max_size=30).filter(fold_key)
_ENGLISH = st.text(
    alphabet=st.characters(exclude_characters="<{&$%▁⁇[⟦⟧@", exclude_categories=["Cs"]), max_size=30
)
_KNOWN = st.dictionaries(
    _WORDS, st.tuples(_ENGLISH, st.sampled_from(["reviewed", "draft", "machine"])), max_size=6
)


@settings(max_examples=60)
@given(known=_KNOWN, new=st.lists(_WORDS, max_size=6), english=_ENGLISH)
def test_only_entries_are_added(
    tmp_path_factory: pytest.TempPathFactory, known: dict[str, tuple[str, str]], new: list[str], english: str
) -> None:
    """Take the new entries away, and the file is what it was, byte for byte."""
    path = tmp_path_factory.mktemp("drafts") / "m.po"
    memory = TranslationMemory()
    for start, (text, (mine, status)) in enumerate(known.items()):
        each = Statement(text=text, article="b", start=start, end=start + len(text))
        memory.add(each, mine or "x", status=status, date=EARLIER, reviewer="Sara", engine="e")  # type: ignore[arg-type]
    memory.save(path)
    before = path.read_bytes()
    draft_missing(statements(new), Book({" ".join(text.split()): english for text in new}), path, DAY)
    file = polib.pofile(str(path), wrapwidth=0)
    added = [str(entry) for entry in file if entry.msgid not in known]
    after = path.read_text(encoding="utf-8")
    for entry in added:
        assert after.count(entry) == 1
        after = after.replace(entry, "", 1)
    assert "".join(after.split("\n")) == "".join(before.decode().split("\n"))


def test_no_line_of_the_seeds_memory_changes(tmp_path: Path) -> None:
    path = tmp_path / "m.po"
    file = polib.pofile(str(SEEDS / "translations.en.po"), wrapwidth=0)
    gone = {entry.msgid: entry.msgstr for entry in file[::7]}
    file[:] = [entry for entry in file if entry.msgid not in gone]
    path.write_text(str(file), encoding="utf-8")
    before = path.read_text(encoding="utf-8").split("\n")
    found = [
        Statement(text=text, article="000_df833713ad900de8", start=place, end=place + len(text))
        for place, text in enumerate(gone)
    ]
    report = draft_missing(found, Book({" ".join(text.split()): gone[text] for text in gone}), path, DAY)
    assert report.drafted == len(gone) > 3
    lines = list(difflib.ndiff(before, path.read_text(encoding="utf-8").split("\n")))
    assert [line for line in lines if line.startswith("- ")] == []
    assert sum(line.startswith("+ # machine: Book m-1 2026-11-21") for line in lines) == len(gone)
