"""``taavon verify``."""

from pathlib import Path
from typing import Annotated

import typer

from reports import console

_FAILED = 1


def register(app: typer.Typer) -> None:
    """Put ``verify`` on the command line."""
    app.command(epilog="Example: taavon verify out/briefing.fa.pdf")(verify)


def verify(
    files: Annotated[list[Path], typer.Argument(help="Briefings as PDF.", metavar="FILE.pdf")],
) -> None:
    """Check that pages, data and articles of a briefing agree; needs the file alone.

    Ends with 1 if anything does not hold, and says what.
    """
    with console.one_sentence():
        from reports import foreign
        from reports.verify import verify as check

        failed = False
        for path in files:
            report = check(path)
            console.out_lines(f"{path}: {problem}" for problem in report.problems)
            for note in report.notes:
                console.say(f"{path}: {note}")
            failed = failed or bool(report.problems)
            if not report.problems:
                console.out(
                    f"{path}: all holds; {report.figures} figures and {report.statements} statements on "
                    f"{report.pages} pages rest on {report.articles} attached articles."
                )
                if report.persian:
                    console.out(f"{path}: Persian in it: {foreign.told(report.persian)}.")
        if failed:
            raise typer.Exit(_FAILED)
