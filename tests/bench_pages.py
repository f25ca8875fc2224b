"""How fast pages are made, and in how much memory, beside headless Chromium printing the same HTML in the same run.

``python -m tests.bench_pages`` prints the ratios. The process that is measured is ``tests/support/coldstart.py``.
"""

import contextlib
import os
import pickle
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import msgspec

from extract.article import Article
from reports.render.html import Page
from reports.render.pdf import font_path
from reports.themes import load_theme
from reports.translate.memory import TranslationMemory
from tests.conftest import ROOT
from tests.support.chromium import installed
from tests.support.editions import CODES, seeds

BEST_OF = 3
SAMPLES = 0.01  # seconds between two looks at the memory
MOST_TIME, MOST_MEMORY, MOST_GROWTH = 1.0, 0.5, 1.3


class Cost(NamedTuple):
    """What a command takes."""

    seconds: float
    megabytes: float
    """At the peak, of all its processes together; what they share counts once (Pss)."""


# measuring


def family(root: int) -> Iterator[int]:
    """A process and all that it began, and those began."""
    parents: dict[int, list[int]] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            with contextlib.suppress(OSError, IndexError):
                parent = int((entry / "stat").read_text().rsplit(")", 1)[1].split()[1])
                parents.setdefault(parent, []).append(int(entry.name))
    waiting = [root]
    while waiting:
        one = waiting.pop()
        yield one
        waiting += parents.get(one, [])


def memory_of(root: int) -> float:
    """Megabytes of a family, what they share counted once."""
    total = 0
    for process in family(root):
        with contextlib.suppress(OSError):
            for line in Path(f"/proc/{process}/smaps_rollup").read_text().splitlines():
                if line.startswith("Pss:"):
                    total += int(line.split()[1])
    return total / 1024


def cost(commands: Sequence[Sequence[str]]) -> Cost:
    """Run commands one after the other, once for the time and once to watch the memory."""
    seconds = []
    for _ in range(BEST_OF):
        start = time.perf_counter()
        for command in commands:
            subprocess.run(command, check=True, cwd=ROOT, capture_output=True)
        seconds.append(time.perf_counter() - start)
    peak = 0.0
    for command in commands:
        with subprocess.Popen(
            command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        ) as process:
            while process.poll() is None:
                peak = max(peak, memory_of(process.pid))
                time.sleep(SAMPLES)
    return Cost(min(seconds), peak)


def say(what: str, ours: float, limit: float, unit: str) -> None:
    """Print one ratio with what it should be."""
    print(f"{what:<58}{ours:8.2f} {unit:<8}{'' if ours <= limit else f'  MORE THAN {limit}'}")


# the comparisons


def prepare(folder: Path) -> None:
    """Write the briefing of the seeds, and its two HTML files with all that they show."""
    briefing, articles, memory = seeds()
    (folder / "briefing.pickle").write_bytes(pickle.dumps((briefing, articles, memory)))
    for code in CODES:
        page = Page(briefing, code, articles, load_theme(), memory)
        html = page.html()
        for name, (_, content) in page.gallery.resources.items():
            (folder / f"{code}-{name}").write_bytes(content)
            html = html.replace(f'"taavon:{name}"', f'"{code}-{name}"')
        for name, bold in (("regular.ttf", False), ("bold.ttf", True)):
            html = html.replace(f'"taavon:{name}"', f'"{font_path(bold).as_uri()}"')
        (folder / f"{code}.html").write_text(html, "utf-8")


def beside_chromium(folder: Path) -> None:
    """Compare with the browser."""
    ours = cost([[sys.executable, "-m", "tests.support.coldstart", str(folder)]])
    print(f"both editions from a cold start: {ours.seconds:.2f} s, {ours.megabytes:.0f} MB")
    browser = installed()
    if browser is None:
        print("NOT COMPARED: no Chromium is installed here (Debian: apt-get install chromium).")
        return
    flags = ("--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer")
    theirs = cost(
        [
            [
                browser,
                *flags,
                f"--print-to-pdf={folder / code}.chromium.pdf",
                (folder / f"{code}.html").as_uri(),
            ]
            for code in CODES
        ]
    )
    print(f"Chromium printing the same two files: {theirs.seconds:.2f} s, {theirs.megabytes:.0f} MB")
    say("wall time, ours by Chromium's", ours.seconds / theirs.seconds, MOST_TIME, "times")
    say("peak memory, ours by Chromium's", ours.megabytes / theirs.megabytes, MOST_MEMORY, "times")


_MEASURED = """
import pickle, resource, sys, time
from pathlib import Path
from reports.render import render_pdf, warm_up
briefing, articles, memory = pickle.loads(Path(sys.argv[1]).read_bytes())
warm_up()
render_pdf(briefing, "fa", Path(sys.argv[2]), articles[:0] or articles, memory=memory)
"""


def larger(times: int) -> tuple[object, list[Article]]:
    """The seeds many times over under other names: about as many times the pages."""
    from extract.pipeline import extract
    from reports import jobs

    _, articles, _ = seeds()
    copies = [
        msgspec.structs.replace(one, id=f"{one.id}-{number}", sha256=f"{number:04}{one.sha256[4:]}")
        for number in range(times)
        for one in articles
    ]
    found = [extract(one) for one in copies]
    return jobs.brief(copies, found, jobs._period(jobs.Plan(), copies)), copies


def growth(folder: Path) -> None:
    """Compare the cost of a page in a short and in a long document."""
    import pypdfium2

    results = []
    for times in (1, 15):
        briefing, articles = larger(times)
        source, target = folder / f"{times}.pickle", folder / f"{times}.pdf"
        source.write_bytes(pickle.dumps((briefing, articles, TranslationMemory.load([]))))
        script = _MEASURED + (
            "start = time.process_time()\n"
            'render_pdf(briefing, "fa", Path(sys.argv[2]), articles, memory=memory)\n'
            "print(time.process_time() - start, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)"
        )
        done = subprocess.run(
            [sys.executable, "-c", script, str(source), str(target)],
            check=True, cwd=ROOT, capture_output=True, text=True, env=os.environ | {"PYTHONPATH": str(ROOT)},
        )  # fmt: skip
        seconds, megabytes = map(float, done.stdout.split())
        pages = len(pypdfium2.PdfDocument(target))
        results.append((pages, seconds / pages, megabytes / pages))
        print(
            f"{pages:4} pages: {seconds:6.2f} s, {megabytes:.0f} MB; {1000 * seconds / pages:.0f} ms a page"
        )
    (few, short_time, short_memory), (many, long_time, long_memory) = results
    say(f"time a page at {many} pages by that at {few}", long_time / short_time, MOST_GROWTH, "times")
    say(f"memory a page at {many} pages by that at {few}", long_memory / short_memory, MOST_GROWTH, "times")


def main() -> None:
    """Print all comparisons."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        prepare(folder)
        beside_chromium(folder)
        growth(folder)


if __name__ == "__main__":
    main()
