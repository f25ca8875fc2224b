"""What the commands say: sentences and progress to standard error, results to standard output."""

import contextlib
import os
import signal
import sys
from collections.abc import Iterable, Iterator, Sequence
from types import FrameType
from typing import NoReturn

import typer

from extract.article import Article
from extract.errors import TaavonError
from extract.read.encoding import printable
from reports.jobs import Outcome

INTERRUPTED = 130
TERMINATED = 143
BROKEN_PIPE = 141
INCOMPLETE = 3


def say(sentence: str) -> None:
    """One sentence on standard error."""
    sys.stderr.write(f"taavon: {sentence}\n")


def tell_undated(articles: Sequence[Article], consequence: str) -> None:
    """One sentence for all articles without a date line."""
    if articles:
        names = ", ".join(article.source for article in articles[:3]) + (", …" if len(articles) > 3 else "")
        count = "1 article has" if len(articles) == 1 else f"{len(articles)} articles have"
        say(f"{count} no date line ({names}): {consequence}; begin a file with date YYYY-MM-DD.")


def tell_outcome(outcome: Outcome) -> None:
    """What went into a briefing and what did not."""
    for article, first in outcome.doubles:
        say(
            f"{article.source} is the same, byte for byte, as {first.source}: it is one source, and counted once."
        )
    tell_undated(outcome.undated, "left out, because they cannot be placed in time")
    for note in outcome.notes:
        say(printable(note))  # it may hold words of articles
    counts = outcome.briefing.counts
    held = sum(entry.count for entry in outcome.briefing.held)
    say(
        f"{counts.articles} articles ({outcome.extracted} read anew), {counts.figures} figures, "
        f"{counts.statements} statements, {counts.officials} officials; {held} findings held back."
    )
    if outcome.editor:
        from reports.languages.doubts import told

        what = told(outcome.doubts)
        say(
            f"For an editor of the English: {what}; see {outcome.editor}."
            if what
            else "The English leaves no doubts."
        )


def out(text: str) -> None:
    """One line of results on standard output, in UTF-8 whatever the locale says."""
    out_bytes(text.encode("utf-8", "replace"))


def out_lines(lines: Iterable[str]) -> None:
    """Lines that hold words of articles, which must not steer the terminal."""
    for line in lines:
        out(printable(line))


def out_bytes(line: bytes) -> None:
    """One line of results as it is."""
    sys.stdout.buffer.write(line + b"\n")
    sys.stdout.buffer.flush()


def track[T](items: Iterable[T], what: str, total: int | None = None) -> Iterable[T]:
    """Pass the items through; on a terminal, a bar on standard error shows how far it is."""
    if not sys.stderr.isatty():
        return items
    return _bar(items, what, total)


def _bar[T](items: Iterable[T], what: str, total: int | None) -> Iterator[T]:
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        SpinnerColumn,
        TextColumn,
        TimeElapsedColumn,
    )

    columns = (
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(what, total=total)
        for item in items:
            yield item
            bar.advance(task)


@contextlib.contextmanager
def one_sentence() -> Iterator[None]:
    """Every expected end of a command as one sentence and an exit code, without a traceback."""
    try:
        yield
    except TaavonError as error:
        say(str(error))
        raise typer.Exit(error.exit_code) from None
    except KeyboardInterrupt:
        say("Interrupted: nothing half-written was left; run it again to go on.")
        raise typer.Exit(INTERRUPTED) from None
    except _TerminatedError:
        say("Terminated: nothing half-written was left; run it again to go on.")
        raise typer.Exit(TERMINATED) from None
    except BrokenPipeError:
        # The reader (``head``, a pager) has seen enough; Python must not fail once more when it flushes at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise typer.Exit(BROKEN_PIPE) from None


class _TerminatedError(BaseException):
    """SIGTERM, raised so that unfinished files are cleaned up on the way out."""


def _terminate(_signal: int, _frame: FrameType | None) -> NoReturn:
    raise _TerminatedError


def run(app: typer.Typer) -> None:
    """Run the command line; ``app`` exits by itself."""
    signal.signal(signal.SIGTERM, _terminate)
    app(prog_name="taavon")
