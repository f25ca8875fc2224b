"""How fast it is, on this machine: ``make bench``. Prints one line a stage; measures, never fails.

The seeds, many times over under other names, stand for a large collection; each copy differs by one word, so that
nothing is found by its sha256.
"""

import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from extract.article import Article
from extract.read import read_paths
from reports import jobs
from tests import bench_pages
from tests.conftest import ROOT, SEEDS

COPIES = 100
BEST_OF = 3


def best(work: Callable[[], object]) -> float:
    """Seconds of the fastest of several runs: the one that was disturbed least."""
    times = []
    for _ in range(BEST_OF):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return min(times)


def line(what: str, seconds: float, amount: float | None = None, unit: str = "") -> None:
    """Print one result."""
    rate = f"{amount / seconds:12,.0f} {unit}/s" if amount else ""
    print(f"{what:<34}{seconds * 1000:10,.0f} ms{rate}")


def main() -> None:
    """Measure the stages one after the other."""
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
        start = time.perf_counter()
        pairs = list(jobs.extract_each(articles[:5]))
        line("extract, first five (loads words)", time.perf_counter() - start)
        line("extract", best(lambda: pairs.extend(jobs.extract_each(articles))), size, "KB")
        pairs = pairs[-len(articles) :]
        store = folder / "store.db"

        def fill() -> None:
            store.unlink(missing_ok=True)
            with Store(store) as opened:
                opened.save(pairs)

        line("store", best(fill), len(pairs), "articles")

        def command(*arguments: str) -> Callable[[], object]:
            run = [sys.executable, "-m", "reports.cli", *arguments]
            return lambda: subprocess.run(run, check=True, capture_output=True, cwd=ROOT)

        line("taavon --help", best(command("--help")))
        line(
            "taavon extract (one article)", best(command("extract", str(next(SEEDS.glob("*.txt"))), "--json"))
        )
        line("taavon build seeds (both)", best(command("build", str(SEEDS), "--out", str(folder / "out"))))
    bench_pages.main()


if __name__ == "__main__":
    main()
