"""The English edition: what is shown of a translation, what is said of it, and every Persian word with its reason."""

import csv
import datetime as dt
import io
import re
import unicodedata
from pathlib import Path

import msgspec
import pypdfium2
import pytest

from extract.errors import ReadError
from reports import editorial, foreign
from reports.briefing import build_briefing
from reports.languages import language
from reports.languages.doubts import KINDS, doubts, to_csv, told
from reports.model import Briefing, Datum
from reports.period import cooperative_week
from reports.printed import sheets
from reports.render.annex import annexes, translations
from reports.render.compose import content_of
from reports.render.datafile import decode
from reports.render.html import Page
from reports.render.pdf import to_bytes
from reports.render.web import WebPage
from reports.themes import load_theme
from reports.translate.memory import Statement, TranslationMemory
from reports.translate.shown import passages_of, shown, topics
from tests.conftest import SEEDS, Run
from tests.support.corpus import article, corpus, extraction, figure, official, quote
from tests.support.editions import edition, seeds

WEEK = cooperative_week(1404)
DAY = dt.date(2025, 9, 20)
PERSIAN = re.compile("[\u0600-\u06ff\ufb50-\ufdff\ufe70-\ufefc]+")
TEXTS = {
    "reviewed": ("۱۲ تعاونی در قم فعال است", "12 cooperatives are active in Qom"),
    "draft": ("برای ۳۰۰ نفر شغل ایجاد شده است", "Jobs have been created for 300 people"),
    "machine": ("صادرات تعاونی‌ها ۵ میلیون دلار بود", "Exports of the cooperatives were 5 million dollars"),
    "none": ("۱۵ میلیارد تومان تسهیلات به زنان روستایی پرداخت شد", None),
    "withheld": ("۴ تعاونی مسکن راکد نیست", "4 housing cooperatives are dormant"),
}


@pytest.fixture(autouse=True)
def _quiet(recwarn: pytest.WarningsRecorder) -> None:
    """WeasyPrint leaves its colour profile open."""


def states(**changed: str) -> tuple[Briefing, Page, TranslationMemory]:
    """One article with a statement in each state of translation."""
    texts = {state: persian for state, (persian, _) in TEXTS.items()}
    one = article("a", "مجید کریمی مدیرکل تعاون قم", *(f"کریمی گفت: {text}" for text in texts.values()))
    found = extraction(
        one,
        figures=(
            figure(one, "۱۵ میلیارد تومان", 15_000_000_000, unit="toman", measure="loans", quote=3),
            figure(one, "۱۲ تعاونی", 12, quote=0),
        ),
        quotes=tuple(quote(one, text, "مجید کریمی", basis="surname") for text in texts.values()),
        officials=(official(one, "مجید کریمی", surname="کریمی"),),
    )
    memory = TranslationMemory()
    for state, (persian, english) in TEXTS.items():
        said = changed.get(state, english)
        if said is not None:
            status = {"withheld": "draft", "none": "draft"}.get(state, state)
            memory.add(
                Statement(text=persian, article="a", start=0, end=1), said, status=status, date=DAY,  # type: ignore[arg-type]
                reviewer="Sara Amini" if status == "reviewed" else None,
                engine="Opus 2024" if status == "machine" else None,
            )  # fmt: skip
    briefing = build_briefing([one], [found], WEEK)
    return briefing, Page(briefing, "en", [one], load_theme(), memory), memory


def blocks(html: str) -> list[str]:
    """The statements of a page, without tags."""
    return [
        " ".join(re.sub(r"<[^>]+>", " ", block).split())
        for block in re.findall(r'<div class="said"[^>]*>(.*?)</div>', html, re.S)
    ]


# --- the states


def test_each_state_is_said_on_the_page() -> None:
    _, page, _ = states()
    reviewed, draft, machine, none, withheld = blocks(page.html())
    assert "12 cooperatives are active in Qom" in reviewed
    assert "Translated from Persian; reviewed by Sara Amini" in reviewed
    assert not PERSIAN.search(reviewed)
    assert "Jobs have been created for 300 people draft translation, 20 Sept 2025" in draft
    assert "شغل" in draft
    assert "machine translation, Opus 2024, 20 Sept 2025" in machine
    assert "دلار" in machine
    assert "not translated Topics: loans and credit, women, rural areas. Figures:" in none
    assert "loans (15 billion tomans)" in none
    assert "روستایی" in none
    assert "translation withheld Why: a negation is missing." in withheld
    assert "are dormant" not in withheld
    assert "راکد" in withheld


def test_the_web_page_says_the_same() -> None:
    briefing, page, memory = states()
    web = WebPage(briefing, "en", list(page.articles.values()), load_theme(), memory).web().decode()
    for one, other in zip(blocks(page.html()), blocks(web), strict=True):
        assert re.sub(r"^\[\d+\] ", "", one) == re.sub(r"^\[\d+\] ", "", other)


def test_the_method_counts_every_state() -> None:
    _, page, _ = states()
    words = re.sub(r"<[^>]+>", "", page.html())
    assert "Statements in English: 1 reviewed, 1 draft, 1 by machine, 1 not translated, 1 withheld." in words
    persian = Page(page.briefing, "fa", list(page.articles.values()), load_theme(), page.memory)
    assert "۱ بازبینی‌شده، ۱ پیش‌نویس، ۱ ماشینی، ۱ بی‌ترجمه، ۱ چاپ‌نشده" in re.sub(r"<[^>]+>", "", persian.html())


def test_the_persian_edition_prints_no_english_statement() -> None:
    briefing, page, memory = states()
    html = Page(briefing, "fa", list(page.articles.values()), load_theme(), memory).html()
    assert "cooperatives are active" not in html
    assert "Sara" not in html


def test_the_data_say_who_answers_and_hold_nothing_that_is_withheld() -> None:
    briefing, page, memory = states()
    files = {
        one.name: one
        for one in annexes(briefing, list(page.articles.values()), language("en"), memory=memory)
    }
    data = decode(files["briefing.json"].content)
    known = {one.status: one for one in data.translations}
    assert set(known) == {"reviewed", "draft", "machine", "withheld"}
    assert (known["reviewed"].reviewer, known["reviewed"].date) == ("Sara Amini", DAY)
    assert known["machine"].engine == "Opus 2024"
    assert (known["withheld"].text, known["withheld"].notes) == ("", ("negation_lost",))
    assert all(b"are dormant" not in one.content for one in files.values())


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"reviewed": "13 cooperatives are active in Qom"}, "number_missing"),
        ({"reviewed": "12 cooperatives are active in Qom {{ x }}"}, "remnant"),
        ({"reviewed": "12 تعاونی are active in Qom"}, "persian_letters"),
        ({"machine": "Exports of the cooperatives were 5 million tomans"}, "number_missing"),
        ({"draft": "He has created jobs for 300 people"}, "gender"),
    ],
)
def test_a_reviewer_is_not_believed_against_the_numbers(changed: dict[str, str], code: str) -> None:
    briefing, page, memory = states(**changed)
    state = next(iter(changed))
    citation = next(one.citation for one in briefing.statements if one.text == TEXTS[state][0])
    found = shown(briefing, memory).get(citation)
    if code == "remnant":  # the memory does not serve markup at all, and says so
        assert found is None
        assert "contains markup" in memory.notes[0]
    else:
        assert found is not None
        assert found.status == "withheld"
        assert code in found.notes
    assert changed[state] not in page.html()


def test_a_soft_finding_is_printed_as_a_note() -> None:
    _, page, _ = states(reviewed="12 co-ops are active in Qom")
    block = blocks(page.html())[0]
    assert "To be checked: a term is said otherwise." in block
    assert "12 co-ops are active" in block


def test_names_of_the_briefing_and_marked_places_must_be_in_a_translation() -> None:
    texts = ("مجید کریمی در استان گیلان بود", "مجید کریمی در گیلان است")
    one = article("a", "مجید کریمی مدیرکل", *(f"کریمی گفت: {text}" for text in texts))
    found = extraction(
        one,
        quotes=tuple(quote(one, text, "مجید کریمی", basis="surname") for text in texts),
        officials=(official(one, "مجید کریمی", surname="کریمی"),),
    )
    briefing = build_briefing([one], [found], WEEK)

    def notes(first: str, second: str) -> list[tuple[str, tuple[str, ...]]]:
        memory = TranslationMemory()
        for text, english in zip(texts, (first, second), strict=True):
            memory.add(Statement(text=text, article="a", start=0, end=1), english, status="draft", date=DAY)
        return [(one.status, one.notes) for one in shown(briefing, memory).values()]

    assert notes("Majid Karimi was in Gilan Province", "Karimi is in Gilan") == [("draft", ()), ("draft", ())]
    assert notes("Majid Karimi was in Gilan Province", "The head is in Gilan")[1] == ("withheld", ("name",))
    assert notes("Majid Karimi was in Yazd Province", "Karimi is in the north") == [
        ("withheld", ("name",)),
        ("draft", ("name",)),  # without «استان» the word may be none
    ]
    # one name in another spelling is no other person, but should be spelt in one way
    assert notes("Majid Kareemi was in Guilan Province", "Karimi is in Gilan")[0] == ("draft", ("name",))


def test_a_statement_of_several_passages_is_found_by_its_passages() -> None:
    one = article("a", "مجید کریمی گفت: ۱۲ تعاونی هست، وی گفت، و ۳ اتحادیه هست")
    first, second = "۱۲ تعاونی هست", "و ۳ اتحادیه هست"
    start = one.text.index(second)
    said = quote(one, first, "مجید کریمی", more=((start, start + len(second)),))
    found = extraction(one, quotes=(said,), officials=(official(one, "مجید کریمی", surname="کریمی"),))
    briefing = build_briefing([one], [found], WEEK)
    (statement,) = briefing.statements
    assert passages_of(statement) == (first, second)
    memory = TranslationMemory()
    memory.add(Statement(text=first, article="a", start=0, end=1), "There are 12 cooperatives", status="reviewed", date=DAY, reviewer="S")  # fmt: skip
    assert shown(briefing, memory) == {}
    memory.add(Statement(text=second, article="a", start=0, end=1), "and 3 unions", status="draft", date=DAY)
    known = shown(briefing, memory)[statement.citation]
    assert (known.text, known.status) == ("There are 12 cooperatives\nand 3 unions", "draft")
    assert len(translations(briefing, memory)) == 1


def test_topics() -> None:
    assert topics("۱۵ میلیارد تومان تسهیلات قرض‌الحسنه به روستاییان پرداخت شد") == (
        "loans and credit",
        "rural areas",
    )
    assert topics("صادرات تعاونی‌ها") == ("cooperatives", "exports and imports")
    assert topics("سلام") == ()
    assert topics("") == ()


# --- Persian in it


def test_every_persian_run_of_the_seeds_has_a_reason() -> None:
    made = edition("en")
    found = foreign.runs(made.html)
    assert [run for run in found if run.reason is None] == []
    counted = {reason: [run.text for run in found if run.reason == reason] for reason in foreign.REASONS}
    briefing, _, memory = seeds()
    unreviewed = [one for one in shown(briefing, memory).values() if one.status != "reviewed"]
    assert len(counted["original"]) == len(unreviewed) == len(briefing.statements)
    assert len(counted["name"]) == len(briefing.people)
    assert len(counted["passage"]) > len(briefing.sources)
    english = language("en")
    lacking = {english.measure(datum).text for datum in briefing.data if english.measure(datum).lacking}
    for text in counted["left"]:
        assert any(text in one.persian for one in doubts(briefing, memory)) or text in lacking, text


def test_the_pages_of_the_seeds_have_no_other_persian() -> None:
    """The words of the PDF are among those of the runs: nothing Persian is drawn that the document does not mark."""
    made = edition("en")
    allowed = "".join(letters(" ".join(run.text for run in foreign.runs(made.html))))
    printed = {
        word for sheet in sheets(made.content) for word in letters(" ".join([*sheet.body, *sheet.margins]))
    }
    assert len(printed) > 500
    assert {
        word for word in printed if word not in allowed
    } == set()  # a word may be cut at the end of a line


def letters(text: str) -> list[str]:
    """Persian words without half-spaces and marks."""
    return PERSIAN.findall(
        re.sub("[\u200c\u200d\u064b-\u065f\u0670]", "", unicodedata.normalize("NFKC", text))
    )


def test_the_web_page_of_the_seeds_has_no_other_persian() -> None:
    briefing, articles, memory = seeds()
    web = WebPage(briefing, "en", articles, load_theme(), memory).web().decode()
    assert [run.text for run in foreign.runs(web) if run.reason is None] == []


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ('<p lang="en">cooperatives</p>', []),
        ("<p>شغل</p>", [("شغل", None)]),
        ('<p lang="fa">شغل</p>', [("شغل", None)]),
        ('<p class="fa original">شغل <b>نو</b></p><p>work</p>', [("شغل نو", "original")]),
        ('<p>new <span class="left">شغل</span>, نو</p>', [("شغل", "left"), (", نو", None)]),
        ('<img alt="شغل"><p class="text">a</p>', [("شغل", None)]),
        ('<img alt="new شغل"><span class="left">شغل</span>', [("شغل", "left"), ("new شغل", "left")]),
        ("<br>x<style>شغل</style>", []),
        ('<div class="source"><p class="text">شغل<br>نو</p></div>', [("شغلنو", "passage")]),
    ],
)
def test_runs(html: str, expected: list[tuple[str, str | None]]) -> None:
    assert [(run.text, run.reason) for run in foreign.runs(html)] == expected


def test_what_the_glossary_lacks_stays_in_persian_within_the_phrase() -> None:
    one = article("a", "۳ تن گندم شپلاقه‌ای در قم")
    found = extraction(
        one, figures=(figure(one, "۳ تن", 3, unit="tonne", measure=None, measure_text="گندم خوب شپلاقه"),)
    )
    briefing = build_briefing([one], [found], WEEK)
    english = language("en")
    run = english.measure(briefing.data[0])
    assert run.lacking
    assert 'lang="fa" dir="rtl" class="left">شپلاقه</span>' in run.__html__()
    assert run.text.startswith("good wheat")
    html = Page(briefing, "en", [one], load_theme()).html()
    assert [each.reason for each in foreign.runs(html) if each.text == "شپلاقه"] == ["left"] * html.count(
        ">شپلاقه<"
    )
    assert [one.persian for one in doubts(briefing)] == ["گندم خوب شپلاقه"]


def test_periods_in_the_words_of_the_source() -> None:
    english = language("en")
    datum = seeds()[0].data[0]

    def worded(persian: str) -> tuple[str, bool]:
        run = english.about_period(msgspec.structs.replace(datum, period=None, period_text=persian))
        return run.text, run.lacking

    cases = {
        "امسال": "this year", "شش ماهه نخست امسال": "first six months of this year", "۱۰ ماهه امسال": "10 months of this year",
        "ابتدای سال جاری": "start of this year", "ابتدای سال‌جاری": "start of this year", "پنج سال پیش": "five years ago",
        "نیمه نخست سال گذشته": "first half of last year", "پاییز پارسال": "autumn last year",
    }  # fmt: skip
    assert {persian: worded(persian) for persian in cases} == {
        persian: (text, False) for persian, text in cases.items()
    }
    assert worded("روزگار شپلاقه")[1]


def test_two_places_are_two_names() -> None:
    datum: Datum = msgspec.structs.replace(
        seeds()[0].data[0], place="رودسر و املش", county=None, province="گیلان", level="county"
    )
    assert language("en").where(datum).text == "Rudsar and Amlash"


# --- the editor's list


def test_the_editors_list_has_every_kind() -> None:
    one = article(
        "a",
        "جمشید قرقاولیان خودپردازبان قم گفت: ۴ تعاونی در قم ماند",
        "قرقاولیان گفت: ۵ اتحادیه در استان قم نیست",
    )
    found = extraction(
        one,
        agency="خبرنگار شپلاقه",
        figures=(
            figure(one, "۴ تعاونی", 4, unit="toman", measure=None, measure_text="شپلاقه", period_text="روزگار شپلاقه"),
            figure(one, "۵ اتحادیه", 5, unit="person", measure="members", county="شپلاقه‌آباد", place="شپلاقه‌آباد"),
        ),
        quotes=(
            quote(one, "۴ تعاونی در قم ماند", "جمشید قرقاولیان"),
            quote(one, "۵ اتحادیه در استان قم نیست", "جمشید قرقاولیان", basis="surname"),
        ),
        officials=(official(one, "جمشید قرقاولیان", "خودپردازبان", surname="قرقاولیان", organisation=None),),
    )  # fmt: skip
    memory = TranslationMemory()
    near = Statement(text="۴ تعاونی در قم می‌ماند", article="b", start=0, end=1)
    memory.add(near, "4 cooperatives remain in Qom", status="draft", date=DAY)
    memory.add(Statement(text="۵ اتحادیه در استان قم نیست", article="a", start=0, end=1), "5 unions", status="draft", date=DAY)  # fmt: skip
    briefing = build_briefing([one], [found], WEEK)
    found_now = doubts(briefing, memory)
    assert {one.kind for one in found_now} >= {
        "withheld", "untranslated", "suggestion", "name", "place", "post", "agency", "phrase",
    }  # fmt: skip
    withheld = next(one for one in found_now if one.kind == "withheld")
    assert "negates" in withheld.why
    assert withheld.english == ""
    assert (
        next(one for one in found_now if one.kind == "suggestion").english == "4 cooperatives remain in Qom"
    )
    assert [one.kind for one in found_now] == sorted((one.kind for one in found_now), key=list(KINDS).index)
    assert doubts(briefing, memory) == found_now
    rows = list(csv.reader(io.StringIO(to_csv(found_now).decode("utf-8-sig"))))
    assert len(rows) == len(found_now) + 1
    assert all(len(row) == len(rows[0]) for row in rows)
    assert "1 translation withheld" in told(found_now)
    assert told(()) == ""


def test_a_spreadsheet_takes_no_word_of_the_list_for_a_formula() -> None:
    one = article("a", "=HYPERLINK() گفت: ۴ تعاونی")
    found = extraction(one, quotes=(quote(one, "۴ تعاونی", "=HYPERLINK()", speaker_role="x"),))
    content = to_csv(doubts(build_briefing([one], [found], WEEK))).decode("utf-8-sig")
    assert not re.search(r'(?:^|,)"?=', content, re.M)


def test_the_list_lies_beside_the_briefing_and_a_line_says_so(taavon: Run, tmp_path: Path) -> None:
    seed = SEEDS / "004_96516e949903d8d8.txt"  # has a slip of the pen in a post
    done = taavon("build", seed, "--out", "out", "--language", "en", "--format", "html")
    assert done.returncode == 0, done.stderr
    assert "For an editor of the English: " in done.stderr
    assert "see out/briefing.editor.csv." in done.stderr
    assert (tmp_path / "out/briefing.editor.csv").read_bytes().startswith(b"\xef\xbb\xbfkind,")
    assert done.stdout.split() == ["out/briefing.en.html"]
    persian = taavon("build", seed, "--out", "fa", "--language", "fa", "--format", "html")
    assert "editor" not in persian.stderr
    assert not (tmp_path / "fa/briefing.editor.csv").exists()


def test_nothing_of_the_list_is_in_the_briefing() -> None:
    briefing, page, memory = states()
    names = {
        one.name for one in annexes(briefing, list(page.articles.values()), language("en"), memory=memory)
    }
    assert not any("editor" in name for name in names)


# --- files that are faulty


HEADER = 'msgid ""\nmsgstr ""\n"Language: en\\n"\n"Content-Type: text/plain; charset=UTF-8\\n"\n\n'
GOOD = f'msgid "{TEXTS["draft"][0]}"\nmsgstr "{TEXTS["draft"][1]}"\n'


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (HEADER + GOOD + "nonsense\n", "is not a valid PO file in line"),
        (HEADER + GOOD[:-2], "has a broken string in line"),
        (HEADER.replace("Language: en", "Language: de") + GOOD, "its language is de"),
        (HEADER.replace("UTF-8", "KLINGON-1") + GOOD, "unknown character set"),
        ("\x00\x01PNG", "not a valid PO file"),
    ],
    ids=["syntax", "string", "language", "character set", "no PO file"],
)
def test_a_faulty_file_is_left_out_with_one_sentence(tmp_path: Path, content: str, sentence: str) -> None:
    good, bad = tmp_path / "a.po", tmp_path / "b.po"
    good.write_text(HEADER + GOOD, encoding="utf-8")
    bad.write_bytes(content.encode())
    memory, faulty = editorial.known_translations([good, bad], [])
    assert memory.lookup(TEXTS["draft"][0]) is not None
    assert len(faulty) == 1
    assert sentence in faulty[0]
    assert "b.po" in faulty[0]
    assert "\n" not in faulty[0]
    assert bad.read_bytes() == content.encode()


@pytest.mark.parametrize(
    ("content", "known"),
    [
        ((HEADER + GOOD).replace("\n", "\r\n"), True),
        (HEADER.replace("Language: en", "X-Other: 1") + GOOD, True),
        (HEADER + GOOD.replace("نفر", "تن"), False),  # a msgid that nobody said
        (HEADER + GOOD.replace("Jobs", "<b>Jobs</b>"), False),
        (HEADER + GOOD.replace("Jobs", "{{ jobs }}"), False),
    ],
    ids=["windows", "header", "wrong msgid", "html", "template"],
)
def test_a_file_of_another_tool_is_taken_as_far_as_it_is_right(
    tmp_path: Path, content: str, known: bool
) -> None:
    path = tmp_path / "a.po"
    path.write_bytes(content.encode())
    memory, faulty = editorial.known_translations([path], [])
    assert faulty == ()
    assert (memory.lookup(TEXTS["draft"][0]) is not None) == known
    assert len(memory.notes) == (1 if "<b>" in content or "{{" in content else 0)


def test_a_file_that_is_named_and_missing_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(ReadError, match=r"absent\.po cannot be read"):
        editorial.known_translations([tmp_path / "absent.po"], [])


def test_the_briefing_builds_beside_a_faulty_file(taavon: Run, tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    seed = SEEDS / "002_c91c0f40376d7f7c.txt"
    (tmp_path / "in" / seed.name).write_bytes(seed.read_bytes())
    (tmp_path / "in/known.po").write_bytes((SEEDS / "translations.en.po").read_bytes())
    (tmp_path / "in/broken.po").write_text(HEADER + "nonsense\n", encoding="utf-8")
    done = taavon("build", "in", "--out", "out", "--language", "en", "--format", "html")
    assert done.returncode == 0, done.stderr
    assert sum("broken.po" in line for line in done.stderr.splitlines()) == 1
    assert "It is left out." in done.stderr
    assert "draft translation" in (tmp_path / "out/briefing.en.html").read_text(encoding="utf-8")


def test_the_states_look_like_pages(tmp_path: Path) -> None:
    briefing, page, memory = states()
    content = to_bytes(
        content_of(page, annexes(briefing, list(page.articles.values()), page.language, memory=memory))
    )
    text = " ".join(pypdfium2.PdfDocument(content)[0].get_textpage().get_text_bounded().split())
    everything = " ".join(
        " ".join(sheet.get_textpage().get_text_bounded().split()) for sheet in pypdfium2.PdfDocument(content)
    )
    assert "Cooperative Week" in text
    for words in (
        "reviewed by Sara Amini",
        "machine translation, Opus 2024",
        "translation withheld",
        "not translated",
    ):
        assert words in everything, words


def test_a_corpus_of_all_kinds_has_a_reason_for_every_run() -> None:
    articles, extractions = corpus()
    briefing = build_briefing(articles, extractions, WEEK)
    html = Page(briefing, "en", articles, load_theme()).html()
    assert [run.text for run in foreign.runs(html) if run.reason is None] == []


@pytest.mark.parametrize(
    ("content", "code", "sentence"),
    [
        (HEADER + GOOD + "nonsense\n", 1, "is not a valid PO file in line"),
        (HEADER.replace("Language: en", "Language: de") + GOOD, 1, "its language is de; English is needed"),
        ((HEADER + GOOD).replace("\n", "\r\n"), 0, ""),
        (HEADER + GOOD.replace("Jobs", "<b>Jobs</b>"), 0, "will be withheld: The translation contains '<b>'"),
        (HEADER + GOOD.replace("Jobs", "{{ x }} Jobs"), 0, "will be withheld: The translation contains '{{'"),
        (HEADER + '# key: 0123456789abcdef\n' + GOOD, 0, "was changed in the file; its translation was not taken"),
    ],
    ids=["syntax", "header", "windows", "html", "template", "wrong msgid"],
)  # fmt: skip
def test_an_import_says_in_one_sentence_what_is_wrong(
    taavon: Run, tmp_path: Path, content: str, code: int, sentence: str
) -> None:
    (tmp_path / "back.po").write_bytes(content.encode())
    done = taavon("quotes", "import", "back.po", "--memory", "memory.po", "--reviewer", "Sara")
    assert done.returncode == code, done.stderr
    assert sentence in done.stderr + done.stdout
    assert "Traceback" not in done.stderr
    assert sum(bool(sentence) and sentence in line for line in (done.stderr + done.stdout).splitlines()) <= 1
    assert (tmp_path / "back.po").read_bytes() == content.encode()
