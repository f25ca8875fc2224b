"""``taavon send``."""

import csv
import datetime as dt
import io
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from extract.errors import UsageError
from reports import console

if TYPE_CHECKING:
    from reports.config import Setup
    from reports.deliver.issue import Issue
    from reports.deliver.ledger import Ledger, State
    from reports.deliver.weeks import Week
    from reports.deliver.work import Outcome

ConfigOption = Annotated[Path, typer.Option("--config", metavar="FILE", help="The configuration.")]
_FAILED = 1


def register(app: typer.Typer) -> None:
    """Put ``send`` on the command line."""
    app.command("send", epilog="Example: taavon send --test you@example.org")(send)


def send(
    config: ConfigOption = Path("taavon.toml"),
    week: Annotated[
        str | None,
        typer.Option(
            metavar="YYYY-MM-DD",
            help="Any day of the week, Jalali or Gregorian. [default: the last full week]",
        ),
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Write *.eml files and send nothing.")] = False,
    test: Annotated[
        str | None, typer.Option("--test", metavar="ADDRESS", help="Send one, to this address alone.")
    ] = None,
    status: Annotated[bool, typer.Option("--status", help="Say how far it is.")] = False,
    trail: Annotated[bool, typer.Option("--trail", help="Who got what and when, as CSV.")] = False,
    retry_failed: Annotated[
        bool, typer.Option("--retry-failed", help="Try again what was given up (not what bounced).")
    ] = False,
    resolve_unknown: Annotated[
        list[str] | None,
        typer.Option(
            "--resolve-unknown",
            metavar="ADDRESS=delivered|again",
            help="What the server's log says of a message whose fate is unknown; repeatable.",
        ),
    ] = None,
    issue: Annotated[
        str | None,
        typer.Option(metavar="ID", help="For --status, --trail, --retry-failed and --resolve-unknown."),
    ] = None,
    scheduled: Annotated[bool, typer.Option("--scheduled", help="Do what is due, if anything is.")] = False,
) -> None:
    """Send the weekly issue: each to each recipient once, whatever happens on the way."""
    with console.one_sentence():
        from reports.config import load
        from reports.deliver.weeks import chosen_week

        wanted = sum(map(bool, (dry_run, test, status, trail, scheduled)))
        if wanted > 1:
            raise UsageError("Give one of --dry-run, --test, --status, --trail and --scheduled.")
        setup = load(config)
        if status or trail:
            _show(setup, issue, trail=trail)
        elif retry_failed or resolve_unknown:
            _again(setup, issue, retry_failed, resolve_unknown or [])
        elif scheduled:
            from reports.deliver.proof import proofs
            from reports.deliver.work import scheduled as work

            _end(tell_outcome(work(setup, checks=proofs())))
        elif dry_run or test:
            _try_out(setup, chosen_week(week), test)
        else:
            from reports.deliver.proof import proofs
            from reports.deliver.work import send_week

            _end(tell_outcome(send_week(setup, chosen_week(week), checks=proofs())))


def _end(trouble: bool) -> None:
    if trouble:
        raise typer.Exit(_FAILED)


def tell_outcome(outcome: "Outcome") -> bool:
    """Say how it ended; return whether somebody has to look at it."""
    from reports.deliver.work import describe

    for sentence in outcome.sentences:
        console.say(sentence)
    for report in outcome.reports:
        console.say(describe(report))
    if outcome.kind == "already" and not outcome.sentences:
        console.say(f"{outcome.issue} is finished: nothing is due.")
    return outcome.trouble


def _made(setup: "Setup", week: "Week") -> "Issue":
    """Return the issue of a week as it would go out, without touching the ledger."""
    from reports.deliver.gate import pass_gate
    from reports.deliver.proof import proofs
    from reports.deliver.work import gate_of, make_issue

    made = make_issue(setup, week, late=False)
    for sentence in made.sentences:
        console.say(sentence)
    if made.issue is None:
        console.say(f"No source has news of {week.id}: there is nothing to send.")
        raise typer.Exit
    pass_gate(made.issue, gate_of(setup, proofs()))
    return made.issue


def _try_out(setup: "Setup", week: "Week", test: str | None) -> None:
    """Write the messages as files, or send one to one address."""
    from reports.deliver.message import Composer
    from reports.deliver.recipients import Recipient, checked_address
    from reports.deliver.transport import Session
    from reports.outputs import publish, workshop

    now = dt.datetime.now(dt.UTC)
    if test is not None:
        try:
            address, key = checked_address(test)
        except ValueError as error:
            raise UsageError(f"--test: {error}.") from error
    composer = Composer(_made(setup, week), setup.mail, setup.dkim, attach=setup.config.mail.attach)
    if test is not None:
        session = Session(setup.smtp)
        try:
            data = composer.data(Recipient(address=address, key=key, language="both"), now, test=True)
            reply = session.deliver(setup.mail.envelope_sender, address, data, lambda: None)
        finally:
            session.quit()
        console.say(f"{week.id} to {address}: {reply.kind} ({reply.code or 'no answer'} {reply.text}).")
        raise typer.Exit(0 if reply.kind == "accepted" else _FAILED)
    people = setup.recipients()
    for problem in people.problems:
        console.say(f"{setup.config.recipients.file}, {problem}.")
    folder = setup.out / week.id / "mail"
    with workshop(folder) as unfinished:
        made = []
        for one in people.due:
            path = unfinished / f"{one.key.replace('/', '_')}.{one.language}.eml"
            path.write_bytes(composer.data(one, now))
            made.append(path)
        for path in publish(made, folder):
            console.out(str(path))


def _show(setup: "Setup", issue: str | None, *, trail: bool) -> None:
    from reports.deliver.database import Database
    from reports.deliver.ledger import Event, Ledger

    database = Database(setup.store)
    try:
        ledger = Ledger(database, "command")
        if trail:
            console.out(",".join(Event.__struct_fields__))
            for event in ledger.trail(issue):
                line = io.StringIO()
                fields = (getattr(event, name) for name in Event.__struct_fields__)
                csv.writer(line, lineterminator="").writerow(
                    "" if field is None else field for field in fields
                )
                console.out(line.getvalue())
            return
        name = issue or ledger.latest()
        outcome = ledger.outcome(name) if name else None
        if name is None or outcome is None:
            console.say("The ledger knows no issue." if name is None else f"The ledger does not know {name}.")
            return
        console.out(f"{name}: {outcome[0]}" + (f" ({outcome[1]})" if outcome[1] else ""))
        for state, number in ledger.counts(name).items():
            console.out(f"  {state:<8}{number:>7}")
        troubled: tuple[State, ...] = ("unknown", "bounced", "failed")
        for trouble in troubled:
            for address in ledger.recipients(name, trouble):
                console.out(f"  {trouble}: {address}")
    finally:
        database.close()


def _again(setup: "Setup", issue: str | None, retry_failed: bool, resolved: list[str]) -> None:
    """Note the operator's word, then go on sending where that asks for it."""
    from reports.deliver.database import Database
    from reports.deliver.ledger import Ledger
    from reports.deliver.sender import Sender
    from reports.deliver.work import describe

    database = Database(setup.store)
    try:
        ledger = Ledger(database, "operator")
        name = issue or ledger.latest()
        kept = ledger.kept(name) if name else None
        if kept is None:
            raise UsageError("The ledger knows no such issue: see taavon send --status.")
        reopened = _resolve(ledger, kept.id, resolved)
        if retry_failed:
            number = ledger.retry_failed(kept.id)
            console.say(f"{number} to be tried again.")
            reopened += number
        if reopened:
            attach = setup.config.mail.attach
            sender = Sender(database, setup.smtp, setup.mail, setup.pace, setup.dkim, attach=attach)
            report = sender.run(kept, setup.recipients().due)
            console.say(describe(report))
            _end(not report.clean)
    finally:
        database.close()


def _resolve(ledger: "Ledger", issue: str, resolved: list[str]) -> int:
    """Settle unknown messages; return how many are to be sent again."""
    pairs = [word.rpartition("=") for word in resolved]
    if any(not address or fate not in ("delivered", "again") for address, _, fate in pairs):
        raise UsageError("--resolve-unknown: write ADDRESS=delivered or ADDRESS=again.")
    again = 0
    for address, _, fate in pairs:
        number = ledger.resolve(issue, address.lower(), again=fate == "again")
        if not number:
            raise UsageError(f"No message to {address} is unknown in {issue}.")
        again += number if fate == "again" else 0
    return again
