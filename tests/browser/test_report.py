"""The report of the benchmarks: it asks nobody for anything, and fits a phone."""

from pathlib import Path

import pytest

from benchmarks.reporting import html
from benchmarks.reporting.derivation import figures_of
from tests.benchmarks.documents import document

TOO_WIDE = Path(__file__).with_name("too_wide.js").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def path(tmp_path_factory):
    """The report of a run that never took place."""
    path = tmp_path_factory.mktemp("report") / "report.html"
    html.write(figures_of(document()), path)
    return path


@pytest.mark.parametrize("width", [375, 1200])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_browser_shows_it_without_a_complaint(width, scheme, path, browser):
    with browser.new_context(
        viewport={"width": width, "height": 800}, color_scheme=scheme
    ) as context:
        page, requests, troubles = context.new_page(), [], []
        page.on("request", lambda request: requests.append(request.url))
        page.on("console", lambda message: troubles.append(message.text))
        page.on("pageerror", lambda error: troubles.append(str(error)))
        page.goto(path.as_uri())
        assert [url for url in requests if not url.startswith("data:")] == [path.as_uri()]
        assert troubles == []

        page.evaluate("document.querySelectorAll('details').forEach((it) => { it.open = true })")
        faults = page.evaluate(TOO_WIDE)
        assert [fault for fault in faults if not fault.startswith("<table>")] == []
