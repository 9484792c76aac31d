"""The sections of the report: what each says, its charts, and the tables beneath them."""

from collections.abc import Callable

from . import charts, costs, sentences
from .exhibits import Exhibit, Section, Table, exhibit
from .figures import COMMON, Comparison, Figures, Part, Point
from .in_process import BASELINE, FLOOR, Endpoint
from .words import interval, number, percent, times


def throughput(figures: Figures) -> Section:
    """Show what the deployments did at their capacity."""
    return Section(
        "throughput",
        "Throughput at capacity",
        "A closed loop: each client asks again as soon as it is answered. A bar is the median of "
        "the blocks, which are the ticks; the line over it is the 95 % interval of its ratio to "
        "the baseline (orange), laid onto the bar. Deployments that share a letter cannot be told "
        "apart by this run.",
        [capacity(comparison, part) for comparison, part in figures.parts()],
    )


def capacity(comparison: Comparison, part: Part) -> Exhibit:
    """Show the throughput at a scenario."""
    sentence = sentences.against_baseline(part, comparison.baseline)
    rows = [
        [
            row.deployment,
            number(row.throughput),
            times(row.ratio) if row.ratio else "",
            interval(row.ratio) if row.ratio else "",
            row.letters,
            *(number(row.latency.get(name)) for name in ("p50", "p99")),
        ]
        for row in part.rows
    ]
    caption = f"{comparison.title}: {part.scenario}, {part.summary}"
    headings = ["", "requests/s", "ratio", "95 %", "tie", "p50, ms", "p99, ms"]
    chart = charts.throughput(part, comparison.baseline, sentence)
    title = f"{comparison.title}: {part.scenario}"
    return exhibit(title, sentence, chart, Table(caption, headings, rows))


def latency(figures: Figures) -> Section:
    """Show the latency at constant rates of arrivals."""
    return Section(
        "latency",
        "Latency at a constant rate",
        "An open loop: requests arrive at their rate whether or not the last one was answered, so "
        "a server that stalls keeps them waiting, and that is measured. The rates are shares of "
        "what each deployment can do, and one rate common to all.",
        [
            exhibit(
                f"{comparison.title}: {part.scenario}",
                sentence := sentences.latency_caption(part),
                charts.latency(part.latency, sentence),
                latency_table(f"Latency at {part.scenario}, ms", part.latency),
            )
            for comparison, part in figures.parts()
            if part.latency
        ],
    )


def latency_table(caption: str, points: list[Point]) -> Table:
    """Return what was measured at constant rates."""
    percentiles = {"p50": "p50", "p99": "p99", "p999": "p99.9", "max": "max"}
    rows = [
        [point.deployment, number(point.load), share(point), number(point.throughput)]
        + [number(point.latency.get(name)) for name in percentiles]
        for point in points
    ]
    headings = ["", "asked for, requests/s", "of capacity", "answered, requests/s"]
    return Table(caption, [*headings, *percentiles.values()], rows)


def share(point: Point) -> str:
    """Return which part of its capacity a deployment was asked for."""
    return COMMON if point.share == COMMON else f"{100 * float(point.share or 0):.0f} %"


def sweep(figures: Figures) -> Section:
    """Show throughput by number of clients."""
    return Section(
        "clients",
        "Capacity by number of clients",
        "The same closed loop with fewer clients and with more.",
        [
            exhibit(
                f"{comparison.title}: {part.scenario}",
                sentence := sentences.sweep_caption(part),
                charts.sweep(part.sweep, sentence),
                sweep_table(f"Throughput at {part.scenario}", part.sweep),
            )
            for comparison, part in figures.parts()
            if part.sweep
        ],
    )


def sweep_table(caption: str, points: list[Point]) -> Table:
    """Return what was measured with other numbers of clients."""
    rows = [
        [
            point.deployment,
            f"{point.load:.0f}",
            number(point.throughput),
            times(point.ratio) if point.ratio else "",
            interval(point.ratio) if point.ratio else "",
            number(point.latency.get("p99")),
        ]
        for point in points
    ]
    return Table(caption, ["", "clients", "requests/s", "ratio", "95 %", "p99, ms"], rows)


def in_process(figures: Figures) -> Section:
    """Show the microseconds of a request without a server."""
    return Section(
        "in-process",
        "Microseconds in process",
        "Each application is called through its own interface, without a server and without a "
        "socket, on SQLite. The shortest round counts. The floor is the same SQL and the same JSON "
        "without any framework; null is an application that answers a constant.",
        [endpoint(found) for found in figures.in_process],
    )


def endpoint(found: Endpoint) -> Exhibit:
    """Show the times of an endpoint."""
    values = {row.application: row.minimum for row in found.times}
    sentence = sentences.extremes(found.name, "µs", values)
    rows = [
        [row.application, number(row.minimum), number(row.median), number(row.iqr)]
        + [number(found.ratio(row.application, base)) for base in (BASELINE, FLOOR)]
        for row in found.times
    ]
    headings = ["", "minimum, µs", "median, µs", "IQR, µs", f"÷ {BASELINE}", f"÷ {FLOOR}"]
    caption = f"{found.name}: {found.summary}"
    chart = charts.bars(values, "µs", sentence, BASELINE)
    return exhibit(caption, sentence, chart, Table(caption, headings, rows))


def split(figures: Figures) -> Section:
    """Show what the home page is made of."""
    rows = [[share.what, number(share.microseconds)] for share in figures.split]
    caption = f"The home page in {BASELINE}, by parts"
    table = Table(caption, ["", "µs"], rows)
    explanation = "The parts are done by themselves, in turn with the whole request."
    return Section("parts", "What the home page is made of", explanation, [], [table][: len(rows)])


def payloads(figures: Figures) -> Section:
    """Show what was answered, and whether it was the same."""
    rows = [
        [
            row.scenario,
            str(row.status),
            str(row.bytes),
            str(row.deployments),
            "yes" if row.equal else "no",
        ]
        for row in figures.payloads
    ]
    headings = ["", "status", "bytes", "deployments", "equal"]
    table = Table("Answers to the scenarios", headings, rows)
    explanation = sentences.payloads(figures)
    return Section("payloads", "Equality of payloads", explanation, [], [table][: len(rows)])


def noise(figures: Figures) -> Section:
    """Show how much two that are the same differed."""
    rows = [
        [twin.scenario, times(twin.ratio), interval(twin.ratio), percent(twin.ratio.difference)]
        for twin in figures.twins
    ]
    table = Table("A deployment against itself", ["", "ratio", "95 %", "difference"], rows)
    explanation = sentences.noise(figures)
    return Section("noise", "Noise: A against A", explanation, [], [table][: len(rows)])


def marks(figures: Figures) -> Section:
    """Show which figures are to be read with care."""
    rows = [
        [what.deployment, f"{part.scenario}, {kind}", mark]
        for _, part in figures.parts()
        for kind, found in (
            ("capacity", part.rows),
            ("clients", part.sweep),
            ("latency", part.latency),
        )
        for what in found
        for mark in what.marks
    ]
    table = Table("Figures to be read with care", ["", "where", "why"], rows)
    explanation = "A mark does not take a figure away; it says what may be wrong with it."
    return Section("marks", "Marks", explanation, [], [table][: len(rows)])


ALL: tuple[Callable[[Figures], Section], ...] = (
    noise,
    throughput,
    latency,
    sweep,
    costs.footprint,
    costs.use,
    in_process,
    split,
    costs.statements,
    payloads,
    marks,
)
