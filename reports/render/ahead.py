"""What is made ahead of the pages, in processes of their own, while this one loads what sets the type.

The :class:`Studio` draws: matplotlib takes a quarter of a second to load and to draw the pictures of a briefing, and
much room. Begun first, it is done and gone when the pages are laid out, and no other process ever loads matplotlib. The
:class:`Composer` writes the HTML of the editions, and their attachments while the pages are laid out.

Both only save time: whatever goes wrong in them, what is missing is made where it is needed, and told there.
"""

import gc
import multiprocessing
import os
import signal
import threading
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from functools import cached_property, partial
from multiprocessing.connection import Connection
from multiprocessing.context import ForkProcess
from queue import SimpleQueue
from typing import TYPE_CHECKING, Any, Self

import msgspec

if TYPE_CHECKING:
    from extract.article import Article
    from reports.languages.amounts import Code
    from reports.model import Briefing
    from reports.render.content import Annex, Content
    from reports.render.drawings import Drawing
    from reports.render.html import Memory
    from reports.themes import Theme

_GONE = (EOFError, OSError)  # of a pipe whose other end is closed


def can_fork() -> bool:
    """Whether work can be given to another process, and another processor."""
    return "fork" in multiprocessing.get_all_start_methods() and (os.cpu_count() or 1) > 1


class _Apart:
    """A process of its own, where one can be had; it ends with the ``with`` statement at the latest."""

    def __init__(self) -> None:
        self._process: ForkProcess | None = None
        self._ends: tuple[Connection, ...] = ()

    def _begin(
        self, work: Callable[..., None], theirs: Sequence[Connection], ours: Sequence[Connection]
    ) -> None:
        """Run ``work`` with its ends of the pipes; without the other ends, so that it learns when this process dies."""
        self._process = ForkProcess(target=_run, args=(work, theirs, ours), daemon=True)
        self._process.start()
        self._ends = tuple(ours)
        for end in theirs:
            end.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        if self._process is not None:
            self._process.terminate()
            self._process.join()
            self._process = None
            for end in self._ends:
                end.close()


def _run(work: Callable[..., None], theirs: Sequence[Connection], ours: Sequence[Connection]) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent is interrupted too, and ends this process
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    gc.freeze()  # what is there is shared with the parent: no collection shall touch, and so copy, it
    for end in ours:
        end.close()
    with suppress(Exception):  # raised again where what is missing is made, and told there
        work(*theirs)


class Studio(_Apart):
    """Draws pictures; nothing that takes long to load is needed to begin it."""

    def __init__(self) -> None:
        super().__init__()
        if can_fork():
            self._line, theirs = multiprocessing.Pipe()
            self._begin(_draw, [theirs], [self._line])

    def order(self, drawings: Iterable["Drawing[Any]"]) -> Callable[[], dict["Drawing[Any]", Any]]:
        """Have pictures drawn, once; returns a function that waits for them, and leaves out what could not be drawn."""
        ordered = tuple(dict.fromkeys(drawings))
        if self._process is not None:
            with suppress(*_GONE):
                self._line.send(ordered)
        return partial(self._drawn, ordered)

    def _drawn(self, ordered: "Sequence[Drawing[Any]]") -> dict["Drawing[Any]", Any]:
        if self._process is None:
            return {}
        try:
            pairs = zip(ordered, self._line.recv(), strict=True)
        except _GONE:
            return {}
        return {drawing: picture for drawing, picture in pairs if picture is not None}


def _draw(line: Connection) -> None:
    import reports.plotting
    import reports.render.drawings  # noqa: F401  # while the others find out what they need

    line.send([_drawn(drawing) for drawing in line.recv()])


def _drawn(drawing: "Drawing[Any]") -> Any:
    try:
        return drawing.here()
    except Exception:  # raised again where the picture is shown, and told there
        return None


class Composer(_Apart):
    """Composes the editions of a briefing, with pictures from a studio."""

    def __init__(
        self,
        studio: Studio,
        languages: Sequence["Code"],
        briefing: "Briefing",
        articles: Sequence["Article"],
        theme: "Theme",
        memory: "Memory | None",
    ) -> None:
        super().__init__()
        self._answers: dict[Code, Connection] = {}
        if can_fork():

            def work(sign: Connection, *lines: Connection) -> None:
                answers = dict(zip(languages, lines, strict=True))
                _compose(answers, sign, studio, briefing, articles, theme, memory)

            ours, theirs = zip(
                *(multiprocessing.Pipe(duplex=False) for _ in ("sign", *languages)), strict=True
            )
            self._sign, *answers = ours
            self._answers = dict(zip(languages, answers, strict=True))
            self._begin(work, theirs, ours)
        self._files = partial(_attached, briefing, articles, theme, memory)

    def wait(self) -> None:
        """Wait until the English is judged: what the pages wait for has the processors to itself until then."""
        if self._process is not None:
            with suppress(*_GONE):
                self._sign.recv()

    def content(self, code: "Code") -> "Content | None":
        """Wait for an edition; nothing if it could not be composed. Its attachments may still be on their way."""
        try:
            line = self._answers[code]
            found: Content = line.recv()
        except (KeyError, *_GONE):
            return None
        return msgspec.structs.replace(found, files=_Files(line, partial(self._files, code)))


def _attached(
    briefing: "Briefing",
    articles: Sequence["Article"],
    theme: "Theme",
    memory: "Memory | None",
    code: "Code",
) -> "list[Annex]":
    from reports.languages import language
    from reports.render.annex import annexes

    return annexes(briefing, articles, language(code), memory=memory, theme=theme)


def _compose(
    lines: dict["Code", Connection],
    sign: Connection,
    studio: Studio,
    briefing: "Briefing",
    articles: Sequence["Article"],
    theme: "Theme",
    memory: "Memory | None",
) -> None:
    from reports.languages import language
    from reports.render.annex import annexes, data_files
    from reports.render.compose import compose, load_spellings
    from reports.render.drawings import keep
    from reports.render.pictures import drawings
    from reports.translate.shown import shown

    pictures = studio.order(drawings(briefing, theme, tuple(lines)))
    english = shown(briefing, memory)
    sign.close()
    load_spellings()  # long to load, and of use while the last pictures are drawn
    keep(pictures())
    composed: list[tuple[Code, SimpleQueue[Any]]] = []
    for code, line in reversed(lines.items()):  # the last one is made by the process that began all, at once
        try:
            content = compose(briefing, code, articles, theme, memory, english=english, files=())
        except Exception:  # raised again where the edition is made, and told there
            line.close()
        else:
            answers: SimpleQueue[Any] = SimpleQueue()
            answers.put(content)
            threading.Thread(target=_send, args=(line, answers)).start()
            composed.append((code, answers))
    made = None
    for code, answers in composed:  # pages are being laid out meanwhile, which takes longer
        try:
            made = made or data_files(briefing, articles, theme=theme, english=english)
            answers.put(annexes(briefing, articles, language(code), theme=theme, english=english, made=made))
        except Exception:
            answers.put(None)


def _send(line: Connection, answers: "SimpleQueue[Any]") -> None:
    """Send an edition and its attachments; each may be asked for late, and the next one shall not wait for that."""
    with suppress(*_GONE):
        line.send(answers.get())
        if (files := answers.get()) is not None:
            line.send(files)
        line.close()


class _Files(Sequence["Annex"]):
    """Attachments that are made while the pages are laid out: whoever looks at them waits; they are made where none come.

    Args:
        line: where they come from.
        make: makes them here.
    """

    def __init__(self, line: Connection, make: "Callable[[], Sequence[Annex]]") -> None:
        self._line, self._make = line, make

    @cached_property
    def _all(self) -> "Sequence[Annex]":
        try:
            found: Sequence[Annex] = self._line.recv()
        except _GONE:
            return self._make()
        return found

    def __len__(self) -> int:
        return len(self._all)

    def __getitem__(self, index: Any) -> Any:
        return self._all[index]

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and list(self) == list(other)

    __hash__ = None  # type: ignore[assignment]
