"""``python -m tests.score``: score the extractor against the gold, print a table, fail below the floors.

The gold and its scorer lie beside the project, in ``../shared/dev`` (or where ``TAAVON_DEV`` says); without them this
says so and ends with 0. ``--raise`` writes scores above their floors into ``floors.toml``; nothing lowers one. ``--trust`` counts how often each
rule is right and writes ``extract/lexicon/trust.toml``.
"""

import argparse
import hashlib
import importlib.util
import os
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import msgspec

from extract.pipeline import extract
from extract.read import read_paths
from tests.score import trust

ROOT = Path(__file__).resolve().parents[2]
FLOORS = Path(__file__).with_name("floors.toml")
OWN = ROOT / "tests" / "gold"


def sets(folder: Path) -> dict[str, tuple[Path, Path, str | None]]:
    """Return (gold file, folder of texts, which part of the gold) by name; those from ``own`` on lie in the project."""
    return {
        "seeds": (folder / "seeds_gold.jsonl", folder / "../seeds", None),
        "real": (folder / "gold.jsonl", folder / "text", "real"),
        "recomposed": (folder / "gold.jsonl", folder / "text", "recomposed"),
        "own": (OWN / "gold.jsonl", OWN / "text", None),
        "second": (OWN / "second.jsonl", OWN / "second", None),
        "third": (OWN / "third.jsonl", OWN / "third", None),
        "fourth": (OWN / "fourth.jsonl", OWN / "fourth", None),
    }


MEASURES = {
    "value": ("figures: value", "f1"),
    "complete": ("figures: complete", "f1"),
    "traps": ("figures: traps taken", None),
    "span": ("quotes: span 0.8", "f1"),
    "speaker": ("quotes: speaker, of those at 0.3", None),
    "attributed": ("quotes: attributed at 0.8", "f1"),
    "officials": ("officials: name", "f1"),
    "role": ("officials: role, of those", None),
}
PUBLISHED = {
    "figure precision": ("figures: value", "precision"),
    "complete precision": ("figures: complete", "precision"),
    "speaker": ("quotes: speaker, of those at 0.3", None),
    "attributed precision": ("quotes: attributed at 0.8", "precision"),
}


def dev_folder() -> Path | None:
    """Return the folder with gold and scorer, or ``None``."""
    folder = Path(os.environ.get("TAAVON_DEV") or ROOT.parent / "shared" / "dev")
    return folder if (folder / "score.py").is_file() else None


def scorer(folder: Path) -> ModuleType:
    """Return the scorer as a module."""
    spec = importlib.util.spec_from_file_location("taavon_dev_score", folder / "score.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def predictions(texts: Path) -> dict[str, dict[str, Any]]:
    """Return the extraction of every article in ``texts`` as the JSON contract has it, by id."""
    found = {}
    for article in read_paths([texts]):
        data = msgspec.json.decode(msgspec.json.encode(extract(article)))  # type: ignore[arg-type]
        found[data["id"]] = data
    return found


def published(predicted: dict[str, dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """Return the predictions without what is held."""
    kinds = ("figures", "quotes", "officials")
    return {
        key: data | {kind: [item for item in data[kind] if not item["held"]] for kind in kinds}
        for key, data in predicted.items()
    }


def fingerprint(folder: Path) -> str:
    """Return a short digest of gold and scorer, so that a change of either shows."""
    digest = hashlib.sha256()
    for path in (
        folder / "gold.jsonl",
        folder / "seeds_gold.jsonl",
        folder / "score.py",
        *sorted(OWN.glob("*.jsonl")),
    ):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def results(folder: Path) -> Iterator[tuple[str, dict[str, float]]]:
    """Yield (set, scores by name); names of printed statements alone begin with ``published``."""
    module = scorer(folder)
    for name, (gold_file, texts, only) in sets(folder).items():
        gold = [row for row in module.rows(gold_file) if only is None or row.get("set") == only]
        predicted = predictions(texts)
        module.texts = {row["id"]: (texts / f"{row['id']}.txt").read_bytes().decode() for row in gold}
        scores = {}
        for prefix, measures, data in (
            ("", MEASURES, predicted),
            ("published ", PUBLISHED, published(predicted)),
        ):
            result = module.score(gold, data, lambda *_: None)
            for label, (key, part) in measures.items():
                value = result[key]
                scores[prefix + label] = float(value if part is None else value[part])
        yield name, scores


def below(name: str, label: str, score: float, floor: float) -> bool:
    """Whether a score is worse than its floor; of traps fewer is better."""
    return score > floor if label == "traps" else score < floor - 1e-9


def write_floors(gold: str, floors: dict[str, dict[str, float]]) -> None:
    """Write ``floors.toml`` anew."""
    lines = [
        "# The lowest scores that `make check` accepts; `python -m tests.score --raise` raises them, nothing lowers one.",
        f'gold = "{gold}"    # digest of gold and scorer that these were measured with',
    ]
    for name, scores in floors.items():
        lines += ["", f"[{name}]", *(f'"{label}" = {value:g}' for label, value in scores.items())]
    FLOORS.write_text("\n".join(lines) + "\n", encoding="utf-8")


def count_trust(folder: Path) -> int:
    """Write ``trust.toml`` from all sets."""
    module = scorer(folder)
    rows = []
    for gold_file, texts, _ in (value for name, value in sets(folder).items() if name != "recomposed"):
        found = predictions(texts)
        rows += [(row, found[row["id"]]) for row in module.rows(gold_file)]
    trust.write(module, rows, tomllib.loads(trust.FILE.read_text(encoding="utf-8"))["threshold"])
    print(f"trust: counted on {len(rows)} articles")
    return 0


def main() -> int:
    """Print the table; return 0 if no score is below its floor."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--raise", dest="raise_", action="store_true", help="raise the floors to today's scores"
    )
    parser.add_argument("--trust", action="store_true", help="count how often each rule is right")
    options = parser.parse_args()
    folder = dev_folder()
    if folder is None:
        print("scores: SKIPPED, for there is no gold beside the project (../shared/dev)")
        return 0
    if options.trust:
        return count_trust(folder)
    recorded = tomllib.loads(FLOORS.read_text(encoding="utf-8")) if FLOORS.exists() else {}
    mark = fingerprint(folder)
    if recorded and recorded.get("gold") != mark:
        print(
            f"scores: the gold has changed ({recorded.get('gold')} → {mark}); the floors were measured on the old one"
        )
    floors: dict[str, dict[str, float]] = {}
    failed = 0
    for name, scores in results(folder):
        print(f"\n{name:<28}{'score':>8}{'floor':>8}")
        floors[name] = {}
        for label, score in scores.items():
            floor = recorded.get(name, {}).get(label)
            low = floor is not None and below(name, label, score, floor)
            failed += low
            print(
                f"  {label:<26}{score:>8.3f}{'' if floor is None else f'{floor:>8.3f}'}{'  BELOW' if low else ''}"
            )
            better = score if floor is None else (min if label == "traps" else max)(score, floor)
            floors[name][label] = int(better * 1000) / 1000 if label != "traps" else better
    if options.raise_:
        write_floors(mark, floors)
    print(f"\nscores: {'all at or above their floors' if not failed else f'{failed} below their floors'}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
