"""The language-free briefing: numbering, parts, choice of key figures, comparisons, disputes, people."""

import datetime as dt
import json
import random
from pathlib import Path

import msgspec
import pytest

from extract.errors import UsageError
from extract.statements import Conflict, Person
from reports import measures
from reports.briefing import build_briefing, by_citation, to_json
from reports.model import Briefing, Datum, Statement
from reports.period import cooperative_week, days, parse_period, week_of
from reports.voices import fullest
from tests.support.corpus import article, corpus, extraction, figure, official, quote, renamed

WEEK = cooperative_week(1404)
TAXONOMY = measures.taxonomy.__wrapped__(Path(__file__).with_name("support") / "measures.toml")


@pytest.fixture(autouse=True)
def taxonomy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(measures, "taxonomy", lambda: TAXONOMY)


@pytest.fixture
def briefing() -> Briefing:
    return build_briefing(*corpus(), WEEK)


def value(briefing: Briefing, citation: int) -> float | int | None:
    one = by_citation(briefing)[citation]
    assert isinstance(one, Datum)
    return one.low


# period


@pytest.mark.parametrize(
    ("year", "first", "last"),
    [
        (1404, "2025-09-02", "2025-09-08"),
        (1403, "2024-09-03", "2024-09-09"),
        (1399, "2020-09-03", "2020-09-09"),
    ],
)
def test_the_week_by_year(year: int, first: str, last: str) -> None:
    week = cooperative_week(year)
    assert (week.first.isoformat(), week.last.isoformat()) == (first, last)


def test_the_table_of_weeks_can_be_replaced(tmp_path: Path) -> None:
    table = tmp_path / "weeks.toml"
    table.write_text("[[week]]\nfrom = 1404\nmonth = 7\nfirst = 1\nlast = 5\n")
    assert cooperative_week(1405, table).first == dt.date(2026, 9, 23)
    with pytest.raises(UsageError, match="1403"):
        cooperative_week(1403, table)


@pytest.mark.parametrize(
    "content",
    ["[[week]]\nfrom = 1404\n", "week = 3", "[[week]]\nfrom=1404\nmonth=13\nfirst=1\nlast=2\n", "\x00"],
)
def test_a_malformed_table_of_weeks_is_named(tmp_path: Path, content: str) -> None:
    table = tmp_path / "weeks.toml"
    table.write_text(content)
    with pytest.raises(UsageError, match=r"weeks\.toml"):
        cooperative_week(1404, table)


def test_periods_as_words() -> None:
    assert parse_period("week-1404") == WEEK
    assert parse_period("2025-09-02/2025-09-08") == WEEK
    assert parse_period("1404-06-11/1404-06-17") == WEEK
    assert parse_period("2025-01-01:2025-01-31").kind == "days"
    for wrong in ("", "1404", "2025-02-30/2025-03-01", "2025-03-02/2025-03-01", "1404-07-31/1404-08-01"):
        with pytest.raises(UsageError):
            parse_period(wrong)


def test_the_period_of_articles_is_the_week_of_most_of_them() -> None:
    assert week_of([dt.date(2025, 9, 7), dt.date(2025, 11, 1), dt.date(2024, 9, 1)]) == WEEK
    with pytest.raises(UsageError):
        week_of([])


def test_both_ends_of_the_week_belong_to_it() -> None:
    assert [WEEK.section(dt.date(2025, 9, day)) for day in (1, 2, 8, 9)] == [
        "before",
        "week",
        "week",
        "after",
    ]
    assert WEEK.section(None) == "undated"
    assert days(dt.date(2025, 9, 2), dt.date(2025, 9, 8)) == WEEK


# numbering


def test_every_figure_and_statement_has_one_number_in_reading_order(briefing: Briefing) -> None:
    numbers = sorted(by_citation(briefing))
    assert numbers == list(range(1, len(briefing.data) + len(briefing.statements) + 1))
    order = [source.article for source in briefing.sources]
    places = [
        (order.index(one.article), one.start, -one.end) for _, one in sorted(by_citation(briefing).items())
    ]
    assert places == sorted(places)


def test_figures_know_their_statement_and_statements_their_figures(briefing: Briefing) -> None:
    for one in by_citation(briefing).values():
        if isinstance(one, Statement):
            assert all(citation in by_citation(briefing) for citation in one.figures)
    inside = {datum.citation: datum.statement for datum in briefing.data if datum.statement}
    assert inside
    assert inside == {
        citation: statement.citation for statement in briefing.statements for citation in statement.figures
    }


def test_order_of_input_changes_nothing() -> None:
    articles, extractions = corpus()
    plain = to_json(build_briefing(articles, extractions, WEEK))
    shuffle = random.Random(4)
    for _ in range(3):
        shuffle.shuffle(articles)
        shuffle.shuffle(extractions)
        assert to_json(build_briefing(articles, extractions, WEEK)) == plain


def test_the_json_reads_back(briefing: Briefing) -> None:
    assert msgspec.json.decode(to_json(briefing), type=Briefing) == briefing
    assert json.loads(to_json(briefing))["schema"] == "taavon-briefing-1"


def test_the_id_follows_the_content(briefing: Briefing) -> None:
    articles, extractions = corpus()
    first = extractions[0]
    less = msgspec.structs.replace(first, figures=first.figures[:-1], conflicts=())
    assert build_briefing(articles, [less, *extractions[1:]], WEEK).id != briefing.id


# parts


def test_articles_stand_in_the_part_of_their_date(briefing: Briefing) -> None:
    assert [(part.section, part.articles) for part in briefing.parts] == [
        ("week", 2),
        ("before", 1),
        ("after", 1),
    ]
    assert [source.section for source in briefing.sources] == ["week", "week", "before", "after"]


def test_provinces_follow_the_persian_alphabet_after_the_country(briefing: Briefing) -> None:
    provinces = [block.province for block in briefing.parts[0].blocks]
    assert provinces == ["قم", "مرکزی"]
    assert [block.province for block in briefing.parts[1].blocks] == [None]


def test_a_county_stands_under_its_province(briefing: Briefing) -> None:
    block = briefing.parts[0].blocks[1]
    data = [one for citation in block.figures if isinstance(one := by_citation(briefing)[citation], Datum)]
    assert {(datum.level, datum.county, datum.province) for datum in data} == {("county", "خمین", "مرکزی")}


def test_what_is_held_is_not_printed_but_counted(briefing: Briefing) -> None:
    assert [(count.what, count.reason, count.count) for count in briefing.held] == [
        ("figure", "unknown_measure", 1),
        ("quote", "no_speaker", 1),
    ]
    assert {item.article for item in briefing.held_items} == {"khomein", "gilan"}


def test_a_figure_said_again_is_printed_once_with_both_passages() -> None:
    one = article("a", "۱۲ تعاونی در آغاز و ۱۲ تعاونی در پایان")
    again = figure(one, "۱۲ تعاونی", 12, at=one.text.rindex("۱۲"), repeats=0)
    found = extraction(one, figures=(figure(one, "۱۲ تعاونی", 12), again))
    briefing = build_briefing([one], [found], WEEK)
    assert [datum.also for datum in briefing.data] == [((again.start, again.end),)]


def test_repetition_of_a_held_figure_is_printed_itself() -> None:
    one = article("a", "۱۲ تعاونی در آغاز و ۱۲ تعاونی در پایان")
    again = figure(one, "۱۲ تعاونی", 12, at=one.text.rindex("۱۲"), repeats=0)
    found = extraction(one, figures=(figure(one, "۱۲ تعاونی", 12, held="weak_basis"), again))
    assert [datum.start for datum in build_briefing([one], [found], WEEK).data] == [again.start]


# selection


def test_key_figures_are_the_largest_of_different_kinds_and_never_disputed(briefing: Briefing) -> None:
    chosen = [value(briefing, citation) for citation in briefing.key_figures]
    assert 4 <= len(chosen) <= 6
    assert chosen[0] == 16754
    assert {195_000_000_000, 9000} <= set(chosen)
    assert not {7, 9, 8000, 27} & set(chosen)


def test_later_figures_fill_up_only_where_the_week_has_too_few() -> None:
    articles, extractions = corpus()
    first = msgspec.structs.replace(extractions[0], figures=extractions[0].figures[:1], conflicts=())
    briefing = build_briefing([articles[0], articles[2]], [first, extractions[2]], WEEK)
    assert [value(briefing, citation) for citation in briefing.key_figures] == [1264, 8000]


def test_the_map_counts_figures_and_marks_disputes(briefing: Briefing) -> None:
    assert [(state.province, state.figures, state.disputed) for state in briefing.map] == [
        ("قم", 7, True),
        ("گیلان", 1, False),
        ("مرکزی", 5, False),
    ]


# comparison


def test_charts_hold_only_what_is_comparable(briefing: Briefing) -> None:
    shown = {tuple(value(briefing, citation) for citation in chart.figures) for chart in briefing.charts}
    assert (8000, 1264) in shown  # one measure in two provinces
    assert (1900, 218) in shown  # one unit and kind in one place
    data = by_citation(briefing)
    for chart in briefing.charts:
        members = [data[citation] for citation in chart.figures]
        assert len(members) > 1
        assert len({(one.unit, one.level) for one in members if isinstance(one, Datum)}) == 1
        assert not any(one.disputed for one in members if isinstance(one, Datum))


@pytest.mark.parametrize(
    "other",
    [
        {"county": "خمین", "place": "خمین", "province": "مرکزی"},
        {"unit": "person", "province": "گیلان", "place": "گیلان"},
        {"measure": "cooperatives_registered", "province": "گیلان", "place": "گیلان"},
        {"modality": "target", "province": "گیلان", "place": "گیلان"},
        {"per": "year", "province": "گیلان", "place": "گیلان"},
        {"qualifier": "up_to", "province": "گیلان", "place": "گیلان"},
    ],
    ids=lambda fields: next(iter(fields)),
)
def test_no_chart_of_things_that_differ(other: dict[str, str]) -> None:
    one, two = article("a", "۱۲۰۰ تعاونی"), article("b", "۱۳۰۰ تعاونی")
    found = [
        extraction(one, figures=(figure(one, "۱۲۰۰ تعاونی", 1200),)),
        extraction(two, figures=(figure(two, "۱۳۰۰ تعاونی", 1300, **other),)),
    ]
    assert build_briefing([one, two], found, WEEK).charts == ()


@pytest.mark.parametrize(
    ("qualifier", "low", "leads"),
    [("exact", 1300, True), ("about", 1300, False), ("about", 1500, True), ("more_than", 1300, True)],
)
def test_a_lead_is_claimed_only_where_it_is_certain(qualifier: str, low: int, leads: bool) -> None:
    one, two = article("a", "۱۲۰۰ تعاونی"), article("b", "۱۳۰۰ تعاونی")
    there = {"province": "گیلان", "place": "گیلان"}
    found = [
        extraction(one, figures=(figure(one, "۱۲۰۰ تعاونی", 1200),)),
        extraction(two, figures=(figure(two, "۱۳۰۰ تعاونی", low, qualifier=qualifier, **there),)),
    ]
    (chart,) = build_briefing([one, two], found, WEEK).charts
    assert chart.leads is leads


def test_the_sentences_are_five_at_most_and_all_cited() -> None:
    articles, extractions = corpus()
    for number in range(6):
        read, found = renamed((articles[1], extractions[1]), f"k{number}")
        articles.append(read)
        moved = [
            msgspec.structs.replace(one, county=f"شهر{number}", place=f"شهر{number}") for one in found.figures
        ]
        extractions.append(msgspec.structs.replace(found, figures=tuple(moved)))
    briefing = build_briefing(articles, extractions, WEEK)
    assert len(briefing.findings) == 5
    assert all(finding.figures or finding.statements for finding in briefing.findings)


def test_statements_fill_the_sentences_where_there_are_no_figures() -> None:
    one = article("a", "مجید کریمی گفت: کار می‌کنیم")
    found = extraction(
        one, quotes=(quote(one, "کار می‌کنیم", "مجید کریمی"),), officials=(official(one, "مجید کریمی"),)
    )
    briefing = build_briefing([one], [found], WEEK)
    assert [(finding.kind, finding.statements) for finding in briefing.findings] == [("statements", (1,))]


def test_a_place_with_two_figures_of_a_day_is_left_out_of_a_chart() -> None:
    one, two = article("a", "۷ تعاونی و ۹ تعاونی"), article("b", "۱۲ تعاونی")
    there = {"province": "گیلان", "place": "گیلان"}
    found = [
        extraction(one, figures=(figure(one, "۷ تعاونی", 7), figure(one, "۹ تعاونی", 9))),
        extraction(two, figures=(figure(two, "۱۲ تعاونی", 12, **there),)),
    ]
    assert build_briefing([one, two], found, WEEK).charts == ()


# disputes


def test_disputed_figures_stand_side_by_side_and_are_marked(briefing: Briefing) -> None:
    (dispute,) = briefing.disputes
    assert [value(briefing, citation) for citation in dispute.figures] == [7, 9]
    assert [datum.low for datum in briefing.data if datum.disputed] == [7, 9]


def test_a_conflict_between_articles_is_shown_too() -> None:
    articles, extractions = corpus()
    across = Conflict(kind="value", members=(("qom", 0), ("gilan", 0)))
    briefing = build_briefing(articles, extractions, WEEK, conflicts=[across])
    assert [[value(briefing, one) for one in dispute.figures] for dispute in briefing.disputes] == [
        [7, 9],
        [1264, 8000],
    ]


def test_a_conflict_of_which_one_side_is_held_is_no_dispute() -> None:
    articles, extractions = corpus()
    figures = list(extractions[0].figures)
    figures[6] = msgspec.structs.replace(figures[6], held="weak_basis")
    found = [msgspec.structs.replace(extractions[0], figures=tuple(figures)), *extractions[1:]]
    briefing = build_briefing(articles, found, WEEK)
    assert briefing.disputes == ()
    assert not any(datum.disputed for datum in briefing.data)


# people


def test_two_of_one_surname_stay_two(briefing: Briefing) -> None:
    assert sorted(entry.name for entry in briefing.people) == ["سارا احمدی", "مجید کریمی", "ژاله کریمی"]


def test_one_person_in_two_articles_is_one_entry() -> None:
    articles, extractions = corpus()
    read, found = renamed((articles[0], extractions[0]), "qom2")
    briefing = build_briefing([articles[0], read], [extractions[0], found], WEEK)
    (entry,) = briefing.people
    assert [mention[0] for mention in entry.mentions] == ["qom", "qom2"]
    assert len(entry.statements) == 4
    assert len(briefing.voices) == 1


def test_persons_given_are_followed() -> None:
    articles, extractions = corpus()
    joined = Person(
        name="مجید کریمی",
        roles=("مدیرکل", "معاون"),
        organisation=None,
        province="قم",
        county=None,
        members=(("qom", 0), ("gilan", 0)),
    )
    briefing = build_briefing(articles, extractions, WEEK, persons=[joined])
    assert [entry.roles for entry in briefing.people] == [("مدیرکل", "معاون")]
    assert {voice.name for voice in briefing.voices if voice.person is not None} == {"مجید کریمی"}
    assert {mention[0] for mention in briefing.people[0].mentions} == {"qom", "gilan"}


def test_a_post_that_speaks_is_no_person() -> None:
    one = article("a", "مدیر کل گفت: کار می‌کنیم")
    said = quote(one, "کار می‌کنیم", "مدیر کل", speaker_role="مدیر کل", basis="role")
    briefing = build_briefing([one], [extraction(one, quotes=(said,))], WEEK)
    assert [(voice.name, voice.named, voice.role) for voice in briefing.voices] == [("مدیر کل", False, None)]
    assert briefing.people == ()


def test_nothing_at_all_is_a_briefing_too() -> None:
    one = article("a", "هیچ", date=None)
    briefing = build_briefing([one], [extraction(one, province=None, agency=None)], WEEK)
    assert (briefing.data, briefing.statements, briefing.key_figures, briefing.charts) == ((), (), (), ())
    assert [part.section for part in briefing.parts] == ["undated"]


def test_a_post_said_more_and_less_fully_is_one() -> None:
    roles = ("دبیر اتاق تعاون", "معاون وزیر", "دبیر اتاق تعاون مازندران", "معاون، وزیر")
    assert fullest(roles) == ("دبیر اتاق تعاون مازندران", "معاون وزیر")
