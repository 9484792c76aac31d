"""What changed between two runs: new requests per second by old, beyond the noise of both.

Only capacities are compared, of deployments and scenarios that both runs measured. Two runs share
no blocks, so the ratios are not paired, and a machine that was busier during one of them looks like
a change of everything: what differs beside the code is said first.
"""

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from statistics import median
from typing import Any

from rich import box
from rich.console import Console
from rich.table import Table

from . import BenchmarkError
from .statistics import Ratio, noise_floor, paired, unpaired

FORMAT = 2  # of the file of results
# Settings that change no figure, and the choice, which the others follow from.
WITHOUT_EFFECT = {"seed", "left_out", "choice"}

Document = dict[str, Any]
Key = tuple[str, str]  # a deployment, and a scenario
Place = tuple[str, int]  # a comparison, and a block of it


@dataclass(frozen=True)
class Measured:
    """What a run measured of one deployment at one scenario: requests per second, by block."""

    throughput: Mapping[Place, float]
    generators: set[str]
    sizes: set[int]  # of the answers, in bytes
    marked: bool


@dataclass(frozen=True)
class Change:
    """The ratio of new to old, and the medians over the blocks of both, in requests per second."""

    deployment: str
    scenario: str
    old: float
    new: float
    ratio: Ratio
    verdict: str  # "faster", "slower", or nothing where the noise explains it
    marked: bool  # there are cells, of either run, to be read with care


@dataclass(frozen=True)
class Changes:
    """What differs beside the code, the noise floor of both runs as a share, and what changed."""

    caveats: list[str]
    floor: float
    rows: list[Change]


def compare(old: Document, new: Document) -> Changes:
    """Return what changed between the results of two runs.

    The floor is the higher one of the two. Raises BenchmarkError if one of them is of another
    format, or if no deployment was measured at the same scenario in both.
    """
    for which, document in (("old", old), ("new", new)):
        if document.get("format") != FORMAT:
            raise BenchmarkError(f"the {which} results are not of format {FORMAT}: measure again")
    olds, news = measured(old), measured(new)
    twins = {row["name"] for row in (*old["deployments"], *new["deployments"]) if row["twin_of"]}
    both = [key for key in news if key in olds and key[0] not in twins]
    if not both:
        raise BenchmarkError("no deployment was measured at the same scenario in both runs")
    floor = max(noise(old, olds), noise(new, news))
    reasons = {key: unlike(olds[key], news[key]) for key in both}
    refused = [f"{' at '.join(key)}: {reason}" for key, reason in reasons.items() if reason]
    rows = [change(key, olds[key], news[key], floor) for key in both if not reasons[key]]
    return Changes([*caveats(old, new), *refused], floor, rows)


def measured(document: Document) -> dict[Key, Measured]:
    """Return what a run measured of capacities."""
    found: dict[Key, list[Document]] = {}
    for cell in document["cells"]:
        if cell["kind"] == "capacity":
            found.setdefault((cell["deployment"], cell["scenario"]), []).append(cell)
    sizes: dict[Key, set[int]] = {}
    for answer in document["answers"]:
        sizes.setdefault((answer["deployment"], answer["scenario"]), set()).add(answer["bytes"])
    return {
        key: Measured(
            throughput={place(cell): cell["throughput"] for cell in cells},
            generators={cell["generator"] for cell in cells},
            sizes=sizes.get(key, set()),
            marked=any(cell["marks"] for cell in cells),
        )
        for key, cells in found.items()
    }


def place(cell: Document) -> Place:
    """Return in which block of which comparison a cell is: a deployment may be in several."""
    return cell["comparison"], cell["block"]


def noise(document: Document, found: Mapping[Key, Measured]) -> float:
    """Return the noise floor of a run, from the deployments that ran twice."""
    originals = {row["name"]: row["twin_of"] for row in document["deployments"] if row["twin_of"]}
    pairs = (
        (found[name, scenario], found[originals[name], scenario])
        for name, scenario in found
        if name in originals and (originals[name], scenario) in found
    )
    ratios = (paired(twin.throughput, original.throughput) for twin, original in pairs)
    return noise_floor([ratio for ratio in ratios if ratio])


def unlike(old: Measured, new: Measured) -> str:
    """Say why two figures cannot be compared, or nothing if they can."""
    if not any(old.throughput.values()) or not any(new.throughput.values()):
        return "not compared, no request was answered"
    if old.generators != new.generators:
        return f"not compared, loaded by {_names(old.generators)} and by {_names(new.generators)}"
    if old.sizes != new.sizes:
        return f"not compared, answers of {_names(old.sizes)} and of {_names(new.sizes)} bytes"
    return ""


def change(key: Key, old: Measured, new: Measured, floor: float) -> Change:
    """Return the change of one figure."""
    ratio = unpaired(new.throughput, old.throughput)
    assert ratio, "both answered something"
    medians = median(old.throughput.values()), median(new.throughput.values())
    verdict = "faster" if ratio.estimate > 1 else "slower"
    marked = old.marked or new.marked
    return Change(*key, *medians, ratio, verdict if ratio.differs(floor) else "", marked)


def caveats(old: Document, new: Document) -> Iterator[str]:
    """Say what else than the code differs between two runs, one line each."""
    for which, document in (("old", old), ("new", new)):
        if not document["complete"]:
            yield f"the {which} run was interrupted"
    for part in ("machine", "settings", "versions"):
        if differences := _differences(old[part], new[part]):
            yield f"{part} changed: {differences}"
    before = {row["name"]: row for row in old["deployments"]}
    for row in new["deployments"]:
        if differences := _differences(before.get(row["name"], row), row):
            yield f"{row['name']} changed: {differences}"


def _differences(old: Document, new: Document) -> str:
    """Say which values of a mapping differ."""
    names = sorted({*old, *new} - WITHOUT_EFFECT)
    changed = [name for name in names if old.get(name) != new.get(name)]
    return ", ".join(f"{name} {old.get(name)} → {new.get(name)}" for name in changed)


def _names(values: set[Any]) -> str:
    return " and ".join(map(str, sorted(values))) or "unknown"


def show(changes: Changes, console: Console) -> None:
    """Print what differs beside the code, the table of figures, and how many of them changed."""
    for caveat in changes.caveats:
        console.print(f"Attention: {caveat}.", markup=False)
    console.print(table(changes.rows), "", summary(changes), sep="\n")


def table(rows: list[Change]) -> Table:
    """Return the table of what changed: a row per deployment and scenario."""
    table = Table(box=box.SIMPLE_HEAD, padding=(0, 1, 0, 0), show_edge=False)
    for heading in ("", "scenario", "old\nreq/s", "new\nreq/s", "new\n÷ old", "interval", ""):
        table.add_column(heading, justify="right" if "\n" in heading else "left", no_wrap=True)
    for row in rows:
        figures = [f"{row.old:.0f}", f"{row.new:.0f}", f"{row.ratio.estimate:.3f}"]
        verdict = f"{row.verdict} *" if row.marked else row.verdict
        table.add_row(row.deployment, row.scenario, *figures, _interval(row.ratio), verdict.strip())
    return table


def _interval(ratio: Ratio) -> str:
    if ratio.low is None or ratio.high is None:
        return "too few blocks"
    return f"{ratio.low:.3f} to {ratio.high:.3f}"


def summary(changes: Changes) -> str:
    """Say how many of the figures changed beyond the noise."""
    if math.isinf(changes.floor):
        return "No deployment ran twice in one of the runs: the noise is not known, nor any change."
    changed = sum(bool(row.verdict) for row in changes.rows)
    share = f"{100 * changes.floor:.1f} %"
    text = f"{changed} of {len(changes.rows)} figures changed beyond the noise, which is {share}."
    if any(row.marked for row in changes.rows):
        text += " A star: to be read with care, as the report of the run says."
    return text
