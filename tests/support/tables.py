"""Reads ``tests/cases/*.tsv``: lines that begin with # are comments, ⏎ stands for a line end."""

import csv
from pathlib import Path

CASES = Path(__file__).resolve().parents[1] / "cases"


def table(name: str) -> list[dict[str, str]]:
    """Return the rows of ``cases/<name>.tsv`` by column; every row has every column."""
    with (CASES / f"{name}.tsv").open(encoding="utf-8", newline="") as file:
        lines = (line for line in file if not line.startswith("#"))
        rows = list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE, lineterminator="\n"))
    for row in rows:
        assert None not in row, f"{name}.tsv: {row}"
        assert None not in row.values(), f"{name}.tsv: {row}"
    return [{column: value.replace("⏎", "\n") for column, value in row.items()} for row in rows]
