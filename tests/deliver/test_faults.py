"""The fault matrix: whatever goes wrong, nobody gets it twice and nobody is silently left out.

Each case is run against a real SMTP server; what the server has is compared with what the ledger says. *lost* are
those who did not get it though the ledger does not say so (or says nothing). The table is printed after the tests.
"""

import contextlib
import datetime as dt
import os
import signal
import socket
import ssl
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from concurrent import futures
from pathlib import Path
from typing import Any

import msgspec
import pytest
import time_machine

from extract.errors import TaavonError
from extract.store import Store
from reports.deliver.database import Database
from reports.deliver.errors import LedgerError, LockedError
from reports.deliver.issue import Pdf
from reports.deliver.ledger import Ledger
from reports.deliver.sender import Pace, Report, Sender
from reports.deliver.tables import metadata
from reports.deliver.transport import Session, Smtp
from tests.conftest import ROOT, environment
from tests.deliver.issues import MAIL, make_issue, people
from tests.deliver.mailserver import PASSWORD, USER, Certificates, MailServer

ISSUE = make_issue()
DUE = 12
QUICK = Pace(per_minute=0, backoff=0.02, longest=0.05, lease=1.0)


class Case:
    """One case: a server, a store, and the line in the table."""

    def __init__(self, server: MailServer, store: str, note: Callable[[str, object], None]) -> None:
        self.server = server
        self.store = store
        self.note = note
        self.due = DUE
        self.unknown = 0

    def run(self, pace: Pace = QUICK, issue: Any = ISSUE, **smtp: Any) -> Report:
        settings = {"host": "127.0.0.1", "port": self.server.port, "security": "none", "timeout": 1.0}
        settings |= {"final_timeout": 1.0} | smtp
        database = Database(self.store)
        try:
            report = Sender(database, Smtp(**settings), MAIL, pace).run(issue, people(self.due))
        finally:
            database.close()
        self.unknown += report.new_unknown
        return report

    def process(self, **order: Any) -> "subprocess.Popen[str]":
        order = {"store": self.store, "port": self.server.port, "people": self.due} | order
        return subprocess.Popen(
            [sys.executable, "-m", "tests.deliver.run_sender", msgspec.json.encode(order).decode()],
            cwd=ROOT, env=environment(), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        )  # fmt: skip

    def ledger(self, use: Callable[[Ledger], Any]) -> Any:
        database = Database(self.store)
        try:
            return use(Ledger(database, "test"))
        finally:
            database.close()

    def tell(self, fault: str, *, unknown: int = 0, refused: int = 0, waiting: int = 0) -> None:
        """Compare server and ledger, put the line into the table, and hold it against what is expected."""
        has = self.server.recipients()

        def states(ledger: Ledger) -> dict[str, set[str]]:
            names = ("claimed", "sending", "sent", "failed", "bounced", "unknown")
            return {state: set(ledger.recipients(ISSUE.id, state)) for state in names}  # type: ignore[arg-type]

        known = self.ledger(states)
        admitted = known["failed"] | known["bounced"] | known["unknown"] | known["claimed"]
        lost = {one.key for one in people(self.due)} - has - admitted
        told = len(known["failed"] | known["bounced"])
        line = {
            "fault": fault, "due": self.due, "delivered": len(has), "duplicated": self.server.duplicated(),
            "lost": len(lost), "unknown": self.unknown, "refused": told, "waiting": len(known["claimed"]),
        }  # fmt: skip
        for name, value in line.items():
            self.note(name, value)
        assert not known["sent"] - has, "the ledger says sent, and the server has nothing"
        assert not known["sending"]
        assert (line["duplicated"], lost) == (0, set())
        assert (self.unknown, told, len(known["claimed"])) == (unknown, refused, waiting)
        assert len(has) >= self.due - unknown - refused - waiting


@pytest.fixture
def case(server: MailServer, tmp_path: Path, record_property: Callable[[str, object], None]) -> Case:
    return Case(server, str(tmp_path / "taavon.db"), record_property)


def once(stage: str, action: str, nth: int = 3) -> Callable[[str, str, int], str | None]:
    """Go wrong the nth time that a stage comes, and never again."""
    return lambda at, recipient, number: action if (at, number) == (stage, nth) else None


def healthy(stage: str, recipient: str, number: int) -> str | None:
    return None


def free_port() -> int:
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        port: int = listening.getsockname()[1]
        return port


def test_no_fault(case: Case) -> None:
    report = case.run()
    assert (report.counts["sent"], report.complete, report.clean) == (DUE, True, True)
    again = case.run()
    assert (again.before, again.counts["sent"]) == (DUE, DUE)
    case.tell("none, and the same run again")


# the connection


def test_refused(case: Case) -> None:
    port = case.server.port
    report = case.run(port=free_port())
    assert "cannot be reached" in report.stopped
    assert report.counts["claimed"] == DUE
    case.run(port=port)
    case.tell("connection refused, server back for the next run")


def test_greeting_hangs(case: Case) -> None:
    case.server.script = once("greeting", "hang", 1)
    assert case.run(timeout=0.3).clean
    case.tell("hangs at the greeting, once")


def test_turned_away_for_now(case: Case) -> None:
    case.server.script = lambda stage, _, number: "421 busy" if stage == "greeting" and number < 4 else None
    assert case.run().clean
    case.tell("421 at the greeting, three times")


def test_turned_away(case: Case) -> None:
    case.server.script = lambda stage, _, number: "554 go away" if stage == "greeting" else None
    assert "554 go away" in case.run().stopped
    case.server.script = healthy
    assert case.run().clean
    case.tell("554 at the greeting, lifted for the next run")


def test_closes_after_ten(case: Case) -> None:
    def closes(stage: str, recipient: str, number: int) -> str | None:
        return "drop" if stage == "mail" and number == 11 else None

    case.server.script = closes
    assert case.run().clean
    assert case.server.sessions >= 2
    case.tell("closes the connection after ten")


def test_421_after_ten(case: Case) -> None:
    case.server.script = once("mail", "421 too many", 11)
    assert case.run().clean
    case.tell("421 after ten")


# before the last byte: the server cannot have it


def test_hangs_before_data(case: Case) -> None:
    case.server.script = once("rcpt", "hang")
    assert case.run(timeout=0.3).clean
    case.tell("hangs before DATA, once")


def test_drops_before_data(case: Case) -> None:
    case.server.script = once("rcpt", "drop")
    assert case.run().clean
    case.tell("drops before DATA, once")


def test_drops_within_data(case: Case) -> None:
    """The message is larger than what the network takes at once: the drop is seen before the last byte."""
    case.due = 4
    large = Pdf.of(os.urandom(8_000_000), "بزرگ.pdf", "large.pdf")
    case.server.script = once("content", "drop", 2)
    assert case.run(issue=msgspec.structs.replace(ISSUE, pdfs={"fa": large, "en": large}), timeout=10).clean
    case.tell("drops in the middle of DATA, once (8 MB)")


def test_drops_within_small_data(case: Case) -> None:
    """The network took the last byte before the drop was seen: nobody here can tell how far the server has read."""
    case.server.script = once("content", "drop")
    case.run()
    case.tell("drops in the middle of DATA, once (8 KB)", unknown=1)


def test_always_drops_one(case: Case) -> None:
    def drops(stage: str, recipient: str, number: int) -> str | None:
        return "drop" if stage == "rcpt" and recipient.startswith("reader00004") else None

    case.server.script = drops
    report = case.run()
    assert report.counts["failed"] == 1
    case.tell("always drops before DATA of one", refused=1)


def test_drops_everything(case: Case) -> None:
    case.server.script = lambda stage, _, number: "drop" if stage == "mail" else None
    report = case.run(msgspec.structs.replace(QUICK, stop_after=4))
    assert "4 messages in a row" in report.stopped
    case.server.script = healthy
    case.run()
    case.tell("drops everything, mended for the next run")


# after the last byte: nobody knows


def test_drops_after_data_kept(case: Case) -> None:
    case.server.script = once("kept", "drop")
    report = case.run()
    assert report.counts == {
        "claimed": 0,
        "sending": 0,
        "sent": DUE - 1,
        "failed": 0,
        "bounced": 0,
        "unknown": 1,
    }
    assert case.run().counts["unknown"] == 1, "never again by itself"
    assert len(case.server.kept) == DUE
    case.tell("drops after DATA, having kept it", unknown=1)


def test_drops_after_data_not_kept(case: Case) -> None:
    case.server.script = once("end", "drop")
    case.run()
    assert (case.run().counts["unknown"], len(case.server.kept)) == (1, DUE - 1)
    case.tell("drops after DATA, having lost it", unknown=1)


def test_unknown_resolved(case: Case) -> None:
    def two(stage: str, recipient: str, number: int) -> str | None:
        return "drop" if (stage, number) in (("end", 3), ("kept", 6)) else None

    case.server.script = two
    assert case.run().counts["unknown"] == 2
    unknown = case.ledger(lambda ledger: ledger.recipients(ISSUE.id, "unknown"))
    kept = [one for one in unknown if one in case.server.recipients()]
    gone = [one for one in unknown if one not in case.server.recipients()]
    assert (len(kept), len(gone)) == (1, 1)
    assert case.ledger(lambda ledger: ledger.resolve(ISSUE.id, kept[0], again=False)) == 1
    assert case.ledger(lambda ledger: ledger.resolve(ISSUE.id, gone[0], again=True)) == 1
    assert case.ledger(lambda ledger: ledger.resolve(ISSUE.id, gone[0], again=True)) == 0
    assert case.run().clean
    case.tell("both of these, settled by the operator", unknown=2)


def test_hangs_after_data(case: Case) -> None:
    case.server.script = once("kept", "hang")
    case.run(final_timeout=0.3)
    case.tell("hangs after DATA", unknown=1)


def test_answers_nonsense(case: Case) -> None:
    case.server.script = once("kept", "999 what")
    case.run()
    case.tell("answers nonsense after DATA", unknown=1)


def test_loses_every_answer(case: Case) -> None:
    case.server.script = lambda stage, _, number: "drop" if stage == "kept" else None
    assert "3 times in a row" in case.run().stopped
    assert len(case.server.kept) == 3, "stops before everybody is unknown"
    case.server.script = healthy
    case.run()
    case.tell("drops after every DATA, mended for the next run", unknown=3)


# refusals


@pytest.mark.parametrize("stage", ["rcpt", "end"])
def test_451_then_250(case: Case, stage: str) -> None:
    put_off: set[str] = set()

    def later(at: str, recipient: str, number: int) -> str | None:
        if at != stage or recipient in put_off or len(put_off) == 6:
            return None
        put_off.add(recipient)
        return "451 later"

    case.server.script = later
    assert case.run().clean
    trail = case.ledger(lambda ledger: [event for event in ledger.trail() if event.code == 451])
    assert len(trail) == 6
    case.tell(f"451 then 250 ({stage})")


def test_451_for_ever(case: Case) -> None:
    def later(stage: str, recipient: str, number: int) -> str | None:
        return "451 later" if stage == "rcpt" and recipient.startswith("reader00002") else None

    case.server.script = later
    assert case.run().counts["failed"] == 1
    assert case.server.seen["rcpt"] == DUE - 1 + QUICK.attempts
    case.tell("451 for ever for one", refused=1)


def test_failed_tried_again(case: Case) -> None:
    case.server.script = lambda stage, who, number: (
        "451 x" if stage == "rcpt" and who.startswith("reader00002") else None
    )
    case.run()
    case.server.script = healthy
    assert case.run().counts["failed"] == 1, "not by itself"
    assert case.ledger(lambda ledger: ledger.retry_failed(ISSUE.id)) == 1
    assert case.run().clean
    case.tell("451 for ever, then --retry-failed")


@pytest.mark.parametrize("stage", ["rcpt", "end"])
def test_550_for_one(case: Case, stage: str) -> None:
    def refuses(at: str, recipient: str, number: int) -> str | None:
        return "550 no such mailbox" if at == stage and recipient.startswith("reader00007") else None

    case.server.script = refuses
    assert case.run().counts["bounced"] == 1
    assert case.run().counts["bounced"] == 1
    assert case.server.seen["rcpt"] == DUE, "asked once"
    case.tell(f"550 for one ({stage})", refused=1)


def test_550_for_all(case: Case) -> None:
    case.server.script = lambda stage, _, number: "550 spam" if stage == "end" else None
    report = case.run(msgspec.structs.replace(QUICK, stop_after=5))
    assert "5 messages in a row (spam)" in report.stopped
    case.tell("550 for all: stops after five", refused=5, waiting=7)


def test_sender_refused(case: Case) -> None:
    case.server.script = lambda stage, _, number: "550 who are you" if stage == "mail" else None
    assert "refuses the sender" in case.run().stopped
    case.server.script = healthy
    assert case.run().clean
    case.tell("550 for the sender, mended for the next run")


def test_over_the_size_limit(tmp_path: Path, record_property: Callable[[str, object], None]) -> None:
    big = Pdf.of(os.urandom(200_000), "بزرگ.pdf", "big.pdf")
    issue = msgspec.structs.replace(ISSUE, pdfs={"fa": big, "en": big})
    with MailServer(size=100_000) as server:
        case = Case(server, str(tmp_path / "taavon.db"), record_property)
        report = case.run(issue=issue)
        assert "at most 100,000 bytes" in report.stopped
        assert report.counts["claimed"] == DUE
        case.tell("PDF over the server's limit", waiting=DUE)


# encryption and login


@pytest.mark.filterwarnings(
    "ignore:Requiring AUTH while not requiring TLS"
)  # it does not see the TLS around it
@pytest.mark.parametrize("kind", ["starttls", "tls"])
def test_encrypted_with_login(
    kind: str, certificates: Certificates, tmp_path: Path, record_property: Callable[[str, object], None]
) -> None:
    tls = {kind: certificates.localhost}
    with MailServer(login=True, **tls) as server:
        case = Case(server, str(tmp_path / "taavon.db"), record_property)
        trusted = {
            "host": "localhost",
            "security": kind,
            "ca_file": str(certificates.authority),
            "timeout": 5.0,
        }
        wrong = case.run(**trusted, user=USER, password="wrong")
        assert "refuses the login" in wrong.stopped
        assert (server.kept, "wrong" in repr(wrong)) == ([], False)
        server.script = once("kept", "drop")
        report = case.run(**trusted, user=USER, password=PASSWORD)
        assert report.complete
        assert server.secure == [True] * DUE
        case.tell(f"{kind} and login: wrong password, then a drop", unknown=1)


def test_wrong_certificate(
    certificates: Certificates, tmp_path: Path, record_property: Callable[[str, object], None]
) -> None:
    with MailServer(starttls=certificates.elsewhere) as server:
        case = Case(server, str(tmp_path / "taavon.db"), record_property)
        for ca_file in (None, str(certificates.authority)):
            report = case.run(host="localhost", security="starttls", ca_file=ca_file, timeout=5.0)
            assert "not to be trusted" in report.stopped
        assert server.seen["mail"] == 0
        case.tell("certificate of another host, or of nobody", waiting=DUE)


def test_no_starttls(case: Case) -> None:
    report = case.run(security="starttls")
    assert "does not offer" in report.stopped
    assert case.server.seen["mail"] == 0
    case.tell("STARTTLS taken out on the way", waiting=DUE)


# the machine


def finish(process: "subprocess.Popen[str]") -> tuple[int, str]:
    _, said = process.communicate(timeout=60)
    return process.returncode, said


def test_killed_after_claim(case: Case) -> None:
    code, _ = finish(case.process(die_before=["sending", 5]))
    assert (code, len(case.server.kept)) == (-signal.SIGKILL, 4)
    assert case.run().clean
    case.tell("kill -9 between claim and send")


def test_killed_before_record(case: Case) -> None:
    code, _ = finish(case.process(die_before=["sent", 5]))
    assert (code, len(case.server.kept)) == (-signal.SIGKILL, 5)
    case.run()
    case.tell("kill -9 between send and record", unknown=1)


@pytest.mark.parametrize("stage", ["rcpt", "end", "kept"])
def test_killed_by_the_stage(case: Case, stage: str) -> None:
    running: list[subprocess.Popen[str]] = []

    def kills(at: str, recipient: str, number: int) -> str | None:
        if (at, number) == (stage, 5):
            running[0].kill()
            time.sleep(0.2)
            return "drop" if stage == "end" else None
        return None

    case.server.script = kills
    running.append(case.process())
    assert finish(running[0])[0] == -signal.SIGKILL
    case.server.script = healthy
    case.run()
    case.tell(f"kill -9 at the server's {stage}", unknown=0 if stage == "rcpt" else 1)


def test_killed_while_claiming(case: Case) -> None:
    case.due = 40
    code, _ = finish(case.process(die_before=["_tell", 1]))
    assert (code, len(case.server.kept)) == (-signal.SIGKILL, 0)
    case.run()
    case.tell("kill -9 while claiming")


def test_terminated(case: Case) -> None:
    running: list[subprocess.Popen[str]] = []

    def interrupts(stage: str, recipient: str, number: int) -> str | None:
        if (stage, number) == ("kept", 5):
            running[0].send_signal(signal.SIGINT)
            time.sleep(0.3)
        return None

    case.server.script = interrupts
    running.append(case.process())
    assert finish(running[0])[0] != 0
    case.server.script = healthy
    case.run()
    known = case.ledger(lambda ledger: ledger.counts(ISSUE.id))
    case.unknown = known["unknown"]
    case.tell("interrupted while it waits for an answer", unknown=1)


def test_disk_full(case: Case) -> None:
    case.due = 60
    process = case.process(largest_file=16_000)
    code, said = finish(process)
    assert (code, "the disk" in said) == (1, True), said
    case.run()
    assert len(case.server.kept) > 0
    assert case.unknown <= 1
    case.tell("disk full", unknown=case.unknown)


def test_disk_full_before_any_byte_leaves(case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(self: Ledger, claim: object) -> None:
        raise LedgerError("the disk is full")

    with monkeypatch.context() as patch:
        patch.setattr(Ledger, "sending", full)
        with pytest.raises(LedgerError):
            case.run()
    assert (case.server.kept, case.server.seen["content"]) == ([], 0)
    assert case.run().clean
    case.tell("disk full before the first byte")


def test_disk_full_before_the_record(case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(self: Ledger, *_: object) -> None:
        raise LedgerError("the disk is full")

    with monkeypatch.context() as patch:
        patch.setattr(Ledger, "sent", full)
        with pytest.raises(LedgerError):
            case.run()
    assert len(case.server.kept) == 1, "stops at once"
    case.run()
    case.tell("disk full after the first message", unknown=1)


@pytest.mark.parametrize("jump", [-86400 * 400, 86400 * 400])
def test_clock_jumps(case: Case, jump: int) -> None:
    with time_machine.travel(dt.datetime(2025, 9, 6, 4, tzinfo=dt.UTC), tick=True) as clock:

        def jumps(stage: str, recipient: str, number: int) -> str | None:
            if (stage, number) == ("rcpt", 5):
                clock.shift(jump)
            return "451 later" if (stage, number) == ("rcpt", 6) else None

        case.server.script = jumps
        assert case.run().clean
        assert case.run().clean
    case.tell(f"clock jumps {'back' if jump < 0 else 'ahead'} by 400 days")


# two at once


def check_two_runs(case: Case) -> None:
    ended = threading.Event()

    def waits(stage: str, recipient: str, number: int) -> str | None:
        ended.wait(8)  # until one of them has given up
        return None

    case.server.script = waits
    processes = [case.process() for _ in range(2)]
    deadline = time.monotonic() + 30
    while all(process.poll() is None for process in processes) and time.monotonic() < deadline:
        time.sleep(0.02)
    ended.set()
    ends = [finish(process) for process in processes]
    assert sorted(code for code, _ in ends) == [0, 1], ends
    assert any("Another run is sending already" in said for _, said in ends), ends
    case.tell(f"two runs at once ({case.store.split(':')[0] if '://' in case.store else 'sqlite'})")


def check_two_runs_without_lock(case: Case) -> None:
    slow = threading.Event()

    def waits(stage: str, recipient: str, number: int) -> str | None:
        slow.wait(0.05)
        return None

    case.server.script = waits
    processes = [case.process(no_lock=True) for _ in range(2)]
    ends = [finish(process) for process in processes]
    assert all("Error" not in said or "LostClaimError" in said for _, said in ends), ends
    report = case.run()
    case.unknown = report.counts["unknown"]
    name = case.store.split(":")[0] if "://" in case.store else "sqlite"
    case.tell(f"two runs at once, and the lock fails ({name})", unknown=case.unknown)


def test_two_runs_sqlite(case: Case) -> None:
    check_two_runs(case)


def test_two_runs_without_lock_sqlite(case: Case) -> None:
    check_two_runs_without_lock(case)


@pytest.fixture
def empty_postgresql(postgresql: str) -> str:
    import sqlalchemy as sa

    from extract.store import Store

    with Store(postgresql) as store:
        found = sa.MetaData()
        found.reflect(store.engine)
        found.drop_all(store.engine)
    return postgresql


def test_two_runs_postgresql(case: Case, empty_postgresql: str) -> None:
    case.store = empty_postgresql
    check_two_runs(case)


def test_two_runs_without_lock_postgresql(case: Case, empty_postgresql: str) -> None:
    case.store = empty_postgresql
    check_two_runs_without_lock(case)


def test_killed_before_record_postgresql(case: Case, empty_postgresql: str) -> None:
    case.store = empty_postgresql
    assert finish(case.process(die_before=["sent", 5]))[0] == -signal.SIGKILL
    case.run()
    case.tell("kill -9 between send and record (postgresql)", unknown=1)


def test_run_that_was_only_asleep(case: Case) -> None:
    """SIGSTOP in the middle of an answer; another run takes over; SIGCONT: what was sent is found to be sent."""
    running: list[subprocess.Popen[str]] = []

    def stops(stage: str, recipient: str, number: int) -> str | None:
        if (stage, number) == ("kept", 5):
            running[0].send_signal(signal.SIGSTOP)
        return None

    case.server.script = stops
    running.append(case.process())
    deadline = time.monotonic() + 30
    while len(case.server.kept) < 5 and time.monotonic() < deadline:
        time.sleep(0.02)
    time.sleep(0.3)
    report = case.run()
    assert (report.counts["unknown"], report.counts["sent"]) == (1, DUE - 1)
    running[0].send_signal(signal.SIGCONT)
    finish(running[0])
    assert case.ledger(lambda ledger: ledger.counts(ISSUE.id))["unknown"] == 0, "its late answer counts"
    case.tell("asleep for longer than the lease", unknown=1)


# small things that the matrix rests on


def check_opened_by_two(where: str) -> None:
    """One finds no tables, makes them, and is slow; the other must wait for it and find them."""
    with Store(where) as first:
        Database(where).close()  # the mode is chosen
        metadata.drop_all(first.engine)
        with futures.ThreadPoolExecutor(1) as pool:
            with first.alone() as connection:
                metadata.create_all(connection)
                second = pool.submit(Database, where)
                with pytest.raises(TimeoutError):
                    second.result(timeout=0.3)
            second.result(timeout=30).close()


def test_opened_by_two_at_once_sqlite(case: Case) -> None:
    check_opened_by_two(case.store)


def test_opened_by_two_at_once_postgresql(empty_postgresql: str) -> None:
    check_opened_by_two(empty_postgresql)


def test_lock_is_free_after_a_run_and_held_within(case: Case) -> None:
    inside: list[str] = []

    def intrude(stage: str, recipient: str, number: int) -> str | None:
        if (stage, number) == ("rcpt", 3):
            try:
                case.run()
            except LockedError as error:
                inside.append(str(error))
        return None

    case.server.script = intrude
    assert case.run(timeout=10.0).clean
    assert "Another run is sending already" in inside[0]


def test_paused_meanwhile(case: Case) -> None:
    case.run(port=free_port())
    case.due = 5
    report = case.run()
    assert (report.counts["sent"], report.counts["failed"]) == (5, DUE - 5)


def test_same_content_for_all(case: Case) -> None:
    """An issue that is made anew after a crash goes out as it was begun."""
    case.server.script = lambda stage, _, number: "421 busy" if stage == "mail" and number > 5 else None
    case.run(msgspec.structs.replace(QUICK, attempts=1, stop_after=1))
    case.server.script = healthy
    other = msgspec.structs.replace(
        ISSUE, pdfs=dict.fromkeys(("fa", "en"), Pdf.of(b"%PDF-other", "ی.pdf", "x.pdf"))
    )
    case.ledger(lambda ledger: ledger.retry_failed(ISSUE.id))
    case.run(issue=other)
    assert not any(b"cooperatives-weekly" not in one.data for one in case.server.kept)
    assert len(case.server.kept) == DUE


def test_trail(case: Case) -> None:
    case.run()
    trail = case.ledger(lambda ledger: list(ledger.trail(ISSUE.id)))
    assert [event.state for event in trail[:DUE]] == ["claimed"] * DUE
    assert [event.state for event in trail[DUE:]] == ["sending", "sent"] * DUE
    last = trail[-1]
    assert last.language == "both"
    assert msgspec.json.decode(last.files) == {
        "هفته‌نامه تعاون ۱۴۰۴، هفته ۲۴.pdf": ISSUE.pdfs["fa"].sha256,
        "cooperatives-weekly-1404-W24.pdf": ISSUE.pdfs["en"].sha256,
    }
    assert ISSUE.pdfs["fa"].sha256 != ISSUE.pdfs["en"].sha256
    assert (last.code, last.text) == (250, "kept")
    assert {event.message_id for event in trail} == {one.message_id for one in case.server.kept}


def test_rate(case: Case) -> None:
    class Clock:
        now = 0.0
        slept: list[float] = []  # noqa: RUF012  # one test, one clock

        def monotonic(self) -> float:
            return self.now

        def sleep(self, seconds: float) -> None:
            self.slept.append(seconds)
            self.now += seconds

    clock = Clock()
    database = Database(case.store)
    smtp = Smtp(host="127.0.0.1", port=case.server.port, security="none")
    Sender(database, smtp, MAIL, Pace(per_minute=30), waits=clock).run(ISSUE, people(DUE))
    database.close()
    assert sum(clock.slept) == pytest.approx((DUE - 1) * 2.0)


def test_backoff_doubles(case: Case) -> None:
    slept: list[float] = []

    class Clock:
        def monotonic(self) -> float:
            return sum(slept)

        def sleep(self, seconds: float) -> None:
            slept.append(seconds)

    case.server.script = lambda stage, _, number: "451 later" if stage == "rcpt" else None
    database = Database(case.store)
    smtp = Smtp(host="127.0.0.1", port=case.server.port, security="none")
    pace = Pace(per_minute=0, backoff=30, longest=100, attempts=5)
    report = Sender(database, smtp, MAIL, pace, waits=Clock()).run(ISSUE, people(1))
    database.close()
    assert ([seconds for seconds in slept if seconds], report.counts["failed"]) == ([30, 60, 100, 100], 1)


def test_dots_arrive_as_they_are(server: MailServer) -> None:
    session = Session(Smtp(host="127.0.0.1", port=server.port, security="none"))
    message = b"Message-ID: <a@b>\r\n\r\n.one\r\n..two\r\n.\r\nthree"
    assert session.deliver("a@b.example", "c@d.example", message, lambda: None).kind == "accepted"
    session.quit()
    assert server.kept[0].data == message + b"\r\n"


def test_no_secret_is_shown() -> None:
    smtp = Smtp(host="h", port=1, user="u", password="hidden")
    assert "hidden" not in repr(smtp)
    assert "sixteen" not in repr(MAIL)


@pytest.fixture(autouse=True)
def no_thread_left() -> Iterator[None]:
    yield
    with contextlib.suppress(TaavonError):
        assert not [thread for thread in threading.enumerate() if thread.name == "heartbeat"]


def test_tls_needs_a_modern_protocol(certificates: Certificates, tmp_path: Path) -> None:
    from reports.deliver.transport import ssl_context

    context = ssl_context(Smtp(host="h", port=1, ca_file=str(certificates.authority)))
    assert (context.verify_mode, context.check_hostname) == (ssl.CERT_REQUIRED, True)
    assert context.minimum_version >= ssl.TLSVersion.TLSv1_2
