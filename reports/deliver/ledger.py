"""The ledger: who gets which issue in which language, and how far that has come.

::

    claimed ──→ sending ──→ sent
       ↑  │        ├──────→ unknown     the answer to the last byte is missing: nobody knows but the server
       │  │        │
       └──┼────────┤                    put off: the server certainly does not have it
          └────────┴──────→ bounced (5xx), failed (put off too often, or no longer a recipient)

A message is *claimed* by an insert that a unique key guards, and is *sending* from before its first byte leaves. Every
change is one transaction that names the state it comes from and the run that has the message in hand: of two runs, one
succeeds. What a dead run left as *sending* becomes *unknown*, and nothing but an operator's word moves it from there.
Each change is also a line of the audit trail, which is only ever added to.
"""

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import batched
from typing import Any, Literal

import msgspec
import sqlalchemy as sa
from sqlalchemy.engine import Connection

from reports.deliver.database import Database, insert_new
from reports.deliver.errors import LostClaimError
from reports.deliver.issue import Issue, decode, encode
from reports.deliver.tables import deliveries, events, issues

State = Literal["claimed", "sending", "sent", "failed", "bounced", "unknown"]
Outcome = Literal["begun", "done", "empty", "refused", "missed"]
OPEN: tuple[State, ...] = ("claimed", "sending")
_BATCH = 500
_TEXT = 500
NO_FILES: Mapping[str, str] = {}


class Wanted(msgspec.Struct, frozen=True):
    """A message that is due."""

    recipient: str
    language: str
    message_id: str


class Claim(msgspec.Struct, frozen=True):
    """A message that this run has in hand."""

    id: int
    issue: str
    recipient: str
    language: str
    attempts: int
    message_id: str


class Event(msgspec.Struct, frozen=True):
    """One line of the audit trail."""

    at: str
    issue: str
    recipient: str
    language: str
    state: str
    code: int | None
    text: str
    message_id: str
    files: str


class Ledger:
    """The ledger of one store, for one run.

    Args:
        database: the store.
        run: identifies the run, see :attr:`reports.deliver.lock.RunLock.run`.
        now: the time that the trail shows.
    """

    def __init__(self, database: Database, run: str, now: Callable[[], dt.datetime] | None = None) -> None:
        self._database = database
        self._run = run
        self._now = now or (lambda: dt.datetime.now(dt.UTC))

    # issues

    def begin(self, issue: Issue) -> Issue:
        """Keep an issue, or return the one that was kept under its id: what some have got, the others get too."""
        row = {"outcome": "begun", "note": "", "fingerprint": issue.fingerprint, "content": encode(issue)}
        with self._database.write() as connection:
            insert_new(connection, issues, [{"issue": issue.id, "at": self._stamp(), **row}])
            fresh = (issues.c.issue == issue.id) & issues.c.content.is_(None)
            connection.execute(issues.update().where(fresh).values(at=self._stamp(), **row))
            content = connection.scalar(sa.select(issues.c.content).where(issues.c.issue == issue.id))
        return issue if content is None else decode(content)

    def kept(self, issue: str) -> Issue | None:
        """Return an issue as it was kept."""
        with self._database.read() as connection:
            content = connection.scalar(sa.select(issues.c.content).where(issues.c.issue == issue))
        return None if content is None else decode(content)

    def note(self, issue: str, outcome: Outcome, note: str) -> bool:
        """Record that nothing is sent, and why; return whether that is new. An issue that was begun stays so."""
        row = {"outcome": outcome, "note": note}
        with self._database.write() as connection:
            key = issues.c.issue == issue
            old = connection.execute(sa.select(issues.c.outcome, issues.c.note).where(key)).first()
            if old is None:
                connection.execute(issues.insert().values(issue=issue, at=self._stamp(), **row))
            elif old.outcome not in ("begun", "done") and tuple(old) != (outcome, note):
                connection.execute(issues.update().where(key).values(at=self._stamp(), **row))
            else:
                return False
        return True

    def outcome(self, issue: str) -> tuple[str, str] | None:
        """Return how an issue ended, and why; ``None`` if it is not known."""
        query = sa.select(issues.c.outcome, issues.c.note).where(issues.c.issue == issue)
        with self._database.read() as connection:
            row = connection.execute(query).first()
        return None if row is None else (row.outcome, row.note)

    def unfinished(self) -> list[str]:
        """Issues that still have messages to send, the oldest first."""
        query = sa.select(issues.c.issue).where(issues.c.outcome == "begun").order_by(issues.c.at)
        with self._database.read() as connection:
            return list(connection.scalars(query))

    def latest(self) -> str | None:
        """The issue that was touched last."""
        query = sa.select(issues.c.issue).order_by(issues.c.at.desc(), issues.c.issue.desc()).limit(1)
        with self._database.read() as connection:
            return connection.scalar(query)

    def last_time(self) -> str | None:
        """The time of the last line of the trail."""
        with self._database.read() as connection:
            return connection.scalar(sa.select(events.c.at).order_by(events.c.id.desc()).limit(1))

    def finish(self, issue: str) -> bool:
        """Close an issue if nothing of it is waiting any more; return whether it is closed."""
        waiting = sa.exists().where(deliveries.c.issue == issue, deliveries.c.state.in_(OPEN))
        with self._database.write() as connection:
            done = issues.update().where(issues.c.issue == issue, ~waiting).values(outcome="done")
            return connection.execute(done).rowcount == 1

    # messages

    def claim(self, issue: str, wanted: Iterable[Wanted]) -> None:
        """Claim what nobody has claimed yet; all of it is on record before anything is sent."""
        for batch in batched(wanted, _BATCH):
            rows = [
                {
                    "issue": issue, "recipient": one.recipient, "language": one.language, "state": "claimed",
                    "run": self._run, "attempts": 0, "message_id": one.message_id,
                }
                for one in batch
            ]  # fmt: skip
            with self._database.write() as connection:
                insert_new(connection, deliveries, rows)
        with self._database.write() as connection:
            here = deliveries.c.issue == issue
            untold = sa.select(deliveries.c.id).where(
                here, ~sa.exists().where(events.c.delivery == deliveries.c.id)
            )
            self._tell(connection, untold, "claimed")
            waiting = sa.exists().where(here, deliveries.c.state.in_(OPEN))
            reopened = issues.update().where(issues.c.issue == issue, issues.c.outcome == "done", waiting)
            connection.execute(reopened.values(outcome="begun"))

    def adopt(self, issue: str) -> int:
        """Take over from runs that died. Call it with the lock held.

        Returns:
            How many messages nobody knows the fate of.
        """
        others = deliveries.c.run.is_(None) | (deliveries.c.run != self._run)
        here = (deliveries.c.issue == issue) & others
        with self._database.write() as connection:
            lost = list(
                connection.scalars(sa.select(deliveries.c.id).where(here, deliveries.c.state == "sending"))
            )
            for batch in batched(lost, _BATCH):
                dead = deliveries.c.id.in_(batch)
                connection.execute(deliveries.update().where(dead).values(state="unknown"))
                text = "the run ended before the server's answer was on record"
                self._tell(connection, sa.select(deliveries.c.id).where(dead), "unknown", text=text)
            connection.execute(
                deliveries.update().where(here, deliveries.c.state == "claimed").values(run=self._run)
            )
        return len(lost)

    def waiting(self, issue: str, after: int = 0, limit: int = _BATCH) -> list[Claim]:
        """Return claims of this run that are not sent yet, by id, from the one after ``after``."""
        columns = [deliveries.c[field] for field in Claim.__struct_fields__]
        query = (
            sa.select(*columns)
            .where(
                deliveries.c.issue == issue,
                deliveries.c.state == "claimed",
                deliveries.c.run == self._run,
                deliveries.c.id > after,
            )
            .order_by(deliveries.c.id)
            .limit(limit)
        )
        with self._database.read() as connection:
            return [Claim(*row) for row in connection.execute(query)]

    def sending(self, claim: Claim) -> None:
        """Record that the next byte may leave.

        Raises:
            LostClaimError: somebody else has it: send nothing.
        """
        self._move(claim, ("claimed",), "sending")

    def sent(self, claim: Claim, code: int, text: str, files: Mapping[str, str] = NO_FILES) -> None:
        """Record that the server has it, also where the run was taken for dead meanwhile."""
        self._move(claim, ("sending", "unknown"), "sent", code, text, files)

    def unknown(self, claim: Claim, text: str, files: Mapping[str, str] = NO_FILES) -> None:
        """Record that nobody knows whether the server has it."""
        self._move(claim, ("sending",), "unknown", None, text, files)

    def postpone(self, claim: Claim, code: int | None, text: str, *, counts: bool = True) -> Claim:
        """Record that the server does not have it and may be asked again; return the claim as it now is."""
        attempts = claim.attempts + counts
        self._move(claim, OPEN, "claimed", code, text, attempts=attempts)
        return msgspec.structs.replace(claim, attempts=attempts)

    def bounced(self, claim: Claim, code: int, text: str) -> None:
        """Record that the server refuses it for good."""
        self._move(claim, OPEN, "bounced", code, text)

    def failed(self, claim: Claim, code: int | None, text: str) -> None:
        """Record that it is given up."""
        self._move(claim, OPEN, "failed", code, text)

    def retry_failed(self, issue: str) -> int:
        """Claim anew what was given up; bounces and unknown ones are left alone. Return how many."""
        return self._reopen(issue, "failed", None, "to be tried again, by the operator")

    def give_up(self, issue: str, text: str) -> int:
        """Give up all that is waiting; return how many."""
        which = self._which(issue, "claimed", None)
        with self._database.write() as connection:
            self._tell(connection, sa.select(deliveries.c.id).where(which), "failed", text=text)
            return connection.execute(deliveries.update().where(which).values(state="failed")).rowcount

    def resolve(self, issue: str, recipient: str, *, again: bool) -> int:
        """Settle what is unknown by the operator's word: the server had it, or it is to be sent again.

        Returns:
            How many messages that was.
        """
        if again:
            return self._reopen(issue, "unknown", recipient, "not delivered, says the operator")
        which = self._which(issue, "unknown", recipient)
        with self._database.write() as connection:
            self._tell(
                connection,
                sa.select(deliveries.c.id).where(which),
                "sent",
                text="delivered, says the operator",
            )
            return connection.execute(deliveries.update().where(which).values(state="sent")).rowcount

    # what is known

    def counts(self, issue: str) -> dict[str, int]:
        """Return how many messages are in each state."""
        query = (
            sa.select(deliveries.c.state, sa.func.count())
            .where(deliveries.c.issue == issue)
            .group_by(deliveries.c.state)
        )
        with self._database.read() as connection:
            found = {row[0]: row[1] for row in connection.execute(query)}
        order = ("claimed", "sending", "sent", "failed", "bounced", "unknown")
        return {state: found.get(state, 0) for state in order}

    def recipients(self, issue: str, state: State) -> list[str]:
        """Return the addresses in one state, sorted."""
        query = sa.select(deliveries.c.recipient).where(
            deliveries.c.issue == issue, deliveries.c.state == state
        )
        with self._database.read() as connection:
            return sorted(connection.scalars(query))

    def trail(self, issue: str | None = None) -> Iterator[Event]:
        """Yield the audit trail, the oldest line first."""
        query = sa.select(
            events.c.at, deliveries.c.issue, deliveries.c.recipient, deliveries.c.language, events.c.state,
            events.c.code, events.c.text, deliveries.c.message_id, events.c.files,
        ).join_from(events, deliveries).order_by(events.c.id)  # fmt: skip
        if issue is not None:
            query = query.where(deliveries.c.issue == issue)
        with self._database.read() as connection:
            for row in connection.execution_options(yield_per=_BATCH).execute(query):
                yield Event(*row)

    # inside

    def _stamp(self) -> str:
        return self._now().astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%S.%f")[:23] + "Z"

    def _which(self, issue: str, state: State, recipient: str | None) -> sa.ColumnElement[bool]:
        which = (deliveries.c.issue == issue) & (deliveries.c.state == state)
        return which if recipient is None else which & (deliveries.c.recipient == recipient)

    def _reopen(self, issue: str, state: State, recipient: str | None, text: str) -> int:
        which = self._which(issue, state, recipient)
        with self._database.write() as connection:
            self._tell(connection, sa.select(deliveries.c.id).where(which), "claimed", text=text)
            # no run has it in hand now, so one that was only asleep can no longer move it either
            values: dict[str, Any] = {"state": "claimed", "attempts": 0, "run": None}
            moved = connection.execute(deliveries.update().where(which).values(**values)).rowcount
            if moved:
                connection.execute(issues.update().where(issues.c.issue == issue).values(outcome="begun"))
            return moved

    def _move(
        self,
        claim: Claim,
        states: tuple[State, ...],
        to: State,
        code: int | None = None,
        text: str = "",
        files: Mapping[str, str] = NO_FILES,
        attempts: int | None = None,
    ) -> None:
        values: dict[str, Any] = {"state": to} if attempts is None else {"state": to, "attempts": attempts}
        mine = (
            (deliveries.c.id == claim.id) & (deliveries.c.run == self._run) & deliveries.c.state.in_(states)
        )
        with self._database.write() as connection:
            if connection.execute(deliveries.update().where(mine).values(**values)).rowcount != 1:
                raise LostClaimError(
                    f"The message to {claim.recipient} was taken over by another run: this one sends nothing more."
                )
            one = sa.select(deliveries.c.id).where(deliveries.c.id == claim.id)
            self._tell(connection, one, to, code, text, files)

    def _tell(
        self,
        connection: Connection,
        which: sa.Select[tuple[int]],
        state: State,
        code: int | None = None,
        text: str = "",
        files: Mapping[str, str] = NO_FILES,
    ) -> None:
        """Add a line to the trail for each message of ``which``."""
        shown = msgspec.json.encode(dict(sorted(files.items()))).decode()
        plain = "".join(letter if letter.isprintable() else " " for letter in text)[:_TEXT]
        values = [
            sa.literal(value, type_)
            for value, type_ in (
                (self._stamp(), sa.String), (self._run, sa.String), (state, sa.String), (code, sa.Integer),
                (plain, sa.Text), (shown, sa.Text),
            )
        ]  # fmt: skip
        columns = ["delivery", "at", "run", "state", "code", "text", "files"]
        connection.execute(events.insert().from_select(columns, which.add_columns(*values)))
