"""How fast it is, on this machine: ``make bench``. Prints one line a measurement; measures, never fails.

Speeds come from one run on one core, so that their ratios mean something on a busy machine too. The gold's articles,
many times over with their paragraphs and digits in another order, stand for a large collection; nothing is found by its
sha256. ``python -m tests.bench 100000`` measures memory over as many articles.
"""

import os
import random
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from itertools import islice
from pathlib import Path

from extract.article import Article
from extract.pipeline import extract, extract_all, extract_many
from extract.read import read_paths
from extract.read.text import article_from_bytes
from reports import intake
from tests import bench_send
from tests.conftest import ROOT, SEEDS

_DEV = ROOT.parent / "shared" / "dev" / "text"
GOLD = _DEV if _DEV.is_dir() else ROOT / "tests" / "gold" / "text"
"""The gold beside the project, where it is; else the project's own, with more figures and speakers to a line."""
ARTICLES = 4_000
"""For memory, where no other number is given."""
COPIES = 100
BEST_OF = 5


def best(work: Callable[[], object], runs: int = BEST_OF) -> float:
    """Seconds of the fastest of several runs: the one that was disturbed least."""
    times = []
    for _ in range(runs):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return min(times)


def line(what: str, seconds: float, amount: float | None = None, unit: str = "") -> None:
    """Print one result."""
    rate = f"{amount / seconds:12,.0f} {unit}/s" if amount else ""
    print(f"{what:<34}{seconds * 1000:10,.0f} ms{rate}", flush=True)


# ------------------------------------------------------------------ articles


def varied(count: int) -> Iterator[Article]:
    """So many articles, the same in every run: the gold's, then the gold's with other digits and orders of paragraphs."""
    texts = [path.read_bytes().decode() for path in sorted(GOLD.glob("*.txt"))]
    for number in range(count):
        text = texts[number % len(texts)]
        if number >= len(texts):
            text = _varied(text, random.Random(number))
        yield article_from_bytes(text.encode(), f"{number}", f"{number}.txt")


def _varied(text: str, chance: random.Random) -> str:
    head, *paragraphs = re.split(r"(?<=\n)", text)
    chance.shuffle(paragraphs)
    body = re.sub(r"[۱-۹]", lambda _: chance.choice("۱۲۳۴۵۶۷۸۹"), "".join(paragraphs))
    return head + body  # the date line stays where it is


# ------------------------------------------------------------------ speed, memory, processes


def speed() -> None:
    """Our whole extraction beside what others need to normalise or to tokenise the same text."""
    articles = list(varied(2 * len(list(GOLD.glob("*.txt")))))
    texts = [article.text for article in articles]
    size = sum(len(text.encode()) for text in texts) / 1000
    works: dict[str, Callable[[], object]] = {
        name: partial(_each, work, texts) for name, work in _others().items()
    }
    works["taavon, all of it"] = partial(_each, extract, articles)
    seconds = dict.fromkeys(works, float("inf"))
    for work in works.values():  # what is remembered of a word is remembered
        work()
    for _ in range(BEST_OF):  # by turns, so that a busy moment hits all alike
        for name, work in works.items():
            seconds[name] = min(seconds[name], best(work, 1))
    ours = seconds["taavon, all of it"]
    for name, taken in seconds.items():
        line(name, taken, size, "KB")
    for name, taken in seconds.items():
        if taken is not ours:
            print(f"  {name} takes {taken / ours:.2f} times as long as we do")


def _others() -> dict[str, Callable[[str], object]]:
    from hazm import Normalizer, WordTokenizer

    works: dict[str, Callable[[str], object]] = {
        "hazm Normalizer": Normalizer().normalize,
        "hazm word_tokenize": WordTokenizer().tokenize,  # the function would read its words anew for each text
    }
    try:
        import spacy  # type: ignore[import-not-found, unused-ignore]
    except ImportError:
        print("spaCy is not installed: its tokeniser is not measured.")
    else:
        works['spaCy blank("fa")'] = spacy.blank("fa")
    return works


def _each(work: Callable[..., object], items: Sequence[object]) -> None:
    for item in items:
        work(item)


def memory(count: int) -> None:
    """What the process holds after a quarter, a half and all of so many articles."""
    found = extract_all(varied(count))
    done, start = 0, time.perf_counter()
    for part in (4, 2, 1):
        for _ in islice(found, count // part - done):
            pass
        done = count // part
        print(f"after {done:>8,} articles {_resident():6,.0f} MB", flush=True)
    line(f"extract, {count:,} articles", time.perf_counter() - start, count, "articles")


def _resident() -> float:
    """Megabytes in memory now; 0 where the system does not tell."""
    try:
        pages = int(Path("/proc/self/statm").read_text().split()[1])
    except OSError:
        return 0.0
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


def processes(count: int) -> None:
    """Two processes against one."""
    articles = list(varied(count))
    one = best(lambda: list(extract_many(articles)), 2)
    two = best(lambda: list(extract_many(articles, 2)), 2)
    line("one process", one, count, "articles")
    line("two processes", two, count, "articles")
    print(f"  two processes are {one / two:.2f} times as fast as one ({os.cpu_count()} processors)")


# ------------------------------------------------------------------ the stages, and the commands


def stages() -> None:
    """Reading, storing and the commands, on the seeds."""
    from extract.store import Store

    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "many").mkdir()
        for path in sorted(SEEDS.glob("*.txt")):
            text = path.read_text("utf-8")
            for number in range(COPIES):
                (folder / "many" / f"{path.stem}-{number}.txt").write_text(f"{text} {number}", "utf-8")
        size = sum(path.stat().st_size for path in (folder / "many").iterdir()) / 1000

        line("read", best(lambda: list(read_paths([folder / "many"]))), size, "KB")
        articles = [item for item in read_paths([folder / "many"]) if isinstance(item, Article)]
        pairs = list(intake.extract_each(articles))
        store = folder / "store.db"

        def fill() -> None:
            store.unlink(missing_ok=True)
            with Store(store) as opened:
                opened.save(pairs)

        line("store", best(fill, 3), len(pairs), "articles")

        def command(*arguments: str) -> Callable[[], object]:
            run = [sys.executable, "-m", "reports.cli", *arguments]
            return lambda: subprocess.run(run, check=True, capture_output=True, cwd=ROOT)

        line("taavon --help", best(command("--help"), 3))
        one = str(next(SEEDS.glob("*.txt")))
        line("taavon extract (one article)", best(command("extract", one, "--json"), 3))
        line("taavon build seeds (both)", best(command("build", str(SEEDS), "--out", str(folder / "out")), 3))


def main() -> None:
    """Measure one thing after the other."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else ARTICLES
    if hasattr(os, "sched_setaffinity"):
        cores = os.sched_getaffinity(0)
        os.sched_setaffinity(0, {min(cores)})
    speed()
    memory(count)
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, cores)
    processes(min(count, ARTICLES))
    stages()
    bench_send.main()


if __name__ == "__main__":
    main()
