"""One run is kept, and two READMEs show it."""

import json
import lzma

import pytest

from benchmarks import BenchmarkError, published
from benchmarks.reporting import markdown
from benchmarks.reporting.derivation import figures_of
from benchmarks.reporting.figures import Figures

from .documents import document

README = f"# Title\n\n{published.BEGIN}\nold\n{published.END}\n\nThe rest\n"


@pytest.fixture(scope="module")
def results():
    return document()


@pytest.fixture
def places(tmp_path, monkeypatch):
    """Two texts with a table each, and a directory, that are not the real ones."""
    readme, ladder = tmp_path / "README.md", tmp_path / "ladder.md"
    tables, docs = {readme: markdown.variants, ladder: markdown.ladder}, tmp_path / "docs"
    for path in tables:
        path.write_text(README)
    monkeypatch.setattr(published, "TABLES", tables)
    monkeypatch.setattr(published, "DOCS", docs)
    return tables, docs


def test_the_texts_show_the_run_that_is_published():
    published.check(published.TABLES, published.DOCS)


def test_a_run_is_published_and_agrees_with_itself(results, places, tmp_path, capsys):
    (readme, ladder), docs = places
    run = tmp_path / "run.json"
    run.write_text(json.dumps(results))
    assert published.main([str(run)]) == 0
    assert published.main(["--check"]) == 0
    assert json.loads(lzma.decompress((docs / "raw.json.xz").read_bytes())) == results
    assert (docs / "report.html").read_text().startswith("<!doctype html>")
    assert Figures.from_json((docs / "summary.json").read_bytes()).command == results["command"]
    assert capsys.readouterr().err == ""

    for path in (readme, ladder):
        right = path.read_text()
        path.write_text(right.replace("| 197 |", "| 196 |"))
        assert published.main(["--check"]) == 1
        error = capsys.readouterr().err
        assert f"{path.name} does not show summary.json" in error
        assert error.count("\n") == 1
        path.write_text(right)


def test_only_what_is_between_the_comments_changes(results, places):
    tables, docs = places
    published.publish(results, tables, docs)
    for path, make in tables.items():
        assert path.read_text() == README.replace("old\n", make(figures_of(results)))


def test_the_table_has_a_row_per_variant(results):
    heading, rule, *rows = markdown.variants(figures_of(results)).splitlines()[:8]
    assert heading.startswith("| Variant | list, requests/s | ÷ `flask_sync` | home, requests/s |")
    assert heading.count("|") == rule.count("|") == 9
    assert [row.split("`")[1] for row in rows] == [
        "flask_sync",
        "flask_async",
        "quart_async",
        "werkzeug_sync",
        "raw_wsgi",
        "raw_asgi",
    ]
    assert all(row.count("|") == 9 for row in rows)


def test_the_table_says_where_it_comes_from(results):
    text = markdown.variants(figures_of(results))
    assert "`nox -s benchmarks -- --full`, 2026-11-21" in text
    assert "Z80, 2 cores" in text
    assert "16 clients for 2 s" in text
    assert "No difference below" in text


def test_the_ladder_says_what_a_rung_adds_to_the_one_below(results):
    heading, _, tags, articles, home, adds, to = markdown.ladder(figures_of(results)).splitlines()[
        :7
    ]
    assert heading.split("|")[2:4] == [" `raw_asgi` ", " `raw_wsgi` "]
    assert "| 115 | 150 | 197 |" in tags
    assert "| 164 | 214 | 281 |" in articles
    assert home.startswith("| `home`")
    assert adds.split("|")[3:6] == [" +57 ", " +35 ", " +47 "]
    assert to.split("|")[3:6] == [" `floor` ", " `raw_wsgi` ", " `werkzeug_sync` "]


@pytest.mark.parametrize(
    ("changes", "readme_text", "says"),
    [
        ({"complete": False}, README, "interrupted"),
        ({"comparisons": []}, README, "no comparison of the variants"),
        ({"in_process": []}, README, "did not measure tags in process"),
        ({}, "# Title\n", "has no lines"),
        ({}, f"{published.BEGIN}\n", "has no lines"),
    ],
)
def test_what_cannot_be_published_changes_nothing(changes, readme_text, says, results, places):
    (readme, ladder), docs = places
    readme.write_text(readme_text)
    with pytest.raises(BenchmarkError, match=says):
        published.publish(results | changes, published.TABLES, docs)
    assert readme.read_text() == readme_text
    assert ladder.read_text() == README
    assert not docs.exists()


def test_raw_data_has_a_limit(results, places, monkeypatch):
    monkeypatch.setattr(published, "MOST", 100)
    with pytest.raises(BenchmarkError, match="100 at most"):
        published.publish(results, *places)


@pytest.mark.parametrize("content", [None, "{", "{}"])
def test_a_summary_that_is_none_is_told_in_one_line(content, places, capsys):
    _, docs = places
    if content is not None:
        docs.mkdir()
        (docs / "summary.json").write_text(content)
    assert published.main(["--check"]) == 1
    error = capsys.readouterr().err
    assert "summary.json" in error
    assert error.count("\n") == 1
