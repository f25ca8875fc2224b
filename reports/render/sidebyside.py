"""Editions side by side: forked from one warm process, so that each costs its own pages only.

Hand-written on :mod:`multiprocessing`: an executor's worker would need every briefing pickled to it, and would not
end at once when the user interrupts.
"""

import gc
import multiprocessing
import signal
from collections.abc import Callable, Iterator, Sequence
from multiprocessing.connection import Connection
from multiprocessing.context import ForkProcess
from pathlib import Path

from extract.errors import RenderError, TaavonError
from reports.render.ahead import can_fork

Task = Callable[[], Path]


def side_by_side(tasks: Sequence[Task]) -> Iterator[Path]:
    """Run the tasks side by side, and yield their results in order: the last one here, the others in forked processes.

    The caller must hold no open connection to a database. Where a process cannot be forked, or there is one
    processor, they run one after the other.

    Raises:
        TaavonError: whatever a task raised; the others are ended first.
    """
    if len(tasks) < 2 or not can_fork():
        for task in tasks:
            yield task()
        return
    gc.freeze()  # what is there already is shared: no collection shall touch, and so copy, its pages
    running = [_Running(task) for task in tasks[:-1]]
    try:
        last = tasks[-1]()
        for one in running:
            yield one.result()
        yield last
    finally:
        for one in running:
            one.end()
        gc.unfreeze()


class _Running:
    """A task in its process."""

    def __init__(self, task: Task) -> None:
        self.answers, sender = multiprocessing.Pipe(duplex=False)
        self._process = ForkProcess(target=_work, args=(task, sender), daemon=True)
        self._process.start()
        sender.close()

    def result(self) -> Path:
        """Wait for the result."""
        try:
            answer: Path | TaavonError = self.answers.recv()
        except EOFError:
            self._process.join()
            raise RenderError(
                f"An edition could not be made: its process ended with {self._process.exitcode}; "
                "it may have run out of memory."
            ) from None
        if isinstance(answer, TaavonError):
            raise answer
        return answer

    def end(self) -> None:
        """End the process, whatever it is doing."""
        self._process.terminate()
        self._process.join()
        self.answers.close()


def _work(task: Task, sender: Connection) -> None:
    signal.signal(
        signal.SIGINT, signal.SIG_IGN
    )  # the parent is interrupted too, ends this process and cleans up
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    try:
        answer: Path | TaavonError = task()
    except TaavonError as error:
        answer = error
    except Exception as error:  # reported where it can be; the traceback would be of this process only
        answer = RenderError(f"An edition could not be made ({type(error).__name__}: {error}).")
    sender.send(answer)
