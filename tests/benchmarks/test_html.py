"""The report, as a file; ``tests/browser`` opens it in Chromium."""

import re

import pytest
from bs4 import BeautifulSoup

from benchmarks.reporting import html
from benchmarks.reporting.derivation import figures_of

from .documents import BASELINE, document, time_cell


@pytest.fixture(scope="module")
def path(tmp_path_factory):
    """The report of the sample run."""
    path = tmp_path_factory.mktemp("report") / "new" / "report.html"
    html.write(figures_of(document()), path)
    return path


@pytest.fixture(scope="module")
def report(path):
    return BeautifulSoup(path.read_text(encoding="utf-8"), "html.parser")


def render(**parts):
    return BeautifulSoup(html.render(figures_of(document(**parts))), "html.parser")


def sections(report):
    return [section["id"] for section in report.select("main > section")]


def test_nothing_is_loaded_and_nothing_runs(report):
    assert not report.find_all(["script", "iframe", "object", "img"])
    assert [link["href"] for link in report.find_all("link")] == ["data:,"]
    assert not re.search(r"url\(|@import", report.style.string)


def test_every_section_is_there(report):
    assert sections(report) == [
        "overview",
        "noise",
        "throughput",
        "latency",
        "clients",
        "memory",
        "use",
        "in-process",
        "parts",
        "statements",
        "payloads",
        "marks",
        "method",
    ]
    assert [link["href"][1:] for link in report.select("nav a")] == sections(report)


def test_sections_without_data_are_left_out():
    cells = [time_cell(BASELINE, [1, 2])]
    report = render(comparisons=[], cells=[], answers=[], in_process=cells, split=[])
    assert sections(report) == ["in-process", "method"]


def test_every_chart_has_words_data_and_the_command(report):
    figures = report.find_all("figure")
    assert len(figures) == 3 + 1 + 1 + 2 + 5
    for figure in figures:
        assert figure.svg["role"] == "img"
        assert figure.figcaption.text.startswith(figure.svg["aria-label"])
        assert figure.figcaption.code.text == "nox -s benchmarks -- --full"
        assert figure.details.table.caption
        assert not figure.svg.find(attrs={"id": True})


def test_a_name_is_text_and_no_markup():
    command = "nox -- <b>&\"'"
    report = render(command=command)
    assert not report.find("b")
    assert report.figure.figcaption.code.text == command


def test_the_tables_hold_what_the_charts_show(report):
    rows = report.find(id="throughput").table.tbody.find_all("tr")
    cells = [cell.text for cell in rows[5].find_all(["th", "td"])]
    assert cells[0] == "raw_wsgi"
    assert cells[2].startswith("1.2")
    assert cells[4] == "a"


def test_what_was_left_out_is_said(report):
    assert "login with every server" in report.find(id="method").text


def test_the_plan_is_told(report):
    items = [" ".join(item.text.split()) for item in report.select("#method li")]
    assert "sweep: 2 blocks, 2.0 s, 1, 4, 16, 64, 256 clients" in items
    assert any(
        item.endswith("16 clients; at 0.5, 0.75, 0.9 of the capacity, and at a common rate")
        for item in items
    )
