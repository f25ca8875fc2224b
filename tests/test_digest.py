"""The weekly digest: the four weeks of the seeds, what changed since earlier weeks, a week without news."""

import datetime as dt
from pathlib import Path
from typing import Any

import msgspec
import pikepdf
import pypdfium2
import pytest
import typer
from typer.testing import CliRunner, Result

from extract import pipeline
from extract.article import Article
from extract.read import read_paths
from extract.statements import Extraction
from reports import intake, jobs
from reports.briefing import by_citation
from reports.changes import Names, compare
from reports.commands import digest as command
from reports.commands import send
from reports.deliver.weeks import Week, chosen_week, week_of
from reports.digest import build_digest, period_of
from reports.languages import language
from reports.languages.amounts import Code
from reports.model import Briefing, Datum
from reports.render.html import Page
from reports.themes import load_theme
from reports.verify import verify
from tests.conftest import SEEDS
from tests.support.corpus import article, extraction, figure, official, quote

pytestmark = pytest.mark.filterwarnings("ignore:unclosed file.*sRGB2014:ResourceWarning")  # WeasyPrint's
APP = typer.Typer()
command.register(APP)
send.register(APP)  # with one command alone, its name would be taken for a file
WEEK = week_of(dt.date(2025, 9, 3))
BEFORE = dt.date(2025, 8, 20)
Read = tuple[Article, Extraction]


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(APP, [str(one) for one in arguments])


def seeds() -> list[Article]:
    return [one for one in read_paths([str(SEEDS)]) if isinstance(one, Article)]


def told(name: str, text: str, date: dt.date, **fields: Any) -> Read:
    """An article of one figure, the number before its last word."""
    read = article(name, text, date=date)
    words, low = fields.pop("words"), fields.pop("low")
    return read, extraction(read, figures=(figure(read, words, low, **fields),))


def active(name: str, count: int, date: dt.date, **fields: Any) -> Read:
    return told(name, f"{count} تعاونی فعال است", date, words=f"{count} تعاونی", low=count, **fields)


def build(*read: Read, week: Week = WEEK) -> Briefing:
    return build_digest([one for one, _ in read], [found for _, found in read], week)


def sides(briefing: Briefing) -> list[tuple[float | int | None, float | int | None]]:
    cited = by_citation(briefing)
    pairs = [(cited[change.old], cited[change.new]) for change in briefing.changes]
    return [(old.low, new.low) for old, new in pairs if isinstance(old, Datum) and isinstance(new, Datum)]


# weeks


@pytest.mark.parametrize("day", ["1404-06-08", "1404/06/14", "۱۴۰۴-۰۶-۱۰", "2025-08-30", "2025-09-05"])
def test_any_day_names_its_week_in_either_calendar(day: str) -> None:
    assert chosen_week(day).id == "weekly-1404-W24"


def test_titles_are_in_both_calendars() -> None:
    period = period_of(WEEK)
    fa, en = language("fa"), language("en")
    assert fa.full_title(period) == "هفته ۸ تا ۱۴ شهریور ۱۴۰۴ (۳۰ اوت تا ۵ سپتامبر ۲۰۲۵)"
    assert en.full_title(period) == "Week of 30 August – 5 September 2025 (8 – 14 Shahrivar 1404)"


# the seeds


def test_four_weeks_of_the_seeds_have_news(tmp_path: Path) -> None:
    articles = seeds()
    weeks = sorted({week_of(one.date) for one in articles if one.date})
    extractions = [pipeline.extract(one) for one in articles]
    issues = [build_digest(articles, extractions, week) for week in weeks]
    assert [(one.issue, one.counts.articles) for one in issues] == [(24, 2), (25, 1), (30, 1), (35, 1)]
    assert [one.news.earlier for one in issues if one.news] == [0, 2, 3, 4]
    for one, week in zip(issues, weeks, strict=True):
        assert {part.section for part in one.parts} == {"week"}
        assert all(week.first <= source.date <= week.last for source in one.sources if source.date)
        assert one.data
        assert one.statements


def test_from_folder_to_pages(tmp_path: Path) -> None:
    done = run("digest", SEEDS, "--week", "1404-06-16", "--out", tmp_path)
    files = [tmp_path / f"weekly-1404-W25.{code}.pdf" for code in ("fa", "en")]
    assert (done.exit_code, done.stdout.split()) == (0, [str(file) for file in files])
    first = [file.read_bytes() for file in files]
    for file in files:
        report = verify(file)
        assert not report.problems
        code: Code = "fa" if ".fa." in file.name else "en"
        with pikepdf.open(file) as pdf:
            period = period_of(week_of(dt.date(2025, 9, 7)))
            assert str(pdf.docinfo["/Title"]) == language(code).full_title(period)
    again = run("digest", "--week", "2025-09-10", "--out", tmp_path / "b", "--store", tmp_path / "taavon.db",
                "--memory", *SEEDS.glob("*.po"))  # fmt: skip
    assert again.exit_code == 0
    assert [(tmp_path / "b" / file.name).read_bytes() for file in files] == first


def test_later_articles_change_nothing() -> None:
    read = [active("a", 100, BEFORE), active("b", 120, WEEK.last)]
    later = active("c", 150, WEEK.last + dt.timedelta(days=1))
    assert build(*read) == build(*read, later)


# what changed


def test_a_changed_value_stands_beside_the_last_one_before_it() -> None:
    found = build(
        active("first", 1100, dt.date(2025, 8, 1)),
        active("last", 1264, BEFORE),
        active("now", 1310, dt.date(2025, 9, 1)),
    )
    assert sides(found) == [(1264, 1310)]
    assert [(source.article, source.section) for source in found.sources] == [
        ("now", "week"),
        ("last", "before"),
    ]
    assert not found.disputes
    assert found.counts.articles == found.counts.figures == 1
    assert [block.figures for part in found.parts for block in part.blocks] == [(found.changes[0].new,)]


def test_of_an_earlier_article_nothing_else_is_printed() -> None:
    old = article("old", "مجید کریمی گفت: ۱۲۶۴ تعاونی فعال است", "۵۰ تعاونی راکد است", date=BEFORE)
    found = extraction(
        old,
        figures=(
            figure(old, "۱۲۶۴ تعاونی", 1264, speaker="مجید کریمی"),
            figure(old, "۵۰ تعاونی", 50, measure="cooperatives_inactive"),
        ),
        quotes=(quote(old, "۱۲۶۴ تعاونی فعال است", "مجید کریمی"),),
        officials=(official(old, "مجید کریمی"),),
    )
    made = build((old, found), active("new", 1310, WEEK.first))
    assert [(datum.article, datum.low) for datum in made.data] == [("new", 1310), ("old", 1264)]
    assert (made.statements, made.people) == ((), ())
    assert [source.skipped for source in made.sources] == [0, 1]


@pytest.mark.parametrize(
    ("before", "now"),
    [
        ({}, {"low": 1264}),  # the same
        ({}, {"low": 1300, "qualifier": "about"}),  # the same, rounded
        ({"qualifier": "more_than"}, {"low": 1310}),  # «بیش از ۱۲۶۴» leaves 1310 open
        ({}, {"low": 1310, "modality": "planned"}),
        ({}, {"low": 1310, "held": "unknown_place"}),
        ({}, {"low": 1310, "measure": "cooperatives_registered"}),
        ({}, {"low": 1310, "unit": "person"}),
        ({}, {"low": 1310, "place": "یزد", "province": "یزد"}),
        ({}, {"low": 1310, "county": "جعفریه"}),
        ({}, {"low": 1310, "period": "1398"}),  # of a time gone by
        ({}, {"low": 9000}),  # too far away to be the same thing
        ({"held": "contradiction"}, {"low": 1310}),
    ],
)
def test_what_is_no_change(before: dict[str, Any], now: dict[str, Any]) -> None:
    one = active("old", 1264, BEFORE, **before)
    two = told("new", "۱۳۱۰ تعاونی فعال است", WEEK.first, words="۱۳۱۰ تعاونی", **now)
    assert not build(one, two).changes


def test_a_day_that_contradicts_itself_is_no_base() -> None:
    assert not build(
        active("a", 1000, BEFORE), active("b", 1200, BEFORE), active("now", 1310, WEEK.first)
    ).changes


@pytest.mark.parametrize(("low", "period", "kind"), [(12640, None, "factor_ten"), (1310, "1398", "value")])
def test_what_cannot_both_be_right_is_disputed_and_no_change(low: int, period: str | None, kind: str) -> None:
    found = build(active("old", 1264, BEFORE, period=period), active("new", low, WEEK.first, period=period))
    assert not found.changes
    assert [dispute.kind for dispute in found.disputes] == [kind]
    assert all(datum.disputed for datum in found.data)


def test_years_side_by_side_are_no_contradiction() -> None:
    found = compare(
        [active("new", 1310, WEEK.first, period="1403")[1]], [active("old", 1264, BEFORE, period="1402")[1]]
    )
    assert (found.changed, found.disputed, found.unchanged) == ((), (), ())


# what is new


def test_news_are_what_no_earlier_article_told() -> None:
    old, found_old = active("old", 1264, BEFORE)
    found_old = msgspec.structs.replace(found_old, officials=(msgspec.structs.replace(
        official(article("x", "رضا سیدی"), "رضا سیدی"), mentions=()),))  # fmt: skip
    new = article("new", "سارا احمدی گفت: ۱۲۶۴ تعاونی فعال است", "رضا سیدی گفت: ۳۰ تعاونی در یزد ثبت شد")
    found = extraction(
        new,
        figures=(
            figure(new, "۱۲۶۴ تعاونی", 1264),
            figure(new, "۳۰ تعاونی", 30, measure="cooperatives_registered", place="یزد", province="یزد"),
        ),
        quotes=(
            quote(new, "۱۲۶۴ تعاونی فعال است", "سارا احمدی"),
            quote(new, "۳۰ تعاونی در یزد ثبت شد", "رضا سیدی"),
        ),
        officials=(official(new, "سارا احمدی"), official(new, "رضا سیدی")),
    )
    made = build((old, found_old), (new, found))
    assert made.news is not None
    cited = by_citation(made)
    assert [getattr(cited[number], "low", None) for number in made.news.figures] == [30]
    assert [getattr(cited[number], "low", None) for number in made.news.unchanged] == [1264]
    assert [made.people[index].name for index in made.news.people] == ["سارا احمدی"]
    assert made.news.provinces == ("یزد",)
    assert (made.news.earlier, made.news.since) == (1, BEFORE)


def test_in_doubt_somebody_is_known() -> None:
    read = article("x", "سید رضا رستمی مال‌خلیفه، علی")
    names = Names([extraction(read, officials=(official(read, "سید رضا رستمی مال‌خلیفه"),))])
    assert names.knows(["رضا رستمی"])
    assert names.knows(["رضا رصتمی مال خلیفه قمی"])
    assert not names.knows(["رضا احمدی"])
    assert not names.knows(["علی رضا رستمی"])


# pages


def text(path: Path) -> str:
    with pypdfium2.PdfDocument(path) as pdf:
        return "\n".join(sheet.get_textpage().get_text_range() for sheet in pdf)


def test_changes_are_printed_with_both_citations() -> None:
    read = [active("old", 1264, BEFORE), active("new", 1310, WEEK.first)]
    made = build(*read)
    change = made.changes[0]
    codes: tuple[Code, ...] = ("fa", "en")
    for code in codes:
        html = Page(made, code, [one for one, _ in read], load_theme()).html()
        for number in (change.new, change.old):
            assert html.count(f'id="c{number}"') == html.count(f'id="s{number}"') == 1
            assert f'href="#s{number}"' in html
        table = html[html.index('id="changes"') :]
        table = table[: table.index("</table>")]
        shown = [language(code).number(value) for value in (1264, 1310)]
        assert table.index(shown[0]) < table.index(shown[1])


def test_many_changes_are_a_part_of_their_own() -> None:
    provinces = ["قم", "یزد", "فارس", "گیلان", "البرز", "سمنان"]
    read = [
        active(f"{when}-{name}", count, date, place=name, province=name)
        for name in provinces
        for when, count, date in (("old", 100, BEFORE), ("new", 130, WEEK.first))
    ]
    for count, lead in ((6, False), (5, True)):
        made = build(*read[: 2 * count])
        page = Page(made, "en", [one for one, _ in read], load_theme())
        html = page.html()
        assert len(made.changes) == count
        assert page.changes_lead is lead
        assert html.count('id="changes"') == 1
        assert (html.index('id="changes"') < html.index('class="overview"')) is lead


@pytest.mark.parametrize("empty", ["send", "skip"])
def test_a_week_without_news(tmp_path: Path, empty: str) -> None:
    done = run("digest", SEEDS, "--week", "1404-07-01", "--out", tmp_path, "--empty", empty)
    assert done.exit_code == 0
    assert "no article of weekly-1404-W27" in done.stderr
    files = sorted(tmp_path.glob("*.pdf"))
    assert len(files) == (2 if empty == "send" else 0)
    for file in files:
        with pikepdf.open(file) as pdf:
            assert len(pdf.pages) == 1
        report = verify(file)
        assert (report.problems, report.notes) == ((), ())
    if files:
        words = text(tmp_path / "weekly-1404-W27.en.pdf")
        assert "had no news" in words
        assert "7 September 2025" in words
        assert "no. 25 of 1404" in words


def test_nothing_at_all(tmp_path: Path) -> None:
    done = run("digest", "--week", "1404-06-16", "--out", tmp_path)
    assert done.exit_code == 2
    assert "holds no articles" in done.stderr
    done = run("digest", SEEDS, "--week", "1404-13-01", "--out", tmp_path)
    assert (done.exit_code, list(tmp_path.glob("*.pdf"))) == (2, [])


def test_two_files_of_one_name_are_two_sources(tmp_path: Path) -> None:
    for folder, count, day in (("a", "۱۲۶۴", "2025-08-20"), ("b", "۱۳۱۰", "2025-09-03")):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "1.txt").write_text(
            f"date {day} به گزارش ایلنا، {count} تعاونی در استان قم فعال است.\n", encoding="utf-8"
        )
    reading = intake.read([str(tmp_path / "a"), str(tmp_path / "b")])
    plan = jobs.Plan(out=tmp_path / "out", languages=("en",))
    outcome = jobs.digest(plan, WEEK, reading.articles)
    assert len({source.article for source in outcome.briefing.sources}) == 2
    assert sides(outcome.briefing) == [(1264, 1310)]
    assert not verify(outcome.files[0]).problems
