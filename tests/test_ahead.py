"""What is made ahead in other processes: the same as made in place; without it, everything is made in place."""

import multiprocessing
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest

from extract.errors import RenderError
from reports import intake, jobs
from reports.chartspec import ChartRow, ChartSpec
from reports.languages import language
from reports.languages.amounts import Code
from reports.render import ahead, annex, compose, drawings, pictures
from reports.render.ahead import Composer, Studio
from reports.render.drawings import Drawing, the_bars
from reports.render.ready import ready
from reports.themes import load_theme
from tests.conftest import ROOT, SEEDS, environment
from tests.support.editions import CODES, seeds
from tests.support.processes import children

pytestmark = [
    pytest.mark.skipif("fork" not in multiprocessing.get_all_start_methods(), reason="cannot fork here"),
    pytest.mark.skipif(sys.platform != "linux", reason="looks at processes through /proc"),
    pytest.mark.filterwarnings("ignore:.*multi-threaded.*fork:DeprecationWarning"),
    pytest.mark.filterwarnings("ignore:unclosed file.*sRGB2014:ResourceWarning"),  # WeasyPrint's
]

THEME = load_theme()


@pytest.fixture(autouse=True)
def alone(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Two processors; whatever is begun is gone in the end."""
    monkeypatch.setattr(os, "cpu_count", lambda: 2)
    before = children()
    yield
    assert children() == before


def composer(studio: Studio, codes: tuple[Code, ...] = CODES) -> Composer:
    briefing, articles, memory = seeds()
    return Composer(studio, codes, briefing, articles, THEME, memory)


def kill(process: ahead._Apart) -> None:
    assert process._process is not None
    assert process._process.pid is not None
    os.kill(process._process.pid, signal.SIGKILL)
    process._process.join()


def impossible() -> Drawing[object]:
    row = ChartRow(label_fa="قم", label_en="Qom", low=2, high=1)
    spec = ChartSpec(title_fa="یک", title_en="One", unit="person", rows=(row,))
    return the_bars(spec, "fa", THEME, 80.0)


# pictures


def test_pictures_are_those_drawn_in_place() -> None:
    ordered = list(pictures.drawings(seeds()[0], THEME, CODES))
    with Studio() as studio:
        found = studio.order(ordered)()
    assert set(found) == set(ordered)
    assert len(found) > 10
    for drawing, picture in found.items():
        assert picture == drawing.here()


def test_all_that_is_shown_is_ordered(monkeypatch: pytest.MonkeyPatch) -> None:
    briefing, articles, memory = seeds()
    known = {one: one.here() for one in pictures.drawings(briefing, THEME, CODES)}
    monkeypatch.setattr(drawings, "_AHEAD", known)
    monkeypatch.setattr(Drawing, "here", lambda self: pytest.fail(f"{self.draw} was not ordered"))
    for code in CODES:
        assert compose.compose(briefing, code, articles, THEME, memory).resources


def test_what_is_kept_is_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(drawings, "_AHEAD", {})
    drawing = next(pictures.drawings(seeds()[0], THEME, CODES))
    drawings.keep({drawing: "kept"})
    assert drawing.made() == "kept"
    assert drawing._replace(arguments=drawing.arguments[:-1] + (50.0,)).made().width_mm == 50.0


def test_what_cannot_be_drawn_is_told_where_it_is_shown() -> None:
    with Studio() as studio:
        assert studio.order([impossible()])() == {}
    with pytest.raises(RenderError, match="cannot show 2 to 1"):
        impossible().made()


# editions


def test_editions_are_those_composed_in_place() -> None:
    briefing, articles, memory = seeds()
    with Studio() as studio, composer(studio) as composed:
        found = [composed.content(code) for code in CODES]
    assert found == [compose.compose(briefing, code, articles, THEME, memory) for code in CODES]


def test_attachments_come_after_the_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    briefing, articles, memory = seeds()
    with Studio() as studio, composer(studio) as composed:
        found = {code: composed.content(code) for code in CODES}
        monkeypatch.setattr(annex, "data_files", lambda *given, **more: pytest.fail("made twice"))
        files = {code: list(content.files) for code, content in found.items() if content}
    monkeypatch.undo()
    for code in CODES:
        assert files[code] == annex.annexes(briefing, articles, language(code), memory=memory, theme=THEME)


@pytest.mark.parametrize("how", ["killed", "failed"])
def test_attachments_that_do_not_come_are_made_in_place(how: str, monkeypatch: pytest.MonkeyPatch) -> None:
    briefing, articles, memory = seeds()

    def fails(*arguments: object, **more: object) -> None:
        raise ValueError("odd")

    def waits(*arguments: object, **more: object) -> None:
        time.sleep(60)

    monkeypatch.setattr(annex, "data_files", fails if how == "failed" else waits)
    with Studio() as studio, composer(studio, ("en",)) as composed:
        found = composed.content("en")
        monkeypatch.undo()
        monkeypatch.setattr(os, "cpu_count", lambda: 2)
        if how == "killed":
            kill(composed)
        assert found == compose.compose(briefing, "en", articles, THEME, memory)


@pytest.mark.parametrize("which", ["no fork", "one processor"])
def test_nothing_is_made_ahead_where_no_process_can_be_had(
    which: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    if which == "no fork":
        monkeypatch.setattr(multiprocessing, "get_all_start_methods", lambda: ["spawn"])
    else:
        monkeypatch.setattr(os, "cpu_count", lambda: 1)
    before = children()
    with Studio() as studio, composer(studio) as composed:
        composed.wait()
        assert children() == before
        assert studio.order([impossible()])() == {}
        assert composed.content("fa") is None


def test_a_studio_that_dies_leaves_the_drawing_to_the_composer() -> None:
    briefing, articles, memory = seeds()
    with Studio() as studio:
        kill(studio)
        with composer(studio, ("en",)) as composed:
            assert composed.content("en") == compose.compose(briefing, "en", articles, THEME, memory)


def test_a_composer_that_dies_has_nothing() -> None:
    with Studio() as studio, composer(studio) as composed:
        kill(composed)
        composed.wait()
        assert [composed.content(code) for code in CODES] == [None, None]


@pytest.mark.parametrize("error", [RenderError("The ink has run out."), ValueError("odd")])
def test_an_error_is_told_once_by_whoever_makes_the_edition(
    error: Exception, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    def fails(*arguments: object, **more: object) -> None:
        raise error

    monkeypatch.setattr(compose, "compose", fails)
    articles = intake.read([str(SEEDS)]).articles
    with pytest.raises(type(error), match=str(error)):
        jobs.build(jobs.Plan(out=tmp_path, languages=("en",)), articles)
    assert capfd.readouterr() == ("", "")


# the end


def test_an_interrupt_ends_them() -> None:
    briefing, articles, memory = seeds()
    before, start = children(), time.monotonic()
    begun: set[int] = set()

    def interrupted() -> None:
        with ready(briefing, articles, memory, THEME, CODES):
            begun.update(children() - before)
            os.kill(os.getpid(), signal.SIGINT)
            time.sleep(30)

    with pytest.raises(KeyboardInterrupt):
        interrupted()
    assert len(begun) == 2
    assert time.monotonic() - start < 25


def test_they_do_not_outlive_a_parent_that_is_killed() -> None:
    script = (
        "import time\n"
        "from reports.render.ahead import Studio\n"
        "with Studio() as studio:\n"
        "    print(studio._process.pid, flush=True)\n"
        "    time.sleep(60)\n"
    )
    with subprocess.Popen(
        [sys.executable, "-c", f"import os\nos.cpu_count = lambda: 2\n{script}"],
        cwd=ROOT, env=environment(), stdout=subprocess.PIPE,
    ) as parent:  # fmt: skip
        assert parent.stdout is not None
        child = Path("/proc") / parent.stdout.readline().decode().strip()
        assert child.is_dir()
        parent.kill()
    until = time.monotonic() + 30
    while _lives(child) and time.monotonic() < until:
        time.sleep(0.05)
    assert not _lives(child)


def _lives(process: Path) -> bool:
    try:  # nobody may be there to wait for it: then it stays as a zombie
        return (process / "stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def test_a_build_draws_without_loading_what_draws(tmp_path: Path) -> None:
    script = (
        "import os, sys\n"
        "os.cpu_count = lambda: 2\n"
        "from pathlib import Path\n"
        "from reports import intake, jobs\n"
        "plan = jobs.Plan(out=Path(sys.argv[2]), languages=('fa',))\n"
        "made = jobs.build(plan, intake.read([sys.argv[1]]).articles)\n"
        "assert 'weasyprint' in sys.modules\n"
        "assert not {'matplotlib', 'numpy', 'xlsxwriter'} & set(sys.modules)\n"
        "print(made.files[0].stat().st_size)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, str(SEEDS), str(tmp_path)],
        cwd=ROOT, env=environment(), capture_output=True, text=True,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert int(done.stdout) > 100_000


def test_the_same_bytes_with_and_without(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    articles = intake.read([str(SEEDS)]).articles
    made = partial(jobs.build, articles=articles)
    ahead_of = made(jobs.Plan(out=tmp_path / "ahead")).files
    monkeypatch.setattr(os, "cpu_count", lambda: 1)
    in_place = made(jobs.Plan(out=tmp_path / "here")).files
    assert [path.read_bytes() for path in ahead_of] == [path.read_bytes() for path in in_place]
