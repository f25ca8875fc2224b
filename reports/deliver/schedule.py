"""When: the moments of the schedule, and the three ways to have them kept.

A systemd timer, a cron line, or a process of its own (APScheduler, for containers and Windows). All three call
``taavon send --scheduled``, or what it does, which looks into the ledger and does only what is due: it is harmless to
call it too often, and one call after a gap catches up.
"""

import datetime as dt
import shlex
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, get_args

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from extract.errors import TaavonError
from reports.config import Day, Setup
from reports.deliver.weeks import TEHRAN, Week, last_full_week

DAYS: tuple[str, ...] = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_TEMPLATES = Path(__file__).resolve().parents[2] / "templates" / "schedule"
UNITS = ("taavon.service", "taavon.timer")
assert set(DAYS) == set(get_args(Day))


def _moment(setup: Setup, day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day, setup.config.schedule.time, setup.zone)


def moments(setup: Setup, after: dt.datetime) -> Iterator[dt.datetime]:
    """Yield the moments of the schedule from ``after`` on, without end; all times are aware."""
    day = after.astimezone(setup.zone).date()
    day += dt.timedelta(days=(DAYS.index(setup.config.schedule.day) - day.weekday()) % 7)
    if _moment(setup, day) <= after:
        day += dt.timedelta(days=7)
    while True:
        yield _moment(setup, day)
        day += dt.timedelta(days=7)


def last_moment(setup: Setup, now: dt.datetime) -> dt.datetime:
    """Return the latest moment that has come."""
    day = now.astimezone(setup.zone).date()
    day -= dt.timedelta(days=(day.weekday() - DAYS.index(setup.config.schedule.day)) % 7)
    moment = _moment(setup, day)
    return moment if moment <= now else _moment(setup, day - dt.timedelta(days=7))


def week_at(moment: dt.datetime) -> Week:
    """Return the week that the run of this moment is about: the last full one in Tehran."""
    return last_full_week(moment.astimezone(TEHRAN).date())


def command(setup: Setup) -> list[str]:
    """Return the command that does what is due."""
    return [sys.executable, "-P", "-m", "reports.cli", "send", "--scheduled", "--config", str(setup.path)]


def units(setup: Setup) -> dict[str, str]:
    """Return the systemd units by file name."""
    schedule = setup.config.schedule
    environment = Environment(
        loader=FileSystemLoader(_TEMPLATES), undefined=StrictUndefined, keep_trailing_newline=True
    )
    known = {
        "calendar": f"{schedule.day[:3].title()} *-*-* {schedule.time:%H:%M:%S} {schedule.timezone}",
        "command": " ".join(map(_unit_word, command(setup))),
        "folder": _unit_path(setup.path.parent),
        "environment": _unit_path(setup.path.with_suffix(".env")),
    }
    return {name: environment.get_template(f"{name}.jinja").render(known) for name in UNITS}


def _unit_word(word: str) -> str:
    escaped = word.replace("\\", "\\\\").replace('"', '\\"').replace("%", "%%").replace("$", "$$")
    return f'"{escaped}"'


def _unit_path(path: Path) -> str:
    return str(path).replace("%", "%%")


def cron_line(setup: Setup, now: dt.datetime) -> str:
    """Return the line for a crontab.

    It runs every hour at the minute of the schedule: cron knows neither other time zones nor what it slept through,
    and of the hourly calls only the one that finds something due does anything.
    """
    minute = next(moments(setup, now)).astimezone().minute
    # % is the line end of a crontab, also inside quotation marks
    words = " ".join(shlex.quote(word) for word in command(setup)).replace("%", r"\%")
    folder = shlex.quote(str(setup.path.parent)).replace("%", r"\%")
    return f"{minute} * * * * cd {folder} && {words}"


def run_forever(setup: Setup, work: Callable[[], object], say: Callable[[str], None]) -> None:
    """Keep the schedule in this process until it is interrupted.

    Args:
        setup: the configuration.
        work: does what is due; called at once, at every moment of the schedule, and every hour to catch up.
        say: is given the sentence of an error; the schedule goes on.
    """
    from apscheduler.jobstores.base import JobLookupError

    ends: list[BaseException] = []
    scheduler = build_scheduler(setup, work, say, ends)
    try:
        scheduler.start()
    except JobLookupError:
        if not ends:  # a job that shuts the scheduler down is looked for once more
            raise
    finally:
        if scheduler.running:
            scheduler.shutdown()
    if ends:
        raise ends[0]


def build_scheduler(
    setup: Setup, work: Callable[[], object], say: Callable[[str], None], ends: list[BaseException]
) -> Any:
    """Return the scheduler of APScheduler, not started yet.

    The work is done in the thread that starts it, not in a pool: pages are laid out in forked processes, and an
    interruption has to reach the message that is on its way. ``ends`` gets what ended the work for good.
    """
    from apscheduler.executors.debug import DebugExecutor
    from apscheduler.schedulers.blocking import BlockingScheduler
    from apscheduler.triggers.cron import CronTrigger
    from apscheduler.triggers.interval import IntervalTrigger

    schedule = setup.config.schedule
    scheduler = BlockingScheduler(
        timezone=setup.zone,
        executors={"default": DebugExecutor()},
        job_defaults={
            "coalesce": True,
            "max_instances": 1,
            "misfire_grace_time": schedule.give_up_after_hours * 3600,
        },
    )

    def guarded() -> None:
        try:
            work()
        except Exception as error:  # the next moment of the schedule may go well
            say(str(error) if isinstance(error, TaavonError) else f"{type(error).__name__}: {error}")
        except BaseException as end:
            ends.append(end)  # the scheduler itself would swallow it
            scheduler.shutdown(wait=False)

    weekly = CronTrigger(
        day_of_week=schedule.day[:3],
        hour=schedule.time.hour,
        minute=schedule.time.minute,
        timezone=setup.zone,
    )
    scheduler.add_job(guarded, weekly, id="weekly")
    # The scheduler remembers nothing over a restart, and the ledger everything: so it is asked at once, and hourly.
    start = dt.datetime.now(setup.zone)
    scheduler.add_job(
        guarded, IntervalTrigger(hours=1, timezone=setup.zone), id="hourly", next_run_time=start
    )
    return scheduler
