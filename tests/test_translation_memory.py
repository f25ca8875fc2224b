"""The translation memory serves exact words only, loses nothing, and explains every fault in one sentence."""

import datetime as dt
import os
import re
from pathlib import Path

import polib
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extract.article import Article, Span
from extract.errors import ReadError, UsageError
from extract.pipeline import extract
from extract.statements import Extraction, Official, Quote
from reports.translate import (
    Statement,
    TranslationMemory,
    export_missing,
    fold_key,
    import_reviewed,
    statements_of,
)
from reports.translate.memory import fingerprint
from tests.support.articles import seeds as seed_articles

SEEDS = Path(__file__).parent.parent / "seeds"
DAY = dt.date(2026, 11, 21)
LATER = dt.date(2026, 12, 1)
HEADER = 'msgid ""\nmsgstr ""\n"Language: en\\n"\n"Content-Type: text/plain; charset=UTF-8\\n"\n\n'
ONE = 'msgid "۸ هزار تعاونی فعال است"\nmsgstr "8,000 cooperatives are active"\n'


def statement(text: str, start: int = 0, **more: object) -> Statement:
    return Statement(text=text, article="a", start=start, end=start + len(text), **more)  # type: ignore[arg-type]


def memory_of(*pairs: tuple[str, str], reviewer: str | None = None) -> TranslationMemory:
    memory = TranslationMemory()
    for place, (source, text) in enumerate(pairs):
        status = "reviewed" if reviewer else "draft"
        memory.add(statement(source, place), text, status=status, date=DAY, reviewer=reviewer)  # type: ignore[arg-type]
    return memory


def write(path: Path, text: str | bytes) -> Path:
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


# --- keys


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("تعاونی‌ها می‌شوند", "تعاونی ها می شوند"),
        ("تعاونی‌ها می‌شوند", "تعاونیها میشوند"),
        ("كارگران تعاوني", "کارگران تعاونی"),
        ("تعاوُنـــی", "تعاونی"),
        ("۱۶ هزار", "16 هزار"),
        ("١٦ هزار", "۱۶ هزار"),
        ("\u200f۱۶\u200e هزار", "۱۶ هزار"),
        (" «تعاونی فعال است.» ", "تعاونی فعال است"),
        ("تعاونی\r\nفعال", "تعاونی فعال"),
        ("تعاونی…", "تعاونی"),
    ],
)
def test_spellings_of_the_same_words_have_one_key(one: str, two: str) -> None:
    assert fold_key(one) == fold_key(two)


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("۸ هزار تعاونی", "۹ هزار تعاونی"),
        ("۵ ۰ نفر", "۵۰ نفر"),
        ("۵  ۰ نفر", "۵۰ نفر"),
        ("۵، ۶۰۰ نفر", "۵،۶۰۰ نفر"),
        ("۵ ،۶۰۰ نفر", "۵،۶۰۰ نفر"),
        ("سهم ۲۵٪", "سهم ۲۵"),
        ("۱/۵ برابر", "۱۵ برابر"),
        ("فعال است", "فعال نیست"),
        ("\u221210 درجه", "10 درجه"),
    ],
)
def test_other_words_or_numbers_have_another_key(one: str, two: str) -> None:
    assert fold_key(one) != fold_key(two)


@given(st.text())
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold_key(fold_key(text)) == fold_key(text)


# --- looking up


def test_lookup_is_exact_on_the_key_and_never_near() -> None:
    memory = memory_of(
        ("۸ هزار تعاونی فعال در استان وجود دارد", "There are 8,000 active cooperatives in the province")
    )
    assert memory.lookup("8 هزار تعاوني فعال در استان وجود دارد.") is not None
    assert memory.lookup("۹ هزار تعاونی فعال در استان وجود دارد") is None
    assert memory.lookup("۸ هزار تعاونی فعال در استان وجود داشت") is None


def test_a_suggestion_needs_the_same_numbers() -> None:
    memory = memory_of(
        ("بیش از ۸ هزار تعاونی فعال در استان وجود دارد", "There are more than 8,000 active cooperatives")
    )
    near = memory.suggest("بیش از ۸ هزار تعاونی فعال در این استان وجود دارد")
    assert near is not None
    assert near.similarity > 0.9
    for other in ("۹ هزار تعاونی", "۸ میلیون تعاونی", "۸ هزار تومان تعاونی"):
        assert memory.suggest(f"بیش از {other} فعال در این استان وجود دارد") is None
    assert memory.suggest("موضوعی کاملاً دیگر بدون هیچ شباهتی") is None


def test_context_goes_before_none_and_serves_nobody_else(tmp_path: Path) -> None:
    entries = 'msgctxt "a"\nmsgid "تعاون"\nmsgstr "cooperation"\n\nmsgid "تعاون"\nmsgstr "cooperatives"\n\nmsgctxt "a"\nmsgid "کار"\nmsgstr "work"\n'
    memory = TranslationMemory.load([write(tmp_path / "m.po", HEADER + entries)])
    assert [memory.lookup("تعاون", context).text for context in ("a", "b", None)] == [
        "cooperation",
        "cooperatives",
        "cooperatives",
    ]  # type: ignore[union-attr]
    assert memory.lookup("کار") is None


def test_reviewed_goes_before_draft_before_machine(tmp_path: Path) -> None:
    texts = {
        "machine": '# machine: engine-1 2026-11-20\n#, fuzzy\nmsgid "کار"\nmsgstr "labor"\n',
        "reviewed": '# reviewed: Sara Ahmadi 2026-11-22\nmsgid "کار"\nmsgstr "work"\n',
        "draft": '# draft: unreviewed 2026-11-21\n#, fuzzy\nmsgid "کار"\nmsgstr "job"\n',
    }
    paths = [write(tmp_path / f"{name}.po", HEADER + text) for name, text in texts.items()]
    found = TranslationMemory.load(paths).lookup("کار")
    assert found is not None
    assert (found.text, found.status, found.reviewer, found.date) == (
        "work",
        "reviewed",
        "Sara Ahmadi",
        dt.date(2026, 11, 22),
    )
    machine = TranslationMemory.load(paths[:1]).lookup("کار")
    assert machine is not None
    assert (machine.status, machine.engine) == ("machine", "engine-1")


@pytest.mark.parametrize(
    "comment",
    ["", "# reviewed: 2026-11-22\n", "# reviewed: Sara 2026-11-22\n#, fuzzy\n", "# draft: unreviewed\n"],
)
def test_without_a_named_reviewer_nothing_is_reviewed(tmp_path: Path, comment: str) -> None:
    found = TranslationMemory.load([write(tmp_path / "m.po", HEADER + comment + ONE)]).lookup(
        "۸ هزار تعاونی فعال است"
    )
    assert found is not None
    assert (found.status, found.reviewer) == ("draft", None)


@pytest.mark.parametrize("text", ["<b>work</b>", "work {{ x }}", "{% if %}", "work &amp; labour"])
def test_markup_is_kept_and_not_served(tmp_path: Path, text: str) -> None:
    path = write(tmp_path / "m.po", f'{HEADER}msgid "کار"\nmsgstr "{text}"\n')
    memory = TranslationMemory.load([path])
    assert memory.lookup("کار") is None
    assert "contains markup and is not used" in memory.notes[0]
    memory.save(tmp_path / "n.po")
    assert polib.pofile(str(tmp_path / "n.po"))[0].msgstr == text


# --- files


@pytest.mark.parametrize(
    "data",
    [
        b"\xef\xbb\xbf" + (HEADER + ONE).encode(),
        (HEADER + ONE).replace("\n", "\r\n").encode(),
        (HEADER + ONE).encode("utf-16"),
        (HEADER.replace("; charset=UTF-8", "") + ONE).encode(),
        (HEADER.replace("UTF-8", "CHARSET") + ONE).encode(),
        (HEADER.replace("UTF-8", "ISO-8859-6") + ONE.replace("۸", "8").replace("ی", "ي")).encode("iso-8859-6", "ignore"),
        ONE.encode(),
        (HEADER + ONE + "\n" + ONE).encode(),
    ],
    ids=["mark", "windows", "utf-16", "no charset", "template charset", "other charset", "no header", "said twice"],
)  # fmt: skip
def test_files_of_other_tools_are_taken_as_meant(tmp_path: Path, data: bytes) -> None:
    memory = TranslationMemory.load([write(tmp_path / "m.po", data)])
    assert len(memory) == 1
    memory.save(tmp_path / "n.po")
    saved = (tmp_path / "n.po").read_bytes()
    assert b"\r" not in saved
    assert b"charset=UTF-8" in saved
    assert len(TranslationMemory.load([tmp_path / "n.po"])) == 1


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        ((HEADER + ONE[:-2]).encode(), r"has a broken string in line 7\."),
        ((HEADER + 'msgid "کار" x\nmsgstr ""\n').encode(), r"broken string in line 6\."),
        ((HEADER + ONE + "nonsense\n").encode(), r"not a valid PO file in line 8\."),
        ((HEADER + 'msgstr "x"\n').encode(), "not a valid PO file|is translated"),
        ((HEADER + ONE + "\n" + ONE.replace("8,000", "9,000")).encode(), r"in two ways, in lines \d+ and \d+; keep one of them\."),
        ((HEADER + ONE).encode("cp1256", "replace"), "is not UTF-8 text; save it as UTF-8"),
        ((HEADER.replace("UTF-8", "KLINGON-1") + ONE).encode(), "unknown character set, KLINGON-1"),
        ((HEADER.replace("Language: en", "Language: de") + ONE).encode(), "its language is de; English is needed"),
        (b"\x00\x01\x02PNG", "not a valid PO file"),
    ],
)  # fmt: skip
def test_a_faulty_file_gives_one_sentence(tmp_path: Path, data: bytes, sentence: str) -> None:
    with pytest.raises(ReadError, match=sentence) as caught:
        TranslationMemory.load([write(tmp_path / "m.po", data)])
    assert "m.po" in str(caught.value)
    assert "\n" not in str(caught.value)
    assert (tmp_path / "m.po").read_bytes() == data


def test_a_missing_file_and_a_folder_give_one_sentence(tmp_path: Path) -> None:
    for path in (tmp_path / "absent.po", tmp_path):
        with pytest.raises(ReadError, match="cannot be read"):
            TranslationMemory.load([path])
    with pytest.raises(ReadError, match="cannot be written"):
        memory_of(("کار", "work")).save(tmp_path / "absent" / "m.po")


def test_nothing_of_a_file_is_lost(tmp_path: Path) -> None:
    text = HEADER + (
        '# a remark of somebody\n#. from the tool\n#: a.txt:5\n#, fuzzy, no-wrap\n#| msgid "کا"\nmsgid "کار"\nmsgstr "work"\n\n'
        'msgid "تعاون"\nmsgstr ""\n\nmsgid "یک"\nmsgid_plural "چند"\nmsgstr[0] "one"\nmsgstr[1] "several"\n\n'
        '#~ msgid "قدیمی"\n#~ msgstr "old"\n'
    )
    path = write(tmp_path / "m.po", text)
    memory = TranslationMemory.load([path])
    memory.add(statement("نو"), "new", status="draft", date=DAY)
    memory.save()
    saved = path.read_text(encoding="utf-8")
    for line in text.split("\n"):
        assert line in saved


def test_saving_is_all_or_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write(tmp_path / "m.po", HEADER + ONE)
    before = path.read_bytes()
    memory = TranslationMemory.load([path])
    memory.add(statement("نو"), "new", status="draft", date=DAY)

    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "replace", fail)
    with pytest.raises(ReadError, match="cannot be written: No space left on device"):
        memory.save()
    assert path.read_bytes() == before
    assert list(tmp_path.iterdir()) == [path]


def test_a_file_changed_by_somebody_else_is_not_overwritten(tmp_path: Path) -> None:
    path = write(tmp_path / "m.po", HEADER + ONE)
    memory = TranslationMemory.load([path])
    path.write_text(HEADER + ONE.replace("active", "at work"), encoding="utf-8")
    memory.add(statement("نو"), "new", status="draft", date=DAY)
    with pytest.raises(UsageError, match="was changed by another program"):
        memory.save()
    assert "at work" in path.read_text(encoding="utf-8")


def test_a_memory_without_a_file_needs_a_name() -> None:
    with pytest.raises(UsageError, match="needs a file name"):
        memory_of(("کار", "work")).save()


@settings(max_examples=60)
@given(
    st.lists(
        st.tuples(
            st.text(min_size=1),
            st.text(alphabet=st.characters(exclude_characters="<{&$%▁⁇[⟦⟧@", exclude_categories=["Cs"])),
        ),
        max_size=5,
        unique_by=lambda pair: pair[0],
    )
)
def test_what_is_saved_is_read_again(
    tmp_path_factory: pytest.TempPathFactory, pairs: list[tuple[str, str]]
) -> None:
    memory = memory_of(*pairs)
    path = tmp_path_factory.mktemp("memory") / "m.po"
    memory.save(path)
    entries = {entry.msgid: entry.msgstr for entry in TranslationMemory.load([path])._documents[0].file}
    assert entries == dict(pairs)
    first = path.read_bytes()
    TranslationMemory.load([path]).save(path)
    assert path.read_bytes() == first


# --- trust


def test_less_trust_never_replaces_more() -> None:
    memory = memory_of(("کار", "work"), reviewer="Sara Ahmadi")
    assert not memory.add(statement("کار"), "labour", status="draft", date=LATER)
    assert not memory.add(statement("کار"), "labour", status="machine", date=LATER, engine="e")
    assert memory.lookup("کار").text == "work"  # type: ignore[union-attr]


def test_a_second_review_keeps_the_first() -> None:
    memory = memory_of(("کار", "work"), reviewer="Sara Ahmadi")
    assert memory.add(statement("کار"), "labour", status="reviewed", date=LATER, reviewer="Ali Karimi")
    found = memory.lookup("کار")
    assert found is not None
    assert (found.text, found.reviewer) == ("labour", "Ali Karimi")
    assert "formerly: work (Sara Ahmadi, 2026-11-21)" in memory._documents[0].file[0].tcomment


@pytest.mark.parametrize("status", ["reviewed", "machine"])
def test_a_stamp_needs_a_name(status: str) -> None:
    with pytest.raises(UsageError, match="needs the name of its"):
        TranslationMemory().add(statement("کار"), "work", status=status, date=DAY, reviewer=" ", engine="\n")  # type: ignore[arg-type]


def test_names_cannot_break_out_of_their_comment(tmp_path: Path) -> None:
    memory = TranslationMemory()
    hostile = statement("کار", speaker='نام\nmsgid "دیگر"', role="سمت\r\n#, fuzzy")
    memory.add(hostile, "work", status="reviewed", date=DAY, reviewer='Sara\nmsgstr "x"')
    memory.save(tmp_path / "m.po")
    again = TranslationMemory.load([tmp_path / "m.po"])
    assert len(again) == 1
    assert again.lookup("کار").status == "reviewed"  # type: ignore[union-attr]


# --- out and back


def test_export_holds_what_is_missing_with_its_context(tmp_path: Path) -> None:
    memory = memory_of(
        ("تعاونی‌ها فعال هستند", "Cooperatives are active"),
        ("۸ تعاونی جدید در استان ثبت شد", "Eight new cooperatives were registered"),
    )
    new = "۸ تعاونی جدید در این استان ثبت شد"
    wanted = [
        statement(new, 40, speaker="سارا احمدی", role="مدیرکل", date=DAY, passage="سارا احمدی گفت: …"),
        statement("تعاونیها فعال هستند.", 10),
        statement(new + ".", 90),
        statement("«…»", 95),
    ]
    path = tmp_path / "out.po"
    assert export_missing(wanted, path, memory) == 1
    (entry,) = polib.pofile(str(path))
    assert (entry.msgid, entry.msgstr, entry.flags) == (new, "", [])
    for line in ("article: a", "span: 40-73", "date: 2026-11-21", "speaker: سارا احمدی", "post: مدیرکل", f"key: {fingerprint(new)}",
                 "also: a 90-124", "similar: ۸ تعاونی جدید در استان ثبت شد", "unchecked: Eight new cooperatives were registered"):  # fmt: skip
        assert line in entry.tcomment.split("\n")
    assert entry.comment == "سارا احمدی گفت: …"
    first = path.read_bytes()
    assert export_missing(reversed(wanted), path, memory) == 1
    assert path.read_bytes() == first


def test_drafts_go_out_to_be_reviewed_and_reviewed_ones_stay(tmp_path: Path) -> None:
    memory = memory_of(("کار", "work"))
    memory.add(statement("تعاون"), "cooperation", status="reviewed", date=DAY, reviewer="Sara")
    assert export_missing([statement("کار"), statement("تعاون")], tmp_path / "out.po", memory) == 0
    assert (
        export_missing([statement("کار"), statement("تعاون")], tmp_path / "out.po", memory, drafts=True) == 1
    )
    (entry,) = polib.pofile(str(tmp_path / "out.po"))
    assert (entry.msgstr, entry.flags) == ("work", ["fuzzy"])


def edited_elsewhere(
    path: Path, changes: dict[str, str], *, newline: str = "\r\n", approve: bool = True
) -> None:
    """Do what Poedit, Weblate and OmegaT do: another header, wrapped lines, other line ends, no fuzzy flag."""
    file = polib.pofile(str(path), wrapwidth=60)
    file.metadata["X-Generator"] = "Poedit 3.6"
    file.metadata["PO-Revision-Date"] = "2026-12-02 10:11+0330"
    for entry in file:
        if entry.msgid in changes:
            entry.msgstr = changes[entry.msgid]
            if approve:
                entry.flags = []
    path.write_bytes(str(file).replace("\n", newline).encode())


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_reviewed_translations_come_back_stamped(tmp_path: Path, newline: str) -> None:
    old, new = "۱۲ تعاونی فعال است", "تعاونی‌های استان در زمینه تولید و صادرات و آموزش و گردشگری فعالیت می‌کنند"
    memory = memory_of((old, "12 cooperatives are active"))
    memory.save(tmp_path / "m.po")
    out = tmp_path / "out.po"
    export_missing([statement(old), statement(new, 50, speaker="سارا احمدی")], out, memory, drafts=True)
    text = "The cooperatives of the province are active in production, exports, training and tourism"
    edited_elsewhere(out, {old: "Twelve cooperatives are active", new: text}, newline=newline)
    report = import_reviewed(tmp_path / "m.po", out, "Sara Ahmadi", LATER)
    assert (report.accepted, report.warnings) == (2, [])
    memory = TranslationMemory.load([tmp_path / "m.po"])
    for source, expected in ((old, "Twelve cooperatives are active"), (new, text)):
        found = memory.lookup(source)
        assert found is not None
        assert (found.text, found.status, found.reviewer, found.date) == (
            expected,
            "reviewed",
            "Sara Ahmadi",
            LATER,
        )
    saved = (tmp_path / "m.po").read_text(encoding="utf-8")
    assert "fuzzy" not in saved
    assert "Poedit" not in saved
    assert "speaker: سارا احمدی" in saved
    again = import_reviewed(tmp_path / "m.po", out, "Sara Ahmadi", LATER)
    assert (again.accepted, again.unchanged) == (0, 2)
    assert (tmp_path / "m.po").read_text(encoding="utf-8") == saved


def test_fuzzy_and_empty_entries_are_not_reviewed(tmp_path: Path) -> None:
    memory = memory_of(("کار", "work"))
    out = tmp_path / "out.po"
    export_missing([statement("کار"), statement("تعاون", 9)], out, memory, drafts=True)
    memory.save(tmp_path / "m.po")
    report = import_reviewed(tmp_path / "m.po", out, "Sara", LATER)
    assert (report.accepted, report.not_approved, report.untranslated) == (0, 1, 1)
    assert TranslationMemory.load([tmp_path / "m.po"]).lookup("کار").status == "draft"  # type: ignore[union-attr]


def test_a_changed_source_is_warned_of_and_not_taken(tmp_path: Path) -> None:
    out = tmp_path / "out.po"
    export_missing([statement("۱۲ تعاونی فعال است")], out)
    out.write_text(out.read_text(encoding="utf-8").replace('"۱۲ تعاونی', '"۱۳ تعاونی').replace('msgstr ""\n', 'msgstr "13 cooperatives are active"\n'), encoding="utf-8")  # fmt: skip
    file = polib.pofile(str(out))
    assert file[0].msgstr
    report = import_reviewed(tmp_path / "m.po", out, "Sara", LATER)
    assert report.accepted == 0
    assert re.search("«۱۳ تعاونی فعال است» was changed", report.warnings[0])


def test_a_review_that_the_guards_would_withhold_is_reported(tmp_path: Path) -> None:
    out = tmp_path / "out.po"
    export_missing([statement("۱۲ تعاونی فعال است")], out)
    edited_elsewhere(out, {"۱۲ تعاونی فعال است": "13 cooperatives are active"})
    report = import_reviewed(tmp_path / "m.po", out, "Sara", LATER)
    assert report.accepted == 1
    assert "will be withheld" in report.warnings[0]


def test_an_unknown_text_is_taken_with_a_warning_and_remarks_stay(tmp_path: Path) -> None:
    back = write(tmp_path / "back.po", HEADER + "# ask Ali about this\n" + ONE)
    report = import_reviewed(tmp_path / "m.po", back, "Sara", LATER)
    assert report.accepted == 1
    assert "was not known before" in report.warnings[0]
    assert "# ask Ali about this" in (tmp_path / "m.po").read_text(encoding="utf-8")


def test_a_review_needs_a_reviewer(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="needs the name of the reviewer"):
        import_reviewed(tmp_path / "m.po", write(tmp_path / "b.po", HEADER + ONE), "  ", LATER)
    assert not (tmp_path / "m.po").exists()


def test_statements_of_an_article_are_its_passages() -> None:
    text = "احمدی گفت: کار خوب است.\nوی افزود: تعاون بهتر است و ادامه دارد."
    first, second, third = (text.index(part) for part in ("کار", "تعاون", "ادامه"))
    article = Article(
        id="a", source="a.txt", text=text, sha256="", date=DAY, body=Span(0, len(text)), paragraphs=(Span(0, 23), Span(24, len(text)))
    )  # fmt: skip
    common = {"verb": "گفت", "kind": "clause", "basis": "named", "rule": "r", "text": "", "cue": (0, 0)}
    quotes = (
        Quote(start=first, end=first + 11, speaker="سارا احمدی", speaker_role=None, held=None, **common),  # type: ignore[arg-type]
        Quote(
            start=second,
            end=second + 14,
            speaker="سارا احمدی",
            speaker_role="رئیس",
            held=None,
            more=((third, third + 10),),
            **common,
        ),  # type: ignore[arg-type]
        Quote(start=0, end=3, speaker=None, speaker_role=None, held="no_speaker", **common),  # type: ignore[arg-type]
    )
    official = Official(
        name="سارا احمدی",
        role="مدیرکل",
        organisation=None,
        province=None,
        county=None,
        mentions=(),
        held=None,
    )
    extraction = Extraction(
        id="a",
        source="a.txt",
        date=DAY,
        agency=None,
        province=None,
        county=None,
        quotes=quotes,
        officials=(official,),
    )
    found = statements_of(article, extraction)
    assert [(s.text, s.role) for s in found] == [
        ("کار خوب است", "مدیرکل"),
        ("تعاون بهتر است", "رئیس"),
        ("ادامه دارد", "رئیس"),
    ]
    assert found[0].passage == "احمدی گفت: کار خوب است."
    assert len(statements_of(article, extraction, held=True)) == 4


# --- the memory of the seeds


def seeds() -> polib.POFile:
    return polib.pofile(str(SEEDS / "translations.en.po"))


def test_every_entry_of_the_seeds_is_a_passage_of_its_article() -> None:
    for entry in seeds():
        values = dict(line.split(": ", 1) for line in entry.tcomment.split("\n"))
        with (SEEDS / f"{values['article']}.txt").open(encoding="utf-8", newline="") as file:
            text = file.read()
        start, end = map(int, values["span"].split("-"))
        assert text[start:end] == entry.msgid
        assert values["key"] == fingerprint(entry.msgid)


def test_the_seeds_are_drafts_and_say_so() -> None:
    memory = TranslationMemory.load([SEEDS / "translations.en.po"])
    assert len(seeds()) == len(memory) == 63
    assert memory.notes == []
    for entry in seeds():
        assert entry.flags == ["fuzzy"]
        assert "draft: unreviewed 2026-11-21" in entry.tcomment.split("\n")
        found = memory.lookup(entry.msgid)
        assert found is not None
        assert (found.text, found.status, found.date) == (entry.msgstr, "draft", DAY)


def test_the_seeds_are_saved_as_they_are(tmp_path: Path) -> None:
    TranslationMemory.load([SEEDS / "translations.en.po"]).save(tmp_path / "m.po")
    assert (tmp_path / "m.po").read_bytes() == (SEEDS / "translations.en.po").read_bytes()


def test_every_statement_of_the_seeds_has_its_english() -> None:
    memory = TranslationMemory.load([SEEDS / "translations.en.po"])
    found = [each for article in seed_articles() for each in statements_of(article, extract(article))]
    assert len(found) >= 60
    assert [each for each in found if memory.lookup(each.text) is None] == []
