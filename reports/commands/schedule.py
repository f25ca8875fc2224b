"""``taavon schedule``."""

import datetime as dt
from pathlib import Path
from typing import Annotated

import typer

from reports import console
from reports.commands.send import ConfigOption

_APP = typer.Typer(no_args_is_help=True, rich_markup_mode=None)
_USER_UNITS = Path("~/.config/systemd/user")
_SYSTEM_UNITS = Path("/etc/systemd/system")


def register(app: typer.Typer) -> None:
    """Put ``schedule`` on the command line."""
    app.add_typer(_APP, name="schedule", epilog="Example: taavon schedule install")


@_APP.callback()
def _schedule() -> None:
    """The weekly run: by systemd, by cron, or in a process of its own."""


@_APP.command(epilog="Example: taavon schedule install --system")
def install(
    config: ConfigOption = Path("taavon.toml"),
    system: Annotated[bool, typer.Option("--system", help="For the machine, not for this user.")] = False,
    folder: Annotated[Path | None, typer.Option(metavar="FOLDER", help="Write the units there.")] = None,
    cron: Annotated[bool, typer.Option("--cron", help="Print the line for a crontab instead.")] = False,
) -> None:
    """Write a systemd timer and its service, and say how to switch them on; or print the cron line."""
    with console.one_sentence():
        from reports.config import load
        from reports.deliver.schedule import cron_line, units
        from reports.outputs import publish, workshop

        setup = load(config)
        if cron:
            console.out(cron_line(setup, dt.datetime.now(dt.UTC)))
            return
        target = (folder or (_SYSTEM_UNITS if system else _USER_UNITS)).expanduser()
        with workshop(target) as unfinished:
            made = []
            for name, text in units(setup).items():
                path = unfinished / name
                path.write_text(text, encoding="utf-8")
                made.append(path)
            for path in publish(made, target):
                console.out(str(path))
        user = "" if system else "--user "
        console.say(
            f"Switch it on: systemctl {user}daemon-reload && systemctl {user}enable --now taavon.timer"
        )
        if not system:
            console.say("So that it runs while you are logged out: loginctl enable-linger")
        console.say(f"The login at the mail server goes into {setup.path.with_suffix('.env')} (chmod 600).")


@_APP.command(epilog="Example: taavon schedule show --count 3")
def show(
    config: ConfigOption = Path("taavon.toml"),
    count: Annotated[int, typer.Option(min=1, max=100, help="How many runs.")] = 5,
) -> None:
    """Show the next runs: when, in both calendars, and the week each is about."""
    with console.one_sentence():
        from itertools import islice

        from reports.config import load
        from reports.deliver.schedule import moments, week_at
        from reports.languages import language

        setup = load(config)
        english = language("en")
        for moment in islice(moments(setup, dt.datetime.now(dt.UTC)), count):
            week = week_at(moment)
            jalali = english.other_date(moment.date())
            days = english.span(week.first, week.last)
            console.out(f"{moment:%a %Y-%m-%d %H:%M} {setup.zone}  ({jalali})  {week.id}, {days}")


@_APP.command(epilog="Example: taavon schedule run")
def run(config: ConfigOption = Path("taavon.toml")) -> None:
    """Keep the schedule in this process, for containers and Windows; Ctrl-C ends it."""
    with console.one_sentence():
        from reports.commands.send import tell_outcome
        from reports.config import load
        from reports.deliver.proof import proofs
        from reports.deliver.schedule import run_forever
        from reports.deliver.work import scheduled

        setup = load(config)
        console.say(f"Keeping the schedule of {setup.path}.")
        checks = proofs()
        run_forever(setup, lambda: tell_outcome(scheduled(load(config), checks=checks)), console.say)
