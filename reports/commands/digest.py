"""``taavon digest``."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from extract.article import Article
from reports import console, intake, jobs


class Edition(StrEnum):
    """Which languages to build."""

    fa = "fa"
    en = "en"
    both = "both"


class Form(StrEnum):
    """What to make of each edition."""

    pdf = "pdf"
    html = "html"
    both = "both"


class Empty(StrEnum):
    """What to make of a week without news."""

    send = "send"
    skip = "skip"


def register(app: typer.Typer) -> None:
    """Put ``digest`` on the command line."""
    app.command("digest", epilog="Example: taavon digest seeds --week 1404-06-08")(digest)


def digest(
    paths: Annotated[
        list[str] | None,
        typer.Argument(help="Article files, folders of *.txt, or -; none: what the store holds."),
    ] = None,
    week: Annotated[
        str | None,
        typer.Option(
            metavar="YYYY-MM-DD",
            help="Any day of the week, Jalali or Gregorian. [default: the last full week]",
        ),
    ] = None,
    out: Annotated[Path, typer.Option(metavar="FOLDER", help="Where the files go.")] = Path("out"),
    language: Annotated[Edition, typer.Option(help="Which edition to build.")] = Edition.both,
    form: Annotated[
        Form, typer.Option("--format", help="PDF, or a web page in one file, or both of them.")
    ] = Form.pdf,
    empty: Annotated[
        Empty, typer.Option(help="A week without news: one page that says so, or no file.")
    ] = Empty.send,
    theme: Annotated[
        Path | None, typer.Option("--theme", metavar="FILE", help="Name, logo and colours of your office.")
    ] = None,
    store: Annotated[
        str | None,
        typer.Option("--store", metavar="FILE|URL", help="The database. [default: taavon.db in --out]"),
    ] = None,
    memory: Annotated[
        list[Path] | None,
        typer.Option(
            "--memory",
            metavar="FILE",
            help="PO file with the English; repeatable. [default: *.po beside the articles]",
        ),
    ] = None,
) -> None:
    """Build the digest of a week, Saturday to Friday: what is new, what changed, what is disputed, who spoke."""
    with console.one_sentence():
        from reports.deliver.weeks import chosen_week

        chosen = chosen_week(week)
        plan = jobs.Plan(
            out=out,
            store=store,
            languages=tuple(one for one in jobs.LANGUAGES if language in (one, Edition.both)),
            formats=tuple(one for one in jobs.FORMATS if form in (one, Form.both)),
            theme=theme,
            memory=tuple(memory or ()),
        )
        articles = _read(paths) if paths else None
        outcome = jobs.digest(plan, chosen, articles, skip_empty=empty is Empty.skip, track=console.track)
        console.tell_outcome(outcome)
        if not outcome.briefing.sources:
            console.say(f"There is no article of {chosen.id}, {chosen.first} to {chosen.last}.")
        for file in outcome.files:
            console.out(str(file))


def _read(paths: list[str]) -> tuple[Article, ...]:
    reading = intake.read(paths, console.track)
    for problem in reading.problems:
        console.say(str(problem.error))
    if not reading.articles:
        raise typer.Exit(reading.exit_code)
    return reading.articles
