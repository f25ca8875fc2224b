"""When: moments, weeks, what is due after a gap, and the three ways to keep the schedule."""

import datetime as dt
import shutil
import subprocess
import threading
import time
import zoneinfo
from collections.abc import Callable
from itertools import islice
from pathlib import Path

import msgspec
import pytest
import time_machine

from extract.errors import TaavonError
from reports.config import Setup, load
from reports.deliver.database import Database
from reports.deliver.issue import Notice
from reports.deliver.ledger import Ledger
from reports.deliver.schedule import (
    build_scheduler,
    command,
    cron_line,
    last_moment,
    moments,
    run_forever,
    units,
    week_at,
)
from reports.deliver.weeks import Week, last_full_week, week_of
from reports.deliver.work import Made, Outcome, scheduled, send_week
from tests.deliver.issues import make_issue
from tests.deliver.mailserver import MailServer

SECRETS = {"TAAVON_SECRET": "sixteen characters"}
TEHRAN = zoneinfo.ZoneInfo("Asia/Tehran")


def moment(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text).replace(tzinfo=TEHRAN)


Configure = Callable[..., Setup]


@pytest.fixture
def configure(tmp_path: Path, server: MailServer) -> Configure:
    def write(more: str = "", readers: int = 3) -> Setup:
        (tmp_path / "news").mkdir(exist_ok=True)
        (tmp_path / "recipients.csv").write_text(
            "address,language\n" + "".join(f"r{n}@readers.example,fa\n" for n in range(readers))
        )
        path = tmp_path / "taavon.toml"
        path.write_text(
            f"""
[[source]]
name = "ایلنا"
folder = "news"
[mail]
from = "digest@taavon.example"
name_fa = "تعاون"
name_en = "Taavon"
[smtp]
host = "127.0.0.1"
port = {server.port}
security = "none"
login = false
[pace]
per_minute = 0
backoff = 0.01
lease = 1.0
[recipients]
file = "recipients.csv"
[operator]
address = "operator@taavon.example"
{more}
"""
        )
        return load(path, SECRETS)

    return write


class Maker:
    """Makes issues without rendering, and remembers what it was asked for."""

    def __init__(self, **changes: object) -> None:
        self.asked: list[tuple[str, bool]] = []
        self.changes = changes

    def __call__(self, setup: Setup, week: Week, *, late: bool) -> Made:
        self.asked.append((week.id, late))
        named = {"id": week.id, "first": week.first, "last": week.last, "late": late}
        return Made(msgspec.structs.replace(make_issue(), **(named | self.changes)))


def at(setup: Setup, text: str, maker: Maker) -> Outcome:
    with time_machine.travel(moment(text), tick=True):
        return scheduled(setup, maker=maker)


def readers(server: MailServer) -> list[str]:
    return sorted(one.recipient for one in server.kept if one.recipient.startswith("r"))


def to_operator(server: MailServer) -> list[str]:
    return [str(one.parsed()["Subject"]) for one in server.kept if one.recipient.startswith("operator")]


# weeks and moments


@pytest.mark.parametrize(
    ("day", "first", "name"),
    [
        ("2025-08-30", "2025-08-30", "weekly-1404-W24"),  # Saturday, 8 Shahrivar 1404
        ("2025-09-05", "2025-08-30", "weekly-1404-W24"),
        ("2025-09-06", "2025-09-06", "weekly-1404-W25"),
        ("2025-03-22", "2025-03-22", "weekly-1404-W01"),
        ("2025-03-21", "2025-03-15", "weekly-1403-W52"),  # 1 Farvardin 1404 is the Friday of a week of 1403
        ("2026-03-20", "2026-03-14", "weekly-1404-W52"),
        ("2026-03-21", "2026-03-21", "weekly-1405-W01"),
    ],
)
def test_weeks(day: str, first: str, name: str) -> None:
    week = week_of(dt.date.fromisoformat(day))
    assert (week.first, week.last - week.first, week.id) == (
        dt.date.fromisoformat(first), dt.timedelta(days=6), name,
    )  # fmt: skip


def test_week_ids_never_repeat() -> None:
    weeks = [week_of(dt.date(2015, 1, 3) + dt.timedelta(days=7 * n)) for n in range(52 * 40)]
    assert len({week.id for week in weeks}) == len(weeks)


def test_last_full_week() -> None:
    assert last_full_week(dt.date(2025, 9, 6)).id == "weekly-1404-W24"
    assert last_full_week(dt.date(2025, 9, 5)).id == "weekly-1404-W23"


def test_moments(configure: Configure) -> None:
    setup = configure()
    found = list(islice(moments(setup, moment("2025-09-03T12:00")), 3))
    assert [one.isoformat() for one in found] == [
        "2025-09-06T07:30:00+03:30", "2025-09-13T07:30:00+03:30", "2025-09-20T07:30:00+03:30",
    ]  # fmt: skip
    assert next(moments(setup, moment("2025-09-06T07:30"))) == moment("2025-09-13T07:30")
    assert last_moment(setup, moment("2025-09-06T07:30")) == moment("2025-09-06T07:30")
    assert last_moment(setup, moment("2025-09-06T07:29")) == moment("2025-08-30T07:30")
    assert week_at(moment("2025-09-06T07:30")).id == "weekly-1404-W24"


def test_summer_time_of_another_zone(configure: Configure) -> None:
    setup = configure('[schedule]\ntimezone = "Europe/Berlin"\nday = "sunday"\ntime = 02:30:00\n')
    found = list(islice(moments(setup, dt.datetime(2026, 3, 20, tzinfo=dt.UTC)), 3))
    assert [one.astimezone(dt.UTC).isoformat()[:16] for one in found] == [
        "2026-03-22T01:30", "2026-03-29T01:30", "2026-04-05T00:30",
    ]  # fmt: skip


def test_late_evening_in_another_zone_is_a_new_week_in_tehran(configure: Configure) -> None:
    setup = configure('[schedule]\ntimezone = "America/Toronto"\nday = "friday"\ntime = 22:00:00\n')
    run = next(moments(setup, dt.datetime(2025, 9, 4, tzinfo=dt.UTC)))
    assert week_at(run).id == "weekly-1404-W24", "it is Saturday in Tehran already"


# what is due


def test_on_time_and_only_once(configure: Configure, server: MailServer) -> None:
    setup, maker = configure(), Maker()
    assert at(setup, "2025-09-06T07:30:05", maker).kind == "sent"
    for later in ("2025-09-06T07:31", "2025-09-06T09:00", "2025-09-09T12:00", "2025-09-13T07:29"):
        assert at(setup, later, maker).kind == "already"
    assert maker.asked == [("weekly-1404-W24", False)]
    assert at(setup, "2025-09-13T07:30:01", maker).kind == "sent"
    assert maker.asked[1:] == [("weekly-1404-W25", False)]
    assert len(readers(server)) == 6
    assert server.duplicated() == 0
    assert to_operator(server) == []


def test_missed_run_is_made_up_for_and_marked_late(configure: Configure, server: MailServer) -> None:
    setup, maker = configure(), Maker()
    at(setup, "2025-09-06T07:30:05", maker)
    assert at(setup, "2025-09-15T12:00", maker).kind == "sent"
    assert maker.asked[1:] == [("weekly-1404-W25", True)]
    assert "با تأخیر" in server.kept[-1].parsed()["Subject"]


def test_several_missed_runs_are_one(configure: Configure, server: MailServer) -> None:
    setup, maker = configure(), Maker()
    at(setup, "2025-09-06T07:30:05", maker)
    assert at(setup, "2025-10-04T08:00", maker).kind == "sent"
    assert [name for name, _ in maker.asked] == ["weekly-1404-W24", "weekly-1404-W28"]


def test_too_late_is_not_sent_and_told_once(configure: Configure, server: MailServer) -> None:
    setup, maker = configure(), Maker()
    at(setup, "2025-09-06T07:30:05", maker)
    outcome = at(setup, "2025-09-18T12:00", maker)
    assert (outcome.kind, outcome.trouble) == ("missed", True)
    assert at(setup, "2025-09-18T13:00", maker).kind == "already"
    assert len(maker.asked) == 1
    assert to_operator(server) == ["Taavon: weekly-1404-W25 was missed"]


def test_set_up_in_the_middle_of_a_week(configure: Configure, server: MailServer) -> None:
    setup, maker = configure(), Maker()
    assert at(setup, "2025-09-07T12:00", maker).kind == "not_due"
    assert at(setup, "2025-09-07T13:00", maker).kind == "already"
    assert at(setup, "2025-09-13T07:30:01", maker).kind == "sent"
    assert maker.asked == [("weekly-1404-W25", False)]


def test_clock_gone_back(configure: Configure, server: MailServer) -> None:
    setup, maker = configure(), Maker()
    at(setup, "2025-09-13T07:30:05", maker)
    outcome = at(setup, "1970-01-10T08:00", maker)
    assert (outcome.kind, "gone back" in outcome.sentences[0]) == ("refused", True)
    assert at(setup, "2025-09-06T08:00", maker).kind == "refused", "not last week's news as this week's"
    assert len(maker.asked) == 1
    assert at(setup, "2025-09-20T07:31", maker).kind == "sent"


def test_interrupted_run_goes_on_with_the_same_issue(configure: Configure, server: MailServer) -> None:
    setup, maker = configure("", 6), Maker()
    server.script = lambda stage, _, number: "550 no" if stage == "mail" and number > 2 else None
    assert at(setup, "2025-09-06T07:30:05", maker).trouble
    server.script = lambda stage, _, number: None
    assert at(setup, "2025-09-06T08:31", maker).kind == "sent"
    assert len(maker.asked) == 1, "what was begun is not made again"
    assert len(readers(server)) == 6


def test_last_week_is_finished_before_this_one(configure: Configure, server: MailServer) -> None:
    setup = configure("[schedule]\ngive_up_after_hours = 200\n", 4)
    maker = Maker()
    server.script = lambda stage, _, number: "550 no" if stage == "mail" and number > 1 else None
    at(setup, "2025-09-06T07:30:05", maker)
    server.script = lambda stage, _, number: None
    outcome = at(setup, "2025-09-13T07:30:05", maker)
    assert [report.issue for report in outcome.reports] == ["weekly-1404-W24", "weekly-1404-W25"]
    assert len(readers(server)) == 8


def test_last_week_is_given_up_when_it_is_too_old(configure: Configure, server: MailServer) -> None:
    setup, maker = configure("", 4), Maker()
    server.script = lambda stage, _, number: "550 no" if stage == "mail" and number > 1 else None
    at(setup, "2025-09-06T07:30:05", maker)
    server.script = lambda stage, _, number: None
    outcome = at(setup, "2025-09-13T07:30:05", maker)
    assert "too late" in outcome.reports[0].stopped
    assert outcome.reports[0].counts["failed"] == 3
    assert outcome.trouble
    assert any("not everybody has it" in subject for subject in to_operator(server))


# what keeps an issue from going out


def test_refused_by_the_gate(configure: Configure, server: MailServer) -> None:
    setup = configure()
    outcome = at(setup, "2025-09-06T07:30:05", Maker(pdfs={}))
    assert (outcome.kind, outcome.trouble, readers(server)) == ("refused", True, [])
    assert "the fa PDF is missing" in outcome.sentences[0]
    assert at(setup, "2025-09-06T08:30", Maker(pdfs={})).kind == "refused"
    assert to_operator(server) == ["Taavon: weekly-1404-W24 was not sent"], "told once"
    assert at(setup, "2025-09-06T09:30", Maker()).kind == "sent", "mended"


def test_checks_of_others_are_asked(configure: Configure, server: MailServer) -> None:
    outcome = send_week(
        configure(), week_of(dt.date(2025, 9, 1)), maker=Maker(), checks=[lambda issue: ["verify says no"]]
    )
    assert (outcome.kind, readers(server)) == ("refused", [])


def test_week_without_news_and_nothing_to_say(configure: Configure, server: MailServer) -> None:
    setup = configure()

    def nothing(setup: Setup, week: Week, *, late: bool) -> Made:
        return Made(None, ("nothing new",))

    with time_machine.travel(moment("2025-09-06T07:31"), tick=True):
        outcome = scheduled(setup, maker=nothing)
    assert (outcome.kind, readers(server)) == ("empty", [])
    assert at(setup, "2025-09-06T09:00", Maker()).kind == "already"


def test_broken_source_is_told(configure: Configure, server: MailServer) -> None:
    notices = (Notice(source="ایلنا", kind="broken"),)
    outcome = at(configure(), "2025-09-06T07:31", Maker(notices=notices))
    assert "ایلنا: broken" in outcome.sentences
    assert to_operator(server) == ["Taavon: weekly-1404-W24: sources to look at"]
    text = server.kept[1].parsed().get_body(("plain",))
    assert text is not None
    assert "خوانده نشد" in text.get_content()


def test_maker_that_fails(configure: Configure, server: MailServer) -> None:
    def fails(setup: Setup, week: Week, *, late: bool) -> Made:
        raise TaavonError("The roof is gone.")

    def breaks(setup: Setup, week: Week, *, late: bool) -> Made:
        raise ZeroDivisionError("oops")

    assert (
        "ZeroDivisionError: oops"
        in send_week(configure(), week_of(dt.date(2025, 8, 1)), maker=breaks).sentences[0]
    )
    outcome = send_week(configure(), week_of(dt.date(2025, 9, 1)), maker=fails)
    assert (outcome.kind, outcome.sentences) == (
        "refused", ("Nothing of weekly-1404-W24 was sent: The roof is gone.",),
    )  # fmt: skip


# systemd, cron, APScheduler


def test_units(configure: Configure, tmp_path: Path) -> None:
    made = units(configure())
    assert "OnCalendar=Sat *-*-* 07:30:00 Asia/Tehran\n" in made["taavon.timer"]
    assert "Persistent=true" in made["taavon.timer"]
    assert f'"--config" "{tmp_path / "taavon.toml"}"' in made["taavon.service"]
    if shutil.which("systemd-analyze") is None:
        pytest.skip("NOT TESTED: systemd-analyze is not here to look at the units")
    for name, text in made.items():
        (tmp_path / name).write_text(text)
    done = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", str(tmp_path / "taavon.timer"), str(tmp_path / "taavon.service")],
        capture_output=True, text=True, timeout=60,
    )  # fmt: skip
    assert "taavon" not in done.stderr, done.stderr
    calendar = subprocess.run(
        ["systemd-analyze", "calendar", "--base-time=2025-09-03 00:00:00 UTC", "Sat *-*-* 07:30:00 Asia/Tehran"],
        capture_output=True, text=True, timeout=60,
    )  # fmt: skip
    assert "2025-09-06 04:00:00 UTC" in calendar.stdout or calendar.returncode


def test_unit_words_are_quoted(configure: Configure, tmp_path: Path) -> None:
    setup = configure()
    odd = tmp_path / 'a "b" 50% $HOME' / "taavon.toml"
    text = units(msgspec.structs.replace(setup, path=odd))["taavon.service"]
    assert r"a \"b\" 50%% $$HOME/taavon.toml" in text


def test_cron(configure: Configure, tmp_path: Path) -> None:
    line = cron_line(configure(), moment("2025-09-03T12:00"))
    assert line.split()[1:5] == ["*"] * 4
    assert int(line.split()[0]) == moment("2025-09-06T07:30").astimezone().minute
    assert line.endswith(f"send --scheduled --config {tmp_path / 'taavon.toml'}")
    odd = msgspec.structs.replace(configure(), path=tmp_path / "50% x" / "taavon.toml")
    assert r"50\% x" in cron_line(odd, moment("2025-09-03T12:00"))
    assert command(odd)[-1].endswith("50% x/taavon.toml")


def test_scheduler_asks_at_once_and_then_on_time(configure: Configure) -> None:
    done = threading.Event()
    said: list[str] = []

    def work() -> None:
        done.set()
        raise TaavonError("told, and the schedule goes on")

    scheduler = build_scheduler(configure(), work, said.append, [])
    weekly = scheduler._pending_jobs[0][0]
    assert weekly.trigger.get_next_fire_time(None, moment("2025-09-03T12:00")) == moment("2025-09-06T07:30")
    thread = threading.Thread(target=scheduler.start)
    thread.start()
    try:
        assert done.wait(20)
        deadline = time.monotonic() + 10
        while not said and time.monotonic() < deadline:
            time.sleep(0.02)
        jobs = {job.id: job for job in scheduler.get_jobs()}
        assert set(jobs) == {"weekly", "hourly"}
        assert jobs["weekly"].coalesce
        assert jobs["weekly"].max_instances == 1
        assert jobs["weekly"].misfire_grace_time == 72 * 3600
        assert said == ["told, and the schedule goes on"]
    finally:
        scheduler.shutdown()
        thread.join(20)
    assert not thread.is_alive()


def test_interruption_ends_the_schedule(configure: Configure) -> None:
    def work() -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run_forever(configure(), work, lambda sentence: None)


def test_ledger_remembers(configure: Configure) -> None:
    setup = configure()
    database = Database(setup.store)
    ledger = Ledger(database, "x")
    assert ledger.note("w", "refused", "a")
    assert not ledger.note("w", "refused", "a")
    assert ledger.note("w", "refused", "b")
    assert ledger.outcome("w") == ("refused", "b")
    ledger.begin(make_issue())
    assert not ledger.note(make_issue().id, "refused", "too late for that")
    assert ledger.outcome(make_issue().id) == ("begun", "")
    database.close()
