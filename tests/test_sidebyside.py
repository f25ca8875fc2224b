"""Editions made side by side: in order, all or none, and no process left behind."""

import multiprocessing
import os
import signal
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from extract.errors import RenderError
from reports.render.sidebyside import side_by_side
from tests.support.processes import children

pytestmark = [
    pytest.mark.skipif("fork" not in multiprocessing.get_all_start_methods(), reason="cannot fork here"),
    pytest.mark.skipif(sys.platform != "linux", reason="looks at processes through /proc"),
    pytest.mark.filterwarnings("ignore:.*multi-threaded.*fork:DeprecationWarning"),
]


@pytest.fixture(autouse=True)
def two_processors(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "cpu_count", lambda: 2)


def write(path: Path, seconds: float = 0.0) -> Path:
    time.sleep(seconds)
    path.write_text(str(os.getpid()))
    return path


def test_results_come_in_the_order_of_the_tasks(tmp_path: Path) -> None:
    paths = [tmp_path / name for name in "abc"]
    tasks = [partial(write, path, wait) for path, wait in zip(paths, (0.2, 0.0, 0.0), strict=True)]
    assert list(side_by_side(tasks)) == paths
    assert len({path.read_text() for path in paths}) == 3
    assert paths[-1].read_text() == str(os.getpid())


@pytest.mark.parametrize("how", ["one", "one processor", "no fork"])
def test_they_run_here_where_they_cannot_run_apart(
    how: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if how == "one processor":
        monkeypatch.setattr(os, "cpu_count", lambda: 1)
    if how == "no fork":
        monkeypatch.setattr(multiprocessing, "get_all_start_methods", lambda: ["spawn"])
    paths = [tmp_path / name for name in ("a" if how == "one" else "ab")]
    assert list(side_by_side([partial(write, path) for path in paths])) == paths
    assert {path.read_text() for path in paths} == {str(os.getpid())}


def fails(error: Exception) -> Path:
    raise error


def dies() -> Path:
    os._exit(9)


@pytest.mark.parametrize(
    ("task", "words"),
    [
        (partial(fails, RenderError("The disk is full.")), "The disk is full"),
        (partial(fails, ValueError("odd")), "could not be made .ValueError: odd"),
        (dies, "ended with 9"),
    ],
)
def test_what_went_wrong_is_said_in_a_sentence(task: Callable[[], Path], words: str, tmp_path: Path) -> None:
    before = children()
    with pytest.raises(RenderError, match=words):
        list(side_by_side([task, partial(write, tmp_path / "b")]))
    assert children() == before


def test_a_failure_here_ends_the_others_at_once(tmp_path: Path) -> None:
    before, start = children(), time.monotonic()
    with pytest.raises(RenderError, match="here"):
        list(side_by_side([partial(write, tmp_path / "late", 30.0), partial(fails, RenderError("here"))]))
    assert time.monotonic() - start < 10
    assert children() == before
    assert not (tmp_path / "late").exists()


def interrupts() -> Path:
    time.sleep(0.3)
    os.kill(os.getpid(), signal.SIGINT)
    time.sleep(5)
    raise AssertionError("not interrupted")


def test_an_interrupt_ends_all_of_them(tmp_path: Path) -> None:
    before, start = children(), time.monotonic()
    with pytest.raises(KeyboardInterrupt):
        list(side_by_side([partial(write, tmp_path / "late", 30.0), interrupts]))
    assert time.monotonic() - start < 10
    assert children() == before
    assert not (tmp_path / "late").exists()
