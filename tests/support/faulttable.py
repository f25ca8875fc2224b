"""The table of mail faults at the end of a run: what was due, delivered, duplicated, lost.

It is printed by the process that gathers the results. That one reads only the outermost ``conftest.py``, which is why
the hook is imported there and does not stand beside the tests.
"""

import pytest

COLUMNS = ("fault", "due", "delivered", "duplicated", "lost", "unknown", "refused", "waiting")


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print the table, in the order of the tests."""
    calls = [
        report
        for reports in terminalreporter.stats.values()
        for report in reports
        if isinstance(report, pytest.TestReport) and report.when == "call"
    ]
    calls.sort(key=lambda report: (report.location[1] or 0, report.location[2]))
    rows = [row for report in calls if (row := dict(report.user_properties)).keys() >= set(COLUMNS)]
    if not rows:
        return
    terminalreporter.section("mail: every fault, and what came of it")
    width = max(len(str(row["fault"])) for row in rows)
    terminalreporter.write_line(f"{'fault':<{width}}" + "".join(f"{name:>12}" for name in COLUMNS[1:]))
    for row in rows:
        terminalreporter.write_line(
            f"{row['fault']:<{width}}" + "".join(f"{row[name]:>12}" for name in COLUMNS[1:])
        )
    sums = {name: sum(int(row[name]) for row in rows) for name in COLUMNS[1:]}
    terminalreporter.write_line(f"{'all':<{width}}" + "".join(f"{sums[name]:>12}" for name in COLUMNS[1:]))
