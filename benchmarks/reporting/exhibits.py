"""What the sections of the report are made of, as the template takes it."""

from dataclasses import dataclass, field

from markupsafe import Markup


@dataclass(frozen=True)
class Table:
    """A table: the first cell of a row is its heading."""

    caption: str
    headings: list[str]
    rows: list[list[str]]


@dataclass(frozen=True)
class Exhibit:
    """A chart, the sentence that says what it shows, and its data."""

    title: str
    sentence: str
    chart: Markup
    table: Table


@dataclass(frozen=True)
class Section:
    """A part of the report; without charts and tables there is nothing to report."""

    name: str
    title: str
    explanation: str
    exhibits: list[Exhibit] = field(default_factory=list)
    tables: list[Table] = field(default_factory=list)


def exhibit(title: str, sentence: str, chart: str, table: Table) -> Exhibit:
    """Return a chart, which is markup that was made here."""
    return Exhibit(title, sentence, Markup(chart), table)  # noqa: S704
