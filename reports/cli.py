"""The command ``taavon``: commands only; the work is in :mod:`reports.jobs` and the parts it calls."""

import datetime as dt
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import msgspec
import typer

from extract.errors import UsageError
from extract.statements import Extraction
from reports import __version__, console, editorial, intake, jobs
from reports.commands import config, digest, schedule, send, translate
from reports.commands import verify as verify_command
from reports.garbage import look_seldom, never_look_last

_SETTINGS = {"help_option_names": ["-h", "--help"]}
app = typer.Typer(
    name="taavon",
    epilog="Example: taavon build seeds --week 1404",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings=_SETTINGS,
)
quotes = typer.Typer(no_args_is_help=True, rich_markup_mode=None)
app.add_typer(quotes, name="quotes", epilog="Example: taavon quotes export seeds --po quotes.po")

Paths = Annotated[list[str], typer.Argument(help="Article files, folders of *.txt, or - for standard input.")]
Strict = Annotated[bool, typer.Option("--strict", help="End with 3 if anything was held back or unread.")]
Out = Annotated[Path, typer.Option(metavar="FOLDER", help="Where the files go.")]
Week = Annotated[int | None, typer.Option(metavar="YEAR", help="Cooperative Week of this Jalali year.")]
Weeks = Annotated[
    Path | None, typer.Option(metavar="FILE", help="Another table of Cooperative Weeks by year.")
]
Memory = Annotated[
    list[Path] | None,
    typer.Option(
        "--memory",
        metavar="FILE",
        help="PO file with the English; repeatable. [default: *.po beside the articles]",
    ),
]
StoreOption = Annotated[
    str | None,
    typer.Option("--store", metavar="FILE|URL", help="The database. [default: taavon.db in --out]"),
]


def _day(option: str, help_text: str) -> object:
    return typer.Option(option, formats=["%Y-%m-%d"], metavar="YYYY-MM-DD", help=help_text)


From = Annotated[dt.datetime | None, _day("--from", "First day of the period, Gregorian.")]
To = Annotated[dt.datetime | None, _day("--to", "Last day of the period, included.")]


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


def _version(wanted: bool) -> None:
    if wanted:
        console.out(f"taavon {__version__}")
        raise typer.Exit


Version = Annotated[
    bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version.")
]


@app.callback()
def _taavon(version: Version = False) -> None:
    """Bilingual briefings from Persian news about cooperatives, every number traced to its passage."""


@app.command(epilog="Example: taavon build seeds --week 1404 --out out")
def build(
    paths: Annotated[
        list[str] | None, typer.Argument(help="As for extract; none: what the store holds.")
    ] = None,
    out: Out = Path("out"),
    first: From = None,
    last: To = None,
    week: Week = None,
    weeks: Weeks = None,
    language: Annotated[Edition, typer.Option(help="Which edition to build.")] = Edition.both,
    form: Annotated[
        Form, typer.Option("--format", help="PDF, or a web page in one file, or both of them.")
    ] = Form.pdf,
    theme: Annotated[
        Path | None, typer.Option("--theme", metavar="FILE", help="Name, logo and colours of your office.")
    ] = None,
    store: StoreOption = None,
    memory: Memory = None,
    strict: Strict = False,
) -> None:
    """Build the briefing, briefing.fa.pdf and briefing.en.pdf (or .html), and print the files written.

    Without a period it is the Cooperative Week nearest to the articles; the others follow it, dated.
    """
    with console.one_sentence():
        if week is not None and (first or last):
            raise UsageError("A period is either --week, or --from and --to: give one of the two.")
        plan = jobs.Plan(
            out=out,
            store=store,
            first=first.date() if first else None,
            last=last.date() if last else None,
            week=week,
            weeks=weeks,
            languages=tuple(one for one in jobs.LANGUAGES if language in (one, Edition.both)),
            formats=tuple(one for one in jobs.FORMATS if form in (one, Form.both)),
            theme=theme,
            memory=tuple(memory or ()),
        )
        reading = _read(paths) if paths else None
        outcome = jobs.build(plan, reading.articles if reading else None, console.track)
        console.tell_outcome(outcome)
        for file in outcome.files:
            console.out(str(file))
        unread = reading is not None and bool(reading.problems)
        _end(strict and bool(unread or outcome.undated or outcome.briefing.held))


@app.command(epilog="Example: taavon extract seeds --json > found.jsonl")
def extract(
    paths: Paths,
    json: Annotated[bool, typer.Option("--json", help="One JSON object an article, one a line.")] = False,
    explain: Annotated[
        bool, typer.Option("--explain", help="For each finding the rule, the trigger, the antecedent.")
    ] = False,
    strict: Strict = False,
) -> None:
    """Find figures, statements and officials, and print them; without --json or --explain, their numbers."""
    with console.one_sentence():
        if json and explain:
            raise UsageError("--json is for programs and --explain for readers: give one of the two.")
        from extract import explain as why

        reading = _read(paths)
        console.tell_undated(reading.undated, "they are read, but cannot be placed in time")
        held = 0
        for article, found in intake.extract_each(reading.articles, console.track):
            held += sum(_held(found))
            if json:
                console.out_bytes(msgspec.json.encode(found))
            elif explain:
                console.out_lines(why.explain(article, found))
            else:
                console.out(_summary(found))
        _end(strict and bool(held or reading.problems))


@app.command(epilog="Example: taavon show seeds/000_df833713ad900de8.txt")
def show(
    paths: Paths,
    visual: Annotated[
        bool | None,
        typer.Option(
            "--visual/--logical", help="Turn and join the letters here, or leave it to the terminal."
        ),
    ] = None,
) -> None:
    """Show what is found, as tables."""
    with console.one_sentence():
        from reports.terminal import show_extraction

        for article, found in intake.extract_each(_read(paths).articles):
            show_extraction(article, found, visual)


@app.command(epilog='Example: taavon romanise "علی آشتاب" "حسین نوری"')
def romanise(
    names: Annotated[list[str], typer.Argument(help="Persian names, each in one argument.")],
) -> None:
    """Write Persian names in Latin letters, as the English edition does."""
    with console.one_sentence():
        console.out_lines(editorial.romanised(names))


@quotes.callback()
def _quotes() -> None:
    """The English of the statements: out to a PO file for a translator, and back when reviewed."""


@quotes.command("export", epilog="Example: taavon quotes export seeds --po quotes.po")
def export_quotes(
    paths: Paths,
    po: Annotated[Path, typer.Option(metavar="FILE", help="The PO file to write.")],
    memory: Memory = None,
    drafts: Annotated[
        bool, typer.Option("--drafts", help="Also the translations that nobody has reviewed.")
    ] = False,
) -> None:
    """Write the statements that have no English yet to a PO file."""
    with console.one_sentence():
        count = editorial.export_quotes(_read(paths).articles, po, memory or (), drafts, console.track)
        console.say(f"{count} statements to translate are in {po}.")


@quotes.command(
    "import",
    epilog="Example: taavon quotes import quotes.po --memory seeds/translations.en.po --reviewer 'A. Name'",
)
def import_quotes(
    po: Annotated[Path, typer.Argument(help="The PO file that came back.")],
    memory: Annotated[
        Path, typer.Option(metavar="FILE", help="The PO file to keep them in; made if missing.")
    ],
    reviewer: Annotated[str, typer.Option(metavar="NAME", help="Who answers for the English.")],
    date: Annotated[dt.datetime | None, _day("--date", "Day of the review. [default: today]")] = None,
) -> None:
    """Take reviewed translations into the memory; what is still flagged fuzzy stays out."""
    with console.one_sentence():
        day = date.date() if date else dt.date.today()
        report = editorial.import_quotes(po, memory, reviewer, day)
        for warning in report.warnings:
            console.say(warning)
        console.say(
            f"{report.accepted} translations taken, {report.unchanged} known before, "
            f"{report.not_approved} not approved, {report.untranslated} without English."
        )


translate.register(quotes)
digest.register(app)
send.register(app)
schedule.register(app)
config.register(app)
verify_command.register(app)


def _read(paths: list[str]) -> intake.Reading:
    reading = intake.read(paths, console.track)
    for problem in reading.problems:
        console.say(str(problem.error))
    if not reading.articles:
        raise typer.Exit(reading.exit_code)
    return reading


def _held(found: Extraction) -> list[int]:
    kinds = (found.figures, found.quotes, found.officials)
    return [sum(record.held is not None for record in records) for records in kinds]


def _summary(found: Extraction) -> str:
    counts = (len(found.figures), len(found.quotes), len(found.officials))
    figures, statements, officials = (
        f"{total} {what}{f' ({held} held)' if held else ''}"
        for total, held, what in zip(
            counts, _held(found), ("figures", "statements", "officials"), strict=True
        )
    )
    return f"{found.id}  {found.date or 'undated'}  {figures}, {statements}, {officials}"


def _end(incomplete: bool) -> None:
    if incomplete:
        raise typer.Exit(console.INCOMPLETE)


def main() -> None:
    """Run the command line; exit codes: 0 done, 1 failed, 2 used wrongly, 3 incomplete and ``--strict``."""
    look_seldom()
    never_look_last()
    console.run(app)


if __name__ == "__main__":
    main()
