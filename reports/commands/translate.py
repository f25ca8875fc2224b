"""``taavon quotes translate``."""

import datetime as dt
import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from extract.article import Article
from extract.errors import UsageError
from extract.read import STDIN
from reports import console, editorial, intake
from reports.commands.send import ConfigOption

if TYPE_CHECKING:
    from reports.translate.drafts import DraftReport

_NEW = "translations.en.po"
_REASONS = 3
_FAILED = 1


def register(quotes: typer.Typer) -> None:
    """Put ``translate`` among the commands of ``quotes``."""
    quotes.command("translate", epilog="Example: taavon quotes translate seeds --to drafts.en.po")(translate)


def translate(
    paths: Annotated[
        list[str] | None,
        typer.Argument(help="As for extract; none: the folders of the configuration's sources."),
    ] = None,
    config: ConfigOption = Path("taavon.toml"),
    to: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE",
            help="The PO file to keep them in; made if missing. [default: the memory's only file]",
        ),
    ] = None,
    memory: Annotated[
        list[Path] | None,
        typer.Option(
            "--memory",
            metavar="FILE",
            help="PO file whose English is not asked for again; repeatable. "
            "[default: the configuration's, or *.po beside the articles]",
        ),
    ] = None,
    again: Annotated[
        bool, typer.Option("--again", help="Also ask for what a guard refused in an earlier run.")
    ] = False,
    date: Annotated[
        dt.datetime | None,
        typer.Option(
            "--date",
            formats=["%Y-%m-%d"],
            metavar="YYYY-MM-DD",
            help="Day that is stamped on the drafts. [default: today]",
        ),
    ] = None,
) -> None:
    """Have the configured engine draft the English that the memory lacks; marked as a machine's until reviewed.

    Only this command asks an engine; building a briefing never does.
    """
    with console.one_sentence():
        from reports.config import load_sections
        from reports.translate.drafts import draft_missing
        from reports.translate.engines import TranslationSection, choose
        from reports.translate.memory import statements_of

        parts = load_sections(config, "translation", "source", "digest")
        base = config.absolute().parent
        engine = choose(parts.get("translation", TranslationSection()), base, os.environ)
        if engine is None:
            raise UsageError(
                f"{config} names no engine: write one into [translation], as in taavon config example."
            )
        folders = [str(base / Path(source.folder).expanduser()) for source in parts.get("source", ())]
        if not (paths or folders):
            raise UsageError("Name article files or a folder, or write a [[source]] into the configuration.")
        articles = _read(paths or folders)
        digest = parts.get("digest")
        configured = [base / Path(file).expanduser() for file in digest.memory] if digest else []
        named = [path.absolute() for path in memory or configured]
        target = to.absolute() if to else _target(named, articles)
        others = editorial.load_memory([path for path in named if path != target], articles)
        found = intake.extract_each(articles, console.track)
        report = draft_missing(
            [one for article, extraction in found for one in statements_of(article, extraction)],
            engine,
            target,
            date.date() if date else dt.date.today(),
            others,
            again=again,
            progress=lambda batches: console.track(batches, "Translating", len(batches)),
        )
        _tell(report, to or target)
        if report.stopped:
            raise typer.Exit(_FAILED)


def _read(paths: list[str]) -> tuple[Article, ...]:
    reading = intake.read(paths, console.track)
    for problem in reading.problems:
        console.say(str(problem.error))
    if not reading.articles:
        raise typer.Exit(reading.exit_code)
    return reading.articles


def _target(named: Sequence[Path], articles: Sequence[Article]) -> Path:
    """Return the file that a memory consists of, or a new one beside the articles."""
    folders = sorted(
        {Path(article.source).absolute().parent for article in articles if article.source != STDIN}
    )
    files = list(named) or [path for folder in folders for path in sorted(folder.glob("*.po"))]
    if not files and len(folders) == 1:
        return folders[0] / _NEW
    if len(files) != 1:
        raise UsageError(f"The memory has {len(files)} files: name the one for the drafts with --to.")
    return files[0]


def _tell(report: "DraftReport", target: Path) -> None:
    """Say in a sentence or two what was done."""
    console.say(
        f"{report.drafted} of {report.missing} statements without English were drafted by {report.engine} into {target}; "
        f"{report.withheld} refused by a guard, {report.failed} without a usable answer."
    )
    for reason, count in sorted(report.reasons.items(), key=lambda item: (-item[1], item[0]))[:_REASONS]:
        console.say(f"{count} times: {reason}")
    if report.withheld_before:
        console.say(
            f"{report.withheld_before} refused in an earlier run were not asked for again (--again does)."
        )
    if report.overtaken:
        console.say(f"{report.overtaken} were translated by somebody else meanwhile and left as they are.")
    if report.stopped:
        console.say(f"{report.unasked} were left: {report.stopped}")
