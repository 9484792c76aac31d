"""What the figures say, in sentences: nothing that was not measured, and no winner where none is.

A ratio is called a difference only if its interval leaves out 1 and it is larger than the noise
floor. Everything else is a tie, or, with too few blocks for an interval, not known.
"""

from collections.abc import Iterator, Mapping, Sequence
from statistics import median

from .figures import COMMON, Comparison, Figures, Part, Point, Row
from .in_process import BASELINE, FLOOR, json_ratios
from .words import evidence, mebibytes, number, percent, series

SIZE = "the size"  # what a comparison of processes and threads changes
FLAT = 0.05  # of memory: nobody chooses by less


def overview(figures: Figures) -> Iterator[tuple[str, list[str]]]:
    """Yield the comparisons and what each of them says, then what was found in process.

    Numbers of processes and threads, of which every variant has its comparison, come together.
    """
    sizes = [one for one in figures.comparisons if one.changes == SIZE]
    for comparison in figures.comparisons:
        if comparison in sizes:
            continue
        sentences = [
            *leaders(comparison),
            *in_short(comparison),
            *(text for part in comparison.parts for text in under_other_loads(part, comparison)),
            *memory(comparison),
        ]
        if sentences:
            yield comparison.title, sentences
    if sentences := [text for comparison in sizes for text in in_short(comparison)]:
        yield "Processes and threads of each variant", sentences
    if sentences := list(in_process(figures)):
        yield "In process, without a server", sentences


def in_short(comparison: Comparison) -> Iterator[str]:
    """Say what was found of each deployment at its capacity, over all scenarios."""
    baseline = comparison.baseline
    if len(comparison.parts) == 1 or baseline not in comparison.deployments:
        yield from (against_baseline(part, baseline) for part in comparison.parts)
        return
    rows: dict[str, dict[str, Row]] = {}
    for part in comparison.parts:
        for row in originals(part):
            rows.setdefault(row.deployment, {})[part.scenario] = row
    texts = [f"{name} {over_scenarios(found)}" for name, found in rows.items() if name != baseline]
    if texts:
        yield f"Requests answered, as multiples of {baseline}'s: {'; '.join(texts)}."


def over_scenarios(found: Mapping[str, Row]) -> str:
    """Return the range of a deployment's ratios, and where it was otherwise than at most."""
    by_verdict: dict[str, dict[str, float]] = {}
    for scenario, row in found.items():
        ratio = row.ratio.estimate if row.ratio else 0.0
        by_verdict.setdefault(row.verdict, {})[scenario] = ratio
    (verdict, ratios), *exceptions = sorted(by_verdict.items(), key=lambda item: -len(item[1]))
    texts = [spread(verdict, list(ratios.values()))]
    for verdict, ratios in exceptions:
        texts.append(f"{spread(verdict, list(ratios.values()))} at {series(list(ratios))}")
    return ", but ".join(texts[:1] + [" and ".join(texts[1:])] * bool(exceptions))


def spread(verdict: str, ratios: Sequence[float]) -> str:
    """Return a range of ratios, or that they are none."""
    if verdict in {"tie", "unknown"}:
        return "tied" if verdict == "tie" else "measured in too few blocks"
    least, most = (f"{ratio:.2f}" for ratio in (min(ratios), max(ratios)))
    return least if least == most else f"{least} to {most}"


def leaders(comparison: Comparison) -> Iterator[str]:
    """Say who answered most, if this was so everywhere and can be told."""
    best = {part.scenario: leading(part) for part in comparison.parts if len(originals(part)) > 1}
    decided = {scenario: names for scenario, names in best.items() if names}
    if not decided:
        return
    everywhere = [name for name in comparison.deployments if all(name in b for b in best.values())]
    scenarios = series(list(best))
    if everywhere and len(decided) == len(best):
        yield f"Nobody answered more requests at {scenarios} than {series(everywhere)}."
    else:
        places: dict[str, list[str]] = {}
        for scenario, tied in decided.items():
            places.setdefault(series(tied), []).append(scenario)
        texts = [f"{names} at {series(where)}" for names, where in places.items()]
        yield f"Nobody answered more requests than {'; than '.join(texts)}."


def leading(part: Part) -> list[str]:
    """Return who is tied with the fastest, or nobody where all are tied."""
    rows = originals(part)
    fastest = max(rows, key=lambda row: row.throughput)
    names = [row.deployment for row in rows if set(row.letters) & set(fastest.letters)]
    return names if len(names) < len(rows) else []


def against_baseline(part: Part, baseline: str) -> str:
    """Say what the deployments answered at their capacity, of what the baseline did."""
    base = next((row for row in part.rows if row.deployment == baseline), None)
    if base is None:
        return f"{part.scenario}: {baseline} was not measured, so there are no ratios."
    answered = f"{part.scenario}: {baseline} answered {number(base.throughput)} requests/s"
    return answered + compared(part.rows, baseline, "as many")


def originals(part: Part) -> list[Row]:
    """Return the rows of a scenario without the twin, which is no competitor."""
    return [row for row in part.rows if row.twin_of is None]


def compared(rows: Sequence[Row | Point], baseline: str, measure: str) -> str:
    """Return the rest of a sentence on a baseline: who differs from it, and who is tied with it."""
    differing = ratios(rows, "more", "less")
    if differing:
        differing[0] = differing[0].replace(" (", f" times {measure} (", 1)
    text = f", {series(differing)}." if differing else "."
    if tied := ratios(rows, "tie"):
        text += f" Tied with {baseline}: {series(tied)}."
    if unknown := ratios(rows, "unknown"):
        text += f" Measured in too few blocks to be compared: {series(unknown)}."
    return text


def ratios(rows: Sequence[Row | Point], *verdicts: str) -> list[str]:
    """Return the ratios of the rows of which this was found, the largest first."""
    found = [
        (row.ratio, row.deployment)
        for row in rows
        if row.ratio and row.verdict in verdicts and not row.twin_of
    ]
    found.sort(key=lambda pair: -pair[0].estimate)
    return [f"{name} {evidence(ratio)}" for ratio, name in found]


def under_other_loads(part: Part, comparison: Comparison) -> Iterator[str]:
    """Say what the number of clients changes, and what waits at the same rate."""
    baseline = comparison.baseline
    loads = sorted({point.load for point in part.sweep})
    extremes = loads[:1] + loads[1:][-1:]
    for load in extremes:
        points = [point for point in part.sweep if point.load == load]
        if base := of_baseline(points, baseline):
            answered = f"{baseline} answered {number(base.throughput)} requests/s"
            rest = compared(points, baseline, "as many")
            yield f"{part.scenario} with {clients(load)}: {answered}{rest}"
    common = [point for point in part.latency if point.share == COMMON]
    if base := of_baseline(common, baseline):
        within = f"within {number(base.latency.get('p99'))} ms from {baseline}"
        rest = compared(common, baseline, "as long")
        rate = f"{part.scenario} at {base.load:.0f} requests/s"
        yield f"{rate}: 99 of 100 answers came {within}{rest}"


def clients(load: float) -> str:
    """Return a number of clients in words."""
    return "1 client" if load == 1 else f"{load:.0f} clients"


def of_baseline(points: Sequence[Point], baseline: str) -> Point | None:
    """Return the baseline's point, if it has one."""
    return next((point for point in points if point.deployment == baseline), None)


def memory(comparison: Comparison) -> Iterator[str]:
    """Say who took least memory and most, where they differ."""
    found: dict[str, list[float]] = {}
    for row in (row for part in comparison.parts for row in originals(part)):
        if "server" in row.memory:
            found.setdefault(row.deployment, []).append(row.memory["server"])
    sizes = {name: median(values) for name, values in found.items()}
    if not sizes:
        return
    least, most = min(sizes, key=sizes.__getitem__), max(sizes, key=sizes.__getitem__)
    if sizes[most] > sizes[least] * (1 + FLAT):
        yield (
            f"Memory of the server under load: {mebibytes(sizes[least])} MiB for {least}, the "
            f"least, and {mebibytes(sizes[most])} MiB for {most}, the most."
        )


def in_process(figures: Figures) -> Iterator[str]:
    """Say what a framework costs, what the rest does, and what a page costs."""
    endpoints = {endpoint.name: endpoint for endpoint in figures.in_process}
    if tags := endpoints.get("tags"):
        flask, raw = tags.minimum(BASELINE), tags.minimum("raw_wsgi")
        if flask and raw:
            cost = flask - raw
            yield f"Flask costs {cost:.0f} µs a request: {BASELINE} less raw_wsgi at tags."
    if articles := endpoints.get("list"):
        ratios = {row.application: articles.ratio(row.application, FLOOR) for row in articles.times}
        if texts := [f"{number(r)} in {name}" for name, r in ratios.items() if r and name != FLOOR]:
            yield f"The list takes so many times as long as the floor: {series(texts)}."
    if costs := [f"{number(r)} in {name}" for name, r in json_ratios(figures.in_process).items()]:
        yield (
            "The home page takes so many times as long as its 10 articles as JSON: "
            f"{series(costs)}."
        )


def noise(figures: Figures) -> str:
    """Say how large a difference this run found between two that are the same."""
    if figures.noise is None:
        return "No deployment ran twice, so how large the noise was is not known: all are ties."
    twice = list({twin.deployment: None for twin in figures.twins})
    found = [f"{percent(twin.ratio.difference)} at {twin.scenario}" for twin in figures.twins]
    together = ""
    if figures.control and len(found) > 1:
        together = f", and by {percent(figures.control.difference)} over all"
    return (
        f"To know the noise, {series(twice)} ran twice, under two names. The two differed by "
        f"{series(found)}{together}; the width of the intervals tells the rest. "
        f"No difference below {percent(figures.noise)} is called one."
    )


def spent(figures: Figures) -> str:
    """Say where the time of a run went, if it ran to its end at once."""
    known = sum(figures.spent.values())
    if not figures.seconds or not figures.spent or known > figures.seconds:
        return ""
    shares = {name: seconds / figures.seconds for name, seconds in figures.spent.items()}
    texts = [f"{percent(share)} {name}" for name, share in shares.items()]
    rest = percent(1 - known / figures.seconds)
    return f"Of {figures.seconds:.0f} s: {series(texts)}; {rest} was all else that a run does."


def sweep_caption(part: Part) -> str:
    """Say at how many clients each deployment answered most."""
    ordered = sorted(part.sweep, key=lambda point: point.throughput)
    best = {point.deployment: point for point in ordered}
    texts = [
        f"{name} with {clients(point.load)} ({number(point.throughput)} requests/s)"
        for name, point in best.items()
    ]
    return f"{part.scenario}: the most requests were answered by {series(texts)}."


def latency_caption(part: Part) -> str:
    """Say what the 99th percentile was at the lowest rate and at the highest."""
    rates: dict[str, list[Point]] = {}
    for point in sorted(part.latency, key=lambda point: point.load):
        rates.setdefault(point.deployment, []).append(point)
    texts = [
        f"{name} from {waited(points[0])} requests/s to {waited(points[-1])}"
        for name, points in rates.items()
    ]
    return f"{part.scenario}: 99 of 100 answers came within so long: {series(texts)}."


def waited(point: Point) -> str:
    """Return the 99th percentile at a rate."""
    return f"{number(point.latency.get('p99'))} ms at {point.load:.0f}"


def extremes(what: str, unit: str, values: Mapping[str, float]) -> str:
    """Say who has least of something and who has most."""
    least, most = min(values, key=values.__getitem__), max(values, key=values.__getitem__)
    return (
        f"{what}: {number(values[least])} {unit} for {least}, the least, and "
        f"{number(values[most])} {unit} for {most}, the most."
    )


def payloads(figures: Figures) -> str:
    """Say whether all answers were the same."""
    unlike = [payload.scenario for payload in figures.payloads if not payload.equal]
    if unlike:
        return f"The answers at {series(unlike)} were not the same: do not compare them."
    return "Every deployment answered with the same bytes, before the load and after it."


def provenance(figures: Figures) -> Iterator[str]:
    """Say where the figures come from, one line each."""
    machine, settings = figures.machine, figures.settings
    end = "" if figures.complete else ", interrupted"
    commit = f", commit {figures.commit[:10]}" if figures.commit else ""
    yield f"`{figures.command}`, {figures.date[:10]}{end}{commit}"
    memory = f"{machine['memory'] / 2**30:.0f} GiB"
    yield f"{machine['processor']}, {machine['cores']} cores, {memory}; {machine['python']}"
    if figures.comparisons:
        yield (
            f"{settings['rounds']} blocks; {settings['clients']} clients for "
            f"{settings['seconds']:g} s; {settings['connections']} database connections"
        )
        yield bound(settings["cores"])


def bound(cores: Mapping[str, Sequence[int]]) -> str:
    """Say which program ran on which cores."""
    if not cores["server"]:
        return "no program bound to a core"
    texts = [f"{name} on core {' or '.join(map(str, where))}" for name, where in cores.items()]
    return ", ".join(texts)
