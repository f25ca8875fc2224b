"""The weekly work: read the sources, build, pass the gate, send; what is done once is not done again.

:func:`send_week` is what ``taavon send`` does, :func:`scheduled` what the timer calls. How an issue is made is given to
both as a function, and so are the checks of the gate.
"""

import datetime as dt
from collections.abc import Callable, Sequence
from typing import Literal, Protocol

import msgspec

from extract.errors import TaavonError
from reports import editorial, jobs
from reports.config import Setup
from reports.deliver.database import Database
from reports.deliver.errors import DeliveryError, GateError, LockedError
from reports.deliver.gate import BASIC, Check, pass_gate, size_under
from reports.deliver.issue import Issue, Link
from reports.deliver.ledger import Ledger
from reports.deliver.operator import tell
from reports.deliver.recipients import Recipient
from reports.deliver.schedule import last_moment, week_at
from reports.deliver.sender import Report, Sender
from reports.deliver.sources import gather
from reports.deliver.weeks import Week

Now = Callable[[], dt.datetime]
_CLOCK_SLACK = dt.timedelta(hours=1)


class Made(msgspec.Struct, frozen=True):
    """What came of building an issue."""

    issue: Issue | None
    """``None`` where the week has no news and nothing is to be said of it."""
    sentences: tuple[str, ...] = ()
    """For the operator."""
    refused: str = ""
    """Why it may not go out; empty where nothing speaks against it."""


class Maker(Protocol):
    """Makes the issue of a week."""

    def __call__(self, setup: Setup, week: Week, *, late: bool) -> Made:
        """Read, extract, build, render.

        Raises:
            TaavonError: it cannot be made.
        """


class Outcome(msgspec.Struct, frozen=True, kw_only=True):
    """How it ended."""

    kind: Literal["sent", "already", "empty", "refused", "missed", "not_due"]
    issue: str
    sentences: tuple[str, ...] = ()
    reports: tuple[Report, ...] = ()

    @property
    def trouble(self) -> bool:
        """Whether somebody has to look at it."""
        return self.kind in ("refused", "missed") or any(not report.clean for report in self.reports)


def make_issue(setup: Setup, week: Week, *, late: bool) -> Made:
    """Make the digest of a week from the configured folders; PDFs and store are where the configuration says.

    Raises:
        DeliveryError: no source can be read at all.
        TaavonError: it cannot be built.
    """
    from reports.deliver.summary import CODES, empty_issue, issue_from_briefing

    found = gather(setup, week)
    if found.all_broken:
        raise DeliveryError("No source can be read: " + " ".join(found.sentences))
    if not found.articles:
        if setup.config.digest.empty_week == "none":
            return Made(None, found.sentences)
        return Made(empty_issue(week, notices=found.notices, late=late), found.sentences)
    plan = jobs.Plan(
        out=setup.out / week.id,
        store=setup.store,
        theme=setup.theme_file,
        memory=tuple(setup.at(path) for path in setup.config.digest.memory),
    )
    outcome = jobs.digest(plan, week, [*found.articles, *found.earlier], notices=found.notices)
    pdfs = {code: (plan.out / f"{week.id}.{code}.pdf").read_bytes() for code in CODES}
    urls = {"fa": setup.config.mail.web_fa, "en": setup.config.mail.web_en}
    links = {
        code: [Link(text=url.format(id=week.id), url=url.format(id=week.id))]
        for code in CODES
        if (url := urls[code])
    }
    issue = issue_from_briefing(
        outcome.briefing,
        outcome.articles,
        week,
        pdfs,
        notices=found.notices,
        links=links,
        late=late,
        memory=editorial.load_memory(plan.memory, found.articles),
    )
    return Made(issue, (*found.sentences, *outcome.notes))


def gate_of(setup: Setup, more: Sequence[Check] = ()) -> tuple[Check, ...]:
    """Return the checks before sending; ``more`` are put after them."""
    attached = (size_under(setup.config.mail.max_bytes),) if setup.config.mail.attach else ()
    return (*BASIC, *attached, *more)


def utc_now() -> dt.datetime:
    """Return the time."""
    return dt.datetime.now(dt.UTC)


def send_week(
    setup: Setup,
    week: Week,
    *,
    late: bool = False,
    maker: Maker = make_issue,
    checks: Sequence[Check] = (),
    now: Now = utc_now,
) -> Outcome:
    """Send the issue of a week to all who do not have it, and finish what earlier runs left.

    Raises:
        LockedError: another run is sending.
        TaavonError: the ledger cannot be used, or there are no recipients to be read.
    """
    people = setup.recipients()
    said = tuple(f"{setup.config.recipients.file}, {problem}." for problem in people.problems)
    with Database(setup.store) as database:
        reports = _finish_others(setup, database, people.due, week, now)
        issue = Ledger(database, "command", now).kept(week.id)
    if issue is None:  # made while the store is closed: pages are laid out in forked processes
        made = _made(setup, week, late, maker, gate_of(setup, checks))
        said += made.sentences
        if made.issue is None:
            with Database(setup.store) as database:
                ledger = Ledger(database, "command", now)
                if not made.refused:
                    ledger.note(week.id, "empty", "no news")
                    return Outcome(kind="empty", issue=week.id, sentences=said, reports=tuple(reports))
                fresh = ledger.note(week.id, "refused", made.refused)
            if fresh:
                said += tell(setup, f"{week.id} was not sent", said, now())
            return Outcome(kind="refused", issue=week.id, sentences=said, reports=tuple(reports))
        issue = made.issue
        if issue.notices:
            said += tell(setup, f"{week.id}: sources to look at", said, now())
    with Database(setup.store) as database:
        reports.append(_sender(setup, database, now).run(issue, people.due))
    troubled = [report for report in reports if report.stopped or report.new_unknown or not report.clean]
    if troubled:
        said += tell(setup, f"{week.id}: not everybody has it", [*said, *map(describe, troubled)], now())
    return Outcome(kind="sent", issue=week.id, sentences=said, reports=tuple(reports))


def _sender(setup: Setup, database: Database, now: Now) -> Sender:
    return Sender(
        database, setup.smtp, setup.mail, setup.pace, setup.dkim, attach=setup.config.mail.attach, now=now
    )


def _made(setup: Setup, week: Week, late: bool, maker: Maker, checks: Sequence[Check]) -> Made:
    """Make an issue and let it through the gate, or say why there is none."""
    try:
        made = maker(setup, week, late=late)
        if made.issue is None:
            return Made(None, (*made.sentences, "No source has news of this week: nothing was sent."))
        pass_gate(made.issue, checks)
    except Exception as error:  # whatever it is, the operator hears of it, and readers get nothing half-made
        reasons = str(error) if isinstance(error, TaavonError) else f"{type(error).__name__}: {error}"
        if isinstance(error, GateError):
            reasons = "; ".join(error.reasons)
        return Made(None, (f"Nothing of {week.id} was sent: {reasons.rstrip('.')}.",), refused=reasons)
    notices = [f"{notice.source}: {notice.kind}" for notice in made.issue.notices]
    return Made(made.issue, (*made.sentences, *notices))


def _finish_others(
    setup: Setup, database: Database, people: Sequence[Recipient], week: Week, now: Now
) -> list[Report]:
    """Finish the issues that earlier runs left, unless it is too late for them."""
    ledger = Ledger(database, "command", now)
    reports = []
    limit = dt.timedelta(hours=setup.config.schedule.give_up_after_hours)
    for name in ledger.unfinished():
        kept = ledger.kept(name)
        if kept is None or name == week.id:
            continue
        moment = last_moment(setup, now())
        while week_at(moment).first > kept.first:
            moment = last_moment(setup, moment - dt.timedelta(minutes=1))
        if now() - moment > limit:
            ledger.give_up(name, "too late")
            ledger.finish(name)
            counts = ledger.counts(name)
            reports.append(
                Report(
                    issue=name, due=sum(counts.values()), before=counts["sent"], counts=counts, new_unknown=0,
                    stopped="it is too late for those who were still waiting",
                )
            )  # fmt: skip
        else:
            reports.append(_sender(setup, database, now).run(kept, people))
    return reports


def scheduled(
    setup: Setup, *, maker: Maker = make_issue, checks: Sequence[Check] = (), now: Now = utc_now
) -> Outcome:
    """Do what is due, if anything is; may be called at any time and as often as one likes.

    Raises:
        TaavonError: the ledger cannot be used; another run that is sending is no error.
    """
    moment = last_moment(setup, now())
    week = week_at(moment)
    lateness = now() - moment
    schedule = setup.config.schedule
    with Database(setup.store) as database:
        ledger = Ledger(database, "schedule", now)
        last = ledger.last_time()
        if last is not None and dt.datetime.fromisoformat(last) - now() > _CLOCK_SLACK:
            sentence = f"The clock has gone back: it says {now():%Y-%m-%d %H:%M} UTC, and the ledger was written at {last}."
            return Outcome(kind="refused", issue=week.id, sentences=(sentence,))
        known = ledger.outcome(week.id)
        if known is not None and known[0] in ("done", "empty", "missed"):
            return Outcome(kind="already", issue=week.id)
        if (
            known is None
            and lateness > dt.timedelta(minutes=schedule.late_after_minutes)
            and ledger.latest() is None
        ):
            ledger.note(week.id, "missed", "before the first scheduled run")
            return Outcome(kind="not_due", issue=week.id)
        if lateness > dt.timedelta(hours=schedule.give_up_after_hours) and (
            known is None or known[0] != "begun"
        ):
            sentence = (
                f"{week.id} was due at {moment:%Y-%m-%d %H:%M %Z} and is too late now: it was not sent."
            )
            if ledger.note(week.id, "missed", "too late"):
                return Outcome(
                    kind="missed", issue=week.id,
                    sentences=(sentence, *tell(setup, f"{week.id} was missed", [sentence], now())),
                )  # fmt: skip
            return Outcome(kind="already", issue=week.id)
    late = lateness > dt.timedelta(minutes=schedule.late_after_minutes)
    try:
        return send_week(setup, week, late=late, maker=maker, checks=checks, now=now)
    except LockedError as error:
        return Outcome(kind="already", issue=week.id, sentences=(str(error),))


def describe(report: Report) -> str:
    """Return one sentence on a run."""
    counts = report.counts
    parts = [f"{counts['sent']} of {report.due} have it"]
    names = {
        "claimed": "waiting",
        "sending": "in hand",
        "failed": "given up",
        "bounced": "bounced",
        "unknown": "unknown",
    }
    parts += [f"{counts[state]} {name}" for state, name in names.items() if counts[state]]
    sentence = f"{report.issue}: {', '.join(parts)}."
    return f"{sentence} {report.stopped}" if report.stopped else sentence


__all__ = ["Made", "Maker", "Outcome", "describe", "make_issue", "scheduled", "send_week"]
