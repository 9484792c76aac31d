"""The sections about what it takes to answer: memory, time to start, processors, statements."""

from collections.abc import Iterator
from statistics import median

from . import charts, sentences
from .exhibits import Exhibit, Section, Table, exhibit
from .figures import Comparison, Figures
from .words import number

PROGRAMS = ("server", "database", "generator")
SWITCHES = ("voluntary", "involuntary")
CONNECTIONS = ("http", "database")
USES = (
    "voluntary switches per request",
    "involuntary switches per request",
    "connections of clients",
    "connections to the database",
)


def footprint(figures: Figures) -> Section:
    """Show memory and the time to start."""
    return Section(
        "memory",
        "Memory and start-up",
        "Memory is the proportional set size (PSS) of all processes of the server under load. "
        "It is that of a deployment alone, the median of all scenarios. Start-up is the time from "
        "the command to the first answer, the median of all starts.",
        [item for comparison in figures.comparisons for item in footprints(comparison)],
    )


def footprints(comparison: Comparison) -> Iterator[Exhibit]:
    """Show the memory and the start-up of a comparison's deployments."""
    sizes: dict[str, list[float]] = {}
    starts: dict[str, list[float]] = {}
    for row in (row for part in comparison.parts for row in part.rows):
        if "server" in row.memory:
            sizes.setdefault(row.deployment, []).append(row.memory["server"] / 2**20)
        if row.startup is not None:
            starts.setdefault(row.deployment, []).append(row.startup)
    if sizes:
        yield simple("Memory of the server", "MiB", sizes, comparison)
    if starts:
        yield simple("Start-up", "seconds", starts, comparison)


def simple(what: str, unit: str, found: dict[str, list[float]], comparison: Comparison) -> Exhibit:
    """Show one figure of each deployment, the median over scenarios."""
    values = {name: median(figures) for name, figures in found.items()}
    sentence = sentences.extremes(what, unit, values)
    chart = charts.bars(values, unit, sentence, comparison.baseline)
    table = Table(what, ["", unit], [[name, number(value)] for name, value in values.items()])
    return exhibit(f"{comparison.title}: {what.lower()}", sentence, chart, table)


def use(figures: Figures) -> Section:
    """Show the processor time, the switches and the connections that it took."""
    tables = [
        Table(
            f"{comparison.title}: {part.scenario}",
            ["", *(f"{name}, cores" for name in PROGRAMS), *USES],
            [
                [
                    row.deployment,
                    *(number(row.cpu.get(name)) for name in PROGRAMS),
                    *(number(row.switches.get(name)) for name in SWITCHES),
                    *(number(row.connections.get(name)) for name in CONNECTIONS),
                ]
                for row in part.rows
                if row.cpu
            ],
        )
        for comparison, part in figures.parts()
        if any(row.cpu for row in part.rows)
    ]
    explanation = (
        "At capacity, each deployment alone. A thread switches voluntarily when it has to wait, "
        "and involuntarily when another one gets its core; of threads that have ended nothing is "
        "known."
    )
    return Section("use", "Processors, switches and connections", explanation, [], tables)


def statements(figures: Figures) -> Section:
    """Show how many SQL statements a request takes."""
    tables = []
    for comparison in figures.comparisons:
        counts = {
            (row.deployment, part.scenario): row.statements
            for part in comparison.parts
            for row in part.rows
            if row.statements is not None
        }
        scenarios = list({scenario: None for _, scenario in counts})
        names = list({name: None for name, _ in counts})
        rows = [
            [name, *(str(counts.get((name, scenario), "")) for scenario in scenarios)]
            for name in names
        ]
        tables += [Table(comparison.title, ["", *scenarios], rows)][: len(rows)]
    explanation = "What the database was asked for one request, counted there."
    return Section("statements", "SQL statements per request", explanation, [], tables)
