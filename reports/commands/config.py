"""``taavon config``."""

from pathlib import Path
from typing import Annotated

import typer

from reports import console
from reports.commands.send import ConfigOption

_APP = typer.Typer(no_args_is_help=True, rich_markup_mode=None)
_FAILED = 1


def register(app: typer.Typer) -> None:
    """Put ``config`` on the command line."""
    app.add_typer(_APP, name="config", epilog="Example: taavon config check")


@_APP.callback()
def _config() -> None:
    """The configuration file of the digest."""


@_APP.command(epilog="Example: taavon config example > taavon.toml")
def example() -> None:
    """Print the commented example."""
    with console.one_sentence():
        from reports.config import EXAMPLE

        console.out(EXAMPLE.read_text(encoding="utf-8").rstrip("\n"))


@_APP.command(epilog="Example: taavon config check --connect")
def check(
    config: ConfigOption = Path("taavon.toml"),
    connect: Annotated[
        bool, typer.Option("--connect", help="Also reach the mail server and log in; nothing is sent.")
    ] = False,
) -> None:
    """Say everything that is wrong with the configuration, and what a run would stumble over."""
    with console.one_sentence():
        from reports.config import check as stumbles
        from reports.config import load
        from reports.deliver.transport import Session

        setup = load(config)
        problems = list(stumbles(setup))
        for problem in problems:
            console.say(problem)
        if connect:
            Session(setup.smtp).quit()
            console.say(f"{setup.smtp.host}:{setup.smtp.port} lets us in.")
        if problems:
            raise typer.Exit(_FAILED)
        people = setup.recipients()
        console.say(
            f"{config} is right; {len(people.due)} recipients, {len(people.all) - len(people.due)} paused."
        )
