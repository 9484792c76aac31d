"""The charts of a report: Vega-Altair's, drawn as SVG that needs no script and no network.

They are drawn as narrow as a phone, so that their letters are never scaled to nothing. Text takes
the colour of the page around it, light or dark. The colours are those of Okabe and Ito (Color
Universal Design, 2008), which the colour-blind tell apart; black and yellow are left out, which
one of the two backgrounds would swallow. Shapes tell the lines apart without any colour.
"""

import re
from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

import altair as alt
import vl_convert

from .figures import Part, Point, Row
from .words import number

BLUE, ORANGE = "#0072B2", "#E69F00"
COLOURS = (ORANGE, BLUE, "#009E73", "#D55E00", "#CC79A7", "#56B4E9")
SHAPES = ("circle", "square", "triangle-up", "diamond", "cross", "triangle-down", "triangle-left")
INK = "currentColor"
FAINT = "#88888855"
WIDTH = 210  # of the drawing without its labels, in pixels
STEP = 30  # of a bar
# A long name is broken behind its first word.
TWO_LINES = (
    "length(datum.label) < 20 ? datum.label : [split(datum.label, ' ')[0], "
    "slice(datum.label, indexof(datum.label, ' ') + 1)]"
)
HEIGHT = 170

Data = Sequence[Mapping[str, Any]]


def throughput(part: Part, baseline: str, text: str) -> str:
    """Draw a bar for each deployment, the interval of its ratio laid onto it, and its blocks."""
    rows = [bar(row) for row in part.rows]
    blocks = [{"name": row.deployment, "block": rate} for row in part.rows for rate in row.blocks]
    intervals = [row for row in rows if row["low"] is not None]
    y = category()
    bars = (
        alt.Chart(values(rows))
        .mark_bar()
        .encode(
            x=quantity("throughput", "requests/s", max(row["end"] for row in rows)),
            y=y,
            color=highlight(baseline),
        )
    )
    points = (
        alt.Chart(values(blocks)).mark_tick(color=INK, opacity=0.5, size=8).encode(x="block:Q", y=y)
    )
    rules = (
        alt.Chart(values(intervals))
        .mark_rule(color=INK, strokeWidth=2)
        .encode(x="low:Q", x2="high:Q", y=y)
    )
    letters = (
        alt.Chart(values(rows))
        .mark_text(align="left", dx=12, color=INK)
        .encode(x="end:Q", y=y, text="letters:N")
    )
    return svg(alt.layer(bars, points, rules, letters).properties(height=alt.Step(STEP)), text)


def bar(row: Row) -> dict[str, Any]:
    """Return what is drawn of a deployment's throughput."""
    edges: list[float | None] = [None, None]
    if row.ratio and row.ratio.low is not None and row.ratio.high is not None:
        scale = row.throughput / row.ratio.estimate
        edges = [scale * row.ratio.low, scale * row.ratio.high]
    end = max(row.throughput, *row.blocks, edges[1] or 0)
    low, high = edges
    return {"name": row.deployment, "throughput": row.throughput, "low": low, "high": high} | {
        "end": end,
        "letters": row.letters,
    }


def bars(figures: Mapping[str, float], title: str, text: str, highlighted: str = "") -> str:
    """Draw a bar for each name."""
    rows = [
        {"name": name, "value": value, "written": number(value)} for name, value in figures.items()
    ]
    base = alt.Chart(values(rows)).encode(
        x=quantity("value", title, max(figures.values())), y=category()
    )
    drawn = base.mark_bar().encode(color=highlight(highlighted))
    labels = base.mark_text(align="left", dx=4, color=INK).encode(text="written:N")
    return svg(alt.layer(drawn, labels).properties(height=alt.Step(STEP)), text)


def sweep(points: Sequence[Point], text: str) -> str:
    """Draw throughput against the number of clients."""
    rows = [row(point, point.throughput) for point in points]
    loads = sorted({point.load for point in points})
    x = alt.X("load:Q", title="clients", scale=alt.Scale(type="log"), axis=alt.Axis(values=loads))
    return svg(lines(rows, x, alt.Y("value:Q", title="requests/s")), text)


def latency(points: Sequence[Point], text: str) -> str:
    """Draw percentiles of the latency against the rate, one below the other."""
    titles = {"p50": "p50, ms", "p99": "p99, ms", "p999": "p99.9, ms"}
    logarithmic, few = alt.Scale(type="log"), alt.Axis(tickCount=3)
    charts = []
    for percentile, title in titles.items():
        known = [point for point in points if percentile in point.latency]
        rows = [row(point, point.latency[percentile]) for point in known]
        asked = "requests/s asked for" if percentile == "p999" else None
        x = alt.X("load:Q", title=asked, scale=alt.Scale(zero=True))
        y = alt.Y("value:Q", title=title, scale=logarithmic, axis=few)
        charts.append(lines(rows, x, y).properties(height=0.6 * HEIGHT))
    return svg(alt.vconcat(*charts), text)


def row(point: Point, value: float) -> dict[str, Any]:
    """Return what is drawn of a point."""
    return {"name": point.deployment, "load": point.load, "value": value}


def lines(rows: Data, x: alt.X, y: alt.Y) -> Any:
    """Draw a line with marks for each name, told apart by colour and by shape."""
    names = list({row["name"]: None for row in rows})
    legend = alt.Legend(title=None, orient="bottom", columns=2, symbolSize=80)
    colours, shapes = scale(names, COLOURS), scale(names, SHAPES)
    chart = alt.Chart(values(rows)).encode(
        x=x, y=y, color=alt.Color("name:N", scale=colours, legend=legend)
    )
    shape = alt.Shape("name:N", scale=shapes, legend=legend)
    marks = chart.mark_point(size=60, filled=True, opacity=1).encode(shape=shape)
    return alt.layer(chart.mark_line(), marks).properties(width=1.3 * WIDTH, height=HEIGHT)


def scale(names: Sequence[str], kinds: Sequence[str]) -> alt.Scale:
    """Return a scale that gives each name one of a kind, from the first again where they end."""
    chosen = [kinds[place % len(kinds)] for place in range(len(names))]
    return alt.Scale(domain=list(names), range=chosen)


def category() -> alt.Y:
    """Return the axis of names, in the order of the data."""
    axis = alt.Axis(labelLimit=140, labelLineHeight=11, ticks=False, labelExpr=TWO_LINES)
    return alt.Y("name:N", title=None, sort=None, axis=axis)


def quantity(field: str, title: str, most: float) -> alt.X:
    """Return an axis from zero, with room for what is written at the bars' ends."""
    room = alt.Scale(domain=[0, most * 1.2], nice=False)
    return alt.X(f"{field}:Q", title=title, axis=alt.Axis(tickCount=4), scale=room)


def highlight(name: str) -> Any:
    """Return the colour of bars: one of them is what the others are compared with."""
    return alt.when(alt.datum.name == name).then(alt.value(ORANGE)).otherwise(alt.value(BLUE))


def values(rows: Data) -> alt.Data:
    """Return rows as data that is part of the chart."""
    return alt.Data(values=list(rows))  # type: ignore[no-untyped-call]


def svg(chart: Any, text: str) -> str:
    """Return a chart as an SVG element that says in words what it shows."""
    chart = chart.configure(background="transparent", font="sans-serif", padding=2)
    chart = chart.configure_view(stroke=None, continuousWidth=WIDTH)
    chart = chart.configure_axis(
        labelColor=INK, titleColor=INK, domainColor=INK, tickColor=INK, gridColor=FAINT,
        labelFontSize=11, titleFontSize=11, titleFontWeight="normal",
    )  # fmt: skip
    chart = chart.configure_text(fontSize=11).configure_legend(labelColor=INK, labelFontSize=11)
    drawn = vl_convert.vegalite_to_svg(chart.to_dict())
    inner = re.sub(r' (?:role|aria-[a-z]+|class|pointer-events)="[^"]*"', "", drawn)
    return inner.replace("<svg ", f'<svg role="img" aria-label="{escape(text)}" ', 1)
