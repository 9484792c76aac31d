"""The line at the end of a run: how many tests passed, of which variant, on which databases."""

from collections import Counter, defaultdict
from typing import Any

import pytest

from deployments.servers import server_for
from variants import VARIANTS

from .programs import PROGRAMS, find_program

DATABASES = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}
PROPERTY = "subject"  # carries what a test is about from the process that runs it to the summary


def subject(item: pytest.Item) -> tuple[str, str]:
    """Return the variant that a test is about, or else its folder; and its database, if known."""
    params: dict[str, Any] = item.callspec.params if hasattr(item, "callspec") else {}
    served = params.get("target")
    if isinstance(served, tuple):
        return served
    if "watched" in params:  # the statements are read in PostgreSQL's log
        return params["watched"], "postgresql"
    folder = item.path.parent.name
    name = params.get("site") or (params.get("variant") if folder == "faults" else None)
    return name or folder, params.get("database", "sqlite")


class Summary:
    """A plugin that counts the tests that passed and tells the counts in one line."""

    def __init__(self) -> None:
        self.passed: Counter[str] = Counter()
        self.databases: defaultdict[str, set[str]] = defaultdict(set)

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        for item in items:
            item.user_properties.append((PROPERTY, subject(item)))

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        properties = dict(report.user_properties)
        if report.when == "call" and report.passed and PROPERTY in properties:
            name, database = properties[PROPERTY]
            self.passed[name] += 1
            self.databases[name].add(database)

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        if self.passed:
            terminalreporter.write_line(f"tested: {'; '.join(self._parts())}")
        if missing := [name for name in PROGRAMS if find_program(name) is None]:
            terminalreporter.write_line(f"not installed here, so left out: {', '.join(missing)}")

    def _parts(self) -> list[str]:
        return [
            f"{self._title(name)}: {count:,} tests".replace(",", " ")
            for name, count in sorted(self.passed.items(), key=lambda row: _rank(row[0]))
        ]

    def _title(self, name: str) -> str:
        if name not in VARIANTS:
            return name
        databases = [title for kind, title in DATABASES.items() if kind in self.databases[name]]
        return f"{name} on {server_for(name).name} with {' and '.join(databases)}"


def _rank(name: str) -> tuple[bool, int, str]:
    """Put the variants first, in their order, then the folders."""
    names = list(VARIANTS)
    return (True, 0, name) if name not in names else (False, names.index(name), name)
