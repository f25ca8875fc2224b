"""Counts, on the gold, how often each rule and each basis is right; writes ``extract/lexicon/trust.toml``."""

from collections import defaultdict
from collections.abc import Iterable
from types import ModuleType
from typing import Any

from extract.resolve.trust import FILE

Counts = dict[str, list[int]]


def quotes(module: ModuleType, gold: dict[str, Any], found: dict[str, Any], counts: Counts) -> None:
    """Add one article's reported statements: right at overlap 0.8 with the right speaker; hearsay does not count."""

    def overlap(a: dict[str, Any], b: dict[str, Any]) -> int:
        common = module.shared(module.span(a), module.span(b))
        enough = all(common >= 0.8 * (x["end"] - x["start"]) for x in (a, b))
        return common if enough else 0

    pairs = {j: i for i, j in module.pair(gold["quotes"], found["quotes"], overlap)}
    for number, quote in enumerate(found["quotes"]):
        if quote["held"] not in (None, "weak_basis"):
            continue
        right = number in pairs and module.same_person(
            gold["quotes"][pairs[number]]["speaker"], quote["speaker"]
        )
        for name in (quote["rule"], quote["basis"]):
            _count(counts, name, right)


def figures(module: ModuleType, gold: dict[str, Any], found: dict[str, Any], counts: Counts) -> None:
    """Add one article's figures: right in value, unit, qualifier and place; minor ones do not count."""

    def weight(a: dict[str, Any], b: dict[str, Any]) -> int:
        return int((2 if module.value_right(a, b) else 1) * module.shared(module.span(a), module.span(b)))

    pairs = {j: i for i, j in module.pair(gold["figures"], found["figures"], weight)}
    for number, figure in enumerate(found["figures"]):
        if figure["held"] not in (None, "weak_basis"):
            continue
        known = gold["figures"][pairs[number]] if number in pairs else None
        if known is not None and known.get("minor"):
            continue
        right = known is not None and (
            module.value_right(known, figure)
            and module.unit_agrees(known["unit"], figure["unit"])
            and (figure["qualifier"] or "exact") == known["qualifier"]
            and module.place_agrees(known, figure, gold.get("province"))
        )
        for name in (figure["rule"], figure["place_basis"]):
            _count(counts, name, right)


def _count(counts: Counts, name: str | None, right: bool) -> None:
    if name is not None:
        counts[name][0] += right
        counts[name][1] += 1


def write(
    module: ModuleType, rows: Iterable[tuple[dict[str, Any], dict[str, Any]]], threshold: float
) -> None:
    """Count over (gold, found) pairs and write the table."""
    tables: dict[str, Counts] = {"quote": defaultdict(lambda: [0, 0]), "figure": defaultdict(lambda: [0, 0])}
    for gold, found in rows:
        quotes(module, gold, found, tables["quote"])
        figures(module, gold, found, tables["figure"])
    lines = [
        "# right and fired, by rule and basis, on the gold; counted by `python -m tests.score --trust`",
        f"threshold = {threshold}",
    ]
    for kind, counts in tables.items():
        lines += [
            "",
            f"[{kind}]",
            *(f'"{name}" = [{right}, {fired}]' for name, (right, fired) in sorted(counts.items())),
        ]
    FILE.write_text("\n".join(lines) + "\n", encoding="utf-8")
