"""How far a rule may be trusted: what is less often right than the threshold is held back.

``lexicon/trust.toml`` holds, for each rule and each basis, how often it was right on the gold and how often it fired;
``python -m tests.score --trust`` counts them anew. The share is estimated with Jeffreys' prior, (right + ½) / (fired + 1),
so that a rule seen right four times in four is trusted at 0.9, and one never seen is not.
"""

from functools import cache
from typing import Any

from extract.grammar.lexicon import FOLDER, tables

FILE = FOLDER / "trust.toml"


@cache
def _table() -> dict[str, Any]:
    return tables(FILE)


@cache
def trusted(kind: str, *names: str | None) -> bool:
    """Whether every one of a statement's rule and bases reaches the threshold.

    Args:
        kind: ``quote`` or ``figure``.
        names: rule and basis as the records name them; ``None`` is passed over.
    """
    table = _table()
    counts = table.get(kind, {})
    return all(share(*counts.get(name, (0, 0))) >= table["threshold"] for name in names if name is not None)


def share(right: int, fired: int) -> float:
    """Return the estimated share of right ones."""
    return (right + 0.5) / (fired + 1)
